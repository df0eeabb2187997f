"""How figures read: the passage of one answer, several answers below each other, who gives them and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.views.questions import block, name_of, question_blocks
from bot.views.rich import Rich, uncited
from summarizer.types import Answer, Document, Figure, Modifier, Question
from tests.summarizer.pieces import at, figure


def page(text: str, day: int | None = None) -> Document:
    return Document.make(text, published=datetime(2022, 4, day, tzinfo=UTC) if day else None)


def toll(
    document: Document, number: str, *, counts: str, modifier: Modifier = "exact", by: str = "", name: str | None = None
) -> Figure:
    """People killed, by the words of the document; the place is Bucha where it says so."""
    plain = figure(document, number, counts=counts)
    told = at(document, by) if by else None
    place = at(document, "Bucha") if "Bucha" in document.text else None
    event = at(document, "killed") if "killed" in document.text else None
    return replace(
        plain, modifier=modifier, attributed_to=told, attributed_name=name, event=event, place=place,
        time=at(document, "since Feb. 24") if "since Feb. 24" in document.text else None,
    )  # fmt: skip


FIRST = page("More than 400 civilians are believed to have been killed in Bucha since Feb. 24, the mayor said.", 4)
SECOND = page("On Tuesday 412 people were killed in Bucha, NATO said.", 5)
THIRD = page("Nearly 400 civilians were killed.")
FOURTH = page("She told them that 412 people had been killed. “It is hard,” Ann Lee said.", 5)
PAGES = (FIRST, SECOND, THIRD, FOURTH)
MORE = toll(FIRST, "400", counts="civilians", modifier="more_than", by="the mayor")
EXACT = toll(SECOND, "412", counts="people", by="NATO")
NEARLY = toll(THIRD, "400", counts="civilians", modifier="about")
HERS = toll(FOURTH, "412", counts="people", by="She", name="Ann Lee")


def shown(*questions: Question) -> list[str]:
    blocks = question_blocks(PAGES, questions)
    assert [words for block in blocks for words in uncited(block)] == []
    return [block.text for block in blocks]


def test_one_answer_reads_as_its_passage() -> None:
    """Who says so stands in it or behind it; a page's own voice is named as such."""
    assert shown(Question((Answer(MORE),))) == [f"• {FIRST.text} [1]"]
    assert shown(Question((Answer(NEARLY),))) == [f"• {THIRD.text} — the page names no source [3]"]
    assert shown(Question((Answer(HERS),)))[0].endswith("[4]")


def test_others_who_say_the_same_are_said_to_have_the_number_alone() -> None:
    """By name where they have one; a number that is worded otherwise stands behind the source that words it so."""
    told = shown(Question((Answer(EXACT, (HERS, NEARLY)),)))
    assert told == [f"• {SECOND.text} [2]; also [3] (Nearly 400), Ann Lee [4]"]


def test_answers_stand_below_the_name_of_their_question() -> None:
    """With the date of each page where the dates differ, what an answer counts, a place that not all name."""
    question = Question((Answer(MORE), Answer(EXACT, (HERS,)), Answer(NEARLY)), differs=True)
    assert shown(question)[0].split("\n") == [
        "civilians are believed to have been killed · answers differ",
        "• more than 400 (Bucha; since Feb. 24) — the mayor [1], 4 Apr 2022",
        "• 412 people (Bucha) — NATO [2], 5 Apr 2022; Ann Lee [4], 5 Apr 2022",
        "• Nearly 400 — the page names no source [3], date not stated",
    ]


def test_answers_that_do_not_exclude_each_other_are_not_said_to_differ() -> None:
    """ "More than 400" and "412" may both be right."""
    assert "differ" not in shown(Question((Answer(MORE), Answer(EXACT))))[0]


def test_an_update_names_what_was_said_before() -> None:
    """Neutrally: the value, its source and date."""
    (line,) = shown(Question((Answer(EXACT, (), (MORE,)),)))
    assert line.endswith("[2]; earlier: more than 400 [1], 4 Apr 2022")


def test_numbers_of_one_passage_are_told_once() -> None:
    """Each in bold; whoever else has them stands behind, per number where they are not the same."""
    both = page("At least 30 were killed and 70 hurt, police said.")
    killed, hurt = figure(both, "30"), figure(both, "70")
    other = page("The 30 dead and 70 hurt were all from here.")
    same = Answer(killed, (figure(other, "30"),)), Answer(hurt, (figure(other, "70"),))
    pages = (both, other)
    (block,) = question_blocks(pages, [Question((answer,)) for answer in same])
    assert block.text.endswith("[1]; also [2]")
    assert bold_words(block) == ["30", "70"]
    (block,) = question_blocks(pages, [Question((same[0],)), Question((Answer(hurt),))])
    assert block.text.endswith("[1]; 30 also [2]")


def bold_words(block: Rich) -> list[str]:
    return [block.text[mark.start : mark.end] for mark in block.marks if mark.kind == "bold"]


def test_pieces_from_afar_do_not_pass_for_a_phrase() -> None:
    """Near ones are the page's own words; a number between them would be another figure's."""
    assert name_of(Question((Answer(MORE),))).text == "civilians are believed to have been killed in Bucha"
    far = page("In Bucha, where 3 mayors met, 30 civilians had been shot or killed.")
    assert name_of(Question((Answer(toll(far, "30", counts="civilians")),))).text == (
        "civilians had been shot or killed · Bucha"
    )


def test_a_question_without_words_for_what_it_counts_has_a_plain_heading() -> None:
    """It is never named by words that no page has."""
    one, other = page("It was 30 then."), page("It was 70 then.")
    question = Question((Answer(figure(one, "30")), Answer(figure(other, "70"))), differs=True)
    assert block((one, other), (question,)).text.startswith("One count, several answers · answers differ\n• 30 — ")

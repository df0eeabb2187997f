"""What was told is known again by its place, by its words and by its answer; what is new is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summarizer.sentences import split_sentences
from summarizer.telling.echoes import Words, says_again
from summarizer.telling.passages import Passage, is_empty, told_by
from summarizer.telling.past import NOTHING, Past
from summarizer.types import (
    Analysis,
    Answer,
    Briefing,
    Document,
    Excerpt,
    Figure,
    Question,
    Span,
    Statement,
    Testimony,
    Written,
)
from tests.summarizer.pieces import at, figure, question, read, said

TOLD = "Shells hit the harbour of Ostin on Monday and destroyed the old customs house."


def page(*sentences: str) -> Analysis:
    """A page of these sentences, without statements and figures."""
    return read(Document.make(" ".join(sentences)))


def passage(document: Document, words: str, kind: str = "sentence") -> Passage:
    """Where the words stand, as told."""
    span = at(document, words)
    assert kind in ("sentence", "statement", "figure")
    return Passage(kind, document.key, span.start, span.end)  # type: ignore[arg-type]  # a literal of the three


def past_of(analysis: Analysis, *words: str, kind: str = "sentence") -> Past:
    """A past in which these words of a page were told."""
    return Past.of([analysis], [passage(analysis.document, each, kind) for each in words])


def knows(past: Past, sentence: str) -> bool:
    """Whether the sentence, on another page, was told."""
    return past.has_sentence(Document.make(sentence), Span(0, len(sentence)))


@pytest.mark.parametrize(
    "again",
    [
        TOLD,
        "Shells hit the harbour of Ostin on Monday.",
        "On Monday shells hit Ostin harbour and destroyed its old customs house.",
    ],
)
def test_a_sentence_in_much_the_same_words_was_told(again: str) -> None:
    """The sentence itself, a part of it, and another page's wording of it."""
    assert knows(past_of(page(TOLD), TOLD), again)


@pytest.mark.parametrize(
    "news",
    [
        "Shells hit the harbour of Ostin on Monday and destroyed 12 houses.",
        "Shells did not hit the harbour of Ostin on Monday, nor the old customs house.",
        "Shells hit the harbour of Lind on Monday and destroyed the old customs house.",
        "Shells hit the harbour of Ostin on Tuesday and destroyed the old customs house.",
        "The mayor of Ostin promised new houses to all who lost theirs in the harbour.",
    ],
)
def test_another_number_name_or_not_is_news(news: str) -> None:
    """However alike the words are, another sense is another sentence."""
    assert not knows(past_of(page(TOLD), TOLD), news)


@pytest.mark.parametrize(
    ("told", "news"),
    [
        (
            "The hostages were killed in the camp on Friday night.",
            "The hostages were freed in the camp on Friday night.",
        ),
        ("The president vetoed the bill on grain exports.", "The president signed the bill on grain exports."),
        ("Ada Okoro would vote for the sale of the ferry.", "Ada Okoro would vote against the sale of the ferry."),
        ("Ada Okoro would vote against the sale of the ferry.", "Ada Okoro would vote for the sale of the ferry."),
        ("The army captured the airport north of Lind.", "The army lost the airport north of Lind."),
        ("Talks between the two sides began in Lind.", "Talks between the two sides collapsed in Lind."),
        ("The ceasefire on the border holds, the army said.", "The ceasefire on the border is over, the army said."),
        ("The army reportedly took the bridge at Ostin.", "The army took the bridge at Ostin."),
        ("The court upheld the sentence of the banker.", "The court quashed the sentence of the banker."),
        ("The airline grounded its new jets in the spring.", "The airline ordered its new jets in the spring."),
        ("Norland recalled its envoy to the islands.", "Norland expelled its envoy to the islands."),
        ("The fire spread to the old harbour of Ostin.", "The fire spared the old harbour of Ostin."),
        ("The miners trapped under the hill were found.", "The miners trapped under the hill were given up."),
        ("The governor will resign before the vote in May.", "The governor will resign after the vote in May."),
        ("Some hostages left the camp near the border.", "All hostages left the camp near the border."),
        ("The company agreed to sell the shipyard in Ostin.", "The company sold the shipyard in Ostin."),
        ("It is unclear whether the army took the bridge.", "The army took the bridge."),
        ("The troops almost took the bridge at Ostin.", "The troops took the bridge at Ostin."),
        ("The dam on the river burst in the night.", "The dam on the river may burst in the night."),
        ("Police arrested 12 people at the airport.", "Police arrested 12 people at the airport again."),
    ],
)
def test_one_word_that_turns_the_sense_is_news(told: str, news: str) -> None:
    """On another page and on the same one: to tell a thing twice costs little, to be silent about news much."""
    both = page(told, news)
    assert not knows(past_of(page(told), told), news)
    assert not past_of(both, told).has_sentence(both.document, at(both.document, news))


@pytest.mark.parametrize(
    ("told", "again"),
    [
        (
            "After the storm the ferry stopped its service in Ostin.",
            "The ferry stopped its service in Ostin after the storm.",
        ),
        ("The court freed the banker, and his lawyer thanked the judges.", "The court freed the banker."),
        ("The old ferry, built in Ostin, sank off the islands at night.", "The ferry sank off the islands at night."),
        ("“We will rebuild this port,” Ada Okoro said.", "Ada Okoro declared: “We will rebuild this port.”"),
        ("Ada Okoro told the council that the port would be rebuilt.", "Ada Okoro said that the port will be rebuilt."),
        ("Police said that 12 people, two of them children, died in Lind.", "Police said that 12 people died in Lind."),
    ],
)
def test_another_order_a_part_or_another_verb_of_saying_is_no_news(told: str, again: str) -> None:
    """What says nothing but told words was told, on another page and on the same one."""
    both = page(told, again)
    assert says_again(Words.of(again), Words.of(told))
    assert past_of(both, told).has_sentence(both.document, at(both.document, again))


@pytest.mark.parametrize(
    ("told", "news"),
    [
        (
            "The court in Lind released Ivan Petrenko from prison after nine months.",
            "The court in Lind released Olena Kovalenko from prison after nine months.",
        ),
        (
            "The minister of defence resigned on Monday after the raid.",
            "The minister of finance resigned on Monday after the raid.",
        ),
        (
            "The army took the town after weeks of heavy fighting.",
            "The army lost the town after weeks of heavy fighting.",
        ),
    ],
)
def test_on_one_page_another_name_or_verb_is_news(told: str, news: str) -> None:
    """A list of a page that says much the same of several says each."""
    both = page(told, news)
    assert not past_of(both, told).has_sentence(both.document, at(both.document, news))


def test_a_confirmation_is_news_and_a_doubt_of_what_was_told_is_none() -> None:
    """What was told as alleged may be told as a fact; what was told as a fact is not told as alleged."""
    sure, alleged = (f"A ferry was {how}sunk off the port of Ostin by a mine." for how in ("", "allegedly "))
    assert says_again(Words.of(alleged), Words.of(sure))
    assert not says_again(Words.of(sure), Words.of(alleged))


def test_who_did_it_to_whom_is_no_small_thing() -> None:
    """The same words with the roles or the numbers turned say something else."""
    one, other = "Norland attacked the army of Sudland.", "Sudland attacked the army of Norland."
    assert not says_again(Words.of(other), Words.of(one))
    one, other = "The flood killed 14 people and wounded 20.", "The flood killed 20 people and wounded 14."
    assert not says_again(Words.of(other), Words.of(one))


def test_a_part_of_a_told_sentence_is_not_torn_from_its_not() -> None:
    """A run of told words is told, unless the "not" that governs it stands right before it."""
    told = Words.of("The council did not close the port to ferries, and the mayor opened the new bridge to cars.")
    assert says_again(Words.of("the mayor opened the new bridge"), told)
    assert not says_again(Words.of("close the port to ferries"), told)


QUOTE = "We will rebuild every house in this port"


def quoted(before: str, after: str, *, words: str = QUOTE, name: str = "Ada Okoro", kind: str = "direct") -> Analysis:
    """A page with one quotation."""
    marks = ("“", ",”") if kind == "direct" else ("", "")
    document = Document.make(f"{before}{marks[0]}{words}{marks[1]}{after}")
    assert kind in ("direct", "mixed", "indirect")
    statement = said(document, words, source=name, context=document.text, kind=kind, name=name)  # type: ignore[arg-type]  # a literal of the three
    return read(document, statements=(statement,))


def listed(analysis: Analysis) -> Testimony:
    """The page's one statement, as it would be listed."""
    return Testimony(analysis.statements[0], analysis.statements[0].speaker)


def told_statement() -> Past:
    """A past in which the mayor's words were told."""
    first = quoted("", " Mayor Ada Okoro said.")
    return Past.of([first], told_by(Briefing((first.document,), (), (listed(first),), ())))


def test_a_quotation_was_told_whoever_prints_it_and_however() -> None:
    """Another page's quotation, a part of it, and a report of it without quotation marks."""
    past = told_statement()
    assert past.has_statement(listed(quoted("In the evening: ", " said Ada Okoro.")))
    assert past.has_statement(listed(quoted("", " Okoro said.", words="We will rebuild every house", name="Okoro")))
    reported = quoted("Ada Okoro told reporters that ", ".", words="they will rebuild every house", kind="indirect")
    assert past.has_statement(listed(reported))


def test_the_quotation_was_told_as_a_sentence_too() -> None:
    """The sentence that only adds the speaker's name says nothing new."""
    assert knows(told_statement(), f"“{QUOTE},” Ada Okoro said.")


def test_the_same_few_words_of_somebody_else_are_news() -> None:
    """That two people promise the same is no repetition."""
    other = quoted("", " said Jonas Lind.", name="Jonas Lind")
    assert not told_statement().has_statement(listed(other))


def test_a_quotation_with_much_more_in_it_is_news() -> None:
    """What was told in part may be told in full."""
    longer = f"{QUOTE}, and before winter comes the ferries to the islands will sail twice a day"
    assert not told_statement().has_statement(listed(quoted("", " Ada Okoro said.", words=longer)))


def test_a_denial_in_the_words_of_the_charge_is_news() -> None:
    """Who denies shelling the port does not repeat who said so."""
    charge = "Norland accused Sudland of shelling the port of Ostin and its ferry."
    text = "Sudland denied shelling the port of Ostin and its ferry."
    words = "shelling the port of Ostin and its ferry"
    denial = said(Document.make(text), words, source="Sudland", cue="denied", kind="indirect", name="Sudland")
    past = past_of(page(charge), charge)
    assert not past.has_statement(Testimony(denial, denial.speaker))
    assert not knows(past, text)


def toll(number: str, words: str = "{} people were killed in the port of Ostin by shells on Monday.") -> Figure:
    """So many dead of one event, on a page of its own."""
    return figure(Document.make(words.format(number)), number, counts="people")


def told_figure(told: Figure) -> Past:
    """A past in which a figure was told."""
    analysis = read(told.document, figures=(told,))
    return Past.of([analysis], told_by(Briefing((told.document,), (), (), (question(told),))))


def test_the_same_answer_of_another_page_was_told() -> None:
    """One question, one value: whoever gives it."""
    past = told_figure(toll("40"))
    assert past.has_figure(
        toll("40", "Police in Ostin say that {} people were killed on Monday as shells hit the port.")
    )
    assert list(past.news([question(toll("40"))])) == []


def test_another_value_or_another_sense_of_it_is_news() -> None:
    """410 are not 400, and "more than 400" are not 400."""
    past = told_figure(toll("400"))
    more = replace(
        toll("400", "More than {} people were killed in the port of Ostin by shells on Monday."), modifier="more_than"
    )
    assert not past.has_figure(toll("410"))
    assert not past.has_figure(replace(more, modifier="more_than"))


def test_a_changed_count_is_told_without_the_known_answers() -> None:
    """Of 400 and 410 only 410 is left, and nothing is said to differ any more."""
    asked = question(toll("400"), toll("410"), differs=True)
    (left,) = told_figure(toll("400")).news([asked])
    assert [given.figure.text for given in left.answers] == ["410"]
    assert not left.differs


def test_an_update_keeps_what_it_brings_up_to_date() -> None:
    """Where one voice counts 410 instead of 400, its older value stays beside the new one."""
    asked = Question((Answer(toll("410"), earlier=(toll("400"),)),))
    assert tuple(told_figure(toll("400")).news([asked])) == (asked,)


def test_a_count_of_another_event_is_news() -> None:
    """Forty dead here are not the forty dead there."""
    other = figure(
        Document.make("A bus fell into a gorge in the hills of Marsh county; 40 people were killed."),
        "40",
        counts="people",
    )
    assert not told_figure(toll("40")).has_figure(other)


def test_only_the_number_of_a_further_source_was_told() -> None:
    """Who else gives a value is told by his mark: what else his sentence counts is still to be told."""
    document = Document.make("In Ostin 40 people were killed and 12 were wounded by shells on Monday.")
    dead, hurt = figure(document, "40", counts="people"), figure(document, "12")
    told = Briefing((), (), (), (question(toll("40"), witnesses=(dead,)),))
    passages = told_by(told)
    past = Past.of([read(document, figures=(dead, hurt))], passages)
    assert passages[1] == passage(document, "40", "figure")
    assert past.has_figure(dead)
    assert not past.has_figure(hurt)
    assert not past.has_sentence(document, Span(0, len(document.text)))


def test_a_number_alone_hides_nothing_of_its_sentence() -> None:
    """Of the passage of a further source's number readers see the number: who resigned is still to be told."""
    text = "At least 400 people were killed in Ostin, and Governor Anna Petrova resigned over it."
    document = Document.make(text)
    dead = figure(document, "400", counts="people", clause=text[:-1])
    past = past_of(read(document, figures=(dead,)), "400", kind="figure")
    assert past.has_figure(dead)
    assert not past.has_sentence(document, Span(0, len(text)))


def test_a_name_beside_what_was_told_is_news_and_the_speakers_is_not() -> None:
    """Of a sentence whose quotation was told who speaks is known, and whom else it names is not."""
    alone, beside = (quoted("", f" Ada Okoro said{rest}.") for rest in ("", " when Jonas Lind asked her"))
    known = (Past.of([each], told_by(Briefing((), (), (listed(each),), ()))) for each in (alone, beside))
    whole = (Span(0, len(each.document.text)) for each in (alone, beside))
    found = [past.has_sentence(e.document, span) for past, e, span in zip(known, (alone, beside), whole, strict=True)]
    assert found == [True, False]


def test_a_doubt_was_told_with_its_hedge_only() -> None:
    """That somebody laid a mine is no word of a suspicion."""
    text = "A crew of the navy is suspected of having laid the mine off Ostin."
    document = Document.make(text)
    analysis, hedge = read(document), at(document, "suspected")
    assert past_of(analysis, text).has_doubt(document, Span(0, len(text)), hedge)
    assert not past_of(analysis, "having laid the mine").has_doubt(document, Span(0, len(text)), hedge)


def test_what_is_remembered_is_all_that_readers_saw() -> None:
    """Further sources of a sentence, what a written one rests on, doubts, witnesses and the sentence of a report."""
    a, b, c, d = (Document.make(f"{TOLD} Page {n}.") for n in "abcd")
    cut = [Excerpt.cut(each, split_sentences(each.text)[0]) for each in (a, b, c, d)]
    report = said(a, "Page a", context=a.text, kind="indirect")
    witness = said(b, "Page b", context="Page b.")
    written = Written("Shells hit Ostin.", (replace(cut[0], also=(cut[1],)),))
    briefing = Briefing(
        (a, b, c, d), (written, cut[2]), (Testimony(report, None, (witness,)),), (), unconfirmed=(cut[3],)
    )
    found = told_by(briefing)
    assert [each for each in found if each.kind == "sentence"] == [passage(x, TOLD) for x in (a, b, c, d)]
    shown = {each for each in found if each.kind == "statement"}
    assert shown == {
        passage(a, "Page a", "statement"),
        passage(a, a.text, "statement"),
        passage(b, "Page b", "statement"),
    }


def test_a_document_that_is_gone_is_forgotten() -> None:
    """Passages of unknown documents, and such as reach out of a text, are left out."""
    analysis = page(TOLD)
    key = analysis.document.key
    assert Past.of([], [passage(analysis.document, TOLD)]) == NOTHING
    assert not Past.of([analysis], [Passage("sentence", key, 5, 9999), Passage("sentence", key, 9, 9)])


def test_a_document_may_be_analysed_anew() -> None:
    """Its words were told, however they are divided into statements and figures now."""
    counted = toll("40")
    told = told_by(Briefing((), (), (), (question(counted),)))
    fresh = read(counted.document)
    past = Past.of([fresh], told)
    assert past.has_sentence(counted.document, Span(0, len(counted.document.text)))
    assert past.has_figure(counted)
    shifted = Statement(counted.document, "indirect", (Span(3, 30),), (), (), None, Span(0, 30))
    assert past.has_statement(Testimony(shifted, None))


def test_a_past_of_nothing_bars_nothing() -> None:
    """Without a past no sentence, statement or figure was told."""
    assert not NOTHING
    assert not knows(NOTHING, TOLD)
    assert tuple(NOTHING.news([question(toll("40"))])) == (question(toll("40")),)
    assert is_empty(Briefing((page(TOLD).document,), (), (), ()))

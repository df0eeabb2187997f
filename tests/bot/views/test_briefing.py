"""A briefing as it is read: marks of all sources, names in brackets, what is denied, what a model wrote."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.briefing import briefing, denied, figures, sentence, summary
from bot.views.rich import Rich, uncited
from summarizer.telling.referents import opening_pronoun
from summarizer.types import Answer, Briefing, Document, Excerpt, Question, Referent, Span, Testimony, Writing, Written
from tests.summarizer.pieces import at, said
from tests.summarizer.questions.telling import tell

TEXT = "Ada Okoro closed the port on Monday. On Tuesday, she told 40 reporters that “nobody is safe” there."
NEWS = Document.make(TEXT, title="The port")
OTHER = Document.make("She told 40 reporters that “nobody is safe” there.", title="Safe")
LAST = "On Tuesday, she told 40 reporters that “nobody is safe” there."
TOLD = replace(
    Excerpt.cut(NEWS, at(NEWS, LAST)),
    also=(Excerpt.cut(OTHER, Span(0, len(OTHER.text))),),
    referent=Referent(at(NEWS, "she"), at(NEWS, "Ada Okoro")),
)


def words(blocks: tuple[Rich, ...]) -> str:
    return "\n\n".join(block.text for block in blocks)


def told(*sentences: Excerpt | Written, writing: Writing | None = None) -> Briefing:
    return Briefing((NEWS, OTHER), sentences, (), (), writing=writing)


def test_the_figures_of_one_passage_are_one_line() -> None:
    """However far apart their importance puts them, a sentence is not told once for each of its numbers."""
    text = "The blast killed 14 people and injured 170 others. Police asked 900 residents to stay indoors."
    killed, injured, asked = (Question((Answer(figure),)) for figure in tell(text))
    document = killed.lead.document
    lines = figures(Briefing((document,), (), (), (killed, asked, injured))).text.splitlines()
    assert [line.count("The blast killed") for line in lines] == [0, 1, 0]


def test_a_sentence_names_all_its_sources_and_whom_it_means() -> None:
    """The name stands in brackets where the source has a pronoun, and the rest to the letter."""
    shown = sentence((NEWS, OTHER), TOLD)
    assert shown.text == "On Tuesday, [Ada Okoro] told 40 reporters that “nobody is safe” there. [1] [2]"
    cited = [shown.text[m.start : m.end] for m in shown.marks if m.kind == "cite"]
    assert cited == ["On Tuesday, ", "Ada Okoro", " told 40 reporters that “nobody is safe” there."]


def test_a_passage_of_two_paragraphs_is_one_line() -> None:
    """A doubt that comes with the sentence before it does not tear the list apart, and stays to the letter."""
    document = Document.make("The rebels claimed a hit.\n\nThe claim could not be verified.")
    shown = sentence((document,), Excerpt.cut(document, Span(0, len(document.text))))
    assert shown.text == "The rebels claimed a hit. The claim could not be verified. [1]"
    cited = [shown.text[m.start : m.end] for m in shown.marks if m.kind == "cite"]
    assert cited == document.text.split("\n\n")


def test_brackets_are_explained_only_where_there_are_some() -> None:
    """Whoever reads a name in brackets is told whose words they are; nobody else is."""
    for view in (briefing, summary):
        assert "[brackets]" in words(view(told(TOLD)))
        assert "[brackets]" not in words(view(told(replace(TOLD, referent=None))))


def test_what_is_not_confirmed_has_its_section() -> None:
    """Each sentence with its mark, above the sources; without any there is no heading."""
    doubt = Excerpt.cut(NEWS, at(NEWS, LAST))
    shown = words(briefing(replace(told(), unconfirmed=(doubt,))))
    assert f"Not confirmed\n• {LAST} [1]" in shown
    assert shown.index("Not confirmed") < shown.index("Sources")
    assert "Not confirmed" not in words(briefing(told()))


def test_who_denies_what_whom_says() -> None:
    """A pointer of names alone; an allegation that nobody answers has none, nor has a sentence that holds both."""
    charge = "Norland accused Sudland of shelling the port."
    answer = "Sudland rejected the accusation as “pure invention.”"
    document = Document.make(f"{charge} {answer}")
    statements = (
        said(document, "shelling the port", source="Norland", context=charge, kind="indirect", name="Norland"),
        said(
            document, "pure invention", source="Sudland", cue="rejected", context=answer, kind="mixed", name="Sudland"
        ),
    )
    whole = Briefing((document,), (), tuple(Testimony(statement, statement.speaker) for statement in statements), ())
    assert denied(whole).text == "Denied\n• by Sudland: Norland accused Sudland of shelling the port [1]"
    assert not denied(replace(whole, statements=whole.statements[:1]))
    alone = denied(replace(whole, statements=whole.statements[1:]))
    assert alone.text == "Denied\n• Sudland rejected the accusation as “pure invention.” [1]"
    assert uncited(alone) == ()
    one = Span(0, len(document.text))
    together = tuple(Testimony(replace(each, context=one), each.speaker) for each in statements)
    assert not denied(replace(whole, statements=together))


def test_a_written_sentence_is_marked_and_its_numbers_are_the_sources() -> None:
    """It is slanted and said to be rewritten; numbers and quotations are cited from the sentences it rests on."""
    shown = sentence((NEWS, OTHER), Written("Some 40 reporters heard that “nobody is safe” at the port.", (TOLD,)))
    assert shown.text.endswith("at the port. [1] [2] · rewritten")
    assert {shown.text[m.start : m.end] for m in shown.marks if m.kind == "cite"} == {"40", "nobody is safe"}
    assert any(mark.kind == "italic" for mark in shown.marks)
    assert uncited(shown) == ()


@pytest.mark.parametrize(
    ("source", "sentence", "shown"),
    [
        ("Some four hundred people came.", "About 400 people came.", "About four hundred people came."),
        ("It cost $3.2m to build.", "It cost $3.2 million.", "It cost $3.2m."),
        ("Of 1,480 people nine left.", "9 of 1480 left.", "nine of 1,480 left."),
    ],
)
def test_a_number_stands_as_its_source_spells_it(source: str, sentence: str, shown: str) -> None:
    """No digit of a message is the model's own."""
    document = Document.make(source)
    rich = sentence_of(document, sentence)
    assert rich.text.startswith(shown)
    assert uncited(rich) == ()


def sentence_of(document: Document, text: str) -> Rich:
    return sentence((document,), Written(text, (Excerpt.cut(document, Span(0, len(document.text))),)))


def test_a_number_that_no_source_has_stays_uncited() -> None:
    """A part of a longer number is no proof: whoever checks the message finds it."""
    assert uncited(sentence((NEWS, OTHER), Written("Some 4 reporters came, or 400.", (TOLD,)))) == ("4", "400")


def test_readers_are_told_who_wrote() -> None:
    """The model's name and how much gave way to the sources, or why it wrote nothing."""
    wrote = words(briefing(told(TOLD, writing=Writing("distilbart-12-6", 3, 1))))
    assert "Rewritten by a model (distilbart-12-6); 1 of 3 sentences replaced by the sources’ own." in wrote
    failed = words(summary(told(TOLD, writing=Writing("x", 0, 0, "The model took too long."))))
    assert "The model took too long." in failed
    assert "Rewritten" not in failed


NAMES = st.sampled_from(["Ann Lee", "Jens Stoltenberg", "Олена Шевченко", "Mayor O’Brien 7"])
OPENINGS = st.sampled_from(["He", "She", "On Monday, he", "In 2015, she"])
RESTS = st.sampled_from(["said “5 of <b>7</b>” were lost.", 'told 1,480 people "so".', "’s gone 🙂."])


@given(NAMES, OPENINGS, RESTS)
def test_a_bracketed_message_holds_nothing_that_is_not_cited(name: str, opening: str, rest: str) -> None:
    """Every digit and quoted run of a sentence with a name in brackets stands in a cited span, to the letter."""
    document = Document.make(f"{name} came. {opening} {rest}")
    span = Span(len(name) + 7, len(document.text))
    pronoun = opening_pronoun(document.text, span)
    assert pronoun is not None
    excerpt = replace(Excerpt.cut(document, span), referent=Referent(pronoun, Span(0, len(name))))
    for block in briefing(Briefing((document,), (excerpt,), (), ())):
        assert uncited(block) == ()
        cites = [mark for mark in block.marks if mark.kind == "cite" and mark.span]
        assert all(m.span and m.span.of(document.text) == block.text[m.start : m.end] for m in cites)

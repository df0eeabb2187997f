"""A headline's number is said again by the text below it, never by somebody else."""

from __future__ import annotations

from summarizer.figures import find_figures
from summarizer.questions import link
from summarizer.sentences import split_sentences
from summarizer.statements import find_statements
from summarizer.types import Document, Figure, Span
from tests.summarizer.questions.telling import tell

LEAD = "A ferry capsized off Port Ames near the island of Lorn on Monday. "
TEXT = LEAD + "The ferry accident killed 121 people, the coast guard said."


def headed(heading: str, text: str, publisher: str = "Post") -> tuple[Figure, ...]:
    where = Span(0, len(heading))
    document = Document.make(f"{heading}\n\n{text}", publisher=publisher, headings=(where,))
    sentences = split_sentences(document.text, document.headings)
    return find_figures(document, sentences, find_statements(document, sentences))


def test_a_heading_only_repeats_its_text() -> None:
    """Though the heading credits a ministry and the text the coast guard, the document says it once."""
    [question] = [q for q in link(headed("Ministry says 121 died in ferry accident", TEXT)) if len(q.figures) > 1]
    [answer] = question.answers
    assert answer.witnesses == ()
    assert answer.figure.span.start > len("Ministry says 121 died in ferry accident")
    assert [figure.span.start for figure in answer.repeated] == [len("Ministry says ")]


def test_an_older_heading_is_nothing_earlier() -> None:
    """What the coast guard said before is told by the text; the headline above it stays a repetition."""
    old = headed("Ferry accident kills 121", TEXT)
    new = tell(
        LEAD + "The number of people killed in the ferry accident has risen to 140, the coast guard said.", "Herald"
    )
    [question] = [each for each in link([*old, *new]) if len(each.figures) > 1]
    [answer] = question.answers
    assert answer.figure.text == "140"
    assert len(answer.earlier) == len(answer.repeated) == 1
    assert answer.repeated[0].span.start < answer.earlier[0].span.start


def test_a_heading_whose_number_the_text_never_says_is_a_figure_like_others() -> None:
    """It is a question of its own, lost nowhere."""
    figures = headed("Ferry accident kills 140", TEXT)
    assert {figure.text for question in link(figures) for figure in (question.lead,)} == {"140", "121"}

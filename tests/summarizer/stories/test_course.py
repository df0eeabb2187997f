"""A story in its course: a line a document that can be read alone, and what is new against all that came before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from summarizer.analyse import analyse
from summarizer.stories.course import Course, course
from summarizer.stories.leads import reads_alone
from summarizer.types import Document, Excerpt, Story

NOW = datetime(2026, 1, 2, 14, 0, tzinfo=UTC)
CHARGE = (
    "Ukraine accused Russian troops of killing 400 civilians in Bucha near Kyiv. “The troops shot the people in the"
    " street,” said Ada Okoro, the mayor of Bucha."
)
TRUCKS = "The parliament of Poland met on Monday to debate the war and sent ten trucks with food to Kyiv."
AGAIN = (
    "“The troops shot the people in the street,” said Ada Okoro, the mayor of Bucha. Trucks from Poland came to Kyiv."
)


def told(*texts: str, most: int = 16, since: datetime | None = None) -> Course:
    """A story whose documents came an hour apart."""
    documents = [Document.make(text) for text in texts]
    came = {document.key: NOW + timedelta(hours=place) for place, document in enumerate(documents)}
    whole = Story(1, "Bucha", tuple(documents[::-1]))
    return course(whole, came, [analyse(document, None) for document in documents], most=most, since=since)


@pytest.mark.parametrize("most", [1, 2, 3])
def test_what_is_left_out_of_the_list_is_known(most: int) -> None:
    """An old quotation is not called new because its first source is not shown; numbers are those of the whole."""
    found = told(CHARGE, TRUCKS, AGAIN, most=most)
    assert found.news.statements == ()
    assert (len(found.documents), len(found.entries)) == (3, most)
    assert found.documents.index(found.entries[-1].document) == 2


def test_what_came_after_a_moment() -> None:
    """Only that is told, and compared with all before; nothing where nothing came."""
    found = told(CHARGE, TRUCKS, AGAIN, since=NOW)
    assert [entry.document.text for entry in found.entries] == [TRUCKS, AGAIN]
    assert found.asked
    later = told(CHARGE, TRUCKS, since=NOW + timedelta(days=1))
    assert (later.entries, later.new, bool(later.news)) == ((), (), False)


def test_a_line_can_be_read_alone() -> None:
    """Neither an answer with its label, nor a "him" whom nobody has named, nor a pronoun behind a dateline."""
    text = (
        "The coach Luc Ferrand leaves Calder United in May, the club said on Monday.\n\nA: I have not signed anything"
        " with anybody at all.\n\nThe opposition called on him to resign from the post at once."
    )
    ((entry,), line) = (found := told(text)).entries, found.entries[0].told
    assert isinstance(line, Excerpt)
    assert line.exact.startswith("The coach Luc Ferrand")
    assert entry.document.text == text


@pytest.mark.parametrize(
    ("sentence", "alone"),
    [
        ("HARSTED, Nov 21 (Wire) - He said it would take weeks.", False),
        ("HARSTED, Nov 21 (Wire) - Police said it would take weeks.", True),
        ("The opposition called on him to resign.", False),
        ("Prime Minister Elena Duarte said she would resign.", True),
    ],
)
def test_a_sentence_that_points_back_is_seen(sentence: str, *, alone: bool) -> None:
    """Also where the pronoun is not its first word."""
    assert reads_alone(sentence) is alone


def test_of_a_text_in_another_language_nothing_is_told_but_which() -> None:
    """German is not read so far."""
    (entry,) = told(
        "Nach der Explosion in der Fabrik ist die Zahl der Toten auf neun gestiegen, teilte die Polizei mit."
    ).entries
    assert (entry.told, entry.language) == (None, "de")

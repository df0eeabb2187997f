"""Where quotation marks open and close."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.statements.quotations import find_quotations


def inner(text: str) -> list[str]:
    return [quotation.inner.of(text) for quotation in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('He said "no way" twice.', ["no way"]),
        ("He said “no way” twice.", ["no way"]),
        ("He called it ‘senseless murder’ today.", ["senseless murder"]),
        ("Suspects were 'armed,' 'dangerous': police", ["armed,", "dangerous"]),
        ("''I am sure,'' he said.", ["I am sure,"]),
        ('There was “no evidence" of it, or "not yet” found.', ["no evidence", "not yet"]),
    ],
)
def test_every_style_of_mark_is_read(text: str, found: list[str]) -> None:
    """Straight, curly, single, doubled and mixed pairs of marks hold a quotation."""
    assert inner(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "It’s the voters’ choice, isn’t it?",
        "In the '90s they didn't care.",
        "A 6'2\" man left.",
        'He said "oops and left.',
    ],
)
def test_apostrophes_and_stray_marks_are_no_quotations(text: str) -> None:
    """Apostrophes, decades, inches and marks that never close open nothing."""
    assert inner(text) == []


def test_possessive_inside_single_marks_does_not_close_them() -> None:
    """‘the voters’ choice,’ is one quotation: the possessive is followed by a surer closing mark."""
    assert inner("‘It is the voters’ choice,’ she said.") == ["It is the voters’ choice,"]


def test_nested_quotation_belongs_to_the_outer_one() -> None:
    """Only the outermost run is a quotation; what it quotes stays inside."""
    assert inner('"They said, ‘go home,’ and we did," he said.') == ["They said, ‘go home,’ and we did,"]
    assert inner("“He “never” came,” she said.") == ["He “never” came,"]


def test_quotation_over_paragraphs_is_linked() -> None:
    """A paragraph that leaves its mark open runs on when the next one opens with a mark again."""
    text = "“One goes on.\n\n“Two ends,” he said."
    assert [(q.inner.of(text), q.runs_on) for q in find_quotations(text)] == [
        ("One goes on.", True),
        ("Two ends,", False),
    ]


@given(st.text(alphabet="ab .,\n\"'“”‘’«»`", max_size=80))
def test_quotations_are_in_order_apart_and_inside_one_line(text: str) -> None:
    """Whatever the marks, quotations never overlap, never cross a line break, and never hold nothing."""
    end = 0
    for quotation in find_quotations(text):
        assert quotation.outer.start >= end
        assert quotation.outer.covers(quotation.inner)
        assert "\n" not in quotation.outer.of(text)
        end = quotation.outer.end

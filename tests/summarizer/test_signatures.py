"""Quotations that are signed with a dash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.statements.signatures import find_signatures


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("“It scared me.” ― Ana Ruiz", "Ana Ruiz"),
        ("“It scared me.”— Ana de la Cruz, a nurse in Ohio.", "Ana de la Cruz, a nurse in Ohio"),
        ('"Go." -- José Q. Núñez', "José Q. Núñez"),
        ("”A mark the wrong way round.” – O’Neil", "O’Neil"),
    ],
)
def test_the_name_behind_the_dash_signs(line: str, name: str) -> None:
    """Whatever the dash and the marks, the name is found and the quotation keeps its marks."""
    text = f"Readers wrote to us.\n\n{line}\n\nMore tomorrow."
    (found,) = find_signatures(text)
    assert found.name.of(text) == name
    assert found.quotation.of(text) == line[: line.rindex(line[0] if line[0] in '"”' else "”") + 1]


@pytest.mark.parametrize(
    "line",
    [
        "“We will go” — that was the message of the day.",
        "“We will go” — That was the message",
        "He wrote “We will go” ― Ana Ruiz",
        "“We will go,” said Ana Ruiz — the mayor",
        "“We will go”-Ana",
        "Ana Ruiz ― “We will go”",
    ],
)
def test_a_dash_that_signs_nothing(line: str) -> None:
    """A sentence that goes on behind a dash is no signature, nor is a quotation inside a sentence."""
    assert find_signatures(line) == ()


@given(st.text(alphabet='“”"―— Aa,.\n', max_size=200))
def test_signatures_are_apart_and_in_order(text: str) -> None:
    """Each stands on one line: quotation, dash, name; the next one comes behind it."""
    end = 0
    for found in find_signatures(text):
        assert (
            end <= found.quotation.start < found.quotation.end <= found.dash.start < found.dash.end <= found.name.start
        )
        assert "\n" not in text[found.quotation.start : found.name.end]
        end = found.name.end

"""Plain text into paragraphs."""

from __future__ import annotations

import textwrap

import pytest

from sources.formats.plain import parse_plain

FIRST = (
    "Officials in the capital said on Monday that the last of the troops had left the northern suburbs, where "
    "residents came out of their cellars for the first time in five weeks and counted what was left of their houses."
)
SECOND = (
    "The mayor told reporters that at least 400 people were missing and that it would take months to find out what had "
    "become of them, because the registers of the town had burnt together with its hall."
)


def lines(text: str) -> list[str]:
    return [block.text for block in parse_plain(text)]


@pytest.mark.parametrize("width", [60, 66, 72, 80])
def test_hard_wrapped_paragraphs_are_put_together(width: int) -> None:
    """Lines broken at a column come back as the paragraphs that they were."""
    wrapped = "\n\n".join(textwrap.fill(part, width) for part in ("A headline by itself", FIRST, SECOND))
    assert lines(wrapped) == ["A headline by itself", FIRST, SECOND]


def test_lines_that_are_paragraphs_stay_apart() -> None:
    """A text with one paragraph on each line is not wrapped."""
    assert lines(f"A headline\n{FIRST}\n{SECOND}\nThe end.") == ["A headline", FIRST, SECOND, "The end."]


def test_short_lines_stay_apart() -> None:
    """Lists and verses are not run together."""
    text = "Killed: 30\nInjured: 12\nmissing: 4\n- one item\n- another item"
    assert lines(text) == text.split("\n")


def test_a_word_parted_at_its_hyphen_is_whole_again() -> None:
    """A break after a hyphen inside a word leaves no space behind; a dash keeps its own."""
    wrapped = textwrap.fill(FIRST.replace("northern", "long-besieged") + " " + SECOND, 72)
    assert lines(wrapped) == [FIRST.replace("northern", "long-besieged") + " " + SECOND]


def test_a_sentence_broken_once_goes_on_in_small_letters() -> None:
    """In a text that is not wrapped, a long open line and a small letter after it are one sentence."""
    cut = FIRST.index("where residents")
    assert lines(f"{FIRST[:cut]}\n{FIRST[cut:]}\n{SECOND}") == [FIRST, SECOND]

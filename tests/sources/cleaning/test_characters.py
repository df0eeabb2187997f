"""Characters: what stays, what goes, and what Telegram would otherwise change behind our back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.cleaning.characters import tidy_characters

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates included
ALTERED_BY_TELEGRAM = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a\x00-\x09\x0b\x0c\x0e-\x1f\u200e\u200f]")


@given(ANY_TEXT)
def test_nothing_is_left_that_telegram_would_alter(raw: str) -> None:
    """A tidy text arrives as it was sent: Telegram finds nothing to remove or replace."""
    assert not ALTERED_BY_TELEGRAM.search(tidy_characters(raw))


@given(ANY_TEXT)
def test_a_tidy_text_can_be_stored_and_stays_as_it_is(raw: str) -> None:
    """Tidying is done once: a second time changes nothing, and the text can be encoded."""
    tidy = tidy_characters(raw)
    tidy.encode("utf-8")
    assert tidy_characters(tidy) == tidy


@given(st.text(st.characters(categories=("L", "N", "P", "Sm", "Sc"))))
def test_letters_digits_and_marks_are_never_touched(raw: str) -> None:
    """No letter, digit, quotation mark or dash is normalised into another."""
    assert tidy_characters(raw) == raw


@pytest.mark.parametrize(
    ("raw", "tidy"),
    [
        ("one\r\ntwo\rthree\u2028four\u2029five", "one\ntwo\nthree\nfour\n\nfive"),
        ("a\tb\xa0c\u202fd", "a b c d"),
        ("Stop.  Go.", "Stop.  Go."),
        ("Stop.     Go.", "Stop. Go."),
        ("zero\u200bwidth\ufeff soft\xadhyphen", "zerowidth softhyphen"),
        ("A\u030angstro\u0308m, \u030alone", "Ångstro\u0308m, lone"),
        ("\ud83d\ude00 and half \ud83d", "\U0001f600 and half \ufffd"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d💻", "👩\u200d💻"),
    ],
)
def test_each_kind_of_odd_character(raw: str, tidy: str) -> None:
    """Breaks become line feeds, spaces become spaces, unseen characters go, letters and emoji stay whole."""
    assert tidy_characters(raw) == tidy

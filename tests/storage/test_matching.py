"""Folding makes alike what people hold to be alike."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storage.matching import fold


@given(st.text())
def test_folding_is_done_once(text: str) -> None:
    """Folding a folded text changes nothing, and what is left holds no wildcard of LIKE."""
    assert fold(fold(text)) == fold(text)
    assert not set("%_/") & set(fold(text))


@given(st.text(), st.text())
def test_words_fold_one_by_one(left: str, right: str) -> None:
    """A text folds to its words' foldings in order, so that a phrase is found wherever it stands."""
    assert fold(f"{left} {right}") == fold(left) + fold(right)


def test_a_text_without_words_folds_to_nothing() -> None:
    """Punctuation and emoji are no words."""
    assert fold(" — 😀 %_ ") == ""

"""Words are compared without case, marks and grammar."""

from __future__ import annotations

import numpy as np

from summarizer.wording import content_words, denies, tokens, word_vectors


def test_marks_and_case_make_no_difference() -> None:
    """A paper's spelling of the same words gives the same tokens."""
    assert tokens("We’re sending 1,480 U.S. anti-tank systems.") == tokens("“were sending 1480 US antitank SYSTEMS”")


def test_numbers_stay_themselves() -> None:
    """A decimal point is no mark to be dropped: 3.5 is not 35."""
    assert tokens("3.5% of 35, a 10-year low") == ("3.5%", "of", "35", "a", "10", "year", "low")


def test_a_negation_is_content() -> None:
    """What says nothing by itself is left out, but never a "not"."""
    assert content_words("It is not the end of them") == {"not", "end"}


def test_denials_are_known_by_their_verbs() -> None:
    """Forms of denying and rejecting, and no words that only look like them."""
    assert all(map(denies, ("Moscow denied it", "is rejecting the claims", "a firm denial", "REFUTES")))
    assert not any(map(denies, ("the dense fog", "an objective", "Disputanta, Virginia")))


def test_word_vectors_are_unit_rows_and_alike_for_like_texts() -> None:
    """Texts that share their words are near each other; a text without content is a row of zeros."""
    rows = word_vectors(["the river floods the town", "a town and its river", "a circus comes", "it is"])
    assert np.allclose(np.linalg.norm(rows, axis=1), [1, 1, 1, 0])
    assert rows[0] @ rows[1] > rows[0] @ rows[2]

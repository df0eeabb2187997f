"""Whom the pronoun means that opens a sentence: said only when it is certain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.sentences import split_sentences
from summarizer.statements import find_statements
from summarizer.telling.referents import opening_pronoun, referent
from summarizer.types import Document, Span


def meant(text: str, opening: str) -> str | None:
    """The name that is given for the sentence that begins with these words, from its own document."""
    document = Document.make(text)
    sentences = split_sentences(text, ())
    (sentence,) = (s for s in sentences if s.of(text).startswith(opening))
    found = referent(document, sentences, find_statements(document, sentences), sentence)
    if found is None:
        return None
    assert found.name.end <= sentence.start
    assert sentence.covers(found.pronoun)
    return found.name.of(text)


@pytest.mark.parametrize(
    ("text", "opening", "name"),
    [
        ("Jens Stoltenberg met ministers on Tuesday. He told them to wait.", "He", "Jens Stoltenberg"),
        ("Ann Lee spoke at noon. Lee left for Kyiv. On Friday, she came back.", "On Friday", "Ann Lee"),
        ("Ann Lee opened the hall. “It was time,” she said.\n\nShe said it twice.", "She said it", "Ann Lee"),
        ("Mayor Peter Lind called it a mistake. Later he changed his mind.", "Later", "Peter Lind"),
    ],
)
def test_the_subject_before_is_meant(text: str, opening: str, name: str) -> None:
    """The fullest name of who acted or spoke right before, also behind a date."""
    assert meant(text, opening) == name


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("Peter Lind met John Smith in the hall. Lind and Smith left. He told them to wait.", "He"),
        ("Ann Lee met ministers on Tuesday. He told them to wait.", "He"),
        ("He told them to wait. Jens Stoltenberg met ministers on Tuesday.", "He"),
        ("The minister met the press on Tuesday. He told them to wait.", "He"),
        ("Jens Stoltenberg met ministers. They told him to wait.", "They"),
        ("Jens Stoltenberg met ministers. But he told them to wait.", "But"),
        ("Jens Stoltenberg met ministers. “He told us to wait,” they said.", "“He"),
        ("Jens Stoltenberg met ministers. His answer was to wait.", "His"),
        (
            "Jens Stoltenberg met Addario. Stoltenberg was late.\n\nAddario is a painter of ships. He left early.",
            "He",
        ),
        ("Prosecutors named Ada Okoro as the victim. Their suspect is a nurse from Porto. She was convicted.", "She"),
        ("John Smith praised the court. A guard was sentenced to ten years. He shot a child in Lisbon.", "He"),
        ("Ada Okoro met the mayor of Lisbon on Monday. She was convicted of fraud.", "She"),
        ("Jens Stoltenberg called for Peter Lind at noon. He left early.", "He"),
        ("Lynn Jennifer Groesbeck lost her life. The rescuer came. He ran up the bank with the child.", "He"),
    ],
)
def test_where_it_is_not_certain_nobody_is_named(text: str, opening: str) -> None:
    """Two who would do, the other gender, nobody named, a name that comes later, "they", a "but" that hangs as well."""
    assert meant(text, opening) is None


def test_the_name_is_the_fullest_before_the_sentence() -> None:
    """A full name that only a later sentence has is not told, as the reader could not find it before."""
    assert meant("Stoltenberg met ministers. He told them to wait. Jens Stoltenberg is from Oslo.", "He") is None


PIECES = [
    "He",
    "She",
    "On Monday, he",
    "Later she",
    "But he",
    "Ann Lee",
    "Lee",
    "said so.",
    "left the hall at noon.",
    "“He",
    "”",
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(" ".join))
def test_a_pronoun_is_a_word_of_the_sentences_opening(text: str) -> None:
    """Whatever the text, what is found is a "he" or "she" within the sentence, and nothing but a date before it."""
    found = opening_pronoun(text, Span(0, len(text)))
    if found is not None:
        assert found.of(text).lower() in {"he", "she"}
        assert text[: found.start].strip(" ,") in {"", "On Monday", "Later"}

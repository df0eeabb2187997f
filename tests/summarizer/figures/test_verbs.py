"""Verbs: forms told by list and ending, and words that only look like them."""

import pytest

from summarizer.figures.grammar.verbs import VerbForm, acts, is_finite, is_noun_too, verb_form


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("kill", "base"),
        ("flees", "s"),
        ("carried", "past"),
        ("dropped", "past"),
        ("dying", "ing"),
        ("stopping", "ing"),
        ("fled", "past"),
        ("cut", "past"),
        ("kowtowed", "past"),
        ("hundred", None),
        ("during", None),
        ("was", None),
        ("table", None),
        ("Harding", None),
    ],
)
def test_a_verb_is_known_by_its_form(word: str, form: VerbForm | None) -> None:
    """Irregular forms by list, regular ones by list or ending; names and other words are none."""
    assert verb_form(word) == form


@pytest.mark.parametrize(
    ("previous", "word", "verb"),
    [
        ("to", "attack", True),
        ("the", "attack", False),
        ("they", "plan", True),
        ("tax", "plan", False),
        ("Ford", "cuts", True),
        ("Syrian", "attacks", False),
        ("of", "displaced", False),
        ("rebels", "displaced", True),
        ("its", "killing", False),
    ],
)
def test_the_word_before_tells_a_verb_from_a_noun(previous: str, word: str, verb: bool) -> None:  # noqa: FBT001 - expected
    """A form that may be a noun or an adjective is a verb only where nothing else can stand."""
    assert acts(word, previous) is verb


def test_some_forms_are_verbs_wherever_they_stand() -> None:
    """ "Became" needs a subject; "stolen" and "strikes" may belong to a noun."""
    assert [is_finite(word) for word in ("became", "stolen", "strikes")] == [True, False, False]
    assert [is_noun_too(word) for word in ("strikes", "supplies", "pays", "kills")] == [True, True, True, False]

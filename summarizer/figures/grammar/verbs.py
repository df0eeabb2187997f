"""Which words are verbs, and in which form: irregular ones by list, regular ones by list and ending."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

from summarizer.figures.grammar.verb_words import (
    ADJECTIVES,
    AUXILIARIES,
    BARS_NOUN,
    BARS_PARTICIPLE,
    DOUBLED,
    FINITE,
    IRREGULAR,
    NO_ACTOR,
    NOT_VERBS,
    NOUNS_TOO,
    OPENS_VERB,
    REGULAR,
    REPORTING,
    TELLING,
)

__all__ = ["AUXILIARIES", "REPORTING", "TELLING", "TOKEN", "VerbForm", "acts", "is_finite", "is_noun_too", "verb_form"]

VerbForm = Literal["base", "s", "past", "ing"]

TOKEN: Final = re.compile(r"[^\W_][\w’'-]*(?:\.(?=\w))?|[^\w\s]|\n")
"""A word, with its hyphens and apostrophes, or one mark."""


def _third(base: str) -> str:
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _regular(base: str) -> dict[str, VerbForm]:
    if base.endswith("y") and base[-2] not in "aeiou":
        return {base: "base", _third(base): "s", base[:-1] + "ied": "past", base + "ing": "ing"}
    stem = base + base[-1] if base in DOUBLED else base
    silent = base.endswith("e") and base[-2] not in "eoy"
    return {
        base: "base",
        _third(base): "s",
        (base + "d" if base.endswith("e") else stem + "ed"): "past",
        (base[:-1] if silent else stem) + "ing": "ing",
    }


def _irregular(base: str, *pasts: str) -> dict[str, VerbForm]:
    present: dict[str, VerbForm] = {base: "base", _third(base): "s"}
    return present | dict.fromkeys(pasts, "past")


_IRREGULAR: Final = tuple(entry.split() for entry in IRREGULAR.split("|"))
_FORMS: Final = {
    form: kind
    for table in (*map(_regular, REGULAR | DOUBLED), *(_irregular(*entry) for entry in _IRREGULAR))
    for form, kind in table.items()
}
_FINITE: Final = (frozenset(form for entry in _IRREGULAR for form in entry[1:]) - ADJECTIVES) | FINITE


@lru_cache(maxsize=8192)
def verb_form(word: str) -> VerbForm | None:
    """Which form of a verb the word can be; None for other words, auxiliaries among them.

    A form that is two ("cut", "hit") is given as the past, by which news tells. Words in "-ed" and "-ing" that no list
    has are taken for participles when written in lower case.
    """
    low = word.lower()
    if low in AUXILIARIES or low in NOT_VERBS:
        return None
    if known := _FORMS.get(low):
        return known
    if not low.isalpha() or not word.islower() or len(low) < 5:
        return None
    return "past" if low.endswith("ed") and not low.endswith("eed") else "ing" if low.endswith("ing") else None


def is_noun_too(word: str) -> bool:
    """Whether the word is a noun as often as the verb that it looks like: "strikes", "cost", "vote"."""
    low = word.lower()
    return (
        low in NOUNS_TOO
        or any(low.removesuffix(end) in NOUNS_TOO for end in ("s", "es"))
        or (low.endswith("ies") and low[:-3] + "y" in NOUNS_TOO)
    )


def is_finite(word: str) -> bool:
    """Whether the word can only be a verb with a subject: "became", "went", "remains"; no "broken", no "claims"."""
    return word in _FINITE


def acts(word: str, previous: str) -> bool:
    """Whether the word stands here as a verb, judged by its form and by the word before it.

    A participle behind an article or preposition belongs to a noun ("of displaced people"); a form that may be a noun
    is a verb only where nothing else can stand ("to attack", "they attack", "Ford cuts").
    """
    form, before = verb_form(word), previous.lower()
    if form is None:
        return False
    if form in ("base", "s") and is_noun_too(word):
        named = form == "s" and previous[:1].isupper() and word.islower() and not NO_ACTOR.fullmatch(before)
        return before in OPENS_VERB or before.endswith("ly") or named
    if form == "ing":
        return before not in ("the", "a", "an", "its", "his", "her", "their") and not before.endswith(("'s", "’s"))
    return before not in (BARS_NOUN if form in ("base", "s") else BARS_PARTICIPLE)

"""Which words of a phrase are an office or an affiliation, as a reader would put them behind a name."""

from __future__ import annotations

import re
from typing import Final

from summarizer.statements.name_words import ARTICLES, HONORIFICS, KIN, LINKS, OFFICES, POSSESSIVES, PRONOUNS

POSSESSED: Final = re.compile(r"(?<=\w)['’]s?$")
ONCE: Final = frozenset("now then currently already once later also".split())
CUT: Final = frozenset("who whose whom which when while after before because as by".split())
LONGEST_ROLE: Final = 16  # words


def apposed_role(words: list[str]) -> str | None:
    """The role that an apposition tells ("the mayor of Springfield", "54, a nurse"); None when it tells none."""
    while words and (words[0] == "," or words[0].isdigit() or words[0].lower() in ARTICLES | ONCE):
        words = words[1:]
    stop = next((i for i, word in enumerate(words) if word.lower() in CUT), len(words))
    if stop < len(words) and words[stop].lower() == "by" and stop > 1 and words[stop - 1].endswith("ed"):
        stop -= 1  # "the governor challenged by"
    words = words[:stop]
    while words and words[-1] == ",":
        words = words[:-1]
    if not words or len(words) > LONGEST_ROLE:
        return None
    head = next((i for i, word in enumerate(words) if i and word.lower() in LINKS - {"and"} | {","}), len(words))
    if {"those", "others"} & {word.lower() for word in words} or words[0].lower() in {"sens.", "reps."}:
        return None
    plural = words[head - 1].lower().endswith("s") and words[head - 1].lower()[:-1] in OFFICES
    told = any(word.lower() in OFFICES for word in words[:head]) or words[-1].lower() in OFFICES
    if not told or plural or words[0].lower() in PRONOUNS - POSSESSIVES:
        return None
    return role_of(words)


def role_of(words: list[str]) -> str | None:
    """The words of an office without honorifics and articles; "his wife" is none, for it needs to know whose."""
    while words and words[0].lower() in ARTICLES | POSSESSIVES | HONORIFICS | {","}:
        if words[0].lower() in POSSESSIVES and KIN & {word.lower() for word in words}:
            return None
        words = words[1:]
    while len(words) > 2 and words[-2].lower() == "the" and words[-1].endswith("."):
        words = words[:-2]  # "Vatican spokesman the Rev."
    while words and words[-1].lower() in ARTICLES | LINKS | HONORIFICS | {","}:
        words = words[:-1]
    offices = {word.lower() for word in words} & OFFICES
    alone = offices <= KIN and not any(POSSESSED.search(word) or word == "of" for word in words)
    return None if offices and alone else joined(words) or None


def joined(words: list[str]) -> str:
    """The words with spaces between, commas close to the word before."""
    return " ".join(words).replace(" ,", ",")

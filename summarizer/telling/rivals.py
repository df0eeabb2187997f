"""Who else a "he" or "she" may mean: persons that come up between a name and the pronoun."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from summarizer.figures.grammar.humans import is_human
from summarizer.statements.cast import Cast
from summarizer.statements.cues import DAYS, MONTHS
from summarizer.statements.given_names import GIVEN_NAMES, gender_of
from summarizer.statements.name_words import DEPARTMENTS, FEMALE, HONORIFICS, MALE, ORGANISATIONS
from summarizer.statements.tokens import AUXILIARIES, PREPOSITIONS, SUBORDINATORS

KEPT: Final = 32
OWN: Final = re.compile(
    r"(?:,\s(?:\d+,\s)?(?!who\b)(?!and\b)|\s\(|\s(?:is|was|has\sbeen|had\sbeen|became|becomes|remains|remained|as|serves\sas|served\sas)\s)"
    r"(?:also\s|now\s|then\s)?(?:an?\s|the\s|his\s|her\s)?(?:[\w’'-]+\s){0,3}?(?P<noun>[\w’'-]+)"
)
"""What is said of the named person himself: "Lind, the old mayor of Ostin", "Lind is a mayor", "Lind (a mayor)"."""
WORD: Final = re.compile(r"[^\W\d_]+(?:[-.’'&][^\W\d_]+)*")
OPENING: Final = re.compile(r"(?:^|[.!?:][\"”’')\]]*\s+|\n\s*|[“\"‘(]\s*)$")
PLACED: Final = r"\b(?:in|at|near|outside|inside|across|around|throughout)\s(?:the\s)?"
AT_A_PLACE: Final = re.compile(rf"{PLACED}$", re.IGNORECASE)
WITH_A_PLACE: Final = re.compile(r"\b(?:to|from|of|through|into|towards?|via)\s(?:the\s)?$", re.IGNORECASE)
BY_ARTICLE: Final = re.compile(r"\bthe\s$", re.IGNORECASE)
QUOTED: Final = re.compile(r"“[^“”]*”|\"[^\"]*\"")
MANY: Final = frozenset(
    """people police men women children personnel clergy others them us whom crowd population staff youth force troop
    forces troops casualties fatalities being killed injured wounded dead missing senior minor star host human
    commando career told""".split()
)
"""What no "he" or "she" means: many at once, and words that are seldom nouns for one person."""
SOMEBODY: Final = frozenset("somebody someone anybody anyone another".split())
NO_NAMES: Final = DAYS | MONTHS | ORGANISATIONS | DEPARTMENTS


def comes_up(text: str, start: int, end: int, pronoun: str) -> bool:
    """Whether between the end of a name and a pronoun somebody else comes up whom the pronoun may mean.

    A noun for one person counts, and a person's name; what is said of the named person himself, the other gender, many
    at once, places, and whom the words of a quotation bring up do not.
    """
    own = OWN.match(text, start, end)
    himself = own.start("noun") if own and is_human(own["noun"]) else -1
    quoted = [match.span() for match in QUOTED.finditer(text, start, end)]
    words = [
        word
        for word in WORD.finditer(text, start, end)
        if word.start() != himself and not any(first < word.start() < last for first, last in quoted)
    ]
    return any(_is_person(text, word, pronoun) for word in words) or any(_names(text, words))


def is_person(text: str, name: str) -> bool:
    """Whether the text shows that a name is a person's: a given name, a title or an age stands with it."""
    return _cast(text).is_person(name)


@lru_cache(maxsize=KEPT)
def _cast(text: str) -> Cast:
    return Cast(text, ())


def _is_person(text: str, word: re.Match[str], pronoun: str) -> bool:
    """Whether a word is a noun for one person of the pronoun's gender."""
    noun = word[0]
    low = noun.lower()
    if low in SOMEBODY:
        return True
    if not is_human(noun) or low in MANY or _is_plural(low) or _is_of_other_gender(low, pronoun):
        return False
    return not (noun[0].isupper() and low not in HONORIFICS and _is_adjective(text, word.end()))


def _is_plural(noun: str) -> bool:
    return noun.endswith(("men", "women", "children", "people")) or (
        noun.endswith("s") and not noun.endswith(("ss", "us"))
    )


def _is_of_other_gender(noun: str, pronoun: str) -> bool:
    last = noun.rsplit("-", 1)[-1]
    if pronoun.lower() == "he":
        return last in FEMALE or last.endswith(("woman", "mother", "wife", "daughter", "girl", "girlfriend"))
    return last in MALE or (last.endswith(("man", "father", "boy", "boyfriend")) and not last.endswith("woman"))


def _is_adjective(text: str, end: int) -> bool:
    """Whether a capitalised demonym stands before what it tells of: "Ukrainian ships"."""
    after = re.compile(r"[ \n]([a-z]+)").match(text, end)
    if after is None:
        return False
    return after[1] not in AUXILIARIES | SUBORDINATORS | PREPOSITIONS and not after[1].endswith("ed")


def _names(text: str, words: list[re.Match[str]]) -> Iterator[bool]:
    """For each run of capitalised words whether it may be a person's name."""
    run: list[re.Match[str]] = []
    for word in [*words, None]:
        goes_on = word is not None and word[0][0].isupper()
        if run and not (goes_on and word is not None and text[run[-1].end() : word.start()] in {" ", ". "}):
            yield _is_name(text, run)
            run = []
        if goes_on and word is not None:
            run.append(word)


def _is_name(text: str, run: list[re.Match[str]]) -> bool:
    words, before = [word[0] for word in run], text[max(0, run[0].start() - 20) : run[0].start()]
    if OPENING.search(before) and not _is_capital_within(text, words[0]):
        run, words, before = run[1:], words[1:], f"{words[0]} "
    if not words or all(len(word) < 2 or word.isupper() for word in words):
        return False
    if words[0].lower() in GIVEN_NAMES or words[0].lower().rstrip(".") in HONORIFICS:
        return True
    if NO_NAMES.intersection(word.lower() for word in words) or AT_A_PLACE.search(before) or BY_ARTICLE.search(before):
        return False
    if len(words) == 1 and (is_human(words[0]) or WITH_A_PLACE.search(before) or _is_place(text, words[0])):
        return is_person(text, words[0])  # demonyms were looked at before
    return True


@lru_cache(maxsize=4096)
def _is_place(text: str, word: str) -> bool:
    """Whether something is in it or near it somewhere in the text."""
    return re.search(rf"(?i:{PLACED}){re.escape(word)}(?![\w’'])", text) is not None


@lru_cache(maxsize=4096)
def _is_capital_within(text: str, word: str) -> bool:
    """Whether a word has its capital within a sentence too."""
    return re.search(rf"(?<=[a-z,]\s){re.escape(word)}(?!\w)", text) is not None


def is_other_gender(name: str, pronoun: str) -> bool:
    """Whether a given name tells the other gender: "Lynn Jennifer Groesbeck" is no "he"."""
    other = "f" if pronoun.lower() == "he" else "m"
    return any(gender_of(word) == other for word in name.split()[:-1])

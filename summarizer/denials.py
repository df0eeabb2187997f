"""Who denies what: a denial found by its words, and set right behind the allegation that it answers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Final

from summarizer.comparison import NEGATION_REACH, attribution, one_voice
from summarizer.statements.name_words import DEPARTMENTS, OFFICES, ORGANISATIONS
from summarizer.types import Speaker, Statement, Testimony
from summarizer.wording import DENIAL, NEGATIONS, content_words, tokens

ALLEGES: Final = re.compile(
    r"\b(?:accus(?:e[sd]?|ing|ations?)|alleg(?:e[sd]?|ing|ations?)|blam(?:e[sd]?|ing)|claim(?:s|ed|ing)?|"
    r"charg(?:es|ed|ing)|condemn(?:s|ed|ing|ation)?|denounc(?:e[sd]?|ing)|suspect(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
THE_CLAIM: Final = re.compile(
    r"\b(?:the|these|those|such|all|any|its|their|his|her)\s(?:\w+\s)?(?:accusation|allegation|charge|claim|report)s?\b",
    re.IGNORECASE,
)
DENIES_IT: Final = re.compile(rf"{DENIAL.pattern}\s(?:it|this|that|them|everything|wrongdoing)\b", re.IGNORECASE)
A_CHARGE: Final = re.compile(
    r"\bden(?:y|ies|ied|ying)\b|\b(?:accusation|allegation|charge|claim|report)s?\b", re.IGNORECASE
)
OWN_DENIAL: Final = re.compile(r"\W*(?:that\s)?(?:it|he|she|they|we|I)\s(?P<verb>(?:\w+\s){0,2}?\w+)", re.IGNORECASE)
OPENING_WORDS = 12
NEAR = 600  # characters from an allegation to a "the claims" that still means it
SAME_PASSAGE = 1500  # characters; from farther away, or from another document, their words must show the common matter
ON_ONE_MATTER = 3
MOST_NEAR, MOST_AIMED = 8, 50
OF_ONE_CLAIM, ASIDE = 2, 2
STEM = 4
GENERIC: Final = OFFICES | DEPARTMENTS | ORGANISATIONS | {"ministry", "official", "officials"}


@lru_cache(maxsize=1024)  # a briefing asks for the same statements many times over
def is_denial(statement: Statement) -> bool:
    """Whether the statement contradicts what is said of its speaker: by its cue or in its first words."""
    opening = " ".join(statement.text.split()[:OPENING_WORDS])
    if statement.kind != "direct":
        own = OWN_DENIAL.match(opening)
        opening = own["verb"] if own else ""
    return _contradicts(attribution(statement)) or _contradicts(opening)


def _contradicts(text: str) -> bool:
    """Whether the words deny something; "did not dispute" and "has never denied" do not."""
    return _affirms(DENIAL, text)


def _affirms(pattern: re.Pattern[str], text: str) -> bool:
    """Whether the pattern stands somewhere without a "not" right before it."""
    found = pattern.finditer(text)
    return any(NEGATIONS.isdisjoint(tokens(text[max(0, m.start() - 30) : m.start()])[-NEGATION_REACH:]) for m in found)


def answered(testimonies: Sequence[Testimony]) -> dict[int, int]:
    """For the place of each denial that answers an allegation, the allegation's place among the testimonies.

    An allegation is another speaker's, and aimed at the denier, whom its sentence names ("Russian forces" for Russia)
    besides another word of the denial's, unless that says "the claims" or "it"; or "the claims" that the denial
    speaks of stand shortly before it; the nearest and the closest in words is meant. Else it is what another speaker
    says in the very words that are denied: "The doors were locked", "denied that the doors were locked".
    Of many that are aimed at one denier the first fifty are looked at: give the important ones first.
    """
    denials = [place for place, testimony in enumerate(testimonies) if is_denial(testimony.statement)]
    charges = _Charges(testimonies, frozenset(denials)) if denials else None
    answers = {place: charges.answered_by(testimonies[place]) for place in denials} if charges else {}
    return {denial: allegation for denial, allegation in answers.items() if allegation is not None}


def denials(testimonies: Sequence[Testimony]) -> dict[int, int | None]:
    """For the place of each denial the place of the allegation that it answers, None where none of them is one."""
    answers = answered(testimonies)
    found = (place for place, testimony in enumerate(testimonies) if is_denial(testimony.statement))
    return {place: answers.get(place) for place in found}


def alleges(text: str) -> bool:
    """Whether the words accuse somebody; "nobody had been charged" and "not accused of" do not."""
    return _affirms(ALLEGES, text)


def denies_a_charge(text: str) -> bool:
    """Whether the words say by themselves that a charge is denied; whoever rejects a proposal denies nothing."""
    return _contradicts(text) and A_CHARGE.search(text) is not None


class _Charges:
    """The allegations among testimonies, by whom they name and by where they stand."""

    def __init__(self, testimonies: Sequence[Testimony], denials: Collection[int]) -> None:
        self._all = testimonies
        self._words: dict[int, frozenset[str]] = {}
        self._naming: dict[str, list[int]] = defaultdict(list)
        self._standing: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._aimed: dict[Speaker, tuple[int, ...]] = {}
        self._denials = denials
        for place, testimony in enumerate(testimonies):
            if place not in denials and not testimony.statement.question:
                self._add(place, testimony.statement)
        for standing in self._standing.values():
            standing.sort()

    def _add(self, place: int, statement: Statement) -> None:
        context = statement.context.of(statement.document.text)
        if not alleges(context):
            return
        self._words[place] = content_words(context)
        for word in self._words[place]:
            self._naming[word].append(place)
        self._standing[statement.document.key].append((statement.context.start, place))

    def answered_by(self, denial: Testimony) -> int | None:
        """The place of the allegation that a denial answers."""
        statement = denial.statement
        aimed = self._aimed_at(denial.speaker) if denial.speaker else ()
        standing = self._standing.get(statement.document.key, [])
        before = bisect_right(standing, (statement.context.start, len(self._all)))
        near = [place for _, place in standing[max(0, before - MOST_NEAR) : before]]
        rated = [
            (self._kinship(denial, place, aimed=place in aimed), -place)
            for place in dict.fromkeys((*near, *aimed[:MOST_AIMED]))
        ]
        best, place = max(rated, default=(0.0, 0))
        return -place if best > 0 else self._said_of_it(denial)

    def _said_of_it(self, denial: Testimony) -> int | None:
        """The place of the first statement by another speaker, one of whose sentences says what is denied."""
        statement = denial.statement
        if statement.kind == "direct" or not _contradicts(attribution(statement)):
            return None
        denied = content_words(statement.text)
        for place, other in enumerate(self._all):
            if place in self._denials or other.statement.question or _one(denial.speaker, other.speaker):
                continue
            if any(_says(piece.of(other.statement.document.text), denied) for piece in other.statement.content):
                return place
        return None

    def _aimed_at(self, speaker: Speaker) -> tuple[int, ...]:
        if speaker not in self._aimed:
            named = {word for name in _names(speaker) for word in self._naming if _means(name, word)}
            self._aimed[speaker] = tuple(sorted({place for word in named for place in self._naming[word]}))
        return self._aimed[speaker]

    def _kinship(self, denial: Testimony, place: int, *, aimed: bool) -> float:
        """How likely it is that the denial answers the allegation; 0 when it does not."""
        other = self._all[place]
        if _one(denial.speaker, other.speaker):
            return 0.0
        statement, said = denial.statement, other.statement
        context = statement.context.of(statement.document.text)
        after = said.document.key == statement.document.key and said.context.start <= statement.context.start
        distance = max(0, statement.context.start - said.context.end)
        refers = after and distance <= NEAR and THE_CLAIM.search(context) is not None
        shared = self._words[place] & content_words(context)
        names = frozenset().union(*(_names(each.speaker) for each in (denial, other) if each.speaker))
        means = THE_CLAIM.search(context) is not None or DENIES_IT.search(context) is not None
        aimed = aimed and (means or not shared <= names)
        aimed = aimed and ((after and distance <= SAME_PASSAGE) or len(shared) >= ON_ONE_MATTER)
        if not (aimed or refers):
            return 0.0
        likeness = len(shared) / (1 + len(self._words[place]))
        return aimed + refers + likeness + (1 / (1 + distance / 500) if after else 0.0)


def _one(a: Speaker | None, b: Speaker | None) -> bool:
    return a is not None and b is not None and one_voice(a, b)


def _says(sentence: str, denied: frozenset[str]) -> bool:
    """Whether it affirms what is denied: it has all content words of it, or the other way round, and no "not"."""
    short, long = sorted((content_words(sentence), denied), key=len)
    alike = len(short) >= OF_ONE_CLAIM and short <= long and len(long) <= len(short) + ASIDE
    return alike and NEGATIONS.isdisjoint(tokens(sentence))


def beside(order: Sequence[int], answers: Mapping[int, int]) -> tuple[int, ...]:
    """The places in order, each denial moved to right behind its allegation where that is among them."""
    listed = frozenset(order)
    behind: dict[int, list[int]] = defaultdict(list)
    for place in order:
        if answers.get(place) in listed:
            behind[answers[place]].append(place)
    moved = frozenset(place for places in behind.values() for place in places)
    return tuple(p for place in order if place not in moved for p in (place, *behind[place]))


def _names(speaker: Speaker) -> frozenset[str]:
    """The words of a name or an office that say who it is: "Russian" of "Russian foreign minister"."""
    called = f"{speaker.name} {speaker.role or ''}"
    proper = " ".join(word for word in called.split() if word[0].isupper() and word.lower() not in GENERIC)
    return content_words(proper)


def _means(name: str, word: str) -> bool:
    """Whether a word is a name or made of it: Russia and Russian, Israel and Israeli, China and Chinese."""
    stem = name[: max(STEM, len(name) - 2)]
    return word == name or (len(name) >= STEM and word.startswith(stem))

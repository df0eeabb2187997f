"""Whom "he" and "she" mean: the people of a text as they come up, sentence by sentence, outside of quotations.

A pronoun takes the subject of the nearest sentence that has anybody of its gender, and nobody where two people
would do (the subject preference of centering theory, Grosz et al. 1995, without its guesses).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from summarizer.statements.cast import Cast
from summarizer.statements.given_names import GIVEN_NAMES, Gender, gender_of
from summarizer.statements.name_words import FEMALE, MALE, OFFICES, ORGANISATIONS
from summarizer.statements.namings import Naming
from summarizer.statements.offices import POSSESSED
from summarizer.statements.quotations import find_quotations
from summarizer.statements.tokens import LEADING, ROLES, SUBORDINATORS, TITLES
from summarizer.types import Span, Speaker

SENTENCE_BREAK: Final = re.compile(r"\n\s*|(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘(\[]*[^\W\d_a-z]|[\"“])")
ABBREVIATION: Final = re.compile(rf"(?:\b(?:{'|'.join(TITLES)})|\b[^\W\d_])\.$")
PRONOUN: Final = re.compile(r"\b(?:[Hh]e|[Ss]he)\b(?![’']?\w)|\b(?:[Hh]e|[Ss]he)(?=[’'](?:s|d|ll)\b)")
UNNAMED: Final = re.compile(
    r"(?:(?:The|An?|His|Her|Their|One|Another|[A-Z][\w-]+[’']s?)\s)(?:[\w’'.-]+\s){0,4}?(?P<head>[a-z]+)\b(?=[\s,])"
)
CLAUSE_START: Final = re.compile(r"(?:^|[,;:—–-]\s|[.!?][\"”’')]*\s|[\"”’'][\s]|\b(?:and|but|so|yet|or)\s)\s*$")
OPENING: Final = re.compile(r"^[\s\"“‘(\[]*$")
MODIFYING: Final = ORGANISATIONS | frozenset(
    "supporters team camp era rallies rally voters allies backers aides loyalists surrogates adviser advisers".split()
)
MODIFIER: Final = re.compile(r"\b(?:the|an?)\s$", re.IGNORECASE)
SUBORDINATE: Final = re.compile(
    r"\b(?:while|when|after|before|as|if|because|although|though|since|once|until)\s(?:the\s|an?\s)?$", re.IGNORECASE
)
PREPOSED: Final = re.compile(r"\b(?:as for|like|unlike|meanwhile,?)\s*$", re.IGNORECASE)
AFTER_SUBJECT: Final = re.compile(r"(?:\s\([^()\n]*\))?(?:,|\s+[a-z—–-]|[’']s\s(?:been|not|going|a)\b)")
JOINED: Final = re.compile(r"\s*(?:,\s[A-Z]\w+\s?)*(?:and|or|&)\s+(?:[A-Z]|the\s|his\s|her\s)")
WORDS: Final = re.compile(r"\s*\S+\s*$|\s*\S+\s")
CLAUSE_END: Final = re.compile(r"[,;:—–.\"”]\s*$")
OWN_WORDS: Final = OFFICES | LEADING | frozenset("the mr. mrs. ms. dr. former and but".split())
NO_VERBS: Final = frozenset("of in on at for from with by to and or".split())
PERSONS: Final = frozenset("man woman source person".split())
PEOPLE: Final = ROLES | PERSONS
NO_SUBJECTS: Final = MODIFYING | NO_VERBS | OFFICES
REACH: Final = 10  # lines: five paragraphs with their blank lines
FAR: Final = 6000  # characters
LOOKED_BACK: Final = 60  # people
NEARBY: Final = 3  # sentences


@dataclass(frozen=True, slots=True)
class Appearance:
    """Somebody comes up at a place; `speaker` is None for somebody whom the text leaves unnamed."""

    start: int
    sentence: int
    speaker: Speaker | None
    gender: Gender | None
    subject: bool


class Focus:
    """The people of one text in their order, to be filled from its beginning to its end."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._text = cast.text
        self._starts = _sentence_starts(self._text)
        self._quotes = tuple(quotation.outer for quotation in find_quotations(self._text))
        self._past: list[Appearance] = []
        self._waiting = iter(sorted(self._candidates(), key=lambda pair: pair[0]))
        self._next = next(self._waiting, None)

    def add(self, at: int, speaker: Speaker | None, gender: Gender | None) -> None:
        """Somebody speaks here, and so is as good as a subject."""
        sentence = self._sentence(at)
        subordinate = SUBORDINATE.search(self._text, self._starts[sentence], at) is not None
        self._past.append(Appearance(at, sentence, speaker, gender, subject=not subordinate))

    def reach(self, at: int) -> None:
        """Takes in all who come up before a place."""
        while self._next is not None and self._next[0] < at:
            start, found = self._next
            self._next = next(self._waiting, None)
            self._take(start, found)

    def antecedent(self, at: int, gender: Gender) -> Speaker | None:
        """Whom a pronoun at a place means; None where it is nobody's or not sure. Call `reach` before."""
        if self.is_quoted(at):
            return None
        near = self._nearest(at, gender)
        meant = self._meant(near, gender)
        sure = any(one.gender for one in near if one.speaker == meant)
        return meant if sure or not self._knows_another(at, meant, gender) else None

    def _meant(self, near: Sequence[Appearance], gender: Gender) -> Speaker | None:
        subjects = {one.speaker for one in near if one.subject}
        if subjects:
            return subjects.pop() if len(subjects) == 1 else None
        others = {one.speaker for one in near}
        if len(others) != 1:
            return None
        before = self._nearest(self._starts[near[0].sentence], gender) if near[0].sentence else ()
        rivals = {one.speaker for one in before if one.subject and near[0].sentence - one.sentence < 3}
        return next(iter(others)) if rivals <= others or not rivals else None

    def is_quoted(self, at: int) -> bool:
        n = bisect_right(self._quotes, at, key=lambda span: span.start)
        return n > 0 and at < self._quotes[n - 1].end

    def _nearest(self, at: int, gender: Gender) -> tuple[Appearance, ...]:
        """Those of the last sentence before a place that has somebody of the gender."""
        found: list[Appearance] = []
        for one in self._past[: -LOOKED_BACK - 1 : -1]:
            if one.start >= at or one.gender not in {None, gender}:
                continue
            if found and one.sentence != found[0].sentence:
                break
            if at - one.start > FAR:
                break
            if not found and self._text.count("\n", one.start, at) > REACH:
                break
            found.append(one)
        return tuple(found)

    def _knows_another(self, at: int, speaker: Speaker | None, gender: Gender) -> bool:
        """Whether somebody else, surely of the gender, is named nearby: likelier than one who only may be of it."""
        first = self._sentence(at) - NEARBY
        return any(
            one.gender == gender and one.speaker not in {None, speaker} and one.start < at and one.sentence >= first
            for one in self._past[: -LOOKED_BACK - 1 : -1]
        )

    def _sentence(self, at: int) -> int:
        return bisect_right(self._starts, at) - 1

    def _candidates(self) -> Iterator[tuple[int, Naming | re.Match[str]]]:
        for naming in self._cast.namings:
            named = self._cast.is_person(naming.name) or naming.name.lower() in GIVEN_NAMES
            known = named or (self._cast.speaks(naming.name) and self._leads_clause(naming.span))
            if known and not self._is_aside(naming):
                yield naming.span.start, naming
        for pronoun in PRONOUN.finditer(self._text):
            if not self.is_quoted(pronoun.start()):
                yield pronoun.start(), pronoun
        for start in self._starts:
            unnamed = UNNAMED.match(self._text, start)
            if unnamed is not None and unnamed["head"] in PEOPLE:
                yield start, unnamed

    def _is_aside(self, naming: Naming) -> bool:
        """In a quotation, in a parenthesis ("(AP/Ann Lee)"), or a mere modifier: "the Clinton approach"."""
        start = naming.span.start
        before = self._text[max(0, start - 30) : start]
        if self.is_quoted(start) or before.rfind("(") > before.rfind(")"):
            return True
        return naming.office is None and MODIFIER.search(before) is not None

    def _take(self, start: int, found: Naming | re.Match[str]) -> None:
        if any(one.start == start for one in self._past[-3:]):
            return
        sentence = self._sentence(start)
        if isinstance(found, Naming):
            self._take_naming(start, sentence, found)
        elif found.re is PRONOUN:
            gender: Gender = "m" if found.group().lower() == "he" else "f"
            subject = self._leads_clause(Span(*found.span()))
            self._past.append(Appearance(start, sentence, self.antecedent(start, gender), gender, subject))
        else:
            low = {found["head"]}
            sex: Gender | None = "m" if low & MALE else "f" if low & FEMALE else None
            self._past.append(Appearance(start, sentence, None, sex, subject=True))

    def _take_naming(self, start: int, sentence: int, naming: Naming) -> None:
        person = self._cast.person(naming.name, gender=naming.gender, at=start)
        unknown = person is None and not self._cast.is_person(naming.name)  # perhaps a person, perhaps a country
        speaker = person.speaker if person else None if unknown else Speaker(naming.name, naming.office)
        gender = person.gender if person else naming.gender or self._cast.gender(naming.name)
        gender = gender or gender_of(naming.name.split()[0])
        self._past.append(Appearance(start, sentence, speaker, gender, self._leads_clause(naming.span)))

    def _leads_clause(self, span: Span) -> bool:
        """Whether a name stands where a main clause's subject stands, for itself and not joined to another."""
        after = self._text[span.end : span.end + 60]
        word = re.match(r"\s([\w’'-]+)", after)
        if not AFTER_SUBJECT.match(after) or JOINED.match(after):
            return False
        if word is not None and (word[1].lower() in NO_SUBJECTS or word[1][0].isupper()):
            return False
        opening = self._text[max(self._starts[self._sentence(span.start)], span.start - 200) : span.start]
        clause = self._without_office(opening)
        if OPENING.match(clause) or PREPOSED.search(clause):
            return True
        return CLAUSE_START.search(clause) is not None and not self._is_listed(clause)

    def _without_office(self, opening: str) -> str:
        """The words before a subject, without its own office: "In Ohio, former mayor" is "In Ohio, "."""
        words = WORDS.findall(opening)
        while words and not CLAUSE_END.search(words[-1]):
            bare = words[-1].strip(' "“(')
            low = POSSESSED.sub("", bare).lower()
            if low in SUBORDINATORS or not (bare[:1].isupper() or low in OWN_WORDS):
                break
            words.pop()
        return "".join(words)

    def _is_listed(self, clause: str) -> bool:
        """`Cruz, Rubio, | Kasich`: a name before the comma makes this one more of a list."""
        return re.search(r"[A-Z][\w’'-]+,(?:\s(?:and|or))?\s$", clause) is not None and clause.count(",") > 1


def _sentence_starts(text: str) -> list[int]:
    breaks = (
        found.end()
        for found in SENTENCE_BREAK.finditer(text)
        if "\n" in found.group() or not ABBREVIATION.search(text, max(0, found.start() - 6), found.start())
    )
    return [0, *breaks]

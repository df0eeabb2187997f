"""Who a source mention is: inside its document, and across documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

from summarizer.statements.names import DEPARTMENTS, OFFICES, Anatomy, Gender, dissect, is_capitals, is_name, words_of
from summarizer.statements.tokens import LEADING, PREPOSITIONS, ROLES, SUBORDINATORS, TITLES
from summarizer.types import Document, Span, Speaker, Statement

CAPITAL: Final = rf"(?:[A-Z][\w’'-]{{0,30}}|[A-Z]\.|U\.[SKN]\.|(?:{'|'.join(TITLES)})\.)"
RUN: Final = rf"(?:{CAPITAL}\s(?:(?:of|for|de|da|di|van|von|bin|al)\s)?){{1,6}}"
NOT_GIVEN: Final = frozenset(
    """united new north south east west western eastern northern southern central great greater soviet team never anti
    pro former young saint""".split()
)
OPENERS: Final = LEADING | PREPOSITIONS | SUBORDINATORS | {"the", "a", "an"}
CAPITALISED: Final = re.compile(r"(?<=[a-z,] )[A-Z][\w-]{2,}")
HONOURED: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Miss)\b\.?\s(?:[A-Z][\w’'-]{1,30}\s){0,2}[A-Z][\w’'-]{1,30}")
SUBJECT: Final = re.compile(rf"(?:^|\n|[.!?][\"”’']?\s+)({RUN})(?=[a-z])")
APPOSED: Final = re.compile(r",\s(?:who|an?|the|\d\d)\b|\s\([DR]-")
PERSONS: Final = frozenset("man woman source person".split())
Person = tuple[str, str]
REACH: Final = 10  # lines: five paragraphs with their blank lines
RECENT: Final = 200
SAME_STORY, LOOKED_AT, FEW = 3, 3000, 8


UNNAMED: Final = re.compile(
    r"(?:(?<=\n)|(?<=[.!?”\"]\s))(?:The|An?|His|Her|Their|[A-Z][\w-]+[’']s)\s(?P<head>[a-z]+)\b"
)


def resolve(text: str, mentions: Sequence[Span | None]) -> tuple[Speaker | None, ...]:
    """The speaker behind each source mention of a text; mentions in order of the text, None where there is none.

    Short forms become the fullest name of the document, pronouns the last person who spoke or was a sentence's
    subject; what cannot be told stays as it stands, without its article.
    """
    cast = _Cast(text, [m for m in mentions if m is not None])
    return tuple(None if mention is None else cast.speaker(mention) for mention in mentions)


class _Cast:
    """The people of one text, as they come up."""

    def __init__(self, text: str, mentions: Sequence[Span]) -> None:
        self._text = text
        self._past: list[tuple[int, Speaker, Anatomy]] = []
        self._genders: dict[str, Gender] = {}
        self._roles: dict[str, str] = {}
        self._spoken: set[str] = set()
        self._surnames: dict[str, frozenset[str]] = {}
        for honorific in HONOURED.finditer(text):
            anatomy = dissect(honorific.group())
            if anatomy.gender:
                self._genders.setdefault(anatomy.surname, anatomy.gender)
        for mention in mentions:
            anatomy = dissect(mention.of(text))
            if anatomy.sort == "named":
                self._spoken.add(anatomy.name)
                if anatomy.role:
                    self._roles.setdefault(anatomy.name, anatomy.role)

    def speaker(self, mention: Span) -> Speaker:
        anatomy = dissect(mention.of(self._text))
        speaker = self._found(mention, anatomy) or Speaker(anatomy.name, anatomy.role)
        if anatomy.gender and anatomy.sort != "pronoun":
            self._genders[speaker.name] = anatomy.gender
        self._past.append((mention.start, speaker, anatomy))
        return speaker

    def _found(self, mention: Span, anatomy: Anatomy) -> Speaker | None:
        match anatomy.sort:
            case "pronoun":
                return self._antecedent(mention, anatomy)
            case "named":
                return self._named(anatomy)
            case "common":
                return self._by_head(anatomy)
            case "group":
                return None

    def _named(self, anatomy: Anatomy) -> Speaker:
        label = f"{anatomy.role} {anatomy.name}" if anatomy.role else anatomy.name
        if is_capitals(label):
            names = self._full_names(anatomy.surname.title()) if anatomy.role else frozenset()
            return Speaker(next(iter(names)), anatomy.role) if len(names) == 1 else Speaker(label)
        name = self._fullest(anatomy)
        if anatomy.role and name == anatomy.name:
            return Speaker(name, anatomy.role)
        return Speaker(name, self._roles.get(name) or anatomy.role or self._roles.get(anatomy.name))

    def _fullest(self, anatomy: Anatomy) -> str:
        """The one full name that ends in this surname; the name itself if there is none, or more than one person."""
        names = frozenset[str]() if " " in anatomy.name else self._full_names(anatomy.name)
        if len(names) > 1 and anatomy.gender:
            names = frozenset(n for n in names if self._genders.get(n) in {None, anatomy.gender})
        return next(iter(names)) if len(names) == 1 else anatomy.name

    def _full_names(self, surname: str) -> frozenset[str]:
        """Full names of people in the text with this surname; one for each given name, the longest."""
        if surname not in self._surnames:
            by_given: dict[str, str] = {}
            for run in re.finditer(rf"\b{RUN}{re.escape(surname)}\b(?![’']s [A-Z])", self._text):
                anatomy = dissect(_without_openers(run.group()))
                given, _, rest = anatomy.name.partition(" ")
                named = anatomy.sort == "named" and rest and given.lower() not in NOT_GIVEN
                if named and (anatomy.role or self._is_person(anatomy.name, run.end())):
                    by_given[given] = max(by_given.get(given, ""), anatomy.name, key=len)
            self._surnames[surname] = frozenset(by_given.values())
        return self._surnames[surname]

    def _is_person(self, name: str, end: int) -> bool:
        return name in self._spoken or name.rsplit(None, 1)[-1] in self._genders or bool(APPOSED.match(self._text, end))

    def _by_head(self, anatomy: Anatomy) -> Speaker | None:
        """`the official` is the last mention with these words and head; `the mayor` the only holder of the office."""
        for _, speaker, past in islice(reversed(self._past), RECENT):
            if past.sort == "common" and past.head == anatomy.head and anatomy.words <= words_of(speaker.name):
                return speaker if anatomy.definite or len(anatomy.words) > 1 else None
        holders = self._holders(anatomy) if anatomy.definite and anatomy.head in OFFICES else set()
        return holders.pop() if len(holders) == 1 else None

    def _holders(self, anatomy: Anatomy) -> set[Speaker]:
        """People whose office is called so: those who spoke, and those whom the text gives it as a title."""
        recent = islice(reversed(self._past), RECENT)
        holders = {speaker for _, speaker, _ in recent if anatomy.words <= words_of(speaker.role or "")}
        title = re.escape(anatomy.name.title())
        for titled in re.finditer(rf"\b{title}(?:\s(?:de\s|van\s)?[A-Z][\w’'-]{{1,30}}){{1,3}}", self._text):
            named = dissect(titled.group())
            if named.sort == "named" and named.role:
                holders.add(self._named(named))
        by_name = {speaker.name: speaker for speaker in holders}
        return set(by_name.values())

    def _antecedent(self, mention: Span, anatomy: Anatomy) -> Speaker | None:
        """Whom "he" or "she" means: the last person who spoke, or who was a sentence's subject since then.

        Nobody when that person's gender is known to be the other.
        """
        if anatomy.gender is None:
            return None
        start, found = self._last_person(mention)
        if self._unnamed_since(start, mention.start):
            return None
        found = self._last_subject(start, mention.start) or found
        if found is None or dissect(found.name).sort == "pronoun":
            return None
        return found if self._gender(found) in {None, anatomy.gender} else None

    def _unnamed_since(self, start: int, end: int) -> bool:
        """Whether a sentence in between is about somebody whom it does not name: "Pell's lawyer did not say ..."."""
        unnamed = (match.group("head").lower() for match in UNNAMED.finditer(self._text, start + 1, end))
        return any(head in ROLES for head in unnamed)

    def _last_person(self, mention: Span) -> tuple[int, Speaker | None]:
        """Where the last person who spoke was named, within reach; else where the reach begins."""
        for start, speaker, past in reversed(self._past):
            if self._text.count("\n", start, mention.start) > REACH:
                break
            if _may_be_person(past):
                return start, speaker
        return max(0, self._text.rfind("\n", 0, mention.start)), None

    def _last_subject(self, start: int, end: int) -> Speaker | None:
        """The last person who opens a sentence between two places, told by an office or by having spoken elsewhere."""
        found = None
        for subject in SUBJECT.finditer(self._text, start, end):
            anatomy = dissect(_without_openers(subject.group(1)))
            if anatomy.sort == "named" and (anatomy.role or self._is_person(anatomy.name, subject.end())):
                found = self._named(anatomy)
        return found

    def _gender(self, speaker: Speaker) -> Gender | None:
        return self._genders.get(speaker.name) or self._genders.get(speaker.name.rsplit(None, 1)[-1])


def _without_openers(run: str) -> str:
    words = run.split()
    while words and words[0].lower() in OPENERS:
        words = words[1:]
    return " ".join(words)


def _may_be_person(anatomy: Anatomy) -> bool:
    if anatomy.sort == "pronoun":
        return anatomy.gender is not None
    if anatomy.sort == "common":
        return anatomy.head in OFFICES | PERSONS
    if anatomy.sort == "group":
        return False
    return not anatomy.name.isupper() or bool(anatomy.role)


def unite(statements: Sequence[Statement]) -> dict[Speaker, Speaker]:
    """Maps every speaker of the statements to one speaker across their documents; unsure ones to themselves.

    Equal full names are one person (a middle initial does not matter). A surname joins a full name if exactly one
    person has it and the office agrees, or, where no office is told, the documents plainly tell one story.
    """
    seen: dict[Speaker, list[Document]] = {}
    for statement in statements:
        if statement.speaker is not None:
            seen.setdefault(statement.speaker, []).append(statement.document)
    people: dict[Person, list[Speaker]] = {}
    united: dict[Speaker, Speaker] = {}
    others: list[Speaker] = []
    for speaker in seen:
        person = _person(speaker.name)
        if person is None:
            others.append(speaker)
        else:
            people.setdefault(person, []).append(speaker)
    for members in people.values():
        united.update(dict.fromkeys(members, _canonical(members, seen)))
    crowd = _Crowd(people, seen)
    united.update((speaker, united.get(crowd.member(speaker), speaker)) for speaker in others)
    return united


@lru_cache(maxsize=8192)
def _person(name: str) -> Person | None:
    """Given name and surname of a full personal name, lower case; None for anything else."""
    parts = name.split()
    if len(parts) < 2 or is_capitals(name) or not is_name(parts):
        return None
    return parts[0].lower(), parts[-1].lower()


def _canonical(members: Sequence[Speaker], seen: dict[Speaker, list[Document]]) -> Speaker:
    """The most frequent spelling (the shorter one of equals) with the longest role."""
    if len(members) == 1:
        return members[0]
    names = Counter[str]()
    for member in members:
        names[member.name] += len(seen[member])
    name = max(names, key=lambda n: (names[n], -len(n)))
    return Speaker(name, max((member.role for member in members if member.role), key=len, default=None))


class _Crowd:
    """The people with full names, asked for the one whom a surname means."""

    def __init__(self, people: dict[Person, list[Speaker]], seen: dict[Speaker, list[Document]]) -> None:
        self._seen = seen
        self._names: dict[str, frozenset[str]] = {}
        self._by_surname: dict[str, list[list[Speaker]]] = {}
        for (_, surname), members in people.items():
            self._by_surname.setdefault(surname, []).append(members)

    def member(self, speaker: Speaker) -> Speaker:
        """One speaker of the person meant; the speaker itself if that is not sure."""
        candidates = self._by_surname.get(speaker.name.rsplit(None, 1)[-1].lower(), [])
        if len(candidates) != 1:
            return speaker
        anatomy = dissect(speaker.name)
        offices = _offices(speaker.role) | _offices(anatomy.role)
        if anatomy.sort != "named":
            return speaker
        if offices:
            agrees = any(offices & _offices(member.role) for member in candidates[0])
        else:
            agrees = any(self._one_story(speaker, member) for member in candidates[0])
        return candidates[0][0] if agrees else speaker

    def _one_story(self, one: Speaker, other: Speaker) -> bool:
        pairs = ((a, b) for a in self._seen[one][:FEW] for b in self._seen[other][:FEW])
        return any(a.key == b.key or len(self._named_in(a) & self._named_in(b)) >= SAME_STORY for a, b in pairs)

    def _named_in(self, document: Document) -> frozenset[str]:
        """Capitalised words inside the sentences of a document's beginning."""
        if document.key not in self._names:
            self._names[document.key] = frozenset(CAPITALISED.findall(document.text[:LOOKED_AT]))
        return self._names[document.key]


def _offices(role: str | None) -> frozenset[str]:
    """The words of a role that name an office."""
    return frozenset(word.strip(".,") for word in (role or "").lower().split() if word in OFFICES - DEPARTMENTS)

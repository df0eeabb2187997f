"""Who is the same person across documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from summarizer.statements.given_names import GIVEN_NAMES
from summarizer.statements.name_words import SUFFIXES
from summarizer.statements.names import (
    DEPARTMENTS,
    OFFICES,
    dissect,
    is_capitals,
    is_name,
    surname_of,
    words_of,
)
from summarizer.types import Document, Speaker, Statement

CAPITALISED: Final = re.compile(r"(?<=[a-z,] )[A-Z][\w-]{2,}")
SAME_STORY, LOOKED_AT, FEW = 3, 3000, 8
ABBREVIATED: Final = {
    "sen": "senator", "rep": "representative", "gov": "governor", "gen": "general", "secretary-general": "secretary",
    "congressman": "representative", "congresswoman": "representative", "chairwoman": "chairman", "chair": "chairman",
    "spokeswoman": "spokesman", "spokesperson": "spokesman", "lt": "governor",
}  # fmt: skip
FIELDS: Final = (
    frozenset(
        """president minister secretary senator governor mayor chancellor premier representative ambassador spokesman
        candidate nominee lawmaker legislator councilman commissioner undersecretary attorney diplomat envoy deputy
        general king queen prince princess""".split()
    ),
    frozenset(
        "footballer striker goalkeeper midfielder quarterback boxer player coach swimmer sprinter golfer".split()
    ),
    frozenset("doctor nurse surgeon physician".split()),
    frozenset("singer actor actress comedian novelist poet painter musician rapper".split()),
    frozenset("teacher farmer plumber waitress driver student pupil victim resident barber carpenter".split()),
)
Person = tuple[str, str, str]
Seen = Mapping[Speaker, Sequence[Document]]


def unite(statements: Sequence[Statement]) -> dict[Speaker, Speaker]:
    """Maps every speaker of the statements to one speaker across their documents; unsure ones to themselves.

    Equal full names are one person (a middle initial does not matter), unless their offices contradict each other in
    documents of different stories. A surname joins a full name if exactly one person has it and the office agrees, or,
    where no office is told, all its documents plainly tell that person's story and name nobody else so.
    """
    seen: dict[Speaker, list[Document]] = {}
    for statement in statements:
        if statement.speaker is not None:
            seen.setdefault(statement.speaker, []).append(statement.document)
    united = {speaker: speaker for speaker in seen}
    stories = _Stories()
    while _is_change(step := _unite_once(seen, stories)):
        united = {one: step[other] for one, other in united.items()}
        seen = _joined(seen, step)
    return united


def _is_change(step: Mapping[Speaker, Speaker]) -> bool:
    return any(one != other for one, other in step.items())


def _joined(seen: Seen, step: Mapping[Speaker, Speaker]) -> dict[Speaker, list[Document]]:
    joined: dict[Speaker, list[Document]] = {}
    for speaker, documents in seen.items():
        joined.setdefault(step[speaker], []).extend(documents)
    return joined


def _unite_once(seen: Seen, stories: _Stories) -> dict[Speaker, Speaker]:
    """One round; uniting again what a round has united changes nothing more once a round changes nothing."""
    people: dict[Person, list[Speaker]] = {}
    for speaker in seen:
        person = _person(speaker.name)
        if person is not None:
            people.setdefault(person, []).append(speaker)
    groups = [group for members in people.values() for group in _apart(members, seen, stories)]
    united = {member: canonical for group in groups for canonical in [_canonical(group, seen)] for member in group}
    crowd = _Crowd(groups, seen, stories)
    return {speaker: united.get(speaker) or united.get(crowd.member(speaker), speaker) for speaker in seen}


@lru_cache(maxsize=8192)
def _person(name: str) -> Person | None:
    """Given name, surname and suffix of a full personal name, lower case; None for anything else."""
    parts = name.split()
    if len(parts) < 2 or not is_name(parts) or (is_capitals(name) and parts[0].lower() not in GIVEN_NAMES):
        return None
    suffix = parts[-1].lower().strip(".") if parts[-1].lower() in SUFFIXES else ""
    return parts[0].lower(), surname_of(name).lower(), suffix


def _apart(members: Sequence[Speaker], seen: Seen, stories: _Stories) -> list[list[Speaker]]:
    """Those of one full name in groups: another group for whom an office tells to be somebody else."""
    groups: list[list[Speaker]] = []
    for member in members:
        for group in groups:
            others = [one for one in group if _contradict(member.role, one.role)]
            if not any(not stories.shared(seen[member], seen[one]) for one in others):
                group.append(member)
                break
        else:
            groups.append([member])
    return groups


def _contradict(one: str | None, other: str | None) -> bool:
    """Whether two roles belong to different walks of life: a mayor's and a footballer's."""
    first, second = _fields(one), _fields(other)
    return bool(first) and bool(second) and not first & second


def _fields(role: str | None) -> frozenset[int]:
    words = {ABBREVIATED.get(word.strip(".,"), word.strip(".,")) for word in words_of(role or "")}
    return frozenset(n for n, field in enumerate(FIELDS) if words & field)


def _canonical(members: Sequence[Speaker], seen: Seen) -> Speaker:
    """The most frequent spelling (the shorter one of equals; capitals last) with the longest role."""
    if len(members) == 1:
        return members[0]
    names = Counter[str]()
    for member in members:
        names[member.name] += len(seen[member])
    name = max(names, key=lambda n: (not n.isupper(), names[n], -len(n), n))
    roles = (member.role for member in members if member.role)
    return Speaker(name, max(roles, key=lambda role: (len(role), role), default=None))


class _Crowd:
    """The people with full names, asked for the one whom a surname means."""

    def __init__(self, groups: Sequence[list[Speaker]], seen: Seen, stories: _Stories) -> None:
        self._seen = seen
        self._stories = stories
        self._by_surname: dict[str, list[list[Speaker]]] = {}
        for members in groups:
            self._by_surname.setdefault(surname_of(members[0].name).lower(), []).append(members)

    def member(self, speaker: Speaker) -> Speaker:
        """One speaker of the person meant; the speaker itself if that is not sure."""
        candidates = self._by_surname.get(surname_of(speaker.name).lower(), [])
        if len(candidates) != 1:
            return speaker
        anatomy = dissect(speaker.name)
        if anatomy.sort != "named" or " " in anatomy.name:
            return speaker
        offices = _offices(speaker.role) | _offices(anatomy.role)
        if offices:
            agrees = any(offices & _offices(member.role) for member in candidates[0])
        else:
            agrees = self._is_told_of(speaker, candidates[0])
        return candidates[0][0] if agrees else speaker

    def _is_told_of(self, speaker: Speaker, members: Sequence[Speaker]) -> bool:
        """Whether every document that names the surname tells the person's story, and of nobody else of that name."""
        documents = [document for member in members for document in self._seen[member]][:FEW]
        given = {member.name.split()[0] for member in members}
        return all(
            self._stories.shared([document], documents)
            and not self._stories.has_namesake(document, surname_of(speaker.name), given)
            for document in self._seen[speaker][:FEW]
        )


class _Stories:
    """Which documents tell one story: by the names of people and places that they share."""

    def __init__(self) -> None:
        self._names: dict[str, frozenset[str]] = {}

    def shared(self, some: Sequence[Document], others: Sequence[Document]) -> bool:
        """Whether one of the first documents and one of the others share a story."""
        pairs = ((a, b) for a in some[:FEW] for b in others[:FEW])
        return any(a.key == b.key or len(self._named_in(a) & self._named_in(b)) >= SAME_STORY for a, b in pairs)

    def has_namesake(self, document: Document, surname: str, given: set[str]) -> bool:
        """Whether a document names somebody else of a surname by another given name."""
        before = re.finditer(rf"\b([A-Z][\w’'-]+)\s(?:[A-Z]\.\s)?{re.escape(surname)}\b", document.text[:LOOKED_AT])
        return any(found[1] not in given and found[1].lower() in GIVEN_NAMES for found in before)

    def _named_in(self, document: Document) -> frozenset[str]:
        """Capitalised words inside the sentences of a document's beginning."""
        if document.key not in self._names:
            self._names[document.key] = frozenset(CAPITALISED.findall(document.text[:LOOKED_AT]))
        return self._names[document.key]


def _offices(role: str | None) -> frozenset[str]:
    """The words of a role that name an office, in full."""
    words = (word.strip(".,") for word in (role or "").lower().split())
    full = {ABBREVIATED.get(word, word) for word in words if word in OFFICES or f"{word}." in OFFICES}
    return frozenset(full - DEPARTMENTS)

"""Who is the same person across documents."""

from __future__ import annotations

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
from summarizer.statements.same_story import FEW, Stories
from summarizer.types import Document, Speaker, Statement

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
FullName = tuple[str, str, str]
Seen = Mapping[Speaker, Sequence[Document]]


def unite(statements: Sequence[Statement]) -> dict[Speaker, Speaker]:
    """Maps every speaker of the statements to one speaker across their documents; unsure ones to themselves.

    Equal full names are one name (a middle initial does not matter), unless their offices contradict each other in
    documents of different stories. A role is handed on only where all documents that name a speaker plainly tell the
    story of a document that states it: a namesake of elsewhere gets none. A surname joins a full name if exactly one
    person has it and the office agrees, or, where no office is told, all its documents plainly tell that person's
    story and name nobody else so; it is never a "Jr.".
    """
    seen: dict[Speaker, list[Document]] = {}
    for statement in statements:
        if statement.speaker is not None:
            seen.setdefault(statement.speaker, []).append(statement.document)
    united = {speaker: speaker for speaker in seen}
    stories = Stories()
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


def _unite_once(seen: Seen, stories: Stories) -> dict[Speaker, Speaker]:
    """One round; uniting again what a round has united changes nothing more once a round changes nothing."""
    people: dict[FullName, list[Speaker]] = {}
    for speaker in seen:
        person = _person(speaker.name)
        if person is not None:
            people.setdefault(person, []).append(speaker)
    groups = [group for members in people.values() for group in _apart(members, seen, stories)]
    united = {member: one for group in groups for member, one in _canonical(group, seen, stories).items()}
    crowd = _Crowd(groups, seen, stories)
    return {speaker: united.get(speaker) or united.get(crowd.member(speaker), speaker) for speaker in seen}


@lru_cache(maxsize=8192)
def _person(name: str) -> FullName | None:
    """Given name, surname and suffix of a full personal name, lower case; None for anything else."""
    parts = name.split()
    if len(parts) < 2 or not is_name(parts) or (is_capitals(name) and parts[0].lower() not in GIVEN_NAMES):
        return None
    suffix = parts[-1].lower().strip(".") if parts[-1].lower() in SUFFIXES else ""
    return parts[0].lower(), surname_of(name).lower(), suffix


def _apart(members: Sequence[Speaker], seen: Seen, stories: Stories) -> list[list[Speaker]]:
    """Those of one full name in groups: another group for whom an office tells to be somebody else."""
    groups: list[list[Speaker]] = []
    for member in members:
        for group in groups:
            others = [one for one in group if _contradict(member.role, one.role)]
            if all(stories.shared(seen[member], seen[one], member.name) for one in others):
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


def _canonical(members: Sequence[Speaker], seen: Seen, stories: Stories) -> dict[Speaker, Speaker]:
    """The members under the most frequent spelling (the shorter one of equals; capitals last), each with its role."""
    if len(members) == 1:
        return {members[0]: members[0]}
    names = Counter[str]()
    for member in members:
        names[member.name] += len(seen[member])
    name = max(names, key=lambda n: (not n.isupper(), names[n], -len(n), n))
    telling = [member for member in members if member.role]
    return {member: Speaker(name, _role(member, telling, seen, stories)) for member in members}


def _role(member: Speaker, telling: Sequence[Speaker], seen: Seen, stories: Stories) -> str | None:
    """The longest role of those that are the member's own in other letters, or told in all its documents' story."""
    own = _in_full(member.role)
    roles = {
        one.role: None
        for one in telling
        if one == member
        or (member.role and _in_full(one.role) == own)
        or all(stories.shared([document], seen[one], one.name) for document in seen[member][:FEW])
    }
    return max(filter(None, roles), key=lambda role: (len(role), role), default=None)


def _in_full(role: str | None) -> frozenset[str]:
    """The words of a role, however they are abbreviated: `U.S. Sen.` is a `US senator`."""
    bare = (word.replace(".", "").strip(",") for word in words_of(role or ""))
    return frozenset(ABBREVIATED.get(word, word) for word in bare)


class _Crowd:
    """The people with full names, asked for the one whom a surname means."""

    def __init__(self, groups: Sequence[list[Speaker]], seen: Seen, stories: Stories) -> None:
        self._seen = seen
        self._stories = stories
        self._by_surname: dict[str, list[list[Speaker]]] = {}
        for members in groups:
            self._by_surname.setdefault(surname_of(members[0].name).lower(), []).append(members)

    def member(self, speaker: Speaker) -> Speaker:
        """One speaker of the person meant; the speaker itself if that is not sure."""
        candidates = self._by_surname.get(surname_of(speaker.name).lower(), [])
        if len(candidates) != 1 or words_of(candidates[0][0].name) & SUFFIXES:
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
            self._stories.shared([document], documents, members[0].name)
            and not self._stories.has_namesake(document, surname_of(speaker.name), given)
            for document in self._seen[speaker][:FEW]
        )


def _offices(role: str | None) -> frozenset[str]:
    """The words of a role that name an office, in full."""
    words = (word.strip(".,") for word in (role or "").lower().split())
    full = {ABBREVIATED.get(word, word) for word in words if word in OFFICES or f"{word}." in OFFICES}
    return frozenset(full - DEPARTMENTS)

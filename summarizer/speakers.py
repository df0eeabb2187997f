"""Who a source mention is: inside its document, and across documents."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from summarizer.names import DEPARTMENTS, OFFICES, Anatomy, Gender, dissect, is_capitals, is_name
from summarizer.tokens import LEADING, PREPOSITIONS, SUBORDINATORS
from summarizer.types import Document, Span, Speaker, Statement

RUN: Final = r"(?:[A-Z][\w’'.-]*\s(?:(?:of|for|de|da|di|van|von|bin|al)\s)?){1,6}"
NOT_GIVEN: Final = frozenset(
    """united new north south east west western eastern northern southern central great greater soviet team never anti
    pro former young saint""".split()
)
OPENERS: Final = LEADING | PREPOSITIONS | SUBORDINATORS | {"the", "a", "an"}
CAPITALISED: Final = re.compile(r"(?<=[a-z,] )[A-Z][\w-]{2,}")
REACH: Final = 5
SAME_STORY, LOOKED_AT = 3, 3000


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
        self.text = text
        self.known: dict[str, Speaker] = {}
        self.genders: dict[str, Gender] = {}
        self.past: list[tuple[int, Speaker, Anatomy]] = []
        self.roles: dict[str, str] = {}
        for mention in mentions:
            anatomy = dissect(mention.of(text))
            if anatomy.sort == "named" and anatomy.role and anatomy.name not in self.roles:
                self.roles[anatomy.name] = anatomy.role

    def speaker(self, mention: Span) -> Speaker:
        anatomy = dissect(mention.of(self.text))
        match anatomy.sort:
            case "pronoun":
                found = self._antecedent(mention, anatomy)
            case "named":
                found = self._named(anatomy)
            case "common":
                found = self._by_head(anatomy)
            case "group":
                found = None
        speaker = found or Speaker(anatomy.name, anatomy.role)
        if anatomy.gender and anatomy.sort != "pronoun":
            self.genders[speaker.name] = anatomy.gender
        self.past.append((mention.start, speaker, anatomy))
        return speaker

    def _named(self, anatomy: Anatomy) -> Speaker:
        if is_capitals(anatomy.name) or (anatomy.role or "").isupper() and is_capitals(f"{anatomy.role} {anatomy.name}"):
            return self._label(anatomy)
        name = self._fullest(anatomy.name, anatomy.gender)
        return Speaker(name, anatomy.role if anatomy.role and name == anatomy.name else self._role(name, anatomy))

    def _label(self, anatomy: Anatomy) -> Speaker:
        whole = f"{anatomy.role} {anatomy.name}" if anatomy.role else anatomy.name
        names = self._full_names(anatomy.surname.title()) if anatomy.role else frozenset()
        return Speaker(next(iter(names)), anatomy.role) if len(names) == 1 else Speaker(whole)

    def _role(self, name: str, anatomy: Anatomy) -> str | None:
        return self.roles.get(name) or anatomy.role or self.roles.get(anatomy.name)

    def _fullest(self, name: str, gender: Gender | None) -> str:
        """The one full name that ends in this surname; the name itself where there is none or more than one person."""
        if " " in name:
            return name
        names = self._full_names(name)
        if len(names) > 1 and gender:
            names = frozenset(n for n in names if self.genders.get(n, gender) == gender)
        return next(iter(names)) if len(names) == 1 else name

    def _full_names(self, surname: str) -> frozenset[str]:
        """Full names of people in the text with this surname; one for each given name, the longest."""
        by_given: dict[str, str] = {}
        for run in re.finditer(rf"\b{RUN}{re.escape(surname)}\b(?![’']s [A-Z])", self.text):
            words = run.group().split()
            while words and words[0].lower() in OPENERS:
                words = words[1:]
            anatomy = dissect(" ".join(words))
            parts = anatomy.name.split()
            if anatomy.sort != "named" or len(parts) < 2 or parts[0].lower() in NOT_GIVEN or not is_name(parts):
                continue
            if anatomy.role or self._is_person(anatomy.name, run.end()):
                by_given[parts[0]] = max(by_given.get(parts[0], ""), anatomy.name, key=len)
        return frozenset(by_given.values())

    def _is_person(self, name: str, end: int) -> bool:
        spoken = any(speaker.name == name for _, speaker, _ in self.past) or name in self.roles
        apposed = re.match(r",\s(?:who|an?|the|\d\d)\b|\s\([DR]-", self.text[end : end + 12])
        return spoken or apposed is not None

    def _by_head(self, anatomy: Anatomy) -> Speaker | None:
        """`the official`: the last mention with this head noun and no other words; `the mayor`: the one person with that office."""
        for _, speaker, past in reversed(self.past):
            if past.sort == "common" and past.head == anatomy.head and anatomy.words <= frozenset(speaker.name.lower().split()):
                return speaker if anatomy.definite or len(anatomy.words) > 1 else None
        if not anatomy.definite or len(anatomy.words) > 1:
            return None
        holders = {speaker for _, speaker, _ in self.past if speaker.role and anatomy.head in speaker.role.lower().split()}
        return holders.pop() if len(holders) == 1 else None

    def _antecedent(self, mention: Span, anatomy: Anatomy) -> Speaker | None:
        if anatomy.gender is None:
            return None
        for start, speaker, past in reversed(self.past):
            if self.text.count("\n", start, mention.start) > 2 * REACH:
                return None
            if past.sort in {"named", "common"} and _may_be_person(past):
                gender = self.genders.get(speaker.name)
                return speaker if gender in {None, anatomy.gender} else None
        return None


def _may_be_person(anatomy: Anatomy) -> bool:
    if anatomy.sort == "common":
        return anatomy.head in OFFICES or anatomy.head in {"man", "woman", "source"}
    return not anatomy.name.isupper() or bool(anatomy.role)


def unite(statements: Sequence[Statement]) -> dict[Speaker, Speaker]:
    """Maps every speaker of the statements to one speaker across their documents; unsure ones to themselves.

    Equal full names are one person (a middle initial does not matter). A surname joins a full name if exactly one
    person has it and the office agrees, or, where no office is told, the documents plainly tell one story.
    """
    seen: dict[Speaker, list[Document]] = defaultdict(list)
    for statement in statements:
        if statement.speaker is not None:
            seen[statement.speaker].append(statement.document)
    people = _people(seen)
    by_surname: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key in people:
        by_surname[key[1]].append(key)
    canonical = {key: _canonical(members, seen) for key, members in people.items()}
    stories = _Stories()
    return {s: _united(s, seen, people, by_surname, canonical, stories) for s in seen}


def _key(name: str) -> tuple[str, str] | None:
    """Given name and surname of a full personal name, lower case; None for anything else."""
    parts = name.split()
    if len(parts) < 2 or is_capitals(name) or not is_name(parts):
        return None
    return parts[0].lower(), parts[-1].lower()


def _people(speakers: Iterable[Speaker]) -> dict[tuple[str, str], list[Speaker]]:
    people: dict[tuple[str, str], list[Speaker]] = defaultdict(list)
    for speaker in speakers:
        key = _key(speaker.name)
        if key is not None:
            people[key].append(speaker)
    return people


def _canonical(members: Sequence[Speaker], seen: dict[Speaker, list[Document]]) -> Speaker:
    names = Counter[str]()
    for member in members:
        names[member.name] += len(seen[member])
    name = max(names, key=lambda n: (names[n], -len(n)))
    roles = [member.role for member in members if member.role]
    return Speaker(name, max(roles, key=len, default=None))


class _Stories:
    """Names that a document's beginning tells of, counted once a document."""

    def __init__(self) -> None:
        self._names: dict[str, frozenset[str]] = {}

    def shared(self, one: Document, other: Document) -> bool:
        return one.key == other.key or len(self._of(one) & self._of(other)) >= SAME_STORY

    def _of(self, document: Document) -> frozenset[str]:
        if document.key not in self._names:
            self._names[document.key] = frozenset(CAPITALISED.findall(document.text[:LOOKED_AT]))
        return self._names[document.key]


def _united(
    speaker: Speaker,
    seen: dict[Speaker, list[Document]],
    people: dict[tuple[str, str], list[Speaker]],
    by_surname: dict[str, list[tuple[str, str]]],
    canonical: dict[tuple[str, str], Speaker],
    stories: _Stories,
) -> Speaker:
    key = _key(speaker.name)
    if key is not None:
        return canonical[key]
    anatomy = dissect(speaker.name)
    candidates = by_surname.get(anatomy.surname.lower(), [])
    if anatomy.sort != "named" or not candidates:
        return speaker
    offices = _offices(speaker.role) | _offices(anatomy.role)
    if offices:
        agreeing = [k for k in candidates if any(offices & _offices(member.role) for member in people[k])]
    else:
        agreeing = [k for k in candidates if any(stories.shared(a, b) for a in seen[speaker] for m in people[k] for b in seen[m])]
    return canonical[agreeing[0]] if len(agreeing) == 1 and len(candidates) == 1 else speaker


def _offices(role: str | None) -> frozenset[str]:
    """The words of a role that name an office."""
    return frozenset(word.strip(".,") for word in (role or "").lower().split() if word in OFFICES - DEPARTMENTS)

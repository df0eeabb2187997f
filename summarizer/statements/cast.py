"""The people whom one text names: their full names, roles and genders, and whom a short form means."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from summarizer.statements.families import Family, Person
from summarizer.statements.given_names import GIVEN_NAMES, Gender, gender_of
from summarizer.statements.name_words import DEPARTMENTS, FEMALE, MALE, PLURAL_NAMES, SUFFIXES
from summarizer.statements.names import dissect, surname_of, words_of
from summarizer.statements.namings import NOT_GIVEN, UPPER, Headlines, Naming, find_namings, names_no_person
from summarizer.statements.roles import BETWEEN, roles_around
from summarizer.types import Span, Speaker

AGED: Final = re.compile(r",\s(?:who|an?|the|\d\d)\b|\s\([DRI]-")
LATER: Final = re.compile(r",?\s(?:[JS]r\b|I{2,3}\b|IV\b)")
NICKNAMED: Final = re.compile(rf"(?<![\w’'-])([{UPPER}][\w’'-]+)\s[“\"][^“”\"\n]{{2,30}}[”\"]\s([{UPPER}][\w’'-]+)")
Key = tuple[str, str, str]
"""Given name, surname and suffix, lower case; the given name is empty where only a title tells the person."""


class Cast:
    """The people of one text. `mentions` are who speaks in it: a name that speaks is a person's or a body's."""

    def __init__(self, text: str, mentions: Sequence[Span]) -> None:
        self.text = text
        anatomies = [dissect(mention.of(text)) for mention in mentions]
        self._spoken = {a.name for a in anatomies if a.sort == "named"}
        self.headlines = Headlines(text)
        self.namings = tuple(find_namings(text, self.headlines))
        self._honoured: dict[str, Gender] = {}
        for naming in self.namings:
            if naming.gender and not naming.is_full:
                self._honoured.setdefault(naming.name, naming.gender)
        self._bare: dict[str, list[int]] = defaultdict(list)
        for naming in self.namings:
            if not naming.is_full:
                self._bare[naming.name].append(naming.span.start)
        self._nicknamed: dict[str, set[str]] = defaultdict(set)
        for given, surname in NICKNAMED.findall(text):
            self._nicknamed[surname.lower()].add(given.lower())
        self._people: dict[Key, Person] = {}
        self._by_surname: dict[str, list[Person]] = {}
        self._by_given: dict[str, list[Person]] = {}
        self._families: dict[tuple[str, Gender | None], Family] = {}
        self._admit()
        self._admit_titled()
        for anatomy in anatomies:
            if anatomy.sort == "named" and anatomy.role:
                self._learn(anatomy.name, anatomy.role)
        self._families.clear()  # what was learned may have told a gender

    def _admit(self) -> None:
        """Takes in everybody whose full name shows that it is a person's."""
        alone = {surname_of(name) for name in self._spoken if " " not in name} | set(self._honoured)
        body = {surname_of(n.name) for n in self.namings if n.span.start not in self.headlines}
        times = Counter(n.name for n in self.namings)
        for naming in filter(lambda one: one.is_full, self.namings):
            surname, start = surname_of(naming.name), naming.span.start
            if start in self.headlines and surname not in body:
                continue
            likely = surname in alone and (times[naming.name] > 1 or not self._opens_sentence(start))
            if self._is_person(naming) or likely:
                self._add(naming)

    def _admit_titled(self) -> None:
        """Takes in those who have a title and a surname only ("President Obama"), unless two share the surname."""
        titled: dict[str, list[Naming]] = {}
        for naming in self.namings:
            body = names_no_person([naming.name]) or naming.name.lower() in DEPARTMENTS
            if naming.office and not naming.is_full and not body and not self.knows_surname(naming.name):
                titled.setdefault(naming.name, []).append(naming)
        for namings in titled.values():
            if len({naming.office for naming in namings}) == 1:
                for naming in namings:
                    self._add(naming)

    def _is_person(self, naming: Naming) -> bool:
        given = naming.name.split()[0].lower()
        if given in GIVEN_NAMES or naming.office or naming.gender:
            return True
        if given in NOT_GIVEN or PLURAL_NAMES.fullmatch(given):
            return False
        surname = surname_of(naming.name)
        known = surname in self._honoured or (naming.name in self._spoken and surname in self._bare)
        return known or AGED.match(self.text, naming.span.end) is not None

    def _add(self, naming: Naming) -> None:
        words = naming.name.split()
        suffix = words[-1].lower().rstrip(".") if words[-1].lower() in SUFFIXES else ""
        surname = surname_of(naming.name)
        given = words[0] if naming.is_full else ""
        key = (given.lower(), surname.lower(), suffix)
        person = self._people.get(key)
        if person is None:
            person = self._people[key] = Person(naming.name, given, surname)
            self._by_surname.setdefault(surname.lower(), []).append(person)
            self._by_given.setdefault(given.lower(), []).append(person)
        person.name = max(person.name, naming.name, key=len)
        person.later |= bool(suffix) or LATER.match(self.text, naming.span.end) is not None
        person.gender = person.gender or naming.gender or gender_of(given)
        if person.gender is None and given.lower() not in GIVEN_NAMES:
            person.gender = self._honoured.get(surname)
        person.places.append(naming.span.start)
        if naming.span.start not in self.headlines:
            for role in roles_around(self.text, naming):
                self._note(person, role)
        if not naming.is_full and naming.office and not person.roles:
            self._note(person, naming.office)

    def _learn(self, name: str, role: str) -> None:
        """Keeps the role that a source mention tells, in front of what the text tells elsewhere."""
        person = self.person(name)
        if person is not None:
            self._note(person, role)
            person.said += 1
            person.roles.insert(person.said - 1, person.roles.pop())

    def _note(self, person: Person, role: str) -> None:
        person.roles.append(role)
        low = words_of(role)
        if person.gender is None and bool(low & MALE) != bool(low & FEMALE):
            person.gender = "m" if low & MALE else "f"

    def _opens_sentence(self, at: int) -> bool:
        return at == 0 or self.text[max(0, at - 2) : at].strip()[-1:] in {"", ".", "!", "?", "“", '"', "\n"}

    @property
    def people(self) -> tuple[Person, ...]:
        return tuple(self._people.values())

    def person(self, name: str, *, gender: Gender | None = None, at: int | None = None) -> Person | None:
        """Who a full name, a surname or a given name means at a place; None when that is nobody or not sure."""
        words = name.split()
        if not words:
            return None
        if len(words) > 1:
            suffix = words[-1].lower().rstrip(".") if words[-1].lower() in SUFFIXES else ""
            return self._people.get((words[0].lower(), surname_of(name).lower(), suffix))
        key = (words[0].lower(), gender)
        if key not in self._families:
            self._families[key] = self._family(*key)
        return self._families[key].meant(at)

    def _family(self, short: str, gender: Gender | None) -> Family:
        """Those of a surname, or of a given name that is nobody's surname; nobody where a "Jr." would be meant."""
        called = self._by_surname.get(short, [])
        people = called or (self._by_given.get(short, []) if short in GIVEN_NAMES else [])
        if gender is not None:
            people = [person for person in people if person.gender in {None, gender}]
        if self._nicknamed.get(short, set()) - {person.given.lower() for person in called}:
            return Family(None)  # `Ellis "The Wall" Brandt` is another Brandt
        family = Family.of(people, self._bare[people[0].surname] if called and people else ())
        return Family(None) if called and family.first is not None and family.first.later else family

    def speaks(self, name: str) -> bool:
        """Whether a name is a source mention somewhere in the text."""
        return name in self._spoken

    def named_before(self, at: int) -> Speaker | None:
        """Who stands right before a "who": a name, or a name with its apposition ("Ann Lee, the mayor, who")."""
        n = bisect_right(self.namings, at, key=lambda naming: naming.span.start)
        for naming in reversed(self.namings[max(0, n - 4) : n]):
            person = self.person(naming.name, gender=naming.gender, at=naming.span.start)
            if person and naming.span.end <= at and BETWEEN.fullmatch(self.text, naming.span.end, at):
                return person.speaker
        return None

    def knows_surname(self, word: str) -> bool:
        """Whether a word is the surname of somebody named in full."""
        return word.lower() in self._by_surname

    def is_person(self, name: str) -> bool:
        """Whether a name is known to be a person's: somebody named in full, or by a title or an honorific."""
        return self.person(name) is not None or self.knows_surname(name) or name in self._honoured

    def gender(self, name: str) -> Gender | None:
        """The gender that the text or the given name tells."""
        person = self.person(name)
        return person.gender if person else self._honoured.get(surname_of(name))

"""Whom a surname means that several people of a text share."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from summarizer.statements.given_names import Gender
from summarizer.types import Speaker

NEAR: Final = 700  # characters in which a namesake makes a surname doubtful


@dataclass(slots=True)
class Person:
    """One person of the text; `name` is the fullest form in it; `said` counts the roles that source mentions told.

    `later` says that the name has a "Jr.", "Sr." or number, so that the bare surname is as likely somebody else's.
    """

    name: str
    given: str
    surname: str
    later: bool = False
    gender: Gender | None = None
    roles: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    said: int = 0

    @property
    def speaker(self) -> Speaker:
        """The person as a speaker, with the first role that has more than one word, else the first."""
        long_role = next((role for role in self.roles if " " in role), None)
        return Speaker(self.name, long_role or next(iter(self.roles), None))


@dataclass(frozen=True, slots=True)
class Family:
    """The people whom one short form may mean, made once for all its places.

    `first` is whom the text calls so, if it is anybody; `others` are the places of the rest, in order.
    """

    first: Person | None
    others: tuple[int, ...] = ()
    sole: bool = False

    @classmethod
    def of(cls, people: Sequence[Person], bare: Sequence[int]) -> Family:
        """The family of these people; `bare` are the places where the short form stands for itself.

        The first is the only one, or the one whom the text introduced first and goes on calling by the surname.
        """
        if len(people) < 2:
            return cls(people[0] if people else None, sole=True)
        first, *others = sorted(people, key=lambda person: person.places[0])
        came = others[0].places[0]
        equal = any(len(one.places) > 2 or len(one.places) >= len(first.places) + 2 for one in others)
        called = any(first.places[0] < place < came for place in bare)
        places = tuple(sorted(place for one in others for place in one.places))
        return cls(None if equal or not called else first, places)

    def meant(self, at: int | None) -> Person | None:
        """Whom the short form means at a place; None where that is nobody or not sure, as it is near another."""
        if self.first is None or self.sole:
            return self.first
        if at is None or self.first.places[0] >= at:
            return None
        n = bisect_right(self.others, at)
        near = n > 0 and at - self.others[n - 1] < NEAR
        return None if near else self.first

"""Who holds an office that a text names: people found by the words of their roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from summarizer.statements.families import Person
from summarizer.statements.names import words_of

WRITTEN_OUT: Final[dict[str, tuple[str, ...]]] = {
    "sen.": ("senator",),
    "gov.": ("governor",),
    "rep.": ("congressman", "congresswoman"),
}


class Holders:
    """The people of one text by the words of their roles, offices abbreviated or not."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._by_word: dict[str, list[tuple[Person, frozenset[str]]]] = {}
        for person in people:
            for role in dict.fromkeys(person.roles):
                words = _words(role)
                for word in words:
                    self._by_word.setdefault(word, []).append((person, words))

    def only(self, words: frozenset[str]) -> Person | None:
        """The only person one of whose roles has all the words; None where there is nobody or another one too."""
        found: Person | None = None
        for person, role in min((self._by_word.get(word, []) for word in words), key=len, default=[]):
            if words <= role:
                if found is not None and found is not person:
                    return None
                found = person
        return found


def _words(role: str) -> frozenset[str]:
    words = words_of(role.replace("’s", "").replace("'s", ""))
    return words.union(*(WRITTEN_OUT.get(word, ()) for word in words))

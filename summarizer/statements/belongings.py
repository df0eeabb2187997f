"""How a text writes whose something is: "Trump campaign", "Trump’s campaign"."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

WORD: Final = re.compile(r"\w[\w’'-]*")
POSSESSED: Final = re.compile(r"['’]s?$")


class Belongings:
    """The things of one text behind their owners' names, found in one pass when the first is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._written: dict[tuple[str, str], str] | None = None

    def written(self, owner: str, thing: str) -> str | None:
        """How the text writes the owner's thing for the first time; None where it does not."""
        if self._written is None:
            self._written = self._find()
        return self._written.get((owner, thing))

    def _find(self) -> dict[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        for owner, thing in pairwise(WORD.finditer(self._text)):
            gap = self._text[owner.end() : thing.start()]
            if len(gap) == 1 and gap.isspace() and owner.group()[0].isupper():
                word = POSSESSED.sub("", thing.group())
                key = (POSSESSED.sub("", owner.group()), word)
                found.setdefault(key, f"{owner.group()} {word}")
        return found

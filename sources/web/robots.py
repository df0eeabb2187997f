"""What a site asks of programs in its robots.txt (RFC 9309), read by Protego.

It is heeded for every page and feed, also for a single link that a person sent: what we make of a page is told to
others and kept, which is what a site that forbids programs does not want.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

ROBOTS_BYTES = 500 * 1024
"""Of a longer file the rest is not read (RFC 9309, 2.5)."""
KEPT_SECONDS = 24 * 60 * 60.0
"""RFC 9309, 2.4."""
LONGEST_DELAY = 10.0
"""Seconds of a Crawl-delay that are kept to: some files ask for hours, which nobody who sent a link would wait."""
PRODUCT = re.compile(r"\*|[a-z_-]+")
"""What a group is named by; a version after it does not count (RFC 9309, 2.2.1)."""
AGENT = re.compile(r"user(?:-|\s+)?agent(?![\w-])\s*:?\s*(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin asks of us; `size` is that of the text in characters."""

    protego: Protego | None
    token: str
    size: int = 0

    def allow(self, url: str) -> bool:
        return self.protego is None or self.protego.can_fetch(url, self.token)

    @property
    def delay(self) -> float:
        """Seconds between two requests."""
        asked = self.protego.crawl_delay(self.token) if self.protego else None
        return min(asked or 0.0, LONGEST_DELAY)


async def read_rules(data: bytes, token: str) -> Rules:
    """The rules of a robots.txt; a file without any, or that is none, allows everything."""
    text = about(token, data[:ROBOTS_BYTES].decode("utf-8", "replace"))
    return Rules(await asyncio.to_thread(_parsed, text), token, len(text))


def about(token: str, text: str) -> str:
    """The file with one name for all other programs: their number times that of the rules is what parsing costs.

    17,000 names over 20,000 rules, 500 KB in all, would make 340 million rules.
    """
    return "\n".join(_renamed(line, token.lower()) for line in text.splitlines())


def _renamed(line: str, token: str) -> str:
    found = AGENT.match(line.lstrip("\ufeff \t"))
    if not found:
        return line
    name = PRODUCT.match(found[1].lower())
    return f"User-agent: {name[0] if name and name[0] in ('*', token) else '-'}"


def _parsed(text: str) -> Protego:
    from protego import Protego  # noqa: PLC0415 - only needed where something is fetched

    return Protego.parse(text)


class Kept:
    """The rules of origins, for a day at most; the least lately used go first."""

    def __init__(self, *, origins: int = 1000, characters: int = 2_000_000) -> None:
        self._origins = origins
        self._room = characters
        self._rules: OrderedDict[str, tuple[float, Rules]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._rules)

    def get(self, origin: str, now: float) -> Rules | None:
        """The rules as they were read less than a day ago; `now` in seconds of any steady clock."""
        kept = self._rules.get(origin)
        if kept is None or now - kept[0] > KEPT_SECONDS:
            return None
        self._rules.move_to_end(origin)
        return kept[1]

    def put(self, origin: str, rules: Rules, now: float) -> None:
        self._drop(origin)
        self._rules[origin] = (now, rules)
        self._room -= rules.size
        while len(self._rules) > 1 and (self._room < 0 or len(self._rules) > self._origins):
            self._drop(next(iter(self._rules)))

    def _drop(self, origin: str) -> None:
        _, rules = self._rules.pop(origin, (0.0, None))
        self._room += rules.size if rules else 0

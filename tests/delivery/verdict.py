"""What came of a run: the outbox's word for each message, held against what Telegram took in."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

MOST = 0.6
"""The share of all messages that is taken in, at the least: what may be uncertain is not the rule."""


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A message of a digest: its chat, which digest, and its place in it, from 1."""

    chat: int
    digest: int
    place: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What the outbox says of a message."""

    part: Part
    state: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Each promise with those who break it.

    `unsettled`: neither sent nor given up. `lost`: said to be sent, and never taken in. `doubled`: taken in more than
    once. `strange`: taken in, and not in the outbox. `early`: taken in before an earlier one of its chat of which
    something is known. `halves`: digests that are due and not whole in the outbox, or there and not due. `beyond`: how
    many more are uncertain than can be. `missing`: how many more should have been taken in, whatever happened.
    """

    messages: int
    accepted: int
    unsettled: tuple[Part, ...]
    lost: tuple[Part, ...]
    doubled: tuple[Part, ...]
    strange: tuple[Part, ...]
    early: tuple[Part, ...]
    halves: tuple[tuple[int, int], ...]
    uncertain: tuple[Part, ...]
    arrived: int
    dead: tuple[Part, ...]
    beyond: int
    missing: int

    @property
    def broken(self) -> int:
        """How many promises are broken; 0 is the aim."""
        bad = (self.unsettled, self.lost, self.doubled, self.strange, self.early, self.halves, self.dead)
        return sum(map(len, bad)) + self.beyond + self.missing

    def __str__(self) -> str:
        return (
            f"messages {self.messages}, taken in {self.accepted}; "
            f"lost {len(self.lost)}, unsettled {len(self.unsettled)}, doubled {len(self.doubled)}, "
            f"out of order {len(self.early)}, halves {len(self.halves)}, strange {len(self.strange)}, "
            f"dead {len(self.dead)}, too few {self.missing}; "
            f"uncertain {len(self.uncertain)} (of which arrived {self.arrived}, without a cause {self.beyond})"
        )


def judge(
    kept: Sequence[Kept], accepted: Sequence[Part], parts: int, *, due: Collection[tuple[int, int]], unsure: int = 0
) -> Verdict:
    """Holds the outbox at the end against what was taken in, in that order, of digests with so many parts.

    `due` are the digests that there are to be, by chat and number; `unsure` is how many messages had a reason to be
    uncertain: they were under way when a process was killed, or met a fault.
    """
    states = {each.part: each.state for each in kept}
    times = Counter(accepted)
    uncertain = _in(states, "uncertain")
    of = Counter((each.part.chat, each.part.digest) for each in kept)
    return Verdict(
        messages=len(states),
        accepted=len(accepted),
        unsettled=_in(states, "pending", "sending"),
        lost=tuple(part for part in _in(states, "sent") if not times[part]),
        doubled=tuple(part for part, number in times.items() if number > 1),
        strange=tuple(part for part in times if part not in states),
        early=_early([part for part in times if states.get(part) != "uncertain"]),
        halves=tuple(each for each in {*of, *due} if each not in due or of[each] != parts),
        uncertain=uncertain,
        arrived=sum(part in times for part in uncertain),
        dead=_in(states, "dead"),
        beyond=max(0, len(uncertain) - unsure),
        missing=max(0, math.ceil(MOST * len(states)) - len(times)),
    )


def _in(states: dict[Part, str], *wanted: str) -> tuple[Part, ...]:
    return tuple(part for part, state in states.items() if state in wanted)


def _early(accepted: Sequence[Part]) -> tuple[Part, ...]:
    """Those after which an earlier one of their chat came; each first acceptance counts."""
    lines = defaultdict[int, list[Part]](list)
    for part in accepted:
        lines[part.chat].append(part)
    return tuple(first for line in lines.values() for first, second in pairwise(line) if second < first)

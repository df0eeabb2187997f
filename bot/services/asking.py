"""How much one person may ask in a minute, counted in memory, since a minute is soon over."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from dataclasses import dataclass, field

MINUTE = 60.0
MOST = 20_000
"""People that are counted at once; whoever asked longest ago is forgotten."""


@dataclass(slots=True)
class _Asked:
    """When somebody asked, the latest last; `told` when they are over the limit and know it."""

    times: deque[float] = field(default_factory=deque)
    told: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Seconds until there is room again; `told` where the person was told already since there was some."""

    wait: int
    told: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """A sliding window of a minute for each person; `most` asks are answered in it, without end of `exempt`.

    Moments are seconds of a clock that does not go back.
    """

    most: int
    exempt: frozenset[int] = frozenset()
    _asked: OrderedDict[int, _Asked] = field(default_factory=OrderedDict, compare=False)

    def ask(self, person: int, moment: float) -> Refused | None:
        """Counts one more, unless there is no room for it: what is refused is not counted."""
        if person in self.exempt:
            return None
        asked = self._asked.setdefault(person, _Asked())
        self._asked.move_to_end(person)
        if len(self._asked) > MOST:
            self._asked.popitem(last=False)
        while asked.times and asked.times[0] <= moment - MINUTE:
            asked.times.popleft()
        if len(asked.times) < self.most:
            asked.times.append(moment)
            asked.told = False
            return None
        told, asked.told = asked.told, True
        return Refused(max(1, math.ceil(asked.times[0] + MINUTE - moment)), told)

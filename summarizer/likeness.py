"""Which of many sets of words are alike, found without comparing each with each."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain


class Likeness:
    """Tells which sets are alike: the smaller one has `share` of its words, and at least `fewest`, in the other.

    Whoever shares a share s of n words has one of any n - ceil(s n) + 1 of them (prefix filter, Bayardo et al. 2007):
    only the rarest are looked up, and only when a set's likes are asked for.
    """

    def __init__(self, bags: Sequence[frozenset[str]], share: float, fewest: int = 1) -> None:
        frequency = Counter(chain.from_iterable(bags))
        rank = {word: place for place, word in enumerate(sorted(frequency, key=lambda w: (frequency[w], w)))}
        self._bags = bags
        self._needed = [math.ceil(share * len(bag)) if len(bag) >= max(fewest, 1) else math.inf for bag in bags]
        self._rarest = [
            sorted(bag, key=rank.__getitem__)[: len(bag) - int(needed) + 1] if needed < math.inf else []
            for bag, needed in zip(bags, self._needed, strict=True)
        ]
        wanted = frozenset(chain.from_iterable(self._rarest))
        self._holders = _places(bag & wanted for bag in bags)
        self._marked = _places(self._rarest)

    def of(self, place: int) -> tuple[int, ...]:
        """Places of the sets that are alike with the one of the place, in order, itself left out."""
        bag, bags, needed = self._bags[place], self._bags, self._needed
        larger = chain.from_iterable(self._holders[word] for word in self._rarest[place])
        smaller = chain.from_iterable(self._marked[word] for word in bag if word in self._marked)
        others = {*larger, *smaller} - {place}
        size, need = len(bag), needed[place]
        return tuple(sorted(o for o in others if len(bag & bags[o]) >= (needed[o] if len(bags[o]) < size else need)))


def _places(bags: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """For each word the places of the sets that hold it."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, bag in enumerate(bags):
        for word in bag:
            places[word].append(place)
    return dict(places)

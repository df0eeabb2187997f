"""From the tagger's scores to attributions: spans from tags, links from pointers, pieces of one cue joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np
from numpy.typing import NDArray

from summarizer.statements.tagged import Attributed
from summarizer.types import Span, Spans

Floats = NDArray[np.float32]
Run = tuple[int, int]
"""Words of a window, first and behind the last."""

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")

ANY = tuple(range(len(TAGS)))
BEFORE = tuple(tuple(i for i in ANY if tag[0] != "I" or TAGS[i][1:] == tag[1:]) for tag in TAGS)
"""For each tag the tags that may stand before it: an inside tag follows only a tag of its own role."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A window's scores for its words only.

    `places` are the words' (start, end) in code points; `tags` log-probabilities (words, len(TAGS)); `path` the
    best tags, as indices of TAGS; `cue` and `source` probabilities (words, 1 + words), column 0 for "none", with
    zeros in the rows of words that are not `asking`.
    """

    places: tuple[tuple[int, int], ...]
    tags: Floats
    path: tuple[int, ...]
    cue: Floats
    source: Floats


@dataclass(frozen=True, slots=True)
class Rules:
    """What decoding asks for; tuned on PolNeAR's dev articles.

    `outside` is added to the log-probability of "O", `whole` to that of being inside a source, since a source that is
    cut off after its first name is worse than one that is too long. A link counts when the pointers give it more than
    `link`. A content without a cue needs at least the score `uncued`, without cue and source `adrift`.
    """

    outside: float = 0.25
    whole: float = 0.3
    link: float = 0.3
    uncued: float = 0.7
    adrift: float = 0.85

    def tilt(self) -> Floats:
        """What is added to the log-probabilities of TAGS."""
        added = {"O": self.outside, "I-source": self.whole}
        return np.array([added.get(tag, 0.0) for tag in TAGS], dtype=np.float32)

    def keep(self, one: Attributed) -> bool:
        """Whether it is sure enough to be told."""
        return bool(one.cue) or one.score >= (self.uncued if one.source else self.adrift)


def best_tags(tags: Floats) -> tuple[int, ...]:
    """The most probable tag sequence in which no span starts inside (Viterbi 1967)."""
    rows = tags.tolist()  # Python's own numbers: seven a word are too few for an array to pay
    best = [score if TAGS.index("O") in before else -inf for score, before in zip(rows[0], BEFORE, strict=True)]
    back = []
    for row in rows[1:]:
        likeliest = max(ANY, key=best.__getitem__)
        pointers = [likeliest if before == ANY else max(before, key=best.__getitem__) for before in BEFORE]
        best = [best[pointer] + score for pointer, score in zip(pointers, row, strict=True)]
        back.append(pointers)
    path = [max(ANY, key=best.__getitem__)]
    for pointers in reversed(back):
        path.append(pointers[path[-1]])
    return tuple(path[::-1])


def asking(path: Sequence[int]) -> tuple[int, ...]:
    """The words whose pointers are read: those of contents and of cues."""
    return tuple(i for i, tag in enumerate(path) if TAGS[tag].endswith(("content", "cue")))


def runs(path: Sequence[int], role: str) -> list[Run]:
    """The role's spans in a tag sequence."""
    begin, inside = TAGS.index(f"B-{role}"), TAGS.index(f"I-{role}")
    starts = [i for i, tag in enumerate(path) if tag == begin]
    found = []
    for start in starts:
        end = start + 1
        while end < len(path) and path[end] == inside:
            end += 1
        found.append((start, end))
    return found


def decode(reading: Reading, rules: Rules) -> tuple[Attributed, ...]:
    """The window's attributions in order of their contents."""
    cues, sources, contents = (runs(reading.path, role) for role in ("cue", "source", "content"))
    chosen = [_pick(reading.cue, [content], cues, rules.link) for content in contents]
    grouped: dict[Run | int, list[Run]] = {}
    for number, (content, cue) in enumerate(zip(contents, chosen, strict=True)):
        grouped.setdefault(number if cue is None else cue, []).append(content)
    found = [_attributed(reading, pieces, cue, sources, rules) for cue, pieces in grouped.items()]
    return tuple(one for one in found if rules.keep(one))


def _attributed(reading: Reading, pieces: list[Run], cue: Run | int, sources: list[Run], rules: Rules) -> Attributed:
    cued = [cue] if isinstance(cue, tuple) else []
    source = _pick(reading.source, pieces + cued, sources, rules.link)
    inside = [TAGS.index("B-content"), TAGS.index("I-content")]
    words = [i for start, end in pieces for i in range(start, end)]
    return Attributed(
        tuple(_span(reading, piece) for piece in pieces),
        tuple(_span(reading, run) for run in cued),
        (_span(reading, source),) if source else (),
        float(np.exp(reading.tags[words][:, inside]).sum(axis=1).mean()),
    )


def _pick(pointers: Floats, tails: list[Run], heads: list[Run], least: float) -> Run | None:
    """The head that gets most of the tails' pointers, each tail with one vote; None when none gets enough."""
    votes = np.mean([pointers[start:end].mean(axis=0) for start, end in tails], axis=0)
    weighed = [(float(votes[1 + start : 1 + end].sum()), -start, end) for start, end in heads]
    most, start, end = max(weighed, default=(0.0, 0, 0))
    return (-start, end) if most > max(least, 0.0) else None


def _span(reading: Reading, run: Run) -> Span:
    return Span(reading.places[run[0]][0], reading.places[run[1] - 1][1])


def join(parts: Sequence[Attributed]) -> tuple[Attributed, ...]:
    """Attributions of several windows in order; pieces that two windows found for one cue become one attribution."""
    by_cue: dict[Spans, Attributed] = {}
    free = []
    for part in parts:
        known = by_cue.get(part.cue)
        if not part.cue:
            free.append(part)
        elif known is None:
            by_cue[part.cue] = part
        else:
            pieces = tuple(sorted({*known.content, *part.content}))
            by_cue[part.cue] = replace(known, content=pieces, source=known.source or part.source)
    return tuple(sorted([*by_cue.values(), *free], key=lambda one: one.content[0]))

"""The same statement in several documents made one, with its witnesses."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from summarizer.statements.speakers import unite
from summarizer.types import Speaker, Statement, Testimony
from summarizer.wording import NEGATIONS, denies, is_content, tokens

SAME = 0.8  # share of the shorter one's content words that the other has in the same order
FEWEST_WORDS = 4  # below it, agreement is chance: "genocide" is said by many
READABLE = 80  # words; a longer turn of a transcript is a witness, not the wording to lead with
KINDS = ("direct", "mixed", "indirect")
NEGATION_REACH = 3  # words before a passage in which a "not" still governs it


@dataclass(frozen=True, slots=True)
class Wording:
    """A statement's words, made comparable."""

    place: int
    statement: Statement
    speaker: Speaker | None
    words: tuple[str, ...]
    content: frozenset[str]


def corroborate(statements: Sequence[Statement]) -> tuple[Testimony, ...]:
    """Each statement once, with its witnesses in other documents, in the order of the statements given.

    Two statements are the same when the content words of the shorter stand in the other, in order and under the same
    negation, for four fifths, and their speakers are not two different ones. A transcript outranks a report,
    direct speech outranks mixed and indirect, the fuller wording the shorter. A statement that its own document
    repeats is listed once. Candidates come from an index of rare words, so time grows almost with the number alone.
    """
    united = unite(statements)
    wordings = tuple(_wording(place, statement, united) for place, statement in enumerate(statements))
    matches = _matches(wordings)
    witnesses = _attest(wordings, matches)
    first = {place: min((place, *matches[place])) for place in witnesses}
    return tuple(
        Testimony(wordings[p].statement, wordings[p].speaker, tuple(wordings[w].statement for w in witnesses[p]))
        for p in sorted(witnesses, key=lambda p: (first[p], p))
    )


def is_primary(statement: Statement) -> bool:
    """Whether the speaker's own transcript is the source: a speaker before the words, and no verb of saying."""
    return statement.kind == "direct" and not statement.cue and bool(statement.source)


def _wording(place: int, statement: Statement, united: Mapping[Speaker, Speaker]) -> Wording:
    speaker = statement.speaker and united.get(statement.speaker, statement.speaker)
    words = tokens(statement.text)
    return Wording(place, statement, speaker, (*_lead_in(statement), *words), frozenset(filter(is_content, words)))


def _lead_in(statement: Statement) -> tuple[str, ...]:
    """The negations that govern a content from outside: 'is not a "random act"', 'denied that ...'."""
    text = statement.document.text
    outside = text[statement.context.start : max(statement.context.start, statement.content[0].start)]
    near = tokens(outside)[-NEGATION_REACH:] if statement.kind == "mixed" else ()
    denied = any(denies(span.of(text)) for span in statement.cue)
    return (*(word for word in near if word in NEGATIONS), *(["denied"] if denied else []))


def _matches(wordings: Sequence[Wording]) -> dict[int, tuple[int, ...]]:
    """For each place the places of the same statement."""
    found: dict[int, list[int]] = defaultdict(list)
    for a, b in _candidates(wordings):
        if _same(wordings[a], wordings[b]):
            found[a].append(b)
            found[b].append(a)
    return {wording.place: tuple(sorted(found[wording.place])) for wording in wordings}


def _candidates(wordings: Sequence[Wording]) -> list[tuple[int, int]]:
    """Pairs that can be the same: the longer holds one of the rarest words of the shorter.

    Whoever shares four fifths of n words shares one of any n - ceil(0.8 n) + 1 of them (prefix filter, Bayardo
    et al. 2007).
    """
    holders: dict[str, list[int]] = defaultdict(list)
    for wording in wordings:
        for word in wording.content:
            holders[word].append(wording.place)
    pairs: set[tuple[int, int]] = set()
    for wording in wordings:
        size = len(wording.content)
        if size < FEWEST_WORDS:
            continue
        rarest = sorted(wording.content, key=lambda word: (len(holders[word]), word))
        for word in rarest[: size - math.ceil(SAME * size) + 1]:
            pairs.update(
                (min(wording.place, other), max(wording.place, other))
                for other in holders[word]
                if other != wording.place and len(wordings[other].content) >= size
            )
    return sorted(pairs)


def _same(a: Wording, b: Wording) -> bool:
    if a.speaker is not None and b.speaker is not None and a.speaker.name != b.speaker.name:
        return False
    short, long = (a, b) if (len(a.content), a.place) <= (len(b.content), b.place) else (b, a)
    if len(short.content & long.content) < SAME * len(short.content):
        return False
    return _same_order(short.words, long.words)


def _same_order(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether the longer text has the shorter's content words in order, with as many negations and the same numbers."""
    blocks = SequenceMatcher(None, short, long, autojunk=False).get_matching_blocks()[:-1]
    if not blocks:
        return False
    in_order = sum(is_content(w) for block in blocks for w in short[block.a : block.a + block.size])
    if in_order < SAME * sum(map(is_content, short)):
        return False
    passage = long[max(0, blocks[0].b - NEGATION_REACH) : blocks[-1].b + blocks[-1].size]
    return _same_sense(short, passage)


def _same_sense(short: Sequence[str], passage: Sequence[str]) -> bool:
    numbers = {word for word in short if word[0].isdigit()}
    negations = [sum(word in NEGATIONS or denies(word) for word in words) for words in (short, passage)]
    return numbers <= set(passage) and negations[0] == negations[1]


def _attest(wordings: Sequence[Wording], matches: Mapping[int, tuple[int, ...]]) -> dict[int, tuple[int, ...]]:
    """Who leads, and its witnesses in other documents; a witness may attest several, a leader none."""
    settled: set[int] = set()
    leads: dict[int, tuple[int, ...]] = {}
    for wording in sorted(wordings, key=_rank):
        if wording.place in settled:
            continue
        others = [m for m in matches[wording.place] if m not in leads]
        home = wording.statement.document.text  # the same text under another name is no second witness
        leads[wording.place] = tuple(m for m in others if wordings[m].statement.document.text != home)
        settled.update((wording.place, *others))
    return leads


def _rank(wording: Wording) -> tuple[bool, bool, int, int, int]:
    statement = wording.statement
    length = len(wording.words)
    return (length > READABLE, not is_primary(statement), KINDS.index(statement.kind), -length, wording.place)

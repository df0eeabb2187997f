"""How each witness words a statement, and where that differs from the wording that leads, word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from summarizer.placed_words import Word, find_words
from summarizer.types import Span, Statement, Testimony
from summarizer.wording import is_content

Block = tuple[str, int, int, int, int]
"""An opcode of difflib: what happens, and from where to where in the leading and in the other wording."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of characters of one document; `same` when the other wording has these words too."""

    span: Span
    same: bool


@dataclass(frozen=True, slots=True)
class Variant:
    """How a witness words the leading statement.

    `runs` are in the witness's document and cover each piece of its content that has words, in order: told one after
    the other they are the content. `left_out` are spans of the leading document: its words that this witness lacks.
    A witness that quotes a part has only runs of the same words, and something left out.
    """

    statement: Statement
    runs: tuple[Run, ...]
    left_out: tuple[Span, ...]

    @property
    def is_part(self) -> bool:
        """Whether the witness has nothing but words of the leading statement."""
        return all(run.same for run in self.runs)


def variants(testimony: Testimony) -> tuple[Variant, ...]:
    """Each witness whose words are not the leading statement's, in the order of the witnesses.

    Case, quotation marks, punctuation and spaces make no difference, nor does it whether a compound is written in one
    word; a number's sign and currency do. Empty when all say it in the same words.
    """
    leading = tuple(find_words(testimony.statement.document.text, testimony.statement.content))
    compared = (_compare(testimony.statement, leading, witness) for witness in testimony.witnesses)
    return tuple(variant for variant in compared if variant is not None)


def _compare(statement: Statement, leading: Sequence[Word], witness: Statement) -> Variant | None:
    words = tuple(find_words(witness.document.text, witness.content))
    kept, shared = _shared([word.token for word in leading], [word.token for word in words])
    if all(kept) and all(shared):
        return None
    left_out = (span for piece in statement.content for same, span in _stretches(leading, kept, piece) if not same)
    runs = (run for piece in witness.content for run in _runs(_stretches(words, shared, piece), piece))
    return Variant(witness, tuple(runs), tuple(left_out))


def _shared(leading: Sequence[str], other: Sequence[str]) -> tuple[list[bool], list[bool]]:
    """For each word of both wordings whether the other has it in the same order."""
    kept, shared = [False] * len(leading), [False] * len(other)
    blocks = SequenceMatcher(None, leading, other, autojunk=False).get_opcodes()
    for place, (_, a, b, c, d) in enumerate(blocks):
        if _is_same(blocks, place, leading, other):
            kept[a:b] = [True] * (b - a)
            shared[c:d] = [True] * (d - c)
    return kept, shared


def _is_same(blocks: Sequence[Block], place: int, leading: Sequence[str], other: Sequence[str]) -> bool:
    tag, a, b, c, d = blocks[place]
    if tag == "replace":
        return "".join(leading[a:b]) == "".join(other[c:d])
    if tag != "equal":
        return False
    around = (*blocks[max(0, place - 1) : place], *blocks[place + 1 : place + 2])
    # A lone "in the" between two passages that were written anew is chance, and would only chop the difference up.
    is_chance = len(around) == 2 and all(block[0] == "replace" for block in around)
    return not is_chance or any(map(is_content, leading[a:b]))


def _stretches(words: Sequence[Word], states: Sequence[bool], piece: Span) -> list[tuple[bool, Span]]:
    """Neighbouring words of one state in a piece, each stretch from its first word's start to its last word's end."""
    inside = [(word.span, same) for word, same in zip(words, states, strict=True) if piece.covers(word.span)]
    groups = ((same, [span for span, _ in group]) for same, group in groupby(inside, key=lambda entry: entry[1]))
    return [(same, Span(spans[0].start, spans[-1].end)) for same, spans in groups]


def _runs(stretches: Sequence[tuple[bool, Span]], piece: Span) -> Iterator[Run]:
    """The stretches without gaps: marks and spaces between two of them belong to the one that is the same."""
    last = len(stretches) - 1
    for n, (same, span) in enumerate(stretches):
        start = piece.start if n == 0 else stretches[n - 1][1].end if same else span.start
        end = piece.end if n == last else stretches[n + 1][1].start if same else span.end
        yield Run(Span(start, end), same)

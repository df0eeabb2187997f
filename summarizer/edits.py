"""Where two documents quote the same words and one of them has changed what they say."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from summarizer.comparison import WRITTEN_NUMBERS, is_number
from summarizer.placed_words import find_words
from summarizer.types import Span, Statement, Testimony
from summarizer.wording import NEGATIONS, is_content

Block = tuple[str, int, int, int, int]

SOLID, SOLID_CONTENT = 3, 2  # words; fewer in common, before or behind all else, are no part of the same passage
ONE_WORD = 0.85  # likeness from which two words that begin alike are one, spelt or inflected otherwise
BEGINNING = 3
ELLIPSIS: Final = re.compile(r"…|\.\s?\.\s?\.")
BRACKETS: Final = re.compile(r"\[[^\[\]\n]{0,80}\]")
FILLERS: Final = frozenset(
    "ah actually eh er hmm just kind know like mean oh okay really sort uh um well yeah yes".split()
)


def edits(testimony: Testimony) -> tuple[Statement, ...]:
    """The witnesses that quote directly and say something else, or leave out or put in something unmarked.

    What is changed stands between words that both have: a quotation that ends sooner or begins later is a part and no
    edit. A paraphrase is none either, nor what is merely spelt or inflected otherwise, in another order or cleared of
    an "um"; an ellipsis, brackets and the joint of two pieces mark an omission. Empty where the leading statement is
    not direct speech.
    """
    if testimony.statement.kind != "direct":
        return ()
    quoted = (witness for witness in testimony.witnesses if witness.kind == "direct")
    return tuple(witness for witness in quoted if _is_edited(testimony.statement, witness))


def _is_edited(statement: Statement, witness: Statement) -> bool:
    ours, theirs = _words(statement), _words(witness)
    put_in = left_out = 0
    for _, a, b, c, d in _inner(ours, theirs):
        lost, new = _not_among(ours[a:b], theirs), _not_among(theirs[c:d], ours)
        if lost and new and "".join(ours[a:b]) != "".join(theirs[c:d]):
            return True
        put_in += new and not lost
        left_out += lost and not new
    return put_in > _breaks(statement) or left_out > _breaks(witness)


def _words(statement: Statement) -> list[str]:
    """The words that are the speaker's: what stands in brackets is the writer's."""
    text = statement.document.text
    own = [part for span in statement.content for part in _outside_brackets(text, span)]
    return [WRITTEN_NUMBERS.get(word.token, word.token) for word in find_words(text, tuple(own))]


def _outside_brackets(text: str, span: Span) -> Iterator[Span]:
    at = span.start
    for match in BRACKETS.finditer(text, span.start, span.end):
        if at < match.start():
            yield Span(at, match.start())
        at = match.end()
    if at < span.end:
        yield Span(at, span.end)


def _inner(ours: Sequence[str], theirs: Sequence[str]) -> list[Block]:
    """What differs between the first and the last passage that both have, or after the words with which both begin."""
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    equal = [place for place, block in enumerate(blocks) if block[0] == "equal"]
    ends = (0, len(blocks) - 1)
    solid = [place for place in equal if place in ends or _is_solid(ours[blocks[place][1] : blocks[place][2]])]
    return [block for block in blocks[solid[0] : solid[-1]] if block[0] != "equal"] if solid else []


def _is_solid(words: Sequence[str]) -> bool:
    return len(words) >= SOLID or sum(map(is_content, words)) >= SOLID_CONTENT


def _not_among(words: Sequence[str], others: Collection[str]) -> bool:
    """Whether one of the words says something that none of the others does."""
    return any(
        is_content(word) and word not in FILLERS and not any(_is_one(word, other) for other in others) for word in words
    )


def _is_one(word: str, other: str) -> bool:
    """Whether it is one word, or one spelling of it; a number and a "not" have only one."""
    if word == other:
        return True
    if word[:BEGINNING] != other[:BEGINNING] or any(is_number(each) or each in NEGATIONS for each in (word, other)):
        return False
    return SequenceMatcher(None, word, other, autojunk=False).ratio() >= ONE_WORD


def _breaks(statement: Statement) -> int:
    """How many omissions a quotation marks."""
    pieces = [span.of(statement.document.text) for span in statement.content]
    marked = sum(len(pattern.findall(piece)) for piece in pieces for pattern in (ELLIPSIS, BRACKETS))
    return marked + len(pieces) - 1

"""Cuts a text into windows of word pieces with the typography that an uncased vocabulary loses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tokenizers import Encoding, Tokenizer

ROOM = 254
"""Word pieces in a window, besides [CLS] and [SEP]."""

SENTENCE_ENDS = ".?!"
PARAGRAPH = re.compile(r"[^\n]+")
OPENING, CLOSING, STRAIGHT = "“„«", "”»", '"'
DOUBLED = re.compile("''|``|’’|‘‘")
MARK = re.compile(f"[{OPENING}{CLOSING}{STRAIGHT}]")
OUTSIDE, INSIDE, OPENS, CLOSES = range(4)
LOWER, CAPITAL, CAPITALS, DIGITS = range(4)


class Piece(NamedTuple):
    """A word piece of a text: vocabulary id, place in code points, and what the letters look like."""

    id: int
    start: int
    end: int
    case: int
    mark: int
    edge: bool
    """It begins a paragraph."""
    word: bool
    """It begins a word; the others continue one and carry no tag."""


Window = tuple[Piece, ...]


def quotation_states(paragraph: str) -> list[int]:
    """For every character: outside or inside quotation marks, or a mark that opens or closes.

    Straight marks alternate; two single straight or curly marks in a row count as a double one. The state starts
    anew with each paragraph, as a running quotation opens each of its paragraphs.
    """
    text = DOUBLED.sub('""', paragraph)
    states = [OUTSIDE] * len(text)
    opened = -1  # where the quotation began, or -1
    for match in MARK.finditer(text):
        place, mark = match.start(), match.group()
        if mark == STRAIGHT and text[place - 1 : place] == STRAIGHT:
            states[place] = states[place - 1]  # the second half of a doubled mark
        elif mark in CLOSING or (mark == STRAIGHT and opened >= 0):
            _fill(states, opened, place)
            states[place], opened = CLOSES, -1
        else:
            _fill(states, opened, place)
            states[place], opened = OPENS, place
    _fill(states, opened, len(text))
    return states


def _fill(states: list[int], opened: int, end: int) -> None:
    """Everything of the open quotation that is no mark is inside of it."""
    if opened >= 0:
        states[opened + 1 : end] = [state or INSIDE for state in states[opened + 1 : end]]


def case_of(letters: str) -> int:
    """How the letters of a word piece look: LOWER, CAPITAL, CAPITALS or DIGITS."""
    if letters.isupper():
        return CAPITALS if len(letters) > 1 else CAPITAL
    if letters[:1].isupper():
        return CAPITAL
    return DIGITS if letters[:1].isdigit() else LOWER


def paragraphs(tokenizer: Tokenizer, text: str) -> list[Window]:
    """The word pieces of each paragraph (a line with something in it); a long one in several parts of ROOM."""
    found = list(PARAGRAPH.finditer(text))
    encodings = tokenizer.encode_batch([match.group() for match in found], add_special_tokens=False)
    stops = frozenset(tokenizer.token_to_id(mark) for mark in SENTENCE_ENDS)
    parts: list[Window] = []
    for match, encoding in zip(found, encodings, strict=True):
        parts.extend(_parts(_pieces(match.group(), match.start(), encoding), stops))
    return parts


def _pieces(paragraph: str, offset: int, encoding: Encoding) -> Window:
    states = quotation_states(paragraph)
    return tuple(
        Piece(
            number,
            offset + start,
            offset + end,
            case_of(paragraph[start:end]),
            states[start],
            place == 0,
            not token.startswith("##"),
        )
        for place, (number, token, (start, end)) in enumerate(
            zip(encoding.ids, encoding.tokens, encoding.offsets, strict=True)
        )
    )


def _parts(pieces: Window, stops: frozenset[int | None]) -> Iterator[Window]:
    """Cuts a paragraph that no window holds: behind a full stop, else between words, else anywhere."""
    while len(pieces) > ROOM:
        words = [i for i in range(1, ROOM + 1) if pieces[i].word]
        ends = [i for i in words if i > ROOM // 2 and pieces[i - 1].id in stops]
        cut = (ends or words or [ROOM])[-1]
        yield pieces[:cut]
        pieces = pieces[cut:]
    if pieces:
        yield pieces


def pack(parts: Sequence[Window], first: int = ROOM) -> Iterator[Window]:
    """Joins paragraphs into windows of at most ROOM pieces; the first of at most `first`, where a paragraph allows."""
    window: Window = ()
    room = first
    for part in parts:
        if window and len(window) + len(part) > room:
            yield window
            window, room = (), ROOM
        window += part
    if window:
        yield window

"""Plain text into paragraphs: blank lines part them, and lines that were only wrapped are put together again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from sources.page import Block, Blocks

# Nobody sets prose narrower than this, and what is wider is a paragraph of its own.
NARROWEST, WIDEST = 50, 100
ENOUGH_BREAKS = 3
MOSTLY = 0.8

CLOSED = re.compile(r"[.!?…:。！？؟।][\"'”’»)\]]*$")
HYPHENED = re.compile(r"[^\W\d_]-$")
ITEM = re.compile(r"(?:[-*•‣·–—]|\d{1,3}[.)])\s")

Chunk = list[str]


def parse_plain(text: str) -> Blocks:
    """The paragraphs of a text whose characters are tidy, as blocks of one line each."""
    chunks = list(split_chunks(text))
    width = find_width(chunks)
    return tuple(Block(line) for chunk in chunks for line in join_chunk(chunk, width))


def split_chunks(text: str) -> Iterator[Chunk]:
    """Runs of lines between blank lines, outer spaces left out."""
    chunk: Chunk = []
    for line in text.split("\n"):
        if stripped := line.strip():
            chunk.append(stripped)
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def find_width(chunks: list[Chunk]) -> int | None:
    """The width in characters at which the text was wrapped, None where its lines are paragraphs.

    A greedy wrap breaks a line exactly where the next word would not fit any more, so in a wrapped text nearly
    every line that does not close a sentence is full in this sense. A line by itself (a headline) bears no witness.
    """
    lengths = [len(line) for chunk in chunks if len(chunk) > 1 for line in chunk if len(line) >= NARROWEST // 2]
    width = max((length for length in lengths if length <= WIDEST), default=0)
    if width < NARROWEST or sum(length > WIDEST for length in lengths) * 10 > len(lengths):
        return None
    opened = [  # lines that do not close a sentence: are they full?
        is_full(line, follower, width)
        for chunk in chunks
        for line, follower in pairwise(chunk)
        if not CLOSED.search(line)
    ]
    wrapped = len(opened) >= ENOUGH_BREAKS and sum(opened) >= MOSTLY * len(opened)
    return width if wrapped else None


def is_full(line: str, follower: str, width: int) -> bool:
    """Whether the next line's first word would not have fitted at the end of this line."""
    return len(line) + 1 + len(follower.split(" ", 1)[0]) > width


def join_chunk(chunk: Chunk, width: int | None) -> Iterator[str]:
    """The chunk's paragraphs, each on one line; a word that was parted at its hyphen is whole again."""
    joined = [chunk[0]]
    for line, follower in pairwise(chunk):
        if not goes_on(line, follower, width):
            yield "".join(joined)
            joined = []
        elif not HYPHENED.search(line):
            joined.append(" ")
        joined.append(follower)
    yield "".join(joined)


def goes_on(line: str, follower: str, width: int | None) -> bool:
    """Whether the paragraph goes on in the next line.

    In a wrapped text, where the line is full; in any other, where a long line stops short of closing its sentence and
    the next begins with a small letter.
    """
    if width is None:
        return len(line) >= NARROWEST and follower[0].islower() and not CLOSED.search(line)
    return is_full(line, follower, width) and not (CLOSED.search(line) and ITEM.match(follower))

"""Cutting documents into the pieces that are searched, and keeping them.

document            -> its lines, long ones cut between sentences | what it states of itself
document, analysis  -> its sentences, each with the statements and figures in it | lines that are no sentences
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import delete, insert
from sqlmodel import col

from storage.matching import fold
from storage.rows import PieceRow
from storage.session import Session
from summarizer.types import Analysis, Document, Span

LONGEST = 8_000
"""Characters of a piece that are indexed: PostgreSQL takes a megabyte at most, and no sentence is that long."""
LINE = 400
"""Characters from which a line that was not understood is cut."""
_END = re.compile(r"(?<=[.!?…。！？])\s+|\n+")


class Found(NamedTuple):
    """A statement or figure as far as the index needs it: its position, where it stands, whose it is."""

    position: int
    span: Span
    name: str = ""


class Cut(NamedTuple):
    """A piece before it is stored: where it stands and the number of its sentence, if it is one."""

    span: Span
    sentence: int | None = None


async def keep(session: Session, number: int, document: Document, analysis: Analysis | None = None) -> None:
    """Put a document's pieces in the place of those that it had; with its analysis once there is one."""
    await session.exec(delete(PieceRow).where(col(PieceRow.document_id) == number))
    rows = rows_of(number, document) if analysis is None else _understood(number, analysis)
    if rows:
        await session.exec(insert(PieceRow), params=rows)


def _understood(number: int, analysis: Analysis) -> list[dict[str, Any]]:
    statements = [
        Found(position, each.context, f"{each.speaker.name} {each.speaker.role or ''}" if each.speaker else "")
        for position, each in enumerate(analysis.statements)
    ]
    figures = [
        Found(position, each.clause, each.attributed_name or "") for position, each in enumerate(analysis.figures)
    ]
    return rows_of(number, analysis.document, analysis.sentences, statements, figures)


def rows_of(
    number: int,
    document: Document,
    sentences: Sequence[Span] = (),
    statements: Sequence[Found] = (),
    figures: Sequence[Found] = (),
) -> list[dict[str, Any]]:
    """The rows of a document's pieces, in the order of the text, after them what it states of itself."""
    rows = []
    for span, sentence in cuts(document.text, sentences):
        said = [each for each in statements if each.span.overlap(span)]
        counted = [each for each in figures if each.span.overlap(span)]
        folded = fold(span.of(document.text))[:LONGEST]
        names = _names(folded, (each.name for each in (*said, *counted)))
        if folded:
            rows.append(_row(number, span, sentence, said, counted, folded, names))
    stated = fold(" ".join(filter(None, (document.title, document.publisher, document.byline))))[:LONGEST]
    if stated:
        rows.append(_row(number, None, None, (), (), stated, ""))
    return rows


def cuts(text: str, sentences: Sequence[Span] = ()) -> Iterator[Cut]:
    """The whole text in pieces: sentences, and what stands between them line by line."""
    at = 0
    for place, sentence in enumerate(sentences):
        yield from map(Cut, _lines(text, at, sentence.start))
        yield Cut(sentence, place)
        at = max(at, sentence.end)
    yield from map(Cut, _lines(text, at, len(text)))


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """The lines of a stretch, several short sentences of one line together."""
    begin, last = start, start
    for stop in (*(match.end() for match in _END.finditer(text, start, end)), end):
        broken = "\n" in text[last:stop] or stop - begin > LINE
        last = stop
        if broken or stop == end:
            yield from _bare(text, begin, stop)
            begin = stop


def _bare(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretch without the space around it, if a letter or digit is left; without end it is cut anywhere."""
    piece = text[start:end]
    first, last = start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
    for begin in range(first, last, LONGEST // 2):
        span = Span(begin, min(last, begin + LONGEST // 2))
        if any(map(str.isalnum, span.of(text))):
            yield span


def _names(folded: str, names: Iterable[str]) -> str:
    """Who speaks, in so far as the sentence does not name them."""
    said = set(folded.split())
    words = dict.fromkeys(word for name in names for word in fold(name).split() if word not in said)
    return " ".join(words)[:LONGEST]


def _row(
    number: int,
    span: Span | None,
    sentence: int | None,
    statements: Iterable[Found],
    figures: Iterable[Found],
    folded: str,
    names: str,
) -> dict[str, Any]:
    return {
        "document_id": number,
        "start": span.start if span else 0,
        "end": span.end if span else 0,
        "sentence": sentence,
        "statements": packed(each.position for each in statements),
        "figures": packed(each.position for each in figures),
        "folded": folded,
        "names": names,
    }


def packed(positions: Iterable[int]) -> str:
    """`,3,4,`, so that one of them is found as `,3,`; empty where there are none."""
    numbers = ",".join(map(str, positions))
    return f",{numbers}," if numbers else ""


def unpacked(positions: str) -> tuple[int, ...]:
    """The positions of `packed`."""
    return tuple(map(int, filter(None, positions.split(","))))

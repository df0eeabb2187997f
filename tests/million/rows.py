"""The rows of made documents, as storage writes them: in tuples, many at a time, with row ids of our own."""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table

from storage import prints, search_pieces, speakers
from storage.bulk import table
from storage.matching import fold, words_of
from storage.packing import pack_analysis, pack_figure, pack_spans, pack_statement
from storage.rows import (
    AnalysisRow,
    CopiedRow,
    DocumentRow,
    FigureRow,
    FoldedRow,
    MemberRow,
    PieceRow,
    PrintRow,
    RawRow,
    Row,
    ScopeRow,
    SourceRow,
    SpeakerRow,
    StatementRow,
    StoryRow,
    SupersessionRow,
    TermRow,
    WordRow,
)
from storage.scopes import PUBLIC
from summarizer.stories.grouping import fingerprint
from tests.million.making import Made

ORDER: tuple[type[Row], ...] = (
    DocumentRow, RawRow, FoldedRow, WordRow, SourceRow, SupersessionRow, AnalysisRow, StatementRow, FigureRow,
    SpeakerRow, PrintRow, TermRow, ScopeRow, StoryRow, MemberRow, CopiedRow, PieceRow,
)  # fmt: skip
"""Each after those that it points to."""
Rows = dict[type[Row], list[dict[str, Any]]]


@dataclass
class Numbers:
    """What was given away so far."""

    pieces: int = 0
    speakers: dict[tuple[str, str], int] = field(default_factory=dict)
    stories: dict[int, int] = field(default_factory=dict)
    scopes: Counter[int] = field(default_factory=Counter)
    supersessions: int = 0


def rows_of(made: Iterable[tuple[int, Made]], numbers: Numbers) -> Rows:
    """All rows of these documents, each with the row id that goes before it."""
    rows: Rows = defaultdict(list)
    for number, each in made:
        _text(rows, number, each, numbers)
        _understood(rows, number, each, numbers)
        _grouped(rows, number, each, numbers)
    return rows


def columns(row: type[Row]) -> tuple[Table, tuple[str, ...]]:
    """The table and its columns, all of them in its order."""
    found = table(row)
    return found, tuple(column.name for column in found.columns)


def counted(numbers: Numbers) -> Iterator[dict[str, Any]]:
    """The counters of stories, at the end."""
    return ({"scope": scope, "stories": count} for scope, count in numbers.scopes.items())


def _text(rows: Rows, number: int, made: Made, numbers: Numbers) -> None:
    document = made.analysis.document
    fields = ("key", "title", "publisher", "byline", "url", "published", "text")
    about = {name: getattr(document, name) for name in fields}
    rows[DocumentRow].append({"id": number, **about, "added": made.added, "headings": pack_spans(document.headings)})
    rows[RawRow].append({"document_id": number, "packed": zlib.compress(document.text.encode(), 1)})
    folded = fold("\n".join(filter(None, (document.title, document.publisher, document.byline, document.text))))
    rows[FoldedRow].append({"document_id": number, "folded": folded})
    rows[SourceRow].append(
        {"id": number, "chat": made.chat, "kind": "feed", "name": document.publisher, "document_id": number,
         "added": made.added, "origin": None, "message": None}
    )  # fmt: skip
    if made.replaces:
        numbers.supersessions += 1
        rows[SupersessionRow].append(
            {"id": numbers.supersessions, "scope": made.chat or PUBLIC, "document_id": number,
             "old_id": made.replaces, "since": made.added}
        )  # fmt: skip
        rows[CopiedRow] += [
            {"document_id": one, "other_id": other, "share": 0.6}
            for one, other in ((number, made.replaces), (made.replaces, number))
        ]


def _understood(rows: Rows, number: int, made: Made, numbers: Numbers) -> None:
    analysis = made.analysis
    rows[AnalysisRow].append({"document_id": number, "analysed": made.added, **pack_analysis(analysis)})
    statements = [pack_statement(each) for each in analysis.statements]
    figures = [pack_figure(each) for each in analysis.figures]
    for kind, found in ((StatementRow, statements), (FigureRow, figures)):
        rows[kind] += [each | {"document_id": number, "position": place} for place, each in enumerate(found)]
    folded = (rows[FoldedRow][-1]["folded"], *(str(each["folded"]) for each in (*statements, *figures)))
    rows[WordRow] += [{"document_id": number, "word": word} for word in words_of(*folded)]
    for each in speakers.rows_of(analysis.statements):
        key = each["name"], each["role"]
        if key not in numbers.speakers:
            numbers.speakers[key] = len(numbers.speakers) + 1
            rows[SpeakerRow].append({"id": numbers.speakers[key], **each})
    for piece in search_pieces._understood(number, analysis):
        numbers.pieces += 1
        rows[PieceRow].append({"id": numbers.pieces, **piece})


def _grouped(rows: Rows, number: int, made: Made, numbers: Numbers) -> None:
    print_ = fingerprint(made.analysis)
    rows[PrintRow].append({"document_id": number, **prints._pack(print_)})
    rows[TermRow] += [{"term": term, "document_id": number} for term in print_.telling]
    scope = made.chat or PUBLIC
    if made.story not in numbers.stories:
        numbers.stories[made.story] = len(numbers.stories) + 1
        numbers.scopes[scope] += 1
        place = 2 * numbers.scopes[scope] - (scope == PUBLIC)
        rows[StoryRow].append({"id": numbers.stories[made.story], "scope": scope, "number": place, "within": None})
    story = numbers.stories[made.story]
    rows[MemberRow].append({"scope": scope, "document_id": number, "story_id": story, "arrived": made.added})

"""Between what a text says and its rows: spans and values as compact JSON, vectors as packed little-endian float32.

JSON for one document's vectors took 5.5 times the room.
"""

from __future__ import annotations

import json
from typing import cast

import numpy as np

from storage.matching import fold
from storage.rows import AnalysisRow, FigureRow, StatementRow
from summarizer.errors import StorageError
from summarizer.types import (
    Analysis,
    Document,
    Figure,
    FigureType,
    Kind,
    Modifier,
    Span,
    Spans,
    Speaker,
    Statement,
    Value,
    Vectors,
)


def pack_spans(spans: Spans) -> str:
    """`[start,end,start,end...]`."""
    return _json([number for span in spans for number in (span.start, span.end)])


def unpack_spans(packed: str) -> Spans:
    """The spans of `pack_spans`."""
    numbers = json.loads(packed)
    return tuple(map(Span, numbers[::2], numbers[1::2]))


def pack_vectors(vectors: Vectors) -> bytes:
    """The rows one after another, 4 bytes a number, in the same order on every machine."""
    return vectors.astype("<f4").tobytes()


def unpack_vectors(packed: bytes, dimensions: int) -> Vectors:
    """The vectors of `pack_vectors`, shape (rows, dimensions)."""
    flat = np.frombuffer(packed, "<f4").astype(np.float32)
    return flat.reshape(len(flat) // dimensions if dimensions else 0, dimensions)


def pack_analysis(analysis: Analysis) -> dict[str, object]:
    """The columns of an analysis, without its statements and figures."""
    vectors = analysis.vectors
    return {
        "recipe": analysis.recipe,
        "backend": analysis.backend,
        "language": analysis.language,
        "sentences": pack_spans(analysis.sentences),
        "ranking": _json(analysis.ranking),
        "dimensions": None if vectors is None else vectors.shape[1],
        "vectors": None if vectors is None else pack_vectors(vectors),
    }


def unpack_analysis(
    row: AnalysisRow, document: Document, statements: tuple[Statement, ...], figures: tuple[Figure, ...]
) -> Analysis:
    """The analysis of a row; raises StorageError when a sentence lies outside of the document."""
    sentences = unpack_spans(row.sentences)
    if any(span.end > len(document.text) for span in sentences):
        raise _altered(document)
    return Analysis(
        document=document,
        recipe=row.recipe,
        backend=row.backend,
        language=row.language,
        sentences=sentences,
        ranking=tuple(json.loads(row.ranking)),
        statements=statements,
        figures=figures,
        vectors=None if row.vectors is None else unpack_vectors(row.vectors, row.dimensions or 0),
    )


def pack_statement(statement: Statement) -> dict[str, object]:
    """The columns of a statement, without the row's place."""
    text, speaker = statement.document.text, statement.speaker
    context = statement.context.of(text)
    name, role = (speaker.name, speaker.role) if speaker else (None, None)
    return {
        "kind": statement.kind,
        "question": statement.question,
        "content": pack_spans(statement.content),
        "source": pack_spans(statement.source),
        "cue": pack_spans(statement.cue),
        "context": pack_spans((statement.context,)),
        "content_text": statement.text,
        "source_text": _joined(statement.source, text),
        "context_text": context,
        "speaker_name": name,
        "speaker_role": role,
        "folded": fold("\n".join(filter(None, (context, statement.text, name, role)))),
    }


def unpack_statement(row: StatementRow, document: Document) -> Statement:
    """The statement of a row; raises StorageError when its spans no longer cut the texts that were stored."""
    statement = Statement(
        document=document,
        kind=cast(Kind, row.kind),
        content=unpack_spans(row.content),
        source=unpack_spans(row.source),
        cue=unpack_spans(row.cue),
        speaker=None if row.speaker_name is None else Speaker(row.speaker_name, row.speaker_role),
        context=unpack_spans(row.context)[0],
        question=row.question,
    )
    _same(document, statement.content, row.content_text)
    _same(document, statement.source, row.source_text)
    _same(document, (statement.context,), row.context_text)
    return statement


def pack_figure(figure: Figure) -> dict[str, object]:
    """The columns of a figure, without the row's place."""
    return {
        "meaning": None if figure.meaning is None else pack_vectors(figure.meaning),
        **_pack_number(figure),
        **_pack_words(figure),
    }


def _pack_number(figure: Figure) -> dict[str, object]:
    """What the number means, and where everything that belongs to it stands."""
    return {
        "value": _json(figure.value),
        "unit": figure.unit,
        "modifier": figure.modifier,
        "type": figure.type,
        "vague": figure.vague,
        "span": pack_spans((figure.span,)),
        "counts": pack_spans(_some(figure.counts)),
        "attributed_to": pack_spans(_some(figure.attributed_to)),
        "clause": pack_spans((figure.clause,)),
        "event": _packed(figure.event),
        "place": _packed(figure.place),
        "time": _packed(figure.time),
    }


def _pack_words(figure: Figure) -> dict[str, object]:
    """The exact texts as they are now, and all of them folded for searching."""
    text = figure.document.text
    counts = None if figure.counts is None else figure.counts.of(text)
    attributed = None if figure.attributed_to is None else figure.attributed_to.of(text)
    clause, scope = figure.clause.of(text), _joined(_scope(figure), text)
    words = (clause, figure.text, counts, attributed, figure.attributed_name, scope)
    return {
        "surface": figure.text,
        "counts_text": counts,
        "attributed_text": attributed,
        "attributed_name": figure.attributed_name,
        "clause_text": clause,
        "scope_text": scope or None,
        "folded": fold("\n".join(filter(None, words))),
    }


def unpack_figure(row: FigureRow, document: Document) -> Figure:
    """The figure of a row; raises StorageError when its spans no longer cut the texts that were stored."""
    counts, attributed = unpack_spans(row.counts), unpack_spans(row.attributed_to)
    figure = Figure(
        document=document,
        span=unpack_spans(row.span)[0],
        value=_value(row.value),
        unit=row.unit,
        modifier=cast(Modifier, row.modifier),
        type=cast(FigureType, row.type),
        counts=counts[0] if counts else None,
        attributed_to=attributed[0] if attributed else None,
        attributed_name=row.attributed_name,
        clause=unpack_spans(row.clause)[0],
        vague=row.vague,
        event=_unpacked(row.event),
        place=_unpacked(row.place),
        time=_unpacked(row.time),
        meaning=None if row.meaning is None else np.frombuffer(row.meaning, "<f4").astype(np.float32),
    )
    _same(document, (figure.span,), row.surface)
    _same(document, counts, row.counts_text or "")
    _same(document, attributed, row.attributed_text or "")
    _same(document, (figure.clause,), row.clause_text)
    _same(document, _scope(figure), row.scope_text or "")
    return figure


def _scope(figure: Figure) -> Spans:
    return tuple(filter(None, (figure.event, figure.place, figure.time)))


def _same(document: Document, spans: Spans, stored: str) -> None:
    text = document.text
    inside = all(span.end <= len(text) for span in spans)
    if not inside or _joined(spans, text) != stored:
        raise _altered(document)


def _altered(document: Document) -> StorageError:
    return StorageError(f"a stored passage of document {document.key} is not the text at its place")


def _joined(spans: Spans, text: str) -> str:
    return " ".join(span.of(text) for span in spans)


def _some(span: Span | None) -> Spans:
    return () if span is None else (span,)


def _packed(span: Span | None) -> str | None:
    return None if span is None else pack_spans((span,))


def _unpacked(packed: str | None) -> Span | None:
    return None if packed is None else unpack_spans(packed)[0]


def _value(packed: str) -> Value:
    value = json.loads(packed)
    return tuple(value) if isinstance(value, list) else value


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))

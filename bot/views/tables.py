"""Statements and figures as tables for spreadsheets: CSV as RFC 4180 has it, one row each, passages to the letter.

A cell that a spreadsheet would run as a formula begins with an apostrophe, which it does not show.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.views.export import whole
from summarizer.types import Analysis, Document, Figure, Statement

MARK = "\ufeff"
"""What tells spreadsheets that the file is UTF-8."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")

SOURCE = ("title", "publisher", "url", "published", "key")
STATEMENT = ("kind", "speaker", "role", "cue", "statement", "content", "start", "end", *SOURCE)
FIGURE = (
    "value", "unit", "modifier", "counts", "attributed_to", "as_written", "sentence", "type", "start", "end", *SOURCE
)  # fmt: skip


def statement_table(known: Iterable[Analysis]) -> str:
    """A row for each statement; offsets are code points of the stored text.

    `statement` is what readers are shown: the words of direct speech, else the whole sentence that reports them, since
    its content alone may say the opposite ("denied that ..."). `cue` is the word of saying.
    """
    return _table(STATEMENT, (_statement(each) for analysis in known for each in analysis.statements))


def figure_table(known: Iterable[Analysis]) -> str:
    """A row for each figure; a range has both its ends in `value`, `..` between them."""
    return _table(FIGURE, (_figure(each) for analysis in known for each in analysis.figures))


def _statement(statement: Statement) -> Sequence[object]:
    text, speaker = statement.document.text, statement.speaker
    content, cue = (" … ".join(span.of(text) for span in each) for each in (statement.content, statement.cue))
    said = content if statement.kind == "direct" else statement.context.of(text)
    where = statement.content[0].start, statement.content[-1].end
    who = (speaker.name, speaker.role) if speaker else (None, None)
    return (statement.kind, *who, cue, said, content, *where, *_source(statement.document))


def _figure(figure: Figure) -> Sequence[object]:
    text = figure.document.text
    value = (
        "..".join(f"{each:.15g}" for each in figure.value) if isinstance(figure.value, tuple) else whole(figure.value)
    )
    counts = figure.counts.of(text) if figure.counts else None
    teller = figure.attributed_name or (figure.attributed_to.of(text) if figure.attributed_to else None)
    about = value, figure.unit, figure.modifier, counts, teller, figure.text
    place = figure.clause.of(text), figure.type, figure.span.start, figure.span.end
    return (*about, *place, *_source(figure.document))


def _source(document: Document) -> Sequence[object]:
    return (document.title, document.publisher, document.url, _day(document.published), document.key)


def _day(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_cell(each) for each in row] for row in rows)
    return MARK + out.getvalue()


def _cell(value: object) -> object:
    """Numbers as they are; `-5` in a text is none."""
    if not isinstance(value, str):
        return value
    bare = value.replace("\0", "\N{REPLACEMENT CHARACTER}")
    return f"'{bare}" if bare.startswith(FORMULA) else bare

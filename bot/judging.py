"""`verbatim verify`: whether a summary, whoever wrote it, is borne out by its source, without a model."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from bot.services.batch import LineError
from bot.streaming import lines_of, write_line
from sources.base import Reader, Ref
from sources.readers import read
from summarizer.sentences import find_headings
from summarizer.support import alarms
from summarizer.types import Document


async def judge(summary: Ref, source: Ref, readers: Sequence[Reader]) -> bool:
    """Prints what of a summary its source does not bear out, a line each; True where there is nothing.

    Raises SourceError for what cannot be read.
    """
    told, document = await read(summary, readers), (await read(source, readers)).document
    found = alarms(told.document.text, document)
    for fault in found:
        print(fault)
    if not found:
        print("Every number, name and quotation of it stands in the source, and no “not” was added or lost.")
    return not found


def judge_lines(source: str) -> bool:
    """`{"id", "text", "summary"}` in, `{"id", "alarm", "faults"}` out, a line each; True where every line was read."""
    whole = True
    with lines_of(source) as lines:
        for number, line in enumerate(lines, start=1):
            try:
                if line.strip():
                    write_line(json.dumps(judged(number, line), ensure_ascii=False))
            except LineError as error:
                whole = False
                print(error.detail, file=sys.stderr)
    return whole


def judged(number: int, line: str) -> dict[str, Any]:
    """What is wrong with one line's summary. Raises LineError saying what is wrong with the line."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LineError(number, f"not JSON ({error})") from error
    if not isinstance(row, dict) or not isinstance(row.get("id"), str | int):
        raise LineError(number, 'an object with an "id" is expected')
    text, summary = row.get("text"), row.get("summary")
    if not (isinstance(text, str) and isinstance(summary, str) and text.strip() and summary.strip()):
        raise LineError(number, 'expected "text": "..." and "summary": "..."')
    found = alarms(summary, Document.make(text, headings=find_headings(text)))
    return {"id": row["id"], "alarm": bool(found), "faults": list(found)}

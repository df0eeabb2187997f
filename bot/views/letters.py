"""A message of a digest as it waits to be sent: its text, what is shown of its marks, and what it offers to show again.

Where a piece of it stands in its source was checked when it was composed; what is stored is what Telegram gets.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, cast

from bot.views.language import SOURCE, spoken
from bot.views.rich import SHOWN, Mark, MarkKind, Rich


@dataclass(frozen=True, slots=True)
class Again:
    """A message that may not have arrived, by its delivery's id, and which part of its digest it is."""

    delivery: int
    part: int


def pack(rich: Rich, again: tuple[Again, ...] = ()) -> str:
    """The message as JSON: offsets count code points; `again` are the messages that it offers to show again.

    The language that is spoken is kept with it: what is put around it when it is sent is in the same.
    """
    marks = [[each.start, each.end, each.kind, each.url] for each in rich.marks if each.kind in SHOWN]
    offered = {"again": [[each.delivery, each.part] for each in again]} if again else {}
    language = {"language": spoken()} if spoken() != SOURCE else {}
    packed = {"text": rich.text, "marks": marks, **offered, **language}
    return json.dumps(packed, ensure_ascii=False, separators=(",", ":"))


def unpack(text: str) -> Rich:
    """The message as it was packed, without the marks that nobody sees. Raises ValueError for what `pack` never made.

    A mark's document is not kept: nothing more of its source can be told from a letter.
    """
    packed = _read(text)
    marks = tuple(Mark(start, end, cast("MarkKind", kind), url) for start, end, kind, url in packed["marks"])
    if not all(mark.kind in SHOWN for mark in marks):
        raise ValueError("a letter with a mark that is never shown")
    return Rich(packed["text"], marks)


def again_of(text: str) -> tuple[Again, ...]:
    """The messages that a letter offers to show again."""
    return tuple(Again(delivery, part) for delivery, part in _read(text).get("again", ()))


def language_of(text: str) -> str:
    """The language that a letter is written in."""
    return str(_read(text).get("language", SOURCE))


def _read(text: str) -> dict[str, Any]:  # JSON: what stands where is checked by whoever reads it
    packed = json.loads(text)
    if not isinstance(packed, dict) or not {"text", "marks"} <= packed.keys():
        raise ValueError("no letter")
    return packed

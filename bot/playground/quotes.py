"""Quotations in replies: where the quoted piece stands in a message, with its formatting."""

from __future__ import annotations

from collections.abc import Iterable

from bot.playground.entities import STYLES, span, utf16
from bot.playground.wire import Json

QUOTED = STYLES | {"custom_emoji", "date_time"}
"""The formatting that a quotation must have exactly as the message has it; links and the like do not count."""


def places(message: Json, words: str, styles: Iterable[Json]) -> tuple[int, ...]:
    """Where the words stand in the text or caption of a message with the same formatting, in UTF-16 units."""
    whole = message.get("text") or message.get("caption") or ""
    entities = message.get("entities") or message.get("caption_entities") or ()
    wanted, found, at = _clipped(styles, 0, utf16(words)), [], whole.find(words)
    while at >= 0:
        start = utf16(whole[:at])
        if _clipped(entities, start, start + utf16(words)) == wanted:
            found.append(start)
        at = whole.find(words, at + 1)
    return tuple(found)


def wire(words: str, styles: Iterable[Json], position: int) -> Json:
    """The field `quote` of a message."""
    kept = [entity for entity in styles if entity["type"] in QUOTED]
    return {"text": words, "position": position} | ({"entities": kept} if kept else {})


def _clipped(entities: Iterable[Json], start: int, end: int) -> set[tuple[str, int, int]]:
    """Kind, start and end of the formatting within a piece, counted from where the piece begins."""
    pieces = ((e["type"], max(span(e)[0], start), min(span(e)[1], end)) for e in entities if e["type"] in QUOTED)
    return {(kind, a - start, b - start) for kind, a, b in pieces if a < b}

"""What a person sent, piece by piece, as it is kept until it is dealt with, and the items that the pieces make.

messages -> pieces, each kept at once -> (quiet) -> items: cut texts joined, a comment beside a forward left out
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from sources.base import NOWHERE, Origin
from storage.types import Arrival, ArrivalKind

LONG_MESSAGE = 2048
"""UTF-16 units: a paste of more than 4,096 is cut by apps at the best place in the second half of what fits."""
LONG_FORWARD = 4000
"""The same of forwards: a channel's posts are apart, however fast they come, unless one is as long as a post can be."""
ENDS = tuple(".!?…:;\"'”’»)]")


@dataclass(frozen=True, slots=True)
class Sent:
    """One piece of a message: a text, a link, or a file by Telegram's id of it.

    `forwarded` says where a forward comes from, `forward` recognises the same one again. `album` is Telegram's id of
    the album that the message is of, `message` the message that holds it where a command answers that one.
    `part` says that the piece continues the one before it, `beside` that the words around a link were left out. A
    piece with a `fault` gives nothing to read: `short` talk, an answer of our `own`, or a kind of file that holds no
    text ("image").
    """

    kind: ArrivalKind
    text: str | None = None
    url: str | None = None
    file: str | None = None
    name: str | None = None
    mime: str | None = None
    size: int | None = None
    origin: Origin = NOWHERE
    forwarded: str | None = None
    forward: str | None = None
    album: str | None = None
    message: int | None = None
    part: bool = False
    beside: bool = False
    fault: str | None = None

    @property
    def label(self) -> str:
        """What was sent, as its sender knows it: the link, the file's name or the first line."""
        return self.url or self.name or (self.text or "").strip().partition("\n")[0]

    def pack(self) -> str:
        """As JSON, without what is empty."""
        given = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in {"kind", "origin"}}
        packed: dict[str, object] = {name: value for name, value in given.items() if value}
        if self.origin != NOWHERE:
            packed["origin"] = {each.name: _plain(getattr(self.origin, each.name)) for each in fields(Origin)}
        return json.dumps(packed, ensure_ascii=True)

    @classmethod
    def unpack(cls, kind: ArrivalKind, payload: str) -> Sent:
        """What `pack` has packed."""
        packed = json.loads(payload)
        origin = packed.pop("origin", None)
        if origin:
            published = origin.pop("published")
            packed["origin"] = Origin(**origin, published=datetime.fromisoformat(published) if published else None)
        return cls(kind, **packed)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to take in, and the pieces that it came in: the first of them carries what becomes of it."""

    sent: Sent
    pieces: tuple[Arrival, ...]

    @property
    def lead(self) -> Arrival:
        return self.pieces[0]


def items_of(pieces: Sequence[Arrival]) -> tuple[Item, ...]:
    """The items of a batch in the order in which they were sent.

    Talk beside something to read is a comment, and a picture beside the text of its album is its picture.
    """
    joined: list[Item] = []
    for piece in sorted(pieces, key=lambda each: (each.message, each.position)):
        sent = Sent.unpack(piece.kind, piece.payload)
        if sent.part and joined and joined[-1].sent.text:
            whole = _join(joined[-1].sent.text, sent.text or sent.url or "")
            joined[-1] = Item(replace(joined[-1].sent, text=whole), (*joined[-1].pieces, piece))
        else:
            joined.append(Item(sent, (piece,)))
    return tuple(_worth_reading(joined))


def _worth_reading(items: Sequence[Item]) -> Iterable[Item]:
    albums = {item.sent.album for item in items if item.sent.fault is None}
    faults: set[tuple[str, str | None]] = set()
    readable = any(item.sent.fault is None for item in items)
    for item in items:
        fault = item.sent.fault
        if fault is None:
            yield item
        elif (fault == "short" and readable) or (item.sent.album is not None and item.sent.album in albums):
            continue
        elif (fault, item.sent.album) not in faults or (fault not in {"short", "own"} and item.sent.album is None):
            faults.add((fault, item.sent.album))
            yield item


def _join(head: str, tail: str) -> str:
    """Apps cut at the end of a line or a word, and Telegram trims what stood there."""
    new_paragraph = head.rstrip().endswith(ENDS) and not tail[:1].islower()
    return head.rstrip() + ("\n\n" if new_paragraph else " ") + tail.lstrip()


def _plain(value: str | datetime | None) -> str | None:
    return value.isoformat() if isinstance(value, datetime) else value

"""Links that open the bot at one thing: a passage, a story, a digest that somebody shared, an invite.

`https://t.me/BOT?start=PAYLOAD`, of whose payload Telegram takes 64 of A-Z a-z 0-9 _ - at most: `q_<hex>_<start>` is
what stands at that offset (code points) of a document, `t_<hex>` the story in which the opening chat has the document,
`d_<id>` a preset, `i_<token>` an invite. `<hex>` begins the hash of a document's text, 88 bits of it: nobody guesses
one, and whoever opens a link is shown only what their chat sees.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from summarizer.types import Document

Kind = Literal["passage", "story", "preset", "invite"]
DIGITS: Final = 22
"""Hexadecimal digits of a document's hash in a link."""
LONGEST: Final = 64
"""Characters of a payload."""
PASSAGE = re.compile(rf"q_([0-9a-f]{{{DIGITS}}})_(0|[1-9][0-9]{{0,8}})", re.ASCII)
STORY = re.compile(rf"t_([0-9a-f]{{{DIGITS}}})", re.ASCII)
SHARED = re.compile(r"([di])_([A-Za-z0-9_-]{1,62})", re.ASCII)
OURS = re.compile(r"[qtdi]_", re.ASCII)
"""How a payload of ours begins, also one that is broken."""
ADDING: Final = "add"
OPENED: Final = "inline"
"""What a person brings along who comes from the list of inline results: nothing but themselves."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a payload names: `mark` begins a document's hash, or is the id of what was shared; `start` an offset."""

    kind: Kind
    mark: str
    start: int = 0


def read(payload: str) -> Link | None:
    """What a payload names; None for any other words."""
    if found := PASSAGE.fullmatch(payload):
        return Link("passage", found[1], int(found[2]))
    if found := STORY.fullmatch(payload):
        return Link("story", found[1])
    if found := SHARED.fullmatch(payload):
        return Link("preset" if found[1] == "d" else "invite", found[2])
    return None


def is_broken(payload: str) -> bool:
    """Whether a payload begins as ours do, and names nothing."""
    return OURS.match(payload) is not None and read(payload) is None


def passage(document: Document, start: int) -> str:
    """The payload of the statement or figure that begins there."""
    return f"q_{mark_of(document)}_{start}"


def story(document: Document) -> str:
    """The payload of a document's story."""
    return f"t_{mark_of(document)}"


def mark_of(document: Document) -> str:
    """What a link names a document by: the first digits of its hash."""
    return document.key.rpartition("-")[2][:DIGITS]


def opening(bot: str, payload: str) -> str:
    """The address that opens the bot, by its username, at a payload."""
    return f"https://t.me/{bot}?start={payload}"


def joining(bot: str, payload: str) -> str:
    """The address under which people choose a group, in which the bot then is opened at a payload."""
    return f"https://t.me/{bot}?startgroup={payload}"


def adding(bot: str) -> str:
    """The address under which people choose a group to put the bot in."""
    return f"https://t.me/{bot}?startgroup={ADDING}"

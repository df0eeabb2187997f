"""What chats want told and not told, who may use the bot, and what its operators tell all chats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

TermVerb = Literal["follow", "mute"]
TermKind = Literal["person", "words", "phrase", "publisher", "story"]
"""A speaker by name; words that all must be there, in any order; words as they stand; who publishes; a story's number.
"""


@dataclass(frozen=True, slots=True)
class Term:
    """What a chat follows or mutes; `value` as people wrote it ("grain deal", "Blinken", "bbc.com", "3")."""

    id: int
    chat: int
    verb: TermVerb
    kind: TermKind
    value: str
    person: int | None
    added: datetime


@dataclass(frozen=True, slots=True)
class Permit:
    """A chat that may use a bot which is not open to everybody: let in by `person`, by the invite `invite` if any."""

    chat: int
    person: int | None
    invite: str | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Invite:
    """A link that lets `uses` chats in until `until`; `used` of them are gone. The token cannot be guessed."""

    token: str
    person: int
    uses: int
    used: int
    made: datetime
    until: datetime


CopyState = Literal["pending", "sending", "sent", "failed", "uncertain"]


@dataclass(frozen=True, slots=True)
class Broadcast:
    """What an operator tells all chats; nothing is sent before it is `confirmed`."""

    id: int
    person: int
    text: str
    made: datetime
    confirmed: datetime | None = None
    finished: datetime | None = None

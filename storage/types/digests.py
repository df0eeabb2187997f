"""Digests: what a chat subscribed to, what was composed of it, and each message of it on its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

DigestLength = Literal["short", "usual", "full"]
Pause = Literal["asked", "blocked", "removed", "gone", "rights", "access"]
"""Why a subscription rests: somebody asked for it; its person blocked the bot; the bot was removed from the chat; the
chat is not there any more; the bot may not write there; its chat may not use the bot. All but the first end by
themselves when the reason does."""
DeliveryState = Literal["pending", "sending", "sent", "dead", "uncertain"]
"""To be sent; a request for it may be under way; Telegram has given it a number; it will not be sent; it was asked for
and nobody knows whether Telegram took it."""
ToldKind = Literal["sentence", "statement", "figure"]


@dataclass(frozen=True, slots=True)
class Rule:
    """When a digest is due, in local time: at each of `times`, on `days` (ISO: 1 Monday to 7 Sunday), in an IANA zone.

    `quiet` are the hours in which nothing is sent, from the first to the second; they may go over midnight.
    """

    times: tuple[time, ...]
    days: tuple[int, ...]
    zone: str
    quiet: tuple[time, time] | None = None


@dataclass(frozen=True, slots=True)
class Taste:
    """What a digest tells: documents that hold one of the topics ("grain", "#3 hospital"), or everything; how much.

    With `empty` it says so where there is nothing new; otherwise nothing is sent then.
    """

    topics: tuple[str, ...] = ()
    length: DigestLength = "usual"
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Subscription:
    """A digest that a chat gets, in `thread` where that is a forum's topic; `person` set it up.

    `home` is the chat in which it was set up and is changed, and whose sources it tells, where that is another than the
    one that gets it: a channel's digests, or those routed elsewhere. None: both are the chat that gets it.

    `due` is when the next one is to be composed, None while it is paused. `version` counts what people changed.
    `last` is the occurrence that was composed last. `told` names the trouble of which somebody was told ("topic",
    "rights"), so that they are told once; it is cleared when the trouble ends. What came after `looked` is new to it,
    None before its first digest: to that all is.
    """

    id: int
    chat: int
    thread: int | None
    person: int | None
    rule: Rule
    taste: Taste
    silent: bool
    created: datetime
    due: datetime | None
    last: datetime | None = None
    paused: Pause | None = None
    told: str | None = None
    version: int = 0
    looked: datetime | None = None
    home: int | None = None

    @property
    def keeper(self) -> int:
        """The chat in which it is set up and changed, and whose sources it tells."""
        return self.chat if self.home is None else self.home


@dataclass(frozen=True, slots=True)
class Told:
    """A passage that a digest told: `[start, end)` in the text of a document, by its key."""

    kind: ToldKind
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Edition:
    """What a digest told, shared by all chats that were told the same; `made` is when it was composed."""

    id: int
    made: datetime
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A message of a digest of which nobody knows whether it arrived, and of which the chat was not told yet.

    With `lost` it surely did not: Telegram would not take it.
    """

    delivery: int
    occurrence: datetime
    part: int
    parts: int
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """A subscription that is due, with what composing it depends on.

    `memory` is what the chat was told, None before its first digest: chats with one memory were told the same.
    `own` says that its keeper sees other than the public documents. `doubts` are to be owned up to: of a channel none,
    since there nobody is told of them. `replaces` are its
    unsent digests, and unsent ones after them, that give way to this one: due and told are as before them.
    """

    subscription: Subscription
    memory: int | None
    own: bool
    doubts: tuple[Doubt, ...] = ()
    replaces: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A due subscription as it was composed: the letter (by its id), or None where nothing is sent; when next."""

    due: Due
    letter: int | None
    next_due: datetime
    sent_from: datetime
    """When its first message may be sent: quiet hours put it off."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message of a digest: part `part` of `parts`, from 1. `content` is the letter's part as JSON.

    `due` is when it may be sent, `tries` how often it was asked for, `message` Telegram's number once it is sent.
    `occurrence` is the moment at which its digest was due. `repeated` where it goes out a second time, for safety.
    `home` is its subscription's, `channel` says that its chat is one. `outside` where its topic is closed or gone.
    """

    id: int
    subscription: int
    chat: int
    thread: int | None
    occurrence: datetime
    part: int
    parts: int
    content: str
    silent: bool
    state: DeliveryState
    due: datetime
    tries: int = 0
    message: int | None = None
    repeated: bool = False
    home: int | None = None
    channel: bool = False
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a delivery that was begun or claimed: its new state.

    `due` is when it may be tried again where it is pending (None: as before), `message` Telegram's number where it was
    sent, `repeated` says, where known, that it goes out a second time. `lease` is the one with which its teller began
    it, `tries` the count that this made, None where he does not know whether he did; without a lease anybody speaks.
    """

    delivery: int
    state: DeliveryState
    due: datetime | None = None
    message: int | None = None
    repeated: bool | None = None
    lease: datetime | None = None
    tries: int | None = None


ReceiptOutcome = Literal["sent", "later", "uncertain", "refused"]
Refusal = Literal["blocked", "removed", "gone", "rights", "topic", "moved", "unfit", "token"]
"""Why a message can never go out as it is: its person blocked the bot; the bot was removed; there is no such chat; no
right to write; no such topic, or a closed one; the group became a supergroup; the message itself; the bot's token."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a request to send: senders return it and do not raise.

    `message` is Telegram's number where it was sent. `wait` is how long Telegram asks to wait, where it does: the
    message surely did not go out; without it, that may be tried again soon. `moved` is the supergroup's id.
    `word` says in a word what happened, for the log.
    """

    outcome: ReceiptOutcome
    message: int | None = None
    wait: timedelta | None = None
    refusal: Refusal | None = None
    moved: int | None = None
    word: str = ""

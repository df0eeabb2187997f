"""What follows from a receipt: what is written of the message, and what it means for its chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from storage.types import Delivery, Pause, Receipt, Refusal, Settled

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 180, 600))
"""Before the second try, the third, and so on; the last one for all that follow."""
AT_ONCE = 5
"""So often a message is sent again at once, to its chat's new number or outside of a topic; then with pauses."""
UNFIT_TRIES = 3
"""What Telegram takes neither with its marks nor as plain text is given up after so many tries."""
SILENCED = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
"""Pauses where the bot may not write: a group that is closed at night, or until a restriction ends, opens untold."""
SILENCED_FOR, SILENCED_TRIES = timedelta(days=2), 3
"""How late a digest is, and how often it was tried, before its chat rests for that."""
UNNAMED = tuple(timedelta(minutes=minutes) for minutes in (1, 10, 60, 180, 360, 720))
"""Pauses after a refusal whose reason is not known: most pass, as an empty balance does."""
UNNAMED_FOR = timedelta(hours=20)
"""How late a digest is, when the pauses are used up, before what is refused so is given up."""
Trouble = Literal["topic", "rights", "away"]
"""The topic is closed or gone; no right to write; the bot is not there any more, or the chat is not. Of the last only
a chat is told that sends its digests there: others have nobody who could do something about it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is written of a delivery, and with it of its subscription and chat, in one transaction.

    `pause` is why the chat's subscriptions rest from now on, `moved` the supergroup that the chat became. `unthread`
    sends what is left of its digest outside of the topic. `eased` are the troubles that there are not (any more),
    `trouble` is the one that a person is told, once.
    """

    delivery: Delivery
    settled: Settled
    pause: Pause | None = None
    moved: int | None = None
    unthread: bool = False
    eased: tuple[Trouble, ...] = ()
    trouble: Trouble | None = None


def decide(delivery: Delivery, receipt: Receipt, now: datetime, *, repeat: bool) -> Decision:
    """What becomes of a message that was asked for once more than `delivery.tries` says.

    With `repeat` one that may or may not have arrived goes out a second time; else, and after that, it stays
    uncertain for good. What Telegram surely does not have is never given up, but for a message that is unfit itself,
    or that is refused for a day without a reason that we know.
    """
    match receipt.outcome:
        case "sent":
            return Decision(delivery, Settled(delivery.id, "sent", message=receipt.message), eased=_eased(delivery))
        case "later":
            pause = soon(delivery.tries) if receipt.wait is None else receipt.wait
            return Decision(delivery, _pending(delivery, now + pause))
        case "uncertain" if repeat and not delivery.repeated:
            return Decision(delivery, Settled(delivery.id, "pending", due=now + PAUSES[0], repeated=True))
        case "uncertain":
            return Decision(delivery, Settled(delivery.id, "uncertain"))
        case "refused":
            return _refused(delivery, receipt, now)


def soon(tries: int) -> timedelta:
    """The pause before the next try, after so many before the last one."""
    return _step(PAUSES, tries)


def _step(pauses: Sequence[timedelta], tries: int) -> timedelta:
    return pauses[min(tries, len(pauses) - 1)]


def _refused(delivery: Delivery, receipt: Receipt, now: datetime) -> Decision:
    again = _pending(delivery, now + (timedelta() if delivery.tries < AT_ONCE else soon(delivery.tries)))
    match _meant(delivery, receipt.refusal):
        case "blocked" | "removed" | "gone" as why:
            decision = Decision(delivery, again, pause=why, trouble=None if delivery.home is None else "away")
        case "rights":
            decision = _silenced(delivery, now)
        case "topic":
            decision = Decision(delivery, again, unthread=True, trouble="topic")
        case "moved" if receipt.moved is not None:
            decision = Decision(delivery, again, moved=receipt.moved)
        case "token":
            decision = Decision(delivery, _pending(delivery, now))  # the whole courier waits
        case "unfit" | "moved":
            decision = Decision(delivery, _unfit(delivery, now))
        case None:
            decision = Decision(delivery, _unnamed(delivery, now))
    return decision


def _eased(delivery: Delivery) -> tuple[Trouble, ...]:
    """What is over once a message was taken; later parts that were taken at once say nothing new."""
    if delivery.part > 1 and not delivery.tries:
        return ()
    return ("rights",) if delivery.thread is None else ("rights", "topic")


def _silenced(delivery: Delivery, now: datetime) -> Decision:
    """Not a reason to rest at once: that a group is open again is told to nobody, and only trying finds out.

    In a channel only admins write, and Telegram says when the bot is one again.
    """
    if delivery.channel:
        return Decision(delivery, _pending(delivery, now), pause="rights", trouble="rights")
    if delivery.tries + 1 >= SILENCED_TRIES and now >= delivery.occurrence + SILENCED_FOR:
        return Decision(delivery, _pending(delivery, now), pause="rights", trouble="rights")
    return Decision(delivery, _pending(delivery, now + _step(SILENCED, delivery.tries)))


def _unnamed(delivery: Delivery, now: datetime) -> Settled:
    if delivery.tries >= len(UNNAMED) and now >= delivery.occurrence + UNNAMED_FOR:
        return Settled(delivery.id, "dead")
    return _pending(delivery, now + _step(UNNAMED, delivery.tries))


def _unfit(delivery: Delivery, now: datetime) -> Settled:
    if delivery.tries + 1 < UNFIT_TRIES:
        return _pending(delivery, now + soon(delivery.tries))
    return Settled(delivery.id, "dead")


def _meant(delivery: Delivery, refusal: Refusal | None) -> Refusal | None:
    """A topic that is refused where none was asked for is the chat's general one, and there is no other to go to."""
    return "rights" if refusal == "topic" and delivery.thread is None else refusal


def _pending(delivery: Delivery, due: datetime) -> Settled:
    return Settled(delivery.id, "pending", due=due)

"""An outbox full of made digests: written through the storage's own functions, and read back at the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta

from sqlmodel import col, select

from bot.views.letters import pack
from bot.views.rich import Rich, bold
from storage import digests, outbox, subscriptions
from storage.database import Database
from storage.rows import DeliveryRow, DigestRow
from storage.types import Rule, Taste, Told, Written
from tests.delivery.verdict import Kept, Part

FIRST = datetime(2100, 1, 1, 8, 0, tzinfo=UTC)
"""When the first digest is due, and another one every day after it: made ones go out before, and a whole bot that runs
over this database composes none of its own."""
RULE = Rule((time(8),), (1, 2, 3, 4, 5, 6, 7), "UTC")
HEAD = re.compile(r"Digest (\d+) \((\d+)/\d+\)")
FILLER = "The mayor said on Monday that the bridge will be open again before winter, and that nobody was hurt. " * 9
AT_ONCE = 1000


async def subscribe(database: Database, chats: Sequence[int]) -> None:
    """Each chat subscribes to a daily digest."""
    async with database.session() as session:
        for chat in chats:
            await subscriptions.create(
                session, chat=chat, thread=None, person=chat, rule=RULE, taste=Taste(), silent=False, due=FIRST,
                now=FIRST,
            )  # fmt: skip


async def compose(database: Database, number: int, parts: int, now: datetime) -> int:
    """Writes the digest of that number, from 0, for everybody who subscribed, to be sent at once; how many messages."""
    async with database.session() as session:
        edition = await digests.add_edition(session, [Told("sentence", f"made {number}", 0, 9)], now)
        letter = await digests.add_letter(session, edition, [pack(part(number, n, parts)) for n in range(1, parts + 1)])
    written, moment = 0, FIRST + timedelta(days=number)
    while True:
        async with database.session() as session:
            due = await subscriptions.due(session, moment, limit=AT_ONCE)
            following = moment + timedelta(days=1)
            written += await digests.write(session, [Written(each, letter, following, now) for each in due], now)
        if not due:
            return written


def part(number: int, place: int, parts: int) -> Rich:
    """A message that says which it is."""
    return bold(f"Digest {number} ({place}/{parts})") + "\n\n" + bold("The bridge") + ": " + FILLER


def read(chat: int, text: str) -> Part:
    """Which message of a digest a text is. ValueError for any other."""
    found = HEAD.search(text)
    if found is None:
        raise ValueError(f"no part of a digest: {text[:40]}")
    return Part(chat, int(found[1]), int(found[2]))


def days(occurrence: datetime) -> int:
    """The number of a made digest."""
    return (occurrence - FIRST).days


async def kept(database: Database, number: Callable[[datetime], int] = days) -> tuple[Kept, ...]:
    """What the outbox says of each message; `number` is what a digest is called that was due then."""
    query = select(DeliveryRow.chat, DigestRow.occurrence, DeliveryRow.part, DeliveryRow.state).join(DigestRow)
    async with database.session(readonly=True) as session:
        rows = await session.exec(query.order_by(col(DeliveryRow.id)))
        return tuple(Kept(Part(chat, number(moment), place), state) for chat, moment, place, state in rows)


async def open_ones(database: Database) -> int:
    """How many messages are still to be sent, or are being sent."""
    async with database.session(readonly=True) as session:
        counts = await outbox.counts(session)
    return counts.get("pending", 0) + counts.get("sending", 0)

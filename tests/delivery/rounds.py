"""Rounds of digests that the killed process composes itself: made due here, with something new to tell in each.

`subscribe` once -> `begin`: a new text, and everybody's digest is due -> the process does the rest
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from random import Random

from sqlmodel import col, func, select

from bot.services import clock
from bot.services.answers import Answers, Lengths
from bot.services.digests import Digests
from bot.views import digest
from bot.views.letters import pack, unpack
from bot.views.rich import bold
from storage import subscriptions
from storage.database import Database
from storage.rows import SubscriptionRow
from storage.types import Doubt, Rule, Taste
from summarizer.telling.news import News
from summarizer.types import Document
from tests.bot.services.digesting import Post
from tests.delivery.filling import FILLER

PLACES = ("bridge", "harbour", "school")
"""What the digests are about: so many editions a round."""


def digests(database: Database, parts: int) -> Digests:
    """The bot's own, with letters of so many messages that say which they are."""

    def letter(
        news: News, due: datetime, place: str, *, late: bool, missed: int, doubts: Sequence[Doubt], language: str
    ) -> tuple[str, ...]:
        told = digest.letter(news, due, place, late=late, missed=missed, doubts=doubts, language=language)
        heads = [bold(f"Digest {number(due)} ({n}/{parts})") + "\n\n" for n in range(1, parts + 1)]
        return (pack(heads[0] + unpack(told[0])), *(pack(head + FILLER) for head in heads[1:]))

    return Digests(Answers(database, Lengths()), letter)


def number(due: datetime) -> int:
    """What a round that is due then is called: no two are due in the same second."""
    return int(due.timestamp())


@dataclass
class Rounds:
    """Everybody's digests; `begun` are the numbers of the rounds, `chance` makes the texts."""

    database: Database
    chats: Sequence[int]
    chance: Random
    begun: list[int] = field(default_factory=list)
    rule: Rule = field(default_factory=lambda: _far(datetime.now(UTC)))

    async def subscribe(self) -> None:
        """Each chat, with nothing due yet."""
        now = datetime.now(UTC)
        for place, chat in enumerate(self.chats):
            taste = Taste((PLACES[place % len(PLACES)],), "short", empty=True)
            async with self.database.session() as session:
                await subscriptions.create(
                    session, chat=chat, thread=None, person=chat, rule=self.rule, taste=taste, silent=False,
                    due=clock.next_due(self.rule, now), now=now,
                )  # fmt: skip

    async def begin(self) -> None:
        """Everybody's digest is due now. ValueError where some of the last round are not composed yet."""
        now = datetime.now(UTC)
        await self._bring(now)
        moment = max(now.replace(microsecond=0), datetime.fromtimestamp(max(self.begun, default=0) + 1, UTC))
        async with self.database.session() as session:
            ahead = [(rule, due) for rule, due in await subscriptions.rules(session) if due > now]
            moved = sum([await subscriptions.realign(session, rule, due, moment) for rule, due in ahead])
        if moved != len(self.chats):
            raise ValueError(f"{len(self.chats) - moved} digests are still due")
        self.begun.append(number(moment))

    async def left(self) -> int:
        """Of how many chats the digest is not composed yet."""
        far = datetime.now(UTC) + timedelta(seconds=2)
        async with self.database.session(readonly=True) as session:
            due = await session.exec(select(func.count()).where(col(SubscriptionRow.due) <= far))
            return due.one()

    @property
    def due(self) -> frozenset[tuple[int, int]]:
        """Each digest that there is to be, by chat and number."""
        return frozenset((chat, number) for chat in self.chats for number in self.begun)

    async def _bring(self, now: datetime) -> None:
        post = Post(self.database, digests(self.database, 1))
        await post.bring(_text(self.chance), at=now)


def _text(chance: Random) -> Document:
    """Something new about each place."""
    told = (f"The county said that {chance.randrange(100, 9999)} people came to the {place}." for place in PLACES)
    return Document.make("\n\n".join(told), title=f"Report {chance.random()}", publisher="Gazette")


def _far(now: datetime) -> Rule:
    """Daily, twelve hours from now: no digest is due by itself while a bench runs."""
    return Rule((time((now.hour + 12) % 24),), (1, 2, 3, 4, 5, 6, 7), "UTC")

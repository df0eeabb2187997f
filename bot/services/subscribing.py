"""A chat's digests as its people set them up: made, changed, rested, deleted and brought back.

    words | buttons -> an edit -> one transaction: the digest as it is now -> edited -> when it is due next -> kept
    a chat that cannot be written to -> all its digests rest -> it can again -> they go on

Every digest is looked up with a chat: another chat's is as unknown as one that is gone. Its keeper is the chat in which
it was set up, and which changes it; the chat that gets it, where that is another one, can rest and delete it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any, Literal

from bot.services.clock import next_due
from storage import awaiting, listings, memories, subscriptions
from storage.database import Database
from storage.session import Session
from storage.types import Pause, Rule, Subscription, Taste

log = logging.getLogger(__name__)

DELETED = "digests"
"""The kind of listing that says how to bring deleted digests back."""
AWAITED = timedelta(minutes=3)
"""So long a typed answer is waited for: what is typed later is talk."""
TRIES = 5
"""Somebody else may change a digest at the same moment: then the edit is made anew on what they left."""

Trouble = Literal["rights", "away"]
"""Why a chat does not get what is sent to it from elsewhere: the bot may not write there, or is not in it any more."""
EVERYTHING = Taste()
Edit = Callable[[Subscription], Subscription]


@dataclass(frozen=True, slots=True)
class Wish:
    """A digest that somebody asks for: where it goes, who asks, when it is due, what it tells.

    `home` is the chat in which they ask, where it goes to another one.
    """

    chat: int
    thread: int | None
    person: int | None
    rule: Rule
    taste: Taste = EVERYTHING
    silent: bool = False
    home: int | None = None

    @property
    def keeper(self) -> int:
        """The chat in which it is set up."""
        return self.chat if self.home is None else self.home


@dataclass(frozen=True, slots=True)
class Added:
    """What came of a wish: the digest, with `known` the one that the chat had already; None: it has the most."""

    subscription: Subscription | None
    known: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What a person was asked to type: the value of `field` of a digest, whose card is the message `card`."""

    field: str
    digest: int
    card: int


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """The digests of chats; each may have `most`."""

    database: Database
    now: Callable[[], datetime]
    most: int

    async def listed(self, chat: int) -> tuple[Subscription, ...]:
        """What the chat gets, and what it has set up for others to get; the oldest first."""
        async with self.database.session(readonly=True) as session:
            return await subscriptions.of_chat(session, chat)

    async def get(self, chat: int, digest: int) -> Subscription | None:
        """One of the chat's digests, None where it has none of that number."""
        async with self.database.session(readonly=True) as session:
            return await subscriptions.get(session, digest, chat)

    async def add(self, wish: Wish) -> Added:
        """Makes a digest, unless the chat has the same already, or as many as it may have."""
        async with self.database.session() as session:
            return await self._add(session, wish)

    async def edit(self, chat: int, digest: int, edit: Edit) -> Subscription | None:
        """The digest as it is now, edited and kept; None where it is gone. It is due anew where its rule changed.

        An edit is made on what stands there at that moment, so two people who change different things disturb each
        other as little as one who taps twice. Where the chat is not its keeper nothing is changed.
        """
        return await self._edit(chat, digest, lambda known: edit(known) if known.keeper == chat else known)

    async def _edit(self, chat: int, digest: int, edit: Edit) -> Subscription | None:
        for _ in range(TRIES):
            async with self.database.session() as session:
                known = await subscriptions.get(session, digest, chat)
                if known is None:
                    return None
                edited = self._timed(known, edit(known))
                kept = known if edited == known else await subscriptions.change(session, edited, now=self.now())
            if kept is not None:
                return kept
        return await self.get(chat, digest)

    async def pause(self, chat: int, digest: int) -> Subscription | None:
        """It rests until somebody has it go on: its keeper, or the chat that gets it."""
        return await self._edit(
            chat, digest, lambda known: known if _is_shut(known, chat) else replace(known, paused="asked", due=None)
        )

    async def resume(self, chat: int, digest: int) -> Subscription | None:
        """It goes on, whyever it rested; a chat whose people press buttons can be written to.

        So can one that is written to from elsewhere, as far as the caller has seen.
        """
        if known := await self.get(chat, digest):
            await self.back(known.chat, ("blocked", "removed", "gone", "rights"))
        return await self._edit(
            chat, digest, lambda known: known if _is_shut(known, chat) else replace(known, paused=None)
        )

    async def move(self, chat: int, digest: int, thread: int | None) -> Subscription | None:
        """It goes to another topic of its forum, or to General (None)."""
        return await self.edit(chat, digest, lambda known: replace(known, thread=thread, told=None))

    async def send_to(self, chat: int, digest: int, target: int, person: int | None) -> Added | None:
        """It goes to another chat from now on, where it begins anew; None where it is not there, or not this chat's.

        What was told where it went until now stays told there. It is another digest: what is on its way to one chat
        must not end in another. Nothing is changed where the target has as many as it may have, or has the same.
        """
        async with self.database.session() as session:
            known = await subscriptions.get(session, digest, chat)
            if known is None or known.keeper != chat:
                return None
            if known.chat == target:
                return Added(known, known=True)
            about = known.rule, known.taste, known.silent
            wish = Wish(target, None, person, *about, home=None if target == chat else chat)
            added = await self._add(session, wish, instead=known)
            if added.subscription and not added.known:
                await subscriptions.delete(session, digest, chat)
        return added

    async def delete(self, chat: int, digests: Collection[int] | None = None) -> tuple[tuple[Subscription, ...], str]:
        """Deletes the chat's digests of these numbers, or all; those that are gone now, and the way back to them.

        Also what it gets from elsewhere, and what it has set up to go elsewhere.
        """
        async with self.database.session() as session:
            known = await subscriptions.of_chat(session, chat)
            meant = [each for each in known if digests is None or each.id in digests]
            ended = [await subscriptions.delete(session, each.id, chat) for each in meant]
            gone = [each for each in ended if each]
            listing = await listings.create(session, chat, DELETED, _packed(chat, gone), self.now())
        log.info("digests.deleted number=%d", len(gone))
        return tuple(gone), listing

    async def elsewhere(self, chat: int, listing: str) -> tuple[int, ...]:
        """The other chats to which deleted digests went that were set up here: whoever brings them back needs to be
        one who may send there."""
        async with self.database.session(readonly=True) as session:
            kept = await listings.get(session, listing, chat)
        packed = json.loads(kept.query) if kept and kept.kind == DELETED else ()
        return tuple(dict.fromkeys(each["to"] for each in packed if each.get("to")))

    async def restore(self, chat: int, listing: str) -> tuple[Subscription, ...] | None:
        """Brings deleted digests back, as many as the chat may have; twice is harmless. None: another chat's button."""
        async with self.database.session() as session:
            kept = await listings.get(session, listing, chat)
            if kept is None or kept.kind != DELETED:
                return None
            made = [await self._bring_back(session, chat, each) for each in json.loads(kept.query)]
        return tuple(each for each in made if each)

    async def rest(self, chat: int, why: Pause) -> None:
        """The chat cannot be written to: what it gets rests, and nothing of it is deleted."""
        async with self.database.session() as session:
            await subscriptions.pause_chat(session, chat, why)

    async def to_tell(self, chat: int, trouble: Trouble) -> tuple[int, ...]:
        """The chats that send digests to one that has trouble, and do not know of it; each is given once."""
        if not any(each.home for each in await self._received(chat)):
            return ()
        async with self.database.session() as session:
            return await subscriptions.mark_routed(session, chat, trouble)

    async def back(self, chat: int, whys: Collection[Pause]) -> tuple[Subscription, ...]:
        """The chat can be written to again: what rested for one of these reasons goes on, and is given as it is now.

        Looked up before anything is written: most chats have nothing that rests, and each message asks.
        """
        if not any(each.paused in whys for each in await self._received(chat)):
            return ()
        now = self.now()
        async with self.database.session() as session:
            return await subscriptions.resume_chat(session, chat, whys, lambda rule: next_due(rule, now), now)

    async def ask(self, chat: int, question: Question) -> None:
        """Waits for what the chat's person types next."""
        async with self.database.session() as session:
            await awaiting.put(session, chat, f"{question.field} {question.digest} {question.card}", self.now())

    async def asked(self, chat: int) -> Question | None:
        """What is waited for, None where nothing is, or not any more."""
        async with self.database.session(readonly=True) as session:
            kept = await awaiting.get(session, chat)
        if kept is None or self.now() - kept.created > AWAITED:
            return None
        field, digest, card = kept.query.split()
        return Question(field, int(digest), int(card))

    async def answered(self, chat: int, *, but: int | None = None) -> None:
        """Waits no more, unless for the card `but`; nothing is written where nothing was waited for."""
        waiting = await self.asked(chat)
        if waiting and waiting.card != but:
            async with self.database.session() as session:
                await awaiting.drop(session, chat)

    async def _received(self, chat: int) -> tuple[Subscription, ...]:
        async with self.database.session(readonly=True) as session:
            return await subscriptions.received(session, chat)

    async def _add(
        self,
        session: Session,
        wish: Wish,
        looked: datetime | None = None,
        *,
        instead: Subscription | None = None,
    ) -> Added:
        """What came after `looked` is new to it; without one, as to a digest that begins. `instead`: one that goes."""
        there = [each for each in await subscriptions.received(session, wish.chat) if each != instead]
        mine = [each for each in await subscriptions.of_chat(session, wish.keeper) if each.keeper == wish.keeper]
        mine = [each for each in mine if each != instead]
        same = next((each for each in mine if _same(each, wish)), None)
        if same or max(len(there), len(mine)) >= self.most:
            return Added(same, known=same is not None)
        known = [each for each in there if each.keeper == wish.keeper]
        now = self.now()
        made = await subscriptions.create(
            session,
            chat=wish.chat,
            thread=wish.thread,
            person=wish.person,
            rule=wish.rule,
            taste=wish.taste,
            silent=wish.silent,
            due=next_due(wish.rule, now),
            now=now,
            home=wish.home,
            looked=looked or await _told_until(session, wish, known),
        )
        log.info("digest.made digest=%d", made.id)
        return Added(made)

    async def _bring_back(self, session: Session, chat: int, packed: dict[str, Any]) -> Subscription | None:
        looked = packed["looked"] and datetime.fromisoformat(packed["looked"])
        added = await self._add(session, _wish(chat, packed), looked)
        if added.subscription and packed["asked"] and not added.known:
            return await subscriptions.change(session, replace(added.subscription, paused="asked", due=None))
        return added.subscription

    def _timed(self, known: Subscription, edited: Subscription) -> Subscription:
        """When it is due: as before where its rule is, so that no digest that is due just now is passed over."""
        if edited.paused:
            return replace(edited, due=None)
        if edited.due is None or edited.rule != known.rule:
            return replace(edited, due=next_due(edited.rule, self.now()))
        return edited


def _is_shut(known: Subscription, chat: int) -> bool:
    """Whether it rests since its home may not use the bot: the chat that gets it has no say in that."""
    return known.paused == "access" and known.keeper != chat


def _same(known: Subscription, wish: Wish) -> bool:
    """Whether both tell the same at the same times in the same place."""
    when, what = (known.rule.times, known.rule.days, known.rule.zone), known.taste.topics
    place, asked = (known.chat, known.thread), (wish.chat, wish.thread)
    return (when, what, place) == ((wish.rule.times, wish.rule.days, wish.rule.zone), wish.taste.topics, asked)


async def _told_until(session: Session, wish: Wish, known: Sequence[Subscription]) -> datetime | None:
    """Where a new digest of a chat that was told something begins: there, and with all that there is on a new topic.

    One that tells the sources of another chat begins with all of them. `known` are those of the same keeper there.
    """
    if wish.home is not None and not known:
        return None
    new_topic = wish.taste.topics and all(each.taste.topics != wish.taste.topics for each in known)
    return None if new_topic else await memories.newest(session, wish.chat)


def _packed(chat: int, digests: Sequence[Subscription]) -> str:
    return json.dumps([_pack(chat, each) for each in digests])


def _pack(chat: int, digest: Subscription) -> dict[str, Any]:
    """`to` is the chat that it goes to where that is not this one, `home` the one that it comes from."""
    rule, taste = digest.rule, digest.taste
    quiet = rule.quiet and [each.isoformat("minutes") for each in rule.quiet]
    when = {"times": [each.isoformat("minutes") for each in rule.times], "days": rule.days, "zone": rule.zone}
    what = {"topics": taste.topics, "length": taste.length, "empty": taste.empty, "silent": digest.silent}
    where = {"thread": digest.thread, "person": digest.person, "asked": digest.paused == "asked"}
    looked = digest.looked and digest.looked.isoformat()
    where |= {"to": digest.chat if digest.chat != chat else None, "home": digest.home if digest.home != chat else None}
    return when | what | where | {"quiet": quiet, "looked": looked}


def _wish(chat: int, packed: dict[str, Any]) -> Wish:
    times = tuple(map(time.fromisoformat, packed["times"]))
    quiet = tuple(map(time.fromisoformat, packed["quiet"])) if packed["quiet"] else None
    rule = Rule(times, tuple(packed["days"]), packed["zone"], (quiet[0], quiet[1]) if quiet else None)
    taste = Taste(tuple(packed["topics"]), packed["length"], packed["empty"])
    to, come_from = packed.get("to"), packed.get("home")
    home = chat if to else come_from
    return Wish(to or chat, packed["thread"], packed["person"], rule, taste, packed["silent"], home)

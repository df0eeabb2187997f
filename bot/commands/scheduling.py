"""A chat's digests on screens: the card, the list, each choice, and what words ask for.

who asks, where -> Desk -> a Screen: text, buttons, and what a typed answer to it sets
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from telegram import Chat, Message, User
from telegram.error import TelegramError

from bot import sender
from bot.commands.base import remember
from bot.context import Context
from bot.requests import Ask, Press, place_of
from bot.services import channels as noted
from bot.services import when
from bot.services.clock import after_quiet
from bot.services.edits import MOST_TIMES, with_words, without_times
from bot.services.subscribing import Added, Question, Subscriptions, Wish
from bot.services.suggesting import UTC_ZONE, suggested
from bot.services.when import Fault, When
from bot.views import channels as routing
from bot.views import dialling, misread, texts
from bot.views import subscriptions as views
from bot.views.buttons import Rows
from bot.views.language import say
from bot.views.rich import Rich
from storage import chats, outbox, stories
from storage.types import Chat as Known
from storage.types import Doubt, Rule, Subscription, Taste

log = logging.getLogger(__name__)

NOT_SAID = When()
STORY = re.compile("#([0-9]{1,9})")
NOWHERE = ""
"""The field of a screen to which no answer is typed."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What is shown; `field` is what a typed answer to it sets, of the digest of this number."""

    rich: Rich
    rows: Rows = ()
    field: str = NOWHERE
    digest: int = dialling.NEW


@dataclass(frozen=True, slots=True)
class Desk:
    """Who looks at the digests of a chat, and where."""

    context: Context
    message: Message
    user: User | None

    @classmethod
    def of(cls, asked: Ask | Press) -> Desk:
        """Whose request or press it is; who writes as the chat itself is nobody."""
        if isinstance(asked, Press):
            return cls(asked.context, asked.message, asked.query.from_user)
        return cls(asked.context, asked.message, None if asked.message.sender_chat else asked.message.from_user)

    @property
    def chat(self) -> int:
        return self.message.chat_id

    @property
    def private(self) -> bool:
        return self.message.chat.type == Chat.PRIVATE

    @property
    def thread(self) -> int | None:
        return place_of(self.message).thread

    @property
    def subscriptions(self) -> Subscriptions:
        return self.context.subscriptions

    async def overview(self) -> Screen:
        """The card of the one digest, the list of several, or an offer."""
        known = await self.subscriptions.listed(self.chat)
        if len(known) == 1 and self.keeps(known[0]):
            return await self.card(known[0])
        if not known:
            routed = (routing.starting_row(),) if self.private else ()
            return Screen(views.none(), (*dialling.first_rows(), *routed))
        doubts, titles = await self._doubts(), await self.titles(known)
        lines = [await self._line(each, titles) for each in known]
        unsure = [views.doubt(each, known[0].rule) for each in doubts]
        return Screen(views.all_of((*lines, *unsure)), (*dialling.again_rows(doubts), *dialling.listing_rows(known)))

    async def card(self, digest: Subscription, above: Rich = views.NOTHING) -> Screen:
        """All about one digest; of one that comes from elsewhere what is this chat's to know."""
        several = len(await self.subscriptions.listed(self.chat)) > 1
        if not self.keeps(digest):
            rich = routing.arriving(digest, self.context.now(), coming(digest))
            return Screen(views.below(above, rich), routing.arriving_rows(digest, several=several))
        routed = digest.home is not None
        doubts = await self._doubts_of(digest) if routed else () if several else await self._doubts()
        elsewhere = not routed and digest.thread != self.thread
        about, there = await self.named(digest), (await self.titles((digest,))).get(digest.chat)
        target = routing.named(there.title if there else None) if routed else None
        channel = routed and there is not None and there.kind == "channel"
        about_it = digest, about, self.context.now(), coming(digest), doubts
        rich = views.card(*about_it, elsewhere=elsewhere, target=target)
        rows = dialling.card_rows(digest, doubts, several=several, elsewhere=elsewhere, channel=channel)
        return Screen(views.below(above, rich), rows, "card", digest.id)

    def keeps(self, digest: Subscription) -> bool:
        """Whether it was set up here, and so is changed here."""
        return digest.keeper == self.chat

    async def titles(self, digests: Sequence[Subscription]) -> dict[int, Known]:
        """The chats to which digests go that are set up here."""
        return await noted.known(self.context.database, [each.chat for each in digests if each.home == self.chat])

    async def screen(self, name: str, digest: Subscription) -> Screen:
        """The screen on which one thing of the digest is chosen."""
        match name:
            case "times" if len(digest.rule.times) > 1:
                shown = dialling.times(digest, more=len(digest.rule.times) < MOST_TIMES)
            case "times":
                only = dialling.compact(digest.rule.times[0])
                return Screen(*dialling.hours(digest, only), f"{dialling.AT}{only}", digest.id)
            case "days":
                shown = dialling.week(digest)
            case "zones":
                return await self.zones(digest)
            case "topics":
                newest = await self.context.answers.stories(self.chat)
                shown = dialling.about(digest, await self.named(digest), newest)
            case "lengths":
                shown = dialling.sizes(digest)
            case "where":
                there = (await self.titles((digest,))).get(digest.chat)
                shown = routing.where(digest, there.title if there else None, private=self.private)
                return Screen(*shown, routing.FIELD, digest.id)
            case "tongues":
                there = (await self.titles((digest,))).get(digest.chat)
                code = await noted.spoken(self.context.database, digest.chat)
                shown = routing.tongues(digest, there.title if there else None, code)
            case _:
                shown = dialling.silence(digest)
        return Screen(*shown, name if misread.is_typed(name) else NOWHERE, digest.id)

    async def named(self, digest: Subscription) -> tuple[str, ...]:
        """Its topics as people know them: a story's number with its title."""
        named = []
        async with self.context.database.session(readonly=True) as session:
            for topic in digest.taste.topics:
                number = STORY.fullmatch(topic)
                story = await stories.of(session, self.chat, int(number[1])) if number else None
                named.append(f"{topic} {story.title}" if story else topic)
        return tuple(named)

    async def zones(self, digest: Subscription, above: Rich = views.NOTHING) -> Screen:
        """The time zone, with those that are likely."""
        used = [each.rule.zone for each in await self.subscriptions.listed(self.chat) if each.id != digest.id]
        near = suggested(self.user.language_code if self.user else None, self.context.now(), used)
        rich, rows = dialling.zones(digest, near, self.context.now(), private=self.private)
        return Screen(views.below(above, rich), rows, "zones", digest.id)

    async def wished(self, words: str) -> Screen:
        """A digest as the words ask for it, or what is wrong with them, with buttons that put it right."""
        said = await asyncio.to_thread(when.read, words)
        if said.faults:
            return await self.misread(words, said.faults, "times")
        if not said.times:
            return Screen(misread.no_time(), ((dialling.back(None, "times"),),), "times")
        if len(said.times) > MOST_TIMES:
            return Screen(say(views.ALL_TIMES), ((dialling.back(None, "times"),),), "times")
        return await self.make(said)

    async def make(self, said: When, target: int | None = None) -> Screen:
        """A digest at these times. Without a zone the one of the chat's newest; a first one is asked for.

        `target` is the chat that it goes to, where that is another one.
        """
        own = said.zone or await self.own_zone()
        added = await self.subscriptions.add(self._wish(said, own or UTC_ZONE, target))
        return await self.added(added, said, unsure=own is None)

    async def added(self, added: Added, said: When = NOT_SAID, *, unsure: bool) -> Screen:
        """What came of a wish; where nobody said a zone, that is asked for."""
        if added.subscription is None:
            return Screen(views.too_many(self.subscriptions.most))
        if added.known:
            return await self._changed(added.subscription, said)
        return await self._made(added.subscription, unsure=unsure)

    async def own_zone(self) -> str | None:
        """The time zone that the chat has chosen, else that of its newest digest; None where it has none."""
        async with self.context.database.session(readonly=True) as session:
            chosen = (await chats.preferences(session, self.chat)).zone
        known = [each for each in await self.subscriptions.listed(self.chat) if self.keeps(each)]
        return chosen or (known[-1].rule.zone if known else None)

    async def misread(
        self, words: str, faults: tuple[Fault, ...], field: str, digest: Subscription | None = None
    ) -> Screen:
        """What is wrong with the words; pressing what was meant does the whole of it, put right."""
        offered = [
            (label, await remember(self.context, self.chat, fixed)) for label, fixed in corrected(words, faults[0])
        ]
        rows = dialling.saying_rows(digest, field, ((label, listing) for label, listing in offered if listing))
        number = digest.id if digest else dialling.NEW
        how = (misread.how(field) if digest else Rich()) or views.how_to()
        rich = misread.misread([(fault.kind, fault.word) for fault in faults], [label for label, _ in offered], how)
        return Screen(rich, rows, field, number)

    async def expect(self, screen: Screen, card: int) -> None:
        """Waits for an answer to a screen, the message `card`; in a group only a reply to it is one."""
        if not self.private:
            return
        if misread.is_typed(screen.field):
            await self.subscriptions.ask(self.chat, Question(screen.field, screen.digest, card))
        else:
            await self.subscriptions.answered(self.chat)

    async def _changed(self, known: Subscription, said: When) -> Screen:
        """A digest that the chat has already, with the length, sound and quiet hours that were said."""
        kept = await self.subscriptions.edit(self.chat, known.id, lambda digest: with_words(digest, said)) or known
        return await self.card(kept, say(views.KNOWN if kept == known else views.KNOWN_CHANGED))

    async def _made(self, digest: Subscription, *, unsure: bool) -> Screen:
        if unsure:
            return await self.zones(digest, views.made_unsure(digest, self.context.now(), coming(digest)))
        return await self.card(digest, say(views.MADE))

    def _wish(self, said: When, zone: str, target: int | None = None) -> Wish:
        rule = Rule(said.times or (), said.days or views.EVERY_DAY, zone, said.quiet)
        taste, person = Taste(length=said.length or "usual"), self.user.id if self.user else None
        if target is not None:
            return Wish(target, None, person, rule, taste, bool(said.silent), home=self.chat)
        return Wish(self.chat, self.thread, person, rule, taste, bool(said.silent))

    async def _line(self, digest: Subscription, titles: Mapping[int, Known]) -> Rich:
        now, next_one = self.context.now(), coming(digest)
        if not self.keeps(digest):
            return routing.lined_from(digest, now, next_one)
        line, there = views.in_a_line(digest, await self.named(digest), now, next_one), titles.get(digest.chat)
        return line if digest.home is None else routing.lined(line, there.title if there else None)

    async def _doubts_of(self, digest: Subscription) -> tuple[Doubt, ...]:
        async with self.context.database.session(readonly=True) as session:
            return await outbox.doubts_of(session, digest.id)

    async def _doubts(self) -> tuple[Doubt, ...]:
        async with self.context.database.session(readonly=True) as session:
            return (await outbox.doubts(session, [self.chat])).get(self.chat, ())


async def show(ask: Ask, words: str = "") -> None:
    """Answers with the chat's digests; behind /digest may stand what is to be set up."""
    if words:
        await subscribe(ask, words)
        return
    desk = Desk.of(ask)
    await answer(ask, desk, await desk.overview())


async def subscribe(ask: Ask, words: str) -> None:
    """Sets up what the words ask for, if whoever asks may."""
    if not await allowed(ask):
        return
    desk = Desk.of(ask)
    first = Screen(views.how_to(), dialling.first_rows(), "times")
    await answer(ask, desk, await desk.wished(words) if words else first)


async def unsubscribe(ask: Ask, words: str) -> None:
    """Ends the one digest, or what the words name: a digest, or one of its times; asks where that is not clear."""
    if not await allowed(ask):
        return
    desk = Desk.of(ask)
    known = await desk.subscriptions.listed(desk.chat)
    said = await asyncio.to_thread(when.read, words)
    meant = [each for each in known if _is_named(each, said)] if words else known
    if not known:
        await ask.answer(say(views.NOTHING_TO_END))
    elif len(meant) == 1:
        await _end(ask, desk, meant[0], said.times or meant[0].rule.times)
    elif meant or len(known) > 1:
        await ask.answer(say(views.WHICH), dialling.ending_rows(meant or known))
    else:
        await ask.answer(views.below(say(views.NONE_FITS), views.deleting(known[0])), dialling.deleting_rows(known[0]))


def _is_named(digest: Subscription, said: When) -> bool:
    """Whether the words name this digest, as far as they say when it comes."""
    rule, named = digest.rule, said.times or said.days or said.zone
    fits = set(said.times or ()) <= set(rule.times) and said.days in (None, rule.days)
    return bool(named and fits and said.zone in (None, rule.zone) and not said.faults)


async def _end(ask: Ask, desk: Desk, meant: Subscription, times: tuple[time, ...]) -> None:
    """A digest ends with the last of its times; one that comes from elsewhere as a whole, when that is confirmed."""
    if not desk.keeps(meant) and set(times) < set(meant.rule.times):
        await ask.answer(views.deleting(meant), dialling.deleting_rows(meant))
        return
    if set(times) < set(meant.rule.times):
        kept = await desk.subscriptions.edit(desk.chat, meant.id, lambda known: without_times(known, times))
        await answer(ask, desk, await desk.card(kept, views.taken_out(times)) if kept else Screen(say(views.GONE)))
        return
    gone, listing = await desk.subscriptions.delete(desk.chat, (meant.id,))
    await ask.answer(views.deleted(gone), dialling.undo_rows(listing))


async def answer(ask: Ask, desk: Desk, screen: Screen) -> None:
    """Shows a screen in a message of its own."""
    sent = await sender.reply(ask.message, screen.rich, screen.rows)
    await desk.expect(screen, sent.message_id)


async def allowed(ask: Ask) -> bool:
    """Whether who asks may change digests; says so where not."""
    try:
        may = await ask.may_change()
    except TelegramError as error:
        log.warning("telegram.admins_unknown error=%s", error)
        await ask.answer(say(texts.UNSURE_ADMIN))
        return False
    if not may:
        await ask.answer(say(views.ADMINS_ONLY))
    return may


def coming(digest: Subscription) -> datetime | None:
    """When the next one is sent: what falls into quiet hours when they end."""
    return after_quiet(digest.rule, digest.due) if digest.due else None


def corrected(words: str, fault: Fault) -> tuple[tuple[str, str], ...]:
    """What may have been meant by the word of a fault, as people read it, and all the words with it."""
    alone = len(fault.places) == 1
    places = [(misread.place(each.name, each.country, each.zone, alone=alone), each.zone) for each in fault.places]
    near = places or [(misread.offered(fault.kind, each), each) for each in fault.near]
    said = " ".join(words.split())
    word = re.compile(rf"(?<![\w:.]){re.escape(fault.word)}(?![\w:.])")  # "8", and not that of "18:00"
    parts = word.split(said, maxsplit=1)
    fixed = ((label, meant.join(parts)) for label, meant in near[: misread.NEAR])
    return tuple((label, each) for label, each in fixed if each != said)

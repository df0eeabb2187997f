"""A press of a digest's button: looks at it, or changes it in place in the same message.

press -> the digest, looked up with its chat -> may they? -> an edit of what stands there now -> the screen to go on

Looking is for everybody; turning the card and changing it is for admins, asked of Telegram at every press.
"""

from __future__ import annotations

import logging
from typing import cast
from zoneinfo import ZoneInfo

from telegram import KeyboardButton, ReplyKeyboardMarkup
from telegram.error import BadRequest, TelegramError

from bot import sender
from bot.commands import presets, routing
from bot.commands.base import ListKind, remember, show_list
from bot.commands.replying import applied
from bot.commands.scheduling import Desk, Screen, answer
from bot.requests import Ask, Press
from bot.services import channels as noted
from bot.services.edits import edited, objection, read_time
from bot.services.subscribing import Question
from bot.services.topics import read as topic_of
from bot.services.when import When
from bot.views import channels, dialling, letters, texts
from bot.views import digest as told
from bot.views import subscriptions as views
from bot.views.buttons import mark_of
from bot.views.dialling import NEW, Dial
from bot.views.language import say, tr
from bot.views.rich import parts
from storage import listings, outbox
from storage.types import Subscription

log = logging.getLogger(__name__)

LISTS = frozenset({"quotes", "figures", "sources"})
LOOKING = LISTS | {"again", "open", "preview"}
AFTER: dict[str, str] = {
    "untime": "times",
    "day": "days",
    "topic": "topics",
    "untopic": "topics",
    "everything": "topics",
}
"""The screen that stays open after a change; after any other the card is shown."""
CHAT_WIDE = frozenset({"list", "hours", "minutes", "time", "say", "endall", "undo", "shut", "done"}) | {
    "pick", "begin", "check", "adopt"
}  # fmt: skip
SCREENS = frozenset({"times", "days", "zones", "topics", "lengths", "quiets", "where", "tongues"})
STOPPING = frozenset({"card", "pause", "ask", "delete", "end", "done", "where", "bring"})
"""What its home may always do with a digest that goes elsewhere, and other than looking changes nothing there."""
HERE = frozenset({"card", "pause", "resume", "ask", "delete", "end", "done"})
"""What the chat may do that gets a digest from elsewhere."""
ENDING = frozenset({"delete", "end"})
OBJECTIONS = {
    "last time": views.LAST_TIME,
    "last day": views.LAST_DAY,
    "all times": views.ALL_TIMES,
    "all topics": views.ALL_TOPICS,
}


async def run(press: Press, dial: Dial) -> None:
    """Does what the button says; another chat's digest is as unknown as one that is gone."""
    opening = dial.action == "card" and dial.version is None
    if not (opening or dial.action in LOOKING) and not await _allowed(press):
        return
    desk = Desk.of(press)
    if dial.action == "again":
        await _show_again(press, dial.digest)
    elif dial.action == "open":
        await _note(press)
        await answer(Ask(press.context, press.message), desk, await desk.overview())
    elif dial.digest == NEW:
        await _chat_wide(press, desk, dial)
    elif (digest := await desk.subscriptions.get(desk.chat, dial.digest)) is None:
        await _note(press, tr(views.GONE_NOTE), alert=True)
        if dial.version is not None:
            await _turn(press, desk, await desk.overview())
    elif opening:
        await _note(press)
        await answer(Ask(press.context, press.message), desk, await desk.card(digest))
    else:
        await _One(press, desk, dial, digest).run()


async def _allowed(press: Press) -> bool:
    try:
        may = await press.may_change()
    except TelegramError as error:
        log.warning("telegram.admins_unknown error=%s", error)
        await _note(press, tr(texts.UNSURE_ADMIN), alert=True)
        return False
    if not may:
        await _note(press, tr(views.ADMINS_ONLY), alert=True)
    return may


async def _note(press: Press, words: str | None = None, *, alert: bool = False) -> None:
    """Answers the press before what it asks for is done; that is done too where Telegram takes no answer any more."""
    try:
        await press.query.answer(words, show_alert=alert)
    except BadRequest as error:
        log.warning("press.unanswered error=%s", error)


async def _turn(press: Press, desk: Desk, screen: Screen) -> None:
    await sender.edit(press.message, screen.rich, screen.rows)
    await desk.expect(screen, press.message.message_id)


async def _show_again(press: Press, delivery: int) -> None:
    """A message that may not have arrived: sent as an answer, and marked."""
    async with press.context.database.session(readonly=True) as session:
        kept = await outbox.get(session, delivery, press.message.chat_id)
    if kept is None:
        await _note(press, tr(views.NO_PART), alert=True)
        return
    await _note(press)
    *first, last = parts((say(views.AGAIN), letters.unpack(kept.content)))
    for part in first:
        await sender.reply(press.message, part, quiet=True)
    await sender.reply(press.message, last, told.rows_of(kept))
    async with press.context.database.session() as session:
        await outbox.own_up(session, (delivery,))  # whoever has read it needs not be told of it


async def _chat_wide(press: Press, desk: Desk, dial: Dial) -> None:
    """What is about no digest yet, or about several."""
    if dial.action not in CHAT_WIDE:
        await _note(press, tr(texts.STALE_BUTTON), alert=True)
        return
    await _note(press)
    if dial.action == "pick":
        await routing.pick(desk, NEW)
        return
    await _turn(press, desk, await _wide(desk, dial))


async def _wide(desk: Desk, dial: Dial) -> Screen:  # noqa: C901, PLR0911 - a line a button
    match dial.action:
        case "hours":
            return Screen(*dialling.hours(None, ""), dialling.AT)
        case "minutes":
            return Screen(*dialling.minutes(None, "", dial.other), dialling.AT)
        case "time" if (at := read_time(dial.other)) is not None:
            return await desk.make(When(times=(at,)))
        case "say" if words := await _kept(desk, dial.value):
            return await desk.wished(words)
        case "begin":
            return await routing.begin(desk, dial.value, dial.other)
        case "check":
            return await routing.check(desk, None, dial.value)
        case "adopt":
            return await presets.adopt(desk, dial.value)
        case "endall":
            return await _delete(desk, None)
        case "undo":
            return await _undo(desk, dial.value)
        case "shut":
            return Screen((await desk.overview()).rich)
        case "done":
            return Screen(say(views.CANCELLED))
        case _:
            return await desk.overview()


async def _kept(desk: Desk, listing: str) -> str | None:
    """What was meant by words that could not be read."""
    async with desk.context.database.session(readonly=True) as session:
        kept = await listings.get(session, listing, desk.chat)
    return kept.query if kept and kept.kind == "words" else None


async def _delete(desk: Desk, digests: tuple[int, ...] | None) -> Screen:
    gone, listing = await desk.subscriptions.delete(desk.chat, digests)
    return Screen(views.deleted(gone), dialling.undo_rows(listing) if gone else ())


async def _undo(desk: Desk, listing: str) -> Screen:
    for target in await desk.subscriptions.elsewhere(desk.chat, listing):
        found = await routing.asked_of(desk, target)
        if found is None or found.lack:
            return Screen(found.refusal if found else say(texts.UNSURE_ADMIN), dialling.undo_rows(listing))
    back = await desk.subscriptions.restore(desk.chat, listing)
    if not back:
        return Screen(say(views.NOT_BACK))
    return await (desk.card(back[0]) if len(back) == 1 else desk.overview())


class _One:
    """A press about one digest of the chat, as it was when the press came."""

    def __init__(self, press: Press, desk: Desk, dial: Dial, digest: Subscription) -> None:
        self._press, self._desk, self._dial, self._digest = press, desk, dial, digest

    async def run(self) -> None:
        """Does what the button says."""
        dial, stale = self._dial, self._dial.version not in (None, self._digest.version)
        if dial.action in LISTS:
            await self._list(cast("ListKind", dial.action))
        elif dial.action == "preview":
            await self._preview()
        elif dial.action == "share":
            await self._share()
        elif not self._desk.keeps(self._digest) and dial.action not in HERE:
            await _note(self._press, tr(channels.CHANGED_THERE), alert=True)
        elif dial.action not in STOPPING and (refusal := await self._refusal()):
            await _note(self._press, refusal, alert=True)
        elif dial.action == "pick":
            await _note(self._press)
            await routing.pick(self._desk, self._digest.id)
        elif dial.action == "give":
            await _note(self._press)
            given = await presets.give(self._desk, self._digest)
            await answer(Ask(self._press.context, self._press.message), self._desk, given)
        elif refused := objection(self._digest, dial.action, dial.value, dial.other):
            await _note(self._press, tr(OBJECTIONS[refused]), alert=True)
        else:
            await _note(self._press, tr(views.CHANGED_NOTE) if stale else None)
            screen = await (self._desk.card(self._digest) if stale and dial.action in ENDING else self._screen())
            await _turn(self._press, self._desk, screen)

    async def _refusal(self) -> str | None:
        """Why who presses may not: of a digest that goes elsewhere they need to be an admin there at this moment.

        The chat that gets it can have it go on itself.
        """
        if not self._desk.keeps(self._digest):
            return None
        return await routing.refusal(self._desk, self._digest)

    async def _screen(self) -> Screen:  # noqa: C901, PLR0911 - a line a button
        """What is shown next, after the change that the press stands for."""
        desk, dial, digest = self._desk, self._dial, self._digest
        match dial.action:
            case "card":
                return await desk.card(digest)
            case "hours":
                return Screen(*dialling.hours(digest, dial.value), f"{dialling.AT}{dial.value}", digest.id)
            case "minutes":
                return Screen(
                    *dialling.minutes(digest, dial.value, dial.other), f"{dialling.AT}{dial.value}", digest.id
                )
            case "ask":
                return Screen(views.deleting(digest), dialling.deleting_rows(digest))
            case "delete" | "end":
                return await _delete(desk, (digest.id,))
            case "done":
                return Screen((await desk.card(digest)).rich)
            case "say":
                return await self._said()
            case "check":
                return await routing.check(desk, digest, dial.value)
            case "bring":
                added = await desk.subscriptions.send_to(
                    desk.chat, digest.id, desk.chat, desk.user.id if desk.user else None
                )
                return await (desk.card(added.subscription) if added and added.subscription else desk.overview())
            case "resume" if digest.home is not None and desk.keeps(digest) and (lack := await self._lack()):
                return lack
            case screen if screen in SCREENS:
                return await desk.screen(screen, digest)
            case _:
                return await self._changed()

    async def _lack(self) -> Screen | None:
        """What keeps the bot from posting where the digest goes, which is to go on."""
        target = await routing.asked_of(self._desk, self._digest.chat)
        if target is not None and target.lack is None:
            return None
        refused = target.refusal if target else say(texts.UNSURE_ADMIN)
        return await self._desk.card(self._digest, refused)

    async def _said(self) -> Screen:
        words = await _kept(self._desk, self._dial.value)
        if words is None:
            return await self._desk.card(self._digest)
        return await applied(self._desk, self._dial.other, words, self._digest)

    async def _changed(self) -> Screen:
        kept = await self._change()
        if kept is None:
            return await self._desk.overview()
        after = AFTER.get(self._dial.action)
        return await (self._desk.screen(after, kept) if after else self._desk.card(kept))

    async def _change(self) -> Subscription | None:
        """The digest after the change that the press stands for, None where it is gone meanwhile."""
        desk, dial, number = self._desk, self._dial, self._digest.id
        match dial.action:
            case "pause":
                return await desk.subscriptions.pause(desk.chat, number)
            case "resume":
                return await desk.subscriptions.resume(desk.chat, number)
            case "here":
                return await desk.subscriptions.move(desk.chat, number, desk.thread)
            case "tongue":
                if self._digest.home is not None:
                    await noted.speak(desk.context.database, self._digest.chat, dial.value)
                return self._digest
            case "untopic":
                marked = {mark_of(topic): topic for topic in self._digest.taste.topics}
                value = marked.get(dial.value, "")
            case _:
                value = dial.value
        return await desk.subscriptions.edit(
            desk.chat, number, lambda known: edited(known, dial.action, value, dial.other)
        )

    async def _list(self, kind: ListKind) -> None:
        """A list of what the digest is of; of several topics one is chosen first."""
        await _note(self._press)
        ask = Ask(self._press.context, self._press.message)
        # Lists know no `from:`: they are of the words beside it.
        topics = tuple(dict.fromkeys(topic_of(each).words for each in self._digest.taste.topics))
        if len(topics) < 2:
            await show_list(Ask(ask.context, ask.message, "".join(topics)), kind)
            return
        kept = [(topic, await remember(ask.context, ask.chat, topic)) for topic in topics if topic]
        rows = dialling.picking_rows(kind, ((topic, listing) for topic, listing in kept if listing))
        await ask.answer(say(views.WHICH_TOPIC), rows)

    async def _preview(self) -> None:
        """What would come now; it counts as not told. While one is on its way a press only says so."""
        with self._press.context.digests.previewing(self._desk.chat) as free:
            await _note(self._press, None if free else tr(views.PREVIEWING), alert=not free)
            if free:
                await self._show_preview()

    async def _show_preview(self) -> None:
        ask = Ask(self._press.context, self._press.message)
        async with ask.busy():
            news = await ask.context.digests.preview(self._digest, ask.context.now())
        *first, last = told.preview(news, ZoneInfo(self._digest.rule.zone))
        for part in first:
            await sender.reply(ask.message, part, quiet=True)
        await sender.reply(ask.message, last)

    async def _share(self) -> None:
        """A keyboard that sends a location, in a private chat; it is taken away with the answer."""
        await _note(self._press)
        if not self._desk.private:
            return
        message = self._press.message
        rows = [[KeyboardButton(tr(views.LOCATE), request_location=True)], [KeyboardButton(tr(views.CANCEL))]]
        markup = ReplyKeyboardMarkup(rows, resize_keyboard=True, one_time_keyboard=True)
        await message.reply_text(tr(views.SHARE), reply_markup=markup)
        await self._desk.subscriptions.ask(self._desk.chat, Question("zones", self._digest.id, message.message_id))

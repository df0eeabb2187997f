"""Pressing a button: opening a list, turning its page, its order or its speaker in place, proving, drawing.

Stories have buttons of their own: telling one, and taking a source out of it, step by step in one message. So have
feeds and sources that a chat has added, see `keeping.py`, and digests, see `adjusting.py`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from telegram.constants import ChatAction
from telegram.error import NetworkError, TelegramError

from bot import sender
from bot.commands import adjusting, broadcast, finding, following, keeping, parting, proving, settings
from bot.commands.base import NOUN, nothing_left, pages, show_comparison
from bot.commands.telling import tell_stored, tell_story
from bot.requests import Ask, Press
from bot.services import stories
from bot.services.wanted import Wanted
from bot.views import data as data_views
from bot.views import dialling, texts, why
from bot.views import feeds as own_views
from bot.views import operators as operator_views
from bot.views import search as search_views
from bot.views import settings as settings_views
from bot.views import stories as told_as
from bot.views import terms as term_views
from bot.views.buttons import NUMBER, Pressed, Rows, read
from bot.views.chart import chart
from bot.views.chart_words import alt_text
from bot.views.evidence import evidence
from bot.views.language import say, tr
from bot.views.pages import Pages
from bot.views.rich import Rich, parts
from storage import listings
from storage.types import Listing
from summarizer.types import Document

COMPARISON = "compare"
ACTIONS = frozenset({"open", "page", "proof", "chart"})
BY_KIND = dict.fromkeys((*NOUN, COMPARISON), ACTIONS) | {
    "sources": ACTIONS | {"pick"},
    told_as.BRIEFING: frozenset({"open"}),
    told_as.KIND: frozenset({"open", "pick", "ask", "split", "back", "keep"}),
}
OWN: dict[str, Callable[[Press], Awaitable[None]]] = {
    data_views.KIND: parting.run,
    term_views.KIND: following.run,
    search_views.KIND: finding.turn,
    why.EVIDENCE: proving.prove,
    why.WHY: proving.explain,
    settings_views.KIND: settings.press,
    operator_views.KIND: broadcast.press,
}
"""What answers presses of buttons of its own, by the first word of their data."""
CHANGING = frozenset({"pick", "ask", "split", "back", "keep"})


async def run(press: Press) -> None:
    """Answers the press at once, then shows what it asks for; another chat's list is as unknown as one that is gone."""
    data = press.query.data or ""
    if own := OWN.get(data.partition(":")[0]):
        await own(press)
        return
    if dial := dialling.read(data):
        await adjusting.run(press, dial)
        return
    await _listed(press, read(data))


async def _listed(press: Press, pressed: Pressed) -> None:
    if pressed.kind == own_views.KIND:
        await keeping.run(press, pressed)
        return
    chat = press.message.chat_id
    async with press.context.database.session(readonly=True) as session:
        listing = await listings.get(session, pressed.listing, chat)
    refusal = await _refusal(press, pressed, listing)
    await press.query.answer(refusal, show_alert=bool(refusal))
    if listing is not None and refusal is None:
        await _do(press, pressed, listing.query)


async def _refusal(press: Press, pressed: Pressed, listing: Listing | None) -> str | None:
    """Why a button does nothing; None where it does what it says."""
    if listing is None or pressed.action not in BY_KIND.get(pressed.kind, frozenset()):
        return tr(texts.STALE_BUTTON)
    if pressed.action in CHANGING and not await press.may_change():
        return tr(told_as.ADMINS_ONLY) if pressed.kind == told_as.KIND else tr(own_views.ADMINS_ONLY)
    return tr(told_as.ANSWERED) if _is_answered(press, pressed) else None


async def _do(press: Press, pressed: Pressed, words: str) -> None:
    ask = Ask(press.context, press.message, words)
    match pressed.kind:
        case "compare":
            await show_comparison(ask)
        case "brief":
            await tell_stored(ask, Wanted(words), "briefing")
        case "story":
            await _Story(ask, pressed).run()
        case "sources" if pressed.action == "pick":
            await keeping.pick(press, words, pressed.choice.page)
        case _:
            await _list(press, pressed, words)


async def _list(press: Press, pressed: Pressed, words: str) -> None:
    chat = press.message.chat_id
    shown = await pages(press.context, pressed.kind, chat, words, pressed.choice)
    if not len(shown):
        await sender.reply(press.message, nothing_left(pressed.kind, pressed.choice))
        return
    match pressed.action:
        case "proof":
            await _prove(press, shown, min(pressed.choice.page, len(shown) - 1))
        case "chart":
            await _draw(press, shown, pressed.choice.by)
        case _:
            await _show(press, shown, pressed, words)


async def _show(press: Press, shown: Pages, pressed: Pressed, words: str) -> None:
    page = min(pressed.choice.page, len(shown) - 1)
    show = sender.reply if pressed.action == "open" else sender.edit
    proof = await proving.page_rows(press.context, press.message.chat_id, pressed.kind, words, shown, page)
    await show(press.message, shown.page(page), (*shown.rows(pressed.kind, pressed.listing, page), *proof))


async def _prove(press: Press, shown: Pages, page: int) -> None:
    """Where everything on a page stands, in as many messages as that takes."""
    asked = shown.questions(page)
    if not asked:
        await sender.reply(press.message, say(texts.NO_EVIDENCE))
        return
    *first, last = parts(await asyncio.to_thread(evidence, asked))  # a long text is read for it
    for part in first:
        await sender.reply(press.message, part, quiet=True)
    await sender.reply(press.message, last)


async def _draw(press: Press, shown: Pages, mark: str) -> None:
    """A question as a picture; the question of an old button may have no answers to draw any more."""
    question = shown.marked(mark)
    drawn = chart(question) if question else None
    if drawn is None:
        await sender.reply(press.message, say(texts.NO_CHART))
        return
    with suppress(TelegramError):  # a sign of life, and no reason to lose the picture
        thread = press.message.message_thread_id if press.message.is_topic_message else None
        await press.message.chat.send_action(ChatAction.UPLOAD_PHOTO, message_thread_id=thread)
    words, picture = alt_text(drawn), await press.context.painter.paint(drawn)
    try:
        await sender.photo(press.message, picture, words)
    except NetworkError:  # or a group that allows no pictures: what there is to see stands in the caption
        await sender.reply(press.message, words)


def _is_answered(press: Press, pressed: Pressed) -> bool:
    """Whether a question was answered already: the message asks it no more, however late a press of it comes."""
    markup = press.message.reply_markup
    asking = {button.callback_data for row in markup.inline_keyboard for button in row} if markup else set()
    return pressed.action == "keep" and press.query.data not in asking


class _Story:
    """One press of a story's button; the chat is the one whose listing it is, and every step looks anew."""

    def __init__(self, ask: Ask, pressed: Pressed) -> None:
        self._ask, self._pressed = ask, pressed
        named = NUMBER.fullmatch(ask.words.removeprefix("#"))
        self._number = int(named[0]) if named else 0

    async def run(self) -> None:
        """Does what the button says."""
        match self._pressed.action:
            case "open":
                await self._tell()
            case "keep":
                await self._keep()
            case "back":
                await self._put_back()
            case _:
                await self._take_out()

    async def _tell(self) -> None:
        await tell_story(self._ask, self._pressed.choice.story or self._number)

    async def _keep(self) -> None:
        """Nothing is done; what another message has done meanwhile is said."""
        told = await stories.listed(self._ask.context.database, self._ask.chat, self._number)
        documents = told.documents if told else ()
        left = not self._pressed.choice.by or told_as.found_by(documents, self._pressed.choice.by)
        await self._edit(say(told_as.KEPT if left else told_as.GONE))

    async def _take_out(self) -> None:
        """Which one, whether, done: each step on what the story holds at that moment."""
        told = await stories.listed(self._ask.context.database, self._ask.chat, self._number)
        documents = told.documents if told else ()
        meant = told_as.found_by(documents, self._pressed.choice.by)
        if told is not None and self._pressed.action == "pick":
            several = len(documents) > 1
            rows = told_as.picking_rows(told, self._pressed.listing) if several else ()
            await self._ask.answer(told_as.picking(told) if several else say(told_as.ONE_SOURCE), rows)
        elif meant is None or len(documents) < 2:
            await self._edit(say(told_as.GONE))
        elif self._pressed.action == "ask":
            rows = told_as.confirming_rows(meant, self._pressed.listing)
            await self._edit(told_as.confirming(meant, self._number), rows)
        else:
            await self._split(meant)

    async def _split(self, meant: Document) -> None:
        taken = await stories.split(self._ask.context.database, self._ask.chat, self._number, meant.key)
        if taken is None:
            await self._edit(say(told_as.GONE))
            return
        rows = told_as.taken_rows(meant, self._number, taken.number, self._pressed.listing)
        await self._edit(told_as.taken_out(meant, self._number, taken.number), rows)

    async def _put_back(self) -> None:
        """The button names the story that the source has become."""
        database, chat = self._ask.context.database, self._ask.chat
        told = await stories.listed(database, chat, self._pressed.choice.story)
        meant = told_as.found_by(told.documents, self._pressed.choice.by) if told else None
        back = await stories.put_back(database, chat, self._number, meant.key) if meant else None
        await self._edit(told_as.returned(back, self._number) if back else say(told_as.GONE))

    async def _edit(self, rich: Rich, rows: Rows = ()) -> None:
        await sender.edit(self._ask.message, rich, rows)

"""Telling: what is stored, what a message says, what was just read; shared by the commands that brief."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from telegram import Message

from bot.commands import proving
from bot.commands.base import list_buttons, nothing, remember
from bot.requests import SHORT, Ask, is_file, is_ours, link_of, place_of, ref_of, text_of
from bot.services import corrections, stories
from bot.services.answers import Told
from bot.services.asked import STORY
from bot.services.intake import Taken
from bot.services.keeping import DIRECT, Way
from bot.services.outcomes import Outcome
from bot.services.wanted import EVERYTHING, Form, Wanted, read
from bot.unpacking import way_of
from bot.views import arrivals, buttons, terms, texts
from bot.views import briefing as views
from bot.views.ages import with_age
from bot.views.buttons import Rows
from bot.views.corrections import corrected
from bot.views.errors import explain
from bot.views.language import say
from bot.views.rich import Rich, join
from bot.views.shown import of_briefing, of_course
from bot.views.stories import story, story_rows
from sources.base import Ref
from sources.web.links import links_in
from storage import chats, listings
from summarizer.errors import AnalysisError, SourceError
from summarizer.types import Briefing, Document

log = logging.getLogger(__name__)

NOTHING = Rich()


async def tell(ask: Ask, form: Form) -> None:
    """Answers /brief and /summary: what their words ask for, else what the message that they answer says."""
    wanted, replied = await _at_length(ask, read(ask.request)), ask.replied
    async with ask.busy():
        if replied is None and ask.message.external_reply and not wanted.names_source:
            await ask.answer(say(texts.ELSEWHERE))
        elif wanted.url:
            await _in_turn(ask, lambda: tell_stored(ask, wanted, form))
        elif replied is None or wanted.names_source:
            await tell_stored(ask, wanted, form)
        elif is_ours(replied):
            await _tell_instead(ask, wanted, form, replied)
        else:
            await _in_turn(ask, lambda: _tell_message(ask, wanted, form, replied))


async def _at_length(ask: Ask, wanted: Wanted) -> Wanted:
    """The length that was named, else the one that the chat has chosen."""
    if wanted.length != EVERYTHING.length:
        return wanted
    async with ask.context.database.session(readonly=True) as session:
        chosen = await chats.preferences(session, ask.chat)
    return replace(wanted, length=chosen.length or wanted.length)


async def tell_stored(ask: Ask, wanted: Wanted, form: Form, head: Rich = NOTHING) -> None:
    """Answers with what is stored, or says why there is nothing; a link to what is not stored is given to read."""
    told = await ask.context.answers.told(ask.chat, wanted, form)
    if told.briefing:
        await _show(ask, told, form, head)
    elif told.lack == "no page" and wanted.url:
        ref = Ref(url=next(iter(links_in(wanted.url)), wanted.url))
        await _tell_read(ask, replace(wanted, url=None), form, ref)
    elif told.number is not None:
        neither = told.lack == "no match" and await ask.context.answers.sources(ask.chat, "")
        words = texts.no_story_nor_word(told.number, wanted.words) if neither else texts.no_story(told.number)
        await ask.answer(words)
    elif told.lack == "muted":
        await ask.answer(terms.all_muted(told.muted))
    elif told.lack == "unreadable":
        await ask.answer(texts.unreadable(told.language, told.unread, about=bool(told.words)))
    else:
        await ask.answer(await nothing(Ask(ask.context, ask.message, wanted.words), "source"))


async def _in_turn(ask: Ask, read: Callable[[], Awaitable[None]]) -> None:
    """Reads where its person and its chat have room; that they have none is said once until they have some again."""
    place = place_of(ask.message)
    async with ask.context.answers.glances.reading(place.chat, place.person) as room:
        if room == "room":
            try:
                await read()
            except SourceError as error:
                await ask.answer(explain(error))
        elif room == "full":
            await ask.answer(say(texts.READING_ENOUGH))


async def _tell_read(ask: Ask, wanted: Wanted, form: Form, ref: Ref, way: Way = DIRECT) -> None:
    """Reads what was given and tells it; it is kept where the person may add, and else told without being kept."""
    if await ask.may_change():
        await tell_taken(ask, wanted, form, await ask.context.intake.take_in(ref, ask.chat, way))
    else:
        await _glance(ask, wanted, form, ref)


async def tell_taken(ask: Ask, wanted: Wanted, form: Form, taken: Taken) -> None:
    """What was taken in, how much was found in it, and its briefing; a text that was known is told as any other."""
    word = "changed" if taken.replaced else "known" if taken.known else "taken"
    head = arrivals.taken(taken.document, taken.analysis, word)
    await _tell_new(ask, wanted, form, taken.document, head, taken.replaced)


async def tell_arrived(ask: Ask, arrived: Outcome, beside: Rich = NOTHING) -> None:
    """The same of what was sent in this chat; a page that could not be had again is told as it was read before.

    `beside` says what of the message was left out.
    """
    if arrived.document is None or arrived.analysis is None:
        return
    again = arrivals.stale(arrived.error) if arrived.word == "stale" else NOTHING
    copied = arrivals.copied(arrived.copy_of) if arrived.copy_of else NOTHING
    taken = arrivals.taken(arrived.document, arrived.analysis, arrived.word, arrived.item.sent.forwarded)
    head = join("\n", (taken, again, copied, beside))
    await _tell_new(ask, EVERYTHING, "briefing", arrived.document, head, arrived.replaced)


async def _tell_new(
    ask: Ask, wanted: Wanted, form: Form, document: Document, head: Rich, replaced: Document | None
) -> None:
    """The briefing of a text below its head; of a newer version what it says otherwise goes first."""
    told = await ask.context.answers.told(ask.chat, replace(wanted, key=document.key), form)
    changed = await _changed(ask, replaced, document) if replaced else ()
    if told.briefing:
        await _show(ask, told, form, head, titled=False, first=changed)
    else:
        await ask.answer_blocks((head, *changed))


async def _changed(ask: Ask, old: Document, new: Document) -> tuple[Rich, ...]:
    found = await corrections.between(ask.context.database, ask.chat, old.key, new.key)
    return corrected(found) if found else (say(texts.SAME_FACTS),)


async def _glance(ask: Ask, wanted: Wanted, form: Form, ref: Ref) -> None:
    answers = ask.context.answers
    try:
        async with answers.glances.turn(ask.chat):
            seen = await answers.glances.look(ask.context.intake, ref, ask.chat)
            told = Told() if seen.stored else await answers.told_of(seen.analysis, wanted, form)
    except AnalysisError as error:  # the usual words for it say that the text was kept
        log.warning("glance.failed detail=%s", error.detail)
        await ask.answer(say(texts.NOT_UNDERSTOOD))
        return
    if seen.stored:
        await tell_stored(ask, replace(wanted, key=seen.analysis.document.key), form)
    elif told.briefing:
        await _show(ask, told, form, say(texts.NOT_KEPT))
    else:
        await ask.answer(texts.foreign(seen.analysis.language, kept=False))


async def _tell_message(ask: Ask, wanted: Wanted, form: Form, message: Message) -> None:
    if link := link_of(message):
        await tell_stored(ask, replace(wanted, url=link), form)
        return
    if not is_file(message) and len(text_of(message)) < SHORT:
        await ask.answer(say(texts.TOO_SHORT))
        return
    ref = await ref_of(message, ask.context.settings.max_file_megabytes * 1_000_000)
    if ref:
        origin, way = way_of(message)
        way = replace(way, message=message.message_id) if ref.text else way
        await _tell_read(ask, wanted, form, replace(ref, origin=origin), way)


async def _tell_instead(ask: Ask, wanted: Wanted, form: Form, message: Message) -> None:
    """What we told is no source: the sources that it told of are, where its buttons say which they were."""
    about = await _behind(ask, message)
    if about is None and not wanted.words:
        await ask.answer(say(texts.OWN_MESSAGE))
        return
    story = STORY.match(about or "")
    words = f"{story.group().strip() if story else ''} {wanted.words}".strip() if wanted.words else about or ""
    await tell_stored(ask, replace(wanted, words=words), form, say(texts.OWN_INSTEAD))


async def _behind(ask: Ask, message: Message) -> str | None:
    """What a message of ours was about, as its buttons know it; None where it has none, or none of this chat."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    pressed = next((buttons.read(str(button.callback_data)) for row in rows for button in row), None)
    if pressed is None:
        return None
    async with ask.context.database.session(readonly=True) as session:
        listing = await listings.get(session, pressed.listing, ask.chat)
    story = f"#{pressed.choice.story} " if pressed.choice.story else ""
    return f"{story}{listing.query}".strip() if listing else None


async def _show(
    ask: Ask, told: Told, form: Form, head: Rich = NOTHING, *, titled: bool = True, first: tuple[Rich, ...] = ()
) -> None:
    """A briefing with what is known of its age; `head` goes before it, in the place of its title if not `titled`.

    `first` is told before what the briefing tells.
    """
    if told.briefing is None:
        return
    blocks = views.summary(told.briefing) if form == "summary" else views.briefing(told.briefing)
    about = texts.of_story(told.story), texts.missing(told.words, told.missing, single=told.single)
    lines = *about, *terms.matches(told.followed, told.muted)
    title, *others = blocks
    titled_blocks = (title if titled else head, *first, *others)
    dated = with_age(titled_blocks, told.briefing.documents, told.arrivals, ask.context.now(), lines)
    rows = await _rows(ask, told, told.briefing) if told.arrivals else ()
    await ask.answer_blocks((head, *dated) if head and titled else dated, rows)


async def _rows(ask: Ask, told: Told, briefing: Briefing) -> Rows:
    """The lists of the same sources, then the proof of what is told."""
    lists = await list_buttons(ask, told.listed)
    return (*lists, *await proving.rows(ask, "briefing", told.words, tuple(told.arrivals), of_briefing(briefing)))


async def tell_story(ask: Ask, number: int, moment: datetime | None = None) -> None:
    """Answers with a story, or with what came to it after a moment; a long text may take its time."""
    async with ask.busy():
        told = await stories.told(ask.context.database, ask.chat, number, moment)
        if told is None:
            await ask.answer(texts.no_story(number))
            return
        listing = await remember(ask.context, ask.chat, f"#{told.story.number}")
        # Even numbers are a chat's own: whoever shares a group's is offered what their own chat has of that number.
        shared = ask.shares and (ask.private or told.story.number % 2 == 1)
        rows = story_rows(told, listing, shared=shared) if listing else ()
        keys = [document.key for document in told.story.documents]
        proof = await proving.rows(ask, "briefing", "", keys, of_course(told)) if listing else ()
        await ask.answer_blocks(story(told), (*rows, *proof))

"""What a command is, and the lists and briefings that several of them show."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Literal

from telegram import Message

from bot.context import Context
from bot.requests import SHORT, Ask, is_file, is_ours, link_of, ref_of, text_of
from bot.services.answers import Told
from bot.services.asked import STORY
from bot.services.intake import Taken
from bot.services.wanted import Form, Wanted, read
from bot.views import briefing as views
from bot.views import buttons, texts
from bot.views.ages import with_age
from bot.views.buttons import STORY_LABEL, Choice, Rows, in_pairs, opening, short
from bot.views.comparison import comparison, lacking
from bot.views.errors import explain
from bot.views.pages import Pages, figure_pages, quote_pages, source_pages
from bot.views.rich import Rich
from sources.base import Ref
from storage import listings
from summarizer.errors import AnalysisError, SourceError, StorageError
from summarizer.types import Story

log = logging.getLogger(__name__)

ListKind = Literal["quotes", "figures", "sources"]
NOTHING = Rich()
NOUN: dict[str, str] = {"quotes": "statement", "figures": "figure", "sources": "source"}


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name without the slash, its line in the menu and in /help, and what it does."""

    name: str
    help: str
    run: Callable[[Ask], Awaitable[None]]


async def pages(context: Context, kind: str, chat: int, words: str, choice: Choice) -> Pages:
    """A list as the chat may see it now, in pages; none where nothing matches."""
    answers, size = context.answers, context.settings.page_items
    match kind:
        case "quotes":
            return await statement_pages(context, chat, words, choice)
        case "figures":
            return await counted_pages(context, chat, words, choice)
        case _:
            return source_pages(await answers.sources(chat, words), words, size=size)


async def statement_pages(context: Context, chat: int, words: str, choice: Choice) -> Pages:
    """Statements in pages; a list of everything offers the newest stories, where there are several."""
    words = f"#{choice.story} {words}".strip() if choice.story else words
    found = await context.answers.quotes(chat, words, newest=choice.newest)
    shown = quote_pages(found.items, words, size=context.settings.page_items, choice=choice, story=found.story)
    stories = await context.answers.stories(chat) if not words and not choice.by and len(shown) > 1 else ()
    return replace(shown, older=found.older, missing=found.no_story, stories=stories if len(stories) > 1 else ())


async def counted_pages(context: Context, chat: int, words: str, choice: Choice) -> Pages:
    """Questions with their answers in pages; a list of everything offers the newest stories, if there are several."""
    words = f"#{choice.story} {words}".strip() if choice.story else words
    found = await context.answers.figures(chat, words)
    shown = figure_pages(found.items, words, size=context.settings.page_items, choice=choice, story=found.story)
    stories = await context.answers.stories(chat) if not words else ()
    return replace(shown, older=found.older, missing=found.no_story, stories=stories if len(stories) > 1 else ())


async def show_list(ask: Ask, kind: ListKind) -> None:
    """Answers with the list's first page and its buttons, or says that there is nothing."""
    shown = await pages(ask.context, kind, ask.chat, ask.words, Choice())
    if len(shown):
        listing = await remember(ask.context, ask.chat, ask.words) if shown.steerable else None
        await ask.answer(shown.page(0), shown.rows(kind, listing, 0) if listing else ())
    elif shown.missing is not None:
        await ask.answer(texts.no_story(shown.missing))
    elif not (kind == "quotes" and await suggest(ask)):
        await ask.answer(await nothing(ask, NOUN[kind]))


async def suggest(ask: Ask) -> bool:
    """Whom somebody may mean who found no statement, each with a button; False where the words are no name."""
    people = await ask.context.answers.people(ask.chat, ask.words) if ask.words else ()
    names = [item.speaker.name for item in people if item.speaker]
    listings = [(name, await remember(ask.context, ask.chat, name)) for name in names]
    rows = in_pairs([opening(short(name), "quotes", listing) for name, listing in listings if listing])
    if people:
        await ask.answer(texts.no_statement(ask.words, people), rows)
    return bool(people)


async def nothing(ask: Ask, noun: str) -> Rich:
    """Why there is nothing to show: no source at all, or none that matches."""
    if not await ask.context.answers.sources(ask.chat, ""):
        return texts.NOTHING_STORED
    return texts.no_match(ask.words, noun) if ask.words else texts.none_found(noun)


def nothing_left(kind: str, choice: Choice) -> Rich:
    """A list that was shown before and holds nothing any more, or nothing of the chosen speaker or story."""
    return texts.CHOICE_GONE if choice.by or choice.story else texts.none_found(NOUN[kind])


async def remember(context: Context, chat: int, words: str) -> str | None:
    """The id under which buttons find these words again, after a restart as well; None while nothing can be written."""
    try:
        async with context.database.session() as session:
            return await listings.create(session, chat, "words", words, context.now())
    except StorageError as error:
        log.warning("listing.not_kept detail=%s", error.detail)
        return None


async def show_comparison(ask: Ask) -> None:
    """Answers with sources side by side, or says why there is nothing to compare; other stories are buttons."""
    found = await ask.context.answers.compared(ask.chat, ask.words)
    rows = await _stories(ask, found.others)
    if found.comparison is None:
        stored = bool(await ask.context.answers.sources(ask.chat, ""))
        await ask.answer(lacking(found.lack, ask.words, found.number, stored=stored), rows)
        return
    await ask.answer_blocks(comparison(found.comparison, story=found.story, words=found.words), rows)


async def _stories(ask: Ask, stories: tuple[Story, ...]) -> Rows:
    """A story a row; an answer goes out without those that cannot be kept."""
    kept = [(story, await remember(ask.context, ask.chat, f"#{story.number}")) for story in stories]
    labelled = ((short(f"#{story.number} {story.title}", STORY_LABEL), listing) for story, listing in kept)
    return tuple((opening(label, "compare", listing),) for label, listing in labelled if listing)


async def list_buttons(ask: Ask, words: str | None = None) -> Rows:
    """Statements, figures, a comparison and sources for the same words; an answer goes out without them too."""
    listing = await remember(ask.context, ask.chat, ask.words if words is None else words)
    labels = (("Statements", "quotes"), ("Figures", "figures"), ("Compare", "compare"), ("Sources", "sources"))
    return (tuple(opening(label, kind, listing) for label, kind in labels),) if listing else ()


async def tell(ask: Ask, form: Form) -> None:
    """Answers /brief and /summary: what their words ask for, else what the message that they answer says."""
    wanted, replied = read(ask.request), ask.replied
    async with ask.busy():
        if replied is None and ask.message.external_reply and not wanted.names_source:
            await ask.answer(texts.ELSEWHERE)
        elif replied is None or wanted.names_source:
            await tell_stored(ask, wanted, form)
        elif is_ours(replied):
            await _tell_instead(ask, wanted, form, replied)
        else:
            await _tell_message(ask, wanted, form, replied)


async def tell_stored(ask: Ask, wanted: Wanted, form: Form, head: Rich = NOTHING) -> None:
    """Answers with what is stored, or says why there is nothing; a link to what is not stored is given to read."""
    told = await ask.context.answers.told(ask.chat, wanted, form)
    if told.briefing:
        await _show(ask, told, form, head)
    elif told.lack == "no page" and wanted.url:
        await tell_read(ask, replace(wanted, url=None), form, Ref(text=wanted.url))
    elif told.number is not None:
        await ask.answer(texts.no_story(told.number))
    elif told.lack == "unreadable":
        await ask.answer(texts.UNREADABLE)
    else:
        await ask.answer(await nothing(Ask(ask.context, ask.message, wanted.words), "source"))


async def tell_read(ask: Ask, wanted: Wanted, form: Form, ref: Ref) -> None:
    """Reads what was given and tells it; it is kept where the person may add, and else told without being kept."""
    try:
        if await ask.may_change():
            await tell_taken(ask, wanted, form, await ask.context.intake.take_in(ref, ask.chat))
        else:
            await _glance(ask, wanted, form, ref)
    except SourceError as error:
        await ask.answer(explain(error))


async def tell_taken(ask: Ask, wanted: Wanted, form: Form, taken: Taken) -> None:
    """What was taken in, how much was found in it, and its briefing; a text that was known is told as any other."""
    head = texts.taken(taken.document, taken.analysis, known=taken.known)
    told = await ask.context.answers.told(ask.chat, replace(wanted, key=taken.document.key), form)
    if told.briefing:
        await _show(ask, told, form, head, titled=False)
    else:
        await ask.answer(head)


async def _glance(ask: Ask, wanted: Wanted, form: Form, ref: Ref) -> None:
    answers = ask.context.answers
    try:
        seen = await answers.glances.look(ask.context.intake, ref, ask.chat)
    except AnalysisError as error:  # the usual words for it say that the text was kept
        log.warning("glance.failed detail=%s", error.detail)
        await ask.answer(texts.NOT_UNDERSTOOD)
        return
    document = seen.analysis.document
    if seen.stored:
        await tell_stored(ask, replace(wanted, key=document.key), form)
        return
    told = await answers.told_of(seen.analysis, wanted, form)
    if told.briefing:
        await _show(ask, told, form, texts.NOT_KEPT)
    else:
        await ask.answer(texts.foreign(seen.analysis.language, kept=False))


async def _tell_message(ask: Ask, wanted: Wanted, form: Form, message: Message) -> None:
    if link := link_of(message):
        await tell_stored(ask, replace(wanted, url=link), form)
        return
    if not is_file(message) and len(text_of(message)) < SHORT:
        await ask.answer(texts.TOO_SHORT)
        return
    try:
        ref = await ref_of(message, ask.context.settings.max_file_megabytes * 1_000_000)
    except SourceError as error:
        await ask.answer(explain(error))
        return
    if ref:
        await tell_read(ask, wanted, form, ref)


async def _tell_instead(ask: Ask, wanted: Wanted, form: Form, message: Message) -> None:
    """What we told is no source: the sources that it told of are, where its buttons say which they were."""
    about = await _behind(ask, message)
    if about is None and not wanted.words:
        await ask.answer(texts.OWN_MESSAGE)
        return
    story = STORY.match(about or "")
    words = f"{story.group().strip() if story else ''} {wanted.words}".strip() if wanted.words else about or ""
    await tell_stored(ask, replace(wanted, words=words), form, texts.OWN_INSTEAD)


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


async def _show(ask: Ask, told: Told, form: Form, head: Rich = NOTHING, *, titled: bool = True) -> None:
    """A briefing with what is known of its age; `head` goes before it, in the place of its title if not `titled`."""
    if told.briefing is None:
        return
    blocks = views.summary(told.briefing) if form == "summary" else views.briefing(told.briefing)
    lines = texts.of_story(told.story), texts.missing(told.words, told.missing, single=told.single)
    first, *others = blocks
    titled_blocks = (first if titled else head, *others)
    dated = with_age(titled_blocks, told.briefing.documents, told.arrivals, ask.context.now(), lines)
    rows = await list_buttons(ask, told.listed) if told.arrivals else ()
    await ask.answer_blocks((head, *dated) if head and titled else dated, rows)

"""What a command is, and the lists that several of them show."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Literal

from bot.commands.proving import page_rows
from bot.context import Context
from bot.requests import Ask
from bot.services.shelf import folded
from bot.views import texts
from bot.views.buttons import STORY_LABEL, Choice, Rows, in_pairs, opening, short
from bot.views.comparison import comparison, lacking
from bot.views.language import say, tr
from bot.views.pages import Pages, feed_items, figure_pages, quote_pages, source_pages
from bot.views.rich import Rich
from storage import listings
from summarizer.errors import StorageError
from summarizer.types import Story

log = logging.getLogger(__name__)

ListKind = Literal["quotes", "figures", "sources"]
NOUN: dict[str, str] = {"quotes": "statement", "figures": "figure", "sources": "source"}


Section = Literal["news", "sources", "digests", "chat", "operators"]
"""Under which heading a command stands in /help."""
Audience = Literal["everybody", "admins", "private", "operators"]
"""Who finds a command in their menu and in /help: everybody; in groups their admins alone; only private chats; only
whoever runs the bot, in a private chat. What a command lets whom do it asks for itself."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name without the slash, its line in the menu and in /help, and what it does."""

    name: str
    help: str
    run: Callable[[Ask], Awaitable[None]]
    section: Section = "news"
    audience: Audience = "everybody"


async def pages(context: Context, kind: str, chat: int, words: str, choice: Choice) -> Pages:
    """A list as the chat may see it now, in pages; none where nothing matches."""
    match kind:
        case "quotes":
            return await statement_pages(context, chat, words, choice)
        case "figures":
            return await counted_pages(context, chat, words, choice)
        case _:
            return await brought_pages(context, chat, words)


async def brought_pages(context: Context, chat: int, words: str) -> Pages:
    """Feeds and sources in pages, the copies of an article behind it."""
    followed = feed_items(await context.feeds.listed(chat, words), context.now())
    held = await folded(context.database, chat, await context.answers.sources(chat, words))
    copies = {document.key: others for (_, document), *others in held}
    fronts = [front for front, *_ in held]
    return source_pages(fronts, words, size=context.settings.page_items, feeds=followed, copies=copies)


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
        proof = await page_rows(ask.context, ask.chat, kind, ask.words, shown, 0)
        await ask.answer(shown.page(0), (*(shown.rows(kind, listing, 0) if listing else ()), *proof))
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
        return say(texts.NOTHING_STORED)
    return texts.no_match(ask.words, noun) if ask.words else texts.none_found(noun)


def nothing_left(kind: str, choice: Choice) -> Rich:
    """A list that was shown before and holds nothing any more, or nothing of the chosen speaker or story."""
    return say(texts.CHOICE_GONE) if choice.by or choice.story else texts.none_found(NOUN[kind])


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
    labels = (
        (tr("Statements"), "quotes"),
        (tr("Figures"), "figures"),
        (tr("Compare"), "compare"),
        (tr("Sources"), "sources"),
    )
    return (tuple(opening(label, kind, listing) for label, kind in labels),) if listing else ()

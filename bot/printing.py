"""What the commands of the command line print, and the reading and storing behind it.

Imports stand inside the functions, as in `bot/cli.py`: `verbatim brief` must not pay for Telegram.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sources.base import Ref

if TYPE_CHECKING:
    from datetime import datetime

    from bot.context import Context
    from bot.services.answers import Told
    from bot.services.batch import Done
    from bot.services.figures import Figures
    from bot.services.quotes import Quotes
    from bot.services.wanted import Form, Length, Wanted
    from bot.settings import Settings
    from bot.views.rich import Rich
    from summarizer.types import Analysis, Briefing, Span

ONE_LINE = 10_000
"""Columns: a message on standard error is one line, whatever the terminal."""


async def print_briefing(
    context: Context, words: str, *, form: Form = "briefing", length: Length = "usual", as_json: bool = False
) -> bool:
    """A briefing or summary of the public sources; False, and the reason on standard error, where there is none."""
    from bot.services.wanted import read
    from bot.views import briefing as views
    from bot.views import texts
    from bot.views.ages import with_age

    await _read_again(context)
    wanted = read(words)
    wanted = wanted if length == "usual" else replace(wanted, length=length)
    told = await context.answers.told(None, wanted, form)
    if told.briefing is None and await context.intake.catch_up():  # a first start that was cut short
        told = await context.answers.told(None, wanted, form)
    if told.briefing is None:
        print(shown([await _why_untold(context, wanted, told)], width=ONE_LINE), file=sys.stderr)
        return False
    if as_json:
        print(_json(_told_data(told, told.briefing, context.now())))
        return True
    blocks = views.summary(told.briefing) if form == "summary" else views.briefing(told.briefing)
    lines = texts.of_story(told.story), texts.missing(told.words, told.missing, single=told.single)
    print(shown(with_age(blocks, told.briefing.documents, told.arrivals, context.now(), lines)))
    return True


def _told_data(told: Told, briefing: Briefing, now: datetime) -> dict[str, Any]:
    """The briefing with its story, the words that it lacks, and how old its newest source is; times are ISO 8601."""
    from bot.views.ages import newest
    from bot.views.export import briefing_data

    age = newest(briefing.documents, told.arrivals, now)
    times = {"published": age.published, "added": age.added}
    return {
        **briefing_data(briefing),
        "story": {"number": told.story.number, "title": told.story.title} if told.story else None,
        "missing": list(told.missing),
        "newest": {name: moment and moment.isoformat() for name, moment in times.items()},
    }


async def _why_untold(context: Context, wanted: Wanted, told: Told) -> Rich:
    from bot.views import texts
    from bot.views.language import say

    if not await context.answers.sources(None, ""):
        return say(texts.NOTHING_STORED)
    if told.number is not None:
        return texts.no_story(told.number)
    if told.lack == "no page" and wanted.url:
        return texts.unread_page(wanted.url)
    if told.lack == "unreadable":
        return texts.unreadable(told.language, told.unread, about=bool(told.words))
    return texts.no_match(wanted.words, "source") if wanted.words else texts.none_found("source")


async def print_quotes(context: Context, words: str, *, newest: bool, as_json: bool) -> bool:
    """Statements of the public sources; False where nothing answers to the words."""
    from bot.views.buttons import Choice
    from bot.views.export import briefing_data
    from bot.views.pages import quote_pages
    from bot.views.quotes import cited
    from summarizer.types import Briefing

    await _read_again(context)
    found = await context.answers.quotes(None, words, newest=newest)
    if not found.items and await context.intake.catch_up():  # as for a briefing
        found = await context.answers.quotes(None, words, newest=newest)
    if not found.items:
        print(shown([await _why_nothing(context, words, found)], width=ONE_LINE), file=sys.stderr)
        return False
    if as_json:
        told = Briefing(cited(found.items), (), found.items, (), words or None)
        print(_json(briefing_data(told)))
    else:
        choice = Choice(newest=newest)
        pages = quote_pages(found.items, words, size=context.settings.page_items, choice=choice, story=found.story)
        print(shown(replace(pages, older=found.older).blocks()))
    return True


async def print_figures(context: Context, words: str, *, as_json: bool) -> bool:
    """Figures of the public sources as questions with their answers; False where none holds the words."""
    from bot.views.export import briefing_data
    from bot.views.pages import figure_pages
    from bot.views.questions import cited
    from summarizer.types import Briefing

    await _read_again(context)
    found = await context.answers.figures(None, words)
    if not found.items and await context.intake.catch_up():  # as for a briefing
        found = await context.answers.figures(None, words)
    if not found.items:
        print(shown([await _no_figures(context, words, found)], width=ONE_LINE), file=sys.stderr)
        return False
    if as_json:
        print(_json(briefing_data(Briefing(cited(found.items), (), (), found.items, words or None))))
    else:
        pages = figure_pages(found.items, words, size=context.settings.page_items, story=found.story)
        print(shown(replace(pages, older=found.older).blocks()))
    return True


async def print_comparison(context: Context, words: str) -> bool:
    """Public sources side by side; False, and the reason on standard error, where there are no two."""
    from bot.views.comparison import comparison, lacking

    await _read_again(context)
    found = await context.answers.compared(None, words)
    if found.comparison is None:
        stored = bool(await context.answers.sources(None, ""))
        print(shown([lacking(found.lack, words, found.number, stored=stored)], width=ONE_LINE), file=sys.stderr)
        return False
    print(shown(comparison(found.comparison, story=found.story, words=found.words)))
    return True


async def _no_figures(context: Context, words: str, found: Figures) -> Rich:
    from bot.views import texts
    from bot.views.language import say
    from bot.views.texts import no_story

    if not await context.answers.sources(None, ""):
        return say(texts.NOTHING_STORED)
    if found.no_story is not None:
        return no_story(found.no_story)
    return texts.no_match(words, "figure") if words else texts.none_found("figure")


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)


async def _why_nothing(context: Context, words: str, found: Quotes) -> Rich:
    from bot.views import texts
    from bot.views.language import say
    from bot.views.texts import no_story

    if not await context.answers.sources(None, ""):
        return say(texts.NOTHING_STORED)
    if found.no_story is not None:
        return no_story(found.no_story)
    return texts.no_statement(words, await context.answers.people(None, words) if words else ())


async def _read_again(context: Context) -> None:
    """After an update that reads better, nothing is told from what the earlier program had understood."""
    if number := await context.intake.outdated():
        what = "1 document is" if number == 1 else f"{number} documents are"
        print(f"{what} being read again: this version reads better.", file=sys.stderr)
        await context.intake.catch_up()


def shown(blocks: Iterable[Rich], *, width: int | None = None) -> str:
    """Blocks as lines for this terminal, or for a file, 80 columns wide."""
    from bot.views.terminal import terminal

    columns = width or min(shutil.get_terminal_size((80, 24)).columns, 100)
    return terminal(blocks, width=columns, colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ)


def ref_of(name: str) -> Ref:
    """A file by its name; "-" is standard input."""
    return Ref(data=sys.stdin.buffer.read()) if name == "-" else Ref(path=Path(name))


async def _understand(settings: Settings, source: str) -> Analysis:
    """One text, read as a source would be; nothing is stored."""
    from bot.app import recipe
    from bot.services.analyst import Analyst
    from sources import default_readers, read

    reading = await read(ref_of(source), default_readers(limit=settings.max_file_megabytes * 1_000_000))
    analyst = Analyst(recipe(settings))
    try:
        return await analyst.analyse(reading.document)
    finally:
        analyst.close()


async def analyze_one(settings: Settings, source: str) -> None:
    """Everything that was found, as a briefing of that one text."""
    from bot.views.arrivals import taken
    from bot.views.briefing import briefing
    from summarizer.compose import compose
    from summarizer.gate.verify import verify

    analysis = await _understand(settings, source)
    told = verify(compose((analysis,), statements=len(analysis.statements), figures=len(analysis.figures)))
    print(shown((taken(analysis.document, analysis), *briefing(told)[1:])))


async def summarize_one(settings: Settings, source: str, sentences: int | None, words: int | None) -> None:
    """The chosen sentences of one text, a line each."""
    from summarizer.selection import select_single

    analysis = await _understand(settings, source)
    for span in select_single(analysis, sentences=sentences, words=words):
        print(span.of(analysis.document.text))


def summary_data(done: Done, *, sentences: int | None, words: int | None) -> dict[str, Any]:
    """One line of `verbatim summarize --jsonl`: the sentences and where they stand."""
    chosen, texts = _choose(done, sentences, words), done.item.texts
    told = [span.of(texts[document]) for document, span in chosen]
    return {
        "id": done.item.id,
        "summary": " ".join(told),
        "sentences": told,
        "spans": [[document, span.start, span.end] for document, span in chosen],
    }


def _choose(done: Done, sentences: int | None, words: int | None) -> tuple[tuple[int, Span], ...]:
    from summarizer.selection import select_many, select_single

    if len(done.analyses) > 1:
        chosen = select_many(done.analyses, sentences=sentences, words=words)
        return tuple((choice.document, choice.span) for choice in chosen)
    return tuple((0, span) for span in select_single(done.analyses[0], sentences=sentences, words=words))

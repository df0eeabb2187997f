"""The command line: `verbatim run | brief | quotes | add | analyze | summarize | check`.

Imports stand inside the commands: `verbatim brief` must not pay for Telegram, nor any command for a model.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sources.base import Ref
from summarizer.errors import AnalysisError, SourceError, VerbatimError

if TYPE_CHECKING:
    from bot.context import Context
    from bot.doctor import Finding
    from bot.services.batch import Done
    from bot.services.quotes import Quotes
    from bot.settings import Settings
    from bot.views.rich import Rich
    from summarizer.types import Analysis, Span

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Briefings that can be checked: every statement verbatim and attributed, every figure with who says so.",
)

Processes = Annotated[
    int | None, typer.Option("--processes", "-j", min=1, help="Analysis processes; default: all cores.")
]
Input = Annotated[str, typer.Argument(metavar="[FILE|-]", help="A file, or - for standard input.")]


ONE_LINE = 10_000
"""Columns: a message on standard error is one line, whatever the terminal."""


class Format(StrEnum):
    """How a briefing is printed."""

    text = "text"
    json = "json"


def main() -> None:
    """Runs a command; what goes wrong is one or two lines on standard error, and exit status 1."""
    from bot.views.errors import explain_to_operator

    try:
        app()
    except VerbatimError as error:
        print(explain_to_operator(error), file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing is left to say, also not at the closing of stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


@app.command()
def run() -> None:
    """Start the bot; without TELEGRAM_BOT_TOKEN, print the briefing and say how to put a token in."""
    settings = _settings()
    token = settings.token
    if token is None:
        from bot.views.texts import WITHOUT_BOT

        asyncio.run(_with_services(settings, lambda context: _print_briefing(context, "", Format.text)))
        print(f"\n{WITHOUT_BOT}")
        return
    from bot.app import run_bot

    asyncio.run(_until_stopped(lambda stop: run_bot(settings, token, stop)))


@app.command()
def brief(
    topic: Annotated[list[str] | None, typer.Argument(help="Words that the briefing is to be about.")] = None,
    form: Annotated[Format, typer.Option("--format", help="Lines to read, or JSON with W3C selectors.")] = Format.text,
) -> None:
    """Print a briefing of the public sources."""
    words = " ".join(topic or [])
    found = asyncio.run(_with_services(_settings(), lambda context: _print_briefing(context, words, form)))
    if not found:
        sys.exit(1)


@app.command()
def quotes(
    words: Annotated[
        list[str] | None, typer.Argument(help="A speaker's name or office, words, or #3: a story.")
    ] = None,
    newest: Annotated[bool, typer.Option("--newest", help="The newest first, not the most important.")] = False,
    form: Annotated[Format, typer.Option("--format", help="Lines to read, or JSON with W3C selectors.")] = Format.text,
) -> None:
    """Print statements of the public sources, each with who said it."""
    asked = " ".join(words or [])
    if not asyncio.run(_with_services(_settings(), lambda context: _print_quotes(context, asked, newest, form))):
        sys.exit(1)


@app.command()
def add(
    refs: Annotated[
        list[str], typer.Argument(metavar="REF...", help="Files (.txt, .md, .html), or - for a text on standard input.")
    ],
) -> None:
    """Take in public sources: every chat sees them."""
    if not asyncio.run(_with_services(_settings(), lambda context: _add_all(context, refs))):
        sys.exit(1)


@app.command()
def analyze(
    source: Input = "-",
    jsonl: Annotated[
        bool,
        typer.Option(
            "--jsonl", help='Lines of {"id", "text"} in, a line of JSON each out; texts are taken as they are.'
        ),
    ] = False,
    processes: Processes = None,
) -> None:
    """Show what is understood of a text: sentences, statements, figures, summary. Nothing is stored."""
    from bot.app import recipe
    from bot.streaming import stream
    from bot.views.export import analysis_data
    from summarizer.select import select_single

    def line(done: Done) -> dict[str, Any]:
        (analysis,) = done.analyses
        return analysis_data(done.item.id, analysis, select_single(analysis, sentences=3))

    if jsonl:
        stream(source, line, recipe(_settings(), threads=1), processes, several=False)
    else:
        asyncio.run(_analyze_one(_settings(), source))


@app.command()
def summarize(
    source: Input = "-",
    jsonl: Annotated[
        bool,
        typer.Option("--jsonl", help='Lines of {"id", "text"} or {"id", "documents"} in, a line of JSON each out.'),
    ] = False,
    sentences: Annotated[
        int | None, typer.Option(min=1, help="At most so many sentences (3 unless --words is given).")
    ] = None,
    words: Annotated[
        int | None, typer.Option(min=1, help="So many words at most; one sentence is told even if it is longer.")
    ] = None,
    processes: Processes = None,
) -> None:
    """Choose the most telling sentences of a text, or of several texts about one story. Nothing is stored."""
    from bot.app import recipe
    from bot.streaming import stream

    if sentences is None and words is None:
        sentences = 3
    if jsonl:
        line = partial(_summary_data, sentences=sentences, words=words)
        stream(source, line, recipe(_settings(), threads=1), processes, several=True)
    else:
        asyncio.run(_summarize_one(_settings(), source, sentences, words))


@app.command()
def check() -> None:
    """Look at settings, database, model and Telegram, and say what to do about what is wrong."""
    from bot.doctor import examine

    healthy = True
    for finding in asyncio.run(_collect(examine(_settings()))):
        healthy &= finding.good
        print(f"{'ok     ' if finding.good else 'PROBLEM'}  {finding.text}")
    if not healthy:
        sys.exit(1)


def _settings() -> Settings:
    """The settings; logging follows them from here on."""
    from bot.logs import set_up
    from bot.settings import read_settings

    settings = read_settings()
    set_up(settings.log_level)
    return settings


async def _with_services(settings: Settings, act: Callable[[Context], Coroutine[Any, Any, bool]]) -> bool:
    """Opens the services, acts."""
    from bot.app import services

    async with services(settings) as context:
        return await act(context)


async def _print_briefing(context: Context, words: str, form: Format) -> bool:
    from bot.views import texts
    from bot.views.briefing import briefing
    from bot.views.export import briefing_data

    await _read_again(context)
    told = await context.answers.briefing(None, words)
    if told is None and await context.intake.catch_up():  # a first start that was cut short
        told = await context.answers.briefing(None, words)
    if told is None:
        print((texts.no_match(words, "source") if words else texts.NOTHING_STORED).text, file=sys.stderr)
        return False
    print(
        json.dumps(briefing_data(told), ensure_ascii=False, indent=1) if form is Format.json else _shown(briefing(told))
    )
    return True


async def _print_quotes(context: Context, words: str, newest: bool, form: Format) -> bool:
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
        print(_shown([await _why_nothing(context, words, found)], width=ONE_LINE), file=sys.stderr)
        return False
    if form is Format.json:
        told = Briefing(cited(found.items), (), found.items, (), words or None)
        print(json.dumps(briefing_data(told), ensure_ascii=False, indent=1))
    else:
        choice = Choice(newest=newest)
        pages = quote_pages(found.items, words, size=context.settings.page_items, choice=choice, story=found.story)
        print(_shown(replace(pages, older=found.older).blocks()))
    return True


async def _why_nothing(context: Context, words: str, found: Quotes) -> Rich:
    from bot.views import texts
    from bot.views.pages import no_story

    if not await context.answers.sources(None, ""):
        return texts.NOTHING_STORED
    if found.no_story is not None:
        return no_story(found.no_story)
    return texts.no_statement(words, await context.answers.people(None, words) if words else ())


async def _read_again(context: Context) -> None:
    """After an update that reads better, nothing is told from what the earlier program had understood."""
    if number := await context.intake.outdated():
        what = "1 document is" if number == 1 else f"{number} documents are"
        print(f"{what} being read again: this version reads better.", file=sys.stderr)
        await context.intake.catch_up()


def _shown(blocks: Iterable[Rich], *, width: int | None = None) -> str:
    """Blocks as lines for this terminal, or for a file, 80 columns wide."""
    from bot.views.terminal import terminal

    columns = width or min(shutil.get_terminal_size((80, 24)).columns, 100)
    return terminal(blocks, width=columns, colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ)


def _ref(name: str) -> Ref:
    return Ref(data=sys.stdin.buffer.read()) if name == "-" else Ref(path=Path(name))


async def _add_all(context: Context, refs: Iterable[str]) -> bool:
    """Every ref that can be taken in is; the others are named, one line each."""
    from bot.views.errors import explain
    from bot.views.texts import taken as taken_in

    good = True
    for name in refs:
        try:
            taken = await context.intake.take_in(_ref(name), None)
        except (SourceError, AnalysisError) as error:
            print(f"{name}: {_shown([explain(error)], width=ONE_LINE)}", file=sys.stderr)
            good = False
        else:
            print(_shown([taken_in(taken.document, taken.analysis, known=taken.known)]))
    return good


async def _understand(settings: Settings, source: str) -> Analysis:
    """One text, read as a source would be; nothing is stored."""
    from bot.app import recipe
    from bot.services.analyst import Analyst
    from sources import default_readers, read

    reading = await read(_ref(source), default_readers(limit=settings.max_file_megabytes * 1_000_000))
    analyst = Analyst(recipe(settings))
    try:
        return await analyst.analyse(reading.document)
    finally:
        analyst.close()


async def _analyze_one(settings: Settings, source: str) -> None:
    """Everything that was found, as a briefing of that one text."""
    from bot.views.briefing import briefing
    from bot.views.texts import taken
    from summarizer.compose import compose
    from summarizer.verify import verify

    analysis = await _understand(settings, source)
    told = verify(compose((analysis,), statements=len(analysis.statements), figures=len(analysis.figures)))
    print(_shown((taken(analysis.document, analysis, known=False), *briefing(told)[1:])))


async def _summarize_one(settings: Settings, source: str, sentences: int | None, words: int | None) -> None:
    from summarizer.select import select_single

    analysis = await _understand(settings, source)
    for span in select_single(analysis, sentences=sentences, words=words):
        print(span.of(analysis.document.text))


def _summary_data(done: Done, *, sentences: int | None, words: int | None) -> dict[str, Any]:
    chosen, texts = _choose(done, sentences, words), done.item.texts
    return {
        "id": done.item.id,
        "summary": " ".join(span.of(texts[document]) for document, span in chosen),
        "spans": [[document, span.start, span.end] for document, span in chosen],
    }


def _choose(done: Done, sentences: int | None, words: int | None) -> tuple[tuple[int, Span], ...]:
    from summarizer.select import select_many, select_single

    if len(done.analyses) > 1:
        return select_many(done.analyses, sentences=sentences, words=words)
    return tuple((0, span) for span in select_single(done.analyses[0], sentences=sentences, words=words))


async def _collect(findings: AsyncIterator[Finding]) -> list[Finding]:
    return [finding async for finding in findings]


async def _until_stopped(act: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> None:
    """Runs until Ctrl-C or a request to terminate, then lets it end in order."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await act(stop)

"""The command line: `verbatim run | brief | summary | quotes | figures | compare | add | analyze | ...`.

Imports stand inside the commands: `verbatim brief` must not pay for Telegram, nor any command for a model.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot import carrying, looking, moving, printing, storytelling, taking, working
from bot.stopping import until_stopped
from summarizer.errors import VerbatimError

if TYPE_CHECKING:
    from bot.context import Context
    from bot.doctor import Finding
    from bot.services.batch import Done
    from bot.settings import Settings

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Briefings that can be checked: every statement verbatim and attributed, every figure with who says so.",
)


class Format(StrEnum):
    """How a briefing is printed."""

    text = "text"
    json = "json"


class Size(StrEnum):
    """How much a briefing tells."""

    short = "short"
    usual = "usual"
    full = "full"


class As(StrEnum):
    """What of the bot a process is."""

    all = "all"
    bot = "bot"
    sender = "sender"


Processes = Annotated[
    int | None, typer.Option("--processes", "-j", min=1, help="Analysis processes; default: all cores.")
]
Asked = Annotated[
    list[str] | None, typer.Argument(metavar="[TOPIC|NUMBER|LINK]", help="Words, a story (3, or '#3'), a stored page.")
]
Length = Annotated[Size, typer.Option("--length", help="Short, as set in the settings, or full.")]
Printed = Annotated[Format, typer.Option("--format", help="Lines to read, or JSON with W3C selectors.")]
Input = Annotated[str, typer.Argument(metavar="[FILE|-]", help="A file, or - for standard input.")]


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
def run(
    playground: Annotated[
        bool, typer.Option("--playground", help="In the playground, also where a token is set.")
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Throw away what the playground has kept, and begin anew.")
    ] = False,
    role: Annotated[
        As, typer.Option("--role", help="All of the bot; or, on PostgreSQL, what answers, or what sends by itself.")
    ] = As.all,
) -> None:
    """Start the bot on Telegram; without TELEGRAM_BOT_TOKEN in the playground: a chat in your browser, nothing else."""
    from bot.settings import read_settings

    settings = read_settings()
    token = None if playground else settings.token
    _log(settings, quiet=token is None)
    if token is None:
        if role is not As.all:
            raise typer.BadParameter(
                "the playground is one process; for a role set TELEGRAM_BOT_TOKEN", param_hint="--role"
            )
        from bot.playing import play

        asyncio.run(until_stopped(lambda stop: play(settings, stop, fresh=fresh)))
        return
    if fresh:
        raise typer.BadParameter("only the playground can begin anew; add --playground", param_hint="--fresh")
    from bot.app import run_bot

    asyncio.run(until_stopped(lambda stop: run_bot(settings, token, stop, role=role.value)))


@app.command()
def demo(
    playground: Annotated[
        bool, typer.Option("--playground", help="On the playground's page, where it goes on afterwards.")
    ] = False,
    pace: Annotated[
        float | None, typer.Option(min=0, help="Seconds to read each step; 0, with --playground 4.", show_default=False)
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Cut no message short.")] = False,
) -> None:
    """Show a week of news in two minutes: sources, digests, a denial, a correction, an outage. Nothing is kept."""
    from bot.demo.playing import PAGE_PACE, Manner, play

    settings = _settings(quiet=True)
    port = settings.playground_port if playground else None
    manner = Manner((PAGE_PACE if playground else 0.0) if pace is None else pace, full, port, settings.embedder)
    asyncio.run(until_stopped(lambda stop: play(stop, manner, partial(print, flush=True))))


@app.command()
def brief(asked: Asked = None, length: Length = Size.usual, form: Printed = Format.text) -> None:
    """Print a briefing of the public sources: what happened, who said what, the figures, how old they are."""
    words = " ".join(asked or [])
    _tell(lambda context: printing.print_briefing(context, words, length=length.value, as_json=_is_json(form)))


@app.command()
def summary(asked: Asked = None, length: Length = Size.usual, form: Printed = Format.text) -> None:
    """Print what happened, in a few sentences of the public sources."""
    words = " ".join(asked or [])
    _tell(
        lambda context: printing.print_briefing(
            context, words, form="summary", length=length.value, as_json=_is_json(form)
        )
    )


@app.command()
def quotes(
    words: Annotated[
        list[str] | None, typer.Argument(help="A speaker's name or office, words, or #3: a story.")
    ] = None,
    newest: Annotated[bool, typer.Option("--newest", help="The newest first, not the most important.")] = False,
    form: Printed = Format.text,
) -> None:
    """Print statements of the public sources, each with who said it."""
    asked = " ".join(words or [])
    _tell(lambda context: printing.print_quotes(context, asked, newest=newest, as_json=_is_json(form)))


@app.command()
def figures(
    words: Annotated[list[str] | None, typer.Argument(help="Words that figures must have, or #3: a story.")] = None,
    form: Printed = Format.text,
) -> None:
    """Print figures of the public sources: what is counted, every answer, and who gives it."""
    _tell(lambda context: printing.print_figures(context, " ".join(words or []), as_json=_is_json(form)))


@app.command()
def compare(
    words: Annotated[list[str] | None, typer.Argument(help="Words that sources must have, or #3: a story.")] = None,
) -> None:
    """Print public sources of one story side by side: where they differ, what is denied, where they agree."""
    _tell(lambda context: printing.print_comparison(context, " ".join(words or [])))


def _tell(act: Callable[[Context], Coroutine[Any, Any, bool]]) -> None:
    """Acts on open services; exit status 1 where there was nothing to tell."""
    if not asyncio.run(_with_services(_settings(quiet=True), act)):
        sys.exit(1)


storytelling.register(app, _tell)


looking.register(app, _tell)


carrying.register(app, _tell)


taking.register(app, _tell)


working.register(app)


moving.register(app)


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
    from summarizer.selection import select_single

    def line(done: Done) -> dict[str, Any]:
        (analysis,) = done.analyses
        return analysis_data(done.item.id, analysis, select_single(analysis, sentences=3))

    if jsonl:
        stream(source, line, recipe(_settings(), threads=1), processes, several=False)
    else:
        asyncio.run(printing.analyze_one(_settings(), source))


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
        line = partial(printing.summary_data, sentences=sentences, words=words)
        stream(source, line, recipe(_settings(), threads=1), processes, several=True)
    else:
        asyncio.run(printing.summarize_one(_settings(), source, sentences, words))


@app.command()
def verify(
    summary: Input = "-",
    against: Annotated[str | None, typer.Option("--against", metavar="FILE", help="The source of the summary.")] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Lines of {"id", "text", "summary"} in, a line of JSON each out.')
    ] = False,
) -> None:
    """Say what of a summary, whoever wrote it, its source does not bear out. Nothing is stored."""
    from bot import judging
    from sources import default_readers

    settings = _settings()
    if against is None and not jsonl:
        raise typer.BadParameter("name the source: --against FILE", param_hint="--against")
    readers = default_readers(limit=settings.max_file_megabytes * 1_000_000)
    if against is None or jsonl:
        good = judging.judge_lines(summary)
    else:
        good = asyncio.run(judging.judge(printing.ref_of(summary), printing.ref_of(against), readers))
    if not good:
        sys.exit(1)


@app.command()
def check(
    *, model: Annotated[bool, typer.Option(help="Load the models and try them, which takes their memory.")] = True
) -> None:
    """Look at settings, database, model and Telegram, and say what to do about what is wrong."""
    from bot.doctor import examine

    healthy = True
    for finding in asyncio.run(_collect(examine(_settings(), model=model))):
        healthy &= finding.good
        print(f"{'PROBLEM' if not finding.good else 'note   ' if finding.note else 'ok     '}  {finding.text}")
    if not healthy:
        sys.exit(1)


def _is_json(form: Format) -> bool:
    return form is Format.json


def _settings(*, quiet: bool = False) -> Settings:
    """The settings; logging follows them from here on."""
    from bot.settings import read_settings

    settings = read_settings()
    _log(settings, quiet=quiet)
    return settings


def _log(settings: Settings, *, quiet: bool) -> None:
    """Logging follows the settings. `quiet`: what goes well is not logged beside what is printed."""
    from bot.logs import set_up

    set_up("WARNING" if quiet and settings.log_level == "INFO" else settings.log_level, settings.log_format)


async def _with_services(settings: Settings, act: Callable[[Context], Coroutine[Any, Any, bool]]) -> bool:
    """Opens the services, acts."""
    from bot.app import services

    async with services(settings) as context:
        return await act(context)


async def _collect(findings: AsyncIterator[Finding]) -> list[Finding]:
    return [finding async for finding in findings]

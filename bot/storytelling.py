"""`verbatim stories`, `verbatim story` and `verbatim split`: public stories, and what an operator changes of them.

Imports stand inside the functions, as in `bot/cli.py`.
"""
# ruff: noqa: PLC0415 - as in `bot/cli.py`; the terminal is where it writes

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Coroutine, Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from bot.context import Context
    from bot.views.rich import Rich

Number = Annotated[int, typer.Argument(min=1, max=999_999_999, help="The story's number.")]
Tell = Callable[[Callable[["Context"], Coroutine[Any, Any, bool]]], None]


def register(app: typer.Typer, tell: Tell) -> None:
    """Adds the commands; `tell` runs an action on open services."""

    @app.command()
    def stories() -> None:
        """Print the newest public stories: number, title, how many sources, when the newest came."""
        tell(print_stories)

    @app.command()
    def story(
        number: Number,
        since: Annotated[
            str | None,
            typer.Option("--since", metavar="MOMENT", help="Only what came after it: 2026-05-05T14:00, '3 days'; UTC."),
        ] = None,
    ) -> None:
        """Print one public story: its sources in their order, what each brought, what is new."""
        tell(lambda context: print_story(context, number, since))

    @app.command()
    def split(
        number: Number,
        source: Annotated[str, typer.Argument(help="The source's place in `verbatim story`, or its document's key.")],
    ) -> None:
        """Take a public source out of a story that it is not of, for everybody."""
        tell(lambda context: split_story(context, number, source))


async def print_stories(context: Context) -> bool:
    """The newest public stories; False, and the reason on standard error, where there are none."""
    from bot.services import stories
    from bot.views.language import say
    from bot.views.stories import shelf
    from bot.views.texts import NOTHING_STORED

    await context.intake.catch_up()
    offered = await stories.newest(context.database, None)
    return _told((shelf(offered),)) if offered else _refused(say(NOTHING_STORED))


async def print_story(context: Context, number: int, since: str | None = None) -> bool:
    """One public story with what is new in it, or what came after a moment; False where there is no such thing."""
    from bot.services import stories
    from bot.services.moments import moment_of
    from bot.views.stories import how_to_since, story
    from bot.views.texts import no_story

    moment = None if since is None else moment_of(since, context.now())
    if since is not None and moment is None:
        return _refused(how_to_since())
    await context.intake.catch_up()
    told = await stories.told(context.database, None, number, moment)
    return _told(story(told)) if told else _refused(no_story(number))


async def split_story(context: Context, number: int, source: str) -> bool:
    """Takes a document, by its key or its place in the story, out for everybody; False where it cannot be."""
    from bot.services import stories
    from bot.views.language import say
    from bot.views.stories import GONE, NOT_OF_IT, ONE_SOURCE, no_place, taken_out
    from bot.views.texts import no_story

    told = await stories.listed(context.database, None, number)
    if told is None or len(told.documents) < 2:
        return _refused(say(ONE_SOURCE) if told else no_story(number))
    keys = [document.key for document in told.documents]
    places = {str(place): key for place, key in enumerate(keys, start=1)}
    if source not in places and source not in keys:
        number_of_it = source.isdecimal() and source.isascii() and len(source) < 10
        return _refused(no_place(number, len(keys), int(source)) if number_of_it else say(NOT_OF_IT))
    taken = await stories.split(context.database, None, number, places.get(source, source))
    return _told((taken_out(taken.document, number, taken.number),)) if taken else _refused(say(GONE))


def _told(blocks: Iterable[Rich]) -> bool:
    """Blocks as lines for this terminal, or for a file, 80 columns wide; without bold type."""
    from bot.views.terminal import terminal

    columns = min(shutil.get_terminal_size((80, 24)).columns, 100)
    print(terminal(blocks, width=columns))
    return True


def _refused(reason: Rich) -> bool:
    print(reason.text, file=sys.stderr)
    return False

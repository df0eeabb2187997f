"""What `verbatim stories`, `verbatim story` and `verbatim split` print: public stories, and what an operator changes.

Imports stand inside the functions, as in `bot/cli.py`.
"""
# ruff: noqa: PLC0415 - as in `bot/cli.py`; the terminal is where it writes

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.context import Context
    from bot.views.rich import Rich


async def print_stories(context: Context) -> bool:
    """The newest public stories; False, and the reason on standard error, where there are none."""
    from bot.services import stories
    from bot.views.stories import shelf
    from bot.views.texts import NOTHING_STORED

    await context.intake.catch_up()
    offered = await stories.newest(context.database, None)
    return _told((shelf(offered),)) if offered else _refused(NOTHING_STORED)


async def print_story(context: Context, number: int) -> bool:
    """One public story with what is new in it; False where there is none of that number."""
    from bot.services import stories
    from bot.views.stories import story
    from bot.views.texts import no_story

    await context.intake.catch_up()
    told = await stories.told(context.database, None, number)
    return _told(story(told)) if told else _refused(no_story(number))


async def split_story(context: Context, number: int, source: str) -> bool:
    """Takes a document, by its key or its place in the story, out for everybody; False where it cannot be."""
    from bot.services import stories
    from bot.views.stories import GONE, ONE_SOURCE, taken_out
    from bot.views.texts import no_story

    told = await stories.listed(context.database, None, number)
    if told is None or len(told.documents) < 2:
        return _refused(ONE_SOURCE if told else no_story(number))
    places = {str(place): document.key for place, document in enumerate(told.documents, start=1)}
    taken = await stories.split(context.database, None, number, places.get(source, source))
    return _told((taken_out(taken.document, number, taken.number),)) if taken else _refused(GONE)


def _told(blocks: Iterable[Rich]) -> bool:
    """Blocks as lines for this terminal, or for a file, 80 columns wide; without bold type."""
    from bot.views.terminal import terminal

    columns = min(shutil.get_terminal_size((80, 24)).columns, 100)
    print(terminal(blocks, width=columns))
    return True


def _refused(reason: Rich) -> bool:
    print(reason.text, file=sys.stderr)
    return False

"""`verbatim search`: statements, figures and passages of public sources, by words and by meaning.

Imports stand inside the functions, as in `bot/cli.py`.
"""
# ruff: noqa: PLC0415 - as in `bot/cli.py`; the terminal is where it writes

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Coroutine
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from bot.context import Context
    from bot.views.rich import Rich

Tell = Callable[[Callable[["Context"], Coroutine[Any, Any, bool]]], None]
PATIENCE = 60.0
"""Seconds for the model: a terminal that asked for the meaning waits for it to be loaded."""


class Only(StrEnum):
    """What alone is printed."""

    statements = "statements"
    figures = "figures"
    sources = "sources"


def register(app: typer.Typer, tell: Tell) -> None:
    """Adds the command; `tell` runs an action on open services."""

    @app.command(context_settings={"ignore_unknown_options": True})
    def search(
        words: Annotated[
            list[str] | None,
            typer.Argument(help='Words, "a phrase", -without, from:publisher, by:speaker, since:2022-04, #3: a story.'),
        ] = None,
        only: Annotated[Only | None, typer.Option("--only", help="Print one sort of hits alone.")] = None,
        fast: Annotated[bool, typer.Option("--words", help="By words alone: no model is loaded.")] = False,  # noqa: FBT002 - typer's way
    ) -> None:
        """Find statements, figures and passages of the public sources, by words and by meaning."""
        asked = " ".join(_quoted(word) for word in words or [])
        tell(lambda context: print_found(context, asked, only=only.value if only else None, mean=not fast))


def _quoted(word: str) -> str:
    """What the shell gives as one word, having taken the marks away, is a phrase, or a name behind its filter."""
    if " " not in word or '"' in word:
        return word
    name, colon, value = word.partition(":")
    return f'{name}:"{value}"' if colon and " " not in name else f'"{word}"'


async def print_found(context: Context, words: str, *, only: Any = None, mean: bool = True) -> bool:
    """What the words find; False, and the reason on standard error, where there is nothing."""
    from bot.views import search as views

    await context.intake.catch_up()
    searching = replace(context.searching, patience=PATIENCE)
    found = await searching.find(None, words, sort=only, mean=mean)
    if not found.question:
        return _refused(views.how_to())
    if found.faults:
        return _refused(views.faults(found.faults))
    if not found.hits:
        return _refused(views.nothing(words, found.emptied, meant=found.meant, since=found.since, zone=found.zone))
    size, since = context.settings.page_items, found.since is not None
    notes = views.noted(found.hits, sought=found.question.sought, some=found.some, since=since)
    shown = views.pages(found.hits, words, size=size, older=found.older, sort=only, notes=notes)
    return _told(shown.blocks())


def _told(blocks: tuple[Rich, ...]) -> bool:
    from bot.views.terminal import terminal

    print(terminal(blocks, width=min(shutil.get_terminal_size((80, 24)).columns, 100)))
    return True


def _refused(reason: Rich) -> bool:
    print(reason.text, file=sys.stderr)
    return False

"""`verbatim export`: the briefing of public sources as a page to print, statements and figures as tables.

Imports stand inside the functions, as in `bot/cli.py`.
"""
# ruff: noqa: PLC0415 - as in `bot/cli.py`

from __future__ import annotations

import sys
from collections.abc import Callable, Coroutine
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from bot.context import Context

Tell = Callable[[Callable[["Context"], Coroutine[Any, Any, bool]]], None]


class Form(StrEnum):
    """What is written."""

    html = "html"
    csv = "csv"


def register(app: typer.Typer, tell: Tell) -> None:
    """Adds the command; `tell` runs an action on open services."""

    @app.command()
    def export(
        form: Annotated[Form, typer.Argument(help="html: the briefing as a page; csv: statements and figures.")],
        words: Annotated[list[str] | None, typer.Argument(metavar="[TOPIC|NUMBER]", help="As for brief.")] = None,
        to: Annotated[Path, typer.Option("--to", help="Folder to write to.")] = Path(),
    ) -> None:
        """Write the briefing of the public sources as a page to print, or their statements and figures as tables."""
        write = _page if form is Form.html else _tables
        tell(lambda context: write(context, " ".join(words or []), to))


async def _page(context: Context, words: str, to: Path) -> bool:
    from bot.services.wanted import read
    from bot.views import briefing as views
    from bot.views.printed import page

    told = (await context.answers.told(None, read(words))).briefing
    if told is None:
        return _nothing()
    return _written(to, "verbatim-briefing.html", page(views.to_print(told), told.documents, context.now()))


async def _tables(context: Context, words: str, to: Path) -> bool:
    from bot.services import exporting
    from bot.views import tables

    known, _ = await exporting.seen(context.database, None, words)
    if not any(each.statements or each.figures for each in known):
        return _nothing()
    _written(to, "verbatim-statements.csv", tables.statement_table(known))
    return _written(to, "verbatim-figures.csv", tables.figure_table(known))


def _written(to: Path, name: str, text: str) -> bool:
    try:
        to.mkdir(parents=True, exist_ok=True)
        (to / name).write_text(text, encoding="utf-8", errors="replace", newline="")
    except OSError as error:
        print(f"Cannot write {to / name}: {error.strerror}.", file=sys.stderr)
        return False
    print(to / name)
    return True


def _nothing() -> bool:
    print("There is nothing to export for these words; `verbatim sources` lists what is stored.", file=sys.stderr)
    return False

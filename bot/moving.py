"""`verbatim backup | restore | migrate-db`: everything that is stored, taken along to a file or another database.

Imports stand inside the functions, as in `bot/cli.py`: neither Telegram nor a model is loaded.
"""
# ruff: noqa: PLC0415 - as in `bot/cli.py`

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

if TYPE_CHECKING:
    from storage.moving import Manifest, Moved, Progress, Told

WIDTH = 78
DOINGS = {"copying": "Copying", "comparing": "Comparing", "writing": "Writing"}
LEAVING = "The backup has all that there is, and restoring it leaves these references out."


def register(app: typer.Typer) -> None:
    """Adds the commands."""

    @app.command(name="migrate-db")
    def migrate_db(
        source: Annotated[str, typer.Argument(metavar="SOURCE_URL", help="sqlite:///FILE or postgresql://...")],
        target: Annotated[str, typer.Argument(metavar="TARGET_URL", help="An empty one, or one that was begun.")],
        *,
        while_running: Annotated[
            bool,
            typer.Option("--while-running", help="Also where somebody uses the source; if they write, it fails."),
        ] = False,
    ) -> None:
        """Copy everything into an empty database, and compare both; begun again, it goes on where it was."""
        _run(lambda told: _migrate(source, target, told, while_running=while_running))

    @app.command()
    def backup(
        file: Annotated[Path, typer.Argument(help="Where to; one SQLite file, whatever the database is.")],
        *,
        force: Annotated[bool, typer.Option("--force", help="Also in the place of a file that is there.")] = False,
    ) -> None:
        """Write all that is stored into a file, of one moment, also while the bot runs."""
        _run(lambda told: _back_up(file, told, force=force))

    @app.command()
    def restore(
        file: Annotated[Path, typer.Argument(help="What verbatim backup wrote.")],
        to: Annotated[
            str | None, typer.Option("--to", metavar="URL", help="An empty database; default: DATABASE_URL.")
        ] = None,
        *,
        check: Annotated[bool, typer.Option("--check", help="Only say whether it is whole; write nothing.")] = False,
    ) -> None:
        """Put a backup into an empty database, never over data; --check: only look whether it is whole."""
        if check:
            _check(file)
        else:
            _run(lambda told: _restore(file, to, told))


def _run(act: Callable[[Told], Coroutine[Any, Any, None]]) -> None:
    from bot.logs import set_up

    set_up("WARNING")
    with _line(sys.stderr) as told:
        asyncio.run(act(told))


async def _migrate(source: str, target: str, told: Told, *, while_running: bool) -> None:
    from storage.moving import bring_up, move

    await _quiet(source, while_running=while_running)
    if old := await bring_up(source):
        typer.echo(f"The source was brought up to date, from revision {old}, as any start does.")
    begun = monotonic()
    _moved(await move(source, target, told), monotonic() - begun)
    typer.echo("Both are equal, table by table. Put the new address into DATABASE_URL, and start.")


async def _quiet(source: str, *, while_running: bool) -> None:
    """Refuses a source that somebody uses: what is written meanwhile is in no copy. Raises MovingError."""
    from bot.services.heart import LEASE
    from storage.moving import MovingError, users

    found = await users(source, datetime.now(UTC) - LEASE)
    if found is None and not while_running:
        raise MovingError(
            "The source is too old to say whether anybody uses it, and copying it brings it up to date. Stop what uses "
            "it, then run this again with --while-running."
        )
    if not found:
        return
    who = ", ".join(f"{each.role} ({each.host}, process {each.pid})" for each in found)
    if not while_running:
        raise MovingError(
            f"The source is in use: {who}. Stop it; after a crash, wait {round(LEASE.total_seconds())} seconds. "
            "--while-running copies all the same, and fails at the end if anything was written."
        )
    typer.echo(f"The source is in use: {who}. If it writes, the comparison at the end fails.", err=True)


async def _back_up(file: Path, told: Told, *, force: bool) -> None:
    from bot.settings import read_settings
    from storage.moving import back_up

    begun, url = monotonic(), read_settings().database_url
    made = await back_up(url, file, now=datetime.now(UTC), version=version("verbatim"), force=force, told=told)
    seconds = monotonic() - begun
    typer.echo(f"{made.file}: {made.manifest.rows:,} rows, {made.size / 1e6:,.1f} MB, in {seconds:.1f} s.")
    _warn(made.manifest)


def _warn(manifest: Manifest) -> None:
    """References that lead nowhere in the database too: it is damaged, its backup is not."""
    if manifest.lost:
        tables = ", ".join(map(str, manifest.lost))
        typer.echo(f"WARNING: the database itself has references to rows that are gone: {tables}. {LEAVING}", err=True)


def _check(file: Path) -> None:
    from storage.moving import check

    found = check(file)
    about = f"revision {found.revision}, version {found.version}"
    typer.echo(f"{file} is whole: made {found.made:%Y-%m-%d %H:%M} UTC, {found.rows:,} rows, {about}.")
    _warn(found)


async def _restore(file: Path, to: str | None, told: Told) -> None:
    from bot.settings import read_settings
    from storage.moving import restore

    begun = monotonic()
    _moved(await restore(file, to or read_settings().database_url, told), monotonic() - begun)
    typer.echo("The database is as it was then. What was sent since is not in it: a digest may come once more.")


def _moved(moved: Moved, seconds: float) -> None:
    """What it came to, and how quick it was."""
    copied = f"{moved.copied:,} rows copied and {moved.rows:,} compared in {seconds:.1f} s"
    typer.echo(f"{copied}, {moved.rows / max(seconds, 0.001):,.0f} rows a second.")
    if moved.resumed:
        there = f"{moved.rows - moved.copied:,} rows were there already"
        typer.echo(f"It went on with a copy that was begun before: {there}.")
    if moved.mended:
        typer.echo(f"WARNING: {moved.mended:,} references to rows that were gone then were left out.", err=True)
    if moved.changed:
        typer.echo(f"{moved.changed:,} names or titles lost a NUL character, which PostgreSQL does not store.")


@contextmanager
def _line(terminal: TextIO) -> Iterator[Told]:
    """One line that changes, on a terminal; nothing elsewhere."""
    if not terminal.isatty():
        from storage.moving.telling import silent

        yield silent
        return
    shown = ""

    def tell(progress: Progress) -> None:
        nonlocal shown
        share = 100 * progress.done // max(progress.all, 1)
        line = f"{DOINGS[progress.doing]} {progress.table}: {progress.done:,} of {progress.all:,} ({share} %)"
        if line != shown:
            terminal.write(f"\r{line[:WIDTH]:<{WIDTH}}")
            terminal.flush()
            shown = line

    try:
        yield tell
    finally:
        terminal.write(f"\r{'':<{WIDTH}}\r")
        terminal.flush()

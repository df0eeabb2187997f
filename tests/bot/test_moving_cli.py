"""`verbatim migrate-db | backup | restore` as operators use them: what they print, and the same answers afterwards."""

from __future__ import annotations

import asyncio
import io
import re
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from alembic import command

from bot import cli
from bot.moving import _moved
from storage import processes
from storage.database import Database
from storage.migrations.runner import config
from storage.moving import Moved
from storage.types import Process
from tests.databases import new_sqlite
from tests.postgres import NewDatabase
from tests.storage.houses import furnished_sqlite

ASKED = (("quotes",), ("brief",), ("search", "--words", "civilians"))


class Result(NamedTuple):
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def home(quiet_environment: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a furnished database; no model, for speed."""
    furnished_sqlite(quiet_environment / "data" / "verbatim.db")
    monkeypatch.setenv("EMBEDDER", "none")
    return quiet_environment


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process."""

    def verbatim(*arguments: str) -> Result:
        monkeypatch.setattr(sys, "argv", ["verbatim", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return Result(int(ended.value.code or 0), *capsys.readouterr())

    assert home.is_dir()
    return verbatim


def answers(run: Run) -> list[str]:
    """What is told of what is stored."""
    told = [run(*asked) for asked in ASKED]
    assert [each.status for each in told] == [0, 0, 0]
    return [each.out for each in told]


def test_a_house_is_moved_and_answers_as_before(
    run: Run, new_postgres: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To PostgreSQL and back, with the rows, the time and what to do next; a second time it is refused."""
    before, server = answers(run), new_postgres()
    status, out, err = run("migrate-db", "sqlite:///data/verbatim.db", server)
    assert (status, err) == (0, "")
    assert re.search(r"^[\d,]+ rows copied and [\d,]+ compared in [\d.]+ s, [\d,]+ rows a second\.$", out, re.MULTILINE)
    assert out.endswith("Both are equal, table by table. Put the new address into DATABASE_URL, and start.\n")
    monkeypatch.setenv("DATABASE_URL", server)
    assert answers(run)[:2] == before[:2]  # what is found there comes in another order: each ranks in its own way
    assert run("migrate-db", server, "sqlite:///data/back.db").status == 0
    monkeypatch.setenv("DATABASE_URL", "sqlite:///data/back.db")
    assert answers(run) == before
    status, out, err = run("migrate-db", server, "sqlite:///data/back.db")
    assert (status, out) == (1, "")
    assert "is not empty" in err
    assert len(err.splitlines()) == 1


def test_a_source_in_use_is_refused(run: Run, home: Path) -> None:
    """With who uses it; --while-running copies all the same."""
    asyncio.run(_beat(f"sqlite:///{home}/data/verbatim.db"))
    status, _, err = run("migrate-db", "sqlite:///data/verbatim.db", "sqlite:///data/new.db")
    assert status == 1
    assert "The source is in use: all (here, process 7). Stop it" in err
    assert not (home / "data" / "new.db").exists()
    status, out, err = run("migrate-db", "--while-running", "sqlite:///data/verbatim.db", "sqlite:///data/new.db")
    assert (status, "Both are equal" in out) == (0, True)
    assert err.startswith("The source is in use: all (here, process 7).")


def test_a_source_that_is_too_old_to_say_who_uses_it_is_refused(run: Run, home: Path) -> None:
    """Nobody's database is brought up to date under a running bot, unless whoever moves it says so."""
    asyncio.run(_downgrade(f"sqlite:///{home}/data/verbatim.db", "0007"))
    status, _, err = run("migrate-db", "sqlite:///data/verbatim.db", "sqlite:///data/new.db")
    assert (status, "too old to say whether anybody uses it" in err, len(err.splitlines())) == (1, True, 1)
    status, out, _ = run("migrate-db", "--while-running", "sqlite:///data/verbatim.db", "sqlite:///data/new.db")
    assert (status, "brought up to date, from revision 0007" in out) == (0, True)


async def _downgrade(url: str, revision: str) -> None:
    database = await Database.open(url)
    async with database.session() as session:
        await (await session.connection()).run_sync(lambda each: command.downgrade(config(each), revision))
    await database.close()


async def _beat(url: str) -> None:
    database, now = await Database.open(url), datetime.now(UTC)
    async with database.session() as session:
        await processes.beat(session, Process("p", "all", (), "here", 7, "0.1", now, now))
    await database.close()


def test_a_backup_is_made_looked_at_and_restored(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three commands, and what was there is there again."""
    before = answers(run)
    status, out, err = run("backup", "backup.db")
    assert (status, err) == (0, "")
    assert re.fullmatch(r"backup\.db: [\d,]+ rows, [\d.]+ MB, in [\d.]+ s\.\n", out)
    status, out, err = run("restore", "--check", "backup.db")
    assert (status, err) == (0, "")
    assert re.fullmatch(r"backup\.db is whole: made [\d-]+ [\d:]+ UTC, [\d,]+ rows, revision \d+, version .+\.\n", out)
    status, _, err = run("restore", "backup.db")
    assert (status, "is not empty" in err) == (1, True)
    status, out, _ = run("restore", "backup.db", "--to", "sqlite:///data/restored.db")
    assert (status, "The database is as it was then." in out) == (0, True)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///data/restored.db")
    assert answers(run) == before
    assert (home / "backup.db").stat().st_mode & 0o777 == 0o600


def test_what_a_damaged_database_lacks_is_said_with_every_step(run: Run, home: Path) -> None:
    """The backup is made, whole and restored all the same, and a line on standard error names the tables."""
    with closing(sqlite3.connect(home / "data" / "verbatim.db")) as hand, hand:
        hand.execute("DELETE FROM document WHERE id = (SELECT min(document_id) FROM statement)")
    for step in (("backup", "backup.db"), ("restore", "--check", "backup.db")):
        status, _, err = run(*step)
        assert (status, len(err.splitlines())) == (0, 1)
        assert re.match(r"WARNING: the database itself has references to rows that are gone: .*analysis \(1 rows", err)
    status, _, err = run("restore", "backup.db", "--to", "sqlite:///data/restored.db")
    assert (status, len(err.splitlines())) == (0, 1)
    assert re.match(r"WARNING: [\d,]+ references to rows that were gone then were left out\.", err)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "cannot be read: No such file or directory."),
        (b"", "is empty. Take another one."),
        (b"notes " * 99, "is no backup: it is no SQLite database."),
        (b"SQLite format 3\0" + b"\1" * 200, "is"),
    ],
)
def test_what_is_no_backup_is_a_sentence(run: Run, home: Path, content: bytes | None, told: str) -> None:
    """One line, and exit status 1."""
    if content is not None:
        (home / "backup.db").write_bytes(content)
    for arguments in (("--check", "backup.db"), ("backup.db",)):
        status, out, err = run("restore", *arguments)
        assert (status, out, len(err.splitlines())) == (1, "", 1)
        assert err.startswith(f"backup.db {told}")


def test_a_database_that_is_half_a_copy_starts_nothing(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what to do, and moving on finishes it."""
    source, url = "sqlite:///data/verbatim.db", "sqlite:///data/new.db"
    asyncio.run(_begin(f"sqlite:///{home}/data/new.db", str(home / "data" / "verbatim.db")))
    monkeypatch.setenv("DATABASE_URL", url)
    status, _, err = run("quotes")
    assert status == 1
    assert "not finished: run verbatim migrate-db FROM TO again, or verbatim restore, or empty it" in err
    status, out, _ = run("migrate-db", source, url)
    assert (status, "with a copy that was begun before: 0 rows were there already." in out) == (0, True)
    assert run("quotes").status == 0


def test_a_copy_with_nothing_left_to_copy_says_what_was_there(capsys: pytest.CaptureFixture[str]) -> None:
    """Else "0 rows copied" would look like a failure."""
    _moved(Moved(rows=1_234, copied=0, resumed=True, changed=0), 1.0)
    assert "0 rows copied and 1,234 compared" in (out := capsys.readouterr().out)
    assert "It went on with a copy that was begun before: 1,234 rows were there already." in out


async def _begin(url: str, source: str) -> None:
    from storage.moving.places import opened, receive  # noqa: PLC0415 - inner parts, for this moment alone

    new_sqlite(Path(url.removeprefix("sqlite:///")))
    async with opened(url) as engine:
        assert not await receive(engine, "new", source)


class Terminal(io.StringIO):
    """A terminal that remembers."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_one_line_says_how_far_it_is(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is written over, and gone at the end."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert run("migrate-db", "sqlite:///data/verbatim.db", "sqlite:///data/new.db").status == 0
    shown = terminal.getvalue()
    assert "\n" not in shown
    assert re.search(r"\rCopying word: [\d,]+ of [\d,]+ \(\d+ %\)", shown)
    assert re.search(r"\rComparing word: ", shown)
    assert shown.endswith(f"\r{'':<78}\r")

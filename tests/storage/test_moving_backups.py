"""Backups: whole and of one moment or not there at all; and whatever is wrong with one is said in a sentence."""

from __future__ import annotations

import os
import random
import resource
import signal
import sqlite3
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from alembic import command
from sqlalchemy import make_url, text

from storage import documents
from storage.database import Database
from storage.migrations import HEAD
from storage.migrations.runner import config
from storage.moving import Backup, Progress, back_up, check, restore
from storage.moving.manifest import TABLE
from storage.moving.places import opened, receive
from summarizer.errors import MovingError
from tests.databases import new_sqlite
from tests.postgres import NewDatabase
from tests.storage.factory import bring, report
from tests.storage.houses import ACROSS, KINDS, apart, contents, furnished_sqlite, watched

NOW = datetime(2026, 11, 23, 4, 5, 6, tzinfo=UTC)
ADD = "INSERT INTO listing (id, chat, kind, query, created) VALUES ('late', 7, 'quotes', '', '2026-01-01 00:00:00')"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A backup, to be read, cut and spoiled."""
    folder = tmp_path_factory.mktemp("made")
    source, file = furnished_sqlite(folder / "x.db"), folder / "backup.db"
    apart(lambda: backup(source, file))
    return file.read_bytes()


async def backup(
    url: str, file: Path, told: Callable[[Progress], None] = lambda _: None, *, force: bool = False
) -> Backup:
    return await back_up(url, file, now=NOW, version="0.1", force=force, told=told)


def write(url: str, statement: str) -> None:
    """What another process writes, which waits for nobody."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(str(make_url(url).database), timeout=0)) as other, other:
            other.execute(statement)
    else:
        with psycopg.connect(url) as server:
            server.execute(statement)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_backup_is_of_one_moment_while_others_write(
    furnished: dict[str, str], tmp_path: Path, kind: str
) -> None:
    """A writer need not wait, the backup need not begin anew, and what is written meanwhile is not in it."""
    url, file, before, written = furnished[kind], tmp_path / "backup.db", await contents(furnished[kind]), list[int]()

    def meanwhile(_: Progress) -> None:
        if not written:
            write(url, ADD)
            written.append(1)

    done = await backup(url, file, meanwhile)
    write(url, "DELETE FROM listing WHERE id = 'late'")
    assert written == [1]
    assert (done.manifest.made, done.manifest.version, done.manifest.revision) == (NOW, "0.1", HEAD)
    assert (done.size, os.listdir(tmp_path)) == (file.stat().st_size, ["backup.db"])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert check(file) == done.manifest
    assert await contents(f"sqlite:///{file}") == before


@pytest.mark.parametrize(("kind", "other"), ACROSS)
async def test_a_backup_is_restored_into_any_empty_database(
    furnished: dict[str, str], new_postgres: NewDatabase, tmp_path: Path, kind: str, other: str
) -> None:
    """Whatever it was made of; the file stays as it was."""
    file = tmp_path / "backup.db"
    await backup(furnished[kind], file)
    before = file.read_bytes()
    target = new_postgres(migrated=True) if other == "postgresql" else f"sqlite:///{tmp_path}/new.db"
    assert (await restore(file, target)).rows == sum(map(len, (await contents(furnished[kind])).values()))
    assert await contents(target) == await contents(furnished[kind])
    assert file.read_bytes() == before
    with pytest.raises(MovingError, match="is not empty"):
        await restore(file, target)


@pytest.mark.parametrize(("kind", "other"), [*((kind, kind) for kind in KINDS), *ACROSS])
@pytest.mark.parametrize("old", [False, True])
async def test_no_process_is_restored(
    furnished: dict[str, str],
    new_postgres: NewDatabase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    other: str,
    *,
    old: bool,
) -> None:
    """Heartbeats and the shared rate are of one moment: no backup has them, and of an older one they stay behind."""
    file = tmp_path / "backup.db"
    target = new_postgres(migrated=True) if other == "postgresql" else f"sqlite:///{tmp_path}/new.db"
    if old:
        monkeypatch.setattr("storage.moving.backing.leave_out", lambda _: None)
    made = await backup(furnished[kind], file)
    rows = {each.table: each.rows for each in made.manifest.tables}
    assert [rows["process"], rows["budget"]] == ([1, 1] if old and kind == "sqlite" else [0, 0])
    await restore(file, target)
    async with opened(target) as engine, engine.connect() as connection:
        for table in ("process", "budget"):
            assert (await connection.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one() == 0  # noqa: S608 - constants


async def test_a_backup_of_an_older_revision_is_brought_up_to_date(tmp_path: Path) -> None:
    """It is made and looked at as it is, and what is restored from it is as new as the program."""
    source, file, target = f"sqlite:///{tmp_path}/x.db", tmp_path / "backup.db", f"sqlite:///{tmp_path}/new.db"
    database = await Database.open(source)
    async with database.session() as session:
        await bring(session, report(), None)
        await (await session.connection()).run_sync(lambda each: command.downgrade(config(each), "0006"))
    await database.close()
    assert (await backup(source, file)).manifest.revision == check(file).revision == "0006"
    before = file.read_bytes()
    await restore(file, target)
    assert file.read_bytes() == before
    database = await Database.open(target)
    async with database.session(readonly=True) as session:
        assert await documents.visible(session, None, limit=9) == (report(),)
    await database.close()


async def test_a_copy_that_an_older_backup_needs_stands_beside_the_target(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not where temporary files are, which may be small; nothing is left of it, and no room is a sentence."""
    source, file, target = new_sqlite(tmp_path / "x.db"), tmp_path / "backup.db", tmp_path / "new" / "new.db"
    apart(lambda: _downgrade(source, "0008"))
    await backup(source, file)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with (
        little_room(50_000),
        pytest.raises(MovingError, match=r"no room for a copy of .*backup\.db in .*/new: .*Make room"),
    ):
        await restore(file, f"sqlite:///{target}")
    assert os.listdir(target.parent) == []
    await restore(file, f"sqlite:///{target}")
    assert not [each for each in os.listdir(target.parent) if "older" in each]
    with pytest.raises(MovingError, match="or set TMPDIR to another folder"):
        await restore(file, "postgresql://localhost/nobody")


async def _downgrade(url: str, revision: str) -> None:
    database = await Database.open(url)
    async with database.session() as session:
        await (await session.connection()).run_sync(lambda each: command.downgrade(config(each), revision))
    await database.close()


DANGLING = (
    "PRAGMA foreign_keys = OFF",
    "DELETE FROM document WHERE id = (SELECT document_id FROM statement GROUP BY 1 ORDER BY count(*) DESC LIMIT 1)",
)
"""As an older SQLite, or a hand with another tool, leaves a database."""


@pytest.mark.parametrize("other", KINDS)
async def test_what_refers_to_nothing_in_the_database_spoils_no_backup(
    new_postgres: NewDatabase, tmp_path: Path, other: str
) -> None:
    """It is said, kept as it is, and left out when it is restored; what is lost later is damage as ever."""
    source, file = furnished_sqlite(tmp_path / "x.db"), tmp_path / "backup.db"
    with closing(sqlite3.connect(tmp_path / "x.db")) as hand, hand:
        for statement in DANGLING:
            hand.execute(statement)
    done = await backup(source, file)
    assert {("statement", "document"), ("word", "document")} & {(each.table, each.other) for each in done.manifest.lost}
    assert check(file) == done.manifest
    target = new_postgres(migrated=True) if other == "postgresql" else f"sqlite:///{tmp_path}/new.db"
    assert (await restore(file, target)).mended >= sum(each.rows for each in done.manifest.lost)
    if other == "sqlite":
        with closing(sqlite3.connect(tmp_path / "new.db")) as restored:
            assert restored.execute("PRAGMA foreign_key_check").fetchall() == []
            assert restored.execute("SELECT count(*) FROM statement").fetchone()[0] > 0
    with closing(sqlite3.connect(file)) as hand, hand:
        hand.execute("DELETE FROM document WHERE id = (SELECT min(id) FROM document)")
    with pytest.raises(MovingError, match=r"is damaged: .* refers to rows of"):
        check(file)


async def test_a_restore_goes_on_only_with_its_own_backup(tmp_path: Path) -> None:
    """Another one of the same second that has as many rows is another one."""
    first, second, target = tmp_path / "1.db", tmp_path / "2.db", f"sqlite:///{tmp_path}/new.db"
    source = furnished_sqlite(tmp_path / "x.db")
    await backup(source, first)
    write(source, "UPDATE chat SET title = 'another'")
    await backup(source, second)

    def stop(progress: Progress) -> None:
        if progress.table == "word":
            raise KeyError(progress.table)

    with pytest.raises(KeyError, match="word"):
        await restore(first, target, stop)
    with pytest.raises(MovingError, match="holds an unfinished copy of the backup of"):
        await restore(second, target)
    assert (await restore(first, target)).resumed


async def test_what_is_there_stays_there(furnished: dict[str, str], tmp_path: Path) -> None:
    """A file is written over only when told to, and the database itself, and another one in use, never."""
    source, file = furnished_sqlite(tmp_path / "x.db"), tmp_path / "backup.db"
    file.write_text("mine")
    with pytest.raises(MovingError, match=r"is there already\. Name another one, or add --force"):
        await backup(source, file)
    assert file.read_text() == "mine"
    await backup(source, file, force=True)
    assert check(file).revision == HEAD
    with pytest.raises(MovingError, match="is the database itself"):
        await backup(source, tmp_path / "x.db", force=True)
    with pytest.raises(MovingError, match="is no file"):
        await backup(source, tmp_path, force=True)
    running = await Database.open(f"sqlite:///{file}")
    with pytest.raises(MovingError, match="is a database in use"):
        await backup(source, file, force=True)
    await running.close()
    with pytest.raises(MovingError, match=r"was not written: No such file or directory\. Nothing is left"):
        await backup(furnished["postgresql"], tmp_path / "nowhere" / "backup.db")


@contextmanager
def little_room(size: int) -> Iterator[None]:
    """No file of this process may grow past it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("kind", KINDS)
async def test_nothing_is_left_where_the_disk_takes_no_more(
    furnished: dict[str, str], tmp_path: Path, kind: str
) -> None:
    """The error says that it is the disk, and a good backup of before stays."""
    file = tmp_path / "backup.db"
    file.write_text("of before")
    with little_room(100_000), pytest.raises(MovingError, match="Nothing is left of it"):
        await backup(furnished[kind], file, force=True)
    assert os.listdir(tmp_path) == ["backup.db"]
    assert file.read_text() == "of before"


WRITER = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from storage.moving import back_up

def wait(_):
    print("at it", flush=True)
    sys.stdin.read()

asyncio.run(back_up(sys.argv[1], Path(sys.argv[2]), now=datetime.now(UTC), version="", told=wait))
"""


def test_a_killed_backup_leaves_none(tmp_path: Path) -> None:
    """Killed in the middle there is no file of that name; the next one writes over what is left, and one at a time."""
    source, file = furnished_sqlite(tmp_path / "x.db"), tmp_path / "backups" / "backup.db"
    file.parent.mkdir()
    arguments = [sys.executable, "-c", WRITER, source, str(file)]
    with watched(arguments) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "at it\n"
        with pytest.raises(MovingError, match="Another process is writing under that name"):
            apart(lambda: backup(source, file))
        writer.send_signal(signal.SIGKILL)
        assert writer.wait(60) == -signal.SIGKILL
    assert not file.exists()
    apart(lambda: backup(source, file))
    assert [each.name for each in file.parent.iterdir()] == ["backup.db"]
    assert check(file).revision == HEAD


async def test_half_a_copy_is_not_backed_up(tmp_path: Path) -> None:
    """Nor is what is no database of ours, or none at all."""
    half = new_sqlite(tmp_path / "half.db")
    async with opened(half) as engine:
        await receive(engine, "half", "a source")
    with pytest.raises(MovingError, match="is itself a copy that is not finished"):
        await backup(half, tmp_path / "backup.db")
    with pytest.raises(MovingError, match="There is no database"):
        await backup(f"sqlite:///{tmp_path}/missing.db", tmp_path / "backup.db")
    assert not (tmp_path / "backup.db").exists()


async def test_an_older_server_is_brought_up_first(new_postgres: NewDatabase, tmp_path: Path) -> None:
    """Rows are copied in the shape that this program knows; the error says what brings them there."""
    url = new_postgres(migrated=True)
    async with opened(url) as engine, engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '0007'"))
    with pytest.raises(MovingError, match=r"at revision 0007, this program's is .* Bring it up first"):
        await backup(url, tmp_path / "backup.db")


def said(tmp_path: Path, content: bytes) -> str:
    """What is said of a file that is no whole backup; every error that is not ours fails the test."""
    file = tmp_path / "spoiled.db"
    file.write_bytes(content)
    with pytest.raises(MovingError) as caught:
        check(file)
    assert "\n" not in caught.value.detail
    return caught.value.detail


def test_a_file_that_is_no_backup_is_named_as_what_it_is(made: bytes, tmp_path: Path) -> None:
    """Empty, cut off, no database, somebody else's, a database of ours, none at all, of a later program."""
    assert said(tmp_path, b"").endswith("spoiled.db is empty. Take another one.")
    for size in (1, 99, 5_000, len(made) // 2, len(made) - 1):
        assert "is cut off" in said(tmp_path, made[:size]) or size < 16
    assert "it is no SQLite database" in said(tmp_path, b"These are my notes. " * 100)
    assert "it is a database of Verbatim's. `verbatim backup` makes" in said(
        tmp_path, Path(new_sqlite(tmp_path / "x.db").removeprefix("sqlite:///")).read_bytes()
    )
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE recipes (id INTEGER)")
    assert "it is another program's database" in said(tmp_path, (tmp_path / "other.db").read_bytes())
    for missing in (tmp_path / "missing.db", tmp_path):
        with pytest.raises(MovingError, match="cannot be read"):
            check(missing)
    assert "at revision 9999, which this program" in said(tmp_path, _told(made, tmp_path, f'"{HEAD}"', '"9999"'))


def _told(made: bytes, tmp_path: Path, old: str, new: str) -> bytes:
    file = tmp_path / "told.db"
    file.write_bytes(made)
    with closing(sqlite3.connect(file)) as backup, backup:
        backup.execute(f"UPDATE {TABLE} SET content = replace(content, ?, ?)", (old, new))  # noqa: S608 - a constant
    return file.read_bytes()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("DELETE FROM chat", r"chat is not as it was \(1 rows then, 0 now\)"),
        ("UPDATE statement SET content_text = 'No' WHERE position = 0", "statement is not as it was"),
        ("CREATE TABLE more (id INTEGER)", "is not as it was"),
        ("DROP INDEX ix_statement_speaker", "schema is not as it was"),
        ("UPDATE backup_manifest SET content = '{}'", "is damaged"),
        ("UPDATE backup_manifest SET content = 'x'", "is damaged"),
    ],
)
def test_what_was_changed_since_is_noticed(made: bytes, tmp_path: Path, change: str, told: str) -> None:
    """Also where SQLite finds nothing wrong with the file."""
    file = tmp_path / "changed.db"
    file.write_bytes(made)
    with closing(sqlite3.connect(file)) as other, other:
        other.execute(change)
    with pytest.raises(MovingError, match=told):
        check(file)


def test_any_flipped_bit_is_noticed(made: bytes, tmp_path: Path) -> None:
    """Wherever it is, also where SQLite keeps nothing: a sentence, never another error."""
    dice, file = random.Random(7), tmp_path / "flipped.db"  # noqa: S311 - the same ones every time
    for _ in range(80):
        place = dice.choice((dice.randrange(len(made)), dice.randrange(4096)))
        spoiled = bytearray(made)
        spoiled[place] ^= 1 << dice.randrange(8)
        file.write_bytes(spoiled)
        with pytest.raises(MovingError) as caught:
            check(file)
        assert str(file) in caught.value.detail


def test_a_flipped_bit_in_a_text_is_noticed(made: bytes, tmp_path: Path) -> None:
    """A letter of somebody's words, which SQLite itself would not see."""
    place = made.index(b"civilians")
    spoiled = made[:place] + b"C" + made[place + 1 :]
    assert "is not as it was" in said(tmp_path, spoiled)

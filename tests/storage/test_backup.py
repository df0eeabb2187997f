"""The backup that operators are told to make: of a database that is in use, whole, and one that opens."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from storage import documents
from storage.database import Database
from tests.databases import new_sqlite

GUIDE = (Path(__file__).parents[2] / "docs" / "moving.md").read_text("utf-8")


def run(command: str, folder: Path) -> str:
    """What a command of the guide prints, in a shell that finds `verbatim`."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment["PATH"] = f"{Path(sys.executable).parent}:{environment['PATH']}"
    done = subprocess.run(command, shell=True, cwd=folder, env=environment, check=True, capture_output=True, text=True)  # noqa: S602 - as it stands in our guide
    return done.stdout


async def test_the_backup_of_the_guide_for_operators_is_whole(tmp_path: Path) -> None:
    """The very commands that stand there copy what a bot that runs has not yet written into its file, and check it."""
    (make,) = re.findall(r"^verbatim backup .+$", GUIDE, re.MULTILINE)
    (check,) = re.findall(r"^verbatim restore --check .+$", GUIDE, re.MULTILINE)
    running = await Database.open(new_sqlite(tmp_path / "data" / "verbatim.db"))
    with closing(sqlite3.connect(tmp_path / "data" / "verbatim.db")) as writer, writer:
        writer.execute("CREATE TABLE late AS SELECT 7 AS number")
    assert (tmp_path / "data" / "verbatim.db-wal").stat().st_size
    run(make, tmp_path)
    assert " is whole: made " in run(check, tmp_path)
    await running.close()
    with closing(sqlite3.connect(tmp_path / "verbatim-backup.db")) as copy:
        assert copy.execute("SELECT number FROM late").fetchone() == (7,)
    restored = await Database.open(f"sqlite:///{tmp_path / 'verbatim-backup.db'}")
    async with restored.session(readonly=True) as session:
        assert await documents.count(session, None) == 0
    await restored.close()


def test_the_nightly_commands_of_the_guide_work(tmp_path: Path) -> None:
    """As cron runs them: a percent sign behind a backslash is one."""
    (line,) = re.findall(r"^\d+ 3 \* \* \*  (.+)$", GUIDE, re.MULTILINE)
    new_sqlite(tmp_path / "data" / "verbatim.db")
    (tmp_path / "backups").mkdir()
    run(line.replace(r"\%", "%").replace("/srv/verbatim", str(tmp_path)).replace(".venv/bin/", ""), tmp_path)
    (kept,) = (tmp_path / "backups").iterdir()
    assert re.fullmatch(r"verbatim-\d{4}-\d\d-\d\d\.db", kept.name)

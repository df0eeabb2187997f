"""The backup that operators are told to make: of a database that is in use, whole, and one that opens."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

from storage import documents
from storage.database import Database
from tests.databases import new_sqlite

OPERATE = (Path(__file__).parents[2] / "docs" / "operate.md").read_text("utf-8")


async def test_the_backup_of_the_guide_for_operators_is_whole(tmp_path: Path) -> None:
    """The very command that stands there copies what a bot that runs has not yet written into its file."""
    (command,) = re.findall(r"^\.venv/bin/python -c '(.+)'$", OPERATE, re.MULTILINE)
    running = await Database.open(new_sqlite(tmp_path / "data" / "verbatim.db"))
    with sqlite3.connect(tmp_path / "data" / "verbatim.db") as writer:
        writer.execute("CREATE TABLE late AS SELECT 7 AS number")
    assert (tmp_path / "data" / "verbatim.db-wal").stat().st_size
    subprocess.run([sys.executable, "-c", command], cwd=tmp_path, check=True)  # noqa: S603, ASYNC221 - at once
    await running.close()
    with sqlite3.connect(tmp_path / "verbatim-backup.db") as copy:
        assert copy.execute("SELECT number FROM late").fetchone() == (7,)
    restored = await Database.open(f"sqlite:///{tmp_path / 'verbatim-backup.db'}")
    async with restored.session(readonly=True) as session:
        assert await documents.count(session, None) == 0
    await restored.close()

"""Empty databases that are up to date: brought there once a session, and then copied; Alembic takes a second."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from storage.database import Database


def bring_up_to_date(url: str) -> None:
    """Opens a database and closes it, in a loop of its own: the caller may be in one."""

    async def open_and_close() -> None:
        await (await Database.open(url)).close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(open_and_close())).result()


def new_sqlite(file: Path) -> str:
    """Makes the file, and its folder where missing, and gives its address."""
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_migrated(), file)
    return f"sqlite:///{file}"


@cache
def _migrated() -> Path:
    file = Path(tempfile.mkdtemp(prefix="verbatim-sqlite-")) / "migrated.db"
    bring_up_to_date(f"sqlite:///{file}")
    return file

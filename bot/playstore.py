"""The playground's own database: kept from the bot's, from a second playground, and emptied for `--fresh`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.settings import Settings
from storage.database import file_of, is_ours, is_same, normalise
from storage.locking import lock
from summarizer.errors import SettingsError, StorageError

TAKEN = "a playground uses this database already. Stop that, or set another"
NO_FILE = "--fresh deletes a file, and this is none. Empty the database yourself, or leave this setting out"
FOREIGN = "--fresh deletes only a database of Verbatim, and {file} is none. Set another, or leave this setting out"


@contextmanager
def reserved(settings: Settings, *, fresh: bool) -> Iterator[None]:
    """The playground's database is this process's alone while the block runs; `fresh` throws away what it keeps.

    Raises SettingsError for one that is the bot's own, is used already, or cannot be deleted.
    """
    file = _own(settings)
    with _locked(file):
        if fresh:
            _empty(file)
        yield


def _own(settings: Settings) -> Path | None:
    """The file, if it is one. Nobody's real bot loses anything here."""
    try:
        normalise(settings.database_url)
    except StorageError as error:
        raise SettingsError(f"DATABASE_URL: {error.detail}") from error
    url = settings.playground_database_url
    try:
        if is_same(url, settings.database_url):
            raise _wrong("this is DATABASE_URL too, and the playground needs its own")
        return file_of(url)
    except StorageError as error:
        raise _wrong(error.detail) from error


@contextmanager
def _locked(file: Path | None) -> Iterator[None]:
    """Holds a lock beside the file; a process that dies lets go of it."""
    if file is None:
        yield
        return
    try:
        held = lock(file.with_name(file.name + ".lock"))
    except OSError as error:
        raise _wrong(f"cannot write beside {file}: {error.strerror}") from error
    if held is None:
        raise _wrong(TAKEN)
    with held:
        yield


def _empty(file: Path | None) -> None:
    if file is None:
        raise _wrong(NO_FILE)
    if not file.exists():
        return
    if not is_ours(file):
        raise _wrong(FOREIGN.format(file=file))
    try:
        for ending in ("", "-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)
    except OSError as error:
        raise _wrong(f"cannot delete {file}: {error.strerror}") from error


def _wrong(why: str) -> SettingsError:
    return SettingsError(f"PLAYGROUND_DATABASE_URL: {why}")

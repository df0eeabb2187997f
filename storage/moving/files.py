"""A file that is there whole or not at all: written under another name, on the disk, and only then renamed."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from summarizer.errors import MovingError

MODE = 0o600
BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file that is in use."""
TAKEN = "Another process is writing under that name ({part}). Wait for it, and begin again."


@contextmanager
def arriving(file: Path, *, force: bool) -> Iterator[Path]:
    """Where to write; `file` is that when the block ends well, and nothing is left when it does not.

    Only the owner may read it. What a killed writer left is written over. Raises MovingError: the file is there and not
    `force`, somebody uses or writes it, the disk is full or read-only.
    """
    _free(file, force=force)
    part = file.with_name(f".{file.name}.part")
    try:
        with held(part) as handle:
            yield part
            _settle(part)
            _free(file, force=force)
            _same(handle, part)
            os.fchmod(handle, MODE)
            part.replace(file)
            _settle(file.parent)
    except OSError as error:
        raise MovingError(not_written(file, error)) from error


def not_written(file: Path, error: OSError) -> str:
    """What to do about a disk that does not take a file."""
    hint = " Make room, or name another disk." if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} else ""
    return f"{file} was not written: {error.strerror or error}. Nothing is left of it.{hint}"


@contextmanager
def held(part: Path) -> Iterator[int]:
    """An empty file for a while, ours alone, as its handle: gone at the end, unless it was renamed.

    The lock goes with the process, whatever ends it. Raises MovingError where another has it, OSError.
    """
    # Closed last: closing any handle of a file gives up the locks that SQLite has on it.
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, MODE)
    try:
        _lock(handle, part)
        try:
            os.fchmod(handle, MODE)
            os.ftruncate(handle, 0)
            _clear(part)
            yield handle
        finally:
            # Under that name there may be another's by now: where ours was renamed, or somebody put it away.
            if _is(handle, part):
                part.unlink()
                _clear(part)
    finally:
        os.close(handle)


def _lock(handle: int, part: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise MovingError(TAKEN.format(part=part)) from error
    # Between opening and locking another may have finished: then this is a good backup, and no longer ours to empty.
    _same(handle, part)


def _same(handle: int, part: Path) -> None:
    if not _is(handle, part):
        raise MovingError(TAKEN.format(part=part))


def _is(handle: int, part: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.lstat(part))
    except FileNotFoundError:
        return False


def _clear(part: Path) -> None:
    for ending in BESIDE:
        part.with_name(part.name + ending).unlink(missing_ok=True)


def _free(file: Path, *, force: bool) -> None:
    if not file.exists():
        return
    if not file.is_file():
        raise MovingError(f"{file} is no file. Name one that is to be written.")
    if not force:
        raise MovingError(f"{file} is there already. Name another one, or add --force.")
    if any(file.with_name(file.name + ending).exists() for ending in BESIDE):
        raise MovingError(f"{file} is a database in use. Name another one.")


def _settle(path: Path) -> None:
    """On the disk, also if the power goes."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

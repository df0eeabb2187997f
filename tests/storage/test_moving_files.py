"""Files that arrive: also where others write under the same name at the worst moment."""

from __future__ import annotations

import fcntl
import os
import stat
from pathlib import Path

import pytest

from storage.moving.files import arriving, held
from summarizer.errors import MovingError


def test_what_another_began_after_ours_was_done_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Renamed, the name is free again: what the next one has under it by then is not taken away."""
    file, part, rename = tmp_path / "backup.db", tmp_path / ".backup.db.part", Path.replace

    def and_the_next_begins(self: Path, target: Path) -> Path:
        moved = rename(self, target)
        part.write_text("of the next one")
        return moved

    monkeypatch.setattr(Path, "replace", and_the_next_begins)
    with arriving(file, force=False) as mine:
        mine.write_text("first")
    assert (file.read_text(), part.read_text()) == ("first", "of the next one")


def test_who_locks_what_was_just_finished_empties_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opened before another renamed it and locked behind it, the file is a good backup: it stays as it is."""
    file, part, lock = tmp_path / "backup.db", tmp_path / ".backup.db.part", fcntl.flock
    part.write_text("a good backup")

    def after_the_other(handle: int, how: int) -> None:
        part.replace(file)
        lock(handle, how)

    monkeypatch.setattr(fcntl, "flock", after_the_other)
    with pytest.raises(MovingError, match="Another process is writing"), held(part):
        pass
    assert file.read_text() == "a good backup"


def test_a_part_that_was_taken_away_is_no_backup(tmp_path: Path) -> None:
    """What stands under that name then is somebody else's, in another mode: it is not called the backup."""
    file = tmp_path / "backup.db"
    with pytest.raises(MovingError, match="Another process is writing"):  # noqa: PT012, SIM117 - the block is what is tested
        with arriving(file, force=False) as part:
            part.unlink()
            part.write_text("readable for all")
    assert not file.exists()


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    """Also where the mode was changed while it was written."""
    file = tmp_path / "backup.db"
    with arriving(file, force=False) as part:
        part.chmod(0o644)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    """Somebody who may write into the folder could have led it anywhere."""
    mine = tmp_path / "mine"
    mine.write_text("mine")
    os.symlink(mine, tmp_path / ".backup.db.part")
    with pytest.raises(MovingError, match="was not written"), arriving(tmp_path / "backup.db", force=False):
        pass
    assert mine.read_text() == "mine"


def test_nothing_is_left_of_what_failed(tmp_path: Path) -> None:
    """Neither the part nor what SQLite had beside it."""
    with pytest.raises(KeyError):  # noqa: PT012, SIM117 - as above
        with arriving(tmp_path / "backup.db", force=False) as part:
            part.with_name(part.name + "-journal").write_text("")
            raise KeyError
    assert os.listdir(tmp_path) == []

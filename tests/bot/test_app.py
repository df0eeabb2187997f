"""What runs beside the bot: catching up with what a crash or an update left to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import pytest

from bot.app import catch_up
from bot.services.intake import Intake
from storage.session import StorageBusyError


@dataclass
class Failing:
    """An intake that fails as it is told, then has nothing left to do."""

    errors: list[Exception] = field(default_factory=list)
    calls: int = 0

    async def catch_up(self) -> int:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return 0


def events(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage().partition(" ")[0] for record in caplog.records]


async def test_a_busy_storage_is_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    """As often as it is busy; each time is a line in the log."""
    intake = Failing([StorageBusyError("locked"), StorageBusyError("locked")])
    await catch_up(cast(Intake, intake), pause=0)
    assert intake.calls == 3
    assert events(caplog) == ["catch_up.waits"] * 2


async def test_a_failure_to_catch_up_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Nobody waits for what runs beside the bot: unlogged, its failure would be unknown."""
    await catch_up(cast(Intake, Failing([RuntimeError("no such thing")])), pause=0)
    assert events(caplog) == ["catch_up.failed"]
    assert caplog.records[0].exc_info

"""Whether a process is alive and ready, and the words in which it says that it is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.operations.verdict import unready, unwell
from bot.services.pulse import Pulse
from storage.types import Role

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
LONG, SHORT = timedelta(seconds=61), timedelta(seconds=59)


@pytest.mark.parametrize("role", ["all", "sender"])
def test_a_clockwork_that_stands_still_is_not_alive(role: Role) -> None:
    """Also one that never began to tick; just after the start it has a minute."""
    assert unwell(Pulse(started=NOW - SHORT), role, NOW) is None
    assert "has not ticked for 61 s" in str(unwell(Pulse(started=NOW - LONG), role, NOW))
    assert unwell(Pulse(ticked=NOW - SHORT, started=NOW - LONG), role, NOW) is None
    assert "has not ticked for 61 s" in str(unwell(Pulse(ticked=NOW - LONG), role, NOW))


@pytest.mark.parametrize("role", ["bot", "worker"])
def test_who_has_no_clockwork_needs_none(role: Role) -> None:
    """Workers and bots beside a sender only have a heart."""
    assert unwell(Pulse(started=NOW - LONG), role, NOW) is None


@pytest.mark.parametrize("role", ["all", "bot", "sender", "worker"])
def test_a_heart_that_stopped_is_not_alive(role: Role) -> None:
    """Whatever the process is for."""
    assert unwell(Pulse(ticked=NOW, beat=NOW - SHORT), role, NOW) is None
    assert "has not beaten for 61 s" in str(unwell(Pulse(ticked=NOW, beat=NOW - LONG), role, NOW))


def test_who_stands_by_need_not_tick() -> None:
    """Its clockwork starts with its duty."""
    assert unwell(Pulse(started=NOW - LONG, standing_by=True), "sender", NOW) is None
    assert unready(Pulse(standing_by=True), "sender", current=True) is None


def test_who_is_not_ready_says_why() -> None:
    """Ending goes before the database, and the database before Telegram."""
    assert str(unready(Pulse(ending=True), "all", current=None)).startswith("ending")
    assert str(unready(Pulse(), "all", current=None)).startswith("the database does not answer")
    assert "schema" in str(unready(Pulse(), "all", current=False))
    assert str(unready(Pulse(), "all", current=True)).startswith("Telegram was not reached")
    assert unready(Pulse(reached=True), "all", current=True) is None


def test_a_worker_needs_no_telegram() -> None:
    """It knows no token."""
    assert unready(Pulse(), "worker", current=True) is None

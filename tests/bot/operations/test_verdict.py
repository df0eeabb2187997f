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
    """From its first tick on."""
    assert unwell(Pulse(ticked=NOW - SHORT, started=NOW - LONG), role, NOW) is None
    assert "has not ticked for 61 s" in str(unwell(Pulse(ticked=NOW - LONG), role, NOW))


@pytest.mark.parametrize("role", ["all", "bot", "sender"])
def test_a_start_that_waits_for_telegram_is_alive_and_not_ready(role: Role) -> None:
    """Nothing ticks before Telegram was reached, however long it is away: a restart would mend nothing."""
    waiting = Pulse(started=NOW - timedelta(hours=9), beat=NOW, seen=NOW)
    assert unwell(waiting, role, NOW) is None
    assert "Telegram is not reached" in str(unready(waiting, role, NOW, current=True))


@pytest.mark.parametrize("role", ["all", "bot", "sender", "worker"])
def test_a_database_that_is_away_makes_no_process_dead(role: Role) -> None:
    """Its heart's thread turns, and writes nothing: no restart brings the database back, and it is not ready."""
    away = Pulse(started=NOW - LONG, ticked=NOW, beat=NOW - SHORT, seen=NOW - timedelta(hours=9), reached=True)
    assert unwell(away, role, NOW) is None
    assert "nothing was written down for 32400 s" in str(unready(away, role, NOW, current=True))


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
    assert unwell(Pulse(ticked=NOW - LONG, standing_by=True), "sender", NOW) is None
    assert unready(Pulse(standing_by=True), "sender", NOW, current=True) is None


def test_who_is_not_ready_says_why() -> None:
    """Ending goes before the database, and the database before Telegram."""
    assert str(unready(Pulse(ending=True), "all", NOW, current=None)).startswith("ending")
    assert str(unready(Pulse(), "all", NOW, current=None)).startswith("the database does not answer")
    assert "schema" in str(unready(Pulse(), "all", NOW, current=False))
    assert "read-only" in str(unready(Pulse(reached=True), "all", NOW, current=True, lack="read-only"))
    assert str(unready(Pulse(), "all", NOW, current=True)).startswith("Telegram is not reached")
    assert unready(Pulse(reached=True, duties={"poll": True}), "all", NOW, current=True) is None


def test_who_may_not_poll_or_has_no_token_any_more_is_not_ready() -> None:
    """Although Telegram was reached at the start."""
    lost = Pulse(reached=True, duties={"poll": False})
    assert "duty of polling is lost" in str(unready(lost, "bot", NOW, current=True))
    assert "does not know our token" in str(unready(Pulse(reached=True, refused=True), "sender", NOW, current=True))


def test_a_worker_needs_no_telegram() -> None:
    """It knows no token."""
    assert unready(Pulse(), "worker", NOW, current=True) is None

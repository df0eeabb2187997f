"""Health: who is there and what waits, as operators are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from bot.services.health import LATE_DOCUMENT, _processes, _queue
from bot.services.pulse import Pulse, Timings
from bot.views import operators as views
from storage.types import Line, Process, Role

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
NONE = "and none understands texts. Start one: verbatim worker --kinds understand"


def process(named: str) -> Process:
    role, _, kind = named.partition(":")
    return Process(named, cast(Role, role), (kind,) if kind else (), "a", 1, "0", NOW, NOW)


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        ((), "Processes: not known"),
        (("all",), "Processes: all 1"),
        (("worker:understand", "bot", "worker:fetch"), "Processes: bot 1, worker 2"),
        (("bot", "sender"), f"Processes: trouble, bot 1, sender 1, {NONE}"),
        (("bot", "worker:fetch"), f"Processes: trouble, bot 1, worker 1, {NONE}"),
    ],
)
def test_who_is_there_is_told_by_role(roles: tuple[str, ...], said: str) -> None:
    """A bot and a sender alone understand nothing, nor does a worker of another kind."""
    sign = _processes(map(process, roles))
    assert said in views.health([(sign.what, sign.well, sign.amount, sign.since, sign.state)]).text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (Line(0, 0, None), "Texts to be understood: ok, 0 waiting"),
        (Line(3, 1, NOW - LATE_DOCUMENT), "Texts to be understood: ok, 3 waiting"),
        (
            Line(3, 1, NOW - LATE_DOCUMENT - timedelta(minutes=5)),
            "Texts to be understood: trouble, 3 waiting, the oldest for 20 minutes. See the log.",
        ),
    ],
)
def test_what_waits_to_be_understood_is_told(line: Line, said: str) -> None:
    """A quarter of an hour is trouble."""
    sign = _queue(line, NOW)
    assert said in views.health([(sign.what, sign.well, sign.amount, sign.since, sign.state)]).text


def test_seconds_are_counted_in_the_bucket_that_they_end_in() -> None:
    """A bound counts below itself, and the last bucket has none."""
    timings = Timings((1, 5))
    for seconds in (0.5, 1, 3, 60):
        timings.add(seconds)
    assert timings.buckets == [2, 1, 1]
    assert timings.seconds == 64.5


def test_what_fails_takes_time_as_well() -> None:
    """A pulse notes a block that raises."""
    pulse = Pulse()
    with pytest.raises(ValueError, match="no"), pulse.timing("query"):
        raise ValueError("no")
    assert sum(pulse.spans["query"].buckets) == 1
    assert sum(pulse.spans["answer"].buckets) == 0

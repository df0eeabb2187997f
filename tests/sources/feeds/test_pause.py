"""How long a publisher asks to wait."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sources.feeds.pause import pause_of
from tests.sources.feeds.reading import sample


@pytest.mark.parametrize(
    ("channel", "minutes"),
    [
        ({}, None),
        ({"ttl": "60"}, 60),
        ({"ttl": " 15.5 "}, 15),
        ({"ttl": "0"}, None),
        ({"ttl": "soon"}, None),
        ({"ttl": "99999999"}, 7 * 24 * 60),
        ({"ttl": "9" * 400}, None),
        ({"sy_updateperiod": "Hourly", "sy_updatefrequency": "2"}, 30),
        ({"sy_updateperiod": "daily", "sy_updatefrequency": "0"}, 24 * 60),
        ({"sy_updateperiod": "hourly", "sy_updatefrequency": "3600000"}, 1),
        ({"sy_updateperiod": "daily", "ttl": "5"}, 24 * 60),
        ({"sy_updateperiod": "sometimes"}, None),
    ],
)
def test_a_pause_is_read(channel: dict[str, object], minutes: int | None) -> None:
    """The longer of the two ways to say it, between a minute and a week."""
    assert pause_of(channel) == (None if minutes is None else timedelta(minutes=minutes))


def test_a_feed_states_its_pause() -> None:
    """In the module of RSS 1.0: twice an hour."""
    assert sample("rss10.xml").pause == timedelta(minutes=30)

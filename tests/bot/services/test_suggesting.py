"""Zones that are offered by the language of an app."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import available_timezones

import pytest
from babel.core import get_global
from hypothesis import given
from hypothesis import strategies as st

from bot.services.suggesting import MOST, suggested

NOW = datetime(2031, 3, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("uk", ("Europe/Kyiv", "UTC")),
        ("pl", ("Europe/Warsaw", "UTC")),
        ("pt-pt", ("Europe/Lisbon", "Atlantic/Azores", "UTC")),
        ("en-gb", ("Europe/London", "UTC")),
        ("zh-hans", ("Asia/Shanghai", "Asia/Urumqi", "UTC")),
        ("zh-hant", ("Asia/Taipei", "UTC")),
        (None, ("UTC",)),
        ("xx", ("UTC",)),
        ("", ("UTC",)),
    ],
)
def test_a_language_stands_for_its_likely_country(language: str | None, expected: tuple[str, ...]) -> None:
    """A country that the tag states goes before the likely one; of an unknown language nothing is guessed."""
    assert suggested(language, NOW) == expected


def test_a_wide_country_has_a_zone_for_each_way_its_clocks_go() -> None:
    """All of the large American zones are offered, the most populous first."""
    offered = suggested("en-us", NOW)
    assert offered[0] == "America/New_York"
    wanted = {"America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles", "Pacific/Honolulu"}
    assert wanted <= set(offered)


def test_plain_english_is_of_no_country() -> None:
    """Zones of the world come first, those of America after them; with a country it is that country's."""
    offered = suggested("en", NOW)
    assert offered[:4] == ("UTC", "Europe/London", "America/New_York", "America/Los_Angeles")
    assert offered[4:6] == ("Asia/Kolkata", "Australia/Sydney")
    assert suggested("en-in", NOW)[0] == "Asia/Kolkata"


def test_zones_that_the_chat_uses_come_first() -> None:
    """And once only; UTC stands last."""
    assert suggested("uk", NOW, ("Asia/Tokyo", "Europe/Kyiv", "UTC")) == ("Asia/Tokyo", "Europe/Kyiv", "UTC")


@given(st.sampled_from(sorted(get_global("likely_subtags"))))
def test_whatever_the_language_only_zones_are_offered(tag: str) -> None:
    """For every tag that CLDR knows."""
    offered = suggested(tag.replace("_", "-").lower(), NOW)
    assert set(offered) <= available_timezones()
    assert len(offered) <= MOST + 1

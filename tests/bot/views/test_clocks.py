"""Days, dates, hours and zones in the languages that we talk."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.services.zones import canonical
from bot.views import clocks
from bot.views.digest import letter, rows_of
from bot.views.language import LANGUAGES, speaking
from bot.views.letters import language_of, unpack
from storage.types import Delivery
from summarizer.telling.news import News

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Tuesday", "Tue", "24 November", "24 November 2026", "a, b and c", "Europe/Kyiv", "UTC+2")),
        ("uk", ("вівторок", "вт", "24 листопада", "24 листопада 2026", "a, b і c", "Київ", "UTC+2")),
    ],
)
def test_names_are_those_of_the_language(language: str, said: tuple[str, ...]) -> None:
    """Of days and months, of zones, and how things are listed."""
    with speaking(language):
        days = clocks.weekday(2), clocks.weekday(2, short=True)
        dates = clocks.day(TUESDAY), clocks.day(TUESDAY, year=True)
        others = clocks.listed(("a", "b", "c")), clocks.place("Europe/Kyiv"), clocks.place("Etc/GMT-2")
    assert (*days, *dates, *others) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_zones_are_shown_by_one_name(language: str) -> None:
    """On buttons side by side nobody could tell them apart; hours have 24 everywhere."""
    zones = {zone for name in available_timezones() if (zone := canonical(name))}
    with speaking(language):
        assert len({clocks.place(zone) for zone in zones}) == len(zones)
        assert clocks.hour(time(18, 5)) == "18:05"


def test_a_letter_keeps_its_language() -> None:
    """It waits to be sent, and what is put around it then is in the same."""
    due = datetime(2026, 11, 24, 8, tzinfo=ZoneInfo("Europe/Kyiv"))
    (ours,), (english,) = (letter(News(), due, "Kyiv", language=code) for code in ("uk", "en"))
    assert (language_of(ours), language_of(english)) == ("uk", "en")
    assert "24 листопада, 08:00 (Київ)" in unpack(ours).text
    assert "Tuesday, 24 November, 08:00 (Kyiv)" in unpack(english).text
    kept = Delivery(9, 5, 7, None, due.astimezone(UTC), 1, 1, ours, silent=False, state="pending", due=due)
    labels = [button.label for row in rows_of(kept) for button in row]
    assert labels
    assert "Statements" not in labels

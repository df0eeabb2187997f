"""What a wait is called, and what is said of it: nothing where it is short, the plain truth where nobody is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.services.waiting import Standing
from bot.views.language import speak
from bot.views.rich import Rich
from bot.views.waiting import about, waiting
from tests.bot.views.test_golden import check

BEHIND = Standing(0, 1, ahead=40, seconds=170, kept=True)
WAITS = (1, 59, 60, 150, 600, 700, 2_950, 3_100, 3_600, 3_700, 20_000)


@pytest.fixture(params=["en", "uk"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """What is spoken, until the end of the test."""
    speak(request.param)
    yield request.param
    speak("en")


def test_a_wait_as_people_read_it(language: str) -> None:
    """In both languages: behind how many and about how long, how far a batch is, and who is not there."""
    told = [
        waiting(BEHIND),
        waiting(replace(BEHIND, ahead=1, seconds=20)),
        waiting(replace(BEHIND, total=200, seconds=900)),
        waiting(Standing(12, 200, ahead=40, seconds=300, kept=True)),
        waiting(Standing(12, 200), 1_900),
        waiting(Standing(12, 200)),
        waiting(replace(BEHIND, attended=False)),
        waiting(Standing(0, 1, kept=True), told=True),
    ]
    lengths = Rich("\n".join(map(about, WAITS)))
    assert None not in told
    check("waiting" if language == "en" else f"{language}_waiting", *filter(None, told), lengths)


def test_of_a_short_wait_nothing_is_said() -> None:
    """A few seconds are over before one has read of them; and who is alone in the line waits behind nobody."""
    assert waiting(replace(BEHIND, seconds=9)) is None
    assert waiting(replace(BEHIND, ahead=0)) is None
    assert waiting(Standing(0, 200)) is None


def test_a_wait_is_never_told_shorter_than_it_is() -> None:
    """A promise in minutes is rounded up."""
    assert about(61) == "about 2 minutes"
    assert about(10 * 60 + 1) == "about 15 minutes"
    assert about(50 * 60 + 1) == "about an hour"
    assert about(3601) == "about 2 hours"

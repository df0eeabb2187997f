"""A chat's digests as people read them, with their buttons, in golden files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.clock import after_quiet, next_due
from bot.services.when import read
from bot.services.zones import canonical
from bot.views import dialling, misread
from bot.views import subscriptions as views
from bot.views.buttons import Rows
from bot.views.language import LANGUAGES, say, speaking
from bot.views.rich import MAX_UNITS, Rich, uncited
from storage.types import Doubt, Rule, Subscription, Taste
from summarizer.types import Story
from tests import golden
from tests.bot.views.test_golden import GOLDEN, seen
from tests.bot.views.test_golden import RULE as LINE

NOW = datetime(2031, 3, 3, 6, 30, tzinfo=UTC)  # a Monday; 08:30 in Kyiv
EVERY = Rule((time(8),), (1, 2, 3, 4, 5, 6, 7), "Europe/Kyiv")
SOME = Rule((time(7, 30), time(18)), (1, 2, 3, 4, 5), "America/New_York", (time(22), time(7)))
PLAIN = Subscription(12, 7, None, 7, EVERY, Taste(), silent=False, created=NOW, due=next_due(EVERY, NOW), version=3)
FINE = Subscription(
    13, 7, 5, 7, SOME, Taste(("#3", "grain"), "full", empty=True), silent=True, created=NOW, due=next_due(SOME, NOW)
)
NAMED = ("#3 Bridge over the Wye reopens", "grain")
DOUBTS = (Doubt(5, NOW - timedelta(days=1), 2, 3), Doubt(6, NOW, 1, 1))


def coming(digest: Subscription) -> datetime | None:
    return after_quiet(digest.rule, digest.due) if digest.due else None


def shown(rich: Rich, rows: Rows = ()) -> str:
    return "\n".join((seen(rich), *(" ".join(f"[{each.label}]" for each in row) for row in rows)))


def check(name: str, *messages: str) -> None:
    golden.check(Path(GOLDEN) / f"{name}.txt", LINE.join(messages))


def card(digest: Subscription, *named: str, doubts: tuple[Doubt, ...] = (), elsewhere: bool = False) -> str:
    rich = views.card(digest, named, NOW, coming(digest), doubts, elsewhere=elsewhere)
    return shown(rich, dialling.card_rows(digest, doubts, several=elsewhere, elsewhere=elsewhere))


def test_cards() -> None:
    """A new digest, one with all that can be set, resting ones, and one in trouble."""
    paused = [replace(PLAIN, due=None, paused=why) for why in views.RESTING]
    check(
        "digest_cards",
        card(PLAIN),
        card(FINE, *NAMED, elsewhere=True),
        *map(card, paused),
        card(replace(PLAIN, told="topic"), doubts=DOUBTS),
        card(replace(PLAIN, rule=replace(EVERY, zone="Etc/GMT-2"))),
    )


def test_lists() -> None:
    """Several digests, none yet, and which one to end."""
    lines = (views.in_a_line(PLAIN, (), NOW, coming(PLAIN)), views.in_a_line(FINE, NAMED, NOW, coming(FINE)))
    check(
        "digest_lists",
        shown(views.all_of(lines), dialling.listing_rows((PLAIN, FINE))),
        shown(views.none(), dialling.first_rows()),
        shown(say(views.WHICH), dialling.ending_rows((PLAIN, FINE))),
        shown(views.deleted((PLAIN, FINE)), dialling.undo_rows("L")),
        shown(views.deleting(PLAIN), dialling.deleting_rows(PLAIN)),
    )


def test_screens() -> None:
    """Each thing that can be chosen, as it is asked for."""
    stories = (Story(3, "Bridge over the Wye reopens", ()), Story(4, "Grain leaves Odesa " * 4, ()))
    check(
        "digest_screens",
        shown(*dialling.times(FINE, more=True)),
        shown(*dialling.hours(PLAIN, "0800")),
        shown(*dialling.hours(None, "")),
        shown(*dialling.minutes(PLAIN, "0800", "09")),
        shown(*dialling.week(FINE)),
        shown(*dialling.zones(PLAIN, ("Europe/Kyiv", "Europe/Warsaw", "UTC"), NOW, private=True)),
        shown(*dialling.about(FINE, NAMED, stories)),
        shown(*dialling.sizes(FINE)),
        shown(*dialling.silence(FINE)),
    )


def test_sentences() -> None:
    """What is said of a change, and where nothing can be changed."""
    fields = ("zones", "topics", "quiets", "times")
    check(
        "digest_texts",
        *map(
            shown,
            (
                views.below(views.made_unsure(PLAIN, NOW, coming(PLAIN)), Rich("...")),
                say(views.MADE),
                say(views.KNOWN),
                views.how_to(),
                *map(say, (views.ADMINS_ONLY, views.GONE, views.NOTHING_TO_END, views.NOT_BACK, views.AGAIN)),
                *map(say, (views.SHARE, views.NO_ZONE_THERE, views.LOCATION_UNASKED)),
                views.too_many(10),
                views.resumed(((EVERY, coming(PLAIN)),), NOW),
                views.resumed(((EVERY, coming(PLAIN)), (SOME, coming(FINE))), NOW),
                *(views.set_to(FINE, field, NAMED, NOW) for field in fields),
                *map(say, (views.KNOWN_CHANGED, views.NONE_FITS)),
                views.taken_out((time(18),)),
                say(views.PREVIEWING),
                *map(say, (views.GONE_NOTE, views.CHANGED_NOTE, views.LAST_DAY, views.LAST_TIME, views.ALL_TIMES)),
            ),
        ),
    )


def test_misread() -> None:
    """Each fault of a request as a sentence, with what may have been meant."""
    requests = (
        "25:00",
        "8 Kyiv",
        "18 Kyiv",
        "08:00 grain harvest",
        "08:00 Kyyiv",
        "08:00 Portland",
        "08:00 Kyiv London",
        "08:00 short full",
        "8:00 blub",
    )
    check(
        "digest_misread",
        *(wrong(words) for words in requests),
        *(shown(misread.how(field)) for field in misread.FIELDS),
    )


def wrong(words: str) -> str:
    faults = read(words).faults
    places = [
        misread.place(each.name, each.country, each.zone, alone=len(faults[0].places) == 1) for each in faults[0].places
    ]
    rich = misread.misread([(each.kind, each.word) for each in faults], places or faults[0].near, views.how_to())
    return f"> {words}\n{shown(rich)}"


def screens(digest: Subscription, zone: str) -> Iterable[tuple[Rich, Rows]]:
    """Everything that stands below a digest."""
    stories = tuple(Story(10**6 + number, "x" * 500, ()) for number in range(5))
    old = dialling.compact(digest.rule.times[0])
    yield Rich(), dialling.card_rows(digest, DOUBTS, several=True, elsewhere=True)
    yield dialling.times(digest, more=True)
    yield dialling.hours(digest, old)
    yield dialling.minutes(digest, old, "23")
    yield dialling.week(digest)
    yield dialling.zones(digest, (zone,), NOW, private=True)
    yield dialling.about(digest, digest.taste.topics, stories)
    yield dialling.silence(digest)
    yield Rich(), dialling.saying_rows(digest, "at0800", (("x" * 200, "abcdefghijkl"),))


@given(
    st.integers(1, 10**9 - 1),
    st.integers(0, 99_999),
    st.sampled_from(
        sorted(
            filter(None, map(canonical, ("America/Argentina/ComodRivadavia", "America/North_Dakota/New_Salem", "UTC")))
        )
    ),
    st.lists(st.text(min_size=1, max_size=60), max_size=10, unique=True),
)
def test_buttons_fit_and_are_read_back(number: int, version: int, zone: str, topics: list[str]) -> None:
    """Callback data has at most 64 bytes, a keyboard 100 buttons; a press names its digest and its version."""
    digest = replace(FINE, id=number, version=version, taste=Taste(tuple(topics)))
    for rich, rows in screens(digest, zone):
        buttons = [each for row in rows for each in row]
        assert len(buttons) <= 100
        assert all(len(row) <= 8 for row in rows)
        assert rich.units <= MAX_UNITS
        for each in buttons:
            assert 0 < len(each.data.encode()) <= 64
            dial = dialling.read(each.data)
            assert dial
            assert dial.digest in {number, dialling.NEW, *(doubt.delivery for doubt in DOUBTS)}


@given(st.text(max_size=80))
def test_any_data_of_a_button_is_read(data: str) -> None:
    """A forger's as well: it is a digest's button with odd parts, or none."""
    dial = dialling.read(data)
    assert (dial is None) is (data.split(":", 1)[0] != dialling.KIND)


@given(st.lists(st.text(min_size=1, max_size=60), max_size=10))
def test_a_card_keeps_the_promise_and_fits(topics: list[str]) -> None:
    """Whatever its topics are called, its words are marked as ours or theirs, and it is one message."""
    rich = views.card(FINE, topics, NOW, coming(FINE), DOUBTS)
    assert uncited(rich) == ()
    assert rich.units <= MAX_UNITS
    assert rich.entities <= 100


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((1, 2, 3, 4, 5), "weekdays"),
        ((6, 7), "Saturday and Sunday"),
        ((1,), "Monday"),
        ((1, 3, 5), "Monday, Wednesday and Friday"),
        ((1, 2, 3, 4, 5, 6), "every day but Sunday"),
        ((3, 4, 5, 6, 7), "every day but Monday and Tuesday"),
    ],
)
def test_days_are_named_shortly(days: tuple[int, ...], expected: str) -> None:
    """By those they are, or by those they leave out."""
    assert views.days(days) == expected


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(LANGUAGES),
    st.lists(st.times().map(lambda at: at.replace(second=0, microsecond=0)), min_size=1, max_size=6, unique=True),
    st.lists(st.sampled_from(views.EVERY_DAY), min_size=1, unique=True),
)
def test_what_a_card_says_of_when_is_read_back_as_that(language: str, times: list[time], days: list[int]) -> None:
    """Whoever copies it from a card gets the same digest, in each language."""
    rule = Rule(tuple(sorted(times)), tuple(sorted(days)), "UTC")
    with speaking(language):
        said = read(views.when(rule))
    assert (said.times, said.days, said.faults) == (rule.times, rule.days, ())


def test_a_card_speaks_ukrainian() -> None:
    """Names of days, months and zones are those of the language, and nothing of the promise is lost."""
    with speaking("uk"):
        rich = views.card(FINE, NAMED, NOW, coming(FINE), DOUBTS)
        far = views.moment(EVERY, NOW + timedelta(days=365), NOW)
        _, rows = dialling.zones(PLAIN, ("America/New_York", "CET", "Etc/GMT-2"), NOW, private=False)
    assert "Нью-Йорк" in rich.text
    assert "America/New_York" not in rich.text
    assert "вівторок" in far
    assert "2 березня 2032" in far
    assert [row[0].label for row in rows[:1]] == ["Нью-Йорк · 01:30"]
    assert [button.label for row in rows for button in row][1:3] == ["CET · 07:30", "UTC+2 · 08:30"]
    assert uncited(rich) == ()


def test_places_to_choose_from_are_named_in_the_language() -> None:
    """A zone's own city and countries; of others there is only the name in English."""
    with speaking("uk"):
        said = [
            misread.place("Warsaw", "Poland", "Europe/Warsaw", alone=False),
            misread.place("Portland", "Oregon, United States", "America/Los_Angeles", alone=False),
            misread.offered("zones", "Europe/Kyiv"),
        ]
    assert said == ["Варшава, Польща", "Portland, Oregon, Сполучені Штати", "Київ"]


@pytest.mark.parametrize(
    ("coming", "expected"),
    [
        (NOW, "within a minute"),
        (NOW + timedelta(hours=15), "today, Monday 3 March, 23:30"),
        (NOW + timedelta(hours=16), "tomorrow, Tuesday 4 March, 00:30"),
        (NOW + timedelta(days=365), "Tuesday 2 March 2032, 08:30"),
    ],
)
def test_the_next_one_is_told_by_local_days(coming: datetime, expected: str) -> None:
    """Today ends at midnight there, and not in Greenwich."""
    assert views.moment(EVERY, coming, NOW) == expected

"""What stands behind /subscribe: times, days and zones as people write them, and what is asked when it may be two."""

from __future__ import annotations

from datetime import time
from zoneinfo import available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.services.hours import NAMED_TIMES, time_of
from bot.services.when import Fault, When, read
from bot.services.zones import canonical
from storage.types.digests import Rule

DAILY = (1, 2, 3, 4, 5, 6, 7)
WEEKDAYS = (1, 2, 3, 4, 5)
NEW = sorted({name for zone in available_timezones() if (name := canonical(zone))})
"""Today's names of all zones."""
NO_TIMES = ["9 дня", "12 ранку", "25:00", "8:60", "13pm", "0am", "13:00pm", "8:7", "30", "1234567", "99", "21.11.2026"]
PIECES = ["08:00", "8", "pm", "mon", "-", "fri", "Kyiv", "UTC", "+", "3", "quiet", "24:00", "to", ",", "п'ят"]

times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
rules = st.builds(
    lambda at, on, zone, quiet: Rule(tuple(sorted(at)), tuple(sorted(on)), zone, quiet),
    st.lists(times, min_size=1, max_size=5, unique=True),
    st.lists(st.sampled_from(DAILY), min_size=1, unique=True),
    st.sampled_from(NEW),
    st.none() | st.tuples(times, times).filter(lambda hours: hours[0] != hours[1]),
)


def faults(words: str) -> list[tuple[str, str]]:
    return [(fault.kind, fault.word) for fault in read(words).faults]


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("08:00", When((time(8),))),
        ("7:30 weekdays Europe/Kyiv", When((time(7, 30),), WEEKDAYS, "Europe/Kyiv")),
        ("18:00 UTC", When((time(18),), None, "UTC")),
        ("08:00 Sat Sun", When((time(8),), (6, 7))),
        ("europe/kiev 07.30", When((time(7, 30),), None, "Europe/Kyiv")),
        ("08:00, 18:00 daily", When((time(8), time(18)), DAILY)),
        ("8:00 and 18:00", When((time(8), time(18)))),
        ("18:00/8:00; 8:00", When((time(8), time(18)))),
        ("Mon, Wed & Fri at 9 am", When((time(9),), (1, 3, 5))),
        ("every Monday 9:00", When((time(9),), (1,))),
        ("Mo-Fr «9:00»", When((time(9),), WEEKDAYS)),
        ("08：00", When((time(8),))),
        ("sat-mon 9:00", When((time(9),), (1, 6, 7))),
        ("Monday through Friday, 9:00", When((time(9),), WEEKDAYS)),
        ("weekends noon", When((time(12),), (6, 7))),
        ("08:00 silent short", When((time(8),), silent=True, length="short")),
        ("full 08:00", When((time(8),), length="full")),
        ("08:00 mon-fri UTC-5", When((time(8),), WEEKDAYS, "Etc/GMT+5")),
        ("8:00 GMT +3", When((time(8),), None, "Etc/GMT-3")),
        ("08:00 quiet 22:00-07:00", When((time(8),), quiet=(time(22), time(7)))),
        ("08:00 quiet hours 10pm to 7am", When((time(8),), quiet=(time(22), time(7)))),
        ("щодня 08:00", When((time(8),), DAILY)),
        ("08:00 пн-пт", When((time(8),), WEEKDAYS)),
        ("о 08:00 у п’ятницю та неділю", When((time(8),), (5, 7))),
        ("08:00 EET", When((time(8),), None, "EET")),
        ("о 8 щодня", When((time(8),), DAILY)),
        ("об 11 по буднях у Львові", When((time(11),), WEEKDAYS, "Europe/Kyiv")),
        ("о 8 ранку та 7 вечора, пн-пт, Варшава", When((time(8), time(19)), WEEKDAYS, "Europe/Warsaw")),
        ("опівдні у вихідні", When((time(12),), (6, 7))),
        ("20:30 понеділок, середа і п’ятниця", When((time(20, 30),), (1, 3, 5))),
        ("щопонеділка о 9 годині за Києвом", When((time(9),), (1,), "Europe/Kyiv")),
        ("7:30 по робочих днях за київським часом", When((time(7, 30),), WEEKDAYS, "Europe/Kyiv")),
        ("8:00 щодня, крім неділі", When((time(8),), (1, 2, 3, 4, 5, 6))),
        ("8:00 every day but Saturday and Sunday", When((time(8),), WEEKDAYS)),
        ("8:00 daily except Mon", When((time(8),), (2, 3, 4, 5, 6, 7))),
        ("8:00 Нью-Йорк коротко без звуку", When((time(8),), None, "America/New_York", silent=True, length="short")),
        ("8:00 повно, тихі години з 22:00 до 7:00", When((time(8),), quiet=(time(22), time(7)), length="full")),
        ("12 ночі", When((time(0),))),
        ("3 дня", When((time(15),))),
        ("8:15 вечора", When((time(20, 15),))),
        ("", When()),
    ],
)
def test_what_is_written_clearly_is_read(words: str, when: When) -> None:
    """In any order, with and without commas and small words."""
    assert read(words) == when


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("8am, 6pm mon-fri Kyiv", "Europe/Kyiv"),
        ("08:00 New York", "America/New_York"),
        ("Port of Spain 08:00 daily", "America/Port_of_Spain"),
        ("08:00 Portland, Oregon, weekdays", "America/Los_Angeles"),
        ("08:00 in The Hague", "Europe/Amsterdam"),
        ("08:00 пн-пт Львів", "Europe/Kyiv"),
        ("08:00 Kyiv, Ukraine", "Europe/Kyiv"),
        ("08:00 Washington, D.C.", "America/New_York"),
        ("08:00 daily (Kyiv time)", "Europe/Kyiv"),
        ("08:00 Ukraine", "Europe/Kyiv"),
    ],
)
def test_a_zone_may_be_a_place_of_several_words(words: str, zone: str) -> None:
    """Small words within the name of a place belong to it."""
    when = read(words)
    assert when.zone == zone
    assert not when.faults
    assert when.times


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("7:30", time(7, 30)),
        ("07.30", time(7, 30)),
        ("7am", time(7)),
        ("7 a.m.", time(7)),
        ("7:30 PM", time(19, 30)),
        ("12am", time(0)),
        ("12 pm", time(12)),
        ("12:30am", time(0, 30)),
        ("noon", time(12)),
        ("midnight", time(0)),
        ("00:00", time(0)),
        ("23:59", time(23, 59)),
    ],
)
def test_a_time_of_the_day_in_twelve_or_twenty_four_hours(words: str, at: time) -> None:
    """Twelve in the morning is midnight."""
    assert time_of(words) == at
    assert read(words) == When((at,))


@pytest.mark.parametrize(
    "word", ["25:00", "8:60", "13pm", "0am", "13:00pm", "8:7", "30", "1234567", "99", "21.11.2026"]
)
def test_what_is_no_time_is_a_fault_that_names_it(word: str) -> None:
    """Nothing is rounded, cut or guessed."""
    assert faults(word) == [("time", word)]
    assert read(word).times is None


def test_an_hour_alone_may_be_of_the_morning_or_of_the_evening() -> None:
    """Both are offered; midnight and an hour past noon have one meaning, which is offered too and not taken."""
    assert read("8").faults == (Fault("hour", "8", ("08:00", "20:00")),)
    assert read("12 Kyiv").faults == (Fault("hour", "12", ("00:00", "12:00")),)
    assert read("18 Kyiv").faults == (Fault("minutes", "18", ("18:00",)),)
    assert read("0").faults == (Fault("minutes", "0", ("00:00",)),)


def test_the_end_of_the_day_is_asked_about() -> None:
    """24:00 may be the night before or after: what to write instead is said."""
    assert read("24:00").faults == (Fault("time", "24:00", ("00:00", "23:59")),)


def test_a_time_without_its_colon_and_a_stretch_of_time_say_what_may_be_written() -> None:
    """0800 is no time here, and from eight to six is none at which something comes."""
    assert read("0800").faults == (Fault("time", "0800", ("08:00",)),)
    assert read("8:00-18:00").faults == (Fault("time", "8:00-18:00", ("08:00, 18:00",)),)
    assert read("8:00-18:00").times is None


def test_a_zone_with_a_slip_is_asked_about() -> None:
    """Did you mean Europe/Kyiv? The rest is read all the same."""
    (fault,) = read("08:00 weekdays Europe/Kiyv").faults
    assert (fault.kind, fault.word, fault.near) == ("zone", "Europe/Kiyv", ("Europe/Kyiv",))
    assert read("08:00 weekdays Kyyiv").faults[0].near == ("Europe/Kyiv",)
    assert read("08:00 weekdays Kyyiv").days == WEEKDAYS


def test_a_name_of_several_places_is_a_choice() -> None:
    """With the places to choose from, in the order of what may be written for them."""
    (fault,) = read("08:00 Portland").faults
    assert (fault.kind, fault.word, fault.near) == ("choice", "Portland", ("America/Los_Angeles", "America/New_York"))
    assert tuple(place.zone for place in fault.places) == fault.near


def test_an_offset_of_half_an_hour_is_offered_as_places() -> None:
    """No zone is five and a half hours ahead by name."""
    for words in ("08:00 UTC+5:30", "08:00 +05:30 daily"):
        (fault,) = read(words).faults
        assert (fault.kind, fault.near[0]) == ("zone", "Asia/Kolkata")


def test_two_zones_are_one_too_many_unless_they_are_the_same() -> None:
    """Neither is taken; one zone by two names is one."""
    assert read("08:00 Kyiv London").faults == (Fault("zones", "Kyiv London", ("Europe/Kyiv", "Europe/London")),)
    assert read("08:00 Kyiv London").zone is None
    assert read("08:00 Kyiv Europe/Kiev").zone == "Europe/Kyiv"


@pytest.mark.parametrize("words", ["Mon-Fri 8:00, Sat-Sun 10:00", "8:00 mon, 9:00 tue", "08:00 weekdays and 18:00"])
def test_two_digests_in_one_are_not_mixed_into_one(words: str) -> None:
    """Weekends at ten and weekdays at eight are not every day at eight and at ten."""
    assert (faults(words)) == [("word", words)]


def test_two_lengths_and_quiet_hours_that_are_none_are_faults() -> None:
    """Short or full, one of them; from seven to seven is no hour."""
    assert faults("08:00 short full") == [("length", "short full")]
    assert faults("08:00 quiet 7:00-7:00") == [("quiet", "quiet 7:00-7:00")]
    assert faults("08:00 quiet 25:00-7:00") == [("quiet", "quiet 25:00-7:00")]


def test_words_that_say_nothing_are_named() -> None:
    """Each by itself, and what is clear is read."""
    assert faults("08:00 Kyiv please qwerty") == [("word", "please"), ("word", "qwerty")]
    assert faults("08:00 foo/bar") == [("zone", "foo/bar")]
    assert read("08:00 every other day").faults


@pytest.mark.parametrize("words", ["grain", "every hour", "prices", "money", "hours"])
def test_a_word_that_is_somewhat_like_a_name_is_no_slip_of_it(words: str) -> None:
    """Nobody who asks for grain means a city in China."""
    (fault,) = read(f"08:00 {words}").faults
    assert (fault.kind, fault.places) == ("word", ())


def test_a_whole_letter_is_not_searched_for_zones() -> None:
    """Every word costs a look through the cities: what is far too long is said to be that."""
    when = read("08:00 " + "Kyiv " * 500)
    assert [fault.kind for fault in when.faults] == ["word"]
    assert len(when.faults[0].word) < 50
    assert when.times is None


def written(rule: Rule) -> str:
    """A rule in words."""
    times = ", ".join(f"{each:%H:%M}" for each in rule.times)
    quiet = "quiet {:%H:%M}-{:%H:%M}".format(*rule.quiet) if rule.quiet else ""
    days = ", ".join("mon tue wed thu fri sat sun".split()[day - 1] for day in rule.days)
    return f"{times} {days} {rule.zone} {quiet}"


@settings(deadline=None, max_examples=150)
@given(rules)
@example(Rule((time(0), time(23, 59)), (6, 7), "Etc/GMT-14", (time(22), time(7))))
@example(Rule((time(8),), (1,), "America/Argentina/Catamarca"))
def test_the_written_form_of_a_rule_reads_back_as_the_rule(rule: Rule) -> None:
    """Whatever the times, the days, the zone and the quiet hours."""
    when = read(written(rule))
    assert not when.faults
    assert when.times is not None
    assert when.days is not None
    assert when.zone is not None
    assert Rule(when.times, when.days, when.zone, when.quiet) == rule


def test_every_zone_of_today_is_read_by_its_name() -> None:
    """Also those with digits, signs and several strokes in their names."""
    for zone in NEW:
        when = read(f"08:00 {zone} mon")
        assert (when.zone, when.days, when.faults) == (zone, (1,), ()), zone


words = st.lists(st.text(max_size=12) | st.sampled_from(PIECES))


@settings(deadline=None, max_examples=60)
@given(words.map(" ".join))
def test_any_words_are_read_without_an_error_and_nothing_is_made_up(said: str) -> None:
    """What is found is a zone, times and days; and every fault names something that was written."""
    when = read(said)
    assert when.zone is None or canonical(when.zone) == when.zone
    assert when.days is None or set(when.days) <= set(DAILY)
    assert all(fault.word for fault in when.faults)
    if not any(sign.isdigit() for sign in said) and not set(NAMED_TIMES) & set(said.casefold().split()):
        assert when.times is None

"""When digests are due: one for each local day in every zone, whatever its clocks do; quiet hours; what was missed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice, pairwise, takewhile
from time import perf_counter
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.services.clock import _occurrences, after_quiet, local, missed, next_due
from storage.types.digests import Rule

DAILY = (1, 2, 3, 4, 5, 6, 7)
WEEKDAYS = (1, 2, 3, 4, 5)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
TICK = 5 * MINUTE
DECADES = (range(2006, 2016), range(2026, 2036))
"""The ten years in which Samoa left out a day and Russia changed its clocks for good; and those to come."""
AWKWARD = ("Europe/Kyiv", "America/Nuuk", "Pacific/Apia", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu",
           "America/St_Johns", "America/Santiago", "Africa/Cairo", "Asia/Gaza", "Antarctica/Troll", "UTC")  # fmt: skip

Turn = tuple[datetime, timedelta]
"""A moment, to the minute, from which on a zone has another offset."""
Clock = tuple[timedelta, tuple[Turn, ...]]

ticks = st.builds(time, st.integers(0, 23), st.integers(0, 11).map(lambda each: each * 5))
times = st.lists(ticks, min_size=1, max_size=4, unique=True)
days = st.lists(st.sampled_from(DAILY), min_size=1, unique=True)
zones = st.sampled_from(AWKWARD) | st.sampled_from(sorted(available_timezones() - {"Factory", "localtime"}))
rules = st.builds(lambda at, on, zone: Rule(tuple(sorted(at)), tuple(sorted(on)), zone), times, days, zones)
moments = st.datetimes(datetime(2012, 1, 1), datetime(2036, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - zone given


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]  # the parts are a date's and a time's


def daily(zone: str, *at: time, on: tuple[int, ...] = DAILY) -> Rule:
    return Rule(at, on, zone)


def shown(rule: Rule, after: datetime, count: int) -> list[str]:
    """The local times of the next digests."""
    found: list[str] = []
    for _ in range(count):
        after = next_due(rule, after)
        found.append(f"{local(rule, after):%Y-%m-%d %H:%M}")
    return found


def clock_of(name: str, year: int) -> Clock:
    """A zone's offset at the start of a year, and each change of it: two zones alike in this are one clock."""
    zone, noons = ZoneInfo(name), noons_around(year)
    offsets = [zone.utcoffset(noon) or timedelta() for noon in noons]
    turns = tuple(
        (_turn(zone, noon - DAY, later + DAY), after)
        for (noon, before), (later, after) in pairwise(zip(noons, offsets, strict=True))
        if before != after
    )
    return offsets[0], turns


@cache
def noons_around(year: int) -> tuple[datetime, ...]:
    return tuple(utc(year - 1, 12, 28, 12) + step * DAY for step in range(375))


def _turn(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    while after - before > MINUTE:
        middle = before + timedelta(minutes=(after - before) // MINUTE // 2)
        same = middle.astimezone(zone).utcoffset() == before.astimezone(zone).utcoffset()
        before, after = (middle, after) if same else (before, middle)
    return after


@cache
def clocks(year: int) -> dict[Clock, str]:
    """One zone of each clock that any IANA zone has in that year."""
    return {clock_of(name, year): name for name in sorted(available_timezones() - {"Factory", "localtime"})}


def existing_days(name: str, year: int) -> list[date]:
    """The local days of a year that a zone has: all but the one that two island states left out."""
    missing = date(2011, 12, 30) if name in {"Pacific/Apia", "Pacific/Fakaofo"} else None
    return [day for day in (date(year, 1, 1) + step * DAY for step in range(365)) if day != missing]


@pytest.mark.parametrize("years", DECADES)
def test_every_zone_has_one_digest_for_each_local_day_of_ten_years(years: range) -> None:
    """No day is left out and none has two, in any zone, though clocks skip and repeat hours."""
    for year in years:
        assert len(clocks(year)) > 50
        for name in clocks(year).values():
            rule, zone, expected = daily(name, time(2, 30)), ZoneInfo(name), existing_days(name, year)
            start = datetime.combine(expected[0], time(), zone)
            found = [moment.astimezone(zone).date() for moment in islice(_occurrences(rule, start), len(expected))]
            assert found == expected, name


@pytest.mark.parametrize("years", DECADES)
def test_around_every_change_of_a_clock_each_time_of_the_day_comes_once_a_day(years: range) -> None:
    """Also midnight, the last minute of the day, and the very minutes that are skipped or come twice."""
    for (_, turns), name in ((clock, name) for year in years for clock, name in clocks(year).items()):
        zone = ZoneInfo(name)
        for turn, _ in turns:
            at_turn = [(turn + step).astimezone(zone).time() for step in (-30 * MINUTE, 30 * MINUTE)]
            for at in {time(), time(2, 30), time(23, 59), *at_turn}:
                assert_one_a_day(daily(name, at), turn, zone)


def assert_one_a_day(rule: Rule, turn: datetime, zone: ZoneInfo) -> None:
    first = (turn - 2 * DAY).astimezone(zone).date()
    after, last, found = datetime.combine(first, time(), zone) - MINUTE, turn + 3 * DAY, []
    while (after := next_due(rule, after)) < last:
        found.append(after.astimezone(zone).date())
    looks = (datetime.combine(first, time(12), zone).astimezone(UTC) + step * timedelta(hours=6) for step in range(40))
    existing = list(dict.fromkeys(look.astimezone(zone).date() for look in looks))
    assert found == existing[: len(found)], (rule, turn)
    assert len(found) >= 4, (rule, turn)


def test_a_skipped_hour_is_read_with_the_offset_before_it() -> None:
    """On 29 March 2026 Kyiv's clocks go from 03:00 to 04:00: 03:30 is 04:30 then, once (RFC 5545, 3.3.5)."""
    rule = daily("Europe/Kyiv", time(3, 30))
    assert shown(rule, utc(2026, 3, 27, 12), 3) == ["2026-03-28 03:30", "2026-03-29 04:30", "2026-03-30 03:30"]
    assert next_due(rule, utc(2026, 3, 28, 12)) == utc(2026, 3, 29, 1, 30)


def test_an_hour_that_comes_twice_is_its_first() -> None:
    """On 25 October 2026 Kyiv's clocks show 03:30 twice: at 00:30 and at 01:30 UTC; the digest comes at the first."""
    rule = daily("Europe/Kyiv", time(3, 30))
    assert next_due(rule, utc(2026, 10, 24, 12)) == utc(2026, 10, 25, 0, 30)
    assert next_due(rule, utc(2026, 10, 25, 0, 30)) == utc(2026, 10, 26, 1, 30)


def test_times_that_a_skipped_hour_throws_together_are_one_digest() -> None:
    """03:30 and 04:30 are one moment when the hour from 03:00 is skipped."""
    rule = daily("Europe/Kyiv", time(3, 30), time(4, 30))
    assert shown(rule, utc(2026, 3, 28, 12), 3) == ["2026-03-29 04:30", "2026-03-30 03:30", "2026-03-30 04:30"]
    assert missed(rule, utc(2026, 3, 28, 12), utc(2026, 3, 29, 12)) == 1


def test_a_skipped_last_hour_does_not_push_a_digest_into_the_next_day() -> None:
    """Nuuk skips 23:00 to 24:00 on a Saturday: that Saturday's digest still comes on Saturday."""
    rule = daily("America/Nuuk", time(23, 30), on=(6,))
    assert shown(rule, utc(2026, 3, 23), 2) == ["2026-03-28 22:30", "2026-04-04 23:30"]


def test_a_day_that_the_zone_leaves_out_has_no_digest() -> None:
    """Apia had no 30 December 2011: a Friday's digest came a week later, a daily one neither twice nor late."""
    start = utc(2011, 12, 24)
    assert shown(daily("Pacific/Apia", time(8), on=(5,)), start, 2) == ["2012-01-06 08:00", "2012-01-13 08:00"]
    found = shown(daily("Pacific/Apia", time(8)), utc(2011, 12, 28, 19), 2)
    assert found == ["2011-12-29 08:00", "2011-12-31 08:00"]


def test_a_leap_day_is_a_day() -> None:
    """29 February 2028 has its digest, and it is a Tuesday."""
    assert shown(daily("UTC", time(8)), utc(2028, 2, 28, 9), 2) == ["2028-02-29 08:00", "2028-03-01 08:00"]
    assert shown(daily("UTC", time(8), on=(2,)), utc(2028, 2, 23), 1) == ["2028-02-29 08:00"]


def test_the_next_is_strictly_later() -> None:
    """At the moment of a digest the next one is the one after it; a microsecond before, that one."""
    rule, moment = daily("UTC", time(8)), utc(2026, 11, 22, 8)
    assert next_due(rule, moment) == moment + DAY
    assert next_due(rule, moment - timedelta(microseconds=1)) == moment


def test_weekdays_are_those_of_the_zone() -> None:
    """Monday 00:30 in Auckland is Sunday in UTC, and it is Monday's digest."""
    assert next_due(daily("Pacific/Auckland", time(0, 30), on=(1,)), utc(2026, 11, 20)) == utc(2026, 11, 22, 11, 30)


def test_an_evening_in_the_west_is_still_today() -> None:
    """At 19:00 in Los Angeles, where it is tomorrow in UTC, today's eight o'clock is to come."""
    assert next_due(daily("America/Los_Angeles", time(20)), utc(2026, 11, 22, 3)) == utc(2026, 11, 22, 4)


def test_downtime_counts_what_was_missed() -> None:
    """From the last digest, which is not counted, to now, which is."""
    rule = daily("Europe/Kyiv", time(8), time(18), on=WEEKDAYS)
    assert missed(rule, utc(2026, 11, 20, 6), utc(2026, 11, 24, 6)) == 4  # Friday 18:00, Monday twice, Tuesday 08:00
    assert missed(rule, utc(2026, 11, 20, 16), utc(2026, 11, 23, 5, 59)) == 0
    assert missed(rule, utc(2026, 11, 24), utc(2026, 11, 20)) == 0


@pytest.mark.parametrize("rule", [Rule((), DAILY, "UTC"), Rule((time(8),), (), "UTC"), Rule((time(8),), (0, 8), "UTC")])
def test_a_rule_that_never_comes_is_an_error_and_no_endless_search(rule: Rule) -> None:
    """Without times or without days there is no next."""
    with pytest.raises(ValueError, match="time and a day"):
        next_due(rule, utc(2026, 1, 1))


def test_a_zone_that_is_none_is_an_error() -> None:
    """What is no zone is not taken for UTC."""
    with pytest.raises(ZoneInfoNotFoundError):
        next_due(daily("Europe/Nowhere", time(8)), utc(2026, 1, 1))


@settings(deadline=None, max_examples=40)
@given(rule=rules, after=moments)
@example(rule=daily("America/Nuuk", time(23, 30)), after=utc(2026, 3, 28))
@example(rule=daily("Pacific/Apia", time(0), time(23, 55)), after=utc(2011, 12, 29))
@example(rule=daily("Australia/Lord_Howe", time(2, 10), time(1, 45)), after=utc(2026, 4, 3))
def test_the_chain_of_next_ones_is_what_watching_the_clock_finds(rule: Rule, after: datetime) -> None:
    """Whatever the rule: no digest between two of the chain, and none that is not due."""
    until = after + 2 * DAY
    chain: list[datetime] = []
    moment = after
    while (moment := next_due(rule, moment)) <= until:
        chain.append(moment)
    assert chain == list(takewhile(lambda each: each <= until, watched(rule, after)))
    assert missed(rule, after, until) == len(chain)


def watched(rule: Rule, after: datetime) -> Iterator[datetime]:
    """What is due after `after`, found by watching a clock that ticks every five minutes for four days."""
    zone = ZoneInfo(rule.zone)
    start = datetime.combine(after.date(), time(), UTC) - DAY
    faces = [(tick, tick.astimezone(zone)) for tick in (start + step * TICK for step in range(4 * 288))]
    due: set[datetime] = set()
    for day in sorted({face.date() for _, face in faces}):
        if day.isoweekday() in rule.days:
            due.update(filter(None, (seen(faces, day, at) for at in rule.times)))
    return iter(sorted(each for each in due if each > after))


def seen(faces: list[tuple[datetime, datetime]], day: date, at: time) -> datetime | None:
    """The first tick that shows this time; where none does, the reading across the gap that stays on the day."""
    wanted = datetime.combine(day, at)
    for (_, before), (tick, face) in pairwise(faces):
        naive = face.replace(tzinfo=None)
        if naive == wanted:
            return tick
        if before.replace(tzinfo=None) < wanted < naive:
            skipped = face.utcoffset() - before.utcoffset()  # type: ignore[operator]  # both are aware
            reached = [wanted + skipped, wanted - skipped]
            ticks = [wanted - before.utcoffset(), wanted - face.utcoffset()]  # type: ignore[operator]  # as above
            kept = [tick for tick, there in zip(ticks, reached, strict=True) if there.date() == day]
            return kept[0].replace(tzinfo=UTC) if kept else None
    return None


def quiet(zone: str, start: time, end: time) -> Rule:
    return Rule((time(8),), DAILY, zone, (start, end))


def test_quiet_hours_over_midnight_put_a_digest_off_to_their_end() -> None:
    """From 22:00 to 07:00 in Kyiv: late in the evening, after midnight, at the first moment; not at the last."""
    rule = quiet("Europe/Kyiv", time(22), time(7))
    end = utc(2026, 11, 23, 5)
    for inside in (utc(2026, 11, 22, 20), utc(2026, 11, 22, 21, 59), utc(2026, 11, 23, 4, 59)):
        assert after_quiet(rule, inside) == end
    for outside in (utc(2026, 11, 22, 19, 59), end, utc(2026, 11, 23, 12)):
        assert after_quiet(rule, outside) == outside


def test_quiet_hours_within_a_day_hold_from_their_first_minute_to_before_their_last() -> None:
    """From noon to two, and at two no more."""
    rule = quiet("UTC", time(12), time(14))
    assert after_quiet(rule, utc(2026, 11, 22, 12)) == after_quiet(rule, utc(2026, 11, 22, 14)) == utc(2026, 11, 22, 14)
    assert after_quiet(rule, utc(2026, 11, 22, 11, 59)) == utc(2026, 11, 22, 11, 59)


def test_quiet_hours_end_by_the_clock_when_the_night_is_shorter_or_longer() -> None:
    """Seven in the morning is seven, before and after the clocks change."""
    rule = quiet("Europe/Kyiv", time(22), time(7))
    assert after_quiet(rule, utc(2026, 3, 28, 22)) == utc(2026, 3, 29, 4)
    assert after_quiet(rule, utc(2026, 10, 24, 22)) == utc(2026, 10, 25, 5)


def test_quiet_hours_that_end_in_an_hour_that_comes_twice_hold_both_times() -> None:
    """Until 03:30, and again from the second 03:00 to the second 03:30."""
    rule = quiet("Europe/Kyiv", time(22), time(3, 30))
    assert after_quiet(rule, utc(2026, 10, 25, 0, 10)) == utc(2026, 10, 25, 0, 30)
    assert after_quiet(rule, utc(2026, 10, 25, 1, 10)) == utc(2026, 10, 25, 1, 30)


def test_a_rule_whose_times_are_all_quiet_still_has_its_digests_when_the_quiet_ends() -> None:
    """Three in the morning with quiet until seven: every day at seven, none lost."""
    rule = Rule((time(3),), DAILY, "Europe/Kyiv", (time(22), time(7)))
    due = [moment.astimezone(UTC) for moment in islice(_occurrences(rule, utc(2026, 3, 26)), 5)]
    assert [f"{local(rule, after_quiet(rule, each)):%d %H:%M}" for each in due] == [
        "26 07:00", "27 07:00", "28 07:00", "29 07:00", "30 07:00",
    ]  # fmt: skip


def test_the_same_time_twice_is_no_quiet_hour() -> None:
    """A chat is never silenced for good."""
    assert after_quiet(quiet("UTC", time(7), time(7)), utc(2026, 1, 1, 7)) == utc(2026, 1, 1, 7)


@settings(deadline=None)
@given(rule=rules, hours=st.tuples(st.times(), st.times()), moment=moments)
@example(rule=daily("Europe/Kyiv", time(8)), hours=(time(3, 31), time(3, 30)), moment=utc(2026, 3, 28, 12))
@example(rule=daily("Pacific/Apia", time(8)), hours=(time(8, 1), time(8)), moment=utc(2011, 12, 29, 20))
def test_quiet_hours_end_within_two_days_and_outside_of_themselves(
    rule: Rule, hours: tuple[time, time], moment: datetime
) -> None:
    """Whatever the hours and the zone: never earlier, never for ever, and what was put off is not put off again."""
    kept = Rule(rule.times, rule.days, rule.zone, hours)
    end = after_quiet(kept, moment)
    assert moment <= end <= moment + 2 * DAY
    assert after_quiet(kept, end) == end


def test_asking_is_cheap() -> None:
    """A hundred thousand subscriptions are advanced in seconds: under a fifth of a millisecond each, usually 0.03."""
    rules = [daily(zone, time(8), time(18)) for zone in AWKWARD]
    start = perf_counter()
    for step in range(2000):
        next_due(rules[step % len(rules)], utc(2026, 1, 1) + step * timedelta(hours=5))
    assert perf_counter() - start < 2000 * 0.0002

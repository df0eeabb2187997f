"""The arithmetic of a year holds: its units, its direction, and that each of its numbers says where it is from."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from tests.year import DAY, SIZES, YEAR, Assumptions, Costs, Machine, Size, count, table, year

COSTS = Costs(
    rules=0.02, model=0.2, store=0.02, memory=6e8, edition=0.1, letter=0.001, send=0.003, look=0.01, document=60_000
)  # fmt: skip
GIVEN = Assumptions()


def test_units_are_seconds_a_day_and_bytes_a_year() -> None:
    """One document a second, all day, at a second each, is a day of one processor; 1,000 a day at 60 kB are 22 GB."""
    found = year(Size("busy", 0, 0, DAY), replace(COSTS, model=1.0), GIVEN)
    assert found.understanding == DAY
    assert year(Size("quiet", 0, 0, 1_000), COSTS, GIVEN).storage == YEAR * 60_000_000
    assert found.busy_cores == pytest.approx(DAY * 0.08 * 1.12 / 3600 / 0.7)


def test_the_peak_goes_out_at_the_rate_that_is_allowed() -> None:
    """6,000 of 10,000 want two messages at 08:00: 480 s at 25 a second; paid, a thousand a second at 0.1 Stars each."""
    found = year(SIZES[1], COSTS, GIVEN)
    assert (found.peak_messages, found.peak, found.peak_paid) == (12_000, 480, 12)
    assert found.stars == pytest.approx(1_200)
    assert found.star_euros == pytest.approx(30 * 1_200 * GIVEN.star)


def test_nothing_shrinks_with_size() -> None:
    """Neither processor, messages, storage and bandwidth, nor machines and what they cost."""
    years = [year(size, COSTS, GIVEN) for size in SIZES]
    for each in fields(years[0]):
        values = [getattr(one, each.name) for one in years]
        columns = zip(*(one.values() for one in values), strict=True) if isinstance(values[0], dict) else [values]
        assert all(list(column) == sorted(column) for column in columns), each.name


def test_models_cost_more_than_rules_and_prices_are_yours() -> None:
    """What is understood without a model is cheaper; another price changes nothing but euros."""
    assert year(SIZES[2], COSTS, GIVEN, model=False).understanding < year(SIZES[2], COSTS, GIVEN).understanding
    dear = year(SIZES[0], COSTS, replace(GIVEN, small=80.0))
    assert dear.machines == year(SIZES[0], COSTS, GIVEN).machines
    assert dear.euros["2 vCPU / 4 GB"] > 80


def test_machines_are_counted_by_processor_and_by_memory() -> None:
    """A process that does not fit a second time leaves a core idle; the first machine has the bot besides."""
    kind = Machine("a kind", 2, 4e9, 8)
    assert [count(kind, cores, 6e8, GIVEN) for cores in (0.1, 1.5, 1.6, 5.6)] == [1, 1, 2, 4]
    assert count(kind, 5.6, 2.5e9, GIVEN) > count(kind, 5.6, 6e8, GIVEN)


def test_the_database_has_a_machine_and_room_of_its_own() -> None:
    """It is paid for at every size, PostgreSQL needs more room than SQLite, and pgvector's is a part of that."""
    without = year(SIZES[0], COSTS, replace(GIVEN, apart=0.0))
    found = year(SIZES[0], COSTS, GIVEN)
    assert found.euros["2 vCPU / 4 GB"] - without.euros["2 vCPU / 4 GB"] == pytest.approx(GIVEN.small)
    assert found.near < found.storage < found.server
    assert found.server == pytest.approx(found.storage * 6.0 / 4.7)


def test_no_number_is_without_its_source() -> None:
    """Each is measured or says that it is assumed; the table has a column for each size."""
    for each in (*fields(Costs), *fields(Assumptions)):
        assert each.metadata["why"].startswith(("measured: ", "measured once: ", "assumption: ", "rule of thumb: ")), (
            each.name
        )
    for row in table(COSTS, GIVEN, model=True).splitlines():
        assert row.count("|") == len(SIZES) + 2

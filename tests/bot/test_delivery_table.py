"""docs/delivery.md names a test for every failure, and each of them is there, with the case that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = (
    "test_delivery_failures.py",
    "test_channel_journeys.py",
    "services/test_courier.py",
    "services/test_courier_fence.py",
    "services/test_courier_trouble.py",
    "services/test_routed.py",
    "../storage/test_outbox.py",
)
NAME = re.compile(r"`(\.\.\.|\w*)(?:\[(\w+)\])?`")


def rows() -> list[str]:
    """What each row of the table says of its tests."""
    table = (ROOT / "docs/delivery.md").read_text().partition("## Every failure")[2]
    return [line.split(" | ")[-1] for line in table.splitlines() if line.startswith("| ")][1:]


def named(rows: list[str]) -> Iterator[list[tuple[str, str]]]:
    """Tests of each row, with the case that it names or none; `...[case]` and `[case]` are of the test before."""
    test = ""
    for row in rows:
        found = list[tuple[str, str]]()
        for name, case in NAME.findall(row):
            test = test if name in ("", "...") else name
            found.append((test, case))
        yield found


def known() -> dict[str, str]:
    """Every test of these files, with what stands above it and in it: its cases are words in there."""
    tests: dict[str, str] = {}
    for file in FILES:
        text = (ROOT / "tests/bot" / file).read_text()
        cases = dict(re.findall(r"^([A-Z]+)(?:: [^=]+)? = (.+)$", text, re.MULTILINE))
        for above, name in re.findall(r"((?:^@.*\n(?:[ )].*\n)*)*)^(?:async )?def test_(\w+)", text, re.MULTILINE):
            tests[name] = above + " ".join(value for constant, value in cases.items() if constant in above)
    return tests


def test_each_row_of_the_table_has_its_tests() -> None:
    """A row whose test was renamed or lost, or whose case is none of its test's, is found here."""
    tests = known()
    for row, found in zip(rows(), named(rows()), strict=True):
        assert found, row
        for name, case in found:
            assert name in tests, row
            assert not case or f'"{case}"' in tests[name], row
    assert len(rows()) > 25


def test_a_row_that_names_a_case_of_nothing_is_found() -> None:
    """`...[x]` stands for a test only after one, and only for a case that it has."""
    assert list(named(["`...[drop]`"])) == [[("", "drop")]]
    assert list(named(["`one[a]`, `[b]`", "`...[c]`"])) == [[("one", "a"), ("one", "b")], [("one", "c")]]

"""docs/delivery.md names a test for every failure, and each of them is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = ("test_delivery_failures.py", "services/test_courier.py", "services/test_courier_trouble.py")


def test_each_row_of_the_table_has_its_tests() -> None:
    """A row whose test was renamed or lost is found here."""
    known = {name for file in FILES for name in re.findall(r"def test_(\w+)", (ROOT / "tests/bot" / file).read_text())}
    table = (ROOT / "docs/delivery.md").read_text().partition("## Every failure")[2]
    rows = [line.split(" | ")[-1] for line in table.splitlines() if line.startswith("| ")][1:]
    named = [re.findall(r"`(\w+)(?:\[\w+\])?`", row) or re.findall(r"`\.\.\.\[", row) for row in rows]
    assert all(named)
    assert {name for row in named for name in row if re.fullmatch(r"\w+", name)} <= known
    assert len(rows) > 25

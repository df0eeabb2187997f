"""`verbatim verify`: a summary held against its source, by hand and line by line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app

SOURCE = (
    "The bridge over the Wye reopened on Monday after repairs that cost $3.2 million.\n\n"
    "At least 120 people crossed it in the first hour, Mayor Ann Lee said."
)

pytestmark = pytest.mark.usefixtures("quiet_environment")


def held(folder: Path, summary: str) -> tuple[int, str]:
    """The exit status and what is printed of a summary of the source."""
    (folder / "source.txt").write_text(SOURCE)
    (folder / "summary.txt").write_text(summary)
    found = CliRunner().invoke(app, ["verify", "summary.txt", "--against", "source.txt"])
    return found.exit_code, found.output


def test_what_the_source_says_passes(tmp_path: Path) -> None:
    """A shorter wording of it is no fault."""
    status, told = held(tmp_path, "The bridge over the Wye reopened on Monday after repairs.\n")
    assert status == 0
    assert "stands in the source" in told


@pytest.mark.parametrize("wrong", ["410 people crossed it.", "Mayor Tom Reed said so.", "It did not reopen on Monday."])
def test_what_the_source_does_not_say_is_named(tmp_path: Path, wrong: str) -> None:
    """Another number, another name, another "not": a line each, and exit status 1."""
    status, told = held(tmp_path, f"The bridge over the Wye reopened on Monday. {wrong}\n")
    assert status == 1
    assert told.strip()
    assert "Traceback" not in told


def test_lines_are_judged_one_by_one_and_a_bad_one_costs_no_other(tmp_path: Path) -> None:
    """A line of JSON each; what cannot be read is named with its number."""
    rows = [{"id": 1, "text": SOURCE, "summary": "It cost $32 million."}, {"id": 2, "text": SOURCE}, {"id": 3}]
    rows.append({"id": 4, "text": SOURCE, "summary": "The repairs cost $3.2 million."})
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    found = CliRunner().invoke(app, ["verify", "rows.jsonl", "--jsonl"])
    told = [json.loads(line) for line in found.stdout.splitlines() if line.startswith("{")]
    assert [(row["id"], row["alarm"]) for row in told] == [(1, True), (4, False)]
    assert "line 2: " in found.stderr
    assert found.exit_code == 1


def test_without_its_source_a_summary_is_not_judged() -> None:
    """The error says what to name."""
    found = CliRunner().invoke(app, ["verify", "summary.txt"])
    assert found.exit_code == 2
    assert "--against" in found.output

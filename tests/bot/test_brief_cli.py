"""`verbatim brief` and `verbatim summary`: stories, links, lengths, ages, as lines and as JSON."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.bot.test_cli import Run, home, run

__all__ = ["home", "run"]

PAGE = (
    "<html><head><meta property='og:title' content='Bridge reopens'>"
    "<meta property='og:url' content='https://www.wye-gazette.example/news/bridge?id=4'>"
    "<meta property='article:published_time' content='2022-05-03T08:00:00Z'></head><body><article><h1>Bridge reopens"
    "</h1><p>The bridge over the Wye reopened on Monday after repairs that cost $3.2 million, the county said.</p>"
    "<p>“We kept our word, and nobody was hurt,” said Mayor Ann Lee. “It is safe now.”</p>"
    "<p>At least 120 people crossed it in the first hour, according to the police.</p></article></body></html>"
)


@pytest.fixture
def page(run: Run, home: Path) -> None:
    """A dated page with an address, added for everybody."""
    (home / "bridge.html").write_text(PAGE, encoding="utf-8")
    assert run("add", "bridge.html").status == 0


@pytest.mark.parametrize(
    ("command", "title"), [("brief", "Briefing of 4 sources"), ("summary", "Summary of 2 sources")]
)
def test_both_print_how_old_the_newest_source_is(run: Run, command: str, title: str) -> None:
    """On the line below the title; the seeds state no date, and were added some time ago."""
    status, out, err = run(command)
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == title
    assert re.match(r"Newest source: date not stated; added (just now|\d+ minutes ago)$", out.splitlines()[1])


@pytest.mark.parametrize("asked", ["#1", "1", "story 1"])
def test_a_story_by_its_number(run: Run, asked: str) -> None:
    """Its title stands below the briefing's; as one argument or as words."""
    status, out, _ = run("brief", *asked.split())
    assert status == 0
    assert re.match(r"Briefing of 4 sources\n#1 Atrocities in Bucha", out)


def test_a_summary_has_sentences_and_sources_only(run: Run) -> None:
    """Short has two sentences, and the words of a topic narrow it."""
    out = run("summary", "--length", "short", "Belarus").out
    assert out.startswith("Summary: Belarus\n")
    assert "Who said what" not in out
    assert len(re.findall(r"\[\d\]\n", out.split("Sources")[0])) == 2


def test_lengths(run: Run) -> None:
    """Short is less than the usual, full no less; any other word is refused."""
    short, usual, full = [run("brief", "--length", length).out for length in ("short", "usual", "full")]
    assert len(short) < len(usual) <= len(full)
    assert run("brief", "short").out == short
    assert run("brief", "--length", "endless").status == 2


@pytest.mark.usefixtures("page")
def test_a_link_to_a_stored_page(run: Run) -> None:
    """However it was shared; what it states of its age is told."""
    status, out, _ = run("brief", "http://wye-gazette.example/news/bridge/?utm_source=x&id=4#top")
    assert status == 0
    assert re.match(r"Bridge reopens\nNewest source: 3 May 2022, \d+ (month|year)s ago\n", out)


@pytest.mark.usefixtures("page")
def test_json_tells_story_age_and_missing_words(run: Run) -> None:
    """The same as the lines, for programs; times with their zone."""
    told = json.loads(run("brief", "#1", "--format", "json").out)
    assert told["story"]["number"] == 1
    assert told["newest"]["published"] is None
    assert datetime.fromisoformat(told["newest"]["added"]).utcoffset() == timedelta()
    told = json.loads(run("summary", "bridge", "repairs", "Atlantis", "--format", "json").out)
    assert (told["topic"], told["missing"], told["story"]) == ("bridge repairs", ["Atlantis"], None)
    assert told["newest"] == {"published": "2022-05-03T08:00:00+00:00", "added": None}
    assert (told["statements"], told["figures"]) == ([], [])


@pytest.mark.parametrize("command", ["brief", "summary"])
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("#77", "I have no story 77 here."),
        ("77", "I have no story 77 here."),
        ("xyzzy", "I found no source for “xyzzy”."),
        (
            "https://example.org/unknown",
            "I have not read this page. To take it in: verbatim add https://example.org/unknown",
        ),
    ],
)
def test_what_is_not_there_is_one_line(run: Run, command: str, asked: str, said: str) -> None:
    """On standard error, with status 1."""
    status, out, err = run(command, asked)
    assert (status, out) == (1, "")
    assert err.startswith(said)
    assert err.count("\n") == 1


@pytest.mark.usefixtures("page")
def test_a_briefing_is_written_as_a_page_and_tables(run: Run, home: Path) -> None:
    """Both name the files that they wrote; a folder that cannot be one is told."""
    status, out, err = run("export", "html", "bridge", "--to", "out")
    assert (status, err, out.strip()) == (0, "", "out/verbatim-briefing.html")
    assert "We kept our word" in (home / "out" / "verbatim-briefing.html").read_text(encoding="utf-8")
    assert run("export", "csv", "--to", "out").status == 0
    assert "Ann Lee" in (home / "out" / "verbatim-statements.csv").read_text(encoding="utf-8")
    assert "120" in (home / "out" / "verbatim-figures.csv").read_text(encoding="utf-8")
    status, _, err = run("export", "html", "--to", "bridge.html")
    assert (status, "Cannot write" in err) == (1, True)

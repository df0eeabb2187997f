"""The command line as people use it: what it prints, where, and with which exit status."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from bot import cli
from bot.playground import Playground
from summarizer.errors import AnalysisError
from tests.bot.asking import ARTICLE, ask

QUOTED = "“We 🙂 kept our word,” said Ann Lee on Monday. At least 120 people crossed it, the police said."
PLAIN = "The bridge reopened on Monday after repairs, the county said. The mayor said that it is safe now."


class Result(NamedTuple):
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def home(quiet_environment: Path, seeded: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with the seeds in its database; no model, for speed."""
    (quiet_environment / "data").mkdir()
    shutil.copy(seeded, quiet_environment / "data" / "verbatim.db")
    monkeypatch.setenv("EMBEDDER", "none")
    return quiet_environment


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process."""

    def verbatim(*arguments: str, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "argv", ["verbatim", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return Result(int(ended.value.code or 0), *capsys.readouterr())

    assert home.is_dir()
    return verbatim


def lines_of(*items: object) -> bytes:
    return "".join(f"{json.dumps(item)}\n" for item in items).encode()


def test_brief_prints_the_briefing(run: Run) -> None:
    """Headline, who said what, figures and sources, no line wider than the terminal's 80 columns."""
    status, out, err = run("brief")
    assert (status, err) == (0, "")
    assert out.startswith("Briefing of 4 sources\n")
    assert "1,480 civilians" in out
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= 80


def test_brief_as_json_points_into_its_sources(run: Run) -> None:
    """It parses, and what a selector calls exact is what the piece says."""
    status, out, _ = run("brief", "refugee", "agency", "--format", "json")
    told = json.loads(out)
    assert status == 0
    assert told["topic"] == "refugee agency"
    assert all(item["exact"] == item["selector"][1]["exact"] for item in told["sentences"])
    assert all(item["surface"] == item["selector"][1]["exact"] for item in told["figures"])
    assert all(item["exact"] == [quote["exact"] for _, quote in item["selector"]] for item in told["statements"])


def test_brief_about_what_no_source_has(run: Run) -> None:
    """One sentence on standard error, nothing on standard output, status 1."""
    status, out, err = run("brief", "xyzzy")
    assert (status, out) == (1, "")
    assert err == "I found no source for “xyzzy”. Try fewer or other words; /sources lists what I have read.\n"


def test_brief_of_an_empty_store(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Says that there is nothing yet."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{home}/new.db")
    monkeypatch.setattr("seeds.load", tuple)
    for command in ("brief", "quotes"):
        status, out, err = run(command)
        assert (status, out) == (1, "")
        assert err.startswith("There are no sources here yet.")


def test_quotes_prints_every_statement_with_who_said_it(run: Run) -> None:
    """Everything in one go: the head with the order, each statement, reported ones marked, the sources at the end."""
    status, out, err = run("quotes", "--newest")
    assert (status, err) == (0, "")
    assert re.match(r"Statements · \d+ in all · newest first\n", out)
    assert "Jens Stoltenberg, NATO secretary-general [" in out
    assert " · reported\n  │ " in out
    assert "QUESTION asks [" in out
    assert "\n\nSources\n1. " in out
    assert max(map(len, out.splitlines())) <= 80


def test_quotes_of_a_speaker_as_json(run: Run) -> None:
    """The same statements with selectors, each of that speaker."""
    status, out, _ = run("quotes", "stoltenberg", "--format", "json")
    told = json.loads(out)
    assert status == 0
    assert {item["speaker"] for item in told["statements"]} == {"Jens Stoltenberg"}
    assert all(item["exact"] == [quote["exact"] for _, quote in item["selector"]] for item in told["statements"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("stoltenburg", "I found no statement for “stoltenburg”. Speakers I have: Jens Stoltenberg. /sources"),
        ("xyzzy", "I found no statement for “xyzzy”. Try fewer or other words; /sources"),
    ],
)
def test_quotes_of_what_no_source_has(run: Run, words: str, said: str) -> None:
    """One sentence on standard error, with the nearest name where there is one; status 1."""
    status, out, err = run("quotes", words)
    assert (status, out) == (1, "")
    assert err.startswith(said)
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", ["brief", "quotes"])
def test_what_an_earlier_version_understood_is_read_again(run: Run, home: Path, command: str) -> None:
    """Before anything is told of it, and it says so; the second time there is nothing left to read."""
    with sqlite3.connect(home / "data" / "verbatim.db") as connection:
        connection.execute("UPDATE analysis SET recipe = 'old'")
        connection.execute("DELETE FROM statement")
    connection.close()
    status, out, err = run(command)
    assert (status, err) == (0, "4 documents are being read again: this version reads better.\n")
    assert "“" in out
    assert run(command).err == ""


def test_quotes_of_a_story_that_is_not_there(run: Run) -> None:
    """Its sign says that a story is meant; a number without it is a word."""
    assert run("quotes", "#77") == (1, "", "I have no story 77 here.\n")
    assert run("quotes", "story", "77").err.startswith("I found no statement for “story 77”")


def test_figures_prints_every_answer_with_who_gives_it(run: Run) -> None:
    """All figures in one go, and those for a word; as JSON each question has its answers with selectors."""
    status, out, err = run("figures")
    assert (status, err) == (0, "")
    assert re.match(r"Figures · \d+ in all\n", out)
    assert "\n\nSources\n1. " in out
    assert max(map(len, out.splitlines())) <= 80
    told = json.loads(run("figures", "injured", "--format", "json")[1])
    (question,) = (question for question in told["figures"] if question["surface"] == "2,195")
    (answer,) = question["answers"]
    assert (question["differs"], answer["event"], answer["place"]) == (False, "injured", "Ukraine")
    assert answer["selector"][1]["exact"] == "2,195"


@pytest.mark.parametrize("command", ["figures", "compare"])
def test_figures_and_comparisons_of_what_is_not_there(run: Run, command: str) -> None:
    """One line says that nothing was found, or that there is no such story; the exit status says so too."""
    for words, said in (("Atlantis", "I found no"), ("#99", "I have no story 99 here.")):
        status, out, err = run(command, words)
        assert (status, out) == (1, "")
        assert err.startswith(said)
        assert len(err.splitlines()) == 1


def test_compare_prints_sources_side_by_side(run: Run) -> None:
    """The newest story of several sources, its parts under their headings."""
    status, out, err = run("compare")
    assert (status, err) == (0, "")
    assert out.startswith("4 sources side by side\n#1 Atrocities in Bucha")
    assert [
        heading for heading in ("\nDenied\n", "\nWhere sources agree\n", "\nOnly in [1]") if heading not in out
    ] == []


def test_add_takes_what_it_can_and_names_the_rest(run: Run, home: Path) -> None:
    """A missing file and a picture cost the good ones nothing; the status tells that something failed."""
    (home / "wye.md").write_text(ARTICLE, encoding="utf-8")
    (home / "scan.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    status, out, err = run("add", "none.txt", "scan.png", "wye.md", "-", stdin=ARTICLE.encode())
    assert status == 1
    assert out.startswith("Taken in: Bridge over the Wye reopens\n")
    assert "I had this text already: " in out
    assert [line.partition(": ")[0] for line in err.splitlines()] == ["none.txt", "scan.png"]
    assert "Wye" in run("brief", "Wye").out


def test_add_goes_on_after_a_text_that_cannot_be_understood(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is stored, named and understood at the next start."""
    (home / "wye.md").write_text(ARTICLE, encoding="utf-8")

    async def failing(*_: object) -> None:
        raise AnalysisError("told to fail")

    with monkeypatch.context() as broken:
        broken.setattr("bot.app.Analyst.analyse", failing)
        status, _, err = run("add", "wye.md", "none.txt")
    assert status == 1
    assert [line.partition(": ")[0] for line in err.splitlines()] == ["wye.md", "none.txt"]
    assert "Wye" in run("brief", "Wye").out


@pytest.mark.parametrize("url", ["nonsense", "mysql://here", "sqlite:////proc/nowhere/verbatim.db"])
def test_a_wrong_database_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """It says what is wrong and which setting to look at."""
    monkeypatch.setenv("DATABASE_URL", url)
    status, out, err = run("brief")
    assert (status, out) == (1, "")
    assert err.startswith("The database can't be used: ")
    assert err.endswith("Check DATABASE_URL.\n")
    assert err.count("\n") == 1


def test_a_wrong_setting_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the setting, not its value."""
    monkeypatch.setenv("ANALYSIS_TIMEOUT", "s3cret")
    status, _, err = run("brief")
    assert status == 1
    assert err.startswith("A setting is wrong. ANALYSIS_TIMEOUT: ")
    assert "s3cret" not in err


def test_the_playground_has_no_roles(run: Run) -> None:
    """It is one process; whoever asks for half of a bot there is told what a role needs."""
    status, _, err = run("run", "--role", "sender")
    assert status == 2
    assert "TELEGRAM_BOT_TOKEN" in err


def test_a_role_that_this_database_cannot_have_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the setting that is in the way, and no stack."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "110201543:AAexample")
    status, _, err = run("run", "--role", "sender")
    assert status == 1
    assert "DATABASE_URL: --role sender needs PostgreSQL" in err
    assert "Traceback" not in err


def test_only_the_playground_begins_anew(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--fresh` deletes nothing of a bot on Telegram, and says so before anything is started."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:abc")
    status, out, err = run("run", "--fresh")
    assert (status, out) == (2, "")
    assert "--playground" in err


def test_run_with_a_token_that_is_none(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not look like a token is said at once, without asking anybody and without showing it."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "s3cret\x7f")
    status, out, err = run("run")
    assert (status, out) == (1, "")
    assert err.startswith("A setting is wrong. TELEGRAM_BOT_TOKEN: ")
    assert "s3cret" not in err


def test_check_without_a_token(run: Run) -> None:
    """All else is good but perhaps the disk's room; one problem is enough for status 1."""
    status, out, _ = run("check")
    assert status == 1
    *lines, telegram = [line for line in out.splitlines() if " disk: " not in line]
    assert {line.split()[0] for line in lines} == {"ok"}
    assert telegram.startswith("PROBLEM  Telegram: no token.")
    assert "4 public documents" in out


def test_analyze_shows_everything_of_one_text(run: Run, home: Path) -> None:
    """What was counted, then every statement and figure; nothing is stored."""
    before = (home / "data" / "verbatim.db").read_bytes()
    status, out, _ = run("analyze", stdin=ARTICLE.encode())
    assert status == 0
    assert "“We kept our word, and nobody was hurt”" in out.replace("hurt,”", "hurt”")
    assert "At least 120 people" in out
    assert (home / "data" / "verbatim.db").read_bytes() == before


def test_summarize_prints_sentences_of_one_text(run: Run) -> None:
    """Every line stands in the text as it is."""
    status, out, _ = run("summarize", "--sentences", "1", stdin=ARTICLE.encode())
    assert status == 0
    assert len(out.splitlines()) == 1
    assert out.strip() in ARTICLE


def test_analyze_of_a_file_that_is_not_there(run: Run) -> None:
    """One line, with and without --jsonl."""
    for arguments in (("analyze", "none.txt"), ("analyze", "--jsonl", "none.txt")):
        assert run(*arguments) == (1, "", "There is no file that I can read at none.txt. Check the name.\n")


def test_analyze_lines_as_promised(run: Run, home: Path) -> None:
    """The fields of each line, offsets in code points of the text as given, also behind an emoji; ids as given."""
    (home / "in.jsonl").write_bytes(b"\xef\xbb\xbf" + lines_of({"id": 7, "text": QUOTED}))
    status, out, err = run("analyze", "--jsonl", "in.jsonl", "-j", "1")
    assert (status, err) == (0, "")
    line = json.loads(out)
    assert list(line) == ["id", "sentences", "statements", "figures", "summary"]
    assert line["id"] == 7
    direct = line["statements"][0]
    assert list(direct) == ["kind", "content", "source", "cue", "speaker"]
    pieces = {name: [QUOTED[start:end] for start, end in direct[name]] for name in ("content", "source", "cue")}
    assert pieces["content"][0].startswith("We 🙂 kept our word")
    assert (pieces["source"], pieces["cue"], direct["kind"]) == (["Ann Lee"], ["said"], "direct")
    (figure,) = line["figures"]
    assert QUOTED[figure["start"] : figure["end"]] == figure["surface"] == "120"
    assert QUOTED[figure["attr_start"] : figure["attr_end"]] == figure["attributed_to"] == "the police"
    assert (figure["value"], figure["modifier"], figure["type"]) == (120, "at_least", "count")


def test_bad_lines_are_named_and_the_rest_is_done(run: Run) -> None:
    """In order, with their numbers on standard error and status 1; a story is no text to analyse."""
    good = ({"id": "a", "text": PLAIN}, {"id": "b", "text": QUOTED})
    story = {"id": "c", "documents": [PLAIN]}
    given = lines_of(good[0]) + b"{broken\n\n\xff\xfe\n" + lines_of(story, good[1])
    status, out, err = run("analyze", "--jsonl", "-j", "2", stdin=given)
    assert status == 1
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["a", "b"]
    assert re.findall(r"^line (\d+): ", err, re.MULTILINE) == ["2", "4", "5"]


def test_half_a_surrogate_pair_goes_through(run: Run) -> None:
    """JSON can hold one: it comes out as JSON again, and the lines behind it come out as well."""
    given = lines_of({"id": "odd", "text": f"\ud83d {PLAIN}"}, {"id": "next", "text": PLAIN})
    status, out, err = run("summarize", "--jsonl", "-j", "1", stdin=given)
    assert (status, err) == (0, "")
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["odd", "next"]


def test_summaries_of_texts_and_stories_keep_to_their_length(run: Run) -> None:
    """A summary is its spans, joined; so many sentences or words at most."""
    texts = [PLAIN, QUOTED]
    given = lines_of({"id": 1, "text": PLAIN}, {"id": 2, "documents": texts})
    for limit, value in (("--sentences", "1"), ("--words", "12")):
        status, out, _ = run("summarize", "--jsonl", limit, value, "-j", "1", stdin=given)
        assert status == 0
        for line in map(json.loads, out.splitlines()):
            assert line["summary"] == " ".join(texts[d][start:end] for d, start, end in line["spans"])
            assert line["sentences"] == [texts[d][start:end] for d, start, end in line["spans"]]
            size = len(line["spans"]) if limit == "--sentences" else len(line["summary"].split())
            assert 0 < size <= int(value)


def start(*arguments: str) -> subprocess.Popen[str]:
    """The command as a process of its own."""
    command = [sys.executable, "-m", "bot", *arguments]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, text=True, stdout=pipe, stderr=pipe)  # noqa: S603 - our own


def test_a_reader_that_goes_away_is_no_crash(home: Path) -> None:
    """`verbatim analyze --jsonl in.jsonl | head -1` ends without a traceback, and soon."""
    (home / "in.jsonl").write_bytes(lines_of(*({"id": n, "text": PLAIN * 20} for n in range(200))))
    process = start("analyze", "--jsonl", "in.jsonl")
    assert process.stdout
    assert process.stderr
    assert json.loads(process.stdout.readline())["id"] == 0
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(30) == 1


@pytest.mark.usefixtures("home")
async def test_the_bot_runs_and_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    """`verbatim run` with a token answers /start, and ends in order within ten seconds of a SIGTERM."""
    async with Playground.start() as telegram:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", telegram.token)
        monkeypatch.setenv("TELEGRAM_API_URL", telegram.url)
        process = start("run")
        await telegram.polling()
        messages = await ask(telegram.user(7, "Ann"), "/start")
        process.send_signal(signal.SIGTERM)
        before = time.monotonic()
        _, err = await asyncio.to_thread(process.communicate, None, 20)
    assert "every sentence, quotation and figure" in messages[0].text
    assert process.returncode == 0
    assert time.monotonic() - before < 10
    assert "Traceback" not in err
    assert telegram.token not in err

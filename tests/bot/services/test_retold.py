"""What we told is known again, whole or in parts, whatever carries it; what others wrote is never refused."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seeds
from bot.services.retold import is_retold, refuse_retold
from sources.base import Retold
from sources.intake import take_in
from tests.bot.asking import ARTICLE

GOLDEN = Path(__file__).parents[1] / "views" / "golden"
SHARED = Path(__file__).parents[3].parent / "shared" / "eval" / "summaries"
VIEWS = (
    "briefing briefing.terminal comparison figures figures_killed quotes quotes_stoltenberg sources"
    " start story story_news summary_topic"
).split()
RULE = "\n\n" + "-" * 40 + "\n\n"
DATED = {
    "publisher not stated, date not stated": "The Gazette, 3 May 2022",
    "date not stated)": "4 May 2022)",
    "date not stated; added just now": "4 May 2022, 12 days ago",
    "taken in 2 January 2026 · publisher not stated": "3 May 2022 · The Gazette",
    "the page names no source": "the mayor",
}


def dated(text: str) -> str:
    """The same where every page states everything."""
    for ours, stated in DATED.items():
        text = text.replace(ours, stated)
    return text


def messages(view: str) -> Iterator[str]:
    """Each message of a view, and the two that a longer one would have been cut into between its blocks."""
    for message in (GOLDEN / f"{view}.txt").read_text("utf-8").split(RULE):
        blocks = message.strip().replace("**", "").replace("since DAY", "since 2 January 2026").split("\n\n")
        middle = max(1, len(blocks) // 2)
        yield from filter(None, ("\n\n".join(blocks), "\n\n".join(blocks[:middle]), "\n\n".join(blocks[middle:])))


@pytest.mark.parametrize("view", VIEWS)
def test_every_message_of_every_view_is_known_again(view: str) -> None:
    """As it was sent and as it is read, of pages that state nothing and of pages that state all."""
    told = [each for text in messages(view) for each in (text, dated(text), text.replace("> ", ""))]
    told = [text for text in told if text.count("\n") > 4]  # a list of sources alone tells nothing
    assert told
    for text in told:
        assert is_retold(text), text
        with pytest.raises(Retold):
            refuse_retold(take_in(text, "text"))


@pytest.mark.parametrize(
    "line",
    [
        "Stories · the newest 2\n\n#3 Bridge reopens\n2 sources, the newest of 3 May 2022",
        "#3 Bridge reopens\n1 source\n\n[1] 3 May 2022 · The Gazette\nBridge reopens\nIt reopened. [1]",
        "Ann Lee, mayor [1]\n“We kept our word.”\n\nBob Ray [2] [3]\n“So did we.”",
        "Taken in: Bridge reopens\n12 sentences, no statements, 1 figure",
        "The bridge is open again, and people cross it. [1] · rewritten",
        "All 3 are done\n2 taken in\n1 not taken in\n\n• Bridge reopens: no statements, 1 figure",
        "[2] words it, without “at last”:\n“It is open.”",
    ],
)
def test_a_few_of_our_lines_are_enough(line: str) -> None:
    """Also in the middle of a text of somebody else's, behind his marks for a quotation."""
    assert is_retold(line)
    assert is_retold(ARTICLE + "\n" + "\n".join(f"> {part}" for part in line.split("\n")))


@pytest.mark.parametrize(
    "text",
    [
        "Sources\n1. Bridge reopens (The Gazette, 3 May 2022)\n2. What it cost (The Herald, 4 May 2022)",
        "Figures\n\nThe bridge cost 3.2 million. [1]\n\n“We kept our word,” said the mayor. [2]\n\n“It is safe.” [3]",
        "Briefing: what we know about the bridge\n\nThe newest source of trouble is the bridge.",
        "Who said what\n\nThe mayor said it was safe. The police said at least 120 people crossed it.",
        "Stories\n\nShe told stories of the bridge for 20 years.",
    ],
)
def test_what_others_may_write_is_no_answer_of_ours(text: str) -> None:
    """One sign that is not ours alone refuses nothing."""
    assert not is_retold(text)
    assert not is_retold(f"{ARTICLE}\n\n{text}")


def test_no_seed_is_refused() -> None:
    """The sources that ship with the program."""
    for reading in seeds.load():
        refuse_retold(reading)


def test_no_article_is_refused() -> None:
    """News as it was published."""
    if not SHARED.is_dir():
        pytest.skip("no articles in ../shared/eval/summaries")
    texts = [text for file in SHARED.glob("*.jsonl") for line in file.open(encoding="utf-8") for text in _strings(line)]
    assert len(texts) > 50
    assert [text[:80] for text in texts if is_retold(text)] == []


def _strings(line: str) -> Iterator[str]:
    waiting = [json.loads(line)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str) and len(value) > 200:
            yield value
        elif isinstance(value, dict | list):
            waiting.extend(value.values() if isinstance(value, dict) else value)


@pytest.mark.parametrize(
    ("head", "unit"),
    [("1. ", "(a, 1 "), ("• by ", ": what a"), ("a", " "), ("• ", " [1], in other words [2]"), ("", " — ")],
)
def test_a_line_of_what_nearly_fits_takes_no_time(head: str, unit: str) -> None:
    """A stranger may repeat the half of a pattern as often as a message is long."""
    line = (head + unit * 4096)[:4090] + "b"
    began = time.process_time()
    assert not is_retold("\n".join([line] * 40))
    assert time.process_time() - began < 1.5


@given(st.text())
def test_any_text_is_looked_at(text: str) -> None:
    """No text breaks it, and our first line before it always tells."""
    is_retold(text)
    assert is_retold(f"Newest source: 3 May 2022, 2 days ago\n{text}")

"""What we told is known again, whole or in parts, whatever carries it; what others wrote is never refused."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seeds
from bot.app import services
from bot.services import offers
from bot.services.analyst import Analyst, Recipe
from bot.services.answers import Answers, Lengths
from bot.services.retold import is_retold, refuse_retold
from bot.services.retold_words import wording
from bot.services.searching import Searching
from bot.services.stories import newest
from bot.services.stories import told as told_story
from bot.services.wanted import read
from bot.views import search
from bot.views.ages import with_age
from bot.views.briefing import briefing, summary, to_print
from bot.views.comparison import comparison
from bot.views.corrections import all_corrected
from bot.views.digest import messages as digest
from bot.views.evidence import evidence, passage_blocks
from bot.views.inline import card, opened
from bot.views.language import LANGUAGES, speaking, tr
from bot.views.pages import Pages, figure_pages, quote_pages, source_pages
from bot.views.printed import page
from bot.views.rich import Rich, parts
from bot.views.shown import of_briefing
from bot.views.stories import shelf, story
from bot.views.why import explained
from sources.base import Reading, Retold
from sources.intake import take_in
from storage.database import Database
from summarizer.reasons import Reason
from summarizer.telling.news import News
from summarizer.types import Document
from tests.bot.asking import ARTICLE
from tests.bot.conftest import settings
from tests.bot.views.test_corrections import NEW as CHANGED
from tests.bot.views.test_corrections import OLD, correction
from tests.bot.views.test_corrections import page as gazette

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
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


Said = tuple[str, str]
"""The name of a view and one message of it."""


async def said_of(answers: Answers) -> list[Said]:
    """Every message that tells news of the seeds, in the language that is spoken, cut as Telegram's limits cut it."""
    told, short = await answers.told(7), await answers.told(7, form="summary")
    topic = await answers.told(7, read("Bucha"), "summary")
    compared = await answers.compared(7, "")
    statements, counted = await answers.quotes(7, "Blinken"), await answers.figures(7, "")
    every = [offer for words in ("", "Blinken", "killed", "#1") for offer in await offers.offered(answers, 7, words)]
    found = await Searching(answers.database, Analyst(Recipe("none")), lambda: NOW).find(7, "civilians", mean=False)
    stories = await newest(answers.database, 7)
    course = await told_story(answers.database, 7, stories[0].story.number)
    assert told.briefing
    assert short.briefing
    assert topic.briefing
    assert compared.comparison
    assert course
    news = News((), NOW, told.briefing)
    pieces = of_briefing(told.briefing)
    written = page(to_print(told.briefing), told.briefing.documents, NOW)
    views: dict[str, Iterable[Rich]] = {
        "briefing": parts(with_age(briefing(told.briefing), told.briefing.documents, told.arrivals, NOW)),
        "summary": parts(with_age(summary(short.briefing), short.briefing.documents, short.arrivals, NOW)),
        "summary of a topic": parts(summary(topic.briefing)),
        "part of a briefing": parts(briefing(told.briefing), units=1500)[1:-1],
        "compare": parts(comparison(compared.comparison)),
        "quotes": _pages(quote_pages(statements.items, "Blinken", size=5)),
        "figures": _pages(figure_pages(counted.items, "", size=5)),
        "evidence of figures": parts(evidence(figure_pages(counted.items, "", size=5).questions(0))),
        "evidence": parts(passage_blocks(enumerate(pieces, 1))),
        "why": [explained([(1, "sentence", (Reason("opens"),))])[0]],
        "sources": _pages(source_pages(await answers.sources(7, ""), "", size=5)),
        "search": _pages(search.pages(found.hits, "civilians", size=5)),
        "stories": [shelf(stories)],
        "story": parts(story(course)),
        "digest": digest(news, (), UTC),
        "inline": [card(offer, "verbatim_bot").message for offer in every],
        "deep link": [part for offer in every for part in parts(opened(offer))],
        "correction": parts(all_corrected([correction(gazette(*OLD), gazette(*CHANGED, title="The bridge"))])),
    }
    read_page = take_in(written, "text").document.text
    return [(name, each.text) for name, them in views.items() for each in them] + [("export", read_page)]


def _pages(pages: Pages) -> Iterator[Rich]:
    return map(pages.page, range(len(pages)))


@pytest.fixture
async def answers(
    seeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> AsyncIterator[Answers]:
    """Over the seeds as they are, or as if every page stated its publisher and date, and had an address."""
    if request.param == "dated":
        stated = tuple(map(_stating_all, seeds.load()))
        monkeypatch.setattr("seeds.load", lambda: stated)
        async with services(settings(tmp_path)) as context:
            await context.intake.catch_up()
    else:
        shutil.copy(seeded, tmp_path / "verbatim.db")
    database = await Database.open(f"sqlite:///{tmp_path / 'verbatim.db'}")
    yield Answers(database, Lengths())
    await database.close()


def _stating_all(seed: Reading) -> Reading:
    old = seed.document
    url = f"https://example.org/{old.key}"
    title = old.title or "Bucha"
    new = Document.make(old.text, title=title, headings=old.headings, publisher="The Gazette", published=NOW, url=url)
    return replace(seed, document=new)


@pytest.mark.parametrize("answers", ["undated", "dated"], indirect=True)
async def test_every_message_in_every_language_is_known_again(answers: Answers) -> None:
    """Whatever its sources state; but a list of sources alone, as the last message of several, tells nothing."""
    missed: list[tuple[str, str, str]] = []
    for language in LANGUAGES:
        with speaking(language):
            told = [(name, text) for name, text in await said_of(answers) if not text.startswith(tr("Sources") + "\n")]
        assert len({name for name, _ in told}) >= 17
        missed += [(language, name, text) for name, text in told if not is_retold(text)]
    assert missed == []


def test_a_line_is_known_by_its_words_in_every_language() -> None:
    """All forms of a plural, with the fields left open; a sentence that no view says is a mistake of ours."""
    known = re.compile(f"^{wording('Summary of {n} source', 'Page {page} of {pages}')}$")
    lines = ("Summary of 1 source", "Summary of 12 sources", "Підсумок 3 джерел", "Сторінка 2 із 13")
    assert all(map(known.search, lines))
    assert not known.search("Summary of many sources")
    with pytest.raises(KeyError):
        wording("Nobody says this")

"""What a chat reads that talks Ukrainian: chrome in its words, its plurals and its dates, sources as they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.services.answers import Answers, Lengths
from bot.services.wanted import Wanted, read
from bot.views import dialling, shelf, texts
from bot.views import stories as told_as
from bot.views import subscriptions as digests
from bot.views.ages import since
from bot.views.briefing import briefing
from bot.views.chart import chart
from bot.views.chart_words import alt_text
from bot.views.comparison import comparison
from bot.views.corrections import all_corrected
from bot.views.digest import letter, messages
from bot.views.errors import explain, reason
from bot.views.language import say, speaking
from bot.views.letters import unpack
from bot.views.pages import Pages, figure_pages, quote_pages
from bot.views.painted import drawn
from bot.views.rich import Rich, parts, uncited
from sources.base import FetchFailed, NoArticle, TooLarge
from storage.database import Database
from storage.types import Source
from summarizer.telling.news import News
from tests.bot.views.test_corrections import NEW, OLD, correction
from tests.bot.views.test_corrections import page as gazette
from tests.bot.views.test_golden import aged, check
from tests.bot.views.test_painted import CASES, charted, clashes, missing
from tests.bot.views.test_subscriptions import DOUBTS, FINE, NAMED, NOW, coming


@pytest.fixture(autouse=True)
def _ukrainian() -> Iterator[None]:
    with speaking("uk"):
        yield


@pytest.fixture
async def answers(seeded: Path) -> Answers:
    return Answers(await Database.open(f"sqlite:///{seeded}"), Lengths())


def kept(*messages: Rich) -> None:
    """The promise holds: a number of ours is chrome, a passage is a source's."""
    assert [uncited(message) for message in messages if uncited(message)] == []


async def test_a_briefing_and_its_pages(answers: Answers) -> None:
    """The briefing of the seeds, a page of figures, one of statements, sources side by side, and a digest."""
    told = await answers.told(7)
    blocks = parts(aged(told, briefing))
    check("uk_briefing", *blocks)
    figures = figure_pages((await answers.figures(7, "")).items, "", size=4)
    statements = quote_pages((await answers.quotes(7, "")).items, "", size=3)
    check("uk_figures", figures.page(0))
    check("uk_quotes", statements.page(0))
    compared = (await answers.compared(7, "")).comparison
    assert compared
    beside = parts(comparison(compared))
    captions = [alt_text(each) for page in range(len(figures)) for each in map(chart, figures.questions(page)) if each]
    kept(*blocks, *_pages(figures), *_pages(statements), *beside, *captions)
    assert beside[0].text.splitlines()[0].endswith("поруч")
    await _digest(answers)
    await answers.database.close()


def _pages(pages: Pages) -> tuple[Rich, ...]:
    return tuple(map(pages.page, range(len(pages))))


async def _digest(answers: Answers) -> None:
    told = (await answers.told(None, Wanted(length="short"))).briefing
    due = datetime(2026, 11, 22, 8, 0, tzinfo=ZoneInfo("Europe/Kyiv"))
    since_then = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
    news = News((), since_then, told)
    kept(*messages(news, (), due.tzinfo or UTC))
    check("uk_digest", *map(unpack, letter(news, due, "Київ", late=True, missed=2, doubts=())))


def test_the_card_of_a_digest() -> None:
    """What is set, in words, dates and days of the language, and its buttons."""
    card = digests.card(FINE, NAMED, NOW, coming(FINE), DOUBTS, elsewhere=True)
    labels = [
        f"[{each.label}]" for row in dialling.card_rows(FINE, DOUBTS, several=True, elsewhere=True) for each in row
    ]
    kept(card)
    check("uk_digest_card", card, Rich("\n".join(labels)))


def test_a_corrected_page_and_a_source() -> None:
    """Words between the passages; a source of a list, with the day since when it is there."""
    told = parts(all_corrected([correction(gazette(*OLD), gazette(*NEW, title="The old bridge fell"))]))
    kept(*told)
    assert told[0].text.startswith("Виправлення\nВиправлено: The old bridge fell")
    source = Source(3, 7, "feed", "The Gazette", gazette(*NEW).key, datetime(2026, 11, 22, 8, tzinfo=UTC))
    entry = shelf.entry(source, gazette(*NEW))
    kept(entry)
    assert "лише в цьому чаті, від 22 листопада 2026" in entry.text
    assert "зі стрічки The Gazette" in entry.text


@pytest.mark.parametrize("case", ["mixed", "updated", "low"])
def test_a_picture_talks_it(case: str) -> None:
    """Also in the process that paints: its words have letters and room, numbers are grouped as the language does."""
    made = charted(CASES[case])
    picture = drawn(made)
    assert made.language == "uk"
    assert clashes(picture) == []
    assert missing(picture) == set()
    said = {text.get_text() for text in picture.texts}
    assert said & {"Що кажуть джерела", "Що кажуть джерела, за часом"}
    assert case != "updated" or {"1\xa0000", "4 квіт."} <= said


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0, "щойно"),
        (1, "1 годину тому"),
        (3, "3 години тому"),
        (11, "11 годин тому"),
        (21, "21 годину тому"),
        (24 * 22, "22 дні тому"),
        (24 * 92, "3 місяці тому"),
        (24 * 366 * 5, "5 років тому"),
    ],
)
def test_ages_are_counted_as_ukrainian_counts(hours: int, words: str) -> None:
    """Twenty-one is one, eleven is many."""
    then = datetime(2026, 1, 1, tzinfo=UTC)
    assert since(then, datetime.fromtimestamp(then.timestamp() + hours * 3600, UTC)) == words


def test_what_is_wrong_is_said_in_it() -> None:
    """Errors, refusals and what is missing, without a digit or a quotation that is not marked."""
    told = (
        explain(TooLarge(20_000_000, 30_000_000)),
        explain(FetchFailed("status", "https://example.org", status=418)),
        explain(ValueError("a secret")),
        reason(NoArticle("paywall")),
        texts.no_match("xyzzy", "figure"),
        texts.missing("refugee agency", ("Atlantis",), single=False),
        texts.unreadable("pl", 2),
        told_as.no_place(3, 2, 5),
        told_as.how_to_since(),
        say(texts.NOTHING_STORED),
    )
    kept(*told)
    assert told[0].text == "Це завелике: я беру щонайбільше 20 МБ, а тут 30 МБ. Надішліть ту частину, яка важлива."
    assert told[4].text == (
        "Показника за запитом «xyzzy» не знайдено. Спробуйте менше слів або інші; усе прочитане — в /sources."
    )
    assert told[6].text == "2 джерела про це, мова: польська; я поки читаю лише англійською."
    assert "Something" not in told[2].text


def test_a_length_is_typed_in_either_language() -> None:
    """Whoever writes коротко and whoever writes short mean the same."""
    assert read("Коротко #3 hospital") == read("short #3 hospital")
    assert read("hospital повно") == read("hospital full")
    assert read("hospital повно").length == "full"

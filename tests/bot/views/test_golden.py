"""Every kind of message as people read it, over the seeds, held in golden files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

from bot.playground.messages import marked
from bot.sender import entities
from bot.services.answers import Answers, Lengths, Told
from bot.services.wanted import read
from bot.settings import Settings
from bot.views import arrivals, data, helping, texts
from bot.views.ages import with_age
from bot.views.briefing import briefing, summary
from bot.views.buttons import Choice
from bot.views.errors import KINDS, explain, reason
from bot.views.evidence import evidence
from bot.views.language import say
from bot.views.pages import Pages, figure_pages, quote_pages, source_pages
from bot.views.rich import Rich, parts
from bot.views.terminal import terminal
from sources.base import (
    EmptySource,
    Failure,
    FetchFailed,
    IsFeed,
    Lack,
    LinkAlone,
    MissingFile,
    NoArticle,
    Retold,
    TooLarge,
    Undecodable,
    Unfetched,
    Unparsable,
    Unsupported,
    UnsupportedSource,
)
from storage import analyses, documents
from storage.database import Database
from summarizer.errors import AnalysisError, GateError, SourceError, StorageError
from summarizer.types import Briefing
from tests import golden

GOLDEN = Path(__file__).with_name("golden")
RULE = "\n\n" + "-" * 40 + "\n\n"


def seen(rich: Rich) -> str:
    """A message as Telegram would show it, with marks for what is bold, quoted or linked."""
    return marked(rich.text, tuple(entity.to_dict() for entity in entities(rich)))


def check_pages(name: str, pages: Pages) -> None:
    check(name, *map(pages.page, range(len(pages))))


def check(name: str, *messages: Rich) -> None:
    golden.check(GOLDEN / f"{name}.txt", RULE.join(map(seen, messages)))


def aged(told: Told, view: Callable[[Briefing], tuple[Rich, ...]]) -> tuple[Rich, ...]:
    """A message as it is at the moment when its last source came: its age is then the same every day."""
    assert told.briefing
    return with_age(view(told.briefing), told.briefing.documents, told.arrivals, max(told.arrivals.values()))


@pytest.fixture
async def answers(seeded: Path) -> Answers:
    return Answers(await Database.open(f"sqlite:///{seeded}"), Lengths())


async def test_briefing(answers: Answers) -> None:
    """The whole briefing of the four seeds."""
    told = await answers.told(7)
    blocks = aged(told, briefing)
    check("briefing", *parts(blocks))
    golden.check(GOLDEN / "briefing.terminal.txt", terminal(blocks))


async def test_start(answers: Answers) -> None:
    """The first thing that anybody reads is one message."""
    told = await answers.greeting(7)
    assert told
    (message,) = parts((texts.greeting(group=False), *briefing(told)))
    check("start", message)


async def test_summary_of_a_topic(answers: Answers) -> None:
    """What happened, for words that two sources hold."""
    told = await answers.told(7, read("Belarus"), "summary")
    check("summary_topic", *parts(aged(told, summary)))


async def test_quotes(answers: Answers) -> None:
    """All pages of all statements, and those of one person."""
    check_pages("quotes", quote_pages((await answers.quotes(7, "")).items, "", size=5))
    named = (await answers.quotes(7, "Stoltenberg", newest=True)).items
    check_pages("quotes_stoltenberg", quote_pages(named, "Stoltenberg", size=5, choice=Choice(newest=True)))


async def test_figures(answers: Answers) -> None:
    """All figures, and those for a word."""
    for words, name in (("", "figures"), ("killed", "figures_killed")):
        pages = figure_pages((await answers.figures(7, words)).items, words, size=5)
        check_pages(name, pages)
        check(f"{name}_evidence", *parts(evidence(pages.questions(0))))


async def test_sources(answers: Answers) -> None:
    """The list of sources; the day of their arrival is not part of the picture."""
    days = {f"{source.added.day} {source.added:%B %Y}" for source, _ in await answers.sources(7, "")}
    shown = seen(source_pages(await answers.sources(7, ""), "", size=5).page(0))
    for day in days:
        shown = shown.replace(day, "DAY")
    golden.check(GOLDEN / "sources.txt", shown)


async def test_taken_in(answers: Answers) -> None:
    """What is said of a text that was taken in, new and known."""
    async with answers.database.session(readonly=True) as session:
        (document, *_) = await documents.visible(session, 7, limit=1)
        (analysis,) = await analyses.load(session, (document.key,))
    check(
        "taken",
        arrivals.taken(document, replace(analysis, backend="minilm"), "taken"),
        arrivals.taken(document, replace(analysis, backend="minilm+tagger-1"), "known"),
        arrivals.taken(document, replace(analysis, backend="minilm+tagger-1"), "changed"),
        arrivals.taken(document, replace(analysis, language="uk"), "taken"),
        texts.foreign("uk"),
        texts.foreign("und"),
        texts.foreign("ja"),
        texts.foreign("uk", kept=False),
    )


async def test_texts_of_our_own(answers: Answers) -> None:
    """Greeting, help, privacy, and the answers where there is nothing to show."""
    check(
        "texts",
        texts.greeting(group=False),
        texts.greeting(group=True),
        *helping.help_text((("news", "brief", "what happened"),), group=True, admin=False),
        data.privacy(None),
        say(texts.NOTHING_STORED),
        say(texts.TOO_SHORT),
        say(texts.OWN_MESSAGE),
        say(texts.OWN_INSTEAD),
        say(texts.OWN_TEXT),
        say(texts.ELSEWHERE),
        say(texts.NOT_KEPT),
        say(texts.NOT_UNDERSTOOD),
        say(texts.UNREADABLE),
        texts.missing("refugee agency", ("Atlantis",), single=False),
        texts.missing("", ("Atlantis", "Lemuria"), single=True),
        say(texts.HOW_TO_ADD),
        say(texts.ADMINS_ONLY),
        texts.no_match("xyzzy", "figure"),
        texts.no_statement("Stoltenburg", await answers.people(7, "Stoltenburg")),
        texts.none_found("figure"),
        texts.unknown("/foo"),
    )


def test_errors() -> None:
    """Every error as the sentence that a person gets."""
    limit = Settings.model_fields["max_file_megabytes"].default * 1_000_000
    unsupported = (UnsupportedSource("image"), UnsupportedSource("pdf"), UnsupportedSource("archive"))
    errors: tuple[Exception, ...] = (
        EmptySource(),
        TooLarge(limit, 30_000_000),
        TooLarge(100_000, 1_000_000, "lines"),
        *unsupported,
        LinkAlone("https://example.org"),
        *(NoArticle(why) for why in get_args(Lack)),
        *(FetchFailed(why, "https://example.org", status=418) for why in get_args(Failure)),
        FetchFailed("busy", "https://example.org", retry_after=timedelta(minutes=20)),
        IsFeed("https://example.org", ()),
        IsFeed("https://example.org", ("https://example.org/feed",)),
        Unparsable("a.pdf"),
        Unfetched("a.pdf"),
        Retold("v1-0"),
        Undecodable("a.txt"),
        MissingFile(Path("a.txt")),
        AnalysisError(),
        GateError(("x",)),
        StorageError(),
        ValueError("a secret"),
    )
    check("errors", *map(explain, errors))
    check("reasons", *(reason(error) for error in errors if isinstance(error, SourceError)))


def test_every_kind_of_file_that_is_no_text_has_its_name() -> None:
    """A kind that is added to the sources is named to people."""
    assert set(KINDS) == set(get_args(Unsupported))

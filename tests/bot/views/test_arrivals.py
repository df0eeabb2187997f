"""What became of what was sent, as people read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.services.limits import DAY, HOUR, Refusal
from bot.services.outcomes import FollowedFeed, FollowedList, Outcome, Word
from bot.services.sent import Item, Sent
from bot.views import arrivals
from bot.views.language import say
from bot.views.rich import MAX_UNITS, Rich, parts, uncited
from sources.base import FetchFailed, NoArticle
from storage.types import Arrival
from summarizer.analyse import analyse
from summarizer.errors import SourceError
from summarizer.types import Document
from tests.bot.asking import ARTICLE
from tests.bot.views.test_golden import check

DOCUMENT = Document.make(
    ARTICLE,
    title="Bridge over the Wye reopens",
    publisher="Wye Gazette",
    url="https://wye.example/bridge",
    published=datetime(2026, 3, 5, tzinfo=UTC),
)
FEED = FollowedFeed("Wye News", new=True, documents=3, unread=1)
LIST = FollowedList(new=12, known=2, unseen=1, refused=(("Old", NoArticle("empty")), ("Gone", NoArticle("empty"))))


def outcome(word: Word, name: str = "https://wye.example/bridge", error: SourceError | None = None) -> Outcome:
    piece = Arrival(1, 1, 0, 1, "link", "{}", "done", 1)
    told = word in {"taken", "known", "changed", "stale"}
    analysis = analyse(DOCUMENT, None) if told else None
    found = (len(analysis.statements), len(analysis.figures)) if analysis else None
    item = Item(Sent("link", url=name), (piece,))
    return Outcome(item, word, DOCUMENT if told else None, analysis, error=error, found=found)


def many() -> tuple[Outcome, ...]:
    missing = [outcome("failed", f"https://wye.example/{n}", FetchFailed("missing", "")) for n in range(7)]
    good = [outcome("taken") for _ in range(20)]
    walls = outcome("failed", "https://wye.example/paid?" + "x" * 200, NoArticle("paywall"))
    feed = replace(outcome("followed"), feed=FEED)
    return (
        outcome("changed"),
        outcome("known"),
        feed,
        *good,
        *missing,
        walls,
        outcome("crashed"),
        outcome("short", "hi"),
    )


def test_reports() -> None:
    """Counts first, the first things by name, every failure under its reason; feeds; limits."""
    blocks = (
        *arrivals.report(many()),
        arrivals.progress(7, 200),
        arrivals.progress(200, 200),
        arrivals.followed(FEED),
        arrivals.followed(replace(FEED, new=False)),
        *arrivals.list_followed(LIST),
        arrivals.refused(Refusal(3, 300, "person", HOUR, timedelta(minutes=11, seconds=5))),
        arrivals.refused(Refusal(1, 2000, "chat", DAY, timedelta(hours=5))),
        arrivals.refused(Refusal(40, 500, "chat")),
        arrivals.copied(DOCUMENT),
        arrivals.stale(FetchFailed("timeout", "")),
        say(arrivals.OFFER),
    )
    check("arrivals", *blocks)


def test_many_failures_are_listed_whole_and_few_are_not() -> None:
    """A line each with its reason, also those that the report does not name."""
    failed = [outcome("failed", f"https://wye.example/{n}", FetchFailed("missing", "")) for n in range(21)]
    lines = arrivals.unnamed([*failed, outcome("taken")]).splitlines()
    assert lines == [f"page not found: https://wye.example/{n}" for n in range(21)]
    assert arrivals.unnamed(failed[1:]) == ""


def test_what_a_report_says_of_numbers_is_ours_or_the_sources() -> None:
    """No digit and no quotation that stands outside of cited pieces and our own counts."""
    assert [uncited(block) for block in arrivals.report(many())] == [()] * len(arrivals.report(many()))


def test_a_report_of_a_thousand_things_fits_a_few_messages() -> None:
    """Long lists are cut with a count."""
    failed = [outcome("failed", "https://wye.example/" + "y" * 300, FetchFailed("gone", "")) for _ in range(1000)]
    messages: tuple[Rich, ...] = parts(arrivals.report((*many(), *failed)))
    assert len(messages) < 3
    assert all(message.units <= MAX_UNITS for message in messages)


def test_the_head_says_from_whom_it_is() -> None:
    """A mail's sender where nobody is named as the publisher, and a forward's channel unless that is the publisher."""

    def head(publisher: str | None, byline: str | None, forwarded: str | None = None) -> str:
        document = Document.make(ARTICLE, title="Bridge", publisher=publisher, byline=byline)
        return arrivals.taken(document, analyse(document, None), "taken", forwarded).text.split("\n")[1]

    assert head(None, "Press Office").startswith("publisher not stated · by Press Office · date not stated")
    assert head("Gazette", "Ann Hill").startswith("Gazette · date not stated")
    assert head("Gazette", None, "forwarded from Coast Wire").startswith("Gazette · forwarded from Coast Wire · date")
    assert head("Coast Wire", None, "forwarded from Coast Wire").startswith("Coast Wire · date")
    assert head(None, "Joe", "forwarded from Joe").startswith("publisher not stated · forwarded from Joe · date")

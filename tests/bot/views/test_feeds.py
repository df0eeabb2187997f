"""Feeds as people read them: plain words for every state and every failure, nothing of a stranger's taken for ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.buttons import read
from bot.views.feeds import (
    WHY,
    by_need,
    confirming,
    ended,
    ended_rows,
    followed,
    health,
    meant,
    numbered,
    picking,
    removed,
    replacing,
    retried,
)
from bot.views.language import speaking
from bot.views.pages import source_pages
from bot.views.rich import MAX_UNITS, plain, uncited
from bot.views.shelf import entry, removable
from sources.base import Failure
from storage.types import FeedState, Following, Source
from tests.storage.factory import report

NOW = datetime(2026, 1, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
STATE = FeedState(3, "https://wye.example/feed", "Wye Gazette", None, NOW, NOW + HOUR, HOUR, succeeded=NOW - HOUR / 5)
OURS = Following(6, STATE, 7, 1, NOW)
TITLES = st.one_of(st.none(), st.text(min_size=1, max_size=600))


def of(**changed: object) -> Following:
    """The feed in another state."""
    return replace(OURS, feed=replace(STATE, **changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("following", "said"),
    [
        (OURS, "read 12 minutes ago; next look in 1 hour"),
        (of(due=NOW), "read 12 minutes ago; next look within a minute"),
        (of(succeeded=None, due=NOW + HOUR / 60), "not read yet; next look in 1 minute"),
        (
            of(failures=4, failing_since=NOW - 3 * HOUR, failure="timeout", due=NOW + 49 * HOUR),
            "failing for 3 hours: the site takes too long to answer; last read 12 minutes ago; next look in 2 days",
        ),
        (
            of(failures=1, failing_since=NOW, failure="gone", due=None, succeeded=None),
            "ended: the site says that it has ended; never read; asked no more",
        ),
        (replace(OURS, chat=None), "public; read 12 minutes ago; next look in 1 hour"),
    ],
)
def test_the_health_of_a_feed_in_plain_words(following: Following, said: str) -> None:
    """Title and site, when it was read last, what is wrong since when, when it is asked next."""
    mark = "• " if following.chat is None else "11. "
    assert health(following, NOW).text == f"{mark}Wye Gazette (wye.example)\n   {said}"


def test_every_failure_has_words() -> None:
    """Those of fetching, and of what is no feed."""
    assert set(WHY) == {*get_args(Failure), "parse"}


def test_those_that_fail_come_first() -> None:
    """Otherwise in the order given."""
    failing = of(failures=1, failure="busy")
    assert by_need((OURS, failing, OURS)) == (failing, OURS, OURS)


@given(st.integers(1, 4_000_000), st.integers(1, 4_000_000))
def test_a_number_means_one_thing(feed: int, source: int) -> None:
    """Feeds and sources share no number, and each is found by its own."""
    assert meant(numbered(feed=feed)) == (feed, None)
    assert meant(numbered(source=source)) == (None, source)
    assert numbered(feed=feed) != numbered(source=source)


@given(TITLES, st.integers(1, 2**31))
def test_nothing_of_a_feed_passes_for_ours_and_every_button_fits(title: str | None, number: int) -> None:
    """Whatever its publisher calls it: marked as a stranger's words, within a message, 64 bytes a button."""
    following = replace(of(title=title, failures=1, failure="gone", failing_since=NOW, due=None), id=number)
    asked, rows = confirming(plain("this"), numbered(feed=number), feed=True)
    question, answering = replacing(following)
    which, choices = picking([(numbered(feed=number), title or "x")])
    messages = (health(following, NOW), ended(following, NOW), asked, question, which, retried(following.feed, 2, NOW))
    for message in (*messages, followed(following, 3, 1, new=True)):
        assert uncited(message) == ()
        assert message.units < MAX_UNITS
    for button in (b for row in (*rows, *answering, *choices, *ended_rows(following)) for b in row):
        assert len(button.data.encode()) <= 64
        assert read(button.data).kind == "own"


def test_what_cannot_be_brought_back_has_no_button() -> None:
    """While nothing can be written there is no way back to offer."""
    assert removed(plain("it"), None)[1] == ()
    assert [button.label for row in removed(plain("it"), "AbCdEfGh-_12")[1] for button in row] == ["Undo"]


def test_a_source_says_how_it_came_and_who_else_has_it() -> None:
    """A feed's article names the feed, a forward its origin; a copy stands behind it with its own number."""
    first, second = report(), report(number="2")
    mine = Source(6, 7, "feed", "Wye Gazette", first.key, NOW)
    public = Source(7, None, "text", "", second.key, NOW)
    said = entry(mine, first, [(public, second), (replace(mine, id=8), second)]).text
    assert said.startswith("12. The return")
    assert "\n   this chat only, since 2 January 2026; by the feed Wye Gazette\n" in said
    assert said.splitlines()[-1].startswith("   the same article from ")
    assert said.endswith("(16)")
    assert "; from a channel" in entry(replace(mine, origin="from a channel"), first).text
    assert removable([(public, second), (mine, first)]) == ((12, first.title),)


def test_copies_are_one_entry_and_each_can_be_removed() -> None:
    """The list counts articles; what is picked below it are all sources of the chat."""
    first, second = report(), report(number="2")
    mine, copy = Source(6, 7, "text", "", first.key, NOW), Source(8, 7, "text", "", second.key, NOW)
    pages = source_pages([(mine, first)], "", size=5, copies={first.key: [(copy, second)]})
    assert pages.page(0).text.startswith("Sources · 1 in all")
    assert [number for number, _ in pages.removable(0)] == [12, 16]
    assert [button.label for row in pages.rows("sources", "listing", 0) for button in row] == ["Remove…"]


def test_a_feed_is_told_of_in_ukrainian() -> None:
    """With the forms that its numbers ask for, and nothing of the promise is lost."""
    ill = of(failures=4, failing_since=NOW - 3 * HOUR, failure="timeout", due=NOW + 49 * HOUR)
    with speaking("uk"):
        messages = (health(ill, NOW), ended(ill, NOW), retried(STATE, 2, NOW), followed(OURS, 5, 1, new=True))
        said = [followed(OURS, number, 0, new=True).text for number in (1, 2, 5)]
    assert all(not uncited(each) for each in messages)
    assert not any(word in each.text for each in messages for word in ("failing", "look", "article", "feed "))
    assert len({each.replace(str(number), "N") for each, number in zip(said, (1, 2, 5), strict=True)}) == 3

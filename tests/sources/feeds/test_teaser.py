"""Whether a feed holds the article or its beginning."""

from __future__ import annotations

import pytest

from sources.feeds.draft import Draft
from sources.feeds.teaser import asks_to_read_on, is_teaser
from tests.sources.feeds.reading import sample

LINK = "https://a.example/1"
WORDS = "The office said that the road was closed. "


@pytest.mark.parametrize(
    "end",
    [
        "and then…", "and then...", "and then [...]", "and then [&#8230;]", "It began. Read more", "It began. Read on",
        "It began. Continue reading “Storm” →",
        "It began. [Read the full story at the Post]", "It began. Read the rest of this entry »",
        "It began. Click here to read more",
        "It began. Keep reading", "and so […] The post Storm appeared first on The Post.", "Es begann. Weiterlesen",
    ],
)  # fmt: skip
def test_a_text_that_breaks_off_is_a_teaser(end: str) -> None:
    """However long it is."""
    assert is_teaser(Draft(link=LINK, content=f"<p>{WORDS * 50}</p><p>{end}</p>"))


@pytest.mark.parametrize(
    "end",
    [
        "He went home.", "You can read more about it in his book, she said.", "“We wait ... and see,” she said.",
        "The post Storm appeared first on The Post.", "The article was published in May.",
    ],
)  # fmt: skip
def test_a_long_text_that_ends_is_whole(end: str) -> None:
    """Also with the line that blogs put under every entry."""
    assert not is_teaser(Draft(link=LINK, content=f"<p>{WORDS * 50}</p><p>{end}</p>"))


def test_a_short_description_is_a_teaser_and_a_brief_in_full_is_none() -> None:
    """A description needs 150 words, what the feed calls content 60; without a link there is nothing more to be had."""
    assert is_teaser(Draft(link=LINK, summary=WORDS * 10))
    assert not is_teaser(Draft(link=LINK, content=WORDS * 10))
    assert is_teaser(Draft(link=LINK, content=WORDS * 5))
    assert not is_teaser(Draft(summary=WORDS))


def test_a_feed_of_teasers() -> None:
    """The link that asks to read on stands in the markup."""
    assert sample("teasers.xml").entries[0].teaser
    assert [entry.teaser for entry in sample("rss20.xml").entries] == [True, True]


def test_the_end_of_an_endless_text_is_found_at_once() -> None:
    """The rule looks at the last words, however long the text is."""
    assert asks_to_read_on("The post " * 200_000 + "goes on ...")

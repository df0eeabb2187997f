"""Cleaning keeps every sentence of an article and drops the page around it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.cleaning.clean import clean

WORDS = (
    "officials said that troops left the town on Monday and 30 people died there after Reuters published photos of "
    "share email cookies by latest more news follow read app Kyiv NATO U.S. Blinken"
).split()
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=4, max_size=25).map(lambda words: "They " + " ".join(words))
PROSE = st.builds(str.__add__, SENTENCES, st.sampled_from([".", "?", "!", '."', ".”"]))
FURNITURE = [
    "CLICK HERE TO GET THE FOX NEWS APP",
    "LATEST STORIES:",
    "Share this story...",
    "Load more..",
    "Read more",
    "Advertisement",
    "ADVERTISEMENT",
    "Story continues below advertisement",
    "Subscribe to our newsletter",
    "Sign up for our free daily newsletter",
    "Follow us on Twitter and Facebook",
    "We use cookies to improve your experience.",
    "Facebook Twitter WhatsApp Email",
    "Related: Trump leaves the meeting with Kim",
    "Official websites use .gov",
    "A .gov website belongs to an official government organization in the United States.",
    "© 2022 The Example Company. All rights reserved.",
    "Skip to main content",
    "WARNING: GRAPHIC IMAGE: Policemen work in the town on Wednesday. (AP/Jane Roe)",
    "A dog lies in the road on Sunday.  (Reuters/Stringer TPX Images of the Day)",
    "Jane Roe arrives at the premiere. (Photo: John Doe/Invision/AP)",
    "FILE - In this May 13, 2013, file photo, a man stands in court. (Associated Press)",
    "The minister speaks in Kyiv. REUTERS/Jane Roe",
    "RUSSIA-UKRAINE: LIVE UPDATES",
    "NATO EXPECTING 'MAJOR OFFENSIVE' IN THE EAST, ALLIANCE PREPARING",
]
SPARED = [
    "Read more books, the minister told the pupils.",
    "Share this burden with us, she said.",
    "Follow the money, he said on Twitter.",
    "Published in 1999, the book sold 3 million copies.",
    "Photo agencies such as AFP and Reuters published the pictures (see the report of the UN).",
    "The party (Labour/Greens) won 12 seats.",
    'Users must accept that "all cookies are not equal", the court found, and the company paid $3 million.',
    "By Tuesday the town was empty.",
    "I SAID NO.",
    "Officials say 30 were killed",
    "- 30 killed in Bucha",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_between_sentences_is_dropped(line: str) -> None:
    """A line that belongs to the page goes, and the sentences on both sides stay."""
    assert clean(f"One sentence stands here.\n\n{line}\n\nAnother one follows it.").text == (
        "One sentence stands here.\n\nAnother one follows it."
    )


@pytest.mark.parametrize("line", SPARED)
def test_sentences_that_resemble_furniture_are_kept(line: str) -> None:
    """Words of furniture inside a reporter's sentence do not cost the reader the sentence."""
    for text in (f"One sentence stands here.\n\n{line}\n\nAnother one follows it.", f"One sentence is here.\n\n{line}"):
        assert line in clean(text).text.split("\n\n")


@given(st.lists(PROSE, min_size=1, max_size=12))
@settings(max_examples=100, deadline=None)
def test_plain_prose_is_never_dropped(sentences: list[str]) -> None:
    """Whatever closed sentences a text has, and in whatever order, all of them come back."""
    assert clean("\n\n".join(sentences)).text == "\n\n".join(sentences)


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_any_text_is_cleaned_without_an_error(raw: str) -> None:
    """Nothing that can be typed breaks cleaning; paragraphs are lines and headings are whole paragraphs."""
    cleaned = clean(raw)
    paragraphs = [line for line in cleaned.text.split("\n\n") if line]
    assert all("\n" not in line and line == line.strip() for line in paragraphs)
    assert all(heading.of(cleaned.text) in paragraphs for heading in cleaned.headings)


def test_the_headline_is_title_and_heading() -> None:
    """The first of two equal headlines stays; what stands between them is a heading too, not a statement."""
    cleaned = clean("Town is empty\n\nMayor says all have left.\n\nTOWN IS EMPTY\n\nThe town is empty now, he said.")
    assert cleaned.title == "Town is empty"
    assert [h.of(cleaned.text) for h in cleaned.headings] == ["Town is empty", "Mayor says all have left."]
    assert cleaned.text.count("own is empty") == 2


def test_a_refrain_is_no_second_headline() -> None:
    """A closed sentence that comes back is kept each time."""
    text = "We shall never surrender.\n\nWe shall fight on the hills.\n\nWe shall never surrender."
    assert clean(text).text == text
    assert clean(text).headings == ()


def test_a_transcript_has_no_title() -> None:
    """A text that begins with a turn has no headline; its first words are not made one."""
    cleaned = clean("SECRETARY ROE:  Good morning.  We met today.\n\nQUESTION:  Mr. Secretary —\n\nQUESTION:  When?")
    assert cleaned.title is None
    assert cleaned.text.startswith("SECRETARY ROE:  Good morning.  We met")
    assert cleaned.text.endswith("QUESTION:  When?")


def test_speakers_on_lines_of_their_own_are_kept() -> None:
    """A name in capitals that comes back is a speaker, not a promotion."""
    turns = ("JANE ROE", "It is late.", "JOHN DOE", "It is.", "JANE ROE", "Go.", "JOHN DOE", "I go.")
    text = "\n\n".join(("Two people spoke here today.", *turns))
    assert clean(text).text == text


@pytest.mark.parametrize(
    ("page", "publisher"),
    [
        ("It rained today, he said.\n\nCLICK HERE TO GET THE FOX NEWS APP", "Fox News"),
        ("It rained today, he said.\n\nDownload the CNN app", "CNN"),
        ("It rained today, he said.\n\nCopyright 2022 The Associated Press. All rights reserved.", "Associated Press"),
        (
            "An official website of the United States government\n\nIt rained today, he said.\n\nDepartment of Energy",
            "Department of Energy",
        ),
        ("Users should get the Signal app, the U.S. Department of State said.", None),
        ("It rained today, he said.\n\nU.S. Department of State", None),
    ],
)
def test_the_publisher_is_who_the_furniture_names(page: str, publisher: str | None) -> None:
    """Only the page's own furniture names its publisher; an article's words do not."""
    assert clean(page).publisher == publisher


def test_a_byline_is_taken_out_and_kept_as_such() -> None:
    """The line under the headline that names the writers is no sentence."""
    cleaned = clean("Town is empty\n\nBy Jane Roe and John Doe, Example News\n\nThe town is empty now, he said.")
    assert cleaned.byline == "Jane Roe and John Doe, Example News"
    assert cleaned.text == "Town is empty\n\nThe town is empty now, he said."


def test_headlines_behind_the_article_are_dropped() -> None:
    """What follows the last sentence in title case, or under a label, is another article's."""
    page = (
        "The town is empty now, he said.\n\nThe Lessons of 1989: Freedom\n\nRelated stories:\n\nMayor resigns in Kyiv"
    )
    assert clean(page).text == "The town is empty now, he said."


@pytest.mark.parametrize(
    "raw", ["a" * 10_000_000, "word. " * 1_700_000, "\0" * 10_000_000, "\n" * 1_000_000, "(" * 10**6]
)
def test_megabytes_of_one_kind_take_less_than_two_seconds(raw: str) -> None:
    """Hostile input costs time in proportion to its length."""
    started = time.process_time()
    clean(raw)
    assert time.process_time() - started < 2


def test_a_text_of_very_many_paragraphs_is_left_as_it_is() -> None:
    """What is too long for a page is not searched for a page's furniture."""
    raw = "\n\n".join(["Read more"] * 20_001)
    assert clean(raw).text == raw

"""Cleaning: the article out of what was sent, as the text that every offset points into.

raw | tidy characters | paragraphs | dates, credits | keep the article | mark headings | join by blank lines
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from sources.cleaning.article import MOST_PARAGRAPHS, keep_article
from sources.cleaning.characters import tidy_characters
from sources.cleaning.credits import find_publisher, split_byline
from sources.cleaning.datelines import split_dates
from sources.formats.plain import parse_plain
from sources.page import Block, Blocks, Page
from summarizer.sentences import find_headings
from summarizer.types import Document, Span, Spans

BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article and what its own words state of it.

    Every paragraph of `text` is one line, a blank line apart from the next. `headings` are spans of whole paragraphs.
    `title` is the headline at the very top, None where the text begins with something else: a text's first words
    are not its title. `publisher` and `byline` are None where no line states them, and so is `published`.
    """

    text: str
    headings: Spans = ()
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: datetime | None = None


def clean(raw: str) -> Cleaned:
    """The article in a plain text. Never raises; what holds no article comes back with an empty `text`."""
    return clean_blocks(parse_plain(tidy_characters(raw)))


def clean_blocks(blocks: Blocks) -> Cleaned:
    """The article in paragraphs whose characters are tidy."""
    published, beside, undated = split_dates(blocks)
    byline, rest = split_byline(undated)
    kept = keep_article(rest)
    text = BETWEEN.join(block.text for block in kept)
    headings = mark_headings(kept, text)
    title = headings[0].of(text) if headings and headings[0].start == 0 else None
    return Cleaned(text, headings, title, find_publisher(blocks), byline or beside, published)


def mark_headings(blocks: Blocks, text: str) -> Spans:
    """Spans of the blocks that the markup calls headings, and of unmarked ones that look like headings."""
    found = set(find_headings(text)) if len(blocks) <= MOST_PARAGRAPHS else set()
    spans = zip(blocks, find_spans(blocks), strict=True)
    return tuple(span for block, span in spans if block.heading or (block.heading is None and span in found))


def find_spans(blocks: Blocks) -> Spans:
    """Where each block stands in the blocks' joined text."""
    ends = accumulate(blocks, lambda end, block: end + len(BETWEEN) + len(block.text), initial=-len(BETWEEN))
    return tuple(Span(end - len(block.text), end) for end, block in zip(list(ends)[1:], blocks, strict=True))


def make_document(page: Page, *, latest: datetime) -> Document:
    """The page's article as a document. What the markup states goes before what its words let see.

    A date after `latest` is unknown.
    """
    cleaned = clean_blocks(tidy_blocks(page.blocks))
    published = page.published or cleaned.published
    return Document.make(
        cleaned.text,
        title=tidy_line(page.title) or cleaned.title,
        publisher=tidy_line(page.publisher) or cleaned.publisher,
        byline=tidy_line(page.byline) or cleaned.byline,
        url=tidy_line(page.url),
        published=published if published and published <= latest else None,
        headings=cleaned.headings,
    )


def tidy_line(stated: str | None) -> str | None:
    """A title, a name or an address with tidy characters, on one line; None where nothing is left."""
    return " ".join(tidy_characters(stated or "").split()) or None


def tidy_blocks(blocks: Blocks) -> Blocks:
    """The blocks with tidy characters, each on one line; blocks without a word are left out."""
    lines = ((" ".join(tidy_characters(block.text).split("\n")).strip(), block.heading) for block in blocks)
    return tuple(Block(line, heading) for line, heading in lines if line)

"""From what was sent to a reading, for every format.

bytes | what are they? | decode | the format's parser | cleaning | what is left, checked
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from sources.base import (
    NOWHERE,
    EmptySource,
    LinkAlone,
    NoArticle,
    Origin,
    Reading,
    ReadingKind,
    TooLarge,
    Unparsable,
)
from sources.cleaning.characters import tidy_characters
from sources.cleaning.clean import make_document
from sources.encodings import decode
from sources.formats.address import choose_address
from sources.formats.dates import latest
from sources.formats.html import parse_html
from sources.formats.mail import parse_mail
from sources.formats.markdown import parse_markdown
from sources.formats.pdf import parse_pdf
from sources.formats.plain import parse_plain
from sources.formats.table import parse_table
from sources.formats.word import parse_word
from sources.magic import tell_kind
from sources.page import MOST_CHARACTERS, Page
from summarizer.errors import SourceError

PARSERS: dict[ReadingKind, Callable[[str], Page]] = {
    "text": lambda raw: Page(parse_plain(tidy_characters(raw))),
    "markdown": parse_markdown,
    "html": parse_html,
    "table": parse_table,
}
# These hold their own encodings.
WHOLE: dict[ReadingKind, Callable[[bytes], Page]] = {"pdf": parse_pdf, "word": parse_word, "mail": parse_mail}
# A novel has 70,000 lines, the longest encyclopedia pages 40,000 tags. More are sent to keep a machine busy.
MOST_LINES = 100_000
MOST_TAGS = 50_000
# Of one tag. Parsers compare each with every other: 100,000 of them take minutes.
MOST_ATTRIBUTES = 1_000
VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")

LINK = re.compile(r"\s*<?((?:https?://|www\.)\S{3,}?)>?\s*", re.IGNORECASE)
LETTER = re.compile(r"[^\W\d_]")


def read_bytes(
    data: bytes,
    name: str | None,
    mime: str | None,
    origin: Origin = NOWHERE,
    *,
    limit: int,
    url: str | None = None,
    now: datetime | None = None,
) -> Reading:
    """What is in the bytes, whatever `name` and `mime` say; `mime` may be a whole Content-Type with its charset.

    `limit` in bytes. `url` is the address that the bytes came from, after redirects. Dates later than two days after
    `now` are unknown (without a `now`, those after 2199). Raises EmptySource, TooLarge, UnsupportedSource, NoArticle,
    Undecodable, LinkAlone, and Unparsable for a file that is broken.
    """
    if not data:
        raise EmptySource(f"{name or 'the file'} has no bytes")
    if len(data) > limit:
        raise TooLarge(limit, len(data))
    kind = tell_kind(data, name, mime)
    if kind not in WHOLE:
        return take_in(decode(data, name, mime), kind, name, origin, url=url, now=now)
    page = guarded(WHOLE[kind], data, name)
    raw = "\n\n".join(block.text for block in page.blocks)
    return make_reading(page, raw, kind, name, origin, url=url, now=now)


def take_in(
    raw: str,
    kind: ReadingKind,
    name: str | None = None,
    origin: Origin = NOWHERE,
    *,
    url: str | None = None,
    now: datetime | None = None,
) -> Reading:
    """Parses and cleans a text that is decoded, in seconds at most; `url` and `now` as `read_bytes` takes them.

    Raises EmptySource where no letter is left, LinkAlone where all there is is a link, TooLarge, NoArticle.
    """
    if len(raw) < 4096 and (link := LINK.fullmatch(raw)):
        raise LinkAlone(link[1])
    check_length(raw, kind)
    return make_reading(guarded(PARSERS[kind], raw, name), raw, kind, name, origin, url=url, now=now)


T = TypeVar("T", str, bytes)


def guarded(parse: Callable[[T], Page], given: T, name: str | None) -> Page:
    """The page. Raises SourceError, and Unparsable for whatever else the parser's library raises: it has no tree."""
    try:
        return parse(given)
    except SourceError:
        raise
    except Exception as error:
        raise Unparsable(name) from error


def make_reading(
    page: Page,
    raw: str,
    kind: ReadingKind,
    name: str | None,
    origin: Origin,
    *,
    url: str | None,
    now: datetime | None = None,
) -> Reading:
    """The page cleaned, and what is left of it checked; what it states goes before what its origin states."""
    if page.lack and (url or page.lack != "empty"):
        raise NoArticle(page.lack, url)
    page = without_dates_after(latest(now), page)
    if kind == "table":  # its first row is not what it is about
        page = replace(page, title=page.title or origin.title or name)
    document = make_document(fill_in(page, origin, url), latest=latest(now))
    if not LETTER.search(document.text):
        raise EmptySource(f"{len(raw)} characters of {kind} hold no article")
    if len(document.text) > MOST_CHARACTERS:
        raise TooLarge(MOST_CHARACTERS, len(document.text), "characters")
    return Reading(document, raw, kind, name, modified=page.modified, asked=url)


def without_dates_after(moment: datetime, page: Page) -> Page:
    """The page without dates that have not come: its origin may know the true one."""
    published, modified = (date if date and date <= moment else None for date in (page.published, page.modified))
    return replace(page, published=published, modified=modified)


def fill_in(page: Page, origin: Origin, url: str | None) -> Page:
    """The page with what its origin states, where itself it states nothing."""
    return replace(
        page,
        title=page.title or origin.title,
        publisher=page.publisher or origin.publisher,
        byline=page.byline or origin.byline,
        url=choose_address(page.url, url) or origin.url,
        published=page.published or origin.published,
    )


def check_length(raw: str, kind: ReadingKind) -> None:
    """Raises TooLarge where lines or tags are too many to be an article's."""
    if kind == "html" and (tags := raw.count("<")) > MOST_TAGS:
        raise TooLarge(MOST_TAGS, tags, "tags")
    if kind == "html" and (attributes := max(map(count_attributes, raw.split("<")))) > MOST_ATTRIBUTES:
        raise TooLarge(MOST_ATTRIBUTES, attributes, "attributes")
    if kind != "html" and (lines := len(list(filter(str.strip, raw.splitlines())))) > MOST_LINES:
        raise TooLarge(MOST_LINES, lines, "lines")


def count_attributes(tag: str) -> int:
    """How many attributes a tag has, roughly; values in quotation marks count as none. 0 for a short one."""
    return len(VALUE.sub("=", tag).partition(">")[0].split()) if len(tag) > MOST_ATTRIBUTES else 0

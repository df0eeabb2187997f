"""From a decoded text to a reading: the format's parser, cleaning, and what is left checked."""

from __future__ import annotations

import re
from collections.abc import Callable

from sources.base import EmptySource, LinkAlone, Reading, ReadingKind, TooLarge
from sources.cleaning.characters import tidy_characters
from sources.cleaning.clean import make_document
from sources.formats.html import parse_html
from sources.formats.markdown import parse_markdown
from sources.formats.plain import parse_plain
from sources.page import Page

PARSERS: dict[ReadingKind, Callable[[str], Page]] = {
    "text": lambda raw: Page(parse_plain(tidy_characters(raw))),
    "markdown": parse_markdown,
    "html": parse_html,
}
# A novel has 70,000 lines, the longest encyclopedia pages 40,000 tags. More are sent to keep a machine busy.
# 60,000 words, a whole novel: what is more is no article, and to brief it would keep everybody waiting.
MOST_CHARACTERS = 400_000
MOST_LINES = 100_000
MOST_TAGS = 50_000

LINK = re.compile(r"\s*<?((?:https?://|www\.)\S{3,}?)>?\s*", re.IGNORECASE)
LETTER = re.compile(r"[^\W\d_]")


def take_in(raw: str, kind: ReadingKind, name: str | None = None) -> Reading:
    """Parses and cleans, in seconds at most.

    Raises EmptySource where no letter is left, LinkAlone where all there is is a link, TooLarge.
    """
    if len(raw) < 4096 and (link := LINK.fullmatch(raw)):
        raise LinkAlone(link[1])
    check_length(raw, kind)
    document = make_document(PARSERS[kind](raw))
    if not LETTER.search(document.text):
        raise EmptySource(f"{len(raw)} characters of {kind} hold no article")
    if len(document.text) > MOST_CHARACTERS:
        raise TooLarge(MOST_CHARACTERS, len(document.text), "characters")
    return Reading(document, raw, kind, name)


def check_length(raw: str, kind: ReadingKind) -> None:
    """Raises TooLarge where lines or tags are too many to be an article's."""
    if kind == "html" and (tags := raw.count("<")) > MOST_TAGS:
        raise TooLarge(MOST_TAGS, tags, "tags")
    if kind != "html" and (lines := len(list(filter(str.strip, raw.splitlines())))) > MOST_LINES:
        raise TooLarge(MOST_LINES, lines, "lines")

"""Whether a feed gives an article or only its beginning."""

from __future__ import annotations

import re

from sources.feeds.draft import Draft
from sources.feeds.words import text_of

# Shorter than a news brief: the page is asked. To ask once too often costs a request, once too seldom an article.
SHORT_SUMMARY = 150
SHORT_CONTENT = 60
TAIL = 400

APPEARED = re.compile(
    r"(?:The (?:post|article|entry) .{0,300}?|This (?:post|article|story) (?:was )?(?:first |originally )?)"
    r"(?:appeared|published|posted)(?: first| originally)? (?:on|in|at) .{0,100}$",
    re.IGNORECASE,
)
CUT = re.compile(r"(?:\.{3,}|…|\[(?:\.{2,3}|…|\+)\]|\((?:\.{3}|…|more)\))\s*$", re.IGNORECASE)
READ_ON = (
    r"continue reading|keep reading|read on|read (?:the )?(?:more|full|rest|whole|entire|complete|article|story)|"
    r"(?:click|tap)(?: here)? (?:to|for) (?:read|the|more|full)|(?:view|see|get) (?:the )?(?:full|rest|whole)|"
    r"learn more|full (?:story|article)|more details|weiterlesen|mehr lesen|lire la suite|leer más|"
    r"читать (?:далее|полностью)"
)
# At the beginning of the last sentence: in the middle of one it is about a book.
MORE = re.compile(rf"(?:^|[.!?…\]»)\"”]|\s[-–—|»])\s*[\[(]?(?:{READ_ON})\b.{{0,120}}$", re.IGNORECASE)


def is_teaser(draft: Draft) -> bool:
    """Whether the text is only the beginning of what stands at the link; never where there is no link.

    So where it ends in an ellipsis or in words that ask to read on, and where it is short: under 60 words of what the
    feed calls content, under 150 of what it calls a description. A closing "The post ... appeared first on ..." says
    nothing of it and is looked past.
    """
    if draft.link is None:
        return False
    text = text_of(draft.html)
    short = SHORT_CONTENT if draft.content and len(draft.content) >= len(draft.summary) else SHORT_SUMMARY
    return text.count(" ") + 1 < short or asks_to_read_on(text)


def asks_to_read_on(text: str) -> bool:
    """Whether a text on one line breaks off: an ellipsis, "Continue reading ..." at its end."""
    tail = APPEARED.sub("", text[-TAIL:]).rstrip()
    return bool(CUT.search(tail) or MORE.search(tail[-160:]))

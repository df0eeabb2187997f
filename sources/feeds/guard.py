"""What is refused before a parser sees it, and how much of a file is read: looks at bytes, linear in their length.

The process that parses is the second line; this first one keeps a known bomb from costing its whole deadline.
"""

from __future__ import annotations

import re

from sources.base import TooLarge, Unparsable

MOST_BYTES = 2_000_000
MOST_ELEMENTS = 2_000  # entries that are parsed; of those the newest 200 are kept
MOST_ATTRIBUTES = 1_000  # of one tag; feedparser takes time by their square
MOST_TAGS = 100_000  # 2 MB of articles have half of it; feedparser takes long for what never closes
MOST_ENTITIES = 500  # HTML has 252
MOST_EXPANDED = 1_000_000  # characters that a file's own entities may become
ENDING = re.compile(rb"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
DECLARED = re.compile(rb"<!ENTITY\s+(%\s+)?([\w.:-]+)\s+(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
NESTED = re.compile(rb"[&%](?!#|(?:amp|lt|gt|quot|apos);)[\w.:-]+;")
ATTRIBUTE = re.compile(rb"[\w.:-]\s{0,9}=")


def head_of(data: bytes) -> bytes:
    """The entries that are read of a file that is longer than a feed needs to be: whole ones, from its beginning.

    At most 2 MB and 2,000 entries. Raises TooLarge where no entry ends in the first 2 MB.
    """
    ends = [match.end() for match in ENDING.finditer(data, 0, MOST_BYTES)]
    if len(data) <= MOST_BYTES and len(ends) <= MOST_ELEMENTS:
        return data
    if not ends:
        raise TooLarge(MOST_BYTES, len(data))
    return data[: ends[:MOST_ELEMENTS][-1]]


def refuse_bombs(data: bytes) -> None:
    """Raises TooLarge for more than 100,000 tags, escaped ones included, Unparsable for entities that would grow beyond
    1 MB or a tag of more than 1,000 attributes."""
    if (marks := data.count(b"<") + data.count(b"&lt;")) > MOST_TAGS:
        raise TooLarge(MOST_TAGS, marks, "tags")
    if b"<!ENTITY" in data.upper() and expanded(data) > MOST_EXPANDED:
        raise Unparsable
    tags = (tag for tag in data.split(b"<") if tag.count(b"=") > MOST_ATTRIBUTES)
    if any(len(ATTRIBUTE.findall(tag)) > MOST_ATTRIBUTES for tag in tags):
        raise Unparsable


def expanded(data: bytes) -> int:
    """How many bytes the entities that a file declares become where it uses them; nested or hundreds are too many."""
    declared = {match[2]: match[3] or match[4] or b"" for match in DECLARED.finditer(data)}
    if len(declared) > MOST_ENTITIES or any(NESTED.search(value) for value in declared.values()):
        return MOST_EXPANDED + 1
    return sum(len(value) * data.count(b"&%b;" % name) for name, value in declared.items())

"""What is refused before a parser sees it, and how much of a file is read: looks at bytes, linear in their length.

The process that parses is the second line; this first one keeps a known bomb from costing its whole deadline.
"""

from __future__ import annotations

import codecs
import re
import sys

from sources.base import TooLarge, Unparsable

MOST_BYTES = 2_000_000
MOST_ELEMENTS = 2_000  # entries that are parsed; of those the newest 200 are kept
MOST_ATTRIBUTES = 1_000  # of one tag; feedparser takes time by their square
MOST_EXPANDED = 1_000_000  # characters that a file's own entities may become
ENDING = re.compile(rb"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
DECLARED = re.compile(rb"<!ENTITY\s+(%\s+)?([\w.:-]+)\s+(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
NESTED = re.compile(rb"[&%](?!#)[\w.:-]+;")
ATTRIBUTE = re.compile(rb"[\w.:-]\s{0,9}=")
XML_ENCODING = re.compile(rb"^(\s*<\?xml[^>]{0,200}?)\s+encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']", re.IGNORECASE)
REFERENCE = re.compile(rb"&#(?:[xX]0*([0-9a-fA-F]+)|0*([0-9]+));?")
REPLACEMENT = b"&#xFFFD;"
# Sizes of pictures, places and chapters: nothing that we read, and where feedparser trips over broken nestings.
UNREAD = re.compile(
    rb"</?(?:width|height|(?:georss|gml|geo|psc|creativecommons):[\w.-]{1,40})(?=[\s/>])[^<>]*>", re.IGNORECASE
)
# Python's codecs for its own strings, and one that costs time by the square: no feed is written in them.
NO_CHARSET = frozenset(
    {"punycode", "idna", "unicode_escape", "raw-unicode-escape", "unicode-escape", "utf-7", "undefined"}
)


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
    """Raises Unparsable for entities that would grow beyond 1 MB, or a tag of more than 1,000 attributes."""
    if b"<!ENTITY" in data.upper() and expanded(data) > MOST_EXPANDED:
        raise Unparsable
    if any(
        len(ATTRIBUTE.findall(piece)) > MOST_ATTRIBUTES
        for piece in data.split(b"<")
        if piece.count(b"=") > MOST_ATTRIBUTES
    ):
        raise Unparsable


def expanded(data: bytes) -> int:
    """How many bytes the entities that a file declares become where it uses them; a nested one counts as too many."""
    declared = {match[2]: match[3] or match[4] or b"" for match in DECLARED.finditer(data)}
    if any(NESTED.search(value) for value in declared.values()):
        return MOST_EXPANDED + 1
    return sum(len(value) * data.count(b"&%b;" % name) for name, value in declared.items())


def without_odd_charset(data: bytes) -> bytes:
    """The file without the name of its encoding where that is no charset but a codec of another kind."""
    named = XML_ENCODING.match(data)
    return data if named is None or is_charset(named[2].decode("ascii")) else named[1] + data[named.end() :]


def without_stumbling_blocks(data: bytes) -> bytes:
    """The file without what feedparser gives a whole feed up for: elements that we do not read, and references to what
    is no character, which become U+FFFD."""
    return REFERENCE.sub(lambda match: match[0] if _is_character(match) else REPLACEMENT, UNREAD.sub(b"", data))


def _is_character(reference: re.Match[bytes]) -> bool:
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    code = int(digits, base) if len(digits) < 8 else sys.maxunicode + 1
    return code <= sys.maxunicode and not 0xD800 <= code < 0xE000


def is_charset(name: str) -> bool:
    """Whether text may be said to be in this encoding; an unknown name does no harm."""
    try:
        return codecs.lookup(name).name not in NO_CHARSET
    except LookupError:
        return True

"""What is taken out of a feed's file before feedparser reads it: what would make it give up the whole of it."""

from __future__ import annotations

import codecs
import re
import sys

XML_ENCODING = re.compile(
    rb"^(\s*<\?xml[^>]{0,200}?)\s{1,20}encoding\s{0,20}=\s{0,20}(?:\"([^\">]*)\"|'([^'>]*)')", re.IGNORECASE
)
BEGINNINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    ("<?".encode("utf-16-le"), "utf-16-le"),
    ("<?".encode("utf-16-be"), "utf-16-be"),
    ("<?xm".encode("cp037"), "cp037"),
)
NARROW = re.compile(rb"\s*<[A-Za-z?!]")
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


def narrowed(data: bytes) -> bytes:
    """The file in UTF-8 where its first bytes say that it is in another Unicode encoding or in EBCDIC (XML 1.0, F.1):
    what is looked for in bytes is then found in them."""
    wide = next((encoding for beginning, encoding in BEGINNINGS if data.startswith(beginning)), None)
    return data.decode(wide, "replace").encode("utf-8", "replace") if wide else data


def without_wrong_charset(data: bytes) -> bytes:
    """The file without the name of an encoding that it is not in; UTF-8 is then meant."""
    named = XML_ENCODING.match(data)
    return data if named is None or is_charset(named[2] or named[3] or b"", data) else named[1] + data[named.end() :]


def without_stumbling_blocks(data: bytes) -> bytes:
    """The file without what feedparser gives a whole feed up for: elements that we do not read, and references to what
    is no character, which become U+FFFD."""
    return REFERENCE.sub(lambda match: match[0] if _is_character(match) else REPLACEMENT, UNREAD.sub(b"", data))


def _is_character(reference: re.Match[bytes]) -> bool:
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    code = int(digits, base) if len(digits) < 8 else sys.maxunicode + 1
    return code <= sys.maxunicode and not 0xD800 <= code < 0xE000


def is_charset(name: bytes, data: bytes) -> bool:
    """Whether the file may be in the encoding of that name: one that is known, no codec of another kind, and not UTF-16
    or EBCDIC where the file begins with a "<" in ASCII."""
    try:
        codec = codecs.lookup(name.decode("ascii")).name
        begins = "<?xml".encode(codec)
    except (LookupError, ValueError):  # the only way to ask whether there is such a codec
        return False
    return codec not in NO_CHARSET and (begins == b"<?xml" or not NARROW.match(data))

"""What bytes are, told by their magic numbers: a name or a sender may say anything."""

from __future__ import annotations

import re

from sources.base import Unsupported
from sources.encodings import has_bom, wide_encoding

HEAD = 2048
XML = rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?(?:<!DOCTYPE (?:svg|rss)[^>]*>\s*)?"
ODF = rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\."

SIGNATURES: tuple[tuple[Unsupported, bytes], ...] = (
    ("image", rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|II\*\x00|MM\x00\*|BM.{4}\x00{4}|\x00\x00\x01\x00"),
    ("image", rb"....ftyp(?:heic|heix|mif1|avif)"),
    ("image", XML + rb"<svg\b"),
    ("pdf", rb".{0,1024}?%PDF-\d\.\d"),
    ("ebook", rb"PK\x03\x04.{26}mimetypeapplication/epub"),
    ("spreadsheet", ODF + rb"spreadsheet"),
    ("slides", ODF + rb"presentation"),
    ("word", ODF + rb"text"),
    ("word", rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf"),
    ("audio", rb"ID3[\x02-\x04]|OggS\x00|fLaC|RIFF....WAVE|FORM....AIF|#!AMR|....ftypM4A"),
    ("audio", rb"\xff[\xfb\xf3\xf2\xfa][\x10-\xef]"),
    ("video", rb"....ftyp|\x1aE\xdf\xa3|RIFF....AVI |FLV\x01|\x00\x00\x01\xba"),
    ("archive", rb"\x1f\x8b|BZh\d|\xfd7zXZ|7z\xbc\xaf|Rar!\x1a|\x28\xb5\x2f\xfd|.{257}ustar"),
    ("feed", XML + rb"<(?:rss|feed|rdf:RDF|opml)\b"),
    ("binary", rb"\x7fELF|MZ.{2}\x00|SQLite format 3\x00"),
)
MAGIC = tuple((kind, re.compile(signature, re.DOTALL)) for kind, signature in SIGNATURES)
ZIP = b"PK\x03\x04"
OFFICE: tuple[tuple[Unsupported, bytes], ...] = (("word", b"word/"), ("spreadsheet", b"xl/"), ("slides", b"ppt/"))

CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?"
    rb"<(?:!doctype html|html|head|body|meta|title|article)\b",
    re.IGNORECASE | re.DOTALL,
)


def find_kind(data: bytes) -> Unsupported | None:
    """What the bytes are if they are no text that we read; None for text."""
    head = data[:HEAD]
    if has_bom(head):
        return None
    for kind, signature in MAGIC:
        if signature.match(head):
            return kind
    if head.startswith(ZIP):
        # A ZIP's names stand before its files and once more in the directory at the end.
        ends = head + data[-8 * HEAD :]
        return next((kind for kind, folder in OFFICE if folder in ends), "archive")
    return "binary" if is_binary(data[: 8 * HEAD]) else None


def is_binary(head: bytes) -> bool:
    """Whether control characters are too many for a text of any encoding; stray null bytes are not."""
    return wide_encoding(head) is None and len(CONTROL.findall(head)) * 10 > len(head)


def looks_like_html(data: bytes) -> bool:
    """Whether the first element is one that only a page begins with."""
    return HTML.match(data[:HEAD]) is not None

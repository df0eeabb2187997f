"""What bytes are, told by their magic numbers: a name or a sender may say anything."""

from __future__ import annotations

import re
from pathlib import PurePath

from sources.base import NoArticle, ReadingKind, Unsupported, UnsupportedSource
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
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE: tuple[tuple[Unsupported, bytes], ...] = (("word", b"word/"), ("spreadsheet", b"xl/"), ("slides", b"ppt/"))
# The names of the streams in the files of Office 97, and of what a password makes of a newer file.
STREAMS: tuple[tuple[Unsupported, str], ...] = (("spreadsheet", "Workbook"), ("slides", "PowerPoint Document"))
LOCKED = "EncryptedPackage".encode("utf-16-le")

CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?"
    rb"<(?:!doctype html|html|head|body|meta|title|article)\b",
    re.IGNORECASE | re.DOTALL,
)
# A mail's head has a sender, and a field that programs write and people do not.
FIELD = re.compile(rb"([!-9;-~]{1,76}):|[ \t]")
WRITTEN = frozenset(b"mime-version message-id received return-path content-type dkim-signature date".split())
MOST_FIELDS = 300
SUFFIXES: dict[str, ReadingKind] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".eml": "mail",
    ".csv": "table",
    ".tsv": "table",
}
MIMES: dict[str, ReadingKind] = {
    "text/markdown": "markdown",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "message/rfc822": "mail",
    "text/csv": "table",
    "text/tab-separated-values": "table",
}


def tell_kind(data: bytes, name: str | None, mime: str | None) -> ReadingKind:
    """What to read the bytes as: by their content, then what the sender says, then what the name says, else plain text.

    Raises UnsupportedSource for what is no text that we read, NoArticle for an Office file under a password.
    """
    kind = find_kind(data)
    if kind == "pdf":
        return "pdf"
    if kind == "word" and data.startswith(ZIP) and b"word/" in _ends(data):
        return "word"
    if data.startswith(OLE) and LOCKED in data:
        raise NoArticle("encrypted")
    if kind:
        raise UnsupportedSource(kind, name)
    if looks_like_html(data):
        return "html"
    if looks_like_mail(data):
        return "mail"
    said = MIMES.get((mime or "").partition(";")[0].strip().lower())
    return said or SUFFIXES.get(PurePath(name or "").suffix.lower(), "text")


def find_kind(data: bytes) -> Unsupported | None:
    """What the bytes are if they are no plain text, page or mail; None for those."""
    head = data[:HEAD]
    if has_bom(head):
        return None
    for kind, signature in MAGIC:
        if signature.match(head):
            return _tell_ole(data) if head.startswith(OLE) else kind
    if head.startswith(ZIP):
        ends = _ends(data)
        return next((kind for kind, folder in OFFICE if folder in ends), "archive")
    return "binary" if is_binary(data[: 8 * HEAD]) else None


def _ends(data: bytes) -> bytes:
    """Where a ZIP's names stand: before its files, and once more in the directory at the end."""
    return data[:HEAD] + data[-8 * HEAD :]


def _tell_ole(data: bytes) -> Unsupported:
    return next((kind for kind, stream in STREAMS if stream.encode("utf-16-le") in data), "word")


def is_binary(head: bytes) -> bool:
    """Whether control characters are too many for a text of any encoding; stray null bytes are not."""
    return wide_encoding(head) is None and len(CONTROL.findall(head)) * 10 > len(head)


def looks_like_html(data: bytes) -> bool:
    """Whether the first element is one that only a page begins with."""
    return HTML.match(data[:HEAD]) is not None


def looks_like_mail(data: bytes) -> bool:
    """Whether all lines before the first empty one are the fields of a mail's head (RFC 5322, 2.2)."""
    head = data[: 32 * HEAD].replace(b"\r\n", b"\n")
    lines = head.partition(b"\n\n")[0].split(b"\n")[:MOST_FIELDS]
    fields = [FIELD.match(line) for line in lines[lines[0].startswith(b"From ") :]]
    names = {field[1].lower() for field in fields if field and field[1]}
    return None not in fields and b"from" in names and not WRITTEN.isdisjoint(names)

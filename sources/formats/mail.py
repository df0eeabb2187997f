"""Mail (RFC 5322, MIME) into a page: what its sender wrote, without quoted replies and signatures.

bytes | head: who, what about, when | the body's text, or its HTML | drop quotations, signature | paragraphs

Attachments are not read. Where a mail is nothing but a quotation, the quotation is what was sent on.
"""

from __future__ import annotations

import email.policy
import re
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import parseaddr

from sources.base import TooLarge
from sources.cleaning.characters import tidy_characters
from sources.encodings import decode
from sources.formats.dates import read_date
from sources.formats.html import parse_html
from sources.formats.plain import parse_plain
from sources.page import Page

SIGNATURE = re.compile(r"-- ?")
INTRODUCES = re.compile(r"(?:on|le|am|el) .{6,200}(?:wrote|écrit|schrieb|escribió)\s*:", re.IGNORECASE | re.DOTALL)
COMMENT = re.compile(r"\s*\([^()]*\)$")
QUOTE = re.compile(r"(?:> ?)+")
LONGEST_INTRODUCTION = 3
RICHER = 2
# Bytes of a mail's head, ten times what relays and their signatures make.
LONGEST_HEAD = 100_000
# Parts, and those that hold others: the library holds each line against the ends of all parts that it stands in.
MOST_PARTS, MOST_HOLDERS = 1_000, 100
PART = re.compile(rb"\n--+[^\s-]")
HOLDER = re.compile(rb"multipart/|message/rfc822", re.IGNORECASE)
LONGEST_FIELD = 2_000
MOST_LINES, MOST_TAGS = 20_000, 50_000


def parse_mail(data: bytes) -> Page:
    """The mail's own words; title, byline and date from its head. No blocks where it has no text."""
    check_mail(data)
    message = message_from_bytes(data, policy=email.policy.default)
    page = find_body(message)
    return replace(
        page,
        title=_head(message, "subject") or page.title,
        byline=find_sender(message) or page.byline,
        published=find_date(message),
        lack=None,
    )


def check_mail(data: bytes) -> None:
    """Raises TooLarge for a head or a number of parts that the library would work on for minutes."""
    head = len(re.split(rb"\r?\n\r?\n", data, maxsplit=1)[0])
    if head > LONGEST_HEAD:
        raise TooLarge(LONGEST_HEAD, head)
    for mark, most in ((PART, MOST_PARTS), (HOLDER, MOST_HOLDERS)):
        if (parts := len(mark.findall(data))) > most:
            raise TooLarge(most, parts, "parts")


def find_body(message: EmailMessage) -> Page:
    """The plain part, or the HTML part where that one has twice as many words."""
    plain = Page(parse_plain(tidy_characters(drop_quoted(read_part(message, "plain")))))
    html = read_part(message, "html")
    page = parse_html(html) if html.strip() else Page(())
    return page if count_words(page) > RICHER * count_words(plain) else plain


def read_part(message: EmailMessage, subtype: str) -> str:
    """The first part of that kind that is no attachment, decoded; "" where there is none.

    Raises Undecodable, and TooLarge for more lines or tags than a letter has.
    """
    part = message.get_body(preferencelist=(subtype,))
    data = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(data, bytes):
        return ""
    text = decode(data, None, str(part.get("content-type", "")))
    if (lines := text.count("\n")) > MOST_LINES:
        raise TooLarge(MOST_LINES, lines, "lines")
    if (tags := text.count("<")) > MOST_TAGS:
        raise TooLarge(MOST_TAGS, tags, "tags")
    return text


def drop_quoted(text: str) -> str:
    """The mail's own lines: without quotations and what introduces them, and without the signature.

    Quotations are marked by ">", the signature by a line "-- " (RFC 3676, 4.3 and 4.5).
    """
    lines = text.replace("\r\n", "\n").split("\n")
    end = next((i for i, line in enumerate(lines) if SIGNATURE.fullmatch(line)), len(lines))
    own: list[str] = []
    for line in lines[:end]:
        if line.startswith(">"):
            drop_introduction(own)
        else:
            own.append(line)
    if not any(line.strip() for line in own):
        own = [QUOTE.sub("", line) for line in lines[:end]]
    return "\n".join(own)


def drop_introduction(lines: list[str]) -> None:
    """Takes "On Monday, Jane Roe wrote:" off the end, which may run over three lines."""
    near = range(max(0, len(lines) - 2 * LONGEST_INTRODUCTION), len(lines))
    words = [i for i in near if lines[i].strip()][-LONGEST_INTRODUCTION:]
    for start in reversed(words):
        if INTRODUCES.fullmatch(" ".join(lines[start:]).strip()):
            del lines[start:]
            return


def count_words(page: Page) -> int:
    """Words of all blocks, roughly."""
    return sum(block.text.count(" ") + 1 for block in page.blocks)


def find_sender(message: EmailMessage) -> str | None:
    """The name that the sender goes by, or the address where there is none."""
    name, address = parseaddr(_head(message, "from") or "")
    return name or address or None


def find_date(message: EmailMessage) -> datetime | None:
    """When the mail says that it was sent."""
    return read_date(COMMENT.sub("", _head(message, "date") or ""))


def _head(message: EmailMessage, name: str) -> str | None:
    raw = next((value for field, value in message.raw_items() if field.lower() == name), "")
    # The library parses a field when it is asked for, and a long one for minutes.
    return None if len(raw) > LONGEST_FIELD else " ".join(str(message.get(name, "")).split()) or None

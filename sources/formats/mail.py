"""Mail (RFC 5322, MIME) into a page: what its sender wrote, without quoted replies and signatures.

bytes | head: who, what about, when | the body's text, or its HTML | drop quotations, signature | paragraphs

Attachments are not read. Where a mail is nothing but a quotation, the quotation is what was sent on.
"""

from __future__ import annotations

import email.policy
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from sources.cleaning.characters import tidy_characters
from sources.formats.dates import on_stated_day
from sources.formats.html import parse_html
from sources.formats.plain import parse_plain
from sources.page import Page

SIGNATURE = re.compile(r"-- ?")
INTRODUCES = re.compile(r"(?:on|le|am|el) .{6,200}(?:wrote|écrit|schrieb|escribió)\s*:", re.IGNORECASE | re.DOTALL)
LONGEST_INTRODUCTION = 3
RICHER = 2
MOST_PARTS = 200


def parse_mail(data: bytes) -> Page:
    """The mail's own words; title, byline and date from its head. No blocks where it has no text."""
    message = message_from_bytes(data, policy=email.policy.default)
    page = find_body(message)
    return replace(
        page,
        title=_head(message, "subject") or page.title,
        byline=find_sender(message) or page.byline,
        published=find_date(message),
    )


def find_body(message: EmailMessage) -> Page:
    """The plain part, or the HTML part where that one has twice as many words."""
    plain = Page(parse_plain(tidy_characters(drop_quoted(read_part(message, "plain")))))
    html = read_part(message, "html")
    page = parse_html(html) if html.strip() else Page(())
    return page if count_words(page) > RICHER * count_words(plain) else plain


def read_part(message: EmailMessage, subtype: str) -> str:
    """The first part of that kind that is no attachment, decoded; "" where there is none."""
    part = message.get_body(preferencelist=(subtype,))
    content = part.get_content(errors="replace") if isinstance(part, EmailMessage) else ""
    return content if isinstance(content, str) else ""

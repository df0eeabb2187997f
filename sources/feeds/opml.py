"""OPML: lists of feeds, read from what other readers export and written for them (opml.org, version 2.0)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from sources.base import EmptySource, TooLarge, UnsupportedSource
from sources.encodings import decode
from sources.feeds.addresses import web_address
from sources.feeds.feed import FeedLink
from sources.feeds.guard import MOST_BYTES
from sources.feeds.words import title_of
from sources.magic import find_kind

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_OUTLINES = 2_000
PROLOG = re.compile(r"^\s*<\?xml[^>]{0,300}>|<!DOCTYPE[^>\[]{0,300}(?:\[[^\]]{0,20000}\]\s*)?>", re.IGNORECASE)
LONE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
# XML 1.0 has no way to write these, not even as a reference.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read_opml(data: bytes) -> tuple[FeedLink, ...]:
    """The feeds of a list, in its order, each address once; outlines may be nested, and need not be well-formed.

    At most 2 MB and the first 2,000 feeds. No entity that a file declares is known and nothing is fetched.
    Raises EmptySource for what is no list or holds no feed, UnsupportedSource, Undecodable, TooLarge.
    """
    if len(data) > MOST_BYTES:
        raise TooLarge(MOST_BYTES, len(data))
    if (kind := find_kind(data)) not in (None, "feed"):
        raise UnsupportedSource(kind)
    found: dict[str, FeedLink] = {}
    for link in _links(decode(data)):
        found.setdefault(link.url, link)
        if len(found) == MOST_OUTLINES:
            break
    if not found:
        raise EmptySource(f"{len(data)} bytes list no feed")
    return tuple(found.values())


def _links(text: str) -> Iterator[FeedLink]:
    from lxml import etree  # noqa: PLC0415 - start-up stays small

    # Half of the exporters write a lone "&" and HTML's "&nbsp;"; recovering, libxml2 would drop what follows.
    whole = LONE.sub("&amp;", PROLOG.sub("", text).strip())
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, encoding="utf-8")
    tree = etree.fromstring(whole.encode("utf-8", "replace") or b"<opml/>", parser)
    for element in tree.iter() if tree is not None else ():
        if isinstance(element.tag, str) and etree.QName(element).localname.lower() == "outline":
            link = _link(element)
            if link is not None:
                yield link


def _link(outline: _Element) -> FeedLink | None:
    said = {str(name).lower(): str(value) for name, value in outline.attrib.items()}
    url = web_address(said.get("xmlurl"))
    title = title_of(said.get("text")) or title_of(said.get("title"))
    # OPML wants a text, and exporters write the address where a feed has no title.
    named = None if title == url else title
    return FeedLink(url, named, web_address(said.get("htmlurl"))) if url else None


def write_opml(links: Sequence[FeedLink], *, title: str, now: datetime) -> bytes:
    """The feeds as OPML 2.0 in UTF-8. Read back they are as they were, if their titles hold no markup."""
    outlines = "".join(f"    {_outline(link)}\n" for link in links)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head>\n'
        f"    <title>{escape(_writable(title))}</title>\n    <dateCreated>{format_datetime(now)}</dateCreated>\n"
        f"  </head>\n  <body>\n{outlines}  </body>\n</opml>\n"
    ).encode()


def _outline(link: FeedLink) -> str:
    name = _quoted(link.title or link.url)
    site = f" htmlUrl={_quoted(link.site)}" if link.site else ""
    return f'<outline type="rss" text={name} title={name} xmlUrl={_quoted(link.url)}{site}/>'


def _quoted(value: str) -> str:
    return quoteattr(_writable(value))


def _writable(text: str) -> str:
    return UNWRITABLE.sub("", text)

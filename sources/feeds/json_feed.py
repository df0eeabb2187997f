"""JSON Feed 1.1 (jsonfeed.org), which feedparser does not read."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from sources.base import Unparsable
from sources.feeds.addresses import web_address
from sources.feeds.draft import Draft
from sources.feeds.guard import MOST_ELEMENTS, refuse_bombs
from sources.feeds.parsed import Parsed
from sources.feeds.words import title_of

Said = Mapping[str, object]
VERSION = "jsonfeed.org/version/"
NOTHING = Parsed(known=False)


def parse_json(text: str, *, base: str) -> Parsed:
    """What a JSON Feed says; not known where the text is no JSON or some other JSON. Raises TooLarge, Unparsable."""
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):  # a page that begins with a brace, a nest without an end
        return NOTHING
    if not isinstance(data, dict) or VERSION not in str(data.get("version"))[:100]:
        return NOTHING
    items = data.get("items")
    drafts = (
        [_draft(item, base) for item in items[:MOST_ELEMENTS] if isinstance(item, dict)]
        if isinstance(items, list)
        else []
    )
    site = web_address(_text(data, "home_page_url"), base)
    return Parsed(known=True, title=title_of(_text(data, "title")), site=site, drafts=tuple(drafts))


def _draft(item: Said, base: str) -> Draft:
    plain = html.escape(_text(item, "content_text") or "", quote=False)
    return Draft(
        guid=_text(item, "id"),
        link=web_address(_text(item, "url"), base) or web_address(_text(item, "external_url"), base),
        title=title_of(_text(item, "title")),
        byline=_byline(item),
        published=_moment(_text(item, "date_published")),
        updated=_moment(_text(item, "date_modified")),
        content=_sanitized(_text(item, "content_html") or plain),
        summary=html.escape(_text(item, "summary") or "", quote=False),
    )


def _sanitized(markup: str) -> str:
    """As feedparser does with every other format; this is the function that it calls, under no public name."""
    from feedparser.sanitizer import _sanitize_html  # noqa: PLC0415 - start-up stays small

    refuse_bombs(markup.encode("utf-8", "replace"))
    try:
        return str(_sanitize_html(markup, "utf-8", "text/html"))
    except Exception as error:  # whatever comes up, as in `xml_feed`
        raise Unparsable from error


def _byline(item: Said) -> str | None:
    stated = item.get("authors")
    people = stated if isinstance(stated, list) else [item.get("author")]  # version 1.0 has one
    names = (title_of(_text(person, "name")) for person in people[:20] if isinstance(person, dict))
    return ", ".join(dict.fromkeys(filter(None, names))) or None


def _moment(stated: str | None) -> datetime | None:
    """RFC 3339 in UTC; what names no zone is taken as UTC."""
    try:
        moment = datetime.fromisoformat((stated or "").strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):  # no date, or one at the end of the calendar
        return None


def _text(said: Said, key: str) -> str | None:
    """What stands under a key; an id may be a number (1.0 had some)."""
    value = said.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and key == "id":
        return str(value) if abs(value) < 10**18 else None
    return value if isinstance(value, str) and value.strip() else None

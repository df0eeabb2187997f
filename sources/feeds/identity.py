"""Which entry of a feed is which: recognised again though its guid, its title or the query of its link changed.

What others do: RSS asks for a guid that never changes, and miniflux and lemon24/reader go by it (by the link, then by
a hash of title and content, where there is none); their users report the same articles again and again from sites that
make up guids on every request or write the headline into them (miniflux 797 and 2358), and readers that go by the
link alone lose entries of feeds that give one address to all (rss2email 111). Here the rule looks at one entry alone,
so that an entry is the same whatever stands around it:

1. A link whose last part names one article (a number of six digits and more that is no date, else a slug of three
   words, a long mixed token) is the identity, without scheme, `www.`, query and the words around the number: a new
   headline, a new guid, a new tracking query change nothing. Of the query only a number under a name that says that it
   is one ("id", "p", "story_id") is kept, of the fragment only an anchor with a number (a live blog's posts).
2. Any other link ("/", "/news", "/3") is the identity together with the title.
3. Without a link: the title and how the text begins; where there is neither: the guid.

A guid decides one thing, inside of one reading: entries that share it are one entry, as RSS has it, and the newest
stays, unless it is no guid at all: empty, a placeholder, the address of the feed, of its site or of a front page.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import SplitResult, parse_qsl, unquote

from sources.feeds.addresses import host_of, split
from sources.feeds.draft import Draft
from sources.feeds.words import text_of, words_of

RECIPE = "e1"
NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d{6}(?!\d))\d{6,}(?!\d)")
SLUG = re.compile(r"[^\W\d_]{2,}(?:[-_+.][^\W_]+){2,}")
TOKEN = re.compile(r"(?=[^\d]*\d)(?=[^a-zA-Z]*[a-zA-Z])[\w-]{10,}")
ID_NAME = re.compile(
    r"id|p|a|n|art|article|story|news|post|item|doc|nr|no|pid|aid|nid|\w+_id|(?:art|article|story|news|post|item|doc|content|object)id"
)
ID_VALUE = re.compile(r"\d{1,15}")
ANCHOR = re.compile(r"[A-Za-z][A-Za-z_-]*\d{1,19}")
INDEX = re.compile(r"(?:index|default|home)\.\w{2,5}")
BEGINNING = 12  # words
NO_GUID = frozenset("0 1 -1 - null none nil undefined nan n/a na guid id false true unknown #".split())


def identity_of(draft: Draft) -> str:
    """`e1-` and 32 hex digits: the same for the same entry, see above."""
    return _hashed(*_telling(draft))


def version_of(draft: Draft) -> str:
    """`e1-` and 32 hex digits of the title's and the text's words: another where what is said is another."""
    return _hashed(words_of(draft.title or ""), words_of(text_of(draft.html)))


def guid_of(draft: Draft, places: frozenset[str] = frozenset()) -> str | None:
    """What the publisher tells the entry by inside of one feed; None where that is missing or no such thing.

    `places` are the addresses of the feed and of its site: as a guid they are a mistake.
    """
    guid = (draft.guid or "").strip()
    if not guid or guid.casefold() in NO_GUID or guid in places:
        return None
    parts = split(guid)
    is_front = parts is not None and parts.scheme in ("http", "https") and _is_front(parts)
    return None if is_front else guid


def _is_front(parts: SplitResult) -> bool:
    return not parts.query and not parts.fragment and parts.path.strip("/") == ""


def _telling(draft: Draft) -> tuple[str, ...]:
    title = words_of(draft.title or "") or draft.title or ""
    parts = split(draft.link) if draft.link else None
    if parts is None:
        begins = words_of(text_of(draft.html)).split()[:BEGINNING]
        return ("words", title, *begins) if title or begins else ("guid", guid_of(draft) or "")
    place = (host_of(draft.link), *_named_in(parts))
    return ("link", *place) if names_article(parts) else ("link and title", *place, title)


def names_article(parts: SplitResult) -> bool:
    """Whether an address is one article's: its last part or its query says which."""
    last = unquote(_last(parts))
    named = NUMBER.search(last) or SLUG.search(last) or TOKEN.fullmatch(last.partition(".")[0])
    return bool(named or _ids(parts))


def _named_in(parts: SplitResult) -> tuple[str, ...]:
    number = NUMBER.findall(_last(parts))
    path = number[-1] if number else parts.path.rstrip("/")
    anchor = parts.fragment if ANCHOR.fullmatch(parts.fragment) else ""
    return (path, *(f"{name}={value}" for name, value in _ids(parts)), anchor)


def _last(parts: SplitResult) -> str:
    kept = [part for part in parts.path.split("/") if part and not INDEX.fullmatch(part.lower())]
    return kept[-1] if kept else ""


def _ids(parts: SplitResult) -> list[tuple[str, str]]:
    found = parse_qsl(parts.query, max_num_fields=None)[:50]
    return sorted({(n.lower(), v) for n, v in found if ID_NAME.fullmatch(n.lower()) and ID_VALUE.fullmatch(v)})


def _hashed(*parts: str) -> str:
    return f"{RECIPE}-{hashlib.sha256(repr(parts).encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"

"""Which entry of a feed is which: recognised again though its guid, its title or the query of its link changed.

What others do: RSS asks for a guid that never changes, and miniflux and lemon24/reader go by it (by the link, then by
a hash of title and content, where there is none); their users report the same articles again and again from sites that
make up guids on every request or write the headline into them (miniflux 797 and 2358), and readers that go by the
link alone lose entries of feeds that give one address to all (rss2email 111). Here the rule looks at one entry alone,
so that an entry is the same whatever stands around it:

1. A link whose last part or query names one article (a number of six digits and more that is no date, a slug of three
   words, a long mixed token, an "id") is the identity, without scheme and `www.`: a new headline, a new guid, a new
   tracking query change nothing. The words around a number count, for "100000" stands in many headlines and a day's
   date in many addresses, unless it ends the path, has seven digits or more, is no date or time and is not round.
2. Of query and fragment all counts but what tracks (`tracking`), a session's or a cache's, and decimal fractions. What
   looks random under a name that promises nothing may be new with every fetch or tell articles apart: it counts for
   nothing, but then the title counts, as in 3.
3. Any other link ("/", "/news", "/3") is the identity together with the title and the day of publication: next week's
   "Weekly roundup" is another.
4. Without a link: the title and how the text begins; where there is neither: the guid.

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
from sources.web.tracking import tracks

RECIPE = "e1"
NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d{6}(?!\d))\d{6,}(?!\d)")
SLUG = re.compile(r"[^\W\d_]{2,}(?:[-_+.][^\W_]+){2,}")
TOKEN = re.compile(r"(?=[^\d]*\d)(?=[^a-zA-Z]*[a-zA-Z])[\w-]{10,}")
ENDING = re.compile(r"(?:.*[^\w]|.*_|)(\d{7,})(?:\.[a-z]{2,5})?", re.IGNORECASE)
"""A last part that ends in a number."""
DAY = r"(?:0[1-9]|[12]\d|3[01])"
CLOCK = r"(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?"
NO_NAME = re.compile(
    rf"(?:19|20)\d\d(?:0[1-9]|1[0-2]){DAY}\d*|\d\d(?:0[1-9]|1[0-2]){DAY}{CLOCK}"
    rf"|{DAY}{DAY}(?:19|20)\d\d(?:{CLOCK})?|(?:19|20)\d\d[0-3]\d\d|1[5-9]\d{{8}}(?:\d{{3}})?|\d+000"
)
"""Numbers that two articles may share: dates and times in the orders of the world, those of computers, round ones."""
ID_NAME = re.compile(
    r"id|u?uid|guid|p|v|a|n|art|article|story|slug|news|post|item|doc|nr|no|[pan]id|\w+_id"
    r"|(?:art|article|story|news|post|item|doc|content|object)id"
)
NOISE = frozenset(
    "ref src source from via rss feed partner sid phpsessid jsessionid session sessionid session_id sess "
    "r rnd rand random cb nocache cachebuster nonce _".split()
)
"""Names of parameters that tell nothing of the article, beside those that track."""
FRACTION = re.compile(r"\d*\.\d{2,}(?:e-?\d+)?", re.IGNORECASE)
RANDOM = re.compile(r"\d{9,}|(?=[^\d]*\d)(?=[^a-zA-Z]*[a-zA-Z])[\w-]{8,}")
TELLING = re.compile(r"\d|[^\W\d_]{2,}(?:[-_+.][^\W_]+){2,}")
ANCHOR = re.compile(r"(?=\D*\d)[\w:./!-]{1,200}")
PREFIXED = re.compile(r"[!/]|[A-Za-z]{2,}[-_:/]")
MOST_PARAMETERS = 50
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
    said = _said(parts)
    kept = [f"{name}={value}" for name, value in said if not _may_be_random(name, value)]
    place = (host_of(draft.link), _path_of(parts), *kept)
    if names_article(parts) and len(kept) == len(said):
        return ("link", *place)
    return ("link and title", *place, title, str(draft.published.date()) if draft.published else "")


def names_article(parts: SplitResult) -> bool:
    """Whether an address is one article's: its last part or its query says which."""
    last = unquote(_last(parts))
    named = NUMBER.search(last) or SLUG.search(last) or TOKEN.fullmatch(last.partition(".")[0])
    return bool(named) or any(ID_NAME.fullmatch(name) and TELLING.search(value) for name, value in _said(parts))


def _path_of(parts: SplitResult) -> str:
    """The path, or the number alone that ends it and names the article whatever the words before it are."""
    ending = ENDING.fullmatch(_last(parts))
    return ending[1] if ending and not NO_NAME.fullmatch(ending[1]) else parts.path.rstrip("/")


def _said(parts: SplitResult) -> list[tuple[str, str]]:
    """What query and fragment say of the article; the fragment is called "#"."""
    found = parse_qsl(parts.query)[:MOST_PARAMETERS]
    said = {(n, v) for name, v in found if not tracks(n := name.lower()) and n not in NOISE}
    said |= {("#", parts.fragment)} if ANCHOR.fullmatch(parts.fragment) else set()
    return sorted((name, value) for name, value in said if not FRACTION.fullmatch(value))


def _may_be_random(name: str, value: str) -> bool:
    meant = PREFIXED.match(value) if name == "#" else ID_NAME.fullmatch(name)
    return not meant and RANDOM.fullmatch(value) is not None


def _last(parts: SplitResult) -> str:
    kept = [part for part in parts.path.split("/") if part and not INDEX.fullmatch(part.lower())]
    return kept[-1] if kept else ""


def _hashed(*parts: str) -> str:
    return f"{RECIPE}-{hashlib.sha256(repr(parts).encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"

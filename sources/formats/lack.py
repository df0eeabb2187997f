"""Why a page that could be had holds no article: told by what pages of that sort have in common, never by their site.

A page with enough text of its own is an article, whatever stands around it: "Subscribe" stands on all of them. So
every sign counts only beside a text that is shorter than what the sign speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from sources.base import Lack
from sources.cleaning.furniture import is_furniture
from sources.formats.linked import Node, types_of
from sources.formats.stated import Meta

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LEAST: dict[Lack, int] = {"paywall": 120, "login": 60, "error page": 60, "video": 60, "consent": 40}
"""Words of prose beside which the sign says nothing: teasers are longer than notices, and banners stand everywhere."""
LEAST_IF_PAID = 200
PART = 0.6
"""Of the words that the page says its article has."""
LONGEST_NOTICE = 20_000
LONGEST_NAME = 200


def _phrases(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


GONE = _phrases(
    r"(?:error |http )?(?:40[34]|410|50[0-4])(?: error)?",
    r"(?:error|http) \d{3}\b.*",
    r".*\b(?:page|article|story|content|file|resource|site)\b.{0,60}\b(?:(?:not|cannot|can't|could not) be found|not found|"
    r"not available|unavailable|no longer (?:available|exists?)|does(?: not|n't) exist|has been (?:removed|deleted|moved))\b.*",
    r"(?:40[34]|410|50[0-4])\b.{0,40}\b(?:not found|forbidden|gone|error|unavailable|denied|page)\b.*",
    r"not found|forbidden|access denied.*|.*\b(?:internal server error|bad gateway|service unavailable|gateway time-?out)\b.*",
    r"(?:oops|sorry|whoops)\b.{0,60}\b(?:wrong|find|found|missing|lost)\b.*",
    r"just a moment\W*|attention required.*|.*\b(?:are you|you're|you are) (?:a )?(?:human|robot)\b.*|one more step\b.*|"
    r".*\bchecking your browser\b.*|.*\bverif(?:y|ying) (?:that )?you are human\b.*|pardon our interruption.*",
)
PAID = _phrases(
    r"\bsubscribe (?:now |today )?(?:to|and) (?:continue|keep|read|finish|unlock|get (?:full|unlimited) access)",
    r"\bto (?:continue|keep|finish) reading\b.{0,80}\b(?:subscri|member|purchase|buy|pay|trial)",
    r"\b(?:subscri|member|purchase|trial)\w*\b.{0,80}\bto (?:continue|keep|finish) reading\b",
    r"\b(?:article|story|content|page) is (?:only |exclusively )?(?:available )?(?:only )?(?:for|to|reserved for) "
    r"(?:our |paying |paid )?(?:\w+ )?(?:subscribers|members)",
    r"\b(?:subscribers?|members?)[ -](?:only|exclusive)\b",
    r"\bexclusive(?:ly)? (?:to|for) (?:our )?(?:subscribers|members)\b",
    r"\bsubscription (?:is )?required\b",
    r"\balready a (?:subscriber|member)\b",
    r"\bunlock (?:this|the full) (?:article|story)",
    r"\b(?:free|remaining) articles?\b.{0,40}\b(?:left|remaining|this (?:month|week)|limit)",
    r"\bstart your (?:free )?trial\b",
    r"\bbecome a (?:subscriber|member)\b.{0,60}\b(?:read|access|continue)",
)
LOGIN = _phrases(
    r"\b(?:log ?in|sign ?in|register|create (?:a |an |your )?(?:free )?account)\b.{0,40}\bto (?:continue|read|view|see|access|keep)\b",
    r"\b(?:you )?(?:must|need to|have to) (?:be )?(?:logged|log|signed|sign|registered|register) ?(?:in)?\b",
    r"\bplease (?:log|sign) ?in\b",
    r"\bto (?:continue|read|view|see)\b.{0,40}\b(?:log|sign) ?in\b",
)
CONSENT = _phrases(
    r"\b(?:accept|allow|agree to|reject|manage)\b.{0,20}\bcookies\b",
    r"\bwe (?:and our (?:\d+ )?partners )?value your privacy\b",
    r"\bbefore you continue\b",
    r"\byour (?:privacy|cookie) (?:choices|settings|preferences)\b",
    r"\b(?:give|need|your|withdraw) (?:us )?(?:your )?consent\b",
    r"\bconsent to (?:the|our|cookies)\b",
    r"\bour partners\b.{0,80}\bcookies\b",
)
PLAYERS = re.compile(
    r"youtube(?:-nocookie)?\.com/embed|player\.vimeo\.com|dailymotion\.com/embed|/embed/video|brightcove|jwplayer"
)


@dataclass(frozen=True, slots=True)
class Signs:
    """What a page shows beside its article, gathered before the article is taken out of it."""

    names: tuple[str, ...]
    notice: str
    password: bool
    video: bool
    paid: bool
    length: int | None


def find_signs(tree: HtmlElement, nodes: tuple[Node, ...], meta: Meta, *, player: bool) -> Signs:
    """Reads a page whose hidden parts are gone; `player` is whether it had one for films."""
    titles = (element.text_content() for element in tree.iter("title", "h1", "h2"))
    return Signs(
        names=tuple(" ".join(title.split())[:LONGEST_NAME] for title in islice(titles, 5)),
        notice=" ".join(tree.text_content().split())[:LONGEST_NOTICE],
        password=any((field.get("type") or "").lower() == "password" for field in tree.iter("input")),
        video=player or meta.get("og:type", "").startswith("video") or any("videoobject" in types_of(n) for n in nodes),
        paid=any(str(node.get("isAccessibleForFree")).lower() in ("false", "no") for node in nodes),
        length=next((count for node in nodes if (count := _count(node)) is not None), None),
    )


def _count(node: Node) -> int | None:
    stated, body = node.get("wordCount"), node.get("articleBody")
    if isinstance(body, str) and body.strip():
        return len(body.split())
    return int(stated) if isinstance(stated, int | str) and re.fullmatch(r"\d{1,6}", str(stated)) else None


def has_player(tree: HtmlElement) -> bool:
    """Whether the page shows a film."""
    frames = (frame.get("src") or frame.get("data-src") or "" for frame in tree.iter("iframe", "embed"))
    return next(tree.iter("video"), None) is not None or any(PLAYERS.search(source) for source in frames)


def find_lack(signs: Signs, lines: Iterable[str]) -> Lack | None:
    """Why the page is no article; `lines` are the paragraphs that could be one's. None where they are enough."""
    count = sum(len(line.split()) for line in lines if not is_notice(line))
    if signs.paid and count < LEAST_IF_PAID and count < PART * (signs.length or LEAST_IF_PAID / PART):
        return "paywall"
    return next((lack for lack in LEAST if count < LEAST[lack] and _shows(signs, lack)), None)


def is_notice(line: str) -> bool:
    """Whether the line is the page's word to its visitor: furniture, or what a wall says."""
    short = len(line) <= 2 * LONGEST_NAME
    return is_furniture(line) or (short and any(signs.search(line) for signs in (PAID, LOGIN, CONSENT)))


def _shows(signs: Signs, lack: Lack) -> bool:
    match lack:
        case "paywall":
            return PAID.search(signs.notice) is not None
        case "login":
            return signs.password or LOGIN.search(signs.notice) is not None
        case "error page":
            return any(GONE.fullmatch(part) for name in signs.names for part in (name, *re.split(r" [-|–—:·] ", name)))
        case "video":
            return signs.video
        case _:
            return CONSENT.search(signs.notice) is not None

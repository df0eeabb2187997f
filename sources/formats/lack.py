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
from sources.formats.notices import CONSENT, GONE, LOGIN, PAID, PLAYERS
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
        notice=" ".join(" ".join(tree.itertext()).split())[:LONGEST_NOTICE],
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

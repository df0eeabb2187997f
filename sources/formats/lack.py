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
from sources.formats.linked import Node, types_of
from sources.formats.notices import CONSENT, GONE, PLAYERS
from sources.formats.stated import Meta
from sources.formats.walls import (
    AROUND,
    Price,
    find_behind,
    find_price,
    is_notice,
    is_walled,
    wants_login,
    words_around,
)

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LEAST: dict[Lack, int] = {"login": 60, "error page": 60, "video": 60, "consent": 40}
"""Words of prose beside which the sign says nothing: banners, films and forms stand beside articles too."""
LONGEST_NOTICE = 20_000
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Signs:
    """What a page shows beside its article, gathered before the article is taken out of it."""

    names: tuple[str, ...]
    words: str
    password: bool
    video: bool
    price: Price


def find_signs(tree: HtmlElement, nodes: tuple[Node, ...], meta: Meta, *, player: bool) -> Signs:
    """Reads a page whose hidden parts are gone; `player` is whether it had one for films."""
    titles = (element.text_content() for element in tree.iter("title", "h1", "h2"))
    return Signs(
        names=tuple(" ".join(title.split())[:LONGEST_NAME] for title in islice(titles, 5)),
        words=words_around(tree),
        password=any(is_password(field) for field in tree.iter("input")),
        video=player or meta.get("og:type", "").startswith("video") or any("videoobject" in types_of(n) for n in nodes),
        price=find_price(nodes),
    )


def is_password(field: HtmlElement) -> bool:
    """Whether the field asks for a password in the page's own part."""
    return (field.get("type") or "").lower() == "password" and next(field.iterancestors(*AROUND), None) is None


def has_player(tree: HtmlElement) -> bool:
    """Whether the page shows a film."""
    frames = (frame.get("src") or frame.get("data-src") or "" for frame in tree.iter("iframe", "embed"))
    return next(tree.iter("video"), None) is not None or any(PLAYERS.search(source) for source in frames)


def find_lack(signs: Signs, lines: Iterable[str]) -> Lack | None:
    """Why the page is no article; `lines` are the paragraphs that could be one's. None where they are enough."""
    lines = tuple(lines)
    count = sum(len(line.split()) for line in lines if not is_notice(line))
    words, behind = signs.words[:LONGEST_NOTICE], find_behind(lines, signs.words)
    if is_walled(signs.price, count, words, behind):
        return "paywall"
    if wants_login(signs.price, count, words, behind):
        return "login"
    return next((lack for lack in LEAST if count < LEAST[lack] and _shows(signs, lack)), None)


def _shows(signs: Signs, lack: Lack) -> bool:
    match lack:
        case "login":
            return signs.password
        case "error page":
            return any(GONE.fullmatch(part) for name in signs.names for part in (name, *re.split(r" [-|–—:·] ", name)))
        case "video":
            return signs.video
        case _:
            return CONSENT.search(signs.words[:LONGEST_NOTICE]) is not None

"""Walls before an article: whether its text is cut, and the lines in which a page says so to its visitor.

A genuine article has "Subscribe" and "Already a member?" around it too. What counts is where a notice stands, what it
says, and how long the text is: one that says that the text goes on elsewhere, right behind the last words of the
article, is a sign beside any text of a teaser's length; one that only offers something, beside a very short text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from sources.cleaning.article import is_closed
from sources.cleaning.furniture import is_furniture
from sources.formats.linked import Node, find_article
from sources.formats.notices import CONSENT, CUT, LOGIN, PAID
from sources.page import Blocks

if TYPE_CHECKING:
    from lxml.html import HtmlElement

AROUND = frozenset(("header", "nav", "footer", "aside"))
"""Parts of a page that are about the site, and the same on all its pages."""
# Elements that go on within a line.
INLINE = frozenset("a abbr b bdi cite em font i mark q s small span strong sub sup time u".split())
LONGEST_TEASER = 400
"""Words: beside more than that, a notice is part of a page that is whole (sites count what is read for free)."""
SHORT_TEASER, SHORTEST = 120, 60
"""Words, for an offer that stands right behind the text, and for one that stands anywhere."""
LEAST_IF_PAID = 100
PART = 0.6
"""Of the words that the page says its article has."""
LONGEST_NOTICE = 400
LAST_WORDS = 40
SAYS = re.compile(r"[\"“”]|\b(?:said|says|told|according)\b", re.IGNORECASE)
# Whom a notice speaks to, and how it begins: reporters write of "users who must sign in".
OPENS = re.compile(
    r"(?:please |now )?(?:subscribe|sign ?in|log ?in|register|create an? |already an? |become an? |start your|unlock|"
    r"to (?:continue|keep|finish) reading|you |we value|accept|manage|before you continue|choose an? )",
    re.IGNORECASE,
)
SPEAKS_TO = re.compile(r"\byour?\b|\bthis (?:article|story|content|page) is\b", re.IGNORECASE)
FEW_WORDS = 5
FREE = {"false": False, "no": False, "true": True, "yes": True}


@dataclass(frozen=True, slots=True)
class Price:
    """What the page's own article says of itself: whether it costs money, and how many words it has."""

    paid: bool
    length: int | None


def find_price(nodes: tuple[Node, ...]) -> Price:
    """From the article's own object (schema.org): other articles that the page names have their own prices."""
    own = find_article(nodes)
    free = _is_free(own)
    parts = own.get("hasPart")
    asked = parts if isinstance(parts, list) else [parts] if own else nodes
    paid = free is False or (free is None and any(_is_free(part) is False for part in asked))
    return Price(paid, max(_counts(own), default=None))


def _is_free(node: object) -> bool | None:
    said = node.get("isAccessibleForFree") if isinstance(node, dict) else None
    return FREE.get(str(said).rpartition("/")[2].strip().lower())


def _counts(node: Node) -> tuple[int, ...]:
    stated, body = str(node.get("wordCount")), node.get("articleBody")
    given = (int(stated),) if re.fullmatch(r"[0-9]{1,6}", stated) else ()
    return (*given, len(body.split())) if isinstance(body, str) and body.strip() else given


def words_around(tree: HtmlElement) -> str:
    """The page's words on one line, without those of the site that stand around its article."""
    from lxml import etree  # noqa: PLC0415 - start-up stays small

    words: list[str] = []
    walker = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        words.append("" if element.tag in INLINE else " ")
        if event == "end":
            words.append(element.tail or "")
        elif element.tag in AROUND:
            walker.skip_subtree()
        else:
            words.append(element.text or "")
    return " ".join("".join(words).split())


def is_notice(line: str) -> bool:
    """Whether the line is the page's word to its visitor: furniture, or what a wall says."""
    return is_furniture(line) or _asks(line)


def _asks(line: str) -> bool:
    if not _is_short(line) or not any(signs.search(line) for signs in (PAID, LOGIN, CONSENT, CUT)):
        return False
    return bool(OPENS.match(line) or SPEAKS_TO.search(line)) or line.count(" ") < FEW_WORDS


def _is_short(line: str) -> bool:
    """Whether a line can be a notice: of some words, and nobody's statement about a notice."""
    return len(line) <= LONGEST_NOTICE and SAYS.search(line) is None


def find_behind(lines: Sequence[str], words: str) -> str:
    """What the page says right behind the last sentence of its article, as far as it could be a notice."""
    own = [i for i, line in enumerate(lines) if not is_notice(line) and line.count(" ") >= 4]
    last = next((i for i in reversed(own) if is_closed(lines[i])), own[-1] if own else -1)
    kept = " ".join(filter(_is_short, islice(lines, last + 1, None)))[:LONGEST_NOTICE]
    at = words.rfind(lines[last][-LAST_WORDS:]) if last >= 0 else -1
    return f"{kept} {words[at + LAST_WORDS :][:LONGEST_NOTICE]}" if at >= 0 else kept


def is_walled(price: Price, count: int, words: str, behind: str) -> bool:
    """Whether an article of so many words is cut for those who do not pay; a stated length decides alone."""
    if price.paid and price.length:
        return count < PART * price.length
    if price.length and count >= PART * price.length:
        return False
    if price.paid and count < LEAST_IF_PAID:
        return True
    if PAID.search(behind) and (count < SHORT_TEASER or (CUT.search(behind) and count < LONGEST_TEASER)):
        return True
    return count < SHORTEST and PAID.search(words) is not None


def wants_login(price: Price, count: int, words: str, behind: str) -> bool:
    """Whether an article of so many words is cut for those who have no account."""
    if price.length and count >= PART * price.length:
        return False
    if count < LONGEST_TEASER and CUT.search(behind) and LOGIN.search(behind):
        return True
    return count < SHORTEST and LOGIN.search(words) is not None


def drop_notices(blocks: Blocks) -> Blocks:
    """An article's blocks without what its page asks of the visitor: in between where it begins so, and at the end."""
    own = [i for i, block in enumerate(blocks) if not is_notice(block.text)]
    end = own[-1] + 1 if own else len(blocks)
    kept = (b for i, b in enumerate(blocks) if not (_asks(b.text) and (i >= end or OPENS.match(b.text))))
    return tuple(kept) if own else blocks

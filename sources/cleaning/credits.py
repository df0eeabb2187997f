"""What a page's own words state of its publisher, its writer and its date: unwritten is unknown."""

from __future__ import annotations

import re

from sources.cleaning.furniture import is_furniture, is_official_banner
from sources.page import Blocks

NAME = r"[^\W\d_][\w&.' -]{1,40}?"
APP = re.compile(rf"\b(?:get|download|install) the ({NAME}) app\b", re.IGNORECASE)
COPYRIGHT = re.compile(
    rf"(?:copyright\s*)?(?:©|\(c\)|copyright)\s*(?:\d{{4}}(?:\s*[-–]\s*\d{{4}})?)[ ,]*(?:by )?(?:the )?({NAME})"
    r"(?:,? (?:llc|inc|ltd|plc|gmbh|corp)\b\.?|[.,] ?all rights|\.?$|\. )",
    re.IGNORECASE,
)
BODY = re.compile(r"(?:[A-Z][\w.'-]*|of|the|and|for|on|&)(?: (?:[A-Z][\w.'-]*|of|the|and|for|on|&)){0,9}")
BODY_NOUN = re.compile(
    r"\b(?:Department|Ministry|Agency|Bureau|Administration|Commission|Embassy|Consulate|Institutes?|Centers?|Council|"
    r"Senate|House|Office|Service|Command|Mission)\b"
)
VOWEL = re.compile(r"[AEIOUY]")

BYLINE = re.compile(
    r"(?:by|written by|reported by|story by) (?P<names>(?-i:[A-Z])[\w.'’-]*(?: (?-i:[A-Z])[\w.'’-]*){1,3}"
    r"(?:(?:,| and| &),? (?-i:[A-Z])[\w.'’-]*(?: (?-i:[A-Z])[\w.'’-]*){0,4}){0,4})",
    re.IGNORECASE,
)
LONGEST_LINE = 160
TOP = 6


def find_publisher(blocks: Blocks) -> str | None:
    """The publisher that the page's furniture names: by its app, its copyright line, or an official site's foot.

    Articles name apps and departments too, so nothing else is asked.
    """
    short = tuple(block.text for block in blocks if len(block.text) <= LONGEST_LINE)
    for line in short:
        match = APP.search(line) or COPYRIGHT.search(line)
        if match and is_furniture(line):
            return unshout(match[1].strip())
    if any(map(is_official_banner, short)):
        return next((line for line in reversed(short) if BODY.fullmatch(line) and BODY_NOUN.search(line)), None)
    return None


def unshout(name: str) -> str:
    """A name as it is written in running text, where the page shouts it: "FOX NEWS" is Fox News, "CNN" is CNN."""
    return " ".join(map(_unshout_word, name.split())) if name.isupper() else name


def _unshout_word(word: str) -> str:
    initials = not VOWEL.search(word) or (len(word) <= 3 and VOWEL.match(word) is not None)
    return word if initials else word.capitalize()


def split_byline(blocks: Blocks) -> tuple[str | None, Blocks]:
    """The names of a line like "By Jane Roe and John Doe" near the top, and the other blocks."""
    for i, block in enumerate(blocks[:TOP]):
        if len(block.text) <= LONGEST_LINE and (match := BYLINE.fullmatch(block.text)):
            return match["names"], blocks[:i] + blocks[i + 1 :]
    return None, blocks

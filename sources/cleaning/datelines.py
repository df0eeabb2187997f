"""The date that the lines at the top of a text state: "April 12, 2022", "Published 4 Apr 2022 10:23 BST".

Only whole lines above the first paragraph are asked, or whole pieces of them ("By Jane Roe | Apr. 12, 2022"): a date
within the article is one that it speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sources.cleaning.credits import BYLINE, LONGEST_LINE
from sources.formats.dates import read_date
from sources.page import Block, Blocks

TOP = 8
BETWEEN = re.compile(r"\s+[|•·–—/]\s+|\s+-\s+")
LABEL = re.compile(
    r"(?:(?P<published>(?:first )?(?:published|posted|issued|released|publication date|date(?: published)?|"
    r"for (?:immediate )?release|press release|filed))|(?P<changed>(?:last )?(?:updated|modified|edited|revised)))"
    r"(?: on| at)?\s*:?\s+(?P<rest>.+)",
    re.IGNORECASE,
)
CLOCK = re.compile(r"\d{1,2}[:.]\d{2}\b.{0,12}|\d{1,2} min(?:ute)?s?(?: read)?", re.IGNORECASE)
CLOSED = re.compile(r"[.!?…][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Dated:
    """A line at the top: the date in it, whether it is called one of publication or of a change, and who wrote."""

    date: datetime
    label: str | None = None
    byline: str | None = None
    whole: bool = True


def split_dates(blocks: Blocks) -> tuple[datetime | None, str | None, Blocks]:
    """When the top says that the text was published, who wrote it where the same line says so, and the other blocks.

    None where it states several days, and where lines with dates go on below: a diary is of no one day. Lines that say
    more than a date and a writer stay in the text.
    """
    found = {i: dated for i in find_top(blocks) if (dated := read_line(blocks[i].text))}
    if not found or any(is_date(block) for block in blocks[max(found) + 1 :]):
        return None, None, blocks
    labelled = [dated for dated in found.values() if dated.label == "published"]
    days = {dated.date.date() for dated in labelled or found.values() if dated.label != "changed"}
    dates = [dated.date for dated in labelled or found.values() if dated.label != "changed"]
    byline = next((dated.byline for dated in found.values() if dated.byline), None)
    left = tuple(block for i, block in enumerate(blocks) if i not in found or not found[i].whole)
    return (max(dates) if len(days) == 1 else None), byline, left


def find_top(blocks: Blocks) -> Iterator[int]:
    """The places of the short lines above the first paragraph; rows and items of lists state nothing of the text."""
    for i, block in enumerate(blocks[:TOP]):
        if CLOSED.search(block.text) and block.text.count(" ") > TOP and not read_line(block.text):
            return
        if len(block.text) <= LONGEST_LINE and block.heading is not False:
            yield i


def is_date(block: Block) -> bool:
    """Whether the line is a date and nothing else."""
    return len(block.text) <= LONGEST_LINE and block.heading is not False and read_date(block.text) is not None


def read_line(line: str) -> Dated | None:
    """What a line says of the text's date; None where no whole piece of it is a date."""
    if len(line) > LONGEST_LINE:
        return None
    if whole := _read_piece(line):
        return whole
    pieces = [piece for part in BETWEEN.split(line) for piece in _part_byline(part)]
    dated = [found for piece in pieces if (found := _read_piece(piece))]
    bylines = [match["names"] for piece in pieces if (match := BYLINE.fullmatch(piece))]
    if len(dated) != 1:
        return None
    others = len(pieces) - len(bylines) - 1 - sum(CLOCK.fullmatch(piece) is not None for piece in pieces)
    if others and not (bylines or dated[0].label):  # "The sinking of the Titanic - April 15, 1912"
        return None
    return replace(dated[0], byline=bylines[0] if bylines else None, whole=others == 0)


def _read_piece(piece: str) -> Dated | None:
    label = LABEL.fullmatch(piece)
    date = read_date(label["rest"] if label else piece)
    return Dated(date, label and ("published" if label["published"] else "changed")) if date else None


def _part_byline(piece: str) -> Iterator[str]:
    """ "By Jane Roe, April 12, 2022" in two."""
    for comma in re.finditer(r",? (?=(?:on )?[A-Z\d])", piece):
        if BYLINE.fullmatch(piece[: comma.start()]) and read_date(piece[comma.end() :].removeprefix("on ")):
            yield from (piece[: comma.start()], piece[comma.end() :].removeprefix("on "))
            return
    yield piece

"""The date that the lines at the top of a text state: "April 12, 2022", "Published 4 Apr 2022 10:23 BST".

Only whole lines above the first paragraph are asked, or whole pieces of them ("By Jane Roe | Apr. 12, 2022"): a date
within the article is one that it speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
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
BY = re.compile(rf"(?P<who>{BYLINE.pattern}),? (?:on )?(?P<rest>\S.{{5,60}})", re.IGNORECASE)
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

"""Which paragraphs of a page are the article, judged by what they are and by their place.

A promotion or a trailing headline is dropped only where it stands among closed sentences and is none itself; a text
without full stops (a note, a script that has none) is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from sources.cleaning.captions import is_caption
from sources.cleaning.furniture import is_furniture, is_list_label
from sources.page import Block, Blocks

CLOSED = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*$")
WORD = re.compile(r"[^\W\d_][\w'’.-]*")
ITEM = re.compile(r"(?:[-*•‣·–—]|\d{1,3}[.)])\s")
TURN = re.compile(r"[^\W\d_][\w .’'-]{0,40}:\s")
MOST_PARAGRAPHS = 20_000
LONGEST_HEADLINE = 220
NEAR = 5
RAREST_CAPITALS = 3


def keep_article(blocks: Blocks) -> Blocks:
    """The paragraphs of the article, in order.

        blocks | drop furniture, captions | drop the headline's second copy | drop promotions | drop what trails behind

    A text of more than 20,000 paragraphs comes back whole: it is no page, and the rules would take seconds.
    Paragraphs between two copies of the headline are its deck: they come back marked as headings.
    """
    if len(blocks) > MOST_PARAGRAPHS:
        return blocks
    kept = tuple(block for block in drop_furniture(blocks) if not is_caption(block.text))
    return drop_trailing(drop_promotions(drop_second_headline(kept)))


def is_closed(line: str) -> bool:
    """Whether the line ends as a sentence does."""
    return CLOSED.search(line[-8:]) is not None


def is_prose(block: Block) -> bool:
    """Whether the block has a closed sentence of some length."""
    return not block.heading and is_closed(block.text) and block.text.count(" ") >= 3


def drop_furniture(blocks: Blocks) -> Iterator[Block]:
    """Leaves out furniture, and below the first sentence also the headlines that a label announces."""
    below_prose = in_list = False
    for block in blocks:
        below_prose = below_prose or is_prose(block)
        in_list = in_list and not is_closed(block.text) and len(block.text) <= LONGEST_HEADLINE
        if is_furniture(block.text):
            in_list = in_list or (below_prose and is_list_label(block.text))
        elif not in_list:
            yield block


def drop_second_headline(blocks: Blocks) -> Blocks:
    """Keeps the first of two headlines that say the same near the top; what stands between them is the deck."""
    if not blocks or is_closed(blocks[0].text) or TURN.match(blocks[0].text):
        return blocks
    top = [block.text.casefold() for block in blocks[:NEAR]]
    second = top.index(top[0], 1) if top[0] in top[1:] else 0
    if max(map(len, top[: second + 1])) > LONGEST_HEADLINE:
        return blocks
    return tuple(replace(block, heading=True) for block in blocks[:second]) + blocks[second + bool(second) :]


def drop_promotions(blocks: Blocks) -> Blocks:
    """Leaves out lines in capitals below the first sentence: links to other pages.

    Kept where capitals are the text's own manner: a line that comes back (a speaker's name in a transcript), marked
    headings, and texts with many such lines.
    """
    first = next((i for i, block in enumerate(blocks) if is_prose(block)), len(blocks))
    times = Counter(block.text for block in blocks)
    promotions = {
        i
        for i, block in enumerate(blocks)
        if i > first and block.heading is None and is_shouted(block.text) and times[block.text] == 1
    }
    if len(promotions) > max(RAREST_CAPITALS, len(blocks) // 4):
        return blocks
    return tuple(block for i, block in enumerate(blocks) if i not in promotions)


def is_shouted(line: str) -> bool:
    """Whether the line is two or more words in capitals that close no sentence."""
    if len(line) > LONGEST_HEADLINE or not line.isupper() or is_closed(line) or line.endswith(":"):
        return False
    return len(WORD.findall(line)) > 1 and not ITEM.match(line)


def drop_trailing(blocks: Blocks) -> Blocks:
    """Leaves out headlines and names in title case that follow the last sentence."""
    closed = (i for i, block in enumerate(blocks) if not block.heading and is_closed(block.text))
    last = max(closed, default=len(blocks))
    return tuple(block for i, block in enumerate(blocks) if i <= last or not is_titled(block.text))


def is_titled(line: str) -> bool:
    """Whether the line is two or more words of which every long one begins with a capital, closing no sentence."""
    if len(line) > LONGEST_HEADLINE or is_closed(line) or ITEM.match(line):
        return False
    words = WORD.findall(line)
    return len(words) > 1 and words[0][0].isupper() and all(w[0].isupper() for w in words if len(w) > 3)

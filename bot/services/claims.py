"""What public sources have on what somebody says: a few words, or a whole message of another's.

    text -> every word in one statement or figure | else its telling words, each looked for by itself
         -> the passage that has most of them, the rarest counting most -> at least half of them, or nothing

Nothing is judged: what is closest is shown with its source, and whoever reads it compares.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from typing import Final

from bot.services import offers
from bot.services.answers import Answers
from storage import analyses
from storage.database import Database
from storage.matching import fold
from storage.types.offers import Offer
from summarizer.wording import content_words

FEW: Final = 8
"""Words up to which all of them are looked for together: more are a message, and no question."""
MOST: Final = 12
"""Telling words of a message that are looked for: its longest, which are rare more often than not."""
HELD: Final = 40
"""Statements or figures that one word may bring: the newest."""
NUMBER = re.compile(r"\d")
LEAST: Final = 2
"""Words that what is shown has of a message, however short that is."""

Place = tuple[str, int]
"""A document by its key, and where in it a statement or figure begins."""


async def claimed(answers: Answers, text: str) -> Offer | None:
    """The one thing that public sources have on a text; None where they have nothing close. Raises StorageError."""
    if len(text.split()) <= FEW and (found := await offers.offered(answers, None, text)):
        return found[0]
    return await _closest(answers.database, telling(text))


def telling(text: str) -> tuple[str, ...]:
    """The words of a text that say what it is about, the longest first."""
    words = {fold(word): word for word in text.split() if fold(word) and content_words(word)}
    return tuple(sorted(words.values(), key=lambda word: (-len(word), word))[:MOST])


async def _closest(database: Database, words: tuple[str, ...]) -> Offer | None:
    weights: dict[Place, list[float]] = defaultdict(list)
    async with database.session(readonly=True) as session:
        for word in words:
            said = await analyses.statements(session, None, words=(word,), limit=HELD)
            counted = await analyses.figures(session, None, words=(word,), limit=HELD)
            if NUMBER.search(word):  # a sentence has several, and this is one of them
                counted = tuple(figure for figure in counted if fold(word) in fold(figure.text))
            places = {(each.document.key, each.content[0].start) for each in said}
            places |= {(each.document.key, each.span.start) for each in counted}
            for place in places:
                weights[place].append(math.log(1 + 2 * HELD / len(places)))
    needed = max(LEAST, math.ceil(len(words) / 2))
    close = [place for place, each in weights.items() if len(each) >= needed]
    if not close:
        return None
    key, start = max(close, key=lambda place: (sum(weights[place]), place[0], -place[1]))
    return await offers.at(database, None, key.rpartition("-")[2], start)

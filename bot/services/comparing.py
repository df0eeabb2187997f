"""Which sources stand side by side: those of a story, those that hold some words, or the newest story's.

words -> [story] -> the documents that hold every word -> those of one story -> analyses
      -> nothing asked: the newest story that several documents tell
      -> compare | gate

Documents of two stories are never compared: people may have taken them apart. What is computed runs in a thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Literal

from bot.services import asked
from bot.services.asked import LISTED, Asked
from bot.services.kept import Kept
from storage import analyses, documents, stories
from storage.database import Database
from storage.session import Session
from summarizer.compare import compare
from summarizer.gate.verify import verify
from summarizer.types import Analysis, Briefing, Comparison, Question, Story, Testimony

SIDE_BY_SIDE = 8
"""The most documents that are compared: the newest ones."""
FEW = 3
"""Up to so many sources each has more than one entry of what it alone has."""
LOOKED_AT = 20
"""Stories among which the newest one of several documents is looked for."""
OFFERED = 5
"""Other stories that are offered for comparing."""

Lack = Literal["no story", "no match", "one source", "no two"]
"""Why there is nothing to compare: no such story; no document holds the words; only one does; nowhere are there two."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison of two documents or more, or why there is none; `others` are stories that could be compared.

    `story` is the one that was asked for, or the newest; `words` those that the documents hold; `number` that of a
    story which was asked for and which the chat has not.
    """

    comparison: Comparison | None = None
    story: Story | None = None
    words: str = ""
    lack: Lack | None = None
    number: int = 0
    others: tuple[Story, ...] = ()


@dataclass(frozen=True, slots=True)
class _Several:
    """A story with its first documents, and the keys of its newest ones."""

    story: Story
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The documents to compare, newest first, or why there are none."""

    keys: tuple[str, ...] = ()
    story: Story | None = None
    lack: Lack | None = None


async def compared(
    database: Database, chat: int | None, words: str, kept: Kept[Comparison], *, most: int = SIDE_BY_SIDE
) -> Compared:
    """The sources that the words ask for, side by side: `#3`, some words, both, or none for the newest story.

    At most the newest `most` documents; `kept` are the comparisons made last. Raises GateError when a piece is not what
    its source says.
    """
    async with database.session(readonly=True) as session:
        request = await asked.read(session, chat, words)
        several = await _several(session, chat, most)
        chosen = await _choose(session, chat, request, several)
        told = await analyses.load(session, chosen.keys[:most])
    number = chosen.story.number if chosen.story else 0
    others = tuple(each.story for each in several if each.story.number != number)[:OFFERED]
    read = tuple((a.document.key, a.recipe, a.backend) for a in told)
    made = await kept.get(read, partial(_compare, told)) if not chosen.lack else None
    if made is not None and len(made.documents) > 1:
        return Compared(made, chosen.story, request.words, others=others)
    return Compared(None, chosen.story, request.words, chosen.lack or "one source", request.no_story or 0, others)


async def _several(session: Session, chat: int | None, most: int) -> tuple[_Several, ...]:
    """The newest stories that more than one document tells, as the chat sees them."""
    seen = await stories.visible(session, chat, limit=LOOKED_AT, first=stories.NAMING)
    groups = await stories.together(session, chat, [story.documents[0].key for story in seen])
    newest = {group.number: group.keys[:most] for group in groups}
    told = ((story, newest.get(story.number, ())) for story in seen)
    return tuple(_Several(story, keys) for story, keys in told if len(keys) > 1)


async def _choose(session: Session, chat: int | None, request: Asked, several: Sequence[_Several]) -> _Chosen:
    if request.no_story is not None:
        return _Chosen(lack="no story")
    if request.words:
        return await _holding(session, chat, request)
    if request.story:
        return _Chosen(request.keys or (), request.story)
    return _Chosen(several[0].keys, several[0].story) if several else _Chosen(lack="no two")


async def _holding(session: Session, chat: int | None, request: Asked) -> _Chosen:
    """The documents that hold every word, of the story that most of them tell; of one alone its whole story."""
    found = await documents.visible(session, chat, words=asked.words_of(request.words), limit=LISTED)
    holding = [d.key for d in found if request.keys is None or d.key in request.keys]
    if not holding:
        return _Chosen(story=request.story, lack="no match")
    together = await stories.together(session, chat, holding)
    groups = [([key for key in story.keys if key in holding], story.keys) for story in together]
    held, story = max(groups, key=lambda group: (len(group[0]), -holding.index(group[0][0]) if group[0] else 0))
    return _Chosen(tuple(held) if len(held) > 1 else tuple(story), request.story)


def _compare(told: tuple[Analysis, ...]) -> Comparison:
    made = compare(told, alone=2 if len(told) <= FEW else 1)
    verify(Briefing(made.documents, (), _statements(made), _questions(made)))
    return made


def _statements(made: Comparison) -> tuple[Testimony, ...]:
    entries = (*made.agreed, *made.differing, *chain.from_iterable(made.denials))
    alone = chain.from_iterable(each.statements for each in made.alone)
    return tuple(entry for entry in (*entries, *alone) if isinstance(entry, Testimony))


def _questions(made: Comparison) -> tuple[Question, ...]:
    alone = chain.from_iterable(each.figures for each in made.alone)
    shared = (*made.agreed, *made.differing, *made.various)
    return tuple(entry for entry in (*shared, *alone) if isinstance(entry, Question))

"""Who said what, as a chat may see it: by speaker, by words, by story, in the order that a reader wants.

words -> [story] -> whom they name, else every word -> gate | corroborate -> most important or newest first
                 -> nobody: the nearest names

Names that are near to words are compared in a thread, between sessions: there may be thousands.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from bot.services import asked
from bot.services.asked import ASKED, EVERYTHING, LISTED, Asked
from storage import analyses
from storage import speakers as speaking
from storage.database import Database
from storage.matching import fold
from storage.session import Session
from summarizer.compose import Reading, sound_statements
from summarizer.corroborate import corroborate
from summarizer.somebody import is_somebody
from summarizer.statements.speakers import unite
from summarizer.telling.key_statements import by_importance, by_time
from summarizer.types import Analysis, Speaker, Statement, Story, Testimony

NAMED = 200
"""Words that name more speakers than that name nobody in particular, and databases refuse conditions without end."""
ROLES = 5
"""Roles that each of them has, at most, in the lists of whom words name."""
SUGGESTED = 4
COMPARED = 5_000
"""Names that a misspelt one is compared with: of those who speak most."""
COMPARED_WORDS = 3
"""Words of a question that are compared with names: nobody's is longer."""
NEAR = 0.75
"""Likeness of two words from which one may be the other misspelt: "stoltenburg", "blinkin"."""
FEWEST_LETTERS = 4
"""Shorter words are alike by chance."""


@dataclass(frozen=True, slots=True)
class Found:
    """Statements that answer a question, with what tells how central they are; `topic` None where a name was meant.

    `older` where there may be more, `no_story` the number of a story that was asked for and that the chat has not.
    """

    statements: tuple[Statement, ...] = ()
    outlines: tuple[Analysis, ...] = ()
    topic: str | None = None
    story: Story | None = None
    older: bool = False
    no_story: int | None = None


@dataclass(frozen=True, slots=True)
class Quotes:
    """A list of statements; `older` where there may be more, older ones that it leaves out; `story` if it is of one.

    `no_story` is the number of a story that was asked for and that the chat has not.
    """

    items: tuple[Testimony, ...] = ()
    older: bool = False
    story: Story | None = None
    no_story: int | None = None


@dataclass(frozen=True, slots=True)
class _Question:
    """What words ask for, and who is named: those who are meant, those who may be."""

    asked: Asked = EVERYTHING
    named: tuple[tuple[str, ...], ...] = ()


async def find(database: Database, chat: int | None, words: str) -> Found:
    """Statements of whom the words name, else those that hold every word; of one story where they begin with `#3`."""
    question = await _read(database, chat, words) if words else _Question()
    if question.asked.no_story is not None:
        return Found(no_story=question.asked.no_story)
    async with database.session(readonly=True) as session:
        spoken, older = await _spoken_by(session, chat, question)
        found = spoken
        if not spoken:
            found, older = await _holding(session, chat, question)
        outlines = await analyses.outlines(session, {s.document.key: s.document for s in found}.values())
    place = {analysis.document.key: number for number, analysis in enumerate(outlines)}
    arrived = sorted(found, key=lambda s: (place[s.document.key], s.content))
    topic = None if spoken else question.asked.words or None
    return Found(tuple(arrived), outlines, topic, question.asked.story, older)


def listed(found: Found, *, newest: bool) -> Quotes:
    """What the gate lets pass, each statement once with its witnesses, in the order asked for."""
    testimonies = corroborate(sound_statements(found.statements))
    if newest:
        ordered = by_time(testimonies)
    else:
        readings = {analysis.document.key: Reading.of(analysis) for analysis in found.outlines}
        telling = {t: readings[t.statement.document.key].telling(t.statement.context) for t in testimonies}
        ordered = by_importance(testimonies, telling=telling, topic=found.topic)
    return Quotes(ordered, found.older, found.story, found.no_story)


async def of_nearest(database: Database, chat: int | None, words: str) -> tuple[Statement, ...]:
    """Statements of those whose names are alike to the words, else, where the words are a name, of who speaks most."""
    async with database.session(readonly=True) as session:
        speakers = await speaking.most_heard(session, chat)
    names = await asyncio.to_thread(nearest, speakers, words)
    if not names:
        return ()
    async with database.session(readonly=True) as session:
        return await analyses.statements(session, chat, speakers=names, limit=LISTED)


def people(statements: Sequence[Statement]) -> tuple[Testimony, ...]:
    """A statement of each of those who make them, most statements first, whoever asks questions left out."""
    told = [t for t in corroborate(sound_statements(statements)) if t.speaker and not t.statement.question]
    first: dict[str, Testimony] = {}
    for testimony in told:
        first.setdefault(testimony.speaker.name if testimony.speaker else "", testimony)
    counts = Counter(t.speaker.name for t in told if t.speaker)
    return tuple(first[name] for name, _ in counts.most_common(SUGGESTED))


def is_name(words: str) -> bool:
    """Whether every word is capitalised, as in a name and not in an office."""
    return bool(words) and all(word[0].isupper() for word in words.split())


def holds(text: str, wanted: str) -> bool:
    """Whether every wanted word begins a word of the text, as in the searches of the store."""
    folded = fold(text)
    return bool(wanted) and all(f" {word}" in folded for word in wanted.split())


async def _read(database: Database, chat: int | None, words: str) -> _Question:
    async with database.session(readonly=True) as session:
        found = await asked.read(session, chat, words)
        return _Question(found, await _named(session, chat, fold(found.words[:ASKED])))


async def _named(session: Session, chat: int | None, wanted: str) -> tuple[tuple[str, ...], ...]:
    """Whom the words name, by name or office, and who shares a surname with them; nobody where that is half the world.

    Whoever shares the surname of one who is meant may be the same: a transcript's SECRETARY BLINKEN.
    """
    known = await speaking.named(session, chat, wanted, limit=ROLES * NAMED)
    meant = dict.fromkeys(speaker.name for speaker in known)
    if not meant or len(meant) > NAMED or len(known) == ROLES * NAMED:
        return ()
    akin = await speaking.akin(session, sorted(set(map(speaking.surname, meant))), limit=2 * NAMED)
    return tuple(meant), tuple(name for name in akin if name not in meant)[:NAMED]


async def _spoken_by(session: Session, chat: int | None, question: _Question) -> tuple[tuple[Statement, ...], bool]:
    """The statements of whom the words name, by what one document or all together call them; whether more are left."""
    batches = [
        await analyses.statements(session, chat, speakers=names, within=question.asked.keys, limit=LISTED + 1)
        for names in filter(None, question.named)
    ]
    united = unite([statement for batch in batches for statement in batch])
    wanted = fold(question.asked.words[:ASKED])
    kept = [
        [s for s in batch if s.speaker and holds(_known_as(s.speaker, united[s.speaker]), wanted)] for batch in batches
    ]
    # Where none of a surname is meant, what is left of theirs is nothing that the list leaves out.
    older = any(some and len(batch) > LISTED for some, batch in zip(kept, batches, strict=True))
    return tuple(statement for some in kept for statement in some[:LISTED]), older


async def _holding(session: Session, chat: int | None, question: _Question) -> tuple[tuple[Statement, ...], bool]:
    """Statements that hold every word; whether more are left."""
    words, within = asked.words_of(question.asked.words), question.asked.keys
    found = await analyses.statements(session, chat, words=words, within=within, limit=LISTED + 1)
    return found[:LISTED], len(found) > LISTED


def nearest(speakers: Sequence[Speaker], words: str) -> tuple[str, ...]:
    """Names that are alike to the words, else, where the words are a name, all, people first; a few of them."""
    names = list(dict.fromkeys(speaker.name for speaker in speakers if is_name(speaker.name)))[:COMPARED]
    theirs = _long_words(words[:ASKED])[:COMPARED_WORDS]
    ours = {word for name in names for word in _long_words(name)}
    near = {word for word in ours if any(_alike(word, other) for other in theirs)}
    alike = [name for name in names if not near.isdisjoint(_long_words(name))]
    wanted = alike or (sorted(names, key=lambda name: " " not in name) if is_name(words) else [])
    return tuple(islice(filter(is_somebody, wanted), 2 * SUGGESTED))


def _known_as(*speakers: Speaker) -> str:
    return " ".join(f"{speaker.name} {speaker.role or ''}" for speaker in speakers)


def _long_words(text: str) -> list[str]:
    return [word for word in fold(text).split() if len(word) >= FEWEST_LETTERS]


def _alike(word: str, other: str) -> bool:
    """Whether one word may be the other misspelt; the two quick ratios are bounds from above."""
    match = SequenceMatcher(None, word, other)
    return match.real_quick_ratio() >= NEAR and match.quick_ratio() >= NEAR and match.ratio() >= NEAR

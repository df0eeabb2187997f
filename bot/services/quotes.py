"""Who said what, as a chat may see it: by speaker, by words, by story, in the order that a reader wants.

words -> [story] -> whom they name, else every word -> gate | corroborate -> most important or newest first
                 -> nobody: the nearest names
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from storage import analyses, stories
from storage.matching import fold
from storage.session import Session
from summarizer.compose import Reading, sound_statements
from summarizer.corroborate import corroborate
from summarizer.key_statements import by_importance, by_time
from summarizer.statements.speakers import unite
from summarizer.types import Analysis, Speaker, Statement, Story, Testimony

LISTED = 60
"""The most items that one list holds, the newest ones; nobody turns more than a dozen pages."""
ASKED = 200
"""Characters of a question that are looked for: databases refuse conditions without end, and nobody means them."""
STORY = re.compile(r"(?:#|story\s+#?)(\d{1,9})(?:\s+|$)", re.IGNORECASE)
SUGGESTED = 4
NEAR = 0.75
"""Likeness of two words from which one may be the other misspelt: "stoltenburg", "blinkin"."""
FEWEST_LETTERS = 4
"""Shorter words are alike by chance."""


@dataclass(frozen=True, slots=True)
class Found:
    """Statements that answer a question, with what tells how central they are; `topic` None where a name was meant."""

    statements: tuple[Statement, ...] = ()
    outlines: tuple[Analysis, ...] = ()
    topic: str | None = None
    story: Story | None = None


@dataclass(frozen=True, slots=True)
class Quotes:
    """A list of statements; `older` where there may be more, older ones that it leaves out; `story` if it is of one."""

    items: tuple[Testimony, ...] = ()
    older: bool = False
    story: Story | None = None


async def find(session: Session, chat: int | None, words: str) -> Found:
    """Statements of whom the words name, else those that hold every word; of one story where they begin with `#3`."""
    chosen = STORY.match(words)
    story = await stories.of(session, chat, int(chosen[1])) if chosen else None
    if chosen and story is None:
        return Found()
    words = words[chosen.end() :] if chosen else words
    within = tuple(document.key for document in story.documents) if story else None
    spoken = await _spoken_by(session, chat, words, within) if words else ()
    found = spoken or await analyses.statements(session, chat, words=asked(words), within=within, limit=LISTED)
    outlines = await analyses.outlines(session, {s.document.key: s.document for s in found}.values())
    place = {analysis.document.key: number for number, analysis in enumerate(outlines)}
    arrived = sorted(found, key=lambda s: (place[s.document.key], s.content))
    return Found(tuple(arrived), outlines, None if spoken else words or None, story)


def listed(found: Found, *, newest: bool) -> Quotes:
    """What the gate lets pass, each statement once with its witnesses, in the order asked for."""
    testimonies = corroborate(sound_statements(found.statements))
    older = len(found.statements) >= LISTED
    if newest:
        return Quotes(by_time(testimonies), older, found.story)
    readings = {analysis.document.key: Reading.of(analysis) for analysis in found.outlines}
    telling = {t: readings[t.statement.document.key].telling(t.statement.context) for t in testimonies}
    return Quotes(by_importance(testimonies, telling=telling, topic=found.topic), older, found.story)


async def of_nearest(session: Session, chat: int | None, words: str) -> tuple[Statement, ...]:
    """Statements of those whose names are alike to the words, else, where the words are a name, of who speaks most."""
    named = [s.name for s in await analyses.speakers(session, chat) if is_name(s.name)]
    alike = [name for name in named if _alike(name, words)]
    wanted = alike or (sorted(named, key=lambda name: " " not in name) if is_name(words) else [])
    names = tuple(dict.fromkeys(wanted))[: 2 * SUGGESTED]
    return await analyses.statements(session, chat, speakers=names, limit=LISTED) if names else ()


def people(statements: Sequence[Statement]) -> tuple[Testimony, ...]:
    """A statement of each of those who make them, most statements first, whoever asks questions left out."""
    told = [t for t in corroborate(sound_statements(statements)) if t.speaker and not t.statement.question]
    first: dict[str, Testimony] = {}
    for testimony in told:
        first.setdefault(testimony.speaker.name if testimony.speaker else "", testimony)
    counts = Counter(t.speaker.name for t in told if t.speaker)
    return tuple(first[name] for name, _ in counts.most_common(SUGGESTED))


def asked(question: str) -> tuple[str, ...]:
    """The words of a question that are looked for."""
    return tuple(question[:ASKED].split())


def is_name(words: str) -> bool:
    """Whether every word is capitalised, as in a name and not in an office."""
    return bool(words) and all(word[0].isupper() for word in words.split())


def holds(text: str, wanted: str) -> bool:
    """Whether every wanted word begins a word of the text, as in the searches of the store."""
    folded = fold(text)
    return bool(wanted) and all(f" {word}" in folded for word in wanted.split())


async def _spoken_by(
    session: Session, chat: int | None, words: str, within: tuple[str, ...] | None
) -> tuple[Statement, ...]:
    """The statements of whom the words name, by the name or office that one document or all together give.

    Whoever shares the surname of one who is meant may be the same: a transcript's SECRETARY BLINKEN.
    """
    wanted = fold(words[:ASKED])
    speakers = await analyses.speakers(session, chat)
    meant = {speaker.name for speaker in speakers if holds(_known_as(speaker), wanted)}
    surnames = set(map(_surname, meant))
    akin = {speaker.name for speaker in speakers if _surname(speaker.name) in surnames} - meant
    found = [
        statement
        for names in (meant, akin)
        if names
        for statement in await analyses.statements(session, chat, speakers=tuple(names), within=within, limit=LISTED)
    ]
    united = unite(found)
    return tuple(s for s in found if s.speaker and holds(_known_as(s.speaker, united[s.speaker]), wanted))


def _surname(name: str) -> str:
    return name.casefold().split()[-1]


def _known_as(*speakers: Speaker) -> str:
    return " ".join(f"{speaker.name} {speaker.role or ''}" for speaker in speakers)


def _alike(name: str, words: str) -> bool:
    """Whether a word of the one is nearly a word of the other."""
    ours, theirs = ([w for w in fold(text).split() if len(w) >= FEWEST_LETTERS] for text in (name, words[:ASKED]))
    return any(SequenceMatcher(None, a, b).ratio() >= NEAR for a in ours for b in theirs)

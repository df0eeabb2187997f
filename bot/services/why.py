"""Why a message told what it told: the ranking is done once more on the same sources, and says what it counted.

told -> briefing: all analyses of the sources that it chose among | a list: all that its words find
     -> what the ranking of each piece counted
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.services import figures, quotes
from bot.services.proof import Told
from storage import analyses
from storage.database import Database
from summarizer.compose import Reading, sound_figures, sound_questions, sound_statements
from summarizer.corroborate import corroborate
from summarizer.questions import link
from summarizer.reasons import Piece, Reasons
from summarizer.selection import reasons as sentences
from summarizer.telling import importance, key_figures
from summarizer.types import Analysis, Figure, Statement


async def explain(database: Database, chat: int, told: Told) -> tuple[Reasons | None, ...]:
    """For each piece what counted for it; None where what is stored has changed, and it is ranked no more."""
    match told.of:
        case "quotes":
            said = await quotes.find(database, chat, told.words)
            return await asyncio.to_thread(_reasons, told, said.outlines, said.statements, (), said.topic)
        case "figures":
            counted = await figures.find(database, chat, told.words)
            topic = counted.asked.words or None
            return await asyncio.to_thread(_reasons, told, counted.outlines, (), counted.figures, topic)
        case _:
            async with database.session(readonly=True) as session:
                known = await analyses.load(session, told.keys)
            every = [s for a in known for s in a.statements], [f for a in known for f in a.figures]
            return await asyncio.to_thread(_reasons, told, known, *every, told.words or None)


def _reasons(
    told: Told,
    known: Sequence[Analysis],
    statements: Sequence[Statement],
    counted: Sequence[Figure],
    topic: str | None,
) -> tuple[Reasons | None, ...]:
    readings = {analysis.document.key: Reading.of(analysis) for analysis in known}
    found = {
        **_of_sentences([piece for piece in told.pieces if piece and piece.kind == "sentence"], known, topic),
        **_of_statements(statements, readings, topic),
        **_of_figures(counted, readings, topic),
    }
    return tuple(found.get(_place(piece)) if piece else None for piece in told.pieces)


Place = tuple[str, str, int]
Found = dict[Place, Reasons]


def _place(piece: Piece) -> Place:
    return piece.kind, piece.document.key, piece.span.start


def _of_sentences(pieces: Sequence[Piece], known: Sequence[Analysis], topic: str | None) -> Found:
    if not pieces:
        return {}
    found = sentences.reasons(known, [(piece.document.key, piece.span) for piece in pieces], topic)
    return dict(zip(map(_place, pieces), found, strict=True))


def _of_statements(statements: Sequence[Statement], readings: dict[str, Reading], topic: str | None) -> Found:
    every = corroborate(sound_statements(statements))
    telling = {t: readings[t.statement.document.key].telling(t.statement.context) for t in every}
    return {
        ("statement", s.document.key, s.content[0].start): importance.reasons(each, every, telling, topic)
        for each in every
        for s in (each.statement, *each.witnesses)
    }


def _of_figures(figures: Sequence[Figure], readings: dict[str, Reading], topic: str | None) -> Found:
    sound = sound_figures(figures)
    telling = {figure: readings[figure.document.key].telling(figure.span) for figure in sound}
    return {
        ("figure", figure.document.key, figure.span.start): key_figures.reasons(
            question, telling, topic=topic, documents=len(readings)
        )
        for question in sound_questions(link(sound))
        for figure in question.figures
    }

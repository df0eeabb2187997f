"""Which figures answer what, as a chat may see it: what one story's sources count together stands together.

words -> [story] -> the newest figures that hold every word -> all figures of their stories
      -> gate | link, story by story -> the questions that were asked about, most important first

Figures are linked in a thread, between sessions: there may be hundreds.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from bot.services import asked
from bot.services.asked import EVERYTHING, LISTED, Asked
from storage import analyses, stories
from storage.database import Database
from summarizer.compose import Reading, sound_figures, sound_questions
from summarizer.questions import link
from summarizer.telling.key_figures import by_importance
from summarizer.types import Analysis, Figure, Question, Span, Story

LINKED = 240
"""Figures that one list compares beside those that were asked for, shared among their stories."""
FEWEST = 24
"""Figures of each story that are compared, however many stories there are."""
STORY_DOCUMENTS = 24
"""Documents of a story whose figures are compared: those that were asked for, then its newest."""

Place = tuple[str, Span]


@dataclass(frozen=True, slots=True)
class Found:
    """Figures that answer a request, and with them those of the same stories; each story's documents by their keys."""

    figures: tuple[Figure, ...] = ()
    wanted: frozenset[Place] = frozenset()
    stories: tuple[tuple[str, ...], ...] = ()
    outlines: tuple[Analysis, ...] = ()
    asked: Asked = EVERYTHING
    older: bool = False

    @property
    def key(self) -> Hashable:
        """All that the list depends on: which figures of which documents, read by which recipe, in which stories."""
        read = tuple((a.document.key, a.recipe, a.backend) for a in self.outlines)
        places = tuple(map(_place, self.figures))
        return (
            read,
            places,
            self.wanted,
            self.stories,
            self.asked.words,
            self.asked.story,
            self.asked.no_story,
            self.older,
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """A list of questions; `older` where there may be more, older ones that it leaves out; `story` if it is of one.

    `no_story` is the number of a story that was asked for and that the chat has not.
    """

    items: tuple[Question, ...] = ()
    older: bool = False
    story: Story | None = None
    no_story: int | None = None


async def find(database: Database, chat: int | None, words: str) -> Found:
    """The newest figures that hold every word, of one story where the words begin with `#3`."""
    async with database.session(readonly=True) as session:
        question = await asked.read(session, chat, words)
        if question.no_story is not None:
            return Found(asked=question)
        holding, within = asked.words_of(question.words), question.keys
        found = await analyses.figures(session, chat, words=holding, within=within, limit=LISTED + 1)
        wanted = found[:LISTED]
        keys = {figure.document.key for figure in wanted}
        together = [_near(story.keys, keys) for story in await stories.together(session, chat, keys)]
        # For each story by itself: the figures of one never take the place of another's.
        most = max(FEWEST, LINKED // max(1, len(together)))
        told = [await analyses.figures(session, chat, within=story, limit=most + 1) for story in together]
        figures = {_place(figure): figure for some in (wanted, *(them[:most] for them in told)) for figure in some}
        documents = {figure.document.key: figure.document for figure in figures.values()}
        outlines = await analyses.outlines(session, documents.values())
    return Found(
        tuple(figures.values()),
        frozenset(map(_place, wanted)),
        tuple(together),
        outlines,
        question,
        len(found) > LISTED or any(len(them) > most for them in told),
    )


def _near(story: tuple[str, ...], wanted: set[str]) -> tuple[str, ...]:
    """The documents of a story whose figures are compared: those that were asked for, then its newest."""
    asked_for = [key for key in story if key in wanted]
    others = [key for key in story if key not in wanted]
    return tuple((asked_for + others)[: max(STORY_DOCUMENTS, len(asked_for))])


def listed(found: Found) -> Figures:
    """What the gate lets pass, linked, those questions that were asked about, most important first."""
    sound = sound_figures(found.figures)
    linked = [question for story in _by_story(sound, found.stories) for question in sound_questions(link(story))]
    questions = [q for q in linked if not found.wanted.isdisjoint(map(_place, q.figures))]
    readings = {analysis.document.key: Reading.of(analysis) for analysis in found.outlines}
    telling = {figure: readings[figure.document.key].telling(figure.span) for figure in sound}
    ordered = by_importance(questions, telling, topic=found.asked.words or None)
    return Figures(ordered, found.older, found.asked.story, found.asked.no_story)


def _by_story(figures: tuple[Figure, ...], stories: tuple[tuple[str, ...], ...]) -> list[list[Figure]]:
    """The figures of each story; documents of two stories are never compared: people may have taken them apart."""
    home = {key: number for number, story in enumerate(stories) for key in story}
    groups: dict[int | str, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(home.get(figure.document.key, figure.document.key), []).append(figure)
    return list(groups.values())


def _place(figure: Figure) -> Place:
    return figure.document.key, figure.span

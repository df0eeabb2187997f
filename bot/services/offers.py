"""What a person may put into any chat: statements, figures and stories that words ask for, one at a time.

    chat, words -> quotes | figures, public ones and the chat's own -> woven into one list -> stories of its first ones
    chat, mark, start -> the document, if the chat sees it -> what was found at that place

`chat` is the private chat of whoever asks, so that they find their own sources and the public ones; None finds public
ones alone. An offer knows whether its document is public: a link to it is of use to everybody only then. Nothing here
asks a model or writes anything.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.services.answers import Answers
from bot.services.asked import STORY
from bot.services.quotes import holds, is_name
from bot.services.wanted import Wanted
from storage import analyses, documents, stories
from storage.database import Database
from storage.matching import fold
from storage.session import Session
from storage.types.offers import Offer, Sayings, Summed
from summarizer.compose import sound_figures, sound_statements
from summarizer.corroborate import corroborate
from summarizer.types import Answer, Briefing, Document, Excerpt, Question, Span, Testimony
from summarizer.wording import content_words

ASKED = 256
"""Characters of a question: as many as Telegram sends of one."""
STORIES = 3
"""Stories that one list offers."""
LEADING = 12
"""Entries at the head of a list whose stories are offered with it."""
EVERY = 2_000
"""More statements or figures than a document has."""
AMOUNTS = frozenset(("many", "much"))
COUNTING = re.compile(r"\d|\bhow (?:many|much)\b|%", re.IGNORECASE)


async def offered(answers: Answers, chat: int | None, words: str = "") -> tuple[Offer, ...]:
    """All that there is for these words, most relevant first; without words the newest first."""
    words = words[:ASKED].strip()
    ranked = woven(*await _lists(answers, chat, words), words)
    if not ranked and (telling := " ".join(filter(_tells, words.split()))) not in {"", words}:
        ranked = woven(*await _lists(answers, chat, telling), words)  # of "how many were killed" the last word
    async with answers.database.session(readonly=True) as session:
        if not words:
            ranked = await _newest(session, chat, ranked)
        numbers = await _stories(session, chat, ranked, words)
    told = [await summed(answers, chat, number) for number in numbers]
    first = bool(STORY.match(words)) or not ranked
    return _with_stories(ranked, [each for each in told if each], words, first=first)


async def summed(answers: Answers, chat: int | None, number: int) -> Offer | None:
    """A story; of a public one only what is public, whatever the chat has brought to it. None where nothing is told."""
    seer = None if number % 2 else chat
    async with answers.database.session(readonly=True) as session:
        story = await stories.of(session, seer, number)
        public = await documents.seen(session, None, [d.key for d in story.documents]) if story else ()
    if story is None:
        return None
    told = await answers.told(seer, Wanted(f"#{number}"), "greeting")  # which no model writes
    if told.briefing is None or not told.briefing.sentences:
        return None
    newest = story.documents[0]
    brief = Summed(story, len(story.documents), _cited_alone(told.briefing))
    return Offer(brief, newest, public=len(public) == len(story.documents))


async def at(database: Database, chat: int | None, mark: str, start: int) -> Offer | None:
    """The statement or figure that begins there, alone; None where the chat has no such document, or no such place."""
    async with database.session(readonly=True) as session:
        document = await documents.by_mark(session, chat, mark)
        if document is None or start >= len(document.text):
            return None
        within = (document.key,)
        said = await analyses.statements(session, chat, within=within, limit=EVERY)
        counted = await analyses.figures(session, chat, within=within, limit=EVERY)
        public = bool(await documents.seen(session, None, within))
    testimonies = await asyncio.to_thread(lambda: corroborate(sound_statements(said)))
    for offer in _grouped(testimonies):
        if any(span.start == start for each in _sayings(offer) for span in each.statement.content[:1]):
            return replace(offer, start=start, public=public)
    for figure in sound_figures([figure for figure in counted if figure.span.start == start]):
        return Offer(Question((Answer(figure),)), document, start, public)
    return Offer(Span(start, start + 1), document, start, public)


async def story_at(database: Database, chat: int | None, mark: str) -> int | None:
    """The number of the story in which the chat has a document; None where it has no such document, or no story."""
    async with database.session(readonly=True) as session:
        document = await documents.by_mark(session, chat, mark)
        found = await stories.together(session, chat, (document.key,)) if document else ()
    return next((each.number for each in found), None)


def woven(said: Sequence[Offer], counted: Sequence[Offer], words: str) -> tuple[Offer, ...]:
    """Two lists in one, each in its order: two statements for every figure.

    A name asks for what somebody says, and a number, or how many, for figures: then it is three of these for every
    one of the others.
    """
    heavy = (1, 3) if COUNTING.search(words) and not STORY.fullmatch(words) else (3, 1) if is_name(words) else (2, 1)
    placed = [
        ((place + 1) / weight, kind, offer)
        for kind, (offers, weight) in enumerate(zip((said, counted), heavy, strict=True))
        for place, offer in enumerate(offers)
    ]
    return tuple(offer for _, _, offer in sorted(placed, key=lambda each: each[:2]))


def _tells(word: str) -> bool:
    return bool(content_words(word)) and word.casefold() not in AMOUNTS


def _grouped(items: Iterable[Testimony]) -> list[Offer]:
    """Reported statements of one sentence together: all of them are told by it. Who only asks states nothing."""
    groups: dict[tuple[str, Span, int], list[Testimony]] = {}
    for number, item in enumerate(items):
        alone = number if item.statement.kind == "direct" else -1
        groups.setdefault((item.statement.document.key, item.statement.context, alone), []).append(item)
    told = (group for group in groups.values() if not all(item.statement.question for item in group))
    ordered = (tuple(sorted(group, key=lambda item: item.statement.content)) for group in told)
    return [Offer(g, g[0].statement.document, g[0].statement.content[0].start) for g in ordered]


def _sayings(offer: Offer) -> Sayings:
    return offer.item if isinstance(offer.item, tuple) else ()


def _place(question: Question) -> tuple[Document, int]:
    return question.lead.document, question.lead.span.start


async def _lists(answers: Answers, chat: int | None, words: str) -> tuple[list[Offer], list[Offer]]:
    """Statements and figures. What is public is told by public sources alone: it is of use to whoever reads it then,
    and names nothing that the chat brought; of the chat's own is listed what no public source has.
    """
    mine = await _listed(answers, chat, words)
    keys = {key for offers in mine for offer in offers for key in _keys(offer)}
    async with answers.database.session(readonly=True) as session:
        public = frozenset(await documents.seen(session, None, tuple(keys)))
    theirs = mine if keys <= public else await _listed(answers, None, words)
    said, counted = (_joined(own, others, public) for own, others in zip(mine, theirs, strict=True))
    return said, counted


async def _listed(answers: Answers, chat: int | None, words: str) -> tuple[list[Offer], list[Offer]]:
    said = (await answers.quotes(chat, words, newest=not words)).items
    counted = (await answers.figures(chat, words)).items
    return _grouped(said), [Offer(question, *_place(question)) for question in counted]


def _joined(mine: Sequence[Offer], theirs: Sequence[Offer], public: Container[str]) -> list[Offer]:
    """Each at the place that it has in its own list."""
    own = [(place, 0, offer) for place, offer in enumerate(mine) if _is_own(offer, public)]
    others = [(place, 1, replace(offer, public=True)) for place, offer in enumerate(theirs)]
    return [offer for _, _, offer in sorted((*own, *others), key=lambda each: each[:2])]


def _is_own(offer: Offer, public: Container[str]) -> bool:
    if isinstance(offer.item, Question):
        return offer.document.key not in public
    return all(key not in public for key in _keys(offer))


def _keys(offer: Offer) -> Iterator[str]:
    """All documents that an offer names."""
    if isinstance(offer.item, Question):
        yield from (figure.document.key for figure in offer.item.figures)
    for each in _sayings(offer):
        yield from (statement.document.key for statement in (each.statement, *each.witnesses))


async def _newest(session: Session, chat: int | None, offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """In the order in which their documents came, the last first; those of one document stay as they were."""
    came = await documents.arrivals(session, chat, {offer.document.key for offer in offers})
    return tuple(sorted(offers, key=lambda offer: _age(came, offer)))


def _age(came: Mapping[str, datetime], offer: Offer) -> float:
    moment = came.get(offer.document.key)
    return -moment.timestamp() if moment else 0.0


async def _stories(session: Session, chat: int | None, offers: Sequence[Offer], words: str) -> tuple[int, ...]:
    """The numbers of the story that is asked for, else of those that the first offers are of."""
    if asked := STORY.match(words):
        return (int(asked["number"]),)
    keys = tuple(dict.fromkeys(offer.document.key for offer in offers[:LEADING]))
    found = await stories.together(session, chat, keys)
    place = {key: number for number, key in enumerate(keys)}
    first = sorted((min(place[k] for k in g.keys if k in place), g.number) for g in found if g.number is not None)
    return tuple(number for _, number in first)[:STORIES]


def _with_stories(offers: Sequence[Offer], told: Sequence[Offer], words: str, *, first: bool) -> tuple[Offer, ...]:
    """Stories before the others where they were asked for, or are called by the words; else one after every third."""
    wanted, left = fold(words), list(told)
    named = [story for story in left if first or (wanted and holds(_title(story), wanted))]
    left = [story for story in left if story not in named]
    listed = list(offers)
    for number, story in enumerate(left, start=1):
        listed.insert(min(len(listed), number * 4 - 1), story)
    return (*named, *listed)


def _title(offer: Offer) -> str:
    return offer.item.story.title if isinstance(offer.item, Summed) else ""


def _cited_alone(briefing: Briefing) -> Briefing:
    """With the sources of its sentences and no others: they are its list, numbered as its marks are."""
    told = [each for each in briefing.sentences if isinstance(each, Excerpt)]
    keys = {each.document.key for one in told for each in (one, *one.also)}
    kept = tuple(document for document in briefing.documents if document.key in keys)
    return replace(briefing, sentences=tuple(told), documents=kept)

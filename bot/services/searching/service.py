"""Search as a chat may see it: by words and by meaning, one list.

text -> question -> who is meant by by:, from:, since:, #story -> faults, else:
     -> every word | any word (where few have all) | the meaning, if a model has time -> one list
     -> what stands there, copies folded -> hits;  none: which filter leaves none
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from bot.services import copies
from bot.services.analyst import Analyst, Meaning
from bot.services.quotes import NAMED
from bot.services.searching.asking import EMPTY, Question, read
from bot.services.searching.hits import Hit, hits
from bot.services.searching.joining import joined
from bot.services.searching.people import near_people, near_publishers
from bot.services.searching.since import since_of
from storage import analyses, chats, search, search_origins, stories
from storage import speakers as speaking
from storage.database import Database
from storage.matching import fold
from storage.session import Session
from storage.types.search import Origin, Passage, Piece, Sort, Terms, Within
from summarizer.errors import AnalysisError
from summarizer.types import Statement
from summarizer.wording import content_words

log = logging.getLogger(__name__)

LISTED = 60
"""Pieces that one search shows at most; nobody turns more than a dozen pages."""
MEANT = 20
"""Sentences that are found by meaning: what comes after them is alike by chance."""
ENOUGH = 10
"""From so many pieces with every word on, those that have only some are not looked for."""
PATIENCE = 1.5
"""Seconds that a search waits for the model; then the words alone answer."""
RELATED = 60
"""Documents of the stories of what was found that tell who is meant by a short name."""
HEARD = 240
"""Statements of them that are read for it."""
MANY = 2_000
"""Names and roles that one name may mean, of which those count who speak most."""
KEPT = 256
"""Questions whose meanings are kept, so that turning a page gives the same list and asks no model."""

FaultKind = Literal["by", "from", "since", "future", "story", "odd"]
Limit = Literal["by", "from", "since", "story", "sort", "without", "phrase"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A filter that makes no sense, as it was typed, and what may have been meant, best first."""

    kind: FaultKind
    word: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What was found. `older` where there may be more, `some` where nothing has every word.

    `meant` says that the meaning was looked for as well. `emptied` are the filters without which something would have
    been found; `since` is the moment that was understood. `story` titles are not needed: its number stands in the
    question.
    """

    question: Question
    hits: tuple[Hit, ...] = ()
    faults: tuple[Fault, ...] = ()
    older: bool = False
    some: bool = False
    meant: bool = False
    emptied: tuple[Limit, ...] = ()
    since: datetime | None = None
    zone: tzinfo = UTC


@dataclass(frozen=True, slots=True)
class _Bounds:
    """A question with its filters understood."""

    question: Question
    within: Within
    faults: tuple[Fault, ...] = ()
    zone: tzinfo = UTC

    @property
    def terms(self) -> Terms:
        """What is sought, without the words that stand in every text unless there are no others."""
        question = self.question
        telling = tuple(word for word in question.words if content_words(word)) or question.words
        return Terms(telling, question.phrases, question.without)


@dataclass(frozen=True, slots=True)
class Searching:
    """Searches in what a chat sees."""

    database: Database
    analyst: Analyst
    now: Callable[[], datetime]
    patience: float = PATIENCE
    _meanings: OrderedDict[str, Meaning] = field(default_factory=OrderedDict, compare=False, repr=False)
    _asking: dict[str, asyncio.Task[None]] = field(default_factory=dict, compare=False, repr=False)

    async def find(self, chat: int | None, text: str, *, sort: Sort | None = None, mean: bool = True) -> Found:
        """What the text asks for; nothing where it asks for nothing. `mean`: by meaning as well, if it can be."""
        question = read(text)
        if question == EMPTY:
            return Found(question)
        async with self.database.session(readonly=True) as session:
            bounds = await self._bounds(session, chat, question, sort)
        if bounds.faults:
            return Found(question, faults=bounds.faults, zone=bounds.zone)
        means = mean and question.seeks and _may_mean(question.meaning)
        meaning = await self._meaning(question.meaning) if means else None
        async with self.database.session(readonly=True) as session:
            pieces, some = await _pieces(session, chat, bounds, meaning)
            passages = await search.load(session, pieces[:LISTED])
            emptied = () if pieces else await _emptied(session, chat, bounds)
            articles = await _articles(session, chat, passages)
            around = await _around(session, chat, passages)
        found = await asyncio.to_thread(
            hits,
            passages,
            speakers=bounds.within.speakers,
            sort=sort,
            words=(*question.words, *question.phrases),
            articles=articles,
            around=around,
        )
        older = len(pieces) > LISTED
        since = bounds.within.since
        return Found(question, found, (), older, some, meaning is not None, emptied, since, bounds.zone)

    async def _bounds(self, session: Session, chat: int | None, question: Question, sort: Sort | None) -> _Bounds:
        zone = await _zone(session, chat)
        faults = [Fault("odd", word) for word in question.odd]
        within = Within(sort=sort)
        if question.by:
            within = replace(within, speakers=await _speakers(session, chat, question.by, faults))
        origins = [await _origin(session, chat, name, faults) for name in question.sources]
        if origins:
            within = replace(within, origins=(search_origins.any_of(origins),))
        if question.since is not None:
            within = replace(within, since=_since(question.since, self.now(), zone, faults))
        if question.story is not None:
            story = await stories.of(session, chat, question.story)
            within = replace(within, keys=tuple(d.key for d in story.documents) if story else ())
            faults += [] if story else [Fault("story", str(question.story))]
        return _Bounds(question, within, tuple(faults), zone)

    async def _meaning(self, words: str) -> Meaning | None:
        """The vector of the words; None where there is no model, or none that answers in time."""
        if words not in self._meanings and self.analyst.wants_model:
            task = self._asking.get(words)
            if task is None:
                task = self._asking[words] = asyncio.create_task(self._ask(words))
            await asyncio.wait({task}, timeout=self.patience)
        if words in self._meanings:
            self._meanings.move_to_end(words)
        return self._meanings.get(words)

    async def _ask(self, words: str) -> None:
        """Goes on when the search has gone without it: the next one finds the model loaded."""
        try:
            meaning = await self.analyst.meaning(words)
        except AnalysisError as error:
            log.warning("search.meaning_failed detail=%s", error.detail)
        else:
            if meaning is not None:
                self._meanings[words] = meaning
                while len(self._meanings) > KEPT:
                    self._meanings.popitem(last=False)
        finally:
            del self._asking[words]


def _may_mean(words: str) -> bool:
    """Whether a model that reads English sees more in the words than letters that it does not know."""
    letters = [each for each in words if each.isalpha()]
    return not letters or any(map(str.isascii, letters))


async def _zone(session: Session, chat: int | None) -> tzinfo:
    chosen = None if chat is None else (await chats.preferences(session, chat)).zone
    return ZoneInfo(chosen) if chosen else UTC


async def _speakers(session: Session, chat: int | None, names: Sequence[str], faults: list[Fault]) -> tuple[str, ...]:
    """Whom the names mean, by name or office; one that means more people than any question is about, who speak most."""
    found: dict[str, None] = {}
    for name in names:
        known = await speaking.named(session, chat, fold(name), limit=MANY)
        if len({speaker.name for speaker in known}) > NAMED:
            known = await speaking.most_heard(session, chat, known)
        if not known:
            everybody = await speaking.most_heard(session, chat)
            faults.append(Fault("by", name, await asyncio.to_thread(near_people, everybody, name)))
        found |= dict.fromkeys(list(dict.fromkeys(speaker.name for speaker in known))[:NAMED])
    return tuple(found)


async def _origin(session: Session, chat: int | None, name: str, faults: list[Fault]) -> Origin:
    found = await search_origins.origin(session, chat, name)
    if not found:
        near = near_publishers(await search_origins.publishers(session, chat), name)
        faults.append(Fault("from", name, near))
    return found


def _since(said: str, now: datetime, zone: tzinfo, faults: list[Fault]) -> datetime | None:
    moment = since_of(said, now, zone)
    if moment is None or moment > now:
        faults.append(Fault("since" if moment is None else "future", said))
    return moment


async def _pieces(
    session: Session, chat: int | None, bounds: _Bounds, meaning: Meaning | None
) -> tuple[tuple[Piece, ...], bool]:
    """The pieces, one more than are listed where there are more; whether none has every word."""
    terms, within, limit = bounds.terms, bounds.within, LISTED + 1
    if not bounds.question.seeks:
        return await search.newest(session, chat, terms, within, limit=limit), False
    every = await search.by_words(session, chat, terms, within, every=True, limit=limit)
    lists: list[Iterable[Piece]] = [every]
    if len(every) < ENOUGH and len(terms.words) > 1:
        lists.append(await search.by_words(session, chat, terms, within, every=False, limit=limit))
    if meaning is not None:
        vector, model = meaning.vector, meaning.model
        lists.append(await search.by_meaning(session, chat, vector, model, terms, within, limit=MEANT))
    return joined(*map(tuple, lists))[:limit], not every


async def _articles(session: Session, chat: int | None, passages: Sequence[Passage]) -> dict[str, int]:
    documents = tuple(dict.fromkeys(passage.document for passage in passages))
    groups = await copies.grouped(session, chat, documents) if documents else ()
    return {document.key: number for number, group in enumerate(groups) for document in group.documents}


async def _around(session: Session, chat: int | None, passages: Sequence[Passage]) -> tuple[Statement, ...]:
    """What is said in the stories of those who speak in the passages: a transcript's label is a name elsewhere."""
    keys = tuple(dict.fromkeys(passage.document.key for passage in passages if passage.statements))
    together = await stories.together(session, chat, keys) if keys else ()
    every = tuple(dict.fromkeys((*keys, *(key for story in together for key in story.keys))))
    return await analyses.statements(session, chat, within=every[:RELATED], limit=HEARD) if keys else ()


async def _emptied(session: Session, chat: int | None, bounds: _Bounds) -> tuple[Limit, ...]:
    """The filters each of which, left away, would let something be found."""
    found = []
    for limit, looser in _looser(bounds):
        if (await _pieces(session, chat, looser, None))[0]:
            found.append(limit)
    return tuple(found)


def _looser(bounds: _Bounds) -> Iterable[tuple[Limit, _Bounds]]:
    within, question = bounds.within, bounds.question
    if within.sort:
        yield "sort", replace(bounds, within=replace(within, sort=None))
    if within.speakers is not None:
        yield "by", replace(bounds, within=replace(within, speakers=None))
    if within.origins:
        yield "from", replace(bounds, within=replace(within, origins=()))
    if within.since:
        yield "since", replace(bounds, within=replace(within, since=None))
    if within.keys is not None:
        yield "story", replace(bounds, within=replace(within, keys=None))
    if question.without:
        yield "without", replace(bounds, question=replace(question, without=()))
    if question.phrases and question.words:
        yield "phrase", replace(bounds, question=replace(question, phrases=()))

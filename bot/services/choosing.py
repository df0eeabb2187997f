"""Which documents a briefing tells, and what of the question they answer.

wanted -> [page | story] -> the readable documents that hold every word -> else those that hold most of the words
       -> mostly copies of each other: more of them, until enough are articles of their own
       -> too many: copies of one text last; of a story the newest and the longest, else the newest
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.services import asked, copies, links
from bot.services import topics as topics_of
from bot.services.asked import BARE, Asked, words_of
from bot.services.topics import Topic
from bot.services.wanted import Wanted
from storage import analyses, documents, publishers, stories
from storage.session import Session
from summarizer.copies import Group
from summarizer.copies import copies as much_alike
from summarizer.types import Document, Story
from summarizer.wording import content_words

LOOKED_AT = 3
"""For every document that is told so many are looked at: some may be copies of others."""
MOST_LOOKED_AT = 20
"""For every document that is told so many are looked at where the newest ones are mostly copies of each other."""
MOST_WORDS = 8
"""Words of a question that are looked for one by one, where no document holds them all."""
HOLDERS = 20
"""Documents that are looked at for each of these words: the newest."""

Lack = Literal["no story", "no page", "no match", "unreadable", "muted"]
"""Why nothing can be told: no such story; no such page is stored; no document holds the words (nor has a story that
number, where it is one); it has no sentences that are read, for its `language` if that is another one; the chat mutes
all of it."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Documents that can be told, newest first, at least one, or why there is none.

    `words` is the topic that they hold, `missing` the words that they lack; `story` the one that was asked for.
    `number` is that of a story which the chat has not. `listed` are the words under which the lists of the same
    documents are found. `unread` counts documents in another `language` that hold the words, where none that is read
    does.
    """

    documents: tuple[Document, ...] = ()
    words: str = ""
    missing: tuple[str, ...] = ()
    story: Story | None = None
    number: int | None = None
    lack: Lack | None = None
    listed: str = ""
    language: str | None = None
    unread: int = 0


async def choose(session: Session, chat: int | None, wanted: Wanted, most: int) -> Chosen:
    """What the chat sees of what is wanted; up to three times `most` documents, for `fitting` to choose from."""
    if wanted.key or wanted.url:
        return await _page(session, chat, wanted)
    request = await asked.read(session, chat, wanted.words, bare=True)
    if request.no_story is not None:
        return Chosen(number=request.no_story, lack="no story")
    words = words_of(request.words)
    found, held, missing = await _holding(session, chat, words, request.keys, most)
    if found:
        named = f"#{request.story.number} {held}".strip() if request.story else held
        return Chosen(found, held, missing, request.story, listed=named)
    if request.story and not words:
        return Chosen(story=request.story, lack="unreadable", language=await _language(session, request.keys or ()))
    if request.story is None and (unread := await _unread(session, chat, words)):
        return unread
    number = int(request.words) if BARE.fullmatch(request.words) else None
    return Chosen(story=request.story, number=number, lack="no match")


async def of_topics(
    session: Session, chat: int | None, topics: Sequence[str], most: int, *, within: tuple[str, ...] | None = None
) -> Chosen:
    """What the chat sees of any of the topics, without topics of everything; `within` are keys, None for all.

    `most` is as in `choose`; `within` some keys it is the most of each topic that are looked at, the newest. A topic is
    words that a document must hold, all of them, and may begin with a story's sign; one whose story the chat has not
    finds nothing. `from:bbc.co.uk` and `from:"Fox News"` leave what is from there, see `topics.py`.
    """
    found: dict[str, Document] = {}
    held, story = list[str](), None
    for topic in topics or ("",):
        plain, request = await _read(session, chat, topic)
        if request.no_story is None:
            words, story = words_of(request.words), request.story
            keys = await _from(session, chat, plain.names, _both(request.keys, within))
            if within is None:
                holders = await _readable(session, chat, words, keys, most)
            else:
                holders = await documents.readable(session, chat, words=words, within=keys, limit=most)
            found |= {document.key: document for document in holders}
            held += words if holders else ()
    if not found:
        return Chosen(lack="no match")
    if len(topics) > 1:  # each topic's are in order, together they are not
        ordered = await documents.readable(session, chat, within=tuple(found), limit=len(found))
        return Chosen(ordered, " ".join(dict.fromkeys(held)))
    return Chosen(tuple(found.values()), " ".join(held), story=story)


def fitting(chosen: Chosen, most: int) -> tuple[Document, ...]:
    """As many of the documents as may be told, in their order.

    A copy takes nobody's place: of documents that have much of one text the fullest goes before all others, and where
    there is room they follow as its witnesses, the earliest first. A story is told by its newest documents and by its
    longest, half and half; anything else by the newest.
    """
    if len(chosen.documents) <= most:
        return chosen.documents
    articles = tuple(map(Group, much_alike(chosen.documents)))
    doubled = {d.key for article in articles for d in article.documents if d != article.fullest}
    single = [d for d in chosen.documents if d.key not in doubled]
    newest = most - most // 2 if chosen.story else most
    longest = sorted(single[newest:], key=lambda document: len(document.text), reverse=True)
    earliest = [article.earliest for article in articles if article.earliest.key in doubled]
    copied = (*earliest, *(d for d in chosen.documents if d.key in doubled and d not in earliest))
    told = {document.key for document in (*single[:newest], *longest, *copied)[:most]}
    return tuple(document for document in chosen.documents if document.key in told)


async def _page(session: Session, chat: int | None, wanted: Wanted) -> Chosen:
    """One document; words that it does not hold leave it to be told as a whole."""
    key = wanted.key or await _at(session, chat, wanted.url or "")
    if key is None or await documents.find(session, chat, key) is None:
        return Chosen(lack="no page")
    words = words_of(wanted.words)
    found, held, missing = await _holding(session, chat, words, (key,), 1)
    if words and not found:
        (found, held, _), missing = await _holding(session, chat, (), (key,), 1), words
    (story, *_) = await stories.together(session, chat, (key,))
    listed = f"#{story.number} {held}".strip() if story.number else held
    if not found:
        return Chosen(lack="unreadable", language=await _language(session, (key,)))
    return Chosen(found, held, missing, listed=listed)


async def unread_of_topics(
    session: Session, chat: int | None, topics: Sequence[str], *, within: tuple[str, ...]
) -> Chosen | None:
    """What of these keys holds any of the topics and is in a language that is not read, None where nothing does."""
    for topic in topics or ("",):
        plain, request = await _read(session, chat, topic)
        keys = await _from(session, chat, plain.names, _both(request.keys, within))
        if request.no_story is None and (found := await _unread(session, chat, words_of(request.words), keys)):
            return found
    return None


async def _read(session: Session, chat: int | None, topic: str) -> tuple[Topic, Asked]:
    """Who a topic is from, and what else it asks for."""
    plain = topics_of.read(topic)
    return plain, await asked.read(session, chat, plain.words)


async def _from(
    session: Session, chat: int | None, names: Sequence[str], within: tuple[str, ...] | None
) -> tuple[str, ...] | None:
    """Those of the keys whose documents are from one of the names; all where none is named."""
    if not names:
        return within
    found = [await publishers.of(session, chat, name, within=within) for name in names]
    return tuple(dict.fromkeys(key for keys in found for key in keys))


async def _unread(
    session: Session, chat: int | None, words: tuple[str, ...], within: tuple[str, ...] | None = None
) -> Chosen | None:
    """What holds the words and is in a language that is not read, None where nothing does; among the newest."""
    held = await documents.visible(session, chat, words=words, limit=HOLDERS)
    if within is not None:
        held = tuple(document for document in held if document.key in frozenset(within))
    language = await _language(session, [document.key for document in held])
    known = await analyses.load(session, [document.key for document in held]) if language else ()
    count = sum(analysis.language == language for analysis in known)
    return Chosen(words=" ".join(words), lack="unreadable", language=language, unread=count) if count else None


async def _language(session: Session, keys: Sequence[str]) -> str | None:
    """The language that most of some documents are in, where it is none that is read."""
    known = Counter(analysis.language for analysis in await analyses.load(session, keys[:HOLDERS]))
    language = max(known, key=known.__getitem__, default=documents.TOLD)
    return None if language == documents.TOLD else language


async def _at(session: Session, chat: int | None, url: str) -> str | None:
    """The key of the newest document that the chat has from that page."""
    stored, page = await documents.addresses(session, chat, links.host_of(url)), links.page(url)
    return next((key for key, address in stored if links.page(address) == page), None)


async def _holding(
    session: Session, chat: int | None, words: tuple[str, ...], within: tuple[str, ...] | None, most: int
) -> tuple[tuple[Document, ...], str, tuple[str, ...]]:
    """Documents that hold all words, else most of them; the words that they hold, and those that they lack."""
    found = await _readable(session, chat, words, within, most)
    if found or len(words) < 2:
        return found, " ".join(words), ()
    telling = tuple(word for word in dict.fromkeys(words) if content_words(word))
    held = await _nearest(session, chat, telling[:MOST_WORDS], within)
    if held:
        found = await _readable(session, chat, held, within, most)
    return found, " ".join(held), tuple(word for word in telling if word not in held)


async def _readable(
    session: Session, chat: int | None, words: tuple[str, ...], within: tuple[str, ...] | None, most: int
) -> tuple[Document, ...]:
    """The newest that hold all words, `LOOKED_AT` for each that is told: of enough articles, as far as there are any.

    Twenty papers that print one agency's text leave no room for what came before it: then more are looked at, and the
    copies make way.
    """
    limit = LOOKED_AT * most
    while True:
        found = await documents.readable(session, chat, words=words, within=within, limit=limit)
        if len(found) <= most:
            return found
        articles = await copies.fronts(session, chat, found)
        if len(articles) >= most or len(found) < limit or limit >= MOST_LOOKED_AT * most:
            return _first_of_all(found, articles, LOOKED_AT * most)
        limit *= 2


def _first_of_all(found: Sequence[Document], articles: Sequence[Document], limit: int) -> tuple[Document, ...]:
    """So many of the documents, one of each article before any copy, in their order."""
    kept = {document.key for document in tuple(dict.fromkeys((*articles, *found)))[:limit]}
    return tuple(document for document in found if document.key in kept)


async def _nearest(
    session: Session, chat: int | None, words: tuple[str, ...], within: tuple[str, ...] | None
) -> tuple[str, ...]:
    """The words of a question that one document holds: the most, and at least half of them; nothing where none does."""
    held: dict[str, list[str]] = {}
    for word in words:
        for document in await documents.readable(session, chat, words=(word,), within=within, limit=HOLDERS):
            held.setdefault(document.key, []).append(word)
    best = max(held.values(), key=len, default=[])
    return tuple(best) if 2 * len(best) >= len(words) else ()


def _both(one: tuple[str, ...] | None, other: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """The keys that both have; None is all keys."""
    if one is None or other is None:
        return other if one is None else one
    return tuple(filter(frozenset(other).__contains__, one))

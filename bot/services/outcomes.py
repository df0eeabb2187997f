"""What became of an item, as its row keeps it and as it is told: also after a crash the report is made of rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal, cast

from bot.services import failures
from bot.services.sent import Item
from storage import analyses, copies, documents
from storage.session import Session
from summarizer.copies import SAME
from summarizer.errors import SourceError
from summarizer.types import Analysis, Document

Word = Literal[
    "taken",  # in
    "known",  # to the chat
    "changed",  # a newer version of what the chat had
    "stale",  # known, and not to be had again just now
    "kept",  # and not understood
    "followed",  # a feed
    "feeds",  # a list of feeds, followed
    "list",  # a list of links, which are items of their own
    "part",  # of the item before
    "failed",  # not to be taken in
    "short",  # talk
    "crashed",  # a mistake of ours
]
TOLD: frozenset[Word] = frozenset({"taken", "known", "changed", "stale"})
"""What has a document that can be told."""


@dataclass(frozen=True, slots=True)
class FollowedFeed:
    """A feed that the chat follows: `new` unless it did before; how many articles it has of it, and cannot read yet."""

    title: str
    new: bool
    documents: int
    unread: int


@dataclass(frozen=True, slots=True)
class FollowedList:
    """A list of feeds: how many are new here, were followed before, and could not be looked at yet; those refused."""

    new: int
    known: int
    unseen: int
    refused: tuple[tuple[str, SourceError], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One item with what became of it; `replaced` is the version that a changed one takes the place of.

    `copy_of` is the same article as the chat had it before, from somewhere else.
    """

    item: Item
    word: Word
    document: Document | None = None
    analysis: Analysis | None = None
    replaced: Document | None = None
    error: SourceError | None = None
    feed: FollowedFeed | None = None
    feeds: FollowedList | None = None
    copy_of: Document | None = None

    @property
    def name(self) -> str:
        """What was sent, as its sender knows it: the link, the file's name or the first line."""
        sent = self.item.sent
        return sent.url or sent.name or (sent.text or "").strip().partition("\n")[0]


def write(word: Word, **more: object) -> str:
    """An outcome as a row keeps it; `more` is JSON."""
    return json.dumps({"word": word, **more})


def write_failure(error: SourceError, word: Word = "failed") -> str:
    """Why an item could not be had, as a row keeps it."""
    return write(word, error=failures.pack(error))


async def read(session: Session, item: Item, chat: int) -> Outcome:
    """What became of an item, with what the chat sees of it. Raises StorageError."""
    kept = json.loads(item.lead.outcome or write("crashed"))
    word = cast(Word, kept["word"])
    document, analysis = await _understood(session, item.lead.document_key, chat)
    replaced = await documents.get(session, kept["old"]) if "old" in kept else None
    error = failures.unpack(kept["error"]) if "error" in kept else None
    feed = FollowedFeed(**kept["feed"]) if "feed" in kept else None
    if word in TOLD and (document is None or analysis is None):
        word = "kept"
    copied = await _copied(session, document, chat) if document and word == "taken" else None
    return Outcome(item, word, document, analysis, replaced, error, feed, _list(kept.get("feeds")), copied)


async def _copied(session: Session, document: Document, chat: int) -> Document | None:
    """The first that the chat had of the same article."""
    shares = [each for each in await copies.of(session, chat, (document.key,)) if each.key == document.key]
    others = [each.other for each in shares if each.share >= SAME]
    came = await documents.arrivals(session, chat, (document.key, *others))
    earlier = sorted((came[key], key) for key in others if came[key] < came[document.key])
    return await documents.get(session, earlier[0][1]) if earlier else None


async def _understood(session: Session, key: str | None, chat: int) -> tuple[Document | None, Analysis | None]:
    document = await documents.find(session, chat, key) if key else None
    found = await analyses.load(session, (document.key,)) if document else ()
    return document, next(iter(found), None)


def _list(kept: dict[str, object] | None) -> FollowedList | None:
    if kept is None:
        return None
    refused = tuple((name, failures.unpack(error)) for name, error in cast("list[tuple[str, str]]", kept["refused"]))
    return FollowedList(cast(int, kept["new"]), cast(int, kept["known"]), cast(int, kept["unseen"]), refused)

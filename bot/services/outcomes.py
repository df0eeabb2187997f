"""What became of an item, as its row keeps it and as it is told: also after a crash the report is made of rows."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal, cast

from bot.services import failures
from bot.services.limits import Refusal, Who
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
    """One item with what became of it; `found` is how many statements and figures were found in it.

    `copy` is the key of the same article that the chat had before, from somewhere else; `left` what of a list was left
    out. Its document, the version that it `replaced` and the article that it is a `copy_of` are there once loaded.
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
    found: tuple[int, int] | None = None
    copy: str | None = None
    left: Refusal | None = None

    @property
    def name(self) -> str:
        """What was sent, as its sender knows it: the link, the file's name or the first line."""
        return self.item.sent.label


def write(word: Word, **more: object) -> str:
    """An outcome as a row keeps it; `more` is JSON."""
    return json.dumps({"word": word, **more})


def write_failure(error: SourceError, word: Word = "failed") -> str:
    """Why an item could not be had, as a row keeps it."""
    return write(word, error=failures.pack(error))


def write_list(left: Refusal | None) -> str:
    """That the links of an item are items of their own, and how many of them were left out."""
    if left is None:
        return write("list")
    within, wait = (span and span.total_seconds() for span in (left.within, left.wait))
    return write("list", left=[left.left_out, left.most, left.who, within, wait, left.first])


async def understood(session: Session, outcome: str, document: Document, analysis: Analysis, chat: int) -> str:
    """The outcome of what is understood by now, with all that a report counts: it reads no document then."""
    kept = json.loads(outcome)
    copied = await _copied(session, document, chat) if kept["word"] == "taken" else None
    found = len(analysis.statements), len(analysis.figures)
    return json.dumps({**kept, "found": found, **({"copy": copied} if copied else {})})


def read(item: Item) -> Outcome:
    """What became of an item, from its row alone."""
    kept = json.loads(item.lead.outcome or write("crashed"))
    word = cast(Word, kept["word"])
    found = cast("tuple[int, int]", tuple(kept["found"])) if "found" in kept else None
    if word in TOLD and found is None:
        word = "kept"
    error = failures.unpack(kept["error"]) if "error" in kept else None
    feed = FollowedFeed(**kept["feed"]) if "feed" in kept else None
    left = _left(*kept["left"]) if "left" in kept else None
    feeds = _list(kept.get("feeds"))
    return Outcome(item, word, error=error, feed=feed, feeds=feeds, found=found, copy=kept.get("copy"), left=left)


async def load(session: Session, outcome: Outcome, chat: int, *, whole: bool) -> Outcome:
    """The same with the document, if the chat sees it; `whole` with all that is told of one. Raises StorageError."""
    key = outcome.item.lead.document_key
    document = await documents.find(session, chat, key) if key else None
    if not whole or document is None:
        return replace(outcome, document=document)
    kept = json.loads(outcome.item.lead.outcome or "{}")
    replaced = await documents.get(session, kept["old"]) if "old" in kept else None
    copy_of = await documents.find(session, chat, outcome.copy) if outcome.copy else None
    analysis = next(iter(await analyses.load(session, (document.key,))), None)
    return replace(outcome, document=document, analysis=analysis, replaced=replaced, copy_of=copy_of)


async def _copied(session: Session, document: Document, chat: int) -> str | None:
    """The key of the first that the chat had of the same article."""
    shares = [each for each in await copies.of(session, chat, (document.key,)) if each.key == document.key]
    others = [each.other for each in shares if each.share >= SAME]
    came = await documents.arrivals(session, chat, (document.key, *others))
    if document.key not in came:
        return None
    earlier = sorted((came[key], key) for key in others if key in came and came[key] < came[document.key])
    return earlier[0][1] if earlier else None


def _left(
    left_out: int, most: int, who: Who, within: float | None, wait: float | None, first: str | None = None
) -> Refusal:
    span, pause = (None if each is None else timedelta(seconds=each) for each in (within, wait))
    return Refusal(left_out, most, who, span, pause, first)


def _list(kept: dict[str, object] | None) -> FollowedList | None:
    if kept is None:
        return None
    refused = tuple((name, failures.unpack(error)) for name, error in cast("list[tuple[str, str]]", kept["refused"]))
    return FollowedList(cast(int, kept["new"]), cast(int, kept["known"]), cast(int, kept["unseen"]), refused)

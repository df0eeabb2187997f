"""Copies: an agency's text in ten papers is one article, kept ten times, told once.

    document -> storage: what shares its telling terms -> three-word runs that both have -> storage: the shares
    documents, chat -> storage: the shares -> groups of one article, the fullest and the earliest in front

What is compared is compared once, when a document is understood, outside of any transaction and in a thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

from storage import copies, documents
from storage.database import Database
from storage.session import Session
from storage.types import Copied
from summarizer.copies import Group, groups, resemblance, shingles
from summarizer.types import Document

COMPARED = 40
"""Documents that one is compared with: those that share most of its telling terms."""


async def note(database: Database, document: Document) -> tuple[Copied, ...]:
    """Find and keep how much of a document stands in others, and of them in it, where either has half of the other.

    The document is stored, understood and of a story: by its telling terms the others are found. Doing it again does
    no harm. Raises StorageError when the document is not known.
    """
    async with database.session(readonly=True) as session:
        keys = await copies.candidates(session, document.key, COMPARED)
        others = [found for key in keys if (found := await documents.get(session, key))]
    copied = await asyncio.to_thread(compared, document, others)
    if copied:
        async with database.session() as session:
            await copies.save(session, copied)
    return copied


def compared(document: Document, others: Sequence[Document]) -> tuple[Copied, ...]:
    """Both shares of every pair of which one has half of the other or more; none with the document itself."""
    return tuple(_shares(document, others))


async def grouped(session: Session, chat: int | None, seen: Sequence[Document]) -> tuple[Group, ...]:
    """Documents that a chat sees as articles, in the order given: each stands in one group, most of them alone in it.

    In a group every two are the same: a roundup that holds two articles makes them no one article.
    """
    copied = await copies.of(session, chat, [document.key for document in seen])
    return groups(seen, {(each.key, each.other): each.share for each in copied})


async def fronts(session: Session, chat: int | None, seen: Sequence[Document]) -> tuple[Document, ...]:
    """The documents with their copies folded away: of every article the fullest text, in the order of the articles."""
    return tuple(group.fullest for group in await grouped(session, chat, seen))


def _shares(document: Document, others: Sequence[Document]) -> Iterator[Copied]:
    mine = shingles(document.text)
    for other in others:
        overlap = resemblance(mine, shingles(other.text))
        if overlap.reused and other.key != document.key:
            yield Copied(document.key, other.key, overlap.first)
            yield Copied(other.key, document.key, overlap.second)

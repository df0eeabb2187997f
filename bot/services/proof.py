"""What a message told, kept for its buttons: which pieces of which sources, whatever is chosen later.

pieces -> keep -> the id in the buttons -> recall -> those whose sources the chat still sees
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, cast

from storage import documents, listings, sources
from storage.database import Database
from summarizer.errors import StorageError
from summarizer.reasons import Piece, PieceKind
from summarizer.types import Document, Span

log = logging.getLogger(__name__)

KIND = "told"
MOST = 60
"""Pieces of one message that are kept."""
PART, MOST_PARTS = 3_000, 4
"""Characters: apps cut a longer text into messages of two to four thousand. So many of them are tried."""
SAME = timedelta(days=1)
"""How long a list that is shown again keeps its id: what is old is forgotten by when it was first shown."""
Of = Literal["briefing", "quotes", "figures"]
LETTERS: dict[PieceKind, str] = {"sentence": "s", "statement": "q", "figure": "f"}
KINDS: dict[str, PieceKind] = {letter: kind for kind, letter in LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Told:
    """The pieces of one message in their order; None where the chat sees the source no more.

    `of` is what sort of message it was, `words` what it was asked for; `keys` are all documents that it chose among.
    """

    of: Of
    words: str
    keys: tuple[str, ...]
    pieces: tuple[Piece | None, ...]


async def keep(
    database: Database, chat: int, of: Of, words: str, keys: Sequence[str], pieces: Sequence[Piece], now: datetime
) -> str | None:
    """The id under which the buttons find the pieces again; None where there are none, or nothing can be written."""
    if not pieces:
        return None
    every = list(dict.fromkeys((*keys, *(piece.document.key for piece in pieces))))
    packed = [[every.index(p.document.key), LETTERS[p.kind], p.span.start, p.span.end] for p in pieces[:MOST]]
    query = json.dumps({"of": of, "words": words, "keys": every, "pieces": packed}, separators=(",", ":"))
    try:
        async with database.session() as session:
            last = await listings.latest(session, chat, KIND)
            if last and last.query == query and now - last.created < SAME:
                return last.id  # the same message again: its buttons stay what they are
            return await listings.create(session, chat, KIND, query, now)
    except StorageError as error:
        log.warning("listing.not_kept detail=%s", error.detail)
        return None


async def recall(database: Database, chat: int, listing: str | None = None) -> Told | None:
    """What a message of this chat told, by the id in its buttons, or the last one; None for another chat's."""
    async with database.session(readonly=True) as session:
        row = await (listings.get(session, listing, chat) if listing else listings.latest(session, chat, KIND))
        if row is None or row.kind != KIND:
            return None
        kept = json.loads(row.query)
        keys = cast("list[str]", kept["keys"])
        seen = {key: await documents.find(session, chat, key) for key in keys}
    pieces = tuple(_piece(seen[keys[at]], letter, start, end) for at, letter, start, end in kept["pieces"])
    return Told(kept["of"], kept["words"], tuple(key for key in keys if seen[key]), pieces)


async def messages(database: Database, chat: int, pieces: Sequence[Piece]) -> dict[str, tuple[int, ...]]:
    """In which messages of this chat the pieces' sources may stand, by the documents' keys.

    A text that was too long for one message came in several that followed each other.
    """
    texts = {piece.document.key: piece.document.text for piece in pieces}
    async with database.session(readonly=True) as session:
        found = await sources.messages(session, chat, texts)
    return {
        key: tuple(range(first, first + min(MOST_PARTS, 1 + len(texts[key]) // PART))) for key, first in found.items()
    }


def _piece(document: Document | None, letter: str, start: int, end: int) -> Piece | None:
    return Piece(KINDS[letter], document, Span(start, end)) if document else None

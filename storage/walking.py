"""How the newest of something are found in a store of any size: along their own index, or document by document.

words    -> how many documents have each -> few: those alone, by the index of words | many: the newest, one by one
speakers -> where their newest statements begin -> nothing before it is looked at, unless that is too little

Both give what looking at everything would: only the way is another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from storage.matching import LAST, words_sought
from storage.rows import DocumentRow, StatementRow, WordRow
from storage.session import Session

FEW = 600
"""Documents that hold a word, up to which they are looked at alone; of more the newest few are met soon."""
FEW_TOGETHER = 20_000
"""The same of the rarest of several words: documents that hold them all are rare where each word is not."""
COUNTED = 8
"""Words whose documents are counted."""
RECENT = 4
"""For each statement that is shown so many of the newest ones of some speakers are looked at: not all may be seen."""
LEAST = 240
"""So many statements are looked at anyway."""


_HELD, _OTHER = aliased(WordRow), aliased(WordRow)


class Way(NamedTuple):
    """The column by which documents are joined, and conditions on them."""

    number: Any
    conditions: tuple[ColumnElement[bool], ...] = ()


def newest() -> ColumnElement[int | None]:
    """A document's row id, said so that SQLite cannot look documents up by it.

    It would find all, then sort all; this way it walks them newest first and stops at the limit (0.8 ms against
    42 for 20 of 10,000 statements).
    """
    return col(DocumentRow.id) + 0


async def holding(session: Session, words: tuple[str, ...]) -> Way:
    """The way to the documents in which, or in what was found in them, every word may stand.

    A look into an index for each document, or once for all: it spares reading the folded texts of the others.
    """
    sought = words_sought(words)
    if not sought:
        return Way(newest())
    # PostgreSQL does not stop at the newest few where it cannot tell how many there are: the index is its way.
    walks = len(sought) == 1 and session.get_bind().dialect.name == "sqlite"
    most = FEW if walks else FEW_TOGETHER
    counts = [(await _count(session, word, most + 1), word) for word in sought[:COUNTED]]
    least, rarest = min(counts)
    if least > most:
        return Way(newest(), tuple(_has(DocumentRow.id, word) for word in sought))
    held = _HELD
    others = [_has(held.document_id, word) for word in sought if word != rarest]
    found = select(held.document_id).where(_begins(held, rarest), *others)
    return Way(col(DocumentRow.id), (col(DocumentRow.id).in_(found),))


async def since(session: Session, names: Sequence[str], limit: int) -> int | None:
    """The document with which the newest statements of these speakers begin, so many that `limit` of them are shown.

    None where they have fewer.
    """
    theirs = select(StatementRow.document_id).where(col(StatementRow.speaker_name).in_(names))
    latest = theirs.order_by(col(StatementRow.document_id).desc()).offset(max(LEAST, RECENT * limit)).limit(1)
    return (await session.exec(latest)).first()


async def _count(session: Session, word: str, most: int) -> int:
    held = select(WordRow.document_id).where(_begins(WordRow, word)).limit(most).subquery()
    return (await session.exec(select(func.count()).select_from(held))).one()


def _has(number: Any, word: str) -> ColumnElement[bool]:
    """An `OFFSET` keeps PostgreSQL from joining instead of looking: it takes every word for a rare one."""
    held = select(_OTHER.word).where(_OTHER.document_id == number, _begins(_OTHER, word))
    return held.offset(0).correlate_except(_OTHER).exists()


def _begins(row: type[WordRow], word: str) -> ColumnElement[bool]:
    return (col(row.word) >= word) & (col(row.word) < word + LAST)

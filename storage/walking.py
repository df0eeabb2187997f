"""How the newest of something are found in a store of any size: along their own index, or document by document.

words    -> how many documents have each -> few: those alone, by the index of words
                                         -> many: the newest of them, by the same index -> too little: the rest
speakers -> where their newest statements begin -> nothing before it is looked at, unless that is too little

Both give what looking at everything would, as far as row ids rise with arrival: only the way is another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sql
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
"""For each piece that is shown so many of the newest ones are looked at first: not all may be seen, or fit."""
LEAST = 240
"""So many statements, or documents that hold words, are looked at anyway."""
MOST = 4_000
"""Documents that are named one by one in a query: databases refuse conditions without end."""


_OTHER = aliased(WordRow)


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


async def ways(session: Session, words: tuple[str, ...], limit: int | None) -> tuple[Way, ...]:
    """Ways to the documents in which, or in what was found in them, every word may stand; the last leads to all.

    A way before it leads to the newest alone: who finds `limit` of them needs no other. None is for who wants all.
    """
    sought = words_sought(words)
    if not sought:
        return (Way(newest()),)
    counts = {word: await _count(session, word, FEW_TOGETHER + 1) for word in sought[:COUNTED]}
    rare = [word for word, count in counts.items() if count <= FEW_TOGETHER]
    # PostgreSQL does not stop at the newest few where it cannot tell how many there are: the index is its way.
    walks = len(sought) == 1 and session.get_bind().dialect.name == "sqlite"
    if not rare or (walks and counts[rare[0]] > FEW):
        return (Way(newest(), tuple(_has(DocumentRow.id, word) for word in sought)),)
    held = _together(rare, [word for word in sought if word not in rare])
    if limit is None or (len(sought) == 1 and counts[rare[0]] <= FEW):
        return (_among(held),)
    enough = min(max(LEAST, RECENT * limit), MOST)
    (number,) = held.selected_columns
    latest = (await session.exec(held.order_by(number.desc()).limit(enough))).scalars().all()
    only = _among(set(latest))
    return (only,) if len(latest) < enough else (only, _among(held))


async def since(session: Session, names: Sequence[str], limit: int) -> int | None:
    """The document with which the newest statements of these speakers begin, so many that `limit` of them are shown.

    None where they have fewer.
    """
    theirs = select(StatementRow.document_id).where(col(StatementRow.speaker_name).in_(names))
    latest = theirs.order_by(col(StatementRow.document_id).desc()).offset(max(LEAST, RECENT * limit)).limit(1)
    return (await session.exec(latest)).first()


def _among(numbers: Any) -> Way:
    return Way(col(DocumentRow.id), (col(DocumentRow.id).in_(numbers),))


def _together(rare: Sequence[str], others: Sequence[str]) -> Any:
    """Row ids of documents that hold all words: where those of each rare one cross, looked through for the others.

    An `OFFSET` keeps PostgreSQL from walking all documents backwards in the hope of meeting a single word soon.
    """
    each = [sql.select(col(WordRow.document_id)).where(_begins(WordRow, word)) for word in rare]
    held = (sql.intersect(*each) if len(each) > 1 else each[0].offset(0)).subquery()
    number = held.c.document_id
    return sql.select(number).where(*(_has(number, word) for word in others))


async def _count(session: Session, word: str, most: int) -> int:
    held = select(WordRow.document_id).where(_begins(WordRow, word)).limit(most).subquery()
    return (await session.exec(select(func.count()).select_from(held))).one()


def _has(number: Any, word: str) -> ColumnElement[bool]:
    """An `OFFSET` keeps PostgreSQL from joining instead of looking: it takes every word for a rare one."""
    held = select(_OTHER.word).where(_OTHER.document_id == number, _begins(_OTHER, word))
    return held.offset(0).correlate_except(_OTHER).exists()


def _begins(row: type[WordRow], word: str) -> ColumnElement[bool]:
    return (col(row.word) >= word) & (col(row.word) < word + LAST)

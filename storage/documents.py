"""Documents: kept once by the hash of their text, never altered, never lost when a newer version comes."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, UnaryExpression, delete, func, insert, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from storage import inserting, search_pieces, walking
from storage.inserting import insert_new
from storage.matching import fold, has_words, words_of
from storage.packing import pack_spans, unpack_spans
from storage.rows import AnalysisRow, DocumentRow, FoldedRow, RawRow, SourceRow, SupersessionRow, WordRow
from storage.scopes import PUBLIC
from storage.session import Session
from storage.visibility import holds, shown, visible_ids
from storage.visibility import seen as seen_by
from summarizer.errors import StorageError
from summarizer.types import KEY_RECIPE, Document

TOLD = "en"
"""The language that is read; of a text in another one nothing can be told."""


async def add(
    session: Session,
    document: Document,
    *,
    raw: str,
    now: datetime,
    supersedes: str | None = None,
    chat: int | None = None,
) -> bool:
    """Keep a document and the raw text that it was cleaned from; False when its key is known already.

    `supersedes` is the key of the version that the same page had before, for that `chat` (None: for everybody). Also
    for a known document: a page that changed back makes its old text the current one again. Raises StorageError when
    a text cannot be stored as it is, or the superseded document is not known.
    """
    _check(document)
    new = await insert_new(session, DocumentRow, **_columns(document), added=now)
    while (number := await _held(session, document.key)) is None:  # it was thrown away at this moment: see `orphans`
        new = await insert_new(session, DocumentRow, **_columns(document), added=now)
    if new:
        packed = zlib.compress(raw.encode("utf-8", "surrogatepass"))
        texts = filter(None, (document.title, document.publisher, document.byline, document.text))
        await session.exec(insert(RawRow).values(document_id=number, packed=packed))
        folded = fold("\n".join(texts))
        await session.exec(insert(FoldedRow).values(document_id=number, folded=folded))
        await index_words(session, number, words_of(folded))
        await search_pieces.keep(session, number, document)
    if supersedes is not None:
        await supersede(session, document.key, supersedes, chats=(chat,), now=now)
    return new


async def get(session: Session, key: str) -> Document | None:
    """The document of a key that is our own. For a key that came from a person use `find`."""
    row = (await session.exec(select(DocumentRow).where(DocumentRow.key == key))).one_or_none()
    return None if row is None else _document(row)


async def find(session: Session, chat: int | None, key: str) -> Document | None:
    """The document of a key, if the chat sees it."""
    query = select(DocumentRow).where(DocumentRow.key == key, *_visible(chat))
    row = (await session.exec(query)).one_or_none()
    return None if row is None else _document(row)


async def by_mark(session: Session, chat: int | None, mark: str) -> Document | None:
    """The document whose hash begins with these hexadecimal digits, if the chat sees it; None where two do."""
    begun = f"{KEY_RECIPE}-{mark}"
    alike = col(DocumentRow.key) >= begun, col(DocumentRow.key) < begun + "g"  # sorts after every digit
    rows = (await session.exec(select(DocumentRow).where(*alike, *_visible(chat)))).all()
    found = [_document(row) for row in rows if row.key.startswith(begun)]
    return found[0] if len(found) == 1 else None


async def seen(session: Session, chat: int | None, keys: Collection[str]) -> tuple[str, ...]:
    """Those of the keys whose documents the chat sees, in the order given."""
    if not keys:
        return ()
    found = set(await session.exec(select(DocumentRow.key).where(col(DocumentRow.key).in_(keys), *_visible(chat))))
    return tuple(key for key in keys if key in found)


async def raw(session: Session, key: str) -> str | None:
    """The text as it came in, before cleaning."""
    query = select(RawRow.packed).join(DocumentRow).where(DocumentRow.key == key)
    packed = (await session.exec(query)).one_or_none()
    return None if packed is None else zlib.decompress(packed).decode("utf-8", "surrogatepass")


async def visible(
    session: Session, chat: int | None, *, words: tuple[str, ...] = (), limit: int, offset: int = 0
) -> tuple[Document, ...]:
    """The documents that a chat sees and that hold every word (see `matching.has_words`), newest first."""
    rows: Sequence[DocumentRow] = ()
    for way in await walking.ways(session, words, offset + limit):
        query = select(DocumentRow).where(*_holding(way, chat, words)).order_by(*newest_first())
        rows = (await session.exec(query.limit(limit).offset(offset))).all()
        if len(rows) == limit:
            break
    return tuple(map(_document, rows))


async def readable(
    session: Session,
    chat: int | None,
    *,
    words: tuple[str, ...] = (),
    within: Collection[str] | None = None,
    limit: int,
) -> tuple[Document, ...]:
    """As `visible`, of documents in which sentences were found that can be told; `within` are keys, None for all."""
    told = col(AnalysisRow.language) == TOLD, col(AnalysisRow.sentences) != pack_spans(())
    found = select(AnalysisRow.document_id).where(AnalysisRow.document_id == DocumentRow.id, *told).exists()
    keys = () if within is None else (col(DocumentRow.key).in_(within),)
    rows: Sequence[DocumentRow] = ()
    for way in await walking.ways(session, words, limit if within is None else None):
        query = select(DocumentRow).where(*_holding(way, chat, words), found, *keys)
        rows = (await session.exec(query.order_by(*newest_first()).limit(limit))).all()
        if len(rows) == limit:
            break
    return tuple(map(_document, rows))


async def addresses(session: Session, chat: int | None, host: str) -> tuple[tuple[str, str], ...]:
    """Key and address of each document that the chat sees and whose address may have that host, newest first.

    `host` is in small letters and in ASCII. Addresses hold it to the letter, or with letters of other scripts instead
    of a label in Punycode: databases differ in what their LOWER does to those, so they are looked for by the rest.
    """
    alike = [label for label in host.split(".") if not label.startswith("xn--")]
    host = host if len(alike) == host.count(".") + 1 else max(alike, key=len, default="")
    has_host = func.lower(DocumentRow.url).contains(host, autoescape=True)
    query = select(DocumentRow.key, DocumentRow.url).where(*_visible(chat), has_host)
    found = await session.exec(query.order_by(*newest_first()))
    return tuple((key, url) for key, url in found if url is not None)


async def arrivals(session: Session, chat: int | None, keys: Collection[str]) -> dict[str, datetime]:
    """When each of these documents was first brought among what the chat sees, by its key."""
    query = select(DocumentRow.key, func.min(SourceRow.added)).join(SourceRow).where(shown(SourceRow, chat))
    query = query.where(col(DocumentRow.key).in_(keys)).group_by(DocumentRow.key)
    return dict((await session.exec(query)).all())


async def successors(session: Session, chat: int | None, since: datetime) -> tuple[tuple[Document, Document], ...]:
    """What took the place of what, for a chat, since then: pairs of the old and the new document, latest change last.

    The new one is what the chat sees now; the old one is the version that it had at that moment, or the first that it
    had after it. Versions that the chat never had are left out. What was the chat's before counts from the moment it
    came to the chat, and a change from when both the chat and the page had it.
    """
    old, new = (_brought(chat, column) for column in (SupersessionRow.old_id, SupersessionRow.document_id))
    query = select(SupersessionRow, old, new).where(or_(col(SupersessionRow.since) >= since, new >= since))
    query = query.where(col(SupersessionRow.document_id).in_(visible_ids(chat)), *holds(chat))
    rows = (await session.exec(query.order_by(col(SupersessionRow.id)))).all()
    had: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    changed: dict[int, datetime] = {}
    for row, first_had, came in rows:
        changed[row.document_id] = max(row.since, came)
        if first_had is not None and first_had <= changed[row.document_id]:
            had[row.document_id].append((first_had, row.old_id))
    chosen = {number: _last_before(versions, since) for number, versions in had.items()}
    found = await by_number(session, {*chosen, *chosen.values()})
    order = sorted(chosen, key=lambda number: (changed[number], number))
    return tuple((found[chosen[number]], found[number]) for number in order)


async def count(session: Session, chat: int | None, *, words: tuple[str, ...] = ()) -> int:
    """How many documents `visible` finds."""
    (way,) = await walking.ways(session, words, None)
    query = select(func.count()).select_from(DocumentRow).where(*_holding(way, chat, words))
    return (await session.exec(query)).one()


async def number_of(session: Session, key: str, *, lock: bool = False) -> int:
    """The row id of a document, for this package; raises StorageError when the key is not known.

    `lock` makes other transactions that lock it wait for this one (SQLite has one writer anyway). Rows that point to
    the document can be added meanwhile: whoever does holds locks that the locker may be about to wait for.
    """
    query = select(DocumentRow.id).where(DocumentRow.key == key)
    number = (await session.exec(query.with_for_update(key_share=True) if lock else query)).one_or_none()
    if number is None:
        raise StorageError(f"no document {key}")
    return number


async def numbers_of(session: Session, keys: Collection[str]) -> tuple[int, ...]:
    """The row ids of documents, for this package; keys that are not known are left out."""
    rows = await session.exec(select(DocumentRow.id).where(col(DocumentRow.key).in_(keys)))
    return tuple(number for number in rows if number is not None)


async def hold(session: Session, key: str) -> int:
    """As `number_of`; until the transaction ends the document is not thrown away, also where nobody has it yet."""
    number = await _held(session, key)
    if number is None:
        raise StorageError(f"no document {key}")
    return number


async def by_number(session: Session, numbers: Collection[int]) -> dict[int, Document]:
    """Documents by row id, for this package: each is loaded once and shared by whatever points into it."""
    rows = await session.exec(select(DocumentRow).where(col(DocumentRow.id).in_(set(numbers))))
    return {row.id: _document(row) for row in rows if row.id is not None}


def newest_first() -> tuple[UnaryExpression[datetime], UnaryExpression[int | None]]:
    """The order of documents everywhere: by arrival, latest first."""
    return col(DocumentRow.added).desc(), col(DocumentRow.id).desc()


async def supersede(session: Session, new: str, old: str, *, chats: Collection[int | None], now: datetime) -> None:
    """Put `new` in the place of `old` and of all that `old` had replaced, for these chats alone (None: everybody).

    Nothing replaces `new` any more there; what is so already stays as it is. For everybody only what the page itself
    says or an operator brought. Raises StorageError when one of the two keys is not known.
    """
    # Locked in one order: two that say the opposite at once would wait for each other.
    query = select(DocumentRow.id).where(col(DocumentRow.key).in_((new, old))).order_by(col(DocumentRow.id))
    await session.exec(query.with_for_update(key_share=True))
    new_id, old_id = [await number_of(session, key) for key in (new, old)]
    if new_id != old_id:
        for chat in sorted(set(chats), key=lambda chat: chat or PUBLIC):
            await _supersede(session, new_id, old_id, chat, now)


async def migrate(session: Session, old_chat: int, new_chat: int) -> None:
    """Move what replaced what in a group to the supergroup that it became."""
    other, scope = aliased(SupersessionRow), col(SupersessionRow.scope)
    same = other.document_id == SupersessionRow.document_id, other.old_id == SupersessionRow.old_id
    doubled = select(other.id).where(other.scope == new_chat, *same).correlate(SupersessionRow).exists()
    await session.exec(delete(SupersessionRow).where(scope == old_chat, doubled))
    await session.exec(update(SupersessionRow).where(scope == old_chat).values(scope=new_chat))


async def index_words(session: Session, number: int, words: tuple[str, ...]) -> None:
    """Note folded words of a document, for this package; those noted already stay."""
    rows = [{"document_id": number, "word": word} for word in words]
    if rows:
        await session.exec(inserting.insert(session, WordRow).on_conflict_do_nothing(), params=rows)


def walked() -> ColumnElement[int | None]:
    """A document's row id where they are to be walked newest first, see `walking`."""
    return walking.newest()


async def _held(session: Session, key: str) -> int | None:
    query = select(DocumentRow.id).where(DocumentRow.key == key)
    return (await session.exec(query.with_for_update(read=True, key_share=True))).one_or_none()


async def _supersede(session: Session, new: int, old: int, chat: int | None, now: datetime) -> None:
    new_id, old_id = col(SupersessionRow.document_id), col(SupersessionRow.old_id)
    query = select(SupersessionRow.document_id, SupersessionRow.old_id).where(*holds(chat))
    said = set((await session.exec(query.where(or_(new_id.in_((new, old)), old_id == new)))).all())
    if (new, old) in said and all(hidden != new for _, hidden in said):
        return
    replaced = sorted({old, *(number for by, number in said if by == old)} - {new})
    mine = col(SupersessionRow.scope) == (chat or PUBLIC), new_id == new, old_id.in_(replaced)
    await session.exec(delete(SupersessionRow).where(*mine))  # said anew, it is what was said last
    for number in replaced:
        await insert_new(session, SupersessionRow, scope=chat or PUBLIC, document_id=new, old_id=number, since=now)


def _brought(chat: int | None, number: int) -> ScalarSelect[datetime]:
    """When a document of a supersession was first brought among what the chat sees; NULL where it never was."""
    query = select(func.min(SourceRow.added)).where(SourceRow.document_id == number, shown(SourceRow, chat))
    return query.correlate(SupersessionRow).scalar_subquery()


def _last_before(versions: list[tuple[datetime, int]], moment: datetime) -> int:
    """The latest of the versions that were there by then, or the first that came after."""
    return max((version for version in versions if version[0] <= moment), default=min(versions))[1]


def _visible(chat: int | None) -> tuple[ColumnElement[bool], ...]:
    return (seen_by(DocumentRow.id, chat),)


def _holding(way: walking.Way, chat: int | None, words: tuple[str, ...]) -> tuple[ColumnElement[bool], ...]:
    """Conditions on documents that a chat sees and that hold every word."""
    if not words:
        return _visible(chat)
    folded = select(FoldedRow.folded).where(
        FoldedRow.document_id == DocumentRow.id, *has_words(FoldedRow.folded, words)
    )
    return *way.conditions, *_visible(chat), folded.exists()


def _check(document: Document) -> None:
    """Refuse what would come back altered: PostgreSQL stores no NUL, and neither database a lone surrogate."""
    if document.key != document.true_key:
        raise StorageError(f"{document.key} is not the key of its text")
    texts = filter(None, (document.text, document.title, document.publisher, document.byline, document.url))
    if any("\0" in text or (not text.isascii() and _has_surrogate(text)) for text in texts):
        raise StorageError(f"document {document.key} holds a character that cannot be stored (NUL or a surrogate)")


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _columns(document: Document) -> dict[str, object]:
    fields = ("key", "title", "publisher", "byline", "url", "published", "text")
    return {name: getattr(document, name) for name in fields} | {"headings": pack_spans(document.headings)}


def _document(row: DocumentRow) -> Document:
    """Raises StorageError when what is stored is no longer what its key was made of."""
    document = Document(
        text=row.text,
        key=row.key,
        title=row.title,
        publisher=row.publisher,
        byline=row.byline,
        url=row.url,
        published=row.published,
        headings=unpack_spans(row.headings),
    )
    if document.true_key != row.key:
        raise StorageError(f"the stored text of document {row.key} was altered")
    return document

"""Publishers: which of the documents that a chat sees are from somebody, by whatever name people know them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from sqlmodel import col, select

from storage import documents
from storage.bulk import chunks
from storage.matching import fold
from storage.rows import DocumentRow, SourceRow
from storage.session import Session
from storage.visibility import seen, shown

LOOKED_AT = 4000
"""Documents that are looked at where no keys are given: the newest."""
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?(?://)?(?:[^/?#@]*@)?(?:www\.)?([^/?#:]*)", re.IGNORECASE)

Named = tuple[str, str | None, str | None, str]
"""Of a document its key, publisher and address, and what one of its sources is called: a feed's are called as it is."""


async def of(
    session: Session, chat: int | None, name: str, *, within: Collection[str] | None = None
) -> tuple[str, ...]:
    """Keys of the documents that are from `name` (see `is_from`), newest first; `within` some keys, None for all.

    Only what the chat sees is looked at, by the names that it sees: what another chat calls the same document says
    nothing here. Of all, the newest `LOOKED_AT` names.
    """
    rows = await _named(session, chat, within)
    return tuple(
        dict.fromkeys(key for key, publisher, url, source in rows if is_from(name, publisher, source, url=url))
    )


def is_from(name: str, *called: str | None, url: str | None = None) -> bool:
    """Whether one of the names, or the host of the address, is what `name` means: "BBC", "Fox News", "bbc.co.uk".

    Names match from the beginning of a word on, without case and marks, as words do in `matching`. A host stands for
    those below it too ("bbc.co.uk" for "www.bbc.co.uk"). A name without a letter or digit means nobody.
    """
    wanted = fold(name)
    if not wanted:
        return False
    host, meant = _host(url or ""), _host(name.strip())
    below = "." in meant and (host == meant or host.endswith(f".{meant}"))
    return below or any(wanted in fold(each) for each in called if each)


async def _named(session: Session, chat: int | None, within: Collection[str] | None) -> Sequence[Named]:
    document = DocumentRow
    query = select(document.key, document.publisher, document.url, SourceRow.name)
    query = query.join(SourceRow, col(SourceRow.document_id) == document.id).where(shown(SourceRow, chat))
    query = query.where(seen(DocumentRow.id, chat)).order_by(*documents.newest_first())
    if within is None:
        return (await session.exec(query.limit(LOOKED_AT))).all()
    found: list[Named] = []
    for some in chunks(tuple(within)):
        found += (await session.exec(query.where(col(document.key).in_(some)))).all()
    return found


def _host(address: str) -> str:
    found = _HOST.match(address)
    return found[1].casefold().rstrip(".") if found else ""

"""Documents by the beginning of their hash, as links name them."""

from __future__ import annotations

from storage import documents, sources
from storage.session import Session
from summarizer.types import Document
from tests.storage.factory import NOW

OWNER, STRANGER = 7, 8


async def test_a_document_is_found_by_its_mark_by_whoever_sees_it(session: Session) -> None:
    """22 digits of its hash name one document; a stranger and a wrong digit find none."""
    own, public = Document.make("Nobody else has read this."), Document.make("Everybody has.")
    for document, chat in ((own, OWNER), (public, None)):
        await documents.add(session, document, raw="", now=NOW)
        await sources.add(session, document.key, chat=chat, kind="paste", name="", now=NOW)
    mark = own.key.removeprefix("v1-")[:22]
    assert await documents.by_mark(session, OWNER, mark) == own
    assert await documents.by_mark(session, STRANGER, mark) is None
    assert await documents.by_mark(session, None, mark) is None
    assert await documents.by_mark(session, STRANGER, public.key.removeprefix("v1-")[:22]) == public
    assert await documents.by_mark(session, OWNER, mark[:-1] + ("0" if mark[-1] != "0" else "1")) is None


async def test_a_mark_that_two_documents_share_names_neither(session: Session) -> None:
    """Nobody is shown another text than the one that the link was made for."""
    seen: dict[str, Document] = {}
    for number in range(100):
        document = Document.make(f"Text {number}.")
        await documents.add(session, document, raw="", now=NOW)
        await sources.add(session, document.key, chat=None, kind="paste", name="", now=NOW)
        short = document.key.removeprefix("v1-")[:2]
        if short in seen:
            assert await documents.by_mark(session, None, short) is None
            return
        seen[short] = document
    raise AssertionError("no two of a hundred texts begin alike")

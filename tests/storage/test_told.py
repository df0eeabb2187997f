"""What proof stands on: the message that holds a source, and the last list of a kind; each of one chat alone."""

from __future__ import annotations

from storage import chats, documents, listings, sources
from storage.session import Session
from storage.types import Chat
from tests.storage.factory import NOW, later, report

FIRST, SECOND = report(number="101"), report(number="102")


async def test_a_source_knows_the_message_that_holds_it(session: Session) -> None:
    """In the chat that brought it and in no other; after a group's number changes, its messages have others."""
    await chats.touch(session, Chat(-7, "group", "Desk"), NOW)
    for document in (FIRST, SECOND):
        await documents.add(session, document, raw="", now=NOW)
    about = {"kind": "paste", "name": "", "now": NOW}
    await sources.add(session, FIRST.key, chat=-7, message=55, **about)  # type: ignore[arg-type]  # strings and a date
    await sources.add(session, SECOND.key, chat=-7, **about)  # type: ignore[arg-type]  # as above
    await sources.add(session, FIRST.key, chat=None, message=66, **about)  # type: ignore[arg-type]  # as above
    keys = (FIRST.key, SECOND.key)
    assert await sources.messages(session, -7, keys) == {FIRST.key: 55}
    assert await sources.messages(session, 8, keys) == {}
    await chats.migrate(session, -7, -1007)
    assert await sources.messages(session, -1007, keys) == {}


async def test_the_last_list_of_a_kind(session: Session) -> None:
    """The newest of that chat and kind; none where there is none."""
    for minutes, (chat, kind) in enumerate(((7, "told"), (7, "told"), (7, "words"), (8, "told"))):
        await listings.create(session, chat, kind, f"{chat} {minutes}", later(minutes))
    found = await listings.latest(session, 7, "told")
    assert found is not None
    assert found.query == "7 1"
    assert await listings.latest(session, 9, "told") is None

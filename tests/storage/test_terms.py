"""What chats follow and mute: once each, of each chat alone, and moved with a group."""

from __future__ import annotations

from storage import terms
from storage.session import Session
from storage.types import Term, TermKind, TermVerb
from tests.storage.factory import NOW

CHAT, OTHER = 7, -1001234567890


async def put(
    session: Session, value: str, verb: TermVerb = "mute", kind: TermKind = "words", chat: int = CHAT
) -> Term:
    return await terms.put(session, chat=chat, verb=verb, kind=kind, value=value, person=1, now=NOW)


async def test_a_term_stands_once_whatever_its_case(session: Session) -> None:
    """The same words again change what is done about them, not how many there are."""
    first = await put(session, "Grain Deal")
    again = await put(session, "grain deal", "follow")
    assert again.id == first.id
    assert [(t.verb, t.value) for t in await terms.of_chat(session, CHAT)] == [("follow", "grain deal")]
    await put(session, "grain deal", kind="phrase")
    assert await terms.count(session, CHAT) == 2


async def test_only_the_chat_itself_ends_its_terms(session: Session) -> None:
    """Another chat's number finds nothing, and nothing of it is listed elsewhere."""
    term = await put(session, "football")
    assert await terms.remove(session, term.id, OTHER) is None
    assert await terms.of_chat(session, OTHER) == ()
    assert await terms.remove(session, term.id, CHAT) == term
    assert await terms.remove(session, term.id, CHAT) is None


async def test_a_supergroup_has_what_its_group_had(session: Session) -> None:
    """What both had stays as the supergroup has it."""
    await put(session, "football", chat=CHAT)
    await put(session, "grain", "mute", chat=CHAT)
    await put(session, "Grain", "follow", chat=OTHER)
    await terms.migrate(session, CHAT, OTHER)
    await terms.migrate(session, CHAT, OTHER)
    assert await terms.of_chat(session, CHAT) == ()
    assert {(t.verb, t.value) for t in await terms.of_chat(session, OTHER)} == {
        ("mute", "football"),
        ("follow", "Grain"),
    }

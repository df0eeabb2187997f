"""Languages of chats, for one or for as many as a walk of digests meets."""

from __future__ import annotations

from storage import chats, languages
from storage.bulk import MOST
from storage.session import Session
from storage.types import Chat, Preferences
from tests.storage.factory import NOW


async def test_what_a_chat_has_chosen_and_what_its_people_speak(session: Session) -> None:
    """Both as they are kept, of more chats than fit one statement; one that we never heard from is left out."""
    for chat, hint in ((1, "uk-UA"), (2, "uk"), (4, None)):
        await chats.touch(session, Chat(chat, "private", None, hint), NOW)
    await chats.prefer(session, 2, Preferences(language="en"))
    found = await languages.of_chats(session, (1, 2, 4, 5, *range(1000, 1000 + MOST)))
    assert found == {1: (None, "uk-UA"), 2: ("en", "uk"), 4: (None, None)}

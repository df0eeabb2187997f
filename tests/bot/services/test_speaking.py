"""Who is spoken to in which language."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.services import speaking
from storage import chats
from storage.database import Database
from storage.types import Chat, Preferences
from tests.databases import new_sqlite

NOW = datetime(2026, 11, 22, tzinfo=UTC)


async def test_a_choice_goes_before_a_person_and_a_person_before_a_hint(tmp_path: Path) -> None:
    """Chosen, spoken, hinted at in any of Telegram's ways; English where none is a language of ours."""
    database = await Database.open(new_sqlite(tmp_path / "verbatim.db"))
    async with database.session() as session:
        for chat, hint in ((1, "uk-UA"), (2, "uk"), (3, "pl"), (4, None)):
            await chats.touch(session, Chat(chat, "private", None, hint), NOW)
        await chats.prefer(session, 2, Preferences(language="en"))
        await chats.prefer(session, 4, Preferences(language="uk"))
        assert await speaking.languages(session, (1, 2, 3, 4, 5)) == {1: "uk", 2: "en", 3: "en", 4: "uk", 5: "en"}
        assert await speaking.language(session, 1, person="en-GB") == "en"
        assert await speaking.language(session, 1, person="pl") == "uk"
        assert await speaking.language(session, 4, person="en") == "uk"
    await database.close()

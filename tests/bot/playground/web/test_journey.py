"""The real bot behind the page: what a person does in a browser, from the first visit on."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.playground import Playground
from bot.playground.web.cast import settle
from tests.bot.conftest import running_at, settings
from tests.bot.playground.web.conftest import ANN, BOOK_CLUB, NEWSROOM, Json, Watch, Window

PATIENCE = 60.0
"""The real bot loads its model and reads what it was given before it answers for the first time."""


def data_of(message: Json) -> list[str]:
    """What the buttons below a message send."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


async def said(watch: Watch, chat: int) -> Json:
    """The next message of the bot's in a chat, as the page is told."""
    while True:
        change = await watch.next()
        if change["kind"] == "message" and change["chat"] == chat and change["message"]["from"]["is_bot"]:
            return dict(change["message"])


async def test_from_the_first_visit_to_an_inline_result(
    seeded: Path, tmp_path: Path, ann: Window, tg: Playground
) -> None:
    """Start brings a briefing, a button is answered, a topic and a chat without the bot are served as well."""
    shutil.copy(seeded, tmp_path / "verbatim.db")
    async with running_at(tg, settings(tmp_path)), ann.watching(PATIENCE) as watch:
        await ann.do("start")
        while not data_of(briefing := await said(watch, ANN)):
            pass
        pressed = await ann.do("press", chat=ANN, id=briefing["message_id"], data=data_of(briefing)[0])
        assert pressed["answer"] is not None
        await ann.do("say", chat=NEWSROOM, topic=3, text="/figures@verbatim_bot")
        assert (await said(watch, NEWSROOM))["message_thread_id"] == 3
        found = await ann.do("inline", chat=BOOK_CLUB, query="Bucha")
        await ann.do("choose", chat=BOOK_CLUB, key=found["key"], result=found["results"][0]["id"])
        assert (await ann.seen(BOOK_CLUB))[0]["text"] == found["results"][0]["text"]
    assert tg.refused == ()
    assert (await ann.get("chat", chat=ANN))[1]["commands"]


async def test_people_of_the_cast_are_there_once(tg: Playground) -> None:
    """Putting them in again changes nobody."""
    first = settle(tg)
    assert (settle(tg).ann is first.ann, len(tg.world.users)) == (True, 3)

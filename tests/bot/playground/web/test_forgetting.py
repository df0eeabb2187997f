"""A playground that runs for days does not grow by what was asked once or taken away again."""

from __future__ import annotations

import asyncio

import pytest

from bot.playground import Playground
from tests.bot.playground.web.conftest import ANN, Robot, Window

ARTICLE = {"type": "article", "id": "1", "title": "T", "input_message_content": {"message_text": "A bridge."}}


async def test_a_file_goes_with_its_last_message(tg: Playground, ann: Window, robot: Robot) -> None:
    """The next one is not mistaken for it; the bot asks for the first in vain."""
    number = (await ann.upload("a.txt", b"first"))[1]["id"]
    (first,) = tg.world.files
    copy = (await ann.do("forward", from_chat=ANN, id=number, chat=ANN))["id"]
    for gone in (number, copy):
        assert first in tg.world.files
        await ann.do("delete", chat=ANN, id=gone)
    await ann.upload("b.txt", b"second")
    (second,) = tg.world.files
    assert (first == second, tg.world.files[second].data) == (False, b"second")
    with pytest.raises(AssertionError, match="invalid file_id"):
        await robot.call("getFile", file_id=first)


async def test_answers_and_queries_go_with_their_time(
    tg: Playground, ann: Window, robot: Robot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What can no longer be answered or shown again is dropped, and no number comes twice."""
    keys = []
    for query in ("one", "two"):
        typed = asyncio.create_task(ann.do("inline", chat=ANN, query=query))
        keys.append((await robot.asked("inline_query"))["id"])
        await robot.call("answerInlineQuery", inline_query_id=keys[-1], results=[ARTICLE], cache_time=10)
        await typed
        later = tg.world.timer() + 60
        monkeypatch.setattr(tg.world, "timer", lambda later=later: later)
    assert (list(tg.world.queries), len(tg.world.cached), keys[0] == keys[1]) == ([keys[1]], 1, False)


async def test_only_the_newest_deeds_are_kept(
    tg: Playground, ann: Window, robot: Robot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the bot did longest ago is forgotten first; the messages stay."""
    monkeypatch.setattr("bot.playground.web.forgetting.MOST_EVENTS", 2)
    await ann.do("start")
    for text in "abc":
        await robot.send(ANN, text)
    await ann.do("say", chat=ANN, text="x")
    assert [event.message["text"] for event in tg.world.events] == ["b", "c"]
    assert len(await ann.seen(ANN)) == 5

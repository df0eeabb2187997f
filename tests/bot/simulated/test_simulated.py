"""A journey for each ability of the bot in chats, before the simulator that lies beside the repository."""

from __future__ import annotations

import logging
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.playground import Playground
from tests.bot.asking import ARTICLE
from tests.bot.conftest import Running, running_at, settings
from tests.bot.simulated.judge import SCRIPT, Judge, text_of
from tests.bot.town import count_updates

GROUP, FORUM, CHANNEL, BASIC = -1001000000001, -1001000000002, -1001000000003, -44
TOPIC = 5
pytestmark = pytest.mark.skipif(
    not SCRIPT.is_file(), reason=f"the simulator is not at {SCRIPT}: these journeys were not judged"
)


@asynccontextmanager
async def before(
    judge: Judge, folder: Path, monkeypatch: pytest.MonkeyPatch, **changed: object
) -> AsyncIterator[Running]:
    """The bot at the simulator, with its people, and nobody who is kept waiting."""
    for meter in ("BURST", "GROUP_MESSAGES"):
        monkeypatch.setattr(f"bot.services.meters.{meter}", 100_000)
    for number, name, language in ((7, "Ann", "en"), (8, "Bob", "en"), (9, "Olha", "uk"), (100, "Operator", "en")):
        await judge.do("user", id=number, first_name=name, language_code=language)
    given = settings(folder, operators="100", paid_broadcast=True, messages_per_second=1000, **changed)
    working = list[object]()
    count_updates(monkeypatch, working)
    # What runs the bot asks only for an address, a token and a word that it polls.
    as_playground: Playground = judge  # type: ignore[assignment]  # which the simulator's client has too
    async with running_at(as_playground, given, quiet=0.02) as it:
        judge.busy = lambda: working or it.context.gathering._tasks or it.context.gathering._timers
        yield it


async def test_groups_and_topics(judge: Judge, seeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers come in the topic as replies; only admins change anything; the bot is added, moved and thrown out."""
    shutil.copy(seeded, tmp_path / "verbatim.db")
    async with before(judge, tmp_path, monkeypatch):
        await judge.do(
            "chat", id=GROUP, type="supergroup", title="Newsroom", members={7: "creator", 8: "member"}, bot="left"
        )
        await judge.do("chat", id=FORUM, type="supergroup", title="Forum", members={7: "administrator", 8: "member"})
        await judge.do("chat", id=FORUM, is_forum=True, topics={TOPIC: "Bucha", 6: {"name": "Old", "closed": True}})
        await judge.do("chat", id=BASIC, type="group", title="Small", members={7: "creator"})
        await judge.do("member", chat=GROUP, status="member", by=7)
        await judge.calm()
        assert "Newsroom" in str(await judge.messages(GROUP))
        assert await judge.say(7, "just talk", GROUP) == []
        for command in ("/brief", "/quotes@sim_bot", "/figures", "/stories", "/settings", "/digest", "/help"):
            answered = await judge.say(8, command, FORUM, thread=TOPIC)
            assert {message["message_thread_id"] for message in answered} == {TOPIC}, command
        refused = "In a group only its admins"
        for command in ("/subscribe 08:00 Kyiv", f"/add {ARTICLE}", "/forget", "/export"):
            assert text_of(await judge.say(8, command, GROUP)).startswith(refused), command
        assert text_of(await judge.say(7, "/subscribe 08:00 Kyiv", GROUP)).startswith("Your digest is set up.")
        assert refused in (await judge.press(8, "When", GROUP))[0] + text_of((await judge.press(8, "When", GROUP))[1])
        assert "Taken in" in text_of(await judge.say(7, f"/add {ARTICLE}", GROUP))
        anonymous = await judge.say(7, "/unsubscribe", GROUP, as_chat=GROUP)
        assert refused not in text_of(anonymous)
        assert "Taken in" in text_of(await judge.say(7, f"/add {ARTICLE}", BASIC))
        moved = (await judge.do("migrate", chat=BASIC))["chat_id"]
        await judge.calm()
        assert "Bridge over the Wye" in text_of(await judge.say(7, "/sources", moved))
        await judge.do("member", chat=GROUP, status="kicked", by=7)
        await judge.calm()
        assert await judge.complaints() == []


async def test_channels(judge: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set up by an admin of the channel from the private chat, by its name or a post of it; not by others."""
    monkeypatch.setattr("seeds.load", tuple)
    async with before(judge, tmp_path, monkeypatch) as it:
        members = {7: "creator", 8: "member"}
        await judge.do(
            "chat",
            id=CHANNEL,
            type="channel",
            title="Daily",
            username="daily_words",
            members=members,
            bot="administrator",
        )
        await judge.do(
            "chat", id=CHANNEL, bot={"status": "administrator", "can_post_messages": True, "can_manage_chat": True}
        )
        await judge.say(7, ARTICLE)
        for way in ("@daily_words", None):
            await judge.say(7, "/digest")
            await judge.press(7, "To a channel or group…")
            chosen = await _chosen(judge, 7, way)
            assert "Daily" in text_of(chosen)
            await judge.press(7, "08:00")
            (digest, *_) = await it.context.subscriptions.listed(7)
            assert (digest.chat, digest.home) == (CHANNEL, 7)
        await judge.say(8, "/digest")
        await judge.press(8, "To a channel or group…")
        assert "Chosen" not in text_of(await judge.say(8, "@daily_words"))
        assert await it.context.subscriptions.listed(8) == ()
        assert await judge.messages(CHANNEL) == []
        assert await judge.complaints() == []


async def _chosen(judge: Judge, user: int, name: str | None) -> list[dict[str, object]]:
    if name:
        return await judge.say(user, name)
    return await judge.say(user, "A post of theirs, as it stands in the channel.", forward_from={"chat": CHANNEL})


async def test_sharing(judge: Judge, seeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inline results with their pages, a posted one, and the links that open the bot at a passage or a story."""
    shutil.copy(seeded, tmp_path / "verbatim.db")
    async with before(judge, tmp_path, monkeypatch):
        links = set[str]()
        for query in ("", "bucha", "Blinken", "#1", "no such words anywhere", "x" * 256):
            number, answer = await judge.inline(7, query)
            assert answer["is_personal"], query
            links |= {result["id"] for result in answer["results"]}
        number, answer = await judge.inline(7, "bucha")
        assert {link.partition("_")[0] for link in links} >= {"t", "s"}
        await judge.do("choose", id=number, result_id=answer["results"][0]["id"], chat=8)
        await judge.calm()
        if answer["next_offset"]:
            await judge.inline(7, "bucha", answer["next_offset"])
        buttons = [str(result.get("reply_markup")) for result in answer["results"]]
        payloads = {text.partition("?start=")[2].partition("'")[0] for text in buttons} - {""}
        for payload in sorted(payloads)[:6]:
            assert await judge.say(8, f"/start {payload}")
        assert "added" not in text_of(await judge.say(8, "/start q_0123456789abcdef012345_17"))
        assert await judge.complaints() == []


async def test_proof_search_and_terms(judge: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Evidence quotes the very message, /why explains, /search finds, /follow and /mute say what matched."""
    monkeypatch.setattr("seeds.load", tuple)
    async with before(judge, tmp_path, monkeypatch):
        assert "Taken in" in text_of(await judge.say(7, ARTICLE))
        _, proof = await judge.press(7, "Evidence")
        assert any(message.get("quote") for message in proof)
        _, why = await judge.press(7, "Why")
        assert "1: " in text_of(why)
        assert "It is safe now" in text_of(await judge.say(7, "/quotes"))
        assert text_of(await judge.say(7, "/why 1")).startswith("1: ")
        await judge.upload(7, "mill.txt", ARTICLE.replace("Wye", "Severn").encode())
        for words in ("bridge", "by:Lee", "from:nobody", "since:yesterday bridge", ""):
            assert await judge.say(7, f"/search {words}".strip())
        for command in ("/follow Ann Lee", "/mute police", "/follow", "/mute", "/compare", "/story 1", "/brief"):
            assert await judge.say(7, command), command
        assert await judge.complaints() == []


async def test_settings_and_data(judge: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One card that is edited in place, Ukrainian all through, everything taken along, everything forgotten."""
    monkeypatch.setattr("seeds.load", tuple)
    async with before(judge, tmp_path, monkeypatch):
        await judge.say(7, ARTICLE)
        await judge.say(7, "/settings")
        for label in ("Language", "Українська"):
            await judge.press(7, label)
        assert "Див. також" in text_of(await judge.messages(7))
        for command in ("/help", "/brief", "/digest", "/privacy", "/subscribe 08:00 Київ", "/quotes", "/figures"):
            assert await judge.say(7, command), command
            assert await judge.say(9, command), command
        for form, ending in (("html", ".html"), ("csv", ".csv"), ("json", ".json")):
            files = [message for message in await judge.say(7, f"/export {form}") if "document" in message]
            assert all(message["document"]["file_name"].endswith(ending) for message in files)
            assert "Wye" in (await judge.file(files[0])).decode()
        await judge.say(7, "/forget")
        question = (await judge.messages(7))[-1]
        await judge.press(7, question["reply_markup"]["inline_keyboard"][1][0]["text"])
        assert not [message for message in await judge.say(7, "/export csv") if "document" in message]
        assert await judge.complaints() == []


async def test_access_and_operators(judge: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invite-only: told kindly, let in by a link; the operator's commands; menus and descriptions in both languages."""
    monkeypatch.setattr("seeds.load", tuple)
    async with before(judge, tmp_path, monkeypatch, access="invited", allowed_chats="7"):
        assert "not open to everybody" in text_of(await judge.say(8, "/brief"))
        _, answer = await judge.inline(8, "bucha")
        assert answer["results"] == []
        invited = text_of(await judge.say(100, "/invite"))
        token = invited.partition("?start=")[2].split()[0]
        assert "Welcome" in text_of(await judge.say(8, f"/start {token}"))
        for command in ("/stats", "/health"):
            assert await judge.say(100, command)
            assert "I don't know" in text_of(await judge.say(8, command))
        await judge.say(100, "/broadcast The bot moves on Monday.")
        await judge.press(100, "Send")
        menus = (await judge.do("commands"))["commands"]
        assert {menu["language"] for menu in menus} == {"", "uk"}
        assert {menu["scope"][0] for menu in menus} >= {
            "all_private_chats",
            "all_group_chats",
            "all_chat_administrators",
        }
        assert await judge.complaints() == []


@pytest.fixture
async def judge(caplog: pytest.LogCaptureFixture) -> AsyncIterator[Judge]:
    caplog.set_level(logging.WARNING)
    async with Judge.sitting() as it:
        yield it
    assert [line for line in caplog.messages if "crashed" in line or "failed" in line] == []

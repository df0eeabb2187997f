"""Where things go wrong between Telegram and the commands: one sentence for the person, one line in the log."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Never

import pytest
from telegram import Bot
from telegram.error import NetworkError

from bot.app import run_bot
from bot.dispatch import CONCURRENT, Ears
from bot.playground import Playground
from bot.services import analyst
from bot.services.answers import Answers
from bot.services.broadcasting import Broadcasting
from bot.services.pulse import Pulse
from storage import outbox, sources
from storage.database import Database
from summarizer.errors import GateError, SettingsError, StorageError, VerbatimError
from tests.bot.asking import ARTICLE, ask
from tests.bot.conftest import Running, running, settings
from tests.bot.services.fragile import work
from tests.bot.services.mailing import waiting


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.WARNING)
    return caplog


def break_figures(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    async def broken(*_: object) -> Never:
        raise error

    monkeypatch.setattr(Answers, "figures", broken)


@pytest.mark.parametrize(
    ("error", "answer", "line"),
    [
        (ValueError("a secret"), "Something went wrong on my side", "request.crashed"),
        (GateError(("piece 1",)), "I had a briefing ready, but", "request.failed error=GateError detail=piece 1"),
    ],
)
async def test_an_error_is_one_sentence_and_one_line(
    bot: Running,
    monkeypatch: pytest.MonkeyPatch,
    lines: pytest.LogCaptureFixture,
    error: Exception,
    answer: str,
    line: str,
) -> None:
    """The person reads what it means for them, the operator what it was; other commands go on."""
    break_figures(monkeypatch, error)
    ann = bot.telegram.user(7, "Ann")
    (message,) = await ask(ann, "/figures")
    assert message.text.startswith(answer)
    assert "secret" not in message.text
    assert [record.getMessage() for record in lines.records] == [line]
    assert (await ask(ann, "/sources"))[0].text.startswith("Sources")


async def test_a_token_that_is_revoked_is_noted(lines: pytest.LogCaptureFixture) -> None:
    """The library ends polling without a word to us; so does a Telegram that does not answer at all."""
    pulse = Pulse()
    async with Playground.start() as telegram, Ears(pulse) as ears:

        async def ask_for_updates(token: str) -> int:
            return (await ears.do_request(f"{telegram.url}/bot{token}/getUpdates", "POST"))[0]

        assert (await ask_for_updates(telegram.token), pulse.reached) == (200, True)
        assert (await ask_for_updates("110201543:AArevoked"), pulse.reached) == (401, False)
        assert lines.messages[-1].startswith("telegram.shut the server refuses the bot's token")
        assert (await ask_for_updates(telegram.token), pulse.reached) == (200, True)
        with pytest.raises(NetworkError):
            await ears.do_request("http://127.0.0.1:9/bot1:A/getUpdates", "POST")
        assert not pulse.reached


async def test_a_store_altered_by_hand_is_told_to_the_chat(
    bot: Running, tmp_path: Path, lines: pytest.LogCaptureFixture
) -> None:
    """No altered text is shown, by a command or by a button: both answer with a sentence."""
    ann = bot.telegram.user(7, "Ann")
    *_, last = await ask(ann, "/brief")
    with sqlite3.connect(tmp_path / "verbatim.db") as connection:
        connection.execute("UPDATE document SET text = replace(text, 'the', 'teh')")
    connection.close()
    (message,) = await ask(ann, "/brief")
    assert message.text.startswith("I can't use my store for this")
    pressed = await ann.press(last, "Figures", until=1)
    assert pressed.messages[0].text == message.text
    assert all("was altered" in record.getMessage() for record in lines.records)


async def test_an_answer_that_telegram_refuses_is_not_answered_again(
    bot: Running, lines: pytest.LogCaptureFixture
) -> None:
    """Who blocked the bot meanwhile is left alone, with one line in the log."""
    ann = bot.telegram.user(7, "Ann")
    await ask(ann, "/sources")
    ann.user.blocked = True
    ann._world.updates.push("message", ann.last.raw if ann.last else {})
    await bot.telegram.wait_for(lambda: bot.telegram.refused)
    await bot.telegram.quiet()
    assert [record.getMessage().partition(" ")[0] for record in lines.records] == ["telegram.refused"]
    bot.telegram._server.requests.clear()


@pytest.mark.usefixtures("no_seeds")
async def test_nobody_is_left_without_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that Telegram finds unfit, a store that fails below a button, a mistake while a guest is asked."""

    async def broken(*_: object) -> Never:
        raise StorageError("closed")

    async def mistaken(*_: object) -> Never:
        raise ValueError("a secret")

    monkeypatch.setattr("bot.services.meters.BURST", 1_000)
    async with running(settings(tmp_path, operators="7")) as bot:
        ann = bot.telegram.user(7, "Ann")
        bot.telegram.fault("refuse", method="sendMessage", description="Bad Request: message is too long")
        (short,) = await ask(ann, "/privacy")
        assert short.text.startswith("Telegram does not take my answer")
        monkeypatch.setattr(Broadcasting, "get", broken)
        press = await ann.send_data(short, "op:send:1", until=1)
        assert press.answer
        assert press.messages[0].text.startswith("I can't use my store for this.")
        bot.telegram.fault("refuse", method="sendMessage", description="Bad Request: CHAT_WRITE_FORBIDDEN")
        silent = await ann.send_data(short, "op:send:1")
        assert silent.answer
        assert silent.answer.text.startswith("I can't use my store for this.")
        monkeypatch.setattr("bot.commands.inlining.claimed", mistaken)
        strange = bot.telegram.group(-1009, "Strangers", members={7: "member"}, bot="left")
        told = await ann.guest("@verbatim_bot grain", chat=strange)
        assert told.text == "I can't look that up just now. Please try again in a minute."


async def test_an_edited_message_is_not_answered(bot: Running) -> None:
    """A typing mistake mended in a command does not ask it twice."""
    ann = bot.telegram.user(7, "Ann")
    await ask(ann, "/sources")
    assert ann.last
    assert await ann.edit(ann.last, "/sources fox") == ()


async def test_long_words_of_a_person_fit_the_answer(bot: Running) -> None:
    """Four thousand characters after a command are said back in short, and nothing breaks."""
    ann = bot.telegram.user(7, "Ann")
    for command in ("/quotes", "/brief", "/sources"):
        (message,) = await ask(ann, f"{command} {'blah ' * 800}")
        assert message.text.startswith("I found no ")
    (unknown,) = await ask(ann, "/nonsense," + "x" * 4000)
    assert unknown.text.endswith("…. /help lists what I can do.")


async def test_a_group_takes_its_sources_along(bot: Running) -> None:
    """A group that became a supergroup keeps what it brought; nobody adds it again."""
    ann = bot.telegram.user(7, "Ann")
    group = bot.telegram.group(-5, "Newsroom", members={7: "administrator"}, kind="group")
    await ask(ann, f"/add {ARTICLE}", chat=group)
    new = bot.telegram.migrate(group, -1005)
    await bot.telegram.quiet()
    assert "Wye" in (await ask(ann, "/sources Wye", chat=new))[0].text
    async with bot.context.database.session(readonly=True) as session:
        assert await sources.count(session, -5) == await sources.count(session, None)


@asynccontextmanager
async def started(folder: Path, url: str, token: str, **changed: object) -> AsyncIterator[asyncio.Event]:
    """`verbatim run` in this loop, over an empty store; it has to end within seconds of being told to."""
    stop = asyncio.Event()
    task = asyncio.create_task(run_bot(settings(folder, telegram_api_url=url, **changed), token, stop))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


@pytest.fixture
def no_seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seeds.load", tuple)


@pytest.mark.usefixtures("no_seeds")
async def test_a_server_that_is_away_at_the_start_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: pytest.LogCaptureFixture
) -> None:
    """A line says so; when it is there the bot answers."""
    monkeypatch.setattr("bot.dispatch.RETRY_SECONDS", 0.05)
    async with Playground.start() as before:
        url, token = before.url, before.token
    async with started(tmp_path, url, token):
        await before.wait_for(lambda: "telegram.unreachable" in lines.text)
        async with Playground.start(port=int(url.rpartition(":")[2])) as telegram:
            await telegram.polling()
            assert "Verbatim" in (await ask(telegram.user(7, "Ann"), "/start"))[0].text


@pytest.mark.usefixtures("no_seeds")
async def test_a_stop_is_heard_while_the_server_is_away(tmp_path: Path) -> None:
    """Nobody has to kill a bot that waits for its network."""
    async with started(tmp_path, "http://127.0.0.1:9", "1:a") as stop:
        await asyncio.sleep(0.3)
        stop.set()


@pytest.mark.usefixtures("no_seeds")
async def test_a_wrong_token_is_named_and_not_shown(tmp_path: Path) -> None:
    """It ends the start with an error about the setting, in which the token does not stand."""
    async with Playground.start() as telegram:
        given = settings(tmp_path, telegram_api_url=telegram.url)
        with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN") as caught:
            await run_bot(given, "110201543:AAwrong", asyncio.Event())
    error: VerbatimError = caught.value
    assert "AAwrong" not in str(error)
    assert error.__cause__ is None
    assert error.__suppress_context__


@pytest.mark.usefixtures("no_seeds")
async def test_a_second_process_with_the_same_token_is_told_apart(
    tmp_path: Path, lines: pytest.LogCaptureFixture
) -> None:
    """Two bots that fetch the same updates: the log says which mistake it is, without a traceback."""
    async with Playground.start() as telegram, started(tmp_path, telegram.url, telegram.token):
        await telegram.polling()
        async with Bot(telegram.token, base_url=f"{telegram.url}/bot") as other:
            await other.get_updates(timeout=1)
        await telegram.wait_for(lambda: "telegram.conflict another process polls" in lines.text)
    assert "Traceback" not in lines.text


@pytest.mark.usefixtures("no_seeds")
async def test_a_server_that_goes_away_is_asked_again(tmp_path: Path, lines: pytest.LogCaptureFixture) -> None:
    """A broken poll is a line in the log, and the next one fetches what came meanwhile."""
    async with Playground.start() as telegram, started(tmp_path, telegram.url, telegram.token):
        await telegram.polling()
        telegram.fault("drop_before", method="getUpdates")
        assert "Verbatim" in (await ask(telegram.user(7, "Ann"), "/start"))[0].text
        await telegram.wait_for(lambda: "telegram.unreachable" in lines.text)
    assert "Traceback" not in lines.text


@pytest.mark.usefixtures("no_seeds")
async def test_a_stop_does_not_wait_for_a_long_analysis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text is kept; it is understood, and its sender answered, at the next start."""
    monkeypatch.setattr("bot.app.Analyst", analyst.Analyst)
    async with Playground.start() as telegram:
        with monkeypatch.context() as slow:
            slow.setattr(analyst, "work", work)
            async with started(tmp_path, telegram.url, telegram.token):
                await telegram.polling()
                await telegram.user(7, "Ann").say("This SLOW text takes minutes to be understood by anybody.")
                await asyncio.sleep(2)
        assert telegram.messages(7) == ()
        async with started(tmp_path, telegram.url, telegram.token):
            await telegram.wait_for(lambda: telegram.messages(7), timeout=60)
    assert telegram.messages(7)[0].text.startswith("Taken in: This SLOW text takes minutes")


@pytest.mark.usefixtures("no_seeds")
async def test_a_menu_that_cannot_be_announced_stops_nothing(tmp_path: Path, lines: pytest.LogCaptureFixture) -> None:
    """The bot answers all the same; the log says what is missing."""
    async with Playground.start() as telegram:
        telegram.fault("flood", method="setMyCommands", times=9)
        async with started(tmp_path, telegram.url, telegram.token):
            assert (await ask(telegram.user(7, "Ann"), "/help"))[0].text.startswith("What I do")
    assert "commands.not_announced" in lines.text


@pytest.mark.usefixtures("no_seeds")
async def test_who_asks_without_end_holds_up_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: pytest.LogCaptureFixture
) -> None:
    """Of hundreds of commands most are given up at once, a line each; another person is answered."""
    monkeypatch.setattr("bot.ending.LAST_ANSWERS", 0.1)
    async with Playground.start() as telegram, started(tmp_path, telegram.url, telegram.token):
        await telegram.polling()
        for _ in range(2 * CONCURRENT):
            await telegram.user(7, "Ann").say("/help", more=True)
        assert await ask(telegram.user(8, "Ben"), "/help")
    assert "telegram.refused error=Flood control exceeded" in lines.text
    assert not any(record.exc_info for record in lines.records)


@pytest.mark.usefixtures("no_seeds")
async def test_an_end_waits_for_no_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: pytest.LogCaptureFixture
) -> None:
    """In the middle of a digest, and with an answer that waits for its chat: no part is lost or in doubt."""
    monkeypatch.setattr("bot.ending.LAST_ANSWERS", 0.1)
    async with Playground.start() as telegram, database(tmp_path) as store:
        ann, ben = telegram.user(7, "Ann"), telegram.user(8, "Ben")
        ben.user.started = True
        await waiting(store, ben.id, map(str, range(20)), now=datetime.now(UTC))
        async with started(tmp_path, telegram.url, telegram.token):
            flood = telegram.fault("flood", method="sendMessage", chat=ann.id, retry_after=25)
            await ann.say("/help", more=True)
            await telegram.wait_for(lambda: flood.hit and len(telegram.messages(ben.id)) >= 4)
        async with store.session(readonly=True) as session:
            states = await outbox.counts(session)
    assert states == {"sent": len(telegram.messages(ben.id)), "pending": 20 - len(telegram.messages(ben.id))}
    assert "nothing was sent" in lines.text


@asynccontextmanager
async def database(folder: Path) -> AsyncIterator[Database]:
    """The bot's, open here as well."""
    opened = await Database.open(settings(folder).database_url)
    try:
        yield opened
    finally:
        await opened.close()

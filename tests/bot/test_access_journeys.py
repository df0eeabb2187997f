"""Who may use the bot: open, listed, invited; how often; what operators are told; a broadcast that survives a crash."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any, Never

import pytest

from bot.announcing import Announcing
from bot.app import now
from bot.dispatch import build
from bot.playground import Playground
from bot.services.access import Access
from bot.services.broadcasting import Broadcasting
from bot.views import texts
from storage import broadcasts, chats, invites, permits
from storage.session import StorageBusyError
from storage.types import Chat as Noted
from tests.bot.asking import ask, whole
from tests.bot.conftest import Running, running_at, settings

BOSS = 1
SHUT = "This bot is not open to everybody."


@pytest.fixture(autouse=True)
def nothing_planted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.meters.BURST", 1_000)
    monkeypatch.setattr("seeds.load", tuple)


@pytest.fixture
async def closed(tmp_path: Path) -> AsyncIterator[Running]:
    """A bot for an operator, whom they list, and whom they invite."""
    async with Playground.start() as telegram:
        telegram.user(BOSS, "Boss")
        async with running_for(telegram, tmp_path) as it:
            yield it
            assert it.telegram.refused == ()
            assert it.telegram.warnings == ()


def running_for(telegram: Playground, folder: Path, **changed: object) -> AbstractAsyncContextManager[Running]:
    values = {"access": "invited", "allowed_chats": "7,-1002", "operators": str(BOSS), **changed}
    return running_at(telegram, settings(folder, **values))


async def test_who_is_not_let_in_is_told_once_and_kindly(closed: Running) -> None:
    """With the number that an operator needs; a press says so too, and nothing is understood or kept."""
    ann, eve = closed.telegram.user(7, "Ann"), closed.telegram.user(66, "Eve")
    assert (await ask(ann, "/help"))[0].text.startswith("What I do")
    (refused,) = await ask(eve, "/help")
    assert refused.text == f"{SHUT} Whoever runs it can let you in: your number is 66."
    assert await eve.say("/brief") == ()
    assert await eve.say("https://example.org/a-page") == ()
    press = await eve.send_data(refused, "digest:open")
    assert press.answer
    assert (press.answer.text, press.answer.alert, press.messages) == (
        f"{SHUT[:-1]}, and this chat is not let in.",
        True,
        (),
    )
    async with closed.context.database.session(readonly=True) as session:
        assert await chats.get(session, 66) is None


async def test_an_invitation_lets_so_many_in_and_no_more(closed: Running) -> None:
    """Used up, over and unknown ones are refused in the same words; a second use by the same chat takes nothing."""
    boss, ann, eve = closed.telegram.user(BOSS, "Boss"), closed.telegram.user(8, "Ann"), closed.telegram.user(66, "Eve")
    (made,) = await ask(boss, "/invite 1 3")
    assert made.text.startswith("An invitation for 1 chat, until ")
    token = re.search(r"\?start=(i_[\w-]+)", made.text)
    assert token
    assert len(token[1]) <= 64
    assert (await ask(ann, f"/start {token[1]}"))[0].text.startswith("Welcome: this chat is let in.")
    assert (await ask(ann, "/help"))[0].text.startswith("What I do")
    refusals = {
        (await ask(eve, f"/start {each}"))[0].text for each in (token[1], "i_guessed", "i_" + "x" * 62, "i_", "i_%%%")
    }
    async with closed.context.database.session() as session:
        past = now() - timedelta(days=8)
        over = await invites.create(session, person=BOSS, uses=5, now=past, until=past + timedelta(days=7))
    refusals.add((await ask(eve, f"/start i_{over.token}"))[0].text)
    assert refusals == {"This invitation does not work, or no longer does. Ask whoever gave it to you for a new one."}
    assert "Send /invite 5 7" in (await ask(boss, "/invite many"))[0].text


async def test_a_group_is_let_in_by_its_listed_admin(closed: Running) -> None:
    """Others there are told once an hour and only when they ask; talk is left alone; the bot stays."""
    ann, bob = closed.telegram.user(7, "Ann"), closed.telegram.user(8, "Bob")
    group = closed.telegram.group(-1001, "Desk", members={7: "administrator", 8: "administrator"})
    assert (await ask(bob, "/help", chat=group))[0].text.endswith("its number is -1001.")
    assert await bob.say("/help@another_bot", chat=group) == ()
    assert await bob.say("/help", chat=group) == ()
    assert (await ask(ann, "/help", chat=group))[0].text.startswith("What I do")
    assert (await ask(bob, "/help", chat=group))[0].text.startswith("What I do")
    async with closed.context.database.session(readonly=True) as session:
        permit = await permits.get(session, -1001)
    assert permit
    assert (permit.person, permit.invite) == (7, None)
    listed = closed.telegram.group(-1002, "Listed", members={8: "member"})
    assert (await ask(bob, "/help", chat=listed))[0].text.startswith("What I do")
    assert group.bot == "member"


async def test_digests_of_who_is_let_in_no_more_rest_and_go_on(tmp_path: Path) -> None:
    """At a start with other settings; nothing of them is deleted."""
    async with Playground.start() as telegram:
        telegram.user(BOSS, "Boss")
        ann = telegram.user(7, "Ann")
        async with running_for(telegram, tmp_path) as it:
            await ask(ann, "/subscribe 08:00 Kyiv")
        async with running_for(telegram, tmp_path, allowed_chats="9") as it:
            (digest,) = await it.context.subscriptions.listed(7)
            assert (digest.paused, digest.due) == ("access", None)
        async with running_for(telegram, tmp_path) as it:
            (digest,) = await it.context.subscriptions.listed(7)
            assert digest.paused is None
            assert digest.due


async def test_too_much_in_a_minute_is_put_off_kindly(tmp_path: Path) -> None:
    """Said once, on a press each time; another person and an operator are answered."""
    async with Playground.start() as telegram:
        telegram.user(BOSS, "Boss")
        async with running_for(telegram, tmp_path, access="open", asks_per_minute=3) as it:
            ann, bob, boss = it.telegram.user(7, "Ann"), it.telegram.user(8, "Bob"), it.telegram.user(BOSS, "Boss")
            for _ in range(3):
                (answer,) = await ask(ann, "/privacy")
            assert (await ask(ann, "/privacy"))[0].text.startswith("That was a lot for one minute. Please wait ")
            assert await ann.say("/privacy") == ()
            press = await ann.send_data(answer, "digest:open")
            assert press.answer
            assert press.answer.text.startswith("That was a lot for one minute.")
            assert (await ask(bob, "/privacy"))[0].text.startswith("Privacy")
            for _ in range(5):
                assert (await ask(boss, "/privacy"))[0].text.startswith("Privacy")


async def test_operators_commands_are_unknown_to_everybody_else(closed: Running) -> None:
    """Also in a group, where others would read along; numbers and words only."""
    ann, boss = closed.telegram.user(7, "Ann"), closed.telegram.user(BOSS, "Boss")
    group = closed.telegram.group(-1002, "Listed", members={BOSS: "creator"})
    for command in ("stats", "health", "broadcast hello", "invite"):
        name = command.split()[0]
        assert (await ask(ann, f"/{command}"))[0].text == f"I don't know /{name}. /help lists what I can do."
        assert (await ask(boss, f"/{name}@verbatim_bot", chat=group))[0].text.startswith(f"I don't know /{name}@")
        assert f"/{name}" not in whole(await ask(ann, "/help"))
    stats = (await ask(boss, "/stats"))[0].text
    assert stats.startswith("Numbers\nPrivate chats: 2\nGroups: 0\nSupergroups: 1\nChannels: 0\n")
    assert "Due and not sent: 0" in stats
    health = (await ask(boss, "/health"))[0].text.splitlines()
    assert health[0] == "There is trouble"  # nothing ticks in a test
    assert {"Database: ok", "Digests: ok, 0 waiting"} <= {*health}
    assert any(line.startswith("Clockwork: trouble") for line in health)
    assert "/broadcast - " in whole(await ask(boss, "/help"))


async def test_a_broadcast_goes_out_once_also_after_a_crash(tmp_path: Path) -> None:
    """Rows decide: what was being sent when the process died is not repeated; who blocked the bot is counted."""
    async with Playground.start() as telegram:
        boss, ann, bob = telegram.user(BOSS, "Boss"), telegram.user(7, "Ann"), telegram.user(8, "Bob")
        eve = telegram.user(9, "Eve")
        async with running_for(telegram, tmp_path, access="open") as it:
            for person in (ann, bob, eve):
                await ask(person, "/privacy")
            async with it.context.database.session() as session:
                await chats.touch(session, Noted(-1009, "channel", "News"), now())
            await bob.block()
            (question,) = await ask(boss, "/broadcast The bot rests on Sunday at 10.")
            assert question.text.startswith("This goes to 4 chats. Send it?")
            assert question.labels == ("Send", "Cancel")
            forged = await ann.send_data((await ask(ann, "/privacy"))[0], "op:send:1")
            assert forged.answer
            assert forged.answer.text == "This button is for whoever runs this bot."
            press = await boss.press(question, "Send", until=1)
            assert press.message
            assert press.message.text.startswith("The broadcast is on its way\nSent: 0\nStill to be sent: 4")
            again = await boss.send_data(question, "op:send:1")
            assert again.answer
            assert again.answer.text.startswith("This broadcast was sent")
            async with it.context.database.session() as session:
                assert await broadcasts.begin(session, 1, ann.id)  # and here the process dies
        async with running_for(telegram, tmp_path, access="open") as it:
            service = Broadcasting(it.context.database, it.context.access, it.context.now)
            await service.recover()  # as whoever sends begins with it
            bot = build(it.context, telegram.token)
            async with bot.bot:
                announcing = Announcing(bot.bot, service)
                await announcing.work()
                await announcing.work()
            async with it.context.database.session(readonly=True) as session:
                assert await broadcasts.counts(session, 1) == {"uncertain": 1, "sent": 2, "failed": 1}
        told = "A message from whoever runs this bot:\n\nThe bot rests on Sunday at 10."
        accepted = telegram.accepted()
        assert {chat: accepted[chat, told] for chat in (BOSS, 7, 8, 9)} == {BOSS: 1, 7: 0, 8: 0, 9: 1}
        shown = next(each for each in telegram.messages(BOSS) if each.id == question.id)
        assert shown.text.splitlines() == [
            "The broadcast is through",
            "Sent: 2",
            "Not sent, since the bot is blocked or not there any more: 1",
            "Perhaps arrived, and not sent again: 1",
        ]


async def test_a_broadcast_may_be_cancelled(closed: Running) -> None:
    """Before it is sent nothing goes out, and its buttons say so then."""
    boss = closed.telegram.user(BOSS, "Boss")
    (question,) = await ask(boss, "/broadcast Hello.")
    press = await boss.press(question, "Cancel", until=1)
    assert press.message
    assert press.message.text == "Cancelled: nothing was sent."
    late = await boss.send_data(question, "op:send:1")
    assert late.answer
    assert late.answer.text.startswith("This broadcast was sent, cancelled")
    assert "Send /broadcast followed by your words" in (await ask(boss, "/broadcast"))[0].text


async def test_nothing_that_goes_wrong_lets_anybody_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a store that is busy nor an answer that Telegram refuses; who waits is told, a group's talk is not."""

    async def busy(*_: object) -> Never:
        raise StorageBusyError("locked")

    async with Playground.start() as telegram, running_for(telegram, tmp_path) as it:
        eve = telegram.user(66, "Eve")
        group = telegram.group(-1001, "Desk", members={66: "creator"})
        monkeypatch.setattr(Access, "admits", busy)
        assert (await ask(eve, "/help"))[0].text.startswith("My store is busy")
        found = await eve.inline("words")
        assert found.results == ()
        assert found.button
        assert found.button["text"].startswith("I can't look that up just now")
        assert await eve.say("Good morning.", chat=group) == ()
        for status, said in ((403, "Forbidden: bot was blocked by the user"), (400, "Bad Request: query is too old")):
            telegram.fault("refuse", method="sendMessage", chat=eve.id, status=status, description=said)
            assert await eve.say("/subscribe 08:00 Kyiv") == ()
        assert await it.context.subscriptions.listed(eve.id) == ()


async def test_an_invitation_waits_until_telegram_says_who_is_an_admin(tmp_path: Path) -> None:
    """In a group; it is said, and nobody is let in."""
    async with Playground.start() as telegram, running_for(telegram, tmp_path) as it:
        bob = telegram.user(8, "Bob")
        group = telegram.group(-1001, "Desk", members={8: "creator"})
        telegram.fault("error", method="getChatMember", times=9, status=502)
        assert (await ask(bob, "/start@verbatim_bot i_guessed", chat=group))[0].text == texts.UNSURE_ADMIN
        assert not await it.context.access.admits(group.id)


async def test_mentions_and_inline_queries_have_limits_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mention is put off once; typing is given more room, then an empty list; commands are counted apart."""
    monkeypatch.setattr("bot.admission.LETTERS", 2)
    async with Playground.start() as telegram, running_for(telegram, tmp_path, access="open", asks_per_minute=3):
        ann, bob = telegram.user(7, "Ann"), telegram.user(8, "Bob")
        strange = telegram.group(-1009, "Strangers", members={7: "member", 8: "member"}, bot="left")
        assert (await ann.guest("@verbatim_bot grain", chat=strange)).text.startswith("I found nothing")
        assert (await ann.guest("@verbatim_bot grain", chat=strange)).text.startswith("That was a lot for one minute.")
        with pytest.raises(TimeoutError):
            await ann.guest("@verbatim_bot grain", chat=strange, timeout=0.3)
        assert (await bob.guest("@verbatim_bot grain", chat=strange)).text.startswith("I found nothing")
        labels = [(await ann.inline("grain" + "s" * typed)).button for typed in range(7)]
        assert [bool(each and each["text"].startswith("That was a lot")) for each in labels] == [False] * 6 + [True]
        assert (await ask(ann, "/privacy"))[0].text.startswith("Privacy")


async def test_a_broadcast_that_is_stopped_or_unreadable_comes_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that nobody can read is no reason to send again; a stop while it runs stays on the card."""
    async with Playground.start() as telegram, running_for(telegram, tmp_path, access="open") as it:
        boss, ann = telegram.user(BOSS, "Boss"), telegram.user(7, "Ann")
        await ask(ann, "/privacy")
        service = Broadcasting(it.context.database, it.context.access, it.context.now)
        stopping: list[int] = []

        async def garbled(_: Announcing, chat: int, __: str, *, rate_limit_args: Any) -> Never:
            await rate_limit_args.before()
            if chat in stopping and (kept := await service.get(2)):
                await service.cancel(kept)
            raise KeyError(chat)

        monkeypatch.setattr(Announcing, "_ask", garbled)
        bot = build(it.context, telegram.token)
        async with bot.bot:
            for number, stops in ((1, []), (2, [BOSS])):
                stopping[:] = stops
                (question,) = await ask(boss, "/broadcast Hello.")
                await boss.press(question, "Send", until=1)
                await Announcing(bot.bot, service).work()
                kept = await service.get(number)
                assert kept
                assert kept.finished
                assert await service.counts(kept) == {"uncertain": 1 if stops else 2}
                shown = next(each for each in telegram.messages(BOSS) if each.id == question.id)
                assert (shown.text.splitlines()[0], shown.labels) == ("The broadcast is through", ())


async def test_a_channel_is_noted_only_when_a_digest_goes_there(tmp_path: Path) -> None:
    """Whoever adds the bot to one: nobody could have it forgotten."""
    async with Playground.start() as telegram, running_for(telegram, tmp_path, access="open") as it:
        eve = telegram.user(66, "Eve")
        channel = telegram.channel(-1009, "Secret plans", bot="left", members={66: "creator"})
        await eve.set_bot(channel, "administrator")
        await eve.say("A post.", chat=channel)
        async with it.context.database.session(readonly=True) as session:
            assert await chats.get(session, channel.id) is None

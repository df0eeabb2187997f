"""At home in a chat: added to a group, the settings card, menus by chat kind, role and language, topics that close."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from telegram import BotCommandScopeChat, ChatMemberAdministrator, User

from bot.commands import COMMANDS
from bot.membership import standing
from bot.menus import OPERATORS, menus
from bot.menus import menu as operators_menu
from bot.playground import Chat, Person, Playground
from bot.views import helping
from bot.views.language import LANGUAGES, speaking
from storage import chats
from storage.types import Preferences
from tests.bot.asking import ask, whole
from tests.bot.conftest import Running, running, running_at, settings

REFUSED = "In a group only its admins change settings. Everybody may look at them: /settings."
ADMIN_RIGHTS = (
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members"
    " can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories"
).split()
PAYLOAD = 7_800
"""Bytes of one list of commands: with more Telegram was seen to say BOT_COMMANDS_TOO_MUCH."""


@pytest.fixture(autouse=True)
def nothing_planted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.meters.BURST", 1_000)
    monkeypatch.setattr("bot.services.meters.GROUP_MESSAGES", 1_000)
    monkeypatch.setattr("seeds.load", tuple)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(settings(tmp_path)) as it:
        yield it
        assert it.telegram.refused == ()
        assert it.telegram.warnings == ()


@pytest.fixture
def group(bot: Running) -> Chat:
    return bot.telegram.group(-1001, "Desk", members={7: "administrator", 8: "member"}, bot="left")


def people(bot: Running, language: str = "en") -> tuple[Person, Person]:
    return bot.telegram.user(7, "Ann", language=language), bot.telegram.user(8, "Bob")


async def chosen(bot: Running, chat: int) -> Preferences:
    async with bot.context.database.session(readonly=True) as session:
        return await chats.preferences(session, chat)


async def test_a_group_is_greeted_once_in_the_language_of_who_added_the_bot(bot: Running, group: Chat) -> None:
    """One message with a way to a digest; not again when it is added back the same day, and not in a channel."""
    ann, _ = people(bot, "uk")
    await ann.set_bot(group, "member")
    (greeting,) = bot.telegram.messages(group)
    with speaking("uk"):
        assert greeting.text == helping.added().text
    assert len(greeting.labels) == 1
    async with bot.context.database.session(readonly=True) as session:
        known = await chats.get(session, group.id)
    assert known
    assert (known.kind, known.title, known.hint) == ("supergroup", "Desk", "uk")
    await ann.set_bot(group, "kicked")
    await ann.set_bot(group, "member")
    await ann.set_bot(group, "administrator")
    assert len(bot.telegram.messages(group)) == 1
    channel = bot.telegram.channel(-1009, "News", bot="left")
    await ann.set_bot(channel, "administrator")
    assert bot.telegram.messages(channel) == ()


def test_an_admin_of_a_group_writes_there_without_the_right_to_post() -> None:
    """That right is a channel's: where Telegram says False of a group, its admins write all the same."""
    rights: dict[str, Any] = dict.fromkeys(ADMIN_RIGHTS, False)
    admin = ChatMemberAdministrator(User(1, "Verbatim", is_bot=True), can_post_messages=False, **rights)
    assert standing(admin, channel=False).writes
    assert not standing(admin, channel=True).writes


async def test_settings_are_looked_at_by_everybody_and_changed_by_admins(bot: Running, group: Chat) -> None:
    """Each press is checked, also after an admin is none any more; what is chosen is shown and kept."""
    group.bot = "member"
    ann, bob = people(bot)
    (his,) = await ask(bob, "/settings", chat=group)
    assert his.text.startswith(
        "Settings of this group\nLanguage: English, as Telegram has it\nTime zone: none chosen\n"
    )
    assert "Everybody may look at these; only admins change them." in his.text
    for label in ("Language", "Time zone", "Done"):
        press = await bob.press(his, label)
        assert press.answer
        assert (press.answer.text, press.answer.alert, press.messages) == (REFUSED, True, ())
    card = his
    for labels in (("Length", "full"), ("How long to keep", "30 days"), ("Language", "English")):
        for label in labels:
            press = await ann.press(card, label, until=1)
            assert press.message
            card = press.message
    assert "Length of briefings: full\nSources that are brought here: kept for 30 days" in card.text
    assert await chosen(bot, group.id) == Preferences("en", None, "full", 30)
    screen = (await ann.press(card, "Time zone", until=1)).message
    assert screen
    assert (await bob.reply(screen, "Tokyo", until=1))[0].text == REFUSED
    line, card = await ann.reply(screen, "Lviv", until=2)
    assert line.text.startswith("Time zone: Europe/Kyiv, where it is ")
    assert (await chosen(bot, group.id)).zone == "Europe/Kyiv"
    group.members[7] = "member"
    press = await ann.press(card, "Language")
    assert press.answer
    assert press.answer.text == REFUSED


async def test_in_a_private_chat_a_city_is_simply_typed(bot: Running) -> None:
    """What several places may be is asked; new digests then come by the zone; odd buttons are answered."""
    ann, _ = people(bot)
    (card,) = await ask(ann, "/settings")
    await ann.press(card, "Time zone", until=1)
    (which,) = await ask(ann, "Portland")
    assert which.text.startswith("Which place is meant by “Portland”?")
    line, shown = await ann.say("Lviv", until=2)
    assert line.text.startswith("Time zone: Europe/Kyiv, where it is ")
    assert (shown.id, shown.text.splitlines()[2]) == (card.id, line.text[:-1])
    (digest,) = await ask(ann, "/subscribe 08:00")
    assert "Time zone: Europe/Kyiv" in digest.text
    for data in ("set", "set:do", "set:do:zone=Mars/Base", "set:do:retention=5", "set:nothing", "set:do:person=8"):
        press = await ann.send_data(card, data)
        assert press.answer, data
        assert press.answer.text.startswith("This button does nothing any more."), data


async def test_the_language_that_is_chosen_is_spoken_at_once(bot: Running) -> None:
    """The card itself changes, and what comes after it; automatic goes back to Telegram's."""
    ann, _ = people(bot)
    (card,) = await ask(ann, "/settings")
    screen = (await ann.press(card, "Language", until=1)).message
    assert screen
    card_now = (await ann.press(screen, "Українська", until=1)).message
    assert card_now
    assert (await chosen(bot, 7)).language == "uk"
    assert "Українська" in card_now.text
    assert card_now.text != card.text
    await ann.send_data(card_now, "set:do:language=auto", until=1)
    assert (await chosen(bot, 7)).language is None
    assert (await ask(ann, "/settings"))[0].text == card.text


async def test_help_lists_what_one_can_use(bot: Running, group: Chat) -> None:
    """By chat kind and role: a member of a group finds no command that would refuse them."""
    group.bot = "member"
    ann, bob = people(bot)
    member, admin = whole(await ask(bob, "/help", chat=group)), whole(await ask(ann, "/help", chat=group))
    private = whole(await ask(bob, "/help"))
    for command in COMMANDS:
        line = f"/{command.name} - "
        assert (line in member) == (command.audience == "everybody"), command.name
        assert (line in admin) == (command.audience in {"everybody", "admins"}), command.name
        assert (line in private) == (command.audience != "operators"), command.name


async def test_what_is_waited_for_is_cancelled(bot: Running) -> None:
    """Kindly, and once: after it, as in a group, the command is unknown. What is typed then is no answer."""
    ann, _ = people(bot)
    await ask(ann, "/subscribe")
    assert whole(await ask(ann, "/cancel")).startswith("All right. I wait for no answer any more")
    assert "/cancel" in whole(await ask(ann, "/cancel"))
    await ask(ann, "08:00")
    assert await bot.context.subscriptions.listed(7) == ()


async def test_a_group_is_told_what_is_of_use_there(bot: Running, group: Chat) -> None:
    """/start in a group speaks of its commands, in private of what can be sent; /help tells of other chats."""
    ann, _ = people(bot)
    await ann.set_bot(group, "member")
    there = whole(await ask(ann, "/start@verbatim_bot", chat=group))
    assert "/add" in there
    assert "Send me a link" not in there
    assert "Send me a link" in whole(await ask(ann, "/start"))
    assert "type @verbatim_bot words and choose" in whole(await ask(ann, "/help"))


async def test_menus_are_set_for_each_scope_and_language(bot: Running) -> None:
    """Each as far as its people can use it; descriptions stand in both languages."""
    telegram = bot.telegram
    await telegram.quiet()
    for language in ("", "uk"):
        private = telegram.commands_for("all_private_chats", language=language)
        members = telegram.commands_for("all_group_chats", language=language)
        admins = telegram.commands_for("all_chat_administrators", language=language)
        assert {*members} == {each.name for each in COMMANDS if each.audience == "everybody"}
        assert {*members} < {*admins} <= {*private}
        assert not {"stats", "broadcast"} & {*private}
        assert telegram.world.profile["description", language]
        assert telegram.world.profile["short_description", language]
    assert telegram.commands == telegram.commands_for("all_group_chats")


def test_menus_and_descriptions_fit() -> None:
    """Telegram refuses a longer list whole, and cuts nothing off a description."""
    for menu in (*menus(), *operators_menu(BotCommandScopeChat(1), OPERATORS)):
        payload = json.dumps([each.to_dict() for each in menu.commands], ensure_ascii=False).encode()
        assert len(payload) <= PAYLOAD, (menu.scope.type, menu.language, len(payload))
        assert all(0 < len(each.description) <= 256 for each in menu.commands)
    for language in LANGUAGES:
        with speaking(language):
            assert len(helping.description()) <= 512
            assert len(helping.short_description()) <= 120


async def test_an_operators_menu_comes_with_their_first_message_and_goes_with_their_office(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Who never pressed Start cannot have one yet, and that is no trouble; who is no operator has none any more."""
    async with Playground.start() as telegram:
        async with running_at(telegram, settings(tmp_path, operators="100")):
            assert telegram.commands_for("chat", chat=100) == {}
            await ask(telegram.user(100, "Boss"), "/privacy")
            await telegram.wait_for(lambda: telegram.commands_for("chat", chat=100, language="uk"))
            assert "stats" in telegram.commands_for("chat", chat=100)
        async with running_at(telegram, settings(tmp_path, operators="101")):
            assert (
                telegram.commands_for("chat", chat=100) == telegram.commands_for("chat", chat=100, language="uk") == {}
            )
    assert "commands.not_announced" not in caplog.text


async def test_our_own_link_into_a_group_greets_once(bot: Running, group: Chat) -> None:
    """Telegram adds the bot and starts it there: that is one event for the group."""
    ann, _ = people(bot)
    await ann.open("https://t.me/verbatim_bot?startgroup=add", chat=group)
    await bot.telegram.quiet()
    assert len(bot.telegram.messages(group)) == 1


async def test_an_answer_to_a_closed_topic_is_logged_and_breaks_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """One line; the next question, in an open topic, is answered there and as a reply."""
    async with running(settings(tmp_path)) as bot:
        ann, bob = people(bot)
        forum = bot.telegram.group(-1003, "Forum", members={7: "administrator"}, topics={5: "News", 6: "Talk"})
        await ann.set_closed(forum, 5)
        await ann.say("/privacy", chat=forum, topic=5)
        (answer,) = await ask(bob, "/privacy", chat=forum, topic=6)
        assert answer.topic == 6
        assert answer.raw["reply_to_message"]["from"]["id"] == bob.id
    refused = [record for record in caplog.records if "telegram.refused" in record.message]
    assert len(refused) == 1
    assert not any(record.exc_info for record in caplog.records if record.name.startswith("bot"))


async def test_where_telegram_does_not_say_who_is_an_admin_nothing_is_changed(tmp_path: Path) -> None:
    """A command is told so, and a press is not left turning."""
    unsure = "Telegram does not tell me just now who is an admin here. Please try again in a minute."
    async with running(settings(tmp_path)) as bot:
        ann, _ = people(bot)
        desk = bot.telegram.group(-1005, "Desk", members={7: "administrator"})
        (card,) = await ask(ann, "/settings", chat=desk)
        bot.telegram.fault("error", method="getChatMember", times=9, status=502)
        for command in ("/remove 1", "/split 1", "/forget", "/add https://example.org/page", "/subscribe 08:00 Kyiv"):
            assert (await ask(ann, command, chat=desk))[0].text == unsure, command
        for data in ("set:do:length=full", "digest:time:0:::0800", "data:forget", "open:own:1"):
            press = await ann.send_data(card, data)
            assert press.answer, data
            assert press.answer.text == unsure or data == "open:own:1", data
        assert await chosen(bot, desk.id) == Preferences()


async def test_every_chat_heard_from_is_noted_once_a_change(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not written at each message; a new title is."""
    written = []
    touch = chats.touch

    async def counting(session: object, chat: object, now: datetime) -> None:
        written.append(chat)
        await touch(session, chat, now)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr("storage.chats.touch", counting)
    ann, _ = people(bot)
    talk = bot.telegram.group(-1004, "Talk", members={7: "member"})
    for _ in range(2):
        await ask(ann, "/privacy")
        await ask(ann, "/privacy", chat=talk)
    assert len(written) == 2
    talk.title = "Talk again"
    await ask(ann, "/privacy", chat=talk)
    assert len(written) == 3
    async with bot.context.database.session(readonly=True) as session:
        known = await chats.get(session, talk.id)
    assert known
    assert (known.title, known.hint) == ("Talk again", None)

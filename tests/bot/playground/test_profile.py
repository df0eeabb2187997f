"""Menus by scope and language, names and descriptions, and the menu button: what people see of what the bot set."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    BotCommandScopeChatMember,
    MenuButtonCommands,
    MenuButtonDefault,
)
from telegram.error import BadRequest

from bot.playground import Playground
from bot.playground.profile import LARGEST_MENU, Profile


async def test_people_see_the_nearest_menu(tg: Playground, bot: Bot) -> None:
    """The narrowest scope wins, in it the person's language, and what is not set falls through."""
    ann, bob = tg.user(7, "Ann", language="uk"), tg.user(8, "Bob")
    group = tg.group(-1001, "Newsroom", members={7: "administrator", 8: "member"})

    def names() -> list[str]:
        """What Ann and Bob see in the group, and Ann in private."""
        seen = (tg.menu_seen(ann, group), tg.menu_seen(bob, group), tg.menu_seen(ann))
        return [" ".join(menu) for menu in seen]

    assert names() == ["", "", ""]
    steps: list[tuple[dict[str, Any], list[str]]] = [
        ({}, ["all", "all", "all"]),
        ({"language_code": "uk"}, ["all_uk", "all", "all_uk"]),
        ({"scope": BotCommandScopeAllPrivateChats()}, ["all_uk", "all", "private"]),
        ({"scope": BotCommandScopeAllGroupChats()}, ["groups", "groups", "private"]),
        ({"scope": BotCommandScopeAllChatAdministrators()}, ["admins", "groups", "private"]),
        ({"scope": BotCommandScopeChat(-1001)}, ["here", "here", "private"]),
        ({"scope": BotCommandScopeChatAdministrators(-1001)}, ["admins_here", "here", "private"]),
        ({"scope": BotCommandScopeChatMember(-1001, 8)}, ["admins_here", "bob", "private"]),
        ({"scope": BotCommandScopeChat(7)}, ["admins_here", "bob", "ann"]),
    ]
    for place, (where, expected) in enumerate(steps):
        new = next(name for name in expected if place == 0 or name not in steps[place - 1][1])
        await bot.set_my_commands([(new, "x")], **where)
        assert names() == expected
    assert tg.menu("all_group_chats") == {"groups": "x"}
    assert tg.menu("default", "uk") == {"all_uk": "x"}
    assert tg.menu("chat_member", chat=group, user=8) == {"bob": "x"}
    assert tg.menu("all_group_chats", "uk") == {}


async def test_descriptions_fall_back_to_those_for_everybody(tg: Playground, bot: Bot) -> None:
    """Who has no text in the own language reads the general one; the bot reads back exactly what it set."""
    await bot.set_my_name("Verbatim News")
    await bot.set_my_description("What it does")
    await bot.set_my_description("Що він робить", language_code="uk")
    await bot.set_my_short_description("Short")
    assert tg.profile("uk") == Profile("Verbatim News", "Що він робить", "Short")
    assert tg.profile("fr") == tg.profile() == Profile("Verbatim News", "What it does", "Short")
    assert (await bot.get_my_description("uk")).description == "Що він робить"
    assert (await bot.get_my_short_description("uk")).short_description == ""
    assert (await bot.get_my_name()).name == "Verbatim News"


async def test_the_menu_button_is_kept_by_chat(tg: Playground, bot: Bot) -> None:
    """A chat's own button goes before that for all; the default is the list of commands."""
    tg.user(7, "Ann")
    assert tg.menu_button(7) == {"type": "commands"}
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    await bot.set_chat_menu_button(7, MenuButtonDefault())
    assert (tg.menu_button(), tg.menu_button(7)) == ({"type": "commands"}, {"type": "commands"})
    assert await bot.get_chat_menu_button(7) == MenuButtonCommands()
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.set_chat_menu_button(-1001, MenuButtonCommands())


async def test_a_menu_may_not_be_too_large(tg: Playground, bot: Bot) -> None:
    """The whole list counts as it is sent: a few long descriptions in Cyrillic are too much already."""
    empty = json.dumps([{"command": "a", "description": ""}] * 2)
    fits = "x" * 256
    assert await bot.set_my_commands([(f"c{n}", fits) for n in range(25)])
    assert len(empty) < LARGEST_MENU
    with pytest.raises(BadRequest, match="Bot_commands_too_much"):
        await bot.set_my_commands([(f"c{n}", "ї" * 256) for n in range(6)])
    assert len(tg.menu()) == 25


REFUSED: list[tuple[str, Callable[[Bot], Awaitable[object]]]] = [
    ("command length must not exceed 32", lambda b: b.set_my_commands([("x" * 33, "d")])),
    ("description length must not exceed 256", lambda b: b.set_my_commands([("x", "d" * 257)])),
    ("bot_command_invalid", lambda b: b.set_my_commands([("two words", "d")])),
    ("invalid language code", lambda b: b.set_my_commands([("x", "d")], language_code="uk-UA")),
    ("chat not found", lambda b: b.set_my_commands([("x", "d")], scope=BotCommandScopeChat(-5))),
    ("in channel chats", lambda b: b.set_my_commands([("x", "d")], scope=BotCommandScopeChat(-1003))),
    ("name is too long", lambda b: b.set_my_name("x" * 65)),
    ("description is too long", lambda b: b.set_my_description("x" * 513)),
    ("invalid language code", lambda b: b.set_my_description("x", language_code="ukr")),
]


@pytest.mark.parametrize(("words", "call"), REFUSED, ids=[f"{n}-{words}" for n, (words, _) in enumerate(REFUSED)])
async def test_refused(tg: Playground, bot: Bot, words: str, call: Callable[[Bot], Awaitable[object]]) -> None:
    """What is too long, misnamed or for nobody is refused, and nothing is kept."""
    tg.channel(-1003, "Daily")
    with pytest.raises(BadRequest, match=f"(?i){re.escape(words)}"):
        await call(bot)
    assert (tg.menu(), tg.profile()) == ({}, Profile("Verbatim", "", ""))

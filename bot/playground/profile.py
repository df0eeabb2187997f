"""What the bot says of itself: its menus of commands by scope and language, its names and descriptions, its button."""

# Every public function up to `METHODS` is the Bot API method of its name:
# ruff: noqa: D103
from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.playground.places import chat_for
from bot.playground.things import Change, Chat, User
from bot.playground.wire import Json, Query, bad, need
from bot.playground.world import World

SCOPES = frozenset(
    "default all_private_chats all_group_chats all_chat_administrators chat chat_administrators chat_member".split()
)
MOST_COMMANDS = 100
LONGEST_NAME = 32
LONGEST_DESCRIPTION = 256
LARGEST_MENU = 7_800
"""Bytes of the list as it is sent: the live server was seen to refuse more as too many commands."""
PROFILE_LIMITS = {"name": 64, "description": 512, "short_description": 120}
MENU_BUTTONS = frozenset({"commands", "default", "web_app"})


@dataclass(frozen=True, slots=True)
class Profile:
    """What people read of the bot before they start it."""

    name: str
    description: str
    short_description: str


def set_my_commands(world: World, query: Query) -> bool:
    given = query.array("commands")
    need(len(given) <= MOST_COMMANDS, "BOT_COMMANDS_TOO_MUCH")
    commands: dict[str, str] = {}
    for command in given:
        name, description = _command(command)
        if name in commands:
            query.warn(f"duplicate command {name}: the last description wins")
        commands[name] = description
    need(len(query.text("commands").encode()) <= LARGEST_MENU, "BOT_COMMANDS_TOO_MUCH")
    world.commands[_scope(world, query)] = commands
    world.tell(Change("menu"))
    return True


def get_my_commands(world: World, query: Query) -> list[Json]:
    commands = world.commands.get(_scope(world, query), {})
    return [{"command": name, "description": description} for name, description in commands.items()]


def delete_my_commands(world: World, query: Query) -> bool:
    world.commands.pop(_scope(world, query), None)
    world.tell(Change("menu"))
    return True


def set_chat_menu_button(world: World, query: Query) -> bool:
    button = query.object("menu_button") or {"type": "default"}
    need(button.get("type") in MENU_BUTTONS, "can't parse menu button: Unsupported type specified")
    needed = {"text", "web_app"} if button["type"] == "web_app" else set()
    need(needed <= button.keys(), "can't parse menu button: Can't find field \"text\"")
    world.menu_buttons[_person(world, query)] = button
    world.tell(Change("menu"))
    return True


def get_chat_menu_button(world: World, query: Query) -> Json:
    return menu_button(world, _person(world, query))


def menu_button(world: World, chat: int) -> Json:
    """The button beside the typing field in a private chat; 0 stands for all that have none of their own."""
    button = world.menu_buttons.get(chat, {"type": "default"})
    if button["type"] != "default":
        return button
    unset: Json = {"type": "commands"}
    return world.menu_buttons.get(0, unset) if chat else button


def seen(world: World, user: User, chat: Chat) -> Mapping[str, str]:
    """The commands that a person is offered in a chat, by Telegram's order of scopes and languages."""
    for scope in _order(world, user, chat):
        for language in dict.fromkeys(((user.language or "").partition("-")[0], "")):
            if commands := world.commands.get((*scope, language)):
                return commands
    return {}


def _order(world: World, user: User, chat: Chat) -> Iterator[tuple[str, str, str]]:
    here = str(chat.id)
    if chat.user:
        yield from (("chat", here, ""), ("all_private_chats", "", ""))
    else:
        admin = world.status(chat, user.id) in ("creator", "administrator")
        yield "chat_member", here, str(user.id)
        if admin:
            yield "chat_administrators", here, ""
        yield "chat", here, ""
        if admin:
            yield "all_chat_administrators", "", ""
        yield "all_group_chats", "", ""
    yield "default", "", ""


def profile(world: World, language: str) -> Profile:
    """What a person of that language reads; what has no text in it is shown in the one for everybody."""
    unset = {"name": world.me.name}
    keys = {name: world.profile.get((name, language)) or world.profile.get((name, "")) for name in PROFILE_LIMITS}
    return Profile(**{name: text or unset.get(name, "") for name, text in keys.items()})


def _command(command: object) -> tuple[str, str]:
    if not isinstance(command, dict) or not {"command", "description"} <= command.keys():
        raise bad("can't parse BotCommand: expected an Object")
    name, description = str(command["command"]).strip().removeprefix("/"), str(command["description"]).strip()
    need(name, "command must be non-empty")
    need(len(name) <= LONGEST_NAME, f"command length must not exceed {LONGEST_NAME}")
    need(description, "command description must be non-empty")
    need(len(description) <= LONGEST_DESCRIPTION, f"command description length must not exceed {LONGEST_DESCRIPTION}")
    need(re.fullmatch("[a-z0-9_]+", name), "BOT_COMMAND_INVALID")
    return name, description


def _scope(world: World, query: Query) -> tuple[str, ...]:
    """Whom a list of commands is for: kind, chat, user and language, as the key it is stored under."""
    scope, language = query.object("scope") or {"type": "default"}, _language(query)
    kind = str(scope.get("type"))
    need(kind in SCOPES, "can't parse BotCommandScope: Unsupported type specified")
    member = kind == "chat_member"
    need(not member or "user_id" in scope, "can't parse BotCommandScope: Can't find field \"user_id\"")
    chat = chat_for(world, query, "read", str(scope.get("chat_id", ""))) if kind.startswith("chat") else None
    need(chat is None or chat.kind != "channel", "can't change commands in channel chats")
    return kind, str(chat.id) if chat else "", str(scope["user_id"]) if member else "", language


def _language(query: Query) -> str:
    language = query.text("language_code")
    need(re.fullmatch("([a-z]{2})?", language), "invalid language code specified")
    return language


def _person(world: World, query: Query) -> int:
    if not query.number("chat_id"):
        return 0
    chat = chat_for(world, query, "read")
    need(chat.user, "chat not found")
    return chat.id


def _set_profile(name: str) -> Callable[[World, Query], bool]:
    def method(world: World, query: Query) -> bool:
        need(len(query.text(name)) <= PROFILE_LIMITS[name], f"{name} is too long")
        world.profile[name, _language(query)] = query.text(name)
        return True

    return method


def _get_profile(name: str) -> Callable[[World, Query], Json]:
    def method(world: World, query: Query) -> Json:
        unset = world.me.name if name == "name" else ""
        return {name: world.profile.get((name, _language(query)), unset)}

    return method


METHODS: Mapping[str, Callable[[World, Query], object]] = {
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setchatmenubutton": set_chat_menu_button,
    "getchatmenubutton": get_chat_menu_button,
    "setmyname": _set_profile("name"),
    "getmyname": _get_profile("name"),
    "setmydescription": _set_profile("description"),
    "getmydescription": _get_profile("description"),
    "setmyshortdescription": _set_profile("short_description"),
    "getmyshortdescription": _get_profile("short_description"),
}

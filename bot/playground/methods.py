"""The other Bot API methods, and the table of all of them."""

# Every public function is the Bot API method of its name:
# ruff: noqa: D103
from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.playground import sending
from bot.playground.entities import utf16
from bot.playground.places import chat_for
from bot.playground.wire import Json, Query, bad, need
from bot.playground.world import CALLBACK_SECONDS, World

Method = Callable[[World, Query], object]

ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note".split()
)
SCOPES = frozenset(
    "default all_private_chats all_group_chats all_chat_administrators chat chat_administrators chat_member".split()
)
MOST_COMMANDS = 100
LONGEST_ANSWER = 200
LARGEST_DOWNLOAD = 20 << 20
PROFILE_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def get_me(world: World, _query: Query) -> Json:
    flags = {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": False,
    }
    return world.me.wire() | flags


def set_webhook(_world: World, query: Query) -> bool:
    need(not query.text("url"), "bad webhook: webhooks are not part of the playground; use getUpdates")
    return True


def delete_webhook(world: World, query: Query) -> bool:
    if query.flag("drop_pending_updates"):
        world.updates.pending.clear()
    return True


def get_webhook_info(world: World, _query: Query) -> Json:
    return {"url": "", "has_custom_certificate": False, "pending_update_count": len(world.updates)}


def answer_callback_query(world: World, query: Query) -> bool:
    callback = world.callbacks.get(query.text("callback_query_id"))
    if callback is None or world.timer() > callback.pressed_at + CALLBACK_SECONDS:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    need(utf16(query.text("text")) <= LONGEST_ANSWER, "MESSAGE_TOO_LONG")
    if callback.answer is not None:
        query.warn("the callback query was already answered")
    callback.answer = {name: query.text(name) for name in ("text", "url")} | {"show_alert": query.flag("show_alert")}
    query.number("cache_time")
    return True


def send_chat_action(world: World, query: Query) -> bool:
    need(query.text("action") in ACTIONS, "wrong parameter action in request")
    chat_for(world, query, "send")
    query.number("message_thread_id")
    return True


def get_file(world: World, query: Query) -> Json:
    stored = world.files.get(query.text("file_id"))
    if stored is None:
        raise bad("invalid file_id")
    need(stored.size <= LARGEST_DOWNLOAD, "file is too big")
    return {"file_id": stored.id, "file_unique_id": stored.id[-15:], "file_size": stored.size, "file_path": stored.path}


def get_chat(world: World, query: Query) -> Json:
    gifts = "unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels".split()
    required = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(gifts, False)}
    return chat_for(world, query, "read").wire() | required


def get_chat_member(world: World, query: Query) -> Json:
    chat, user = chat_for(world, query, "read"), query.number("user_id")
    need(user in world.users, "PARTICIPANT_ID_INVALID")
    need(not chat.user or user in (chat.id, world.me.id), "user not found")
    return world.member(chat, user)


def get_chat_administrators(world: World, query: Query) -> list[Json]:
    chat = chat_for(world, query, "read")
    need(not chat.user, "there are no administrators in the private chat")
    members = (world.member(chat, user) for user in (*chat.members, world.me.id))
    return [member for member in members if member["status"] in ("creator", "administrator")]


def leave_chat(world: World, query: Query) -> bool:
    chat = chat_for(world, query, "read")
    need(not chat.user, "chat member status can't be changed in private chats")
    chat.bot = "left"
    return True


def set_my_commands(world: World, query: Query) -> bool:
    given = query.array("commands")
    need(len(given) <= MOST_COMMANDS, "BOT_COMMANDS_TOO_MUCH")
    commands: dict[str, str] = {}
    for command in given:
        name, description = _command(command)
        if name in commands:
            query.warn(f"duplicate command {name}: the last description wins")
        commands[name] = description
    world.commands[_scope(world, query)] = commands
    return True


def get_my_commands(world: World, query: Query) -> list[Json]:
    commands = world.commands.get(_scope(world, query), {})
    return [{"command": name, "description": description} for name, description in commands.items()]


def delete_my_commands(world: World, query: Query) -> bool:
    world.commands.pop(_scope(world, query), None)
    return True


def _command(command: object) -> tuple[str, str]:
    if not isinstance(command, dict) or not {"command", "description"} <= command.keys():
        raise bad("can't parse BotCommand: expected an Object")
    name, description = str(command["command"]).strip().removeprefix("/"), str(command["description"]).strip()
    need(name, "command must be non-empty")
    need(len(name) <= 32, "command length must not exceed 32")
    need(description, "command description must be non-empty")
    need(len(description) <= 256, "command description length must not exceed 256")
    need(re.fullmatch("[a-z0-9_]+", name), "BOT_COMMAND_INVALID")
    return name, description


def _scope(world: World, query: Query) -> tuple[str, ...]:
    """Whom a list of commands is for: kind, chat, user and language, as the key it is stored under."""
    scope, language = query.object("scope") or {"type": "default"}, query.text("language_code")
    kind = str(scope.get("type"))
    need(kind in SCOPES, "can't parse BotCommandScope: Unsupported type specified")
    need(re.fullmatch("([a-z]{2})?", language), "invalid language code specified")
    chat = chat_for(world, query, "read", str(scope.get("chat_id", ""))).id if kind.startswith("chat") else ""
    return kind, str(chat), str(scope.get("user_id", "")), language


def _set_profile(name: str) -> Method:
    def method(world: World, query: Query) -> bool:
        need(len(query.text(name)) <= PROFILE_LIMITS[name], f"{name} is too long")
        world.profile[name, query.text("language_code")] = query.text(name)
        return True

    return method


def _get_profile(name: str) -> Method:
    def method(world: World, query: Query) -> Json:
        unset = world.me.name if name == "name" else ""
        return {name: world.profile.get((name, query.text("language_code")), unset)}

    return method


METHODS: Mapping[str, Method] = {
    "getme": get_me,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "sendmessage": sending.send_message,
    "senddocument": sending.send_document,
    "sendphoto": sending.send_photo,
    "editmessagetext": sending.edit_message_text,
    "editmessagecaption": sending.edit_message_caption,
    "editmessagereplymarkup": sending.edit_message_reply_markup,
    "deletemessage": sending.delete_message,
    "answercallbackquery": answer_callback_query,
    "sendchataction": send_chat_action,
    "getfile": get_file,
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "getchatadministrators": get_chat_administrators,
    "leavechat": leave_chat,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setmyname": _set_profile("name"),
    "getmyname": _get_profile("name"),
    "setmydescription": _set_profile("description"),
    "getmydescription": _get_profile("description"),
    "setmyshortdescription": _set_profile("short_description"),
    "getmyshortdescription": _get_profile("short_description"),
}
"""Every method but getUpdates, which waits, by its name in lower case: Telegram does not mind the case."""

"""The other Bot API methods, and the table of all of them."""

# Every public function is the Bot API method of its name:
# ruff: noqa: D103
from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.playground import profile, queries, sending, webhook
from bot.playground.places import chat_for
from bot.playground.things import Change
from bot.playground.wire import Json, Query, bad, need
from bot.playground.world import GONE, World

Method = Callable[[World, Query], object]

ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note".split()
)
LARGEST_DOWNLOAD = 20 << 20


def get_me(world: World, _query: Query) -> Json:
    flags = {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": True,
        "supports_guest_queries": True,
    }
    return world.me.wire() | flags


def send_chat_action(world: World, query: Query) -> bool:
    need(query.text("action") in ACTIONS, "wrong parameter action in request")
    chat, topic = chat_for(world, query, "send"), query.number("message_thread_id")
    world.tell(Change("typing", chat.id, about={"topic": topic or None, "action": query.text("action")}))
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
    lists = chat.kind != "channel" or user == world.me.id or chat.bot == "administrator"
    need(lists, "member list is inaccessible")
    return world.member(chat, user)


def get_chat_administrators(world: World, query: Query) -> list[Json]:
    chat = chat_for(world, query, "read")
    need(not chat.user, "there are no administrators in the private chat")
    members = (world.member(chat, user) for user in (*chat.members, world.me.id))
    return [member for member in members if member["status"] in ("creator", "administrator")]


def get_chat_member_count(world: World, query: Query) -> int:
    chat = chat_for(world, query, "read")
    inside = [status for status in (*chat.members.values(), chat.bot) if status not in GONE]
    return 2 if chat.user else len(inside)


def leave_chat(world: World, query: Query) -> bool:
    chat = chat_for(world, query, "read")
    need(not chat.user, "chat member status can't be changed in private chats")
    chat.bot = "left"
    world.tell(Change("chats"))
    return True


METHODS: Mapping[str, Method] = {
    "getme": get_me,
    "sendmessage": sending.send_message,
    "senddocument": sending.send_document,
    "sendphoto": sending.send_photo,
    "editmessagetext": sending.edit_message_text,
    "editmessagecaption": sending.edit_message_caption,
    "editmessagereplymarkup": sending.edit_message_reply_markup,
    "deletemessage": sending.delete_message,
    "answercallbackquery": queries.answer_callback_query,
    "answerinlinequery": queries.answer_inline_query,
    "answerguestquery": queries.answer_guest_query,
    "sendchataction": send_chat_action,
    "getfile": get_file,
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "getchatadministrators": get_chat_administrators,
    "getchatmembercount": get_chat_member_count,
    "leavechat": leave_chat,
    **profile.METHODS,
    **webhook.METHODS,
}
"""Every method but getUpdates, which waits, by its name in lower case: Telegram does not mind the case."""

"""Where the bot belongs: who blocks it, adds it, restricts it or throws it out, and what it gets to see."""

from __future__ import annotations

import re

from bot.playground.things import Change, Chat, User
from bot.playground.wire import Json
from bot.playground.world import GONE, World


def set_blocked(world: World, user: User, *, blocked: bool) -> None:
    """A person blocks the bot, or lets it write again; only a change is told."""
    if user.blocked != blocked:
        chat = world.chats[user.id]
        before = world.member(chat, world.me.id)
        user.blocked = blocked
        _tell(world, chat, user, before)


def set_status(world: World, chat: Chat, actor: User, status: str, rights: dict[str, bool]) -> None:
    """Somebody adds the bot to a chat, makes it an administrator, restricts it or removes it."""
    before, was = world.member(chat, world.me.id), chat.bot
    chat.bot, chat.rights = status, rights
    _tell(world, chat, actor, before)
    if chat.is_group and was in GONE and status not in GONE:
        joined = world.add_message(chat, actor, {"new_chat_members": [world.me.wire()]})
        world.updates.push("message", joined)


def set_member(world: World, chat: Chat, actor: User, user: User, status: str, rights: dict[str, bool]) -> None:
    """Somebody adds, promotes, restricts or removes a person, or joins or leaves; groups say who came and went."""
    before, was = world.member(chat, user.id), world.status(chat, user.id)
    chat.members[user.id], chat.member_rights[user.id] = status, rights
    world.tell(Change("chats"))
    if chat.bot == "administrator":
        after = world.member(chat, user.id)
        change = {"chat": chat.wire(), "from": actor.wire(), "date": world.now()}
        world.updates.push("chat_member", change | {"old_chat_member": before, "new_chat_member": after})
    if not chat.is_group or chat.bot in GONE or (was in GONE) == (status in GONE):
        return
    notice: Json = {"left_chat_member": user.wire()} if status in GONE else {"new_chat_members": [user.wire()]}
    world.updates.push("message", world.add_message(chat, actor, notice))


def _tell(world: World, chat: Chat, actor: User, before: Json) -> None:
    after = world.member(chat, world.me.id)
    change = {"chat": chat.wire(), "from": actor.wire(), "date": world.now()}
    world.updates.push("my_chat_member", change | {"old_chat_member": before, "new_chat_member": after})
    world.tell(Change("chats"))


def visible(world: World, chat: Chat, raw: Json) -> bool:
    """Whether the bot gets to see a message: in groups, with privacy mode on, commands, replies to it, and what
    people post through it inline."""
    if chat.user or chat.bot in GONE:
        return chat.user is not None
    if chat.kind == "channel" or chat.bot == "administrator" or not world.privacy:
        return chat.kind != "channel" or chat.bot == "administrator"
    me = world.me.id
    if me in (raw.get("reply_to_message", {}).get("from", {}).get("id"), raw.get("via_bot", {}).get("id")):
        return True
    command = re.match(r"/\w+(?:@(\w+))?", raw.get("text") or raw.get("caption") or "")
    own = str(world.me.username)
    return bool(command and (command[1] or own).lower() == own.lower())

"""Which chat the bot names, and whether it may do there what it asks for."""

from __future__ import annotations

from typing import Literal

from bot.playground.things import Chat, User
from bot.playground.wire import Query, bad, forbidden, need
from bot.playground.world import World

Access = Literal["read", "edit", "send"]


def chat_for(world: World, query: Query, access: Access, reference: str | None = None) -> Chat:
    """The chat of `chat_id`, or of the reference. Raises ApiError when there is none or the bot may not."""
    reference = query.text("chat_id") if reference is None else reference
    need(reference, "chat_id is empty")
    chat = world.find(reference)
    if chat is None or (chat.deleted and chat.kind != "group"):
        raise bad("chat not found")
    if chat.user is None:
        _check_group(world, chat, access)
    elif access != "read":
        _check_person(chat.user)
    return chat


def _check_person(user: User) -> None:
    if user.deactivated:
        raise forbidden("user is deactivated")
    if not user.started:
        raise forbidden("bot can't initiate conversation with a user")
    if user.blocked:
        raise forbidden("bot was blocked by the user")


def _check_group(world: World, chat: Chat, access: Access) -> None:
    if chat.deleted and access != "read":
        raise forbidden("the group chat was deleted")
    if chat.moved_to is not None and access == "send":
        raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to)
    if chat.bot == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    if chat.bot == "left" and not (access == "read" and chat.username):
        raise forbidden(f"bot is not a member of the {chat.kind} chat")
    if chat.kind == "channel" and access != "read":
        need(
            chat.bot == "administrator" and world.may(chat, "can_post_messages"),
            "need administrator rights in the channel chat",
        )

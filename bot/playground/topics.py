"""A forum's topics as people close, open and delete them."""

from __future__ import annotations

from bot.playground.things import Change, Chat, User
from bot.playground.wire import Json
from bot.playground.world import GONE, World


def set_closed(world: World, chat: Chat, actor: User, topic: int, *, closed: bool) -> None:
    """Closes a topic, or opens it again; a service message in it says so. LookupError when there is none."""
    chat.topics[topic].closed = closed
    notice: Json = {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
    message = world.add_message(chat, actor, notice, topic=topic)
    if chat.bot not in GONE:
        world.updates.push("message", message)
    world.tell(Change("chats"))


def delete(world: World, chat: Chat, topic: int) -> None:
    """Deletes a topic with all that was said in it; no bot is told. LookupError when there is none."""
    del chat.topics[topic]
    for number in [n for n, raw in chat.messages.items() if raw.get("message_thread_id") == topic]:
        world.remove_message(chat, number)
    world.tell(Change("chats"))

"""What people do about chats on the page: the bot in them, topics, the chat picker, and Telegram's limits."""

from __future__ import annotations

from bot.playground import belonging, topics
from bot.playground.limits import Flood
from bot.playground.things import Change, Chat
from bot.playground.web.asked import Asked, Refused
from bot.playground.web.writing import check_payload
from bot.playground.wire import Json
from bot.playground.world import GONE

STATUSES = {"remove": "kicked", "promote": "administrator", "demote": "member"}


def bot(asked: Asked) -> Json:
    """Adds the bot to a chat, removes, promotes or demotes it, blocks it or lets it write again."""
    chat = asked.chat()
    action = asked.one_of("action", "add", "block", "unblock", *STATUSES)
    if (chat.user is not None) != action.endswith("block"):
        raise Refused(400, "The bot is blocked in its private chat, and added or removed in groups and channels.")
    if action.endswith("block"):
        belonging.set_blocked(asked.world, asked.user, blocked=action == "block")
        return {}
    asked.manager(chat)
    if action == "add":
        _add(asked, chat)
    elif chat.bot in GONE:
        raise Refused(409, "The bot is not in this chat. Add it first.")
    else:
        _set(asked, chat, STATUSES[action])
    return {}


def topic(asked: Asked) -> Json:
    """Closes a topic of a forum, or opens it again."""
    chat = asked.manager(asked.chat())
    number, closed = asked.topic(chat), asked.flag("closed")
    if number is None:
        raise Refused(400, "General cannot be closed here. Choose another topic.")
    if chat.topics[number].closed != closed:
        topics.set_closed(asked.world, chat, asked.user, number, closed=closed)
    return {}


def share(asked: Asked) -> Json:
    """Chooses a chat for a key that asks for one."""
    chat, shared = asked.chat(), asked.chat("shared")
    asked.writable(chat)
    try:
        asked.deeds.share(asked.number("request_id"), shared)
    except LookupError:
        raise Refused(404, "That key is no longer there. Ask the bot again.") from None
    except ValueError:
        raise Refused(403, "That chat cannot be chosen here. Choose one of those that are offered.") from None
    return {}


def strict(asked: Asked) -> Json:
    """Turns Telegram's flood limits on or off."""
    wanted = asked.flag("strict")
    if wanted != (asked.world.flood is not None):
        asked.world.flood = Flood() if wanted else None
        asked.world.tell(Change("chats"))
    return {}


def _add(asked: Asked, chat: Chat) -> None:
    payload = asked.text("payload")
    check_payload(payload)
    if chat.kind == "channel":
        _set(asked, chat, "administrator")
    else:
        asked.deeds.add_bot(chat, payload, set())


def _set(asked: Asked, chat: Chat, status: str) -> None:
    if chat.kind == "channel" and status == "member":
        raise Refused(400, "In a channel a bot is an administrator. Remove it instead.")
    if chat.bot != status:
        belonging.set_status(asked.world, chat, asked.user, status, {})

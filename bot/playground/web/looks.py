"""What a person sees on the page: the list of chats, one chat's messages, and what has just changed."""

from __future__ import annotations

from bot.playground import picker, profile
from bot.playground.things import Change, Chat, User
from bot.playground.web.asked import MANAGERS, Asked, Refused, sees
from bot.playground.wire import Json
from bot.playground.world import GONE, World

NEWEST = 200
"""How many messages of a chat are shown at once."""
SPOKEN = frozenset({"text", "document", "photo", "location"})
"""Fields of the messages that somebody wrote; the others are notices."""


def state(asked: Asked) -> Json:
    """Everything but the messages."""
    world, user = asked.world, asked.user
    chats = (chat for chat in world.chats.values() if not chat.deleted and sees(world, user, chat))
    people = [person for person in world.users.values() if not person.is_bot]
    return {
        "bot": _bot(world, user),
        "people": [{"id": person.id, "name": person.name, "username": person.username} for person in people],
        "person": user.id,
        "clock": world.clock(),
        "narration": world.narration,
        "strict": world.flood is not None,
        "chats": [_chat(world, user, chat) for chat in sorted(chats, key=lambda chat: chat.user is None)],
    }


def chat(asked: Asked) -> Json:
    """The newest messages of a chat, or those before the number `before`, and what may be typed there."""
    world, user, place = asked.world, asked.user, asked.chat()
    before = asked.number("before") if asked.has("before") else None
    numbers = [number for number in place.messages if before is None or number < before][-NEWEST:]
    board = place.keyboard
    commands = profile.seen(world, user, place) if _listens(place) else {}
    return {
        "messages": [message(world, user, place, number) for number in numbers],
        "commands": [{"command": name, "description": text} for name, text in commands.items()],
        "keyboard": board,
        "menu_button": profile.menu_button(world, place.id) if place.user else {"type": "default"},
        "placeholder": (board or {}).get("input_field_placeholder"),
    }


def offered(asked: Asked) -> list[Json]:
    """The chats that a key of the bot's keyboard lets this person choose from."""
    world, user = asked.world, asked.user
    try:
        request = asked.deeds.requested(asked.number("request_id"))
    except LookupError:
        raise Refused(404, "That key is no longer there. Ask the bot again.") from None
    chats = (place for place in world.chats.values() if not place.deleted)
    return [_named(world, place) for place in chats if picker.problem(world, user, place, request) is None]


def message(world: World, user: User, place: Chat, number: int) -> Json:
    """A message as the Bot API tells it, what the bot knows it by inline, and whether it is this person's own."""
    raw = place.messages[number]
    return raw | {"inline_id": world.inline_key(place, number), "own": owns(world, user, place, raw)}


def owns(world: World, user: User, place: Chat, raw: Json) -> bool:
    """Whether a person may change or delete a message: their own, and a manager those of a channel itself."""
    if not SPOKEN & raw.keys():
        return False
    if place.kind == "channel":
        return world.status(place, user.id) in MANAGERS and raw["message_id"] not in place.own
    return bool(raw.get("from", {}).get("id") == user.id)


def event(world: World, user: User, change: Change) -> Json | None:
    """A change as it is told to a person's page, or None if that shows nothing of it."""
    if change.kind == "narration":
        return {"kind": "narration", "text": world.narration, "clock": world.clock()}
    if change.chat is None:
        return {"kind": change.kind}
    place = world.chats[change.chat]
    told = _told(world, user, place, change) if sees(world, user, place) else None
    return None if told is None else {"kind": change.kind, "chat": place.id, **told}


def _told(world: World, user: User, place: Chat, change: Change) -> Json | None:
    if change.kind == "keyboard":
        return {"keyboard": place.keyboard}
    if change.kind == "delete":
        return {"id": change.number}
    if change.number is None:
        return change.about
    there = change.number in place.messages  # or it is gone already, which is told next
    return {"message": message(world, user, place, change.number)} if there else None


def _bot(world: World, user: User) -> Json:
    told = profile.profile(world, user.language or "")
    texts = {"about": told.short_description, "description": told.description}
    return {"id": world.me.id, "name": told.name, "username": world.me.username, **texts}


def _named(world: World, place: Chat) -> Json:
    title = (
        profile.profile(world, (place.user.language or "") if place.user else "").name if place.user else place.title
    )
    return {"id": place.id, "title": title, "kind": place.kind}


def _chat(world: World, user: User, place: Chat) -> Json:
    bot = "kicked" if place.user and place.user.blocked else place.bot
    members = [number for number, status in place.members.items() if status not in GONE and number in world.users]
    people = [{"id": number, "name": world.users[number].name, "status": place.members[number]} for number in members]
    return _named(world, place) | {
        "username": world.me.username if place.user else place.username,
        "forum": place.forum,
        "status": world.status(place, user.id),
        "bot": bot,
        "started": bool(place.user and place.user.started),
        "blocked": bool(place.user and place.user.blocked),
        "members": people,
        "topics": [
            {"id": number, "name": topic.name, "closed": topic.closed} for number, topic in place.topics.items()
        ],
        "last": _last(place),
    }


def _last(place: Chat) -> Json | None:
    if not place.messages:
        return None
    raw = place.messages[max(place.messages)]
    text = raw.get("text") or raw.get("caption") or raw.get("document", {}).get("file_name") or ""
    kind = next((name.title() for name in ("photo", "location") if name in raw), "")
    sender = raw.get("sender_chat", {}).get("title") or raw.get("from", {}).get("first_name")
    return {"text": text or kind, "date": raw["date"], "from": sender}


def _listens(place: Chat) -> bool:
    return place.kind != "channel" and place.bot not in GONE

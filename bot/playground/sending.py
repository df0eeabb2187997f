"""The Bot API methods that put messages into chats, change them and take them away."""

# Every public function is the Bot API method of its name:
# ruff: noqa: D103
from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from bot.playground import quotes
from bot.playground.entities import formatted, utf16
from bot.playground.keyboards import keyboard, reply_keyboard, show
from bot.playground.places import chat_for
from bot.playground.things import Chat, File, image_size
from bot.playground.wire import Json, Query, bad, need
from bot.playground.world import World

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LARGEST_SOURCE = 32_768
"""Bytes of a text as it is sent, before anything of it is read or trimmed."""
LONGEST_QUOTE = 1024
DELETABLE_SECONDS = 48 * 3600
LARGEST_PHOTO = 10 << 20
PREVIEW_FIELDS = frozenset({"is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"})
UNMODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def send_message(world: World, query: Query) -> Json:
    return _put(
        world, query, text_fields(query, query.text("text"), query.array("entities"), _preview(query)), "messages"
    )


def send_document(world: World, query: Query) -> Json:
    return _put(world, query, _file(world, query, "document").wire() | _caption(query), "documents")


def send_photo(world: World, query: Query) -> Json:
    return _put(world, query, _file(world, query, "photo").wire() | _caption(query), "photos")


def edit_message_text(world: World, query: Query) -> Json | bool:
    content = text_fields(query, query.text("text"), query.array("entities"), _preview(query))
    return _edit(world, query, content, ("text", "entities", "link_preview_options"), "text")


def edit_message_caption(world: World, query: Query) -> Json | bool:
    return _edit(world, query, _caption(query), ("caption", "caption_entities"), "caption")


def edit_message_reply_markup(world: World, query: Query) -> Json | bool:
    return _edit(world, query, {}, (), "")


def delete_message(world: World, query: Query) -> bool:
    chat = chat_for(world, query, "edit")
    message = chat.messages.get(query.number("message_id"))
    if message is None:
        raise bad("message to delete not found")
    admin = chat.bot == "administrator"
    need(chat.user or admin or _is_mine(chat, message), "message can't be deleted")
    need(admin or message["date"] >= world.now() - DELETABLE_SECONDS, "message can't be deleted for everyone")
    world.remove_message(chat, message["message_id"])
    world.note("delete", chat, message)
    return True


def _preview(query: Query) -> Json:
    return query.object("link_preview_options")


def text_fields(query: Query, text: str, given: Sequence[object], preview: Json) -> Json:
    """The fields of a text message, checked. Raises ApiError."""
    need(text, "message text is empty")
    need(len(text.encode()) <= LARGEST_SOURCE, "text is too long")
    text, entities = _formatted(query, text, given)
    need(utf16(text) <= LONGEST_TEXT, "message is too long")
    need(text, "text must be non-empty")
    for name in preview.keys() - PREVIEW_FIELDS:
        query.warn(f"unknown field {name} in link_preview_options")
    return _filled(text=text, entities=entities, link_preview_options=preview)


def _caption(query: Query) -> Json:
    return caption_fields(query, query.text("caption"), query.array("caption_entities"))


def caption_fields(query: Query, text: str, given: Sequence[object]) -> Json:
    """The fields of a caption, checked; none for an empty one. Raises ApiError."""
    text, entities = _formatted(query, text, given)
    need(utf16(text) <= LONGEST_CAPTION, "message caption is too long")
    return _filled(caption=text, caption_entities=entities)


def _formatted(query: Query, text: str, entities: Sequence[object]) -> tuple[str, list[Json]]:
    need(not query.text("parse_mode"), "parse_mode is not part of the playground; send entities")
    return formatted(text, entities, query.warn)


def _filled(**fields: Any) -> Json:
    return {name: value for name, value in fields.items() if value}


def _file(world: World, query: Query, kind: Literal["document", "photo"]) -> File:
    """A file by upload, by attach://name, or by the id of one that is known."""
    reference = query.text(kind)
    if reference and not reference.startswith("attach://"):
        need("://" not in reference, "failed to get HTTP URL content")  # nothing outside is reachable from here
        known = world.files.get(reference)
        if known is None:
            raise bad("wrong file identifier/HTTP URL specified")
        need(known.kind == kind, f"can't use file of type {known.kind.title()} as {kind.title()}")
        return known
    upload = query.files.get(reference.removeprefix("attach://") or kind)
    if upload is None:
        raise bad(f"there is no {kind} in the request")
    need(upload.data, "file must be non-empty")
    if kind == "photo":
        _check_photo(upload.data)
    return world.add_file(kind, upload.name, upload.mime, upload.data)


def _check_photo(data: bytes) -> None:
    need(len(data) <= LARGEST_PHOTO, f"file of size {len(data)} bytes is too big for a photo")
    size = image_size(data)
    if size is None:
        raise bad("IMAGE_PROCESS_FAILED")
    need(sum(size) <= 10_000 and max(size) <= 20 * min(size), "PHOTO_INVALID_DIMENSIONS")


def _put(world: World, query: Query, content: Json, what: str) -> Json:
    chat = chat_for(world, query, "send")
    if chat.bot == "restricted":
        named = "text messages" if what == "messages" else what
        need(world.may(chat, f"can_send_{what}"), f"not enough rights to send {named} to the chat")
    topic = _topic(world, query, chat)
    reply, quote = _reply(world, query, chat)
    markup, below = keyboard(query, chat), reply_keyboard(query, chat)
    if topic is None and reply and reply.get("is_topic_message"):
        topic = reply["message_thread_id"]
    world.charge(chat, paid=query.flag("allow_paid_broadcast"))
    extra = quote | ({"reply_markup": markup} if markup else {})
    sender = chat if chat.kind == "channel" else world.me
    message = world.add_message(chat, sender, content | extra, topic=topic, reply=reply)
    chat.own.add(message["message_id"])
    if below:
        show(world, chat, below)
    world.note("message", chat, message)
    return message


def _topic(world: World, query: Query, chat: Chat) -> int | None:
    number = query.number("message_thread_id")
    if not number:
        return None
    if not chat.forum:
        query.warn("message_thread_id is ignored: the chat is not a forum")
        return None
    topic = chat.topics.get(number)
    if topic is None or number == 1:  # General is topic 1, yet naming it is refused
        raise bad("message thread not found")
    manages = chat.bot == "administrator" and world.may(chat, "can_manage_topics")
    need(not topic.closed or manages, "TOPIC_CLOSED")
    return number


def _reply(world: World, query: Query, chat: Chat) -> tuple[Json | None, Json]:
    """The message that is replied to, and the fields that a quote or a reply to another chat adds."""
    wanted = query.object("reply_parameters")
    if not wanted:
        return None, {}
    source = chat_for(world, query, "read", str(wanted.get("chat_id") or chat.id))
    number = wanted.get("message_id")
    if not isinstance(number, int):
        raise bad("can't parse reply parameters: Can't find field \"message_id\"")
    target = source.messages.get(number)
    if target is None:
        need(wanted.get("allow_sending_without_reply"), "message to be replied not found")
        return None, {}
    extra = _quote(query, wanted, target)
    if source is chat:
        return target, extra
    origin = {"type": "chat", "sender_chat": source.wire(), "date": target["date"]}
    external: Json = {"origin": origin, "chat": source.wire(), "message_id": number}
    return None, {**extra, "external_reply": external}


def _quote(query: Query, wanted: Json, target: Json) -> Json:
    if not wanted.get("quote"):
        return {}
    need(not wanted.get("quote_parse_mode"), "parse_mode is not part of the playground; send entities")
    words, styles = formatted(wanted["quote"], wanted.get("quote_entities") or (), query.warn)
    found = quotes.places(target, words, styles) if utf16(words) <= LONGEST_QUOTE else ()
    need(words and found, "QUOTE_TEXT_INVALID")
    named = wanted.get("quote_position")
    return {"quote": quotes.wire(words, styles, named if named in found else found[0]) | {"is_manual": True}}


def _is_mine(chat: Chat, message: Json) -> bool:
    return message["message_id"] in chat.own


def _edit(world: World, query: Query, content: Json, replaced: tuple[str, ...], what: str) -> Json | bool:
    """Puts new content in place of the fields in `replaced`; the keyboard is always replaced, or taken away."""
    if query.text("inline_message_id"):
        _change(world, query, *world.place(query.text("inline_message_id")), content, replaced)
        return True
    chat = chat_for(world, query, "edit")
    old = chat.messages.get(query.number("message_id"))
    if old is None:
        raise bad("message to edit not found")
    need(_is_mine(chat, old), "message can't be edited")
    need(what != "text" or "text" in old, "there is no text in the message to edit")
    need(what != "caption" or "text" not in old, "there is no caption in the message to edit")
    return _change(world, query, chat, old, content, replaced)


def _change(world: World, query: Query, chat: Chat, old: Json, content: Json, replaced: tuple[str, ...]) -> Json:
    reply_keyboard(query, None)
    markup = keyboard(query, chat)
    kept = {name: value for name, value in old.items() if name not in (*replaced, "reply_markup")}
    new = kept | content | ({"reply_markup": markup} if markup else {})
    need(new != old, UNMODIFIED)
    world.charge(chat, edit=True)
    new |= {"edit_date": world.now()}
    world.change_message(chat, new)
    world.note("edit", chat, new)
    return new

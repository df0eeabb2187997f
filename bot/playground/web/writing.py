"""What people put into chats on the page, and what they change and take away there; nothing waits for the bot."""

from __future__ import annotations

from contextlib import suppress

from bot.playground.content import caption_content, forwarded, location, parts, quoted, text_content
from bot.playground.deeds import START_WORDS
from bot.playground.entities import utf16
from bot.playground.things import Chat, File, image_size
from bot.playground.web.asked import Asked, Refused
from bot.playground.web.looks import SPOKEN, owns
from bot.playground.wire import Json, Upload

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LARGEST_PHOTO = 10 << 20
MAGIC = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
"""How the pictures begin that a browser is given as pictures."""


def say(asked: Asked) -> Json:
    """Writes a text, cut in parts as apps cut it; `id` is that of the last. A guest is called by its name."""
    chat = asked.chat()
    topic, reply = _place(asked, chat)
    contents = [_words(part) for part in parts(asked.text("text"))]
    contents[0] |= _quote(asked, reply)
    raw: Json = {}
    for content in contents:
        raw = asked.deeds.send(chat, content, topic=topic, reply=reply)
        reply = None
        if asked.deeds.calls(chat, content["text"]):
            with suppress(LookupError):  # a bot that is nobody's guest does not hear of it
                asked.deeds.call(raw)
    return {"id": raw["message_id"]}


def start(asked: Asked) -> Json:
    """Presses Start, which also ends a block."""
    payload = asked.text("payload")
    check_payload(payload)
    return {"id": asked.deeds.start(payload)["message_id"]}


def edit(asked: Asked) -> Json:
    """Changes the words of an own message."""
    chat, raw = _own(asked)
    asked.writable(chat, raw)
    if "forward_origin" in raw or "via_bot" in raw or not raw.keys() & {"text", "document", "photo"}:
        raise Refused(400, "Only what you wrote yourself can be changed. Write a new message instead.")
    field, longest = ("text", LONGEST_TEXT) if "text" in raw else ("caption", LONGEST_CAPTION)
    text = asked.text("text")
    _check_length(text, longest)
    new = _words(text) if field == "text" else caption_content(text)
    if new.get(field) != raw.get(field):
        kept = {name: value for name, value in raw.items() if name != field}
        asked.deeds.edit(chat, kept, new)
    return {}


def delete(asked: Asked) -> Json:
    """Takes an own message away; the bot is not told."""
    chat, raw = _own(asked)
    asked.world.remove_message(chat, raw["message_id"])
    return {}


def upload(asked: Asked) -> Json:
    """Sends a file, as a document or as a photo."""
    chat = asked.chat()
    topic, reply = _place(asked, chat)
    kind, caption = asked.one_of("as", "document", "photo"), asked.text("caption")
    _check_length(caption, LONGEST_CAPTION)
    if asked.file is None or not asked.file.data:
        raise Refused(400, "There is no file, or it is empty. Choose another one.")
    stored = _photo(asked, asked.file) if kind == "photo" else _document(asked, asked.file)
    raw = asked.deeds.send(chat, stored.wire() | caption_content(caption), topic=topic, reply=reply)
    return {"id": raw["message_id"]}


def locate(asked: Asked) -> Json:
    """Sends a place on Earth."""
    chat = asked.chat()
    topic, reply = _place(asked, chat)
    content = _location(asked, "latitude", "longitude")
    return {"id": asked.deeds.send(chat, content, topic=topic, reply=reply)["message_id"]}


def forward(asked: Asked) -> Json:
    """Forwards a message from one chat to another."""
    source, chat = asked.chat("from_chat"), asked.chat()
    raw, topic = asked.message(source), asked.writable(chat)
    if not SPOKEN & raw.keys():
        raise Refused(400, "A notice cannot be forwarded. Choose a message that somebody wrote.")
    return {"id": asked.deeds.send(chat, forwarded(raw, source), topic=topic)["message_id"]}


def tap(asked: Asked) -> Json:
    """Taps a key of the bot's keyboard: what it says is sent, or the place that is given along."""
    asked.writable(asked.chat())
    at = _location(asked, "lat", "lon")["location"] if asked.has("lat") else None
    try:
        raw = asked.deeds.tap(asked.text("text"), (at["latitude"], at["longitude"]) if at else None)
    except LookupError:
        raise Refused(404, "That key is no longer there. Use the keyboard as it is now.") from None
    except ValueError:
        raise Refused(400, "That key asks where you are. Choose a place and tap it again.") from None
    return {"id": raw["message_id"]}


def check_payload(payload: str) -> None:
    """Refuses what apps would not take from a link."""
    if payload and not START_WORDS.fullmatch(payload):
        raise Refused(400, "A link may start the bot with 1 to 64 letters, digits, _ or -. Check the link.")


def _place(asked: Asked, chat: Chat) -> tuple[int | None, Json | None]:
    """The topic that is written to, and the message that is replied to, which stands in it."""
    reply = asked.message(chat, "reply_to") if asked.has("reply_to") else None
    return asked.writable(chat, reply), reply


def _quote(asked: Asked, reply: Json | None) -> Json:
    words = asked.text("quote", LONGEST_CAPTION)
    if not words or reply is None:
        return {}
    try:
        return quoted(reply, words)
    except ValueError:
        raise Refused(400, "These words do not stand in that message. Select them again.") from None


def _words(text: str) -> Json:
    try:
        return text_content(text)
    except ValueError:
        raise Refused(400, "Write something first.") from None


def _location(asked: Asked, latitude: str, longitude: str) -> Json:
    try:
        return location(asked.degrees(latitude), asked.degrees(longitude))
    except ValueError:
        raise Refused(400, "There is no such place: latitudes go to 90 degrees, longitudes to 180.") from None


def _check_length(text: str, longest: int) -> None:
    if utf16(text) > longest:
        raise Refused(400, f"That is too long: {longest:,} characters are the most. Shorten it and try again.")


def _own(asked: Asked) -> tuple[Chat, Json]:
    chat = asked.chat()
    raw = asked.message(chat)
    if not owns(asked.world, asked.user, chat, raw):
        raise Refused(403, "Only your own messages can be changed or deleted. Choose one of those.")
    return chat, raw


def _document(asked: Asked, file: Upload) -> File:
    return asked.world.add_file("document", file.name, file.mime, file.data)


def _photo(asked: Asked, file: Upload) -> File:
    mime = picture(file.data)
    size = image_size(file.data)
    if mime is None or size is None or len(file.data) > LARGEST_PHOTO:
        raise Refused(400, "A photo must be a PNG or JPEG of at most 10 MB. Send this one as a file.")
    if not all(size) or sum(size) > 10_000 or max(size) > 20 * min(size):
        raise Refused(400, "This picture is too large or too narrow for a photo. Send it as a file.")
    return asked.world.add_file("photo", file.name, mime, file.data)


def picture(data: bytes) -> str | None:
    """The kind of picture that some bytes are, whatever they are called, or None."""
    return next((mime for magic, mime in MAGIC if data.startswith(magic)), None)

"""What a person's message is made of: text cut as apps cut it, captions, where a forward comes from, a picture."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlsplit

from bot.playground.entities import formatted, utf16
from bot.playground.things import Chat, User
from bot.playground.wire import Json

LONGEST_TEXT = 4096


def origin(source: str | User | Chat, date: int, *, hidden: bool, username: str | None, number: int) -> Json:
    """Where a forwarded message comes from: a person, a hidden person's name, a chat, or a channel's title and post."""
    if isinstance(source, User):
        return {"type": "user", "sender_user": source.wire(), "date": date}
    if hidden:
        return {"type": "hidden_user", "sender_user_name": source, "date": date}
    if isinstance(source, Chat) and source.kind != "channel":
        return {"type": "chat", "sender_chat": source.wire(), "date": date}
    made_up = -1_000_000_000_000 - zlib.crc32(str(source).encode())
    channel = source if isinstance(source, Chat) else Chat(made_up, "channel", source, username)
    return {"type": "channel", "chat": channel.wire(), "message_id": number, "date": date}


FORWARDED = ("text", "entities", "caption", "caption_entities", "document", "photo", "location")


def forwarded(raw: Json, own: Chat) -> Json:
    """The fields of a forward of a message that stands in a chat, with its true origin."""
    return {name: raw[name] for name in FORWARDED if name in raw} | {"forward_origin": true_origin(raw, own)}


def quoted(raw: Json, words: str) -> Json:
    """The field of a reply that quotes words of a message. ValueError when they do not stand in it."""
    whole = raw.get("text") or raw.get("caption") or ""
    return {"quote": {"text": words, "position": utf16(whole[: whole.index(words)])}}


def true_origin(raw: Json, own: Chat) -> Json:
    """The same of a message that stands in a chat, as a forward of it tells."""
    if "forward_origin" in raw:
        return dict(raw["forward_origin"])
    if own.kind == "channel":
        return {"type": "channel", "chat": own.wire(), "message_id": raw["message_id"], "date": raw["date"]}
    if "sender_chat" in raw:
        return {"type": "chat", "sender_chat": raw["sender_chat"], "date": raw["date"]}
    return {"type": "user", "sender_user": raw["from"], "date": raw["date"]}


def bot_link(me: User, link: str) -> dict[str, str] | None:
    """The parameters of a link that opens this bot, as `https://t.me/BOT?start=…` or in `tg:`; None for another."""
    parts = urlsplit(link)
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    if parts.scheme == "tg":
        name = given.pop("domain", "") if parts.netloc == "resolve" else ""
    else:
        name = parts.path.strip("/") if parts.netloc.lower() in ("t.me", "telegram.me", "telegram.dog") else ""
    return given if me.username and name.lower() == me.username.lower() else None


def _ignore(_warning: str) -> None:
    """People may write what a careful bot would not."""


def _fields(text: str, name: str, entities_name: str, given: Sequence[Json] = ()) -> Json:
    kept, entities = formatted(text, given, _ignore)
    return ({name: kept} if kept else {}) | ({entities_name: entities} if entities else {})


def text_content(text: str, entities: Sequence[Json] = ()) -> Json:
    """The fields of a text message; ValueError when nothing is left of it."""
    fields = _fields(text, "text", "entities", entities)
    if not fields:
        raise ValueError("nobody can send an empty message")
    return fields


def caption_content(text: str) -> Json:
    """The fields of a caption; none for an empty one."""
    return _fields(text, "caption", "caption_entities")


def location(latitude: float, longitude: float) -> Json:
    """The field of a message that is a location, in degrees. ValueError for what is nowhere on Earth."""
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError(f"no such place: {latitude}, {longitude}")
    return {"location": {"latitude": latitude, "longitude": longitude}}


def parts(text: str) -> list[str]:
    """A text as apps send it: whole, or cut at the last line or word that fits."""
    cut_off: list[str] = []
    while len(text.encode("utf-16-le")) > 2 * LONGEST_TEXT:
        head = text.encode("utf-16-le")[: 2 * LONGEST_TEXT].decode("utf-16-le", "ignore")
        cut = max(head.rfind("\n"), head.rfind(" ")) + 1 or len(head)
        cut_off.append(text[:cut])
        text = text[cut:]
    return [part for part in (*cut_off, text) if part.strip() or not cut_off]


def grey_image(width: int = 90, height: int = 60) -> bytes:
    """A PNG of one grey."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")

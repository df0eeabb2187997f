"""A message as a person sees it, and its text with visible marks for golden files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from bot.playground.entities import QUOTES, utf16
from bot.playground.things import File
from bot.playground.wire import Json

MARKS = {
    "bold": "**",
    "italic": "_",
    "underline": "__",
    "strikethrough": "~~",
    "spoiler": "||",
    "code": "`",
    "pre": "```",
}
QUOTE_MARKS = {"blockquote": "> ", "expandable_blockquote": ">> "}


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button: what it shows, and the data it sends, the address it opens, or what it types inline."""

    text: str
    data: str | None
    url: str | None
    switch: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message in a chat. `text` is the caption of a file; entity offsets count UTF-16 units."""

    chat: int
    id: int
    sender: int
    text: str
    entities: tuple[Json, ...]
    buttons: tuple[tuple[Button, ...], ...]
    document: File | None
    photo: File | None
    reply_to: int | None
    quote: str | None
    topic: int | None
    edited: bool
    raw: Json
    via_bot: bool = False
    inline_id: str | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """The texts of all buttons."""
        return tuple(button.text for row in self.buttons for button in row)

    def button(self, text: str) -> Button:
        """The button of that text; LookupError, naming those there are, when there is none."""
        for button in (button for row in self.buttons for button in row):
            if button.text == text:
                return button
        raise LookupError(f"no button {text!r} among {', '.join(map(repr, self.labels)) or 'none'}")

    def marked(self, *, buttons: bool = False) -> str:
        """The text with marks: **bold**, _italic_, `code`, [text](url), > quoted and >> expandable lines.

        With `buttons`, a line a row follows, as [Next] [Back].
        """
        shown = marked(self.text, self.entities)
        rows = [" ".join(f"[{button.text}]" for button in row) for row in self.buttons] if buttons else []
        return "\n".join([shown, *([""] if rows else []), *rows])


def read_message(raw: Json, files: Mapping[str, File], inline_id: str | None = None) -> Message:
    """The view of a stored message; `inline_id` is what the bot knows one by that somebody sent in its name."""
    rows = raw.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = (tuple(read_button(button) for button in row) for row in rows)
    document = raw.get("document")
    photo = raw.get("photo")
    return Message(
        chat=raw["chat"]["id"],
        id=raw["message_id"],
        sender=(raw.get("from") or raw["sender_chat"])["id"],
        text=raw.get("text") or raw.get("caption") or "",
        entities=tuple(raw.get("entities") or raw.get("caption_entities") or ()),
        buttons=tuple(buttons),
        document=files[document["file_id"]] if document else None,
        photo=files[photo[0]["file_id"]] if photo else None,
        reply_to=raw.get("reply_to_message", {}).get("message_id"),
        quote=raw.get("quote", {}).get("text"),
        topic=raw["message_thread_id"] if raw.get("is_topic_message") else None,
        edited="edit_date" in raw,
        raw=raw,
        via_bot="via_bot" in raw,
        inline_id=inline_id,
    )


def read_button(button: Json) -> Button:
    """The view of a button."""
    switches = [value for name, value in button.items() if name.startswith("switch_inline_query")]
    words = [value.get("query", "") if isinstance(value, dict) else value for value in switches]
    return Button(button["text"], button.get("callback_data"), button.get("url"), words[0] if words else None)


def marked(text: str, entities: tuple[Json, ...]) -> str:
    """A text with its entities as marks; what the server found by itself (links, commands) has none."""
    places = {unit: index for index, unit in enumerate(accumulate(map(utf16, text), initial=0))}
    spans = [(places[e["offset"]], places[e["offset"] + e["length"]], e) for e in entities]
    before, after = defaultdict[int, str](str), defaultdict[int, str](str)
    for start, end, entity in sorted(spans, key=lambda span: (span[0], -span[1])):
        opening, closing = _marks(entity)
        before[start] += opening
        after[end] = closing + after[end]  # what opens last closes first
    for start, end, entity in spans:
        if entity["type"] in QUOTES:
            lines = [start, *(i + 1 for i in range(start, end - 1) if text[i] == "\n")]
            for line in lines:
                before[line] = QUOTE_MARKS[entity["type"]] + before[line]
    return "".join(after[i] + before[i] + text[i : i + 1] for i in range(len(text) + 1))


def _marks(entity: Json) -> tuple[str, str]:
    kind = entity["type"]
    if kind == "text_link":
        return "[", f"]({entity['url']})"
    if kind == "text_mention":
        return "[", f"](tg://user?id={entity['user']['id']})"
    return MARKS.get(kind, ""), MARKS.get(kind, "")

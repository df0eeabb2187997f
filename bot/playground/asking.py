"""What people ask of the bot elsewhere: inline queries, results that they choose, and mentions of a guest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.playground.content import text_content
from bot.playground.hands import TIMEOUT, Hands
from bot.playground.messages import Button, Message, marked, read_button, read_message
from bot.playground.queries import posted
from bot.playground.things import Chat
from bot.playground.wire import Json

LONGEST_QUERY = 256
Where = Literal["sender", "private", "group", "supergroup", "channel"]


@dataclass(frozen=True, slots=True)
class Result:
    """One line that the bot offers inline; `text` with `entities` is the message that it becomes."""

    id: str
    type: str
    title: str
    description: str
    text: str
    entities: tuple[Json, ...]
    buttons: tuple[tuple[Button, ...], ...]
    url: str | None
    raw: Json

    def marked(self) -> str:
        """The message with marks for its formatting."""
        return marked(self.text, self.entities)

    def button(self, text: str) -> Button:
        """The button of that text below the message; LookupError when there is none."""
        for button in (button for row in self.buttons for button in row):
            if button.text == text:
                return button
        raise LookupError(f"no button {text!r} below the result {self.title!r}")


@dataclass(frozen=True, slots=True)
class Inline:
    """The bot's answer to an inline query."""

    query: str
    results: tuple[Result, ...]
    next_offset: str
    cache_time: int
    is_personal: bool
    button: Json | None


class Asking(Hands):
    """The queries of a person."""

    async def inline(
        self,
        query: str,
        *,
        offset: str = "",
        chat_type: Where = "sender",
        fresh: bool = False,
        timeout: float = TIMEOUT,  # noqa: ASYNC109 - the hands tell what they waited for
    ) -> Inline:
        """Types `@bot query` and returns what is offered; TimeoutError when the bot does not answer.

        As on Telegram, an answer is kept for its `cache_time` and shown again without asking the bot, to everybody
        unless it is personal; `fresh` goes past that.
        """
        if len(query) > LONGEST_QUERY:
            raise ValueError(f"nobody can type more than {LONGEST_QUERY} characters inline")
        key = (query, offset, str(chat_type))
        answer = None if fresh else self.deeds.kept(key)
        if answer is None:
            waiting = self.deeds.ask(key)
            await self._answered(f"the inline query {query!r}", lambda: waiting.answer, timeout)
            answer = waiting.answer or {}
        return read_inline(query, answer)

    async def open_button(self, found: Inline) -> tuple[Message, ...]:
        """Presses the button above the results; LookupError when there is none."""
        if found.button is None:
            raise LookupError("no button above the results")
        self._send(None, text_content(f"/start {found.button['start_parameter']}"))
        return await self._heard(0)

    async def choose(
        self, found: Inline, result: Result | str | int, *, chat: Chat | int | None = None, topic: int | None = None
    ) -> Message:
        """Posts a result, given by its id or place too, in a chat; the message is this person's, `via_bot`."""
        chosen = self._chosen(found, result)
        place = self._place(chat)
        self._begin(place)
        raw, key = self.deeds.choose(place, found.query, chosen, posted(chosen), topic=topic)
        self.last = read_message(raw, self._world.files)
        await self._heard(0)
        return read_message(self._where.messages[raw["message_id"]], self._world.files, key)

    async def guest(
        self,
        text: str,
        *,
        chat: Chat | int,
        topic: int | None = None,
        to: Message | None = None,
        timeout: float = TIMEOUT,  # noqa: ASYNC109 - as above
    ) -> Message:
        """Mentions the bot in a chat where it is not and returns what it posts there; TimeoutError for nothing."""
        place = self._place(chat)
        if not self.deeds.calls(place, text):
            raise ValueError("a guest is mentioned by name, in a chat where it is not")
        raw = self._send(place, text_content(text), topic=topic, reply=to.raw if to else None)
        waiting = self.deeds.call(raw)
        await self._answered("a mention", lambda: waiting.answer, timeout)
        answer = waiting.answer or {}
        inline = self._world.inline_key(place, answer["message_id"])
        return read_message(place.messages[answer["message_id"]], self._world.files, inline)

    def _chosen(self, found: Inline, result: Result | str | int) -> Json:
        if isinstance(result, int):
            return found.results[result].raw
        wanted = result if isinstance(result, str) else result.id
        return next(offered.raw for offered in found.results if offered.id == wanted)


def read_inline(query: str, answer: Json) -> Inline:
    """The view of the bot's answer to an inline query."""
    shown = {name: answer[name] for name in ("next_offset", "cache_time", "is_personal", "button")}
    return Inline(query, tuple(map(_read, answer["results"])), **shown)


def _read(raw: Json) -> Result:
    content, rows = raw["content"], (raw.get("reply_markup") or {}).get("inline_keyboard", [])
    return Result(
        id=raw["id"],
        type=raw["type"],
        title=raw.get("title") or "",
        description=raw.get("description") or "",
        text=content.get("text") or content.get("caption") or "",
        entities=tuple(content.get("entities") or content.get("caption_entities") or ()),
        buttons=tuple(tuple(read_button(button) for button in row) for row in rows),
        url=raw.get("url"),
        raw=raw,
    )

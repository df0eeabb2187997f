"""What people ask the bot on the page and see answered: pressed buttons, and results offered inline."""

from __future__ import annotations

from itertools import count

from bot.playground.asking import LONGEST_QUERY, Result, read_inline
from bot.playground.pulse import Pulse
from bot.playground.queries import posted
from bot.playground.things import Chat, Waiting
from bot.playground.web.asked import Asked, Refused
from bot.playground.wire import Json
from bot.playground.world import GONE, World

PATIENCE = 15.0
"""Seconds for which a press or an inline query waits."""
MOST_KEPT = 200
"""How many answers can still be chosen from; older ones have to be asked for again."""


class Answers:
    """The answers that all pages wait for, and what they were offered."""

    def __init__(self, world: World, pulse: Pulse) -> None:
        self._world = world
        self._pulse = pulse
        self._kept: dict[str, tuple[int, str, Json]] = {}
        self._numbers = count(1)

    async def press(self, asked: Asked) -> Json:
        """Presses a button that sends data; no answer when the bot gives none in time."""
        chat = asked.chat()
        raw, data = asked.message(chat), asked.text("data")
        if data not in _data(raw):
            raise Refused(404, "That button is no longer there. Look at the message as it is now.")
        inline = self._world.inline_key(chat, raw["message_id"])
        if chat.bot in GONE and inline is None:
            raise Refused(409, "The bot is not in this chat any more. Add it again in the chat info.")
        answer = await self._answer(asked.deeds.press(chat, raw, data, inline))
        shown = answer and {"text": answer["text"], "alert": answer["show_alert"], "url": answer["url"] or None}
        return {"answer": shown}

    async def inline(self, asked: Asked) -> Json:
        """Types words after the bot's name, and is offered results; those of a kept answer at once."""
        query, offset = asked.text("query", LONGEST_QUERY), asked.text("offset")
        key = (query, offset, _kind(asked.chat()))
        answer = asked.deeds.kept(key) or await self._asked(asked, key)
        found = read_inline(query, answer)
        results = [_shown(result) for result in found.results]
        number = self._keep(asked.user.id, query, answer)
        return {"key": number, "results": results, "next_offset": found.next_offset, "button": found.button}

    def choose(self, asked: Asked) -> Json:
        """Posts one of the results in a chat."""
        chat = asked.chat()
        topic = asked.writable(chat)
        owner, query, answer = self._kept.get(asked.text("key"), (0, "", {"results": ()}))
        wanted = asked.text("result")
        result = next((each for each in answer["results"] if each["id"] == wanted), None)
        if owner != asked.user.id or result is None:
            raise Refused(404, "That result is no longer offered. Type the words again.")
        raw, _ = asked.deeds.choose(chat, query, result, posted(result), topic=topic)
        return {"id": raw["message_id"]}

    async def _asked(self, asked: Asked, key: tuple[str, str, str]) -> Json:
        try:
            waiting = asked.deeds.ask(key)
        except LookupError:
            raise Refused(409, "The bot answers no inline queries. Write to it in private instead.") from None
        answer = await self._answer(waiting)
        if answer is None:
            raise Refused(409, "The bot did not answer. Type the words again.")
        return answer

    async def _answer(self, waiting: Waiting) -> Json | None:
        try:
            await self._pulse.wait_for(lambda: waiting.answer is not None, PATIENCE, "answer")
        except TimeoutError:
            return None
        return waiting.answer

    def _keep(self, owner: int, query: str, answer: Json) -> str:
        number = str(next(self._numbers))
        self._kept[number] = owner, query, answer
        while len(self._kept) > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return number


def _data(raw: Json) -> set[str]:
    rows = raw.get("reply_markup", {}).get("inline_keyboard", ())
    return {button["callback_data"] for row in rows for button in row if "callback_data" in button}


def _kind(chat: Chat) -> str:
    """Where words are typed, as the bot is told: its own private chat is the sender's."""
    return "sender" if chat.user else chat.kind


def _shown(result: Result) -> Json:
    names = ("id", "type", "title", "description", "text", "url")
    return {name: getattr(result, name) for name in names} | {"entities": list(result.entities)}

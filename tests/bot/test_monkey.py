"""Five hundred random presses and messages by several people in several chats: nothing breaks, nothing goes astray.

The die is seeded: `MONKEY_SEED` takes another one, and a failure names the one that found it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

import pytest

from bot.commands import COMMANDS
from bot.playground import Message, Person
from tests.bot.town import CHANNEL, TENANTS, TOPIC, Town, leaks, town

SEED = int(os.environ.get("MONKEY_SEED", "2208"))
ACTIONS = int(os.environ.get("MONKEY_ACTIONS", "500"))
AT_ONCE = 4
UNCHANGED = "message is not modified"
"""What Telegram says to a press that shows what is shown already."""
TYPED = "the visible text contains HTML markup"
"""What the monkey types itself is shown as it typed it."""
PRESENT = {7: ("Ann",), 8: ("Bob",), -44: ("Ann", "Bob", "Cid"), -1001: ("Ann", "Bob", "Cid")}
"""Who is in which chat."""
WORDS = (
    "",
    "1",
    "#1",
    "0",
    "-3",
    "99999999999999999999",
    "bridge",
    *(tenant.topic for tenant in TENANTS),
    "08:00 Kyiv weekdays",
    "25:61",
    "Mayor Ada",
    "from:nobody since:yesterday",
    'since:"" by: "unclosed',
    "<b>&amp;\"'_*[]()~`>#+-=|{}.!",
    "\u202e\u200f\x00 zero\u200bwidth \U0001f600\U0001f468\u200d\U0001f469",
    "ї" * 300,
    "x" * 4000,
    "https://127.0.0.1:1/nothing",
    "@verbatim_bot",
    "i_nosuchtoken",
    "q_0123456789abcdef012345_17",
    "t_0123456789abcdef012345",
    "d_zzzz",
    "d_" + "z" * 62,
    "csv",
    "json",
    "html bridge",
    "Cancel",
    "English",
)
DATA = (
    "",
    "set:do:language=xx",
    "find:x",
    "why:",
    "ev:0",
    "data:keep",
    "op:send:1",
    "chan:1",
    "no:such:thing",
    ":",
    "x" * 64,
)


async def test_a_monkey_breaks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """No unhandled error, no answer where nothing was asked, no other chat's words, nothing that Telegram refuses."""
    caplog.set_level(logging.WARNING)
    monkeypatch.setattr("seeds.load", tuple)
    async with town(tmp_path, monkeypatch, operators="100") as made:
        ape = Ape(made, Random(SEED))  # noqa: S311 - a die of a test
        while ape.done < ACTIONS:
            await ape.step()
            crashed = [line for line in caplog.messages if "crashed" in line or "failed" in line]
            assert crashed == [], ape.story()
        assert list(leaks(made)) == [], ape.story()
        refused = [each for each in made.tg.refused if UNCHANGED not in each.description]
        assert refused == [], ape.story()
        assert [each for each in made.tg.warnings if TYPED not in each] == [], ape.story()
        assert all(made.tg.messages(chat) for chat in PRESENT)


class Ape:
    """Somebody without a plan, in everybody's place; remembers what it did last."""

    def __init__(self, made: Town, die: Random) -> None:
        self.done = 0
        self._made, self._die = made, die
        self._told: list[str] = []

    def story(self) -> str:
        """With which seed it came to pass, and what was done last."""
        return f"MONKEY_SEED={SEED}, after {self.done} actions:\n" + "\n".join(self._told[-3 * AT_ONCE :])

    async def step(self) -> None:
        """A few actions at a time, each in a chat of its own: only there may anything be said."""
        before = len(self._made.tg.world.events)
        chats = self._die.sample(sorted(PRESENT), self._die.randint(1, AT_ONCE))
        acted = {await self._act(chat) for chat in chats}
        await self._made.calm()
        answered = {event.chat for event in self._made.tg.world.events[before:]}
        assert answered <= acted, f"{answered - acted} were answered, where nobody asked\n{self.story()}"
        self.done += len(chats)

    async def _act(self, chat: int) -> int:
        """One thing in a chat; the chat in which it may be answered."""
        person = self._made.people[self._die.choice(PRESENT[chat])]
        ways: tuple[tuple[int, Callable[[Person, int], Awaitable[str]]], ...] = (
            (8, self._command),
            (9, self._press),
            (2, self._forge),
            (2, self._talk),
            (2, self._reply),
            (1, self._open),
            (1, self._ask_inline),
            (1, self._post),
        )
        (way,) = self._die.choices([way for _, way in ways], [weight for weight, _ in ways])
        told = await way(person, chat)
        self._told.append(f"{person.user.name} in {chat}: {told}")
        return chat

    def _where(self, chat: int) -> dict[str, int]:
        return {} if chat > 0 else {"chat": chat} | ({"topic": TOPIC} if chat == -1001 else {})

    async def _command(self, person: Person, chat: int) -> str:
        name = self._die.choice(COMMANDS).name
        text = f"/{name} {self._die.choice(WORDS)}".strip()
        await person.say(text, more=True, **self._where(chat))  # type: ignore[arg-type]  # a chat, a topic
        return text[:80]

    async def _talk(self, person: Person, chat: int) -> str:
        text = self._die.choice([words for words in WORDS if words.strip("\x00 ")])
        await person.say(text, more=True, **self._where(chat))  # type: ignore[arg-type]  # as above
        return f"says {text[:80]!r}"

    async def _reply(self, person: Person, chat: int) -> str:
        message, text = self._message(chat), self._die.choice(("/why 1", "/add", "/brief", "08:00", "Kyiv", "thanks"))
        await person.reply(message, text)
        return f"replies {text!r} to {message.text[:40]!r}"

    async def _press(self, person: Person, chat: int) -> str:
        message = self._message(chat)
        labels = message.labels
        if not labels:
            return "finds nothing to press"
        label = self._die.choice(labels)
        if message.button(label).data == "data:forget":
            return "does not forget everything"
        await person.press(message, label)
        return f"presses {label!r} below {message.text[:40]!r}"

    async def _forge(self, person: Person, chat: int) -> str:
        """Data of a button of another chat, or of none, below a message of this one."""
        other = self._message(self._die.choice(sorted(PRESENT)))
        data = [button.data for row in other.buttons for button in row if button.data] or list(DATA)
        chosen = self._die.choice(data if self._die.random() < 0.7 else DATA)
        message = self._message(chat)
        if chosen == "data:forget" or message.document or message.photo:
            return "thinks better of it"
        await person.send_data(message, chosen)
        return f"sends {chosen!r} below {message.text[:40]!r}"

    async def _open(self, person: Person, chat: int) -> str:
        payloads = [words for words in WORDS if words.isascii() and words[1:2] == "_"]
        payload = self._die.choice(payloads)
        text = f"/start {payload}" if chat > 0 else f"/start@verbatim_bot {payload}"
        await person.say(text, more=True, **self._where(chat))  # type: ignore[arg-type]  # as above
        return text

    async def _ask_inline(self, person: Person, chat: int) -> str:
        words = self._die.choice(WORDS)[:256].replace("\x00", "")
        found = await person.inline(words, offset=self._die.choice(("", "20", "x")))
        if found.results and self._die.random() < 0.5 and self._may_post(person, chat):
            await person.choose(found, self._die.randrange(len(found.results)))
        return f"asks inline for {words[:40]!r}"

    def _may_post(self, person: Person, chat: int) -> bool:
        """Who posts their own things in a group shows them to it: only in their own chat is it no news."""
        return person.id == chat

    async def _post(self, _person: Person, _chat: int) -> str:
        """A channel's post is nothing to answer."""
        text = f"/{self._die.choice(COMMANDS).name}"
        await self._made.people["Ann"].say(text, chat=CHANNEL, more=True)
        return f"posts {text} in the channel"

    def _message(self, chat: int) -> Message:
        """A message of the bot's, rather a late one."""
        messages = self._made.tg.messages(chat)
        return messages[-1 - min(int(self._die.expovariate(0.3)), len(messages) - 1)]

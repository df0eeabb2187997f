"""Every command in every kind of chat by everybody who may be there: what happens, and the table that says so.

The table in docs/commands.md is made of this very run; `UPDATE_TABLE=1` writes it anew.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.commands import COMMANDS
from bot.playground import Person
from sources.base import Ref
from tests.bot.asking import ARTICLE
from tests.bot.town import TOPIC, Town, town

TABLE = Path(__file__).parents[2] / "docs" / "commands.md"
START, END = "<!-- made by tests/bot/test_roles.py -->\n", "<!-- end -->\n"
WORDS = {
    "search": "bridge",
    "story": "1",
    "why": "1",
    "split": "1",
    "subscribe": "08:00 Kyiv",
    "unsubscribe": "1",
    "add": ARTICLE.replace("Wye", "Severn"),
    "remove": "1",
    "export": "csv",
    "broadcast": "The bot moves on Monday.",
    "follow": "Ann Lee",
    "mute": "Ann Lee",
}
"""What is said behind a command, so that it does something and not only explains itself."""


UNCHANGED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
"""What Telegram says to a press that shows what is shown already."""
MANY = 20
"""Buttons that an admin's commands show at least: fewer would prove little."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Somebody in a chat: the heading of a column, who writes, where, and whether in the name of the group."""

    heading: str
    person: int
    chat: int
    topic: int | None = None
    anonymous: bool = False
    named: bool = False


PRIVATE = Stand("private chat", 7, 7)
OPERATOR = Stand("private chat, operator", 100, 100)
MEMBER = Stand("group, member", 8, -441)
ADMIN = Stand("group, admin", 7, -442)
FORUM_MEMBER = Stand("topic, member", 8, -1011, TOPIC, named=True)
FORUM_ADMIN = Stand("topic, admin", 7, -1012, TOPIC, named=True)
ANONYMOUS = Stand("topic, anonymous admin", 7, -1013, TOPIC, anonymous=True, named=True)
CHANNEL = Stand("channel, a post", 7, -1003)
INSIDE = (PRIVATE, OPERATOR, MEMBER, ADMIN, FORUM_MEMBER, FORUM_ADMIN, ANONYMOUS, CHANNEL)
STRANGER = "private chat, not let in"
STRANGERS = "group, not let in"
Cells = dict[tuple[str, str], str]


async def test_the_table_says_what_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Reading is for everybody, changing for admins, running the bot for operators, and nobody else is answered.

    So it is of buttons: whatever a member presses in a group, nothing of it is another than before.
    """
    caplog.set_level(logging.WARNING)
    monkeypatch.setattr("seeds.load", tuple)
    allowed = ",".join(str(stand.chat) for stand in INSIDE)
    given = {"access": "listed", "operators": "100", "allowed_chats": f"{allowed},8"}
    async with town(tmp_path, monkeypatch, bring=False, **given) as made:
        await _settle(made)
        cells: Cells = {}
        for command in COMMANDS:
            cells |= await _asked(made, command.name)
            cells |= await _strange(made, command.name)
        assert list(made.tg.refused) == []
        await _check_presses(made)
        assert {request.description for request in made.tg.refused} <= {UNCHANGED}
        assert made.tg.warnings == ()
    assert [line for line in caplog.messages if "crashed" in line or "failed" in line] == []
    _check(cells)
    table = "".join(_rows(cells))
    if os.environ.get("UPDATE_TABLE"):
        before, _, rest = TABLE.read_text().partition(START)
        TABLE.write_text(before + START + table + END + rest.partition(END)[2])
    assert table in TABLE.read_text(), "docs/commands.md says otherwise: UPDATE_TABLE=1 writes what happens"


def _check(cells: Cells) -> None:
    """What must hold whatever the table says."""
    for command in COMMANDS:
        row = {heading: outcome for (name, heading), outcome in cells.items() if name == command.name}
        assert row[CHANNEL.heading] == "silent"
        assert row[STRANGER] == row[STRANGERS] == "not let in"
        assert row[OPERATOR.heading] == "answered"
        groups = [row[stand.heading] for stand in (MEMBER, ADMIN, FORUM_MEMBER, FORUM_ADMIN, ANONYMOUS)]
        if command.audience == "operators":
            assert row[PRIVATE.heading] == "unknown"
            assert set(groups) <= {"unknown", "silent"}
        else:
            assert row[PRIVATE.heading] == "answered"
        if command.audience == "admins":
            assert groups == ["for admins", "answered", "for admins", "answered", "answered"], command.name


async def _check_presses(made: Town) -> None:
    """A member presses every button that an admin was shown, whatever the message under it shows by now."""
    bob = made.tg.user(8, "Bob")
    shown = [message for message in made.tg.messages(ADMIN.chat) if not (message.document or message.photo)]
    pairs = [(message, button.data) for message in shown for row in message.buttons for button in row if button.data]
    assert len(pairs) > MANY
    before = await _held(made, ADMIN.chat)
    await made.act(*(bob.send_data(message, data) for message, data in pairs))
    assert await _held(made, ADMIN.chat) == before


async def _held(made: Town, chat: int) -> dict[str, object]:
    """All that a chat has, as an admin exports it."""
    before = len(made.tg.messages(chat))
    await made.act(made.tg.user(7, "Ann").say("/export json", chat=chat, more=True))
    (file,) = [message.document for message in made.tg.messages(chat)[before:] if message.document]
    told: dict[str, object] = json.loads(file.data)
    assert told["digests"]
    assert told["sources"]
    return {name: value for name, value in told.items() if name != "made"}


async def _settle(made: Town) -> None:
    """The chats of the table, each with the same source, brought by itself."""
    tg = made.tg
    for stand in INSIDE:
        members = {7: "administrator", 8: "member", 6: "creator"}
        if stand is CHANNEL:
            made.places[stand.chat] = tg.channel(stand.chat, "Daily", members=members)
        elif stand.chat < 0:
            forum = {TOPIC: "Talk"} if stand.topic else None
            kind = "supergroup" if forum else "group"
            made.places[stand.chat] = tg.group(stand.chat, "Club", members=members, topics=forum, kind=kind)  # type: ignore[arg-type]  # one of two words
        else:
            made.people["Ann" if stand.person == 7 else "Operator"].user.started = True
        if stand is not CHANNEL:
            await made.it.context.intake.take_in(Ref(text=ARTICLE), stand.chat)


async def _asked(made: Town, name: str) -> Cells:
    """What comes of a command of whoever is let in, in all chats at a time."""
    before = len(made.tg.world.events)
    text = f"/{name} {WORDS.get(name, '')}".strip()
    for stand in INSIDE:
        said = text.replace(f"/{name}", f"/{name}@verbatim_bot", 1) if stand.named else text
        as_ = made.places[stand.chat] if stand.anonymous else None
        where = {"chat": stand.chat, "topic": stand.topic, "as_": as_} if stand.chat < 0 else {}
        await _person(made, stand.person).say(said, more=True, **where)  # type: ignore[arg-type]  # of several kinds
    await made.calm()
    return {(name, stand.heading): _outcome(made, stand.chat, stand.topic, before) for stand in INSIDE}


async def _strange(made: Town, name: str) -> Cells:
    """The same of strangers: another person and another group for every command, since they are told once an hour."""
    before, number = len(made.tg.world.events), 5000 + sorted(c.name for c in COMMANDS).index(name)
    somebody = made.tg.user(number, "Stranger")
    club = made.tg.group(-number, "Elsewhere", members={number: "creator"})
    await made.act(somebody.say(f"/{name}", more=True), somebody.say(f"/{name}@verbatim_bot", chat=club, more=True))
    return {
        (name, STRANGER): _outcome(made, number, None, before),
        (name, STRANGERS): _outcome(made, -number, None, before),
    }


def _person(made: Town, number: int) -> Person:
    return made.tg.user(number, f"User {number}")


def _outcome(made: Town, chat: int, topic: int | None, before: int) -> str:
    """What happened in a chat since then, in a word."""
    sent = [event.message for event in made.tg.world.events[before:] if event.chat == chat]
    if not sent:
        return "silent"
    assert {raw.get("message_thread_id") if raw.get("is_topic_message") else None for raw in sent} == {topic}
    text = sent[0].get("text") or sent[0].get("caption") or ""
    if "This bot is not open to everybody" in text:
        return "not let in"
    if text.startswith("I don't know /"):
        return "unknown"
    return "for admins" if text.startswith("In a group only its admins") else "answered"


def _rows(cells: Cells) -> Iterator[str]:
    """The table in Markdown."""
    headings = [*(stand.heading for stand in INSIDE), STRANGER, STRANGERS]
    yield f"| command | {' | '.join(headings)} |\n"
    yield f"|---|{'---|' * len(headings)}\n"
    for command in COMMANDS:
        row = " | ".join(cells[command.name, heading] for heading in headings)
        yield f"| `/{command.name}` | {row} |\n"

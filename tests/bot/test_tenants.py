"""Two tenants of one bot: whatever Bob types, presses, opens, asks inline or exports, nothing of Ann's comes of it.

And the other way round: what stands in Ann's own chat is whole afterwards.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands import COMMANDS
from bot.playground import Message
from tests.bot.test_roles import WORDS
from tests.bot.town import ANN, BOB, FORUM, GROUP, Town, leaks, town

UNCHANGED = "message is not modified"
"""What Telegram says to a press that shows what is shown already."""
EXPORTS = ("html", "csv", "json")
ASKED = (
    ANN.topic,
    "#1",
    "1",
    "Mayor Ada",
    "bridge",
    "boats",
    f"from:{ANN.topic}",
    f"by:{ANN.topic}",
    "mean: the bridge",
)
"""What may be said behind any command by somebody who looks for what is another's."""


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.WARNING)
    return caplog


async def test_nothing_of_anns_comes_to_bob(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: pytest.LogCaptureFixture
) -> None:
    """Every command, callback, deep link, inline query, guest query and export of another tenant stays empty-handed."""
    monkeypatch.setattr("seeds.load", tuple)
    async with town(tmp_path, monkeypatch, operators="100") as made:
        await _ann_uses_everything(made)
        before = await _of_ann(made)
        await _bob_types(made)
        await _bob_forges(made)
        await _bob_opens_links(made)
        await _bob_asks_inline(made)
        await _bob_is_a_guest(made)
        assert list(leaks(made)) == []
        assert await _of_ann(made) == before
        assert _secrets_told(made, 7) == set(ANN.secrets)
        assert _secrets_told(made, 8) == set(BOB.secrets)
        assert [refused for refused in made.tg.refused if UNCHANGED not in refused.description] == []
        assert made.tg.warnings == ()
    assert [line for line in lines.messages if "crashed" in line or "failed" in line] == []


async def _of_ann(made: Town) -> dict[str, object]:
    """What Ann has, as her own export tells it."""
    before = len(made.tg.messages(7))
    await made.act(made.people["Ann"].say("/export json", more=True))
    (file,) = [m.document for m in made.tg.messages(7)[before:] if m.document]
    told = json.loads(file.data)
    assert all(secret in file.data.decode() for secret in ANN.secrets)
    return {name: value for name, value in told.items() if name != "made"}


async def _ann_uses_everything(made: Town) -> None:
    """So that there are lists, cards and messages of hers whose buttons somebody else may forge."""
    ann = made.people["Ann"]
    for command in COMMANDS:
        if command.audience != "operators":
            await made.act(ann.say(f"/{command.name} {WORDS.get(command.name, '')}".strip(), more=True))
    for message in made.tg.messages(7):
        await made.act(*(ann.send_data(message, data) for data in _data(message) if _opens(data)))


def _data(message: Message) -> Iterator[str]:
    for row in message.buttons:
        yield from (button.data for button in row if button.data)


def _opens(data: str) -> bool:
    """Whether a press only shows something."""
    return not re.match(r"data:forget|dial:.*(?:end|stop)|feed:.*(?:drop|gone)", data)


async def _bob_types(made: Town) -> None:
    bob = made.people["Bob"]
    for command in COMMANDS:
        if command.name not in {"add", "forget"}:
            words = ASKED if command.name in {"brief", "search"} else ASKED[:3]
            await made.act(*(bob.say(f"/{command.name} {each}", more=True) for each in words))
    await made.act(*(bob.say(f"/export {form} {ANN.topic}", more=True) for form in EXPORTS))
    await made.act(*(bob.say(f"/export {form}", more=True) for form in EXPORTS))


async def _bob_forges(made: Town) -> None:
    """Sends the data of every button that any other chat was shown, below messages of his own."""
    bob = made.people["Bob"]
    others = (message for chat in (7, -44, -1001) for message in made.tg.messages(chat))
    stolen = sorted({data for message in others for data in _data(message)})
    assert len(stolen) > 30
    mine = next(message for message in reversed(made.tg.messages(8)) if message.buttons and not message.document)
    await made.act(*(bob.send_data(mine, data) for data in stolen if data != "data:forget"))
    shifted = {re.sub(r"\d+", lambda number: str(int(number[0]) + 1), data) for data in stolen}
    await made.act(*(bob.send_data(mine, data) for data in sorted(shifted) if len(data.encode()) <= 64))


async def _bob_opens_links(made: Town) -> None:
    """Opens all that Ann could share: she is told what stands there, he is not, in private nor in a group."""
    ann, bob = made.people["Ann"], made.people["Bob"]
    payloads = {payload for result in (await ann.inline(ANN.topic)).results for payload in _payloads(result.id)}
    assert {payload[0] for payload in payloads} == {"q", "t"}
    for payload in sorted(payloads):
        told = len(made.tg.messages(7))
        await made.act(ann.open(f"https://t.me/verbatim_bot?start={payload}"))
        assert any(secret in m.text for m in made.tg.messages(7)[told:] for secret in ANN.secrets), payload
        await made.act(bob.open(f"https://t.me/verbatim_bot?start={payload}"))
        await made.act(bob.say(f"/start@verbatim_bot {payload}", chat=-44, more=True))


def _payloads(result: str) -> Iterator[str]:
    """What links lead to the thing of a result, whose id names its document and its place."""
    _, mark, *place = result.split("_")
    yield f"t_{mark}"
    yield from (f"q_{mark}_{start}" for start in place)


async def _bob_asks_inline(made: Town) -> None:
    """Asks for Ann's words, and for what the buttons of her messages would type inline."""
    bob, ann = made.people["Bob"], made.people["Ann"]
    typed = {button.switch for message in made.tg.messages(7) for row in message.buttons for button in row}
    asked = sorted({words for words in typed if words} | set(ASKED) | {""})
    for words in asked:
        hers, his = await ann.inline(words), await bob.inline(words)
        assert not (_told(his.results) & set(ANN.secrets)), words
        assert not (_told(hers.results) & set(BOB.secrets)), words
    assert _told((await ann.inline(ANN.topic, fresh=True)).results) & set(ANN.secrets)
    assert made.tg.messages(8)


async def _bob_is_a_guest(made: Town) -> None:
    """Whoever asks a guest reads what is public, which is nothing here: not even what is their own."""
    club = made.tg.group(-3000, "Elsewhere", members={7: "creator", 8: "member"}, bot="left")
    for person in (made.people["Ann"], made.people["Bob"]):
        for words in (ANN.topic, BOB.topic, "the bridge", ANN.article[:200]):
            posted = await person.guest(f"@verbatim_bot {words}", chat=club)
            assert not ({secret for secret in ANN.secrets + BOB.secrets if secret in posted.text} - set(words.split()))


def _told(results: object) -> set[str]:
    text = json.dumps([result.raw for result in results])  # type: ignore[attr-defined]  # results of an inline query
    return {secret for tenant in (ANN, BOB, GROUP, FORUM) for secret in tenant.secrets if secret in text}


def _secrets_told(made: Town, chat: int) -> set[str]:
    """The secrets that stand in what the bot said in a chat: without them nothing here would prove anything."""
    text = " ".join(message.text for message in made.tg.messages(chat))
    return {secret for tenant in (ANN, BOB) for secret in tenant.secrets if secret in text}

"""Proof of what the bot told: the sentence in the message that held it, the passage of a file, and why."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from sqlmodel import col, update

from bot.commands.proving import NUMBER
from bot.playground.people import Person
from storage.rows import SourceRow
from tests.bot.asking import ARTICLE, ask, whole
from tests.bot.conftest import Running, running, settings

COST = "The bridge over the Wye reopened on Monday after repairs that cost $3.2 million, the county said."
FILE = (
    "Mill burns in Dunmore\n\nThe fire at the Larkspur mill in Dunmore killed six workers on Tuesday, police said.\n\n"
    "“We had warned the owners twice about the dust,” said fire chief Ruth Abara on Tuesday evening in Dunmore.\n"
)


WARNED = "“We had warned the owners twice about the dust,” said fire chief Ruth Abara on Tuesday evening in Dunmore."
LONG = "\n\n".join(
    f"Rain fell on the long grey road to valley {chr(65 + n)} and no one walked on it. " * 3 for n in range(18)
)


async def test_evidence_and_why_of_what_was_pasted(empty_bot: Running) -> None:
    """A paste is answered with its own words quoted; /why N says the ranking's reasons and quotes the piece itself."""
    tg, ann = empty_bot.telegram, empty_bot.telegram.user(7, "Ann")
    assert "nothing to explain yet" in whole(await ask(ann, "/why 1"))
    *_, told = await ann.say(ARTICLE, until=1)
    assert ann.last
    source = ann.last.id
    pressed = await ann.press(told, "Evidence", until=1)
    (quoted,) = [message for message in pressed.messages if message.quote]
    assert (quoted.reply_to, str(quoted.quote) in ARTICLE) == (source, True)
    assert COST in whole(pressed.messages)
    reasons = whole((await ann.press(told, "Why", until=1)).messages)
    assert "1: sentence · " in reasons
    assert "opens its article" in reasons
    count = reasons.count(" · ")
    (one,) = [message for message in await ask(ann, f"/why {count}") if message.quote]
    assert one.text.startswith(f"{count}: ")
    assert f"There is no {count + 1} in it: it tells {count} pieces." in whole(await ask(ann, f"/why {count + 1}"))
    assert "Name the place" in whole(await ask(ann, "/why so"))
    (statements,) = await ask(ann, "/quotes")
    (said,) = await ask(ann, "/why 1")
    assert str(said.quote).startswith("“We kept our word")
    assert "a direct quotation" in said.text
    (counts,) = await ask(ann, "/figures")
    assert "counts people" in whole((await ann.press(counts, "Why", until=1)).messages)
    assert "“We kept our word" in whole((await ann.press(statements, "Evidence", until=1)).messages)
    bob = tg.user(8, "Bob")
    assert "nothing to explain yet" in whole(await ask(bob, "/why 1"))


async def test_a_file_is_shown_as_its_passage(empty_bot: Running) -> None:
    """No message holds its words: the sentence stands between its neighbours, and nothing is quoted."""
    ann = empty_bot.telegram.user(7, "Ann")
    *_, told = await ann.upload("mill.txt", FILE.encode(), until=1)
    pressed = await ann.press(told, "Evidence", until=1)
    assert "killed six workers on Tuesday, police said." in whole(pressed.messages)
    assert not any(message.quote for message in pressed.messages)


async def test_words_that_telegram_does_not_find_are_not_quoted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Its refusal is logged without a word of the text, and the passage is shown; so it is of one that is gone."""
    monkeypatch.setattr("seeds.load", tuple)
    async with running(settings(tmp_path)) as it:
        ann = it.telegram.user(7, "Ann")
        *_, told = await ann.say(ARTICLE, until=1)
        await ask(ann, "/help")
        assert ann.last
        for message in (ann.last.id, 9_999):
            async with it.context.database.session() as session:
                await session.exec(update(SourceRow).where(col(SourceRow.chat) == 7).values(message=message))
            with caplog.at_level(logging.WARNING):
                pressed = await ann.press(told, "Evidence", until=1)
            assert not any(message.quote for message in pressed.messages)
            assert COST in whole(pressed.messages)
        lines = [line for line in caplog.messages if "evidence.quote_refused" in line]
        assert len(lines) == 1
        assert "bridge" not in lines[0]
        await _in_parts(ann)


async def _in_parts(ann: Person) -> None:
    """A text that apps cut into two messages is quoted in the one that holds the words, and by its own chat alone."""
    *_, told = await ann.say(ARTICLE + "\n\n" + LONG + "\n\n" + FILE, until=1)
    assert ann.last
    second = ann.last.id
    await ask(ann, "/quotes Abara")
    (said,) = await ask(ann, "/why 1")
    assert (said.reply_to, said.quote) == (second, WARNED)
    assert "There is no 9 in it" in whole(await ann.reply(told, "/why 9", until=1))


async def test_what_was_forwarded_or_answered_is_quoted_where_it_stands(empty_bot: Running) -> None:
    """A forward in itself, in a group what /add answered; its buttons are that chat's, and /why needs its message."""
    tg, ann = empty_bot.telegram, empty_bot.telegram.user(7, "Ann")
    *_, told = await ann.forward(ARTICLE, from_="Wye Gazette", username="wye", until=1)
    assert ann.last
    forwarded = ann.last.id
    (quoted,) = [message for message in (await ann.press(told, "Evidence", until=1)).messages if message.quote]
    assert (quoted.reply_to, str(quoted.quote) in ARTICLE) == (forwarded, True)
    bob = tg.user(8, "Bob")
    (start, *_) = await ask(bob, "/help")
    for label in ("Evidence", "Why"):
        pressed = await bob.send_data(start, str(told.button(label).data), until=0)
        assert pressed.answer
        assert pressed.answer.text == "I no longer have this list. Send the command again."
        assert pressed.messages == ()
    group = tg.group(-1009, "Readers", members={7: "creator", 8: "member"})
    await bob.say(FILE, chat=group)
    assert bob.last
    source = bob.last
    *_, added = await ann.reply(source, "/add", until=1)
    (quoted,) = [message for message in (await ann.press(added, "Evidence", until=1)).messages if message.quote]
    assert (quoted.reply_to, str(quoted.quote) in FILE) == (source.id, True)
    assert "answer the message of mine" in whole(await ask(bob, "/why 1", chat=group))
    assert "1: sentence · " in whole(await bob.reply(added, "/why 1", until=1))


def test_a_place_is_a_number() -> None:
    """With or without a number sign; words are none."""
    assert [bool(NUMBER.fullmatch(text)) for text in ("2", "#2", "# 12", "two", "2 3", "")] == [True] * 3 + [False] * 3

"""Taking data along and having it forgotten, as people do it; in a group its admins alone."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from datetime import timedelta

from lxml import html

from bot.playground import Message, Press
from tests.bot.asking import ARTICLE, ask, whole
from tests.bot.conftest import Running

GROUP = -1001000000123


def files(messages: tuple[Message, ...]) -> dict[str, bytes]:
    return {each.document.name: each.document.data for each in messages if each.document}


def said(press: Press) -> str:
    """The note that only the person who pressed sees."""
    return press.answer.text if press.answer else ""


async def test_everything_of_a_chat_is_taken_along(bot: Running) -> None:
    """Settings, digests and sources come as JSON whose selectors find each passage; tables and a page come too."""
    ann = bot.telegram.user(7, "Ann")
    await ask(ann, ARTICLE)
    await ask(ann, "/subscribe 08:00 Kyiv")
    offered = await ask(ann, "/export")
    assert offered[-1].labels == ("Page (HTML)", "Tables (CSV)", "All data (JSON)")
    (name, data), *_ = files(await ask(ann, "/export json")).items()
    assert name.startswith("verbatim-data-")
    kept = json.loads(data)
    assert kept["digests"][0]["times"] == ["08:00"]
    (source,) = kept["sources"]
    text = source["document"]["text"]
    assert "crossed it in the first hour" in text
    found = [(selector, each["target"]) for each in source["annotations"] for selector in each["target"][0]["selector"]]
    assert found
    for selector, _ in found:
        if selector["type"] == "TextPositionSelector":
            assert text[selector["start"] : selector["end"]]
        else:
            assert f"{selector['prefix']}{selector['exact']}{selector['suffix']}" in text
    tables = files(await ann.say("/export csv bridge", until=2))
    statements = next(data for name, data in tables.items() if "statements" in name)
    figures = next(data for name, data in tables.items() if "figures" in name)
    assert any(row["speaker"] == "Ann Lee" for row in csv.DictReader(io.StringIO(statements.decode("utf-8-sig"))))
    assert any("120" in row["as_written"] for row in csv.DictReader(io.StringIO(figures.decode("utf-8-sig"))))
    (page,) = files(await ask(ann, "/export html bridge")).values()
    assert "We kept our word" in html.document_fromstring(page).text_content()


async def test_a_button_gives_the_same_and_no_other_chat_has_it(bot: Running) -> None:
    """Buttons of the offer hand the files out; what another chat brought is in none of them."""
    ann, bob = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Bob")
    await ask(ann, ARTICLE)
    offered = await ask(bob, "/export")
    for label in ("All data (JSON)", "Tables (CSV)", "Page (HTML)"):
        press = await bob.press(offered[-1], label, until=1)
        assert all(b"Ann Lee" not in data for data in files(press.messages).values())


async def test_everything_is_forgotten_after_asking(bot: Running) -> None:
    """The question says what there is; then nothing is left, old buttons say so, and the chat can begin anew."""
    ann = bot.telegram.user(7, "Ann")
    await ask(ann, ARTICLE)
    await ask(ann, "/subscribe 08:00 Kyiv")
    listed = await ask(ann, "/quotes bridge")
    (question,) = await ask(ann, "/forget")
    assert "• 1 source" in question.text
    assert "• 1 digest" in question.text
    kept = await ann.press(question, "Keep everything", until=1)
    assert "Nothing was forgotten" in whole(kept.messages)
    assert "Ann Lee" in whole(await ask(ann, "/quotes Ann Lee"))
    (question,) = await ask(ann, "/forget")
    gone = await ann.press(question, "Forget everything", until=1)
    assert "Everything of this chat is gone." in whole(gone.messages)
    assert "1 text was nobody else's" in whole(gone.messages)
    assert "We kept our word" not in whole(await ask(ann, "/quotes Ann Lee"))
    assert "When should it come?" in whole(await ask(ann, "/digest"))
    assert "no longer have this list" in said(await ann.press(listed[-1], listed[-1].labels[0]))
    await ask(ann, ARTICLE)
    assert "Ann Lee" in whole(await ask(ann, "/quotes Ann Lee"))


async def test_what_is_being_read_meanwhile_is_not_kept(bot: Running) -> None:
    """A text that was sent just before everything is forgotten is neither kept nor told."""
    ann = bot.telegram.user(7, "Ann")
    bot.context.gathering._quiet = 1.0
    (question,) = await ask(ann, "/forget")
    await ann.say(ARTICLE)
    await ann.press(question, "Forget everything", until=1)
    for tasks in (bot.context.gathering._timers, bot.context.gathering._tasks):
        await asyncio.gather(*tasks)
    assert "We kept our word" not in whole(await ask(ann, "/quotes Ann Lee"))


async def test_in_a_group_admins_alone(bot: Running) -> None:
    """Members are told kindly that they may not, by command and by button."""
    ann, bob = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Bob")
    group = bot.telegram.group(GROUP, "News", members={7: "creator", 8: "member"})
    for command in ("/forget", "/export", "/export json"):
        assert "only its admins" in whole(await ask(bob, command, chat=group))
    (question,) = await ask(ann, "/forget", chat=group)
    assert "only its admins" in said(await bob.press(question, "Forget everything"))
    offered = await ask(ann, "/export", chat=group)
    assert "only its admins" in said(await bob.press(offered[-1], "All data (JSON)"))


async def test_an_old_question_is_not_answered_any_more(bot: Running) -> None:
    """Whoever finds the question a day later presses nothing away by mistake."""
    ann = bot.telegram.user(7, "Ann")
    await ask(ann, ARTICLE)
    (question,) = await ask(ann, "/forget")
    now = bot.context.now
    object.__setattr__(bot.context, "now", lambda: now() + timedelta(hours=2))
    assert "This question is old" in said(await ann.press(question, "Forget everything"))
    assert "Ann Lee" in whole(await ask(ann, "/quotes Ann Lee"))

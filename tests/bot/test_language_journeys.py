"""Who is spoken to in which language, in chats of all kinds, also where nobody asked and where something went wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from telegram.ext import ExtBot

from bot.commands import delivering
from bot.limiter import Limiter, Turn
from bot.services.answers import Answers
from bot.services.limits import Place
from bot.services.sent import Sent
from bot.teller import Teller
from bot.views import texts
from bot.views.language import LANGUAGES, speaking, spoken, tr
from storage import chats
from storage.types import Preferences
from summarizer.errors import StorageError
from tests.bot.asking import ARTICLE, ask, whole
from tests.bot.conftest import Running
from tests.bot.views.test_feeds import OURS


async def prefer(bot: Running, chat: int, language: str | None) -> None:
    async with bot.context.database.session() as session:
        await chats.prefer(session, chat, Preferences(language=language))


async def test_each_person_is_answered_in_the_language_of_their_telegram(bot: Running) -> None:
    """A briefing with its buttons, a press, what is taken in by a task of its own; another's language is English."""
    olena, jan = bot.telegram.user(7, "Olena", language="uk"), bot.telegram.user(8, "Jan", language="pl")
    *_, last = told = await ask(olena, "/brief")
    assert whole(told).startswith("Огляд 4 джерел\nНайновіше джерело: ")
    assert "Показники" in last.labels
    (figures,) = (await olena.press(last, "Показники", until=1)).messages
    assert figures.text.startswith("Показники · усього ")
    assert "Підтвердження" in figures.labels
    taken = await ask(olena, ARTICLE)
    assert whole(taken).startswith("Додано: Bridge over the Wye reopens")
    assert whole(await ask(jan, "/brief")).startswith("Briefing of 4 sources\n")


async def test_what_a_chat_has_chosen_counts_first(bot: Running) -> None:
    """The choice goes before the language of Telegram, in a group before that of who asks; no other chat's counts."""
    olena, ann = bot.telegram.user(7, "Olena", language="uk"), bot.telegram.user(8, "Ann")
    group = bot.telegram.group(-1001, "Desk", members={7: "administrator", 8: "member"})
    unknown = {language: _said(language) for language in LANGUAGES}
    assert (await ask(olena, "/xyzzy"))[0].text == unknown["uk"]
    await prefer(bot, 7, "en")
    assert (await ask(olena, "/xyzzy"))[0].text == unknown["en"]
    assert (await ask(olena, "/story 99", chat=group))[0].text == "I have no story 99 here."
    await prefer(bot, group.id, "uk")
    assert (await ask(ann, "/story 99", chat=group))[0].text == "Сюжету 99 тут немає."
    assert (await ask(ann, "/story 99"))[0].text == "I have no story 99 here."
    with speaking("uk"):
        assert whole(await ask(ann, "/add", chat=group)) == tr(texts.ADMINS_ONLY)


def _said(language: str) -> str:
    with speaking(language):
        return texts.unknown("/xyzzy").text


async def test_a_failure_is_told_in_it_too(bot: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no handler expects ends in one sentence, in the language of the chat."""

    async def broken(*_: object, **__: object) -> None:
        raise StorageError("gone")

    olena = bot.telegram.user(7, "Olena", language="uk")
    await ask(olena, "/xyzzy")
    monkeypatch.setattr(Answers, "told", broken)
    (told,) = await ask(olena, "/brief")
    assert told.text == "Сховище зараз недоступне для цього. Причина — в журналі оператора; спробуйте пізніше."


@asynccontextmanager
async def sending(bot: Running) -> AsyncIterator[ExtBot[Turn]]:
    """The hand of a task that nobody's update has started."""
    base = f"{bot.telegram.url}/bot"
    async with ExtBot[Turn](bot.telegram.token, base_url=base, rate_limiter=Limiter(25)) as hand:
        yield hand


async def test_what_nobody_asks_for_is_told_in_the_language_of_its_chat(bot: Running) -> None:
    """A feed that has ended; an answer that an end of the process has held up, where only the hint is left."""
    olena = bot.telegram.user(7, "Olena", language="uk")
    await ask(olena, "/xyzzy")
    async with sending(bot) as hand:
        assert await Teller(hand, bot.context.database, bot.context.now)(OURS) == "told"
        assert bot.telegram.messages(7)[-1].text.startswith("Більше не запитую стрічку ")
        assert bot.telegram.messages(7)[-1].labels == ("Спробувати ще раз", "Замінити", "Прибрати")
        dead = replace(bot.context.gathering.arrivals, owner="a process that ended")
        await dead.note(Place(7, 7), 1, (Sent("text", text=ARTICLE),), None)
        await delivering.resume(bot.context, hand)
        await asyncio.gather(*bot.context.gathering._tasks)
    assert bot.telegram.messages(7)[-1].text.startswith("Додано: Bridge over the Wye reopens")
    assert spoken() == "en"

"""Digests over a real store, day after day: what each chat is told, what not again, and what is never lost."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from bot.services.digests import press, service, walk
from bot.services.digests.planning import Group
from bot.views.letters import unpack
from storage import analyses, digests, forgetting, memories, outbox, subscriptions
from storage.matching import fold
from storage.rows import DigestRow, EditionRow, LetterPartRow
from storage.session import Session, StorageBusyError
from storage.types import DigestLength, Rule, Settled, Taste
from summarizer.analyse import analyse
from summarizer.errors import GateError
from summarizer.types import Document
from tests.bot.services.digesting import DAILY, Post, at, posting
from tests.databases import new_sqlite

FIRE = "The fire in the old market hall of Lowton broke out on Monday night and burned until the roof came down."
TOLL = "At least {} people were killed in the fire in the market hall of Lowton, police said."
VOW = "“We will rebuild the market hall before next winter comes,” said Mayor Ann Lee of Lowton."
BLAME = "“Nobody had checked the wiring of the market hall for ten years,” said Fire Chief Tim Vole."
FERRY = "The council of Harwick voted on Tuesday to sell the ferry to a company from abroad."
PRICE = "“Nobody will pay more for the ferry than today,” said Councillor Bo Reed."
VAULT = "“The vault of the bank in Ostley stood open all night,” said guard Tim Vole."
FOREIGN = "Рада міста Харкова у вівторок вирішила продати пором. Ніхто не заплатить більше за пором, ніж сьогодні."
TOWNS = "Alby Borth Corby Denby Elton Filey Goole Hythe Ilkley Jarrow Kelso Maldon".split()
CHAT, OTHER = 7, 8
QUOTED = re.compile(r"^“(.*),” said .*$")


def page(sentences: list[str]) -> Document:
    return Document.make("\n\n".join(dict.fromkeys(sentences)), title="The news of the day", publisher="Gazette")


def fire(*sentences: str) -> Document:
    return Document.make("\n\n".join((FIRE, *sentences)), title="Fire in Lowton", publisher="Gazette")


def ferry(*sentences: str) -> Document:
    return Document.make("\n\n".join((FERRY, *sentences)), title="Ferry sold", publisher="Herald")


@pytest.fixture
async def post(address: str) -> AsyncIterator[Post]:
    async with posting(address) as it:
        yield it


async def test_the_first_digest_tells_what_there_is_and_the_next_only_what_is_new(post: Post) -> None:
    """A story that moved on has a line of its own; a day without news has no digest, and moves on all the same."""
    await post.bring(fire(TOLL.format(12)), at=at(0, 5))
    await post.subscribe(CHAT)
    first = (await post.morning(0))[CHAT]
    assert "At least 12 people were killed" in first
    await post.bring(fire(TOLL.format(15), VOW), at=at(1, 5))
    second = (await post.morning(1))[CHAT]
    assert "#1 Fire in Lowton: 1 new statement, 1 figure changed: at least 12 → at least 15" in second
    assert "rebuild the market hall" in second
    assert FIRE not in second
    assert await post.morning(2) == {}
    rested = await post.of(CHAT)
    assert (rested.due, rested.last) == (at(3, 8), at(2, 8))


async def test_a_digest_is_composed_once_for_all_who_are_told_the_same(post: Post) -> None:
    """One edition, one letter; who has another topic, another past or another time of day has another."""
    await post.bring(fire(TOLL.format(12), VOW), ferry(PRICE), at=at(0, 5))
    for chat in range(20):
        await post.subscribe(chat + 1)
    await post.subscribe(30, "ferry")
    assert len(await post.morning(0)) == 21
    async with post.database.session(readonly=True) as session:
        memories = {due.memory for due in await subscriptions.due(session, at(1, 8), limit=50)}
    assert len(memories) == 2


async def test_nothing_told_to_one_chat_comes_from_another_chats_source(post: Post) -> None:
    """Neither in an edition that is shared nor in one that is not."""
    await post.bring(fire(TOLL.format(12)), at=at(0, 5))
    await post.bring(Document.make(VAULT, title="The vault"), at=at(0, 6), chat=CHAT)
    for chat in (CHAT, OTHER, 9):
        await post.subscribe(chat)
    told = await post.morning(0)
    assert "vault" in told[CHAT]
    assert all("12 people" in text for text in told.values())
    assert not any("vault" in told[chat] for chat in (OTHER, 9))
    await post.bring(Document.make(VAULT.replace("vault", "gate"), title="The gate"), at=at(1, 6), chat=OTHER)
    told = await post.morning(1)
    assert list(told) == [OTHER]
    assert "gate" in told[OTHER]


async def test_topics_narrow_and_several_topics_add_up(post: Post) -> None:
    """A story's sign is a topic too; one that nothing holds gives no digest."""
    await post.bring(fire(TOLL.format(12), VOW), ferry(PRICE), at=at(0, 5))
    await post.subscribe(1, "ferry")
    await post.subscribe(2, "ferry", "market hall")
    await post.subscribe(3, "#1")
    await post.subscribe(4, "xyzzy")
    await post.subscribe(5, "#99")
    told = await post.morning(0)
    assert [("ferry" in text, "12 people" in text) for _, text in sorted(told.items())] == [
        (True, False),
        (True, True),
        (False, True),
    ]
    assert told[2].startswith("Digest: ferry, market hall\n")
    await post.bring(fire(TOLL.format(15)), at=at(1, 5))
    assert sorted(await post.morning(1)) == [2, 3]


async def test_after_downtime_one_digest_tells_all_and_says_that_it_is_late(post: Post) -> None:
    """Not a pile of them; the next one comes when it always does."""
    await post.subscribe(CHAT)
    for day, sentence in enumerate((TOLL.format(12), VOW, BLAME)):
        await post.bring(fire(sentence), at=at(day, 5))
    text = (await post.morning(2, 11))[CHAT]
    assert text.count("Digest of") == 1
    assert "Monday, 2 March, 08:00 (UTC)\nLate: it was due at 08:00; 2 digests were missed meanwhile" in text
    assert all(piece in text for piece in ("12 people", "next winter", "wiring"))
    assert (await post.of(CHAT)).due == at(3, 8)
    assert await post.digests.compose_due(at(2, 11)) == 0


async def test_a_quarter_of_an_hour_is_not_late(post: Post) -> None:
    """A tick that took its time is no news."""
    await post.bring(fire(TOLL.format(12)), at=at(0, 5))
    await post.subscribe(CHAT)
    assert "Late" not in (await post.morning(0, 8, 15))[CHAT]


async def test_two_subscriptions_of_a_chat_do_not_repeat_each_other(post: Post) -> None:
    """Due at the same moment or one after the other: a chat has one memory."""
    await post.bring(fire(TOLL.format(12), VOW), ferry(PRICE), at=at(0, 5))
    await post.subscribe(CHAT, "ferry")
    await post.subscribe(CHAT)
    text = (await post.morning(0))[CHAT]
    assert text.count("Digest") == 2
    assert (text.count("Nobody will pay more"), text.count("before next winter")) == (1, 1)


async def test_a_correction_is_told_once(post: Post) -> None:
    """With what the page said and says now; a page that no longer says something else is no news."""
    old, new = fire(TOLL.format(12), VOW), fire(TOLL.format(21), VOW)
    await post.bring(old, ferry(PRICE), at=at(0, 5))
    await post.subscribe(CHAT)
    await post.subscribe(OTHER, "ferry")
    await post.morning(0)
    await post.replace(old, new, at=at(1, 5))
    told = await post.morning(1)
    assert list(told) == [CHAT]
    assert re.search(r"Corrected: Fire in Lowton.*was\n.*12 people.*now\n.*21 people", told[CHAT], re.DOTALL)
    assert "rebuild" not in told[CHAT]
    assert await post.morning(2) == {}


async def test_a_change_is_told_from_what_the_corrected_page_said(post: Post) -> None:
    """A page that was told is corrected, and the next one counts on: from the last value, with nothing told again."""
    first, second = fire(TOLL.format(12)), fire(VOW, TOLL.format(17))
    await post.bring(first, at=at(0, 5))
    await post.subscribe(CHAT)
    await post.morning(0)
    await post.bring(second, at=at(1, 5))
    assert "1 figure changed: at least 12 → at least 17" in (await post.morning(1))[CHAT]
    await post.replace(second, fire(VOW.replace("next", "this"), TOLL.format(17)), at=at(2, 5))
    await post.bring(fire(TOLL.format(31), BLAME), at=at(2, 6))
    told = (await post.morning(2))[CHAT]
    assert "1 figure changed: at least 17 → at least 31" in told
    assert "#1 Fire in Lowton: 1 new statement, " in told


async def test_two_digests_of_a_chat_tell_a_change_once(post: Post) -> None:
    """A story that moved on, and a page that was corrected: the first of them says so."""
    old, new = fire(TOLL.format(12), VOW), fire(TOLL.format(21), VOW)
    await post.bring(old, at=at(0, 5))
    await post.subscribe(CHAT, "market hall")
    await post.subscribe(CHAT)
    await post.morning(0)
    await post.replace(old, new, at=at(1, 5))
    assert (await post.morning(1))[CHAT].count("Corrected: Fire") == 1
    await post.bring(fire(TOLL.format(31), BLAME), ferry(PRICE), at=at(2, 5))
    text = (await post.morning(2))[CHAT]
    assert (text.count("#1 Fire in Lowton:"), text.count("Digest")) == (1, 2)


async def test_what_is_understood_only_after_a_digest_is_told_by_the_next(post: Post) -> None:
    """It came before, but nobody could tell it then; what is only understood once more is no news."""
    old, late = fire(TOLL.format(12), VOW), ferry(PRICE)
    await post.bring(old, at=at(-9))
    await post.subscribe(CHAT, taste=Taste(length="short"))
    await post.store(late, at=at(0, 7))
    assert "ferry" not in (await post.morning(0))[CHAT]
    await post.understand(late, at(0, 9))
    async with post.database.session() as session:
        await analyses.save(session, replace(analyse(old, None), recipe="another"), at(0, 10))
    told = (await post.morning(1))[CHAT]
    assert "ferry" in told
    assert "market hall" not in told
    assert await post.morning(2) == {}


async def test_nothing_new_is_said_where_that_is_wanted(post: Post) -> None:
    """In one line, which tells nothing and keeps nothing from being told."""
    await post.bring(fire(TOLL.format(12)), at=at(0, 5))
    await post.subscribe(CHAT, taste=Taste(empty=True))
    await post.subscribe(OTHER)
    await post.morning(0)
    told = await post.morning(1)
    assert list(told) == [CHAT]
    assert "Nothing new since 2 March, 08:00." in told[CHAT]
    await post.bring(fire(TOLL.format(12), VOW), at=at(2, 5))
    assert all("next winter" in text for text in (await post.morning(2)).values())


async def test_quiet_hours_put_the_sending_off(post: Post) -> None:
    """It is composed when it is due, and goes out when they end."""
    rule = Rule((time(8),), DAILY.days, "UTC", quiet=(time(22), time(9, 30)))
    await post.bring(fire(TOLL.format(12)), at=at(0, 5))
    await post.subscribe(CHAT, rule=rule)
    assert await post.digests.compose_due(at(0, 8)) == 1
    assert await post.sent(at(0, 9, 29)) == ()
    (delivery,) = await post.sent(at(0, 9, 30))
    assert delivery.occurrence == at(0, 8)


async def test_a_crash_before_the_writing_has_marked_nothing(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither told nor moved on: the next walk writes the same digest."""
    await post.bring(fire(TOLL.format(12)), at=at(0, 5))
    before = await post.subscribe(CHAT)

    async def locked(*_: object) -> int:
        raise StorageBusyError("locked")

    with monkeypatch.context() as patch:
        patch.setattr("storage.digests.write", locked)
        with pytest.raises(StorageBusyError):
            await post.digests.compose_due(at(0, 8))
    assert await post.of(CHAT) == before
    assert await post.sent(at(0, 8)) == ()
    assert "12 people" in (await post.morning(0))[CHAT]
    assert await post.digests.compose_due(at(0, 8)) == 0


async def test_what_cannot_be_composed_holds_up_nobody_else(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged, rests for ten minutes without being looked at, and comes when it can."""
    await post.bring(fire(TOLL.format(12)), ferry(PRICE), at=at(0, 5))
    await post.subscribe(1, "ferry")
    await post.subscribe(2)
    editor, tried = post.digests._editor, []
    compose = editor.edition

    async def refusing(group: Group) -> object:
        tried.append(group.topics)
        if group.topics:
            raise GateError(("sentence 1: made up",)) if len(tried) < 3 else RuntimeError("broken")
        return await compose(group)

    with monkeypatch.context() as patch, caplog.at_level(logging.WARNING):
        patch.setattr(editor, "edition", refusing)
        assert list(await post.morning(0)) == [2]
        assert await post.morning(0, 8, 5) == {}
        assert await post.morning(0, 8, 10) == {}
    assert tried.count(("ferry",)) == 2
    assert [record.getMessage().split()[0] for record in caplog.records] == ["digest.refused", "digest.crashed"]
    assert "ferry" in (await post.morning(0, 8, 20))[1]


async def test_a_day_of_many_sources_is_told_by_its_broadest_story(post: Post) -> None:
    """Not by its last hour; what there is no room for is counted."""
    await post.bring(ferry(PRICE), at=at(0, 5))
    await post.subscribe(CHAT)
    await post.morning(0)
    await post.bring(fire(TOLL.format(12)), fire(TOLL.format(12), VOW), at=at(1, 1))
    for place, town in enumerate(TOWNS):
        await post.bring(page([f"The town of {town} sold its {place + 2} mills on Tuesday."]), at=at(1, 2, place))
    text = (await post.morning(1))[CHAT]
    assert "next winter" in text
    assert f"{len(TOWNS) - 6} more new sources: /sources lists them." in text


async def test_sources_in_another_language_are_no_silence(post: Post) -> None:
    """Where nothing can be told of what came, it is said that it came."""
    await post.subscribe(CHAT, taste=Taste(empty=True))
    await post.bring(fire(TOLL.format(12)), at=at(0, 5))
    await post.morning(0)
    await post.bring(Document.make(FOREIGN, title="Пором"), at=at(1, 5))
    assert "1 new source in Ukrainian, which is not read." in (await post.morning(1))[CHAT]


async def test_an_edition_is_composed_once_however_many_there_are(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also more than are kept, and one that fails for more chats than are looked at in one go."""
    monkeypatch.setattr(walk, "BATCH", 3)
    monkeypatch.setattr(press, "KEPT", 2)
    await post.bring(fire(TOLL.format(12)), at=at(0, 5))
    for chat in range(1, 21):
        await post.subscribe(chat, f"market {'hall fire town roof bank'.split()[chat % 5]}")
    compose, tried = post.digests._editor.edition, list[str]()

    async def counting(group: Group) -> object:
        tried.append(group.topics[0])
        if group.topics == ("market fire",):
            raise GateError(("sentence 1: made up",))
        return await compose(group)

    monkeypatch.setattr(post.digests._editor, "edition", counting)
    told = await post.morning(0)
    assert sorted(tried) == sorted(set(tried))
    assert [chat for chat in told if chat % 5 == 0] == [5, 10, 15, 20]


async def test_a_walk_that_takes_long_says_late_from_when_it_is(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """A digest is late that is written half an hour after its walk began on time."""
    await post.bring(fire(TOLL.format(12)), at=at(0, 5))
    await post.subscribe(CHAT)
    moments = iter((0.0, *[1800.0] * 9))
    monkeypatch.setattr(walk, "monotonic", lambda: next(moments))
    await post.digests.compose_due(at(0, 8))
    (delivery,) = await post.sent(at(0, 8, 30))
    assert "Late: it was due at 08:00." in unpack(delivery.content).text


async def test_a_chats_other_digest_does_not_wait_for_one_that_fails(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long that goes on; once it can be composed it tells all, and says how late it is."""
    await post.bring(fire(TOLL.format(12)), ferry(PRICE), at=at(0, 5))
    await post.subscribe(CHAT, "ferry")
    await post.subscribe(CHAT, "market hall")
    compose = post.digests._editor.edition

    async def refusing(group: Group) -> object:
        if group.topics == ("ferry",):
            raise GateError(("sentence 1: made up",))
        return await compose(group)

    with monkeypatch.context() as patch:
        patch.setattr(post.digests._editor, "edition", refusing)
        assert (await post.morning(0))[CHAT].startswith("Digest: market hall")
        await post.bring(fire(TOLL.format(15)), at=at(1, 5))
        assert "15 people" in (await post.morning(1))[CHAT]
    text = (await post.morning(1, 9))[CHAT]
    assert text.startswith("Digest: ferry")
    assert "1 digest was missed meanwhile" in text


async def test_a_rule_that_is_none_any_more_harms_no_other(post: Post) -> None:
    """A zone may be abolished; the chat's subscription stays, for somebody to put it right."""
    await post.bring(fire(TOLL.format(12)), at=at(0, 5))
    await post.subscribe(1, rule=Rule((time(8),), (1,), "Mars/Olympus"))
    await post.subscribe(2)
    assert list(await post.morning(0)) == [2]
    assert (await post.of(1)).due == at(0, 8)


async def test_walks_take_turns(post: Post) -> None:
    """Two at once write each digest once."""
    await post.bring(fire(TOLL.format(12)), at=at(0, 5))
    for chat in range(1, 6):
        await post.subscribe(chat)
    assert sorted(await asyncio.gather(*(post.digests.compose_due(at(0, 8)) for _ in range(3)))) == [0, 0, 5]


async def test_more_than_a_batch_is_walked_to_its_end(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where every chat has two."""
    monkeypatch.setattr(walk, "BATCH", 3)
    await post.bring(fire(TOLL.format(12), VOW), ferry(PRICE), at=at(0, 5))
    for chat in range(1, 9):
        await post.subscribe(chat, "ferry")
        await post.subscribe(chat, "market hall")
    assert await post.digests.compose_due(at(0, 8)) == 16


async def test_a_preview_is_not_remembered(post: Post) -> None:
    """It tells what the digest then tells as well; after it there is nothing new."""
    await post.bring(fire(TOLL.format(12)), at=at(0, 5))
    subscription = await post.subscribe(CHAT)
    for _ in range(2):
        assert (await post.digests.preview(subscription, at(0, 7))).briefing
    assert "12 people" in (await post.morning(0))[CHAT]
    after = await post.digests.preview(await post.of(CHAT), at(0, 9))
    assert not after
    assert after.since == at(0, 8)


async def test_a_preview_waits_for_nobody_who_writes(post: Post) -> None:
    """While a walk holds what the chat was told, a preview is composed all the same."""
    await post.bring(fire(TOLL.format(12)), at=at(0, 5))
    subscription = await post.subscribe(CHAT)
    async with post.database.session() as session:
        await memories.lock(session, (CHAT,))
        assert (await asyncio.wait_for(post.digests.preview(subscription, at(0, 7)), 5)).briefing


@pytest.mark.parametrize(
    ("zone", "place"), [("Etc/GMT-2", "UTC+2"), ("America/Argentina/Buenos_Aires", "Buenos Aires")]
)
async def test_a_letter_names_its_zone_as_people_do(post: Post, zone: str, place: str) -> None:
    """Two hours ahead of UTC is not called GMT-2, which POSIX writes for it."""
    await post.bring(fire(TOLL.format(12)), at=at(0, 5))
    await post.subscribe(CHAT, rule=replace(DAILY, zone=zone))
    assert f" ({place})\n" in (await post.morning(0))[CHAT]


async def test_due_times_follow_a_clock_that_was_wrong(post: Post) -> None:
    """A clock that jumped ahead leaves a due time in a year: it is put right, and what came meanwhile is told."""
    await post.bring(fire(TOLL.format(12)), at=at(0, 5))
    await post.subscribe(CHAT)
    await post.morning(365)
    assert (await post.of(CHAT)).due == at(366, 8)
    assert await post.digests.realign(at(1, 7)) == 1
    assert (await post.of(CHAT)).due == at(1, 8)
    assert await post.digests.realign(at(1, 7)) == 0
    await post.bring(fire(TOLL.format(12), VOW), at=at(1, 7))
    text = (await post.morning(1))[CHAT]
    assert "next winter" in text
    assert "12 people" not in text


async def test_what_was_told_long_ago_is_thrown_away_and_the_chat_goes_on(post: Post) -> None:
    """Letters go; nobody is told again what came before."""
    await post.bring(fire(TOLL.format(12)), at=at(0, 5))
    await post.subscribe(CHAT)
    await post.morning(0)
    later = at(0, 9) + service.KEPT
    assert await post.digests.prune(at(0, 9)) == 0
    assert await post.digests.prune(later) == 1
    assert await post.morning(1) == {}


async def test_nothing_is_left_of_a_letter_whose_chat_was_forgotten_meanwhile(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor of the edition; what others get of public texts is written all the same."""
    await post.bring(fire(TOLL.format(12)), at=at(0, 5))
    await post.bring(ferry(PRICE), at=at(0, 5), chat=CHAT)
    for chat in (CHAT, OTHER):
        await post.subscribe(chat)
    write = digests.write

    async def late(session: Session, *about: Any) -> int:
        await forgetting.forget(session, CHAT)
        return await write(session, *about)

    monkeypatch.setattr("storage.digests.write", late)
    assert await post.digests.compose_due(at(0, 8)) > 0
    async with post.database.session(readonly=True) as session:
        letters = set(await session.exec(select(LetterPartRow.letter_id)))
        assert letters == set(await session.exec(select(DigestRow.letter_id)))
        assert len((await session.exec(select(EditionRow))).all()) == len(letters)
        assert not any("ferry" in each.content for each in await session.exec(select(LetterPartRow)))


async def test_what_may_not_have_arrived_is_owned_up_to_once(post: Post) -> None:
    """In the chat's next digest; the chat that shares its edition does not hear of it."""
    await post.bring(fire(TOLL.format(12)), at=at(0, 5))
    await post.subscribe(CHAT)
    await post.subscribe(OTHER)
    await post.digests.compose_due(at(0, 8))
    now, until = at(0, 8), at(0, 8, 1)
    async with post.database.session() as session:
        (lost,) = [each for each in await outbox.claim(session, now, until=until, limit=9) if each.chat == CHAT]
        await outbox.begin(session, [lost.id], now, until=until)
        await outbox.settle(session, [Settled(lost.id, "uncertain")], now)
    await post.bring(fire(TOLL.format(12), VOW), at=at(1, 5))
    told = await post.morning(1)
    words = "The digest of 2 March, 08:00 may not have arrived."
    assert (words in told[CHAT], words in told[OTHER]) == (True, False)
    await post.bring(fire(TOLL.format(12), VOW, BLAME), at=at(2, 5))
    assert words not in (await post.morning(2))[CHAT]


POOL = tuple(
    f"“{opening} {thing} {verb} before {when},” said {who}."
    for thing in ("the old bridge over the Wye", "the ferry to Harwick", "the museum in Ostley")
    for opening, verb, when, who in (
        ("We promise that", "will be open again", "the next winter", "Mayor Ann Lee"),
        ("Nobody here believes that", "was checked by anybody", "it was too late", "Fire Chief Bo Reed"),
    )
) + tuple(
    f"At least {number} people were {befell} when the {thing} {event}, police said."
    for thing, event in (("bridge", "fell"), ("ferry", "sank"), ("museum", "burned"))
    for befell in ("killed", "injured")
    for number in (12, 15, 31)
)
WEEKS = st.lists(st.lists(st.lists(st.sampled_from(POOL), min_size=1, max_size=4), max_size=2), min_size=5, max_size=5)


@given(WEEKS, st.sampled_from(["short", "usual", "full"]))
@settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_nothing_is_told_twice(tmp_path: Path, days: list[list[list[str]]], length: DigestLength) -> None:
    """Whatever comes in five days, in which texts and how often: no statement and no sentence with a figure again.

    Neither to the letter nor but for case and marks; to two subscriptions of the chat, and to a chat with one.
    """

    async def week(folder: Path) -> list[dict[int, str]]:
        async with posting(new_sqlite(folder / "week.db")) as post:
            await post.subscribe(CHAT, "people", taste=Taste(length=length))
            await post.subscribe(CHAT, taste=Taste(length=length))
            await post.subscribe(OTHER, taste=Taste(length=length))
            heard = []
            for day, texts in enumerate(days):
                await post.bring(*map(page, texts), at=at(day, 5))
                heard.append(await post.morning(day))
        return heard

    with TemporaryDirectory(dir=tmp_path) as folder:
        heard = asyncio.run(week(Path(folder)))
    for chat in (CHAT, OTHER):
        told = [fold(day.get(chat, "")) for day in heard]
        for sentence in POOL:
            words = fold(QUOTED.sub(r"\1", sentence))
            assert sum(words in text for text in told) <= 1, sentence


async def test_a_week(post: Post) -> None:
    """The same chats are told the same, whichever database keeps it."""
    days = ((TOLL.format(12),), (TOLL.format(15), VOW), (VOW,), (BLAME, VOW), ())
    await post.subscribe(CHAT)
    await post.subscribe(OTHER, "wiring")
    heard: list[tuple[int, ...]] = []
    for day, sentences in enumerate(days):
        await post.bring(fire(*sentences), at=at(day, 5))
        heard.append(tuple(sorted(await post.morning(day))))
    assert heard == [(CHAT,), (CHAT,), (), (CHAT, OTHER), ()]

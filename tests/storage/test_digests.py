"""A digest is written once, for the subscription as it was when it was composed, together with what is remembered."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import func
from sqlmodel import select

from storage import bulk, chats, digests, memories, outbox, subscriptions
from storage.database import Database
from storage.rows import DigestRow, EditionRow, LetterPartRow, LetterRow, MemoryRow, Row
from storage.session import Session
from storage.types import Chat, Settled, Told
from summarizer.errors import StorageError
from tests.storage.factory import NOW, later
from tests.storage.mailing import CHAT, DAY, GROUP, arrive, claim, compose, remembered, send, subscribe, told, written


async def rows(session: Session, table: type[Row]) -> int:
    return (await session.exec(select(func.count()).select_from(table))).one()


async def test_what_was_told_comes_back(session: Session) -> None:
    """Passages by document and place, with when they were told; of no memory there is nothing."""
    passages = (Told("sentence", "v1:ab", 0, 17), Told("figure", "v1:cd", 2**31, 2**31 + 3))
    edition = await digests.add_edition(session, passages, later(3))
    letter = await digests.add_letter(session, edition, ['{"text": "Grain ✓"}'])
    await subscribe(session)
    (due,) = await subscriptions.due(session, NOW, limit=9)
    assert due.memory is None
    assert await digests.write(session, [written(due, letter)], NOW) == 1
    await arrive(session)
    (again,) = await subscriptions.due(session, later(DAY), limit=9)
    (kept,) = await digests.memory(session, again.memory)
    assert (kept.id, kept.made, kept.told) == (edition, later(3), passages)
    assert await digests.memory(session, None) == ()


async def test_a_memory_is_read_from_its_end(session: Session) -> None:
    """The edition told last comes first, and no more than asked for."""
    await subscribe(session)
    for day in range(5):
        await compose(session, str(day), minute=day * DAY)
        await arrive(session)
    assert await remembered(session) == ["4", "3", "2", "1", "0"]
    (due,) = await subscriptions.due(session, later(5 * DAY), limit=9)
    assert [each.told[0].key for each in await digests.memory(session, due.memory, most=2)] == ["4", "3"]


async def test_chats_that_were_told_the_same_have_one_memory(session: Session) -> None:
    """So that one edition is composed for all of them; one that was told less has another."""
    for chat in range(1, 5):
        await subscribe(session, chat, due=later(DAY if chat == 4 else 0))
    for day, word in enumerate(("one", "two")):
        await compose(session, word, minute=day * DAY)
        await arrive(session)
    found = await subscriptions.due(session, later(3 * DAY), limit=9)
    assert len({each.memory for each in found[:3]}) == 1
    assert len({each.memory for each in found}) == 2
    assert await rows(session, MemoryRow) == 3


async def test_a_digest_is_written_with_all_that_belongs_to_it(session: Session) -> None:
    """Its messages wait, the next one is due, and what waits is what was composed, where and how it is wanted."""
    made = await subscribe(session, GROUP, thread=5)
    await compose(session, "one", parts=3)
    first = (await claim(session))[0]
    assert (first.subscription, first.chat, first.thread, first.silent) == (made.id, GROUP, 5, False)
    assert (first.occurrence, first.part, first.parts, first.content) == (NOW, 1, 3, '"one 1"')
    assert (first.state, first.due, first.tries, first.message, first.repeated) == ("pending", NOW, 0, None, False)
    assert await subscriptions.of_chat(session, GROUP) == (replace(made, due=later(DAY), last=NOW, looked=NOW),)
    assert await outbox.counts(session) == {"pending": 3}


async def test_where_nothing_is_new_nothing_is_sent(session: Session) -> None:
    """Only the next one is due, and the chat was told nothing."""
    await subscribe(session)
    (due,) = await subscriptions.due(session, NOW, limit=9)
    assert await digests.write(session, [written(due, None)], NOW) == 0
    (again,) = await subscriptions.due(session, later(DAY), limit=9)
    assert (again.memory, again.subscription.last, again.subscription.due) == (None, NOW, later(DAY))
    assert await outbox.counts(session) == {}
    assert await digests.write(session, [], NOW) == 0


async def test_writing_again_sends_nothing_twice(session: Session) -> None:
    """A step that is repeated after a crash meets a subscription that is due later."""
    await subscribe(session)
    (due,) = await subscriptions.due(session, NOW, limit=9)
    letter = await told(session, "one")
    assert [await digests.write(session, [written(due, letter)], NOW) for _ in range(2)] == [2, 0]
    assert await remembered(session) == ["one"]


async def test_an_occurrence_has_one_digest_for_ever(session: Session) -> None:
    """Made due again for a moment that has its digest, a subscription goes on and sends nothing."""
    made = await subscribe(session)
    await compose(session, "one")
    await arrive(session)
    (done,) = await subscriptions.of_chat(session, CHAT)
    assert await subscriptions.change(session, replace(done, due=NOW))
    assert await compose(session, "again") == 0
    (now,) = await subscriptions.of_chat(session, CHAT)
    assert (now.id, now.due) == (made.id, later(DAY))
    assert await remembered(session) == ["one"]


async def test_what_changed_meanwhile_is_passed_over(session: Session) -> None:
    """Changed, at rest, moved to another moment or deleted: what was composed is not what is wanted any more."""
    made = [await subscribe(session, chat) for chat in range(1, 6)]
    letter, found = await told(session, "one"), await subscriptions.due(session, NOW, limit=9)
    assert await subscriptions.change(session, replace(made[0], silent=True))
    await subscriptions.pause_chat(session, 2, "blocked")
    assert await subscriptions.change(session, replace(made[2], due=later(1)))
    assert await subscriptions.delete(session, made[3].id, 4)
    assert await digests.write(session, [written(each, letter) for each in found], NOW) == 2
    assert {each.chat for each in await claim(session)} == {5}
    assert [each.subscription.chat for each in await subscriptions.due(session, later(1), limit=9)] == [1, 3]


async def test_a_moment_that_was_realigned_is_passed_over(session: Session) -> None:
    """A zone's clock changed between composing and writing: it is composed anew when it is due."""
    made, letter = await subscribe(session), await told(session, "one")
    (due,) = await subscriptions.due(session, NOW, limit=9)
    await subscriptions.realign(session, made.rule, NOW, later(60))
    assert await digests.write(session, [written(due, letter)], NOW) == 0
    assert await subscriptions.earliest(session) == later(60)


@pytest.mark.parametrize("at_once", [True, False])
async def test_two_digests_of_a_chat_never_tell_the_same(session: Session, at_once: bool) -> None:  # noqa: FBT001  (a parameter of the test)
    """Of two that were composed for one memory the first is written; the second is composed anew."""
    await subscribe(session)
    await subscribe(session, due=later(1))
    (first,) = await subscriptions.due(session, later(1), limit=9)
    await subscriptions.realign(session, first.subscription.rule, NOW, later(2))
    (second,) = await subscriptions.due(session, later(1), limit=9)
    await subscriptions.realign(session, first.subscription.rule, later(2), NOW)
    both, letter = (first, second), await told(session, "one")
    goes = [both] if at_once else [both[:1], both[1:]]
    assert sum([await digests.write(session, [written(due, letter) for due in some], NOW) for some in goes]) == 2
    (left,) = await subscriptions.due(session, later(1), limit=9)
    assert left.subscription.id == second.subscription.id
    assert left.memory is not None


async def test_two_writers_at_once_write_one_digest_for_a_chat(db: Database) -> None:
    """Whoever is second finds a chat that remembers more, and writes nothing."""
    async with db.session() as session:
        await subscribe(session)
        await subscribe(session)
        letter, found = await told(session, "one"), await subscriptions.due(session, NOW, limit=9)
        other = replace(found[0], subscription=(await subscriptions.of_chat(session, CHAT))[1])

    async def write(due: object) -> int:
        async with db.session() as session:
            return await digests.write(session, [written(due, letter)], NOW)  # type: ignore[arg-type]

    assert sorted(await asyncio.gather(*map(write, (found[0], other, found[0], other)))) == [0, 0, 0, 2]


async def test_writing_is_all_or_nothing(db: Database) -> None:
    """A letter that is not there: neither the digests before it nor the next due time are kept."""
    async with db.session() as session:
        for chat in (1, 2):
            await subscribe(session, chat)
        letter, found = await told(session, "one"), await subscriptions.due(session, NOW, limit=9)
    with pytest.raises(StorageError, match="no letter 999"):
        async with db.session() as session:
            await digests.write(session, [written(found[0], letter), written(found[1], 999)], NOW)
    async with db.session() as session:
        assert await subscriptions.due(session, NOW, limit=9) == found
        assert await outbox.counts(session) == {}


async def test_many_are_written_in_one_go(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than one statement takes: each subscription gets its own digest, in its order."""
    monkeypatch.setattr(bulk, "MOST", 5)
    for chat in range(1, 24):
        await subscribe(session, chat, due=later(-chat))
    one, two = await told(session, "odd", parts=1), await told(session, "even", parts=2)
    found = await subscriptions.due(session, NOW, limit=99)
    goes = [written(each, one if each.subscription.chat % 2 else two) for each in found]
    assert await digests.write(session, goes, NOW) == 12 + 2 * 11
    first = await claim(session)
    assert [each.chat for each in first] == [*range(23, 0, -1)]
    assert all(each.content == ('"odd 1"' if each.chat % 2 else '"even 1"') for each in first)


async def test_quiet_hours_put_off_the_whole_digest(session: Session) -> None:
    """What is composed in the night is sent in the morning."""
    await subscribe(session)
    (due,) = await subscriptions.due(session, NOW, limit=9)
    night = replace(written(due, await told(session, "one")), sent_from=later(300))
    await digests.write(session, [night], NOW)
    assert await claim(session, minute=299) == ()
    assert [each.due for each in await claim(session, minute=300)] == [later(300)]


async def test_a_digest_never_falls_due_before_what_its_chat_waits_for(session: Session) -> None:
    """A chat that is put off for twelve hours gets the next digest after that too; others are not held up."""
    for chat in (1, 2):
        await subscribe(session, chat)
    await compose(session, "one")
    await outbox.put_off(session, 1, later(2 * DAY))
    await compose(session, "two", minute=DAY)
    assert await outbox.next_due(session, later(DAY)) == later(2 * DAY)
    assert {each.chat for each in await claim(session, minute=DAY)} == {2}
    assert {each.chat for each in await claim(session, minute=2 * DAY)} == {1, 2}


async def test_a_doubt_is_owned_up_to_once(session: Session) -> None:
    """What may not have arrived is named to the next digest of the chat, whichever; once that is written, no more."""
    await subscribe(session)
    await subscribe(session, due=later(DAY))
    await compose(session, "one", parts=3)
    for _ in range(2):
        (part,) = await claim(session)
        await outbox.begin(session, [part.id], NOW, until=later(10))
        await outbox.settle(session, [Settled(part.id, "uncertain")], NOW)
    await arrive(session)
    (due,) = await subscriptions.due(session, later(DAY), limit=1)
    assert [(each.occurrence, each.part, each.parts) for each in due.doubts] == [(NOW, 1, 3), (NOW, 2, 3)]
    await digests.write(session, [written(due, None, minute=DAY)], later(DAY))
    (due,) = await subscriptions.due(session, later(DAY), limit=9)
    assert len(due.doubts) == 2
    await digests.write(session, [written(due, await told(session, "two"), minute=DAY)], later(DAY))
    await arrive(session)
    assert [each.doubts for each in await subscriptions.due(session, later(9 * DAY), limit=9)] == [()]


async def test_what_is_old_and_done_is_forgotten_and_what_was_told_is_not(session: Session) -> None:
    """Digests, their letters and messages go; what waits stays; and so does what the chat remembers."""
    await subscribe(session)
    await compose(session, "sent", parts=1)
    await send(session, (await claim(session))[0])
    await compose(session, "waits", parts=1, minute=DAY)
    await subscriptions.pause_chat(session, CHAT, "rights")
    await subscribe(session, due=later(9 * DAY))
    await compose(session, "new", parts=1, minute=9 * DAY)
    assert await digests.prune(session, later(2 * DAY)) == 1
    assert [await rows(session, table) for table in (DigestRow, LetterRow, LetterPartRow, EditionRow)] == [2, 2, 2, 3]
    assert await remembered(session) == ["new", "waits", "sent"]
    assert await digests.prune(session, later(2 * DAY)) == 0


async def test_forgetting_goes_by_steps(session: Session) -> None:
    """So many at a time, the oldest first, so that others can write meanwhile."""
    await subscribe(session)
    for day in range(5):
        await compose(session, str(day), parts=1, minute=day * DAY)
        await send(session, (await claim(session, minute=day * DAY))[0], minute=day * DAY)
    assert [await digests.prune(session, later(4 * DAY), most=3) for _ in range(3)] == [3, 1, 0]
    assert await rows(session, DigestRow) == 1


async def test_what_no_chat_remembers_is_forgotten(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Editions that were never sent, and those that are further back than anybody looks."""
    monkeypatch.setattr(memories, "MOST", 3)
    await told(session, "never written")
    await subscribe(session)
    for day in range(5):
        await compose(session, str(day), parts=1, minute=day * DAY)
        await send(session, (await claim(session, minute=day * DAY))[0], minute=day * DAY)
    await digests.prune(session, later(999 * DAY))
    assert await rows(session, MemoryRow) == await rows(session, EditionRow) == 3
    assert await rows(session, LetterRow) == 0
    assert await remembered(session) == ["4", "3", "2"]


async def test_a_supergroup_goes_on_where_its_group_was(session: Session) -> None:
    """Subscriptions, what waits and what was told move; the number of the chat is all that is another."""
    await chats.touch(session, Chat(-5, "group", "Desk"), NOW)
    made = await subscribe(session, -5)
    await compose(session, "one")
    for _ in range(2):
        await chats.migrate(session, -5, GROUP)
    (moved,) = await subscriptions.of_chat(session, GROUP)
    assert (moved.id, moved.due, moved.version) == (made.id, later(DAY), made.version + 1)
    assert await remembered(session, GROUP) == ["one"]
    assert [(each.chat, each.part) for each in await claim(session)] == [(GROUP, 1)]
    assert await subscriptions.of_chat(session, -5) == ()


async def test_two_chats_that_become_one_were_told_what_either_was(session: Session) -> None:
    """Nothing is told twice after the move, and both outboxes go out in their order."""
    await subscribe(session, -5)
    await compose(session, "group 1")
    await subscribe(session, GROUP, due=later(1))
    await compose(session, "super", minute=1)
    await subscribe(session, -5, due=later(2))
    await compose(session, "group 2", minute=2)
    await chats.migrate(session, -5, GROUP)
    assert set(await remembered(session, GROUP)) == {"group 1", "group 2", "super"}
    order = []
    while claimed := await claim(session, minute=2 * DAY):
        order += [each.content for each in claimed]
        await send(session, *claimed, minute=2 * DAY)
    assert order == [f'"{word} {part}"' for word in ("group 1", "super", "group 2") for part in (1, 2)]


async def test_what_was_composed_for_a_group_is_not_written_for_the_supergroup(session: Session) -> None:
    """A move between composing and writing: it is composed anew for what the supergroup sees and was told."""
    await subscribe(session, -5)
    (due,) = await subscriptions.due(session, NOW, limit=9)
    await chats.migrate(session, -5, GROUP)
    assert await digests.write(session, [written(due, await told(session, "one"))], NOW) == 0
    assert await compose(session, "one") == 2

"""Stories as each chat sees them: stable numbers, late documents, splits that last, and nothing of another chat's."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import analyses, documents, sources, stories
from storage.database import Database
from storage.session import Session
from summarizer.types import Analysis, Document, Story
from tests.storage.factory import later

EVENTS = (
    (
        "River Aar floods Thun",
        "Mayor Ruth Keller of Thun asked the canton of Bern for help after the Aar flooded cellars.",
    ),
    ("Freighter loses containers", "The Liberian freighter Ocean Pearl lost forty containers off Rotterdam in a gale."),
    (
        "Lemberg opera reopens",
        "The Lemberg opera reopened with Verdi's Nabucco, conducted by Oksana Lyniv, after repairs.",
    ),
)
TAILS = ("Nobody was hurt.", "Trains were late.", "A fund was set up.", "Schools stay open.")
REPORTS = tuple(
    Document.make(f"{body} {tail}", title=f"{title} {n}") for title, body in EVENTS for n, tail in enumerate(TAILS)
)
CHATS = (None, 7, -1001234567890)


def understood(document: Document, *, model: bool = True) -> Analysis:
    """An analysis with the vector of the report's event; a text that is no report has the middle of all three."""
    event = REPORTS.index(document) // len(TAILS) if document in REPORTS else slice(None)
    vector = np.eye(len(EVENTS), dtype=np.float32)[event].reshape(-1, len(EVENTS)).mean(axis=0, keepdims=True)
    return Analysis(document, "r1", "model+tagger", "en", (), (), (), (), vector if model else None)


async def arrive(
    session: Session, document: Document, chat: int | None, minute: int = 0, *, supersedes: str | None = None
) -> None:
    """A chat brings a document, and it is understood and placed."""
    await documents.add(session, document, raw="", now=later(minute), supersedes=supersedes)
    await sources.add(session, document.key, chat=chat, kind="paste", name="", now=later(minute))
    await analyses.save(session, understood(document), later(minute))
    await stories.place(session, understood(document))


async def told(session: Session, chat: int | None) -> list[tuple[int, str, tuple[str | None, ...]]]:
    """Every story that a chat sees: number, title, titles of its documents."""
    seen = await stories.visible(session, chat, limit=99)
    for story in seen:
        assert await stories.of(session, chat, story.number) == story
    return [(story.number, story.title, tuple(document.title for document in story.documents)) for story in seen]


async def test_documents_about_one_event_are_one_story(session: Session) -> None:
    """A late document joins its story, under the number that it had; the newest story comes first."""
    for minute, place in enumerate((0, 4, 1)):
        await arrive(session, REPORTS[place], None, minute)
    flood, ship = REPORTS[0].title, REPORTS[4].title
    assert await told(session, 7) == [(1, REPORTS[1].title, (REPORTS[1].title, flood)), (3, ship, (ship,))]
    assert [story.number for story in await stories.visible(session, 7, limit=1)] == [1]


async def test_to_offer_a_story_its_first_documents_are_enough(session: Session) -> None:
    """Its number and title are those of the whole; what a chat adds to it is not among them."""
    public = [Document.make(f"{REPORTS[0].text} {n} men came.", title=f"River Aar floods Thun {n}") for n in range(7)]
    for minute, document in enumerate((*public, REPORTS[1])):
        await arrive(session, document, None if minute < len(public) else 7, minute)
    (whole,) = await stories.visible(session, 7, limit=9)
    for first, offers in ((1, stories.NAMING), (6, 6), (9, 7)):
        (offered,) = await stories.visible(session, 7, limit=9, first=first)
        assert (offered.number, offered.title) == (whole.number, whole.title)
        assert offered.documents == tuple(public[::-1][:offers])


async def test_a_document_is_found_with_the_others_of_its_story(session: Session) -> None:
    """Every story of the given documents once, newest first; one without a story alone; others' not at all."""
    for minute, place in enumerate((0, 1, 4, 2)):
        await arrive(session, REPORTS[place], None, minute)
    await arrive(session, REPORTS[5], 9, 5)
    await documents.add(session, REPORTS[8], raw="", now=later(6))
    await sources.add(session, REPORTS[8].key, chat=7, kind="paste", name="", now=later(6))
    asked = [REPORTS[place].key for place in (0, 4, 8, 5)]
    found = await stories.together(session, 7, asked)
    told = {1: (2, 1, 0), 3: (4,), None: (8,)}
    assert {each.number: each.keys for each in found} == {n: tuple(REPORTS[p].key for p in told[n]) for n in told}


async def test_placing_twice_changes_nothing(session: Session) -> None:
    """Whoever is not sure whether a document was placed may place it again."""
    for _ in range(2):
        await arrive(session, REPORTS[0], 7)
    await stories.place(session, understood(REPORTS[0]))
    assert await told(session, 7) == [(2, REPORTS[0].title, (REPORTS[0].title,))]


async def test_a_story_that_nobody_has_is_none(session: Session) -> None:
    """Unknown numbers, also those of another chat's stories, lead nowhere."""
    await arrive(session, REPORTS[0], 7)
    assert await stories.of(session, 7, 2) is not None
    assert [await stories.of(session, chat, number) for chat, number in ((8, 2), (None, 2), (7, 1), (7, 4))] == [
        None
    ] * 4


async def test_a_private_document_joins_a_public_story_for_its_chat_alone(session: Session) -> None:
    """It is listed there, does not rename the story, and nobody else sees any of it."""
    await arrive(session, REPORTS[0], None)
    before = await told(session, 8)
    await arrive(session, REPORTS[1], 7, 1)
    assert await told(session, 7) == [(1, REPORTS[0].title, (REPORTS[1].title, REPORTS[0].title))]
    assert await told(session, 8) == await told(session, None) == before


async def test_a_private_document_bridges_no_public_stories(session: Session) -> None:
    """What a chat brings between two public stories leaves both as they are, for the chat too."""
    await arrive(session, REPORTS[0], None)
    await arrive(session, REPORTS[4], None, 1)
    bridge = Document.make(f"{REPORTS[0].text} {REPORTS[4].text}", title="Bridge")
    await arrive(session, bridge, 7, 2)
    assert len(await told(session, 8)) == len(await told(session, 7)) == 2
    await arrive(session, REPORTS[1], None, 3)
    assert [number for number, *_ in await told(session, 8)] == [1, 3]


async def test_a_chats_own_story_becomes_part_of_the_public_one_that_comes(session: Session) -> None:
    """The chat sees one story, under the public number, and finds it under its old number as well."""
    await arrive(session, REPORTS[0], 7)
    assert [number for number, *_ in await told(session, 7)] == [2]
    await arrive(session, REPORTS[1], None, 1)
    assert await told(session, 7) == [(1, REPORTS[1].title, (REPORTS[1].title, REPORTS[0].title))]
    assert await stories.of(session, 7, 2) == await stories.of(session, 7, 1)
    await arrive(session, REPORTS[2], 7, 2)
    assert [(number, len(titles)) for number, _, titles in await told(session, 7)] == [(1, 3)]
    assert [(number, len(titles)) for number, _, titles in await told(session, 8)] == [(1, 1)]


async def test_the_same_text_brought_privately_then_publicly_is_listed_once(session: Session) -> None:
    """Whoever had it first keeps it in one story, which is then the public one."""
    await arrive(session, REPORTS[0], 7)
    await arrive(session, REPORTS[0], None, 1)
    assert await told(session, 7) == await told(session, 8) == [(1, REPORTS[0].title, (REPORTS[0].title,))]


@pytest.mark.parametrize(("chat", "number"), [(None, 3), (7, 2)])
async def test_a_split_document_stays_apart(session: Session, chat: int | None, number: int) -> None:
    """A person takes it out once; further documents of both do not bring the two together again."""
    for minute in range(3):
        await arrive(session, REPORTS[minute], None, minute)
    assert await stories.split(session, chat, REPORTS[1].key, 1) == number
    await arrive(session, REPORTS[3], None, 3)
    await stories.place(session, understood(REPORTS[1]))
    seen = {n: titles for n, _, titles in await told(session, chat)}
    assert REPORTS[1].title in seen[number]
    assert {REPORTS[0].title, REPORTS[2].title} <= set(seen[1])


async def test_a_chats_split_is_its_own(session: Session) -> None:
    """Other chats, and the public, keep the story as it was."""
    for minute in range(3):
        await arrive(session, REPORTS[minute], None, minute)
    before = await told(session, 8)
    await stories.split(session, 7, REPORTS[1].key, 1)
    assert len(await told(session, 7)) == 2
    assert await told(session, 8) == await told(session, None) == before


async def test_an_operators_split_holds_for_everybody(session: Session) -> None:
    """What is public is split for all chats, also for one that has a document of its own in the story."""
    await arrive(session, REPORTS[0], None)
    await arrive(session, REPORTS[1], None, 1)
    await arrive(session, REPORTS[2], 7, 2)
    assert await stories.split(session, None, REPORTS[1].key, 1) == 3
    assert {number: len(titles) for number, _, titles in await told(session, 7)} == {1: 2, 3: 1}
    assert {number: len(titles) for number, _, titles in await told(session, 8)} == {1: 1, 3: 1}


async def test_only_what_can_be_split_is(session: Session) -> None:
    """A document that is alone, elsewhere, or unseen, and a story of another chat, stay as they are."""
    await arrive(session, REPORTS[0], None)
    await arrive(session, REPORTS[1], 7, 1)
    await arrive(session, REPORTS[4], 7, 2)
    for chat, place, number in ((8, 0, 1), (8, 1, 1), (7, 4, 1), (7, 4, 2), (7, 0, 99), (None, 0, 1)):
        assert await stories.split(session, chat, REPORTS[place].key, number) is None


async def test_a_chats_own_split_is_not_drawn_back(session: Session) -> None:
    """A public document that is like both does not make the split story a part of the other."""
    await arrive(session, REPORTS[0], None)
    await arrive(session, REPORTS[1], 7, 1)
    assert await stories.split(session, 7, REPORTS[1].key, 1) == 2
    await arrive(session, REPORTS[2], None, 2)
    assert {number: len(titles) for number, _, titles in await told(session, 7)} == {1: 2, 2: 1}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_a_split_lasts_when_one_half_has_become_part_of_a_public_story(
    session: Session, order: tuple[int, int]
) -> None:
    """Whichever half is drawn in first, the public document that is like the other half does not bring it along."""
    halves = [Document.make(f"{REPORTS[0].text} {end}") for end in ("Half the harbour burned.", "Two bridges broke.")]
    for minute, half in enumerate(halves):
        await arrive(session, half, 7, minute)
    assert await stories.split(session, 7, halves[1].key, 2) == 4
    for minute, half in enumerate(halves[place] for place in order):
        await arrive(session, Document.make(f"{half.text} It rained."), None, 2 + minute)
    homes = [
        story.number
        for story in await stories.visible(session, 7, limit=9)
        for half in halves
        if half in story.documents
    ]
    assert len(homes) == len(set(homes)) == 2


@pytest.mark.parametrize("chat", [None, 7])
async def test_a_split_can_be_undone(session: Session, chat: int | None) -> None:
    """The document is of its story again, and the number that it had meanwhile leads there."""
    for minute in range(3):
        await arrive(session, REPORTS[minute], None, minute)
    before = await told(session, chat)
    new = await stories.split(session, chat, REPORTS[1].key, 1)
    assert new
    assert await stories.put_back(session, chat, REPORTS[1].key, 1)
    assert await told(session, chat) == await told(session, 8) == before
    assert await stories.of(session, chat, new) == await stories.of(session, chat, 1)
    assert not await stories.put_back(session, chat, REPORTS[1].key, 1)


async def test_only_a_split_of_ones_own_can_be_undone(session: Session) -> None:
    """Neither what nobody split, nor what another chat or an operator did."""
    await arrive(session, REPORTS[0], None)
    await arrive(session, REPORTS[1], None, 1)
    await arrive(session, REPORTS[4], None, 2)
    assert await stories.split(session, 7, REPORTS[1].key, 1) == 2
    for chat, place, number in ((8, 1, 1), (None, 1, 1), (7, 0, 1), (7, 4, 1), (7, 1, 3), (7, 1, 99)):
        assert not await stories.put_back(session, chat, REPORTS[place].key, number)
    assert len(await told(session, 7)) == 3


async def test_a_story_that_others_joined_stays_when_a_split_is_undone(session: Session) -> None:
    """What came to the new story in the meantime is not carried along."""
    await arrive(session, REPORTS[0], 7)
    await arrive(session, REPORTS[1], 7, 1)
    new = await stories.split(session, 7, REPORTS[1].key, 2)
    assert new == 4
    late = Document.make(REPORTS[1].text + " It was so.", title="Late")
    await arrive(session, late, 7, 2)
    home = {title: number for number, _, titles in await told(session, 7) for title in titles}["Late"]
    assert await stories.put_back(session, 7, REPORTS[1].key, 2)
    seen = {title: number for number, _, titles in await told(session, 7) for title in titles}
    assert seen == {REPORTS[0].title: 2, REPORTS[1].title: 2, "Late": home}


async def test_a_part_of_a_part_is_found(session: Session) -> None:
    """A number that leads to a chat's own story leads on when that becomes a part of a public one."""
    await arrive(session, REPORTS[0], 7)
    await arrive(session, REPORTS[1], 7, 1)
    assert await stories.split(session, 7, REPORTS[1].key, 2) == 4
    assert await stories.put_back(session, 7, REPORTS[1].key, 2)
    await arrive(session, REPORTS[2], None, 2)
    whole = await stories.of(session, 7, 1)
    assert whole is not None
    assert len(whole.documents) == 3
    assert await stories.of(session, 7, 2) == await stories.of(session, 7, 4) == whole


async def test_a_removed_source_leaves_its_story_and_comes_back_to_it(session: Session) -> None:
    """A story that shows nothing is not listed; its number waits for it and is nobody else's."""
    await arrive(session, REPORTS[0], 7)
    ((source, _),) = await sources.visible(session, 7, limit=9)
    await sources.remove(session, source.id, 7)
    assert await told(session, 7) == []
    await arrive(session, REPORTS[4], 7, 1)
    await arrive(session, REPORTS[0], 7, 2)
    assert sorted(number for number, *_ in await told(session, 7)) == [2, 4]


async def test_a_new_version_takes_the_place_of_the_old_one(session: Session) -> None:
    """The story shows the page as it is now, and is called as the page is now."""
    await arrive(session, REPORTS[0], None)
    await arrive(session, REPORTS[1], None, 1, supersedes=REPORTS[0].key)
    assert await told(session, 7) == [(1, REPORTS[1].title, (REPORTS[1].title,))]


async def test_understood_documents_without_a_story_wait(session: Session) -> None:
    """What was stored before there were stories is found, oldest first, until it is placed wherever it was brought."""
    for minute, chat in ((1, None), (0, 7)):
        await documents.add(session, REPORTS[minute], raw="", now=later(minute))
        await sources.add(session, REPORTS[minute].key, chat=chat, kind="paste", name="", now=later(minute))
    assert await stories.waiting(session, limit=9) == ()
    for report in REPORTS[:2]:
        await analyses.save(session, understood(report), later(2))
    assert await stories.waiting(session, limit=9) == (REPORTS[0].key, REPORTS[1].key)
    await stories.place(session, understood(REPORTS[0]))
    assert not await stories.is_waiting(session, REPORTS[0].key)
    await sources.add(session, REPORTS[0].key, chat=8, kind="paste", name="", now=later(3))
    assert await stories.is_waiting(session, REPORTS[0].key)


async def test_many_at_once_make_one_story(db: Database) -> None:
    """Documents of one event that arrive at the same moment find each other all the same."""

    async def bring(place: int) -> None:
        async with db.session() as session:
            await arrive(session, REPORTS[place], None, place)

    await asyncio.gather(*map(bring, range(4)))
    async with db.session(readonly=True) as session:
        assert [(n, len(titles)) for n, _, titles in await told(session, None)] == [(1, 4)]


async def test_chats_that_bring_one_known_text_at_once_all_have_its_story(db: Database) -> None:
    """Nobody is told of a row that somebody else wrote a moment earlier."""
    async with db.session() as session:
        await arrive(session, REPORTS[0], 1)

    async def bring(chat: int) -> None:
        async with db.session() as session:
            await sources.add(session, REPORTS[0].key, chat=chat, kind="paste", name="", now=later(1))
        async with db.session() as session:
            await stories.place(session, understood(REPORTS[0]))

    await asyncio.gather(*map(bring, range(10, 18)))
    async with db.session(readonly=True) as session:
        assert [len(await told(session, chat)) for chat in range(10, 18)] == [1] * 8


async def test_what_is_brought_publicly_and_privately_at_once_meets(db: Database) -> None:
    """Whichever is placed first, chats' own documents and the public one become one story; nobody waits for ever."""
    places = {None: REPORTS[0], 7: REPORTS[1], -1001234567890: REPORTS[2]}
    for chat, report in places.items():
        async with db.session() as session:
            await documents.add(session, report, raw="", now=later(0))
            await sources.add(session, report.key, chat=chat, kind="paste", name="", now=later(0))
            await analyses.save(session, understood(report), later(0))

    async def place(report: Document) -> None:
        async with db.session() as session:
            await stories.place(session, understood(report))
            await asyncio.sleep(0.05)  # the others come while this one is not finished

    await asyncio.gather(*map(place, places.values()))
    async with db.session(readonly=True) as session:
        assert [[(n, len(titles)) for n, _, titles in await told(session, chat)] for chat in places] == [
            [(1, 1)],
            [(1, 2)],
            [(1, 2)],
        ]


async def test_a_group_that_became_a_supergroup_keeps_its_stories(session: Session) -> None:
    """Numbers, members and splits move along; what the supergroup had already is numbered after them."""
    for minute in range(2):
        await arrive(session, REPORTS[minute], -5, minute)
    assert await stories.split(session, -5, REPORTS[1].key, 2) == 4
    await arrive(session, REPORTS[4], -1005, 2)
    await arrive(session, REPORTS[0], -1005, 3)
    await sources.add(session, REPORTS[1].key, chat=-1005, kind="paste", name="", now=later(1))
    await stories.move(session, -5, -1005)
    numbers = {titles: number for number, _, titles in await told(session, -1005)}
    assert [numbers[(REPORTS[place].title,)] for place in (0, 1)] == [2, 4]
    assert numbers[(REPORTS[4].title,)] > 4
    await arrive(session, REPORTS[8], -1005, 4)
    assert len(await told(session, -1005)) == len({number for number, *_ in await told(session, -1005)}) == 4


async def test_documents_without_vectors_are_grouped_by_their_words(session: Session) -> None:
    """No model is needed, and one that comes later compares with what was read without it."""
    await arrive(session, REPORTS[0], None)
    bare = REPORTS[1]
    await documents.add(session, bare, raw="", now=later(1))
    await sources.add(session, bare.key, chat=None, kind="paste", name="", now=later(1))
    await analyses.save(session, understood(bare, model=False), later(1))
    await stories.place(session, understood(bare, model=False))
    assert [len(titles) for *_, titles in await told(session, None)] == [2]


@dataclass(frozen=True)
class Arrival:
    """One step of a history: who brings which report, or which document somebody takes out of its story, or back."""

    chat: int | None
    report: int
    splits: bool = False
    undoes: bool = False


ARRIVALS = st.builds(
    Arrival,
    st.sampled_from(CHATS),
    st.integers(0, len(REPORTS) - 1),
    st.sampled_from((False, False, True)),
    st.sampled_from((False, True)),
)
HISTORIES = st.lists(ARRIVALS, min_size=4, max_size=9)


async def play(session: Session, history: list[tuple[int, Arrival]]) -> None:
    for minute, step in history:
        if not step.splits:
            await arrive(session, REPORTS[step.report], step.chat, minute)
            continue
        key = REPORTS[step.report].key
        holds = [s for s in await stories.visible(session, step.chat, limit=99) if key in _keys(s)]
        for story in holds:
            new = await stories.split(session, step.chat, key, story.number)
            if new and step.undoes:
                assert await stories.put_back(session, step.chat, key, story.number)
                assert await stories.of(session, step.chat, new) == await stories.of(session, step.chat, story.number)


def _keys(story: Story) -> set[str]:
    return {document.key for document in story.documents}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
async def test_what_others_do_privately_changes_nothing(db: Database, history: list[Arrival]) -> None:
    """A chat sees the stories, numbers and titles that it would see if no other chat had brought or split anything."""
    steps = list(enumerate(history))
    for chat in CHATS:
        seen = []
        for kept in (steps, [(m, step) for m, step in steps if step.chat in (None, chat)]):
            async with db.session() as session:
                await play(session, kept)
                seen.append(await told(session, chat))
                await session.rollback()
        assert seen[0] == seen[1]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=HISTORIES)
async def test_every_document_that_a_chat_sees_is_of_one_story_with_a_lasting_number(
    db: Database, history: list[Arrival]
) -> None:
    """No document is lost or listed twice, and a number once given leads to the documents that it led to."""
    async with db.session() as session:
        before: dict[int, set[str]] = {}
        for step in enumerate(history):
            await play(session, [step])
            seen = await documents.visible(session, 7, limit=99)
            listed = [key for story in await stories.visible(session, 7, limit=99) for key in _keys(story)]
            assert sorted(listed) == sorted(document.key for document in seen)
            if not step[1].splits or step[1].undoes:
                for number, keys in before.items():
                    story = await stories.of(session, 7, number)
                    assert story is not None
                    assert keys <= _keys(story)
            before = {story.number: _keys(story) for story in await stories.visible(session, 7, limit=99)}
        await session.rollback()

"""Pages that are looked at again: a correction takes the place of what it corrects, for everybody who read that."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.feeds import Rules
from bot.services.links import page as address
from bot.services.pages import is_newer
from sources.base import Ref
from sources.sandbox import Sandbox
from storage import pages
from storage.types import PageState
from summarizer.types import Document
from tests.bot.press import Press, printing, words
from tests.bot.services.following import Desk, at_desk

ANN, BOB = 7, 8
PATH, TITLE = "/news/bridge-of-wye-reopens", "Bridge of Wye reopens"


@pytest.fixture
async def press() -> AsyncIterator[Press]:
    async with printing() as site:
        site.article(PATH, TITLE, words("Wye"))
        yield site


@pytest.fixture
async def desk(tmp_path: Path, sandbox: Sandbox, press: Press) -> AsyncIterator[Desk]:
    async with at_desk(f"sqlite:///{tmp_path / 'verbatim.db'}", sandbox, Rules()) as it:
        await it.pages.intake.take_in(Ref(url=f"{press.url}{PATH}"), ANN)
        yield it


async def due(desk: Desk) -> tuple[PageState, ...]:
    async with desk.database.session() as session:
        return await pages.claim_due(session, desk.clock(), until=desk.clock(), limit=9)


async def kept(desk: Desk, press: Press) -> PageState:
    async with desk.database.session(readonly=True) as session:
        state = await pages.get(session, address(f"{press.url}{PATH}"))
    assert state
    return state


async def test_a_correction_is_read_by_everybody_who_read_what_it_corrects(desk: Desk, press: Press) -> None:
    """An hour later the page says otherwise: both chats have the new text in the place of the old."""
    await desk.pages.intake.take_in(Ref(url=f"{press.url}{PATH}"), BOB)
    assert await due(desk) == ()
    desk.clock.turn(hours=1.1)
    press.article(PATH, TITLE, words("Wye", people=180))
    (state,) = await due(desk)
    changed = await desk.pages.check(state)
    assert changed
    for chat in (ANN, BOB):
        (text,) = await desk.texts(chat)
        assert "At least 180 people" in text
    assert (await kept(desk, press)).document_key == changed.key


async def test_whoever_has_an_earlier_version_gets_the_newest(desk: Desk, press: Press) -> None:
    """Ann read the first version and Bob the second: the look that finds no third gives Ann the second, one is told."""
    press.article(PATH, TITLE, words("Wye", people=180))
    desk.clock.turn(hours=0.5)
    await desk.pages.intake.take_in(Ref(url=f"{press.url}{PATH}"), BOB)
    assert all("180 people" not in text for text in await desk.texts(ANN))
    desk.clock.turn(hours=2)
    assert await desk.pages.check((await due(desk))[0]) is None
    (text,) = await desk.texts(ANN)
    assert "180 people" in text
    press.article(PATH, TITLE, words("Wye", people=190))
    desk.clock.turn(hours=9)
    assert await desk.pages.check((await due(desk))[0])
    for chat in (ANN, BOB):
        (text,) = await desk.texts(chat)
        assert "190 people" in text


async def test_an_unchanged_page_is_asked_conditionally_and_ever_more_rarely(desk: Desk, press: Press) -> None:
    """The first look has no tag to send, the later ones have; after some days nobody asks any more."""
    answers = []
    for _ in range(12):
        desk.clock.turn(hours=50)
        for state in await due(desk):
            assert await desk.pages.check(state) is None
            answers.append(press.asked[-1][2])
    assert answers[0] == 200
    assert set(answers[1:]) == {304}
    assert 3 <= len(answers) <= 7
    assert (await kept(desk, press)).due is None


@pytest.mark.parametrize("status", [404, 410])
async def test_a_page_that_is_gone_is_looked_at_no_more_and_its_text_stays(
    desk: Desk, press: Press, status: int
) -> None:
    """What was read was read."""
    desk.clock.turn(hours=2)
    press.answers[PATH] = (status, {})
    (state,) = await due(desk)
    assert await desk.pages.check(state) is None
    assert (await kept(desk, press)).due is None
    assert len(await desk.texts(ANN)) == 1


async def test_a_site_that_is_down_is_asked_again(desk: Desk, press: Press) -> None:
    """A fault passes; the correction is found afterwards."""
    desk.clock.turn(hours=2)
    press.answers[PATH] = (503, {})
    await desk.pages.check((await due(desk))[0])
    del press.answers[PATH]
    press.article(PATH, TITLE, words("Wye", people=180))
    desk.clock.turn(hours=9)
    assert await desk.pages.check((await due(desk))[0])


async def test_a_page_that_now_asks_for_money_takes_nothing_away(desk: Desk, press: Press) -> None:
    """Of the article one paragraph is left: that is no correction."""
    desk.clock.turn(hours=2)
    press.article(PATH, TITLE, words("Wye")[:1] * 2)
    assert await desk.pages.check((await due(desk))[0]) is None
    (text,) = await desk.texts(ANN)
    assert "Mayor Ann Lee" in text


async def test_a_link_of_a_stranger_decides_nothing_about_the_page_that_it_led_to(desk: Desk, press: Press) -> None:
    """Bob's link led to the page; then it leads to a forged one: what is asked again is the page itself."""
    press.answers["/short"] = (302, {"Location": PATH})
    await desk.pages.intake.take_in(Ref(url=f"{press.url}/short"), BOB)
    del press.answers["/short"]
    press.article("/short", TITLE, words("Wye", people=9000))
    desk.clock.turn(hours=2)
    for state in await due(desk):
        assert await desk.pages.check(state) is None
    texts = [*await desk.texts(ANN), *await desk.texts(BOB)]
    assert texts
    assert all("9000" not in text for text in texts)


URL = "https://wye.example/news/bridge"
OLD = Document.make("\n\n".join(words("Wye")), title=TITLE, url=URL)


def test_what_is_no_newer_version() -> None:
    """The same text; other facts about it alone; another article; the same words at another address."""
    other = Document.make("\n\n".join(words("Wye", people=180)), title=TITLE, url=URL)
    assert is_newer(OLD, other, address(URL))
    assert is_newer(OLD, Document.make(OLD.text, title="Bridge closed again", url=URL), address(URL))
    assert not is_newer(OLD, OLD, address(URL))
    assert not is_newer(OLD, Document.make(OLD.text, title=TITLE, url=URL, byline="Ann Lee"), address(URL))
    assert not is_newer(OLD, replace(other, url="https://wye.example/news/other"), address(URL))
    strange = Document.make("Quite another thing happened far away on Friday. " * 12, title=TITLE, url=URL)
    assert not is_newer(OLD, strange, address(URL))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(OLD.text) // 2 - 1))
def test_a_text_that_was_cut_is_never_a_correction(end: int) -> None:
    """Whatever is left of its first half."""
    assert not is_newer(OLD, Document.make(OLD.text[:end], title=TITLE, url=URL), address(URL))

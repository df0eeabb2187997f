"""The pictures of the guide, made of what the bot answers on one morning that is always the same."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.bot.asking import ARTICLE
from tests.bot.browser import pictures
from tests.bot.browser.chromium import IN_A_BROWSER
from tests.bot.browser.house import House, living, seeded_settings
from tests.bot.browser.visitor import PHONE

pytestmark = IN_A_BROWSER
MORNING = datetime(2022, 4, 7, 6, 55, tzinfo=UTC)
"""Five to eight in London, the day after the newest of the seeds was written."""
TAKEN_IN = (("document", "added"), ("source", "added"), ("analysis", "analysed"), ("story_member", "arrived"))
PAPERS = {
    "Dunmore Courier": (
        "Fire destroys the flour mill in Dunmore",
        (
            "The Larkspur flour mill in Dunmore burned down on Monday."
            " The blaze at the Larkspur mill killed six workers, police said."
        ),
        "“We had warned the owners twice about the dust,” said fire chief Ruth Abara.",
    ),
    "Larkspur Valley News": (
        "Hospital counts nine dead after mill fire",
        (
            "Flames took hold of the Larkspur mill's dust extractor before dawn on Monday, neighbours said."
            " The blaze at the Larkspur mill killed nine workers, the hospital of Dunmore said."
        ),
        "“We had warned the owners twice about the dust,” fire chief Ruth Abara told reporters. “Nobody listened.”",
    ),
}
"""Two papers about one event that never was."""
COUNTS = "six", "nine"


def printed(publisher: str, title: str, *paragraphs: str) -> bytes:
    """A page of such a paper, as somebody saves it."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:site_name" content="{publisher}">'
        f'<meta property="article:published_time" content="{MORNING - timedelta(days=2):%Y-%m-%dT%H:%M:%SZ}"></head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


def desk(height: int) -> dict[str, Any]:
    """A window on a desk."""
    return {"viewport": {"width": 1000, "height": height}, "device_scale_factor": 1.5}


def moved_to(moment: datetime, database: Path) -> None:
    """Lets the seeds have come at a moment, whenever they did."""
    with closing(sqlite3.connect(database)) as connection, connection:
        for table, column in TAKEN_IN:
            connection.execute(f"UPDATE {table} SET {column} = ?", (f"{moment:%Y-%m-%d %H:%M:%S.%f}",))  # noqa: S608 - names of ours


@pytest_asyncio.fixture(loop_scope="module")
async def house(seeded: Path, tmp_path: Path, chromium: Browser) -> AsyncIterator[House]:
    given = seeded_settings(seeded, tmp_path)
    moved_to(MORNING - timedelta(hours=13), tmp_path / "verbatim.db")
    async with living(given, chromium, lambda: MORNING) as it:
        yield it


async def test_briefing(house: House, tmp_path: Path) -> None:
    """The first thing that a newcomer reads, on a desk. A page without one of its messages is not the same picture."""
    ann = await house.visitor(**desk(860))
    await ann.starts()
    await pictures.check(ann, "briefing", tmp_path)
    whole = await pictures.taken(ann)
    await (await ann.sees("Briefing of 4 sources")).evaluate("e => e.style.visibility = 'hidden'")
    assert pictures.difference(whole, await pictures.taken(ann)).grave


async def test_quotes_on_a_phone(house: House, tmp_path: Path) -> None:
    """Who said what, in the dark."""
    ann = await house.visitor(color_scheme="dark", **PHONE)
    await ann.starts()
    await ann.asks("/quotes", "Statements · 39 in all")
    await pictures.check(ann, "quotes-phone", tmp_path)


async def test_figures_with_a_chart(house: House, tmp_path: Path) -> None:
    """Two papers that count differently, side by side in words, and drawn, each with its name."""
    ann = await house.visitor(**desk(900))
    await ann.starts()
    for (publisher, paper), count in zip(PAPERS.items(), COUNTS, strict=True):
        await ann.sends_file(f"{publisher}.html", printed(publisher, *paper), "text/html")
        await expect(await ann.sees(f"Taken in: {paper[0]}")).to_contain_text(f"killed {count} workers")
    await ann.asks("/compare Larkspur", "Where sources differ")
    await pictures.check(ann, "compare", tmp_path)
    await ann.asks("/figures Larkspur", "nine — the hospital of Dunmore")
    await ann.button("Chart: workers").click()
    await expect(ann.log.locator("img").last).to_be_visible()
    for publisher in PAPERS:
        await ann.sees(f"({publisher}, ")
    await pictures.check(ann, "figures-chart", tmp_path)


async def test_digest_card(house: House, tmp_path: Path) -> None:
    """When it comes, of what, and all that can be changed by a press."""
    ann = await house.visitor(**desk(760))
    await ann.starts()
    await ann.asks("/subscribe 08:00 weekdays London", "Your digest is set up.")
    await pictures.check(ann, "digest-card", tmp_path)


async def test_group(house: House, tmp_path: Path) -> None:
    """A topic of a group, where everybody asks and reads, and only its admin changes something."""
    ann = await house.visitor(**desk(800))
    await ann.goes_to("Newsroom", "Front page")
    await ann.asks("/settings", "Settings of this group")
    await ann.becomes("Ben")
    await ann.goes_to("Newsroom", "Front page")
    await ann.asks("/subscribe 08:00 London", "In a group only its admins change digests")
    await pictures.check(ann, "group", tmp_path)


async def test_inline(house: House, tmp_path: Path) -> None:
    """The bot's name and two words, in a chat where it is not."""
    ann = await house.visitor(**desk(760))
    await ann.goes_to("Book club")
    await ann.asks("Did anyone see what Blinken said about Bucha?", "Did anyone see")
    await ann.box.fill("@verbatim_bot Blinken")
    await expect(ann.page.get_by_role("listbox", name="Inline results").get_by_role("option").first).to_be_visible()
    await pictures.check(ann, "inline", tmp_path)


async def test_evidence(house: House, tmp_path: Path) -> None:
    """A pasted text, what was understood of it, and the very words in the message that held them."""
    ann = await house.visitor(**desk(760))
    await ann.starts()
    await ann.asks(ARTICLE.strip(), "Taken in: Bridge over the Wye reopens")
    await ann.presses("Evidence", of="Taken in")
    await ann.sees("2. At least 120 people")
    await pictures.check(ann, "evidence", tmp_path)


async def test_pictures_are_small() -> None:
    """Whoever reads the guide loads little, and every picture is one of these tests'."""
    made = {path.name: path.stat().st_size for path in pictures.PICTURES.glob("*")}
    assert sorted(made) == sorted(
        f"{name}.png"
        for name in "briefing compare digest-card evidence figures-chart group inline quotes-phone".split()
    )
    assert max(made.values()) < pictures.LARGEST

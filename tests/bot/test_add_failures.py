"""What cannot be taken in: each reason is said in its own words, with what to do next, and nothing half is stored."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from storage import documents
from tests.bot.asking import ask
from tests.bot.conftest import Running
from tests.bot.news import Desk, desk, page, sentences  # noqa: F401 - fixtures
from tests.sources.formats.making import make_pdf

UKRAINIAN = "Міст через річку знову відкрили в понеділок після ремонту, повідомила місцева влада. " * 4
PAYWALL = "<meta property='article:content_tier' content='locked'>"
PAYWALL += '<script type=\'application/ld+json\'>{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'


@pytest.fixture
async def bot(desk: Desk) -> AsyncIterator[Running]:  # noqa: F811 - pytest's way
    async with desk.run() as it:
        yield it
        async with it.context.database.session(readonly=True) as session:
            assert await documents.visible(session, 7, limit=5) == ()


def answer(status: int, text: str = "no", **headers: str) -> web.Response:
    return web.Response(status=status, text=text, headers=headers)


PAGES: dict[str, tuple[web.Response | str | None, str]] = {
    "missing": (None, "The site has no page at this address. Check the link."),
    "gone": (answer(410), "The site says that this page has been taken down."),
    "refused": (answer(403), "The site does not let me read this page. Open it in your browser and paste its text"),
    "busy": (
        answer(429, **{"Retry-After": "600"}),
        "The site is overloaded and asks to come back later.",
    ),
    "server": (answer(500), "The site has a fault just now. Send the link again later"),
    "teapot": (answer(418), "The site did not give me this page."),
    "loop": (answer(302, Location="/loop"), "This link leads from one address to the next and to no page."),
    "empty": ("<html><body></body></html>", "I found no article on this page. Send a link to one article"),
    "paywall": (page("Paid", "Only this.", head=PAYWALL), "This article can't be read without paying."),
    "picture": (
        web.Response(body=b"\x89PNG\r\n\x1a\n" + bytes(99), content_type="image/png"),
        "This is a picture, and",
    ),
}


@pytest.mark.parametrize("name", list(PAGES))
async def test_a_link_that_cannot_be_read_is_answered_with_why(bot: Running, desk: Desk, name: str) -> None:  # noqa: F811
    """One sentence that says what is wrong, and what to do next."""
    content, expected = PAGES[name]
    if content is not None:
        desk.news.pages[f"/{name}"] = content
    (message,) = await ask(bot.telegram.user(7, "Ann"), f"{desk.news.base}/{name}")
    assert message.text.startswith(expected)


LINKS = {
    "http://10.0.0.1/": "This address is not on the public internet",
    "http://localhost/admin": "This address is not on the public internet",
    "http://user:password@example.org/": "This is no web address that I can open.",
    "https://example.org:22/": "This is no web address that I can open.",
    "/add http://": "This is no web address that I can open.",
    "/add javascript:alert(1)": "This is no web address that I can open.",
    "/add 10.0.0.1": "This address is not on the public internet",
    "ftp://example.com/x": "This is no web address that I can open.",
    "/add nothing new": "That is too short for a source.",
}


@pytest.mark.parametrize("link", list(LINKS))
async def test_a_link_that_leads_nowhere_we_go_is_answered_with_why(bot: Running, link: str) -> None:
    """Private addresses, other ports and links with a name in them are asked for by nobody."""
    (message,) = await ask(bot.telegram.user(7, "Ann"), link)
    assert message.text.startswith(LINKS[link])
    assert message.reply_to is not None


async def test_a_site_that_asks_programs_to_stay_away_is_left_alone(bot: Running, desk: Desk) -> None:  # noqa: F811
    """Its page is never asked for."""
    desk.news.pages["/robots.txt"] = web.Response(text="User-agent: *\nDisallow: /", content_type="text/plain")
    (message,) = await ask(bot.telegram.user(7, "Ann"), f"{desk.news.base}/a/one")
    assert message.text.startswith("The site asks programs not to read this page, and I keep to that.")
    assert desk.news.asked == ["/robots.txt"]


FILES = {
    "scan.png": (b"\x89PNG\r\n\x1a\n" + bytes(100), "This is a picture"),
    "empty.txt": (b"", "There is no text in it to read."),
    "blank.md": (b"\n\n---\n\n", "There is no text in it to read."),
    "film.mp4": (b"\x00\x00\x00\x20ftypisom" + bytes(50), "This is a video"),
    "broken.pdf": (b"%PDF-1.7\n" + bytes(100), "I could not read this: it may be damaged"),
    "scanned.pdf": (make_pdf([[], []]), "This PDF holds pictures of pages and no text."),
    "none.opml": (b"<opml><body></body></opml>", "There is no text in it to read."),
}


@pytest.mark.parametrize("name", list(FILES))
async def test_a_file_that_cannot_be_read_is_answered_with_why(bot: Running, name: str) -> None:
    """By its content, whatever it is called."""
    data, expected = FILES[name]
    (message,) = await bot.telegram.user(7, "Ann").upload(name, data, until=1)
    assert message.text.startswith(expected)


async def test_a_feed_in_a_file_is_named(bot: Running) -> None:
    """A saved feed has no address to ask again; the answer says what it is."""
    data = b"<?xml version='1.0'?><rss version='2.0'><channel><title>News</title></channel></rss>"
    (message,) = await bot.telegram.user(7, "Ann").upload("news.xml", data, until=1)
    assert "news feed" in message.text


async def test_a_page_in_another_language_is_kept_and_said_so(desk: Desk) -> None:  # noqa: F811
    """Stored and found, and honestly not quoted."""
    desk.news.pages["/uk"] = page("Міст", UKRAINIAN).replace("lang=en", "lang=uk")
    async with desk.run() as bot:
        (message,) = await ask(bot.telegram.user(7, "Ann"), f"{desk.news.base}/uk")
    assert message.text.startswith("Taken in: Міст")
    assert " · Ukrainian · " in message.text
    assert "I read English only so far: the text is kept, nothing is quoted." in message.text

"""A small newspaper on loopback, whose feeds and pages change, move and vanish as a test says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from aiohttp import web

BODY = (
    "The bridge over the {0} reopened on Monday after repairs that cost ${1} million, the county said in a statement.",
    "“We kept our word, and nobody was hurt,” said Mayor Ann Lee of {0}. “It is safe now, and it will stay safe.”",
    "At least {2} people crossed it in the first hour, according to the police, who counted them at both ends of it.",
    "The council of {0} had closed the bridge in March, when engineers found cracks in two of its oldest pillars.",
    "A ferry carried people over the river meanwhile; it will go on until the end of the month, the operator said.",
)


def words(place: str, cost: str = "3.2", people: int = 120) -> tuple[str, ...]:
    """An article of five paragraphs about one place."""
    return tuple(paragraph.format(place, cost, people) for paragraph in BODY)


def page(title: str, paragraphs: tuple[str, ...]) -> str:
    """An article's page."""
    head = f"<title>{escape(title)}</title><meta property='og:title' content='{escape(title)}'>"
    head += "<meta property='og:site_name' content='Wye Gazette'>"
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    article = f"<article><h1>{escape(title)}</h1>{body}</article>"
    return f"<!doctype html><html lang='en'><head>{head}</head><body>{article}</body></html>"


@dataclass(slots=True)
class Item:
    """An entry: with `html` it gives all of its text, without only a teaser of what stands at `path`."""

    title: str
    path: str
    html: str = ""
    guid: str = ""


@dataclass(slots=True)
class Press:
    """The site: `feeds` and `pages` by path, `answers` (status and headers) that go before them, what was asked."""

    feeds: dict[str, list[Item]] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    answers: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], int]] = field(default_factory=list)
    url: str = ""

    def article(self, path: str, title: str, paragraphs: tuple[str, ...]) -> Item:
        """Puts a page there, and gives the entry that names it with a teaser."""
        self.pages[path] = page(title, paragraphs)
        return Item(title, path)

    def counted(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(asked == path for asked, _, _ in self.asked)

    async def answer(self, request: web.Request) -> web.Response:
        """One answer; unchanged content is 304 to whoever sends its tag back."""
        response = self._answer(request)
        self.asked.append((request.path, dict(request.headers), response.status))
        return response

    def _answer(self, request: web.Request) -> web.Response:
        path = request.path
        if path in self.answers:
            status, headers = self.answers[path]
            return web.Response(status=status, headers=headers)
        if path in self.feeds:
            return self._tagged(request, self._feed(path), "application/rss+xml")
        if path in self.pages:
            return self._tagged(request, self.pages[path], "text/html")
        return web.Response(status=404)

    def _tagged(self, request: web.Request, text: str, kind: str) -> web.Response:
        tag = f'W/"{hash(text) & 0xFFFFFFFF:x}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        return web.Response(text=text, content_type=kind, headers={"ETag": tag})

    def _feed(self, path: str) -> str:
        items = "".join(map(self._item, self.feeds[path]))
        head = f"<title>Wye Gazette {escape(path)}</title><link>{self.url}/</link><description>News</description>"
        return f"<?xml version='1.0'?><rss version='2.0'><channel>{head}{items}</channel></rss>"

    def _item(self, item: Item) -> str:
        when = format_datetime(datetime(2026, 1, 1, tzinfo=UTC))
        html = escape(item.html or "The bridge has reopened, and more …")
        guid = f"<guid isPermaLink='false'>{escape(item.guid or item.path)}</guid>"
        link = f"<link>{self.url}{item.path}</link>"
        told = f"<title>{escape(item.title)}</title>{link}{guid}<pubDate>{when}</pubDate>"
        return f"<item>{told}<description>{html}</description></item>"


@asynccontextmanager
async def printing() -> AsyncIterator[Press]:
    """The site, answering."""
    press = Press()
    app = web.Application()
    app.router.add_route("GET", "/{path:.*}", press.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    press.url = f"http://{host}:{port}"
    yield press
    await runner.cleanup()

"""The demo's news site on loopback: a feed that grows, pages that are corrected, validators for what is unchanged."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import format_datetime
from html import escape

from aiohttp import web

from bot.demo.pages import DESK, Page

FEED = "/feed.xml"
PORT = 8220
"""Where the site stands unless somebody is there already: then the same week has the same links every time."""


class Site:
    """What stands on the site now; `asked` counts the answers to the bot by kind: "new" and "unchanged"."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: Counter[str] = Counter()
        self._pages: dict[str, Page] = {}

    def publish(self, page: Page) -> str:
        """Puts a page there, or a corrected one in its place, and gives its address; the desk's own are in its feed."""
        self._pages[page.path] = page
        return f"{self.url}{page.path}"

    @property
    def feed(self) -> str:
        """The address of the desk's feed."""
        return f"{self.url}{FEED}"

    async def answer(self, request: web.Request) -> web.Response:
        """A page or the feed; 304 to who has it as it is."""
        page = self._pages.get(request.path)
        if page is None and request.path != FEED:
            return web.Response(status=404, text="There is no such page.")
        text, kind = (page.html(), "text/html") if page else (self._listed(), "application/rss+xml")
        tag = hashlib.sha256(text.encode()).hexdigest()[:16]
        if any(known.value == tag for known in request.if_none_match or ()):
            self.asked["unchanged"] += 1
            return web.Response(status=304, headers={"ETag": f'"{tag}"'})
        self.asked["new"] += 1
        return web.Response(text=text, content_type=kind, headers={"ETag": f'"{tag}"'})

    def _listed(self) -> str:
        own = [page for page in self._pages.values() if page.publisher == DESK]
        items = "".join(map(self._item, reversed(own)))
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
            f"<title>{DESK}</title><link>{self.url}/</link>{items}</channel></rss>\n"
        )

    def _item(self, page: Page) -> str:
        dated = f"<pubDate>{format_datetime(page.published)}</pubDate>" if page.published else ""
        title = f"<title>{escape(page.title)}</title>" if page.title else ""
        link = f"{self.url}{page.path}"
        return f"<item>{title}<link>{link}</link><guid>{link}</guid>{dated}</item>"


@asynccontextmanager
async def serving(site: Site) -> AsyncIterator[Site]:
    """The site at an address of its own while the block runs."""
    app = web.Application()
    app.router.add_get("/{path:.*}", site.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, "127.0.0.1", PORT).start()
        except OSError:  # somebody is there already
            await web.TCPSite(runner, "127.0.0.1", 0).start()
        site.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield site
    finally:
        await runner.cleanup()

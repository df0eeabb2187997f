"""A real Chromium on pages of ours: how it is found and started, where an address with a text fragment leads, and what
of the page it marks."""

from __future__ import annotations

import io
import os
import shutil
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from PIL import Image
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, async_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
MISSING = "NO CHROMIUM: nothing is tested in a real browser; apt-get install -y chromium"
REQUIRED = os.environ.get("VERBATIM_BROWSER") == "required"
IN_A_BROWSER = [pytest.mark.asyncio(loop_scope="module")]
"""The marks of every module that opens one: skipped where there is none, unless VERBATIM_BROWSER=required."""
if not CHROMIUM and not REQUIRED:
    IN_A_BROWSER.append(pytest.mark.skip(reason=MISSING))
ARGUMENTS = (
    "--no-sandbox",  # run as root in containers, where Chromium's own sandbox cannot start; the pages are ours
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--font-render-hinting=none",
    "--disable-lcd-text",
)

STYLE = """<style>::target-text{background:#f0f;color:#f0f} body{font:16px serif;margin:8px} img{display:none}
.far{height:2500px}</style>"""
PLACE = """([needle, nth]) => {
  const unseen = /[\\s\\u00ad\\u200b-\\u200d\\u2060\\ufeff]/;
  const plain = c => unseen.test(c) ? '' : c.replace(/[“”„«»]/, '"').replace(/[‘’‚]/, "'");
  const walker = document.createTreeWalker(document.querySelector('article'), NodeFilter.SHOW_TEXT);
  let said = '', places = [];
  for (let node; (node = walker.nextNode());)
    for (let i = 0; i < node.data.length; i++)
      for (const c of plain(node.data[i])) { said += c; places.push([node, i]); }
  needle = [...needle].map(plain).join('');
  let at = -1;
  for (let n = 0; n <= nth; n++) at = said.indexOf(needle, at + 1);
  if (at < 0) return null;
  const range = document.createRange(), end = places[at + needle.length - 1];
  range.setStart(...places[at]); range.setEnd(end[0], end[1] + 1);
  return [...range.getClientRects()].map(r => [r.left, r.top, r.right, r.bottom]);
}"""
"""Where the n-th place stands that has these words, as rectangles in the window."""


@dataclass(slots=True)
class Site:
    """Pages on 127.0.0.1, by their paths."""

    url: str
    pages: dict[str, bytes] = field(default_factory=dict)

    def add(self, path: str, article: str, *, before: str = "", lang: str = "en") -> str:
        """Serves an article far below the top of a page; its address."""
        self.pages[path] = (
            f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>A page</title>{STYLE}</head><body>'
            f'{before}<div class="far"></div><article>{article}</article><div class="far"></div></body></html>'
        ).encode()
        return self.url + path


@contextmanager
def serving() -> Iterator[Site]:
    """A web server for as long as the block lasts."""
    pages: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path.partition("?")[0])
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_port}", pages)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(frozen=True, slots=True)
class Opened:
    """What a browser shows of an address: how far it scrolled, and of the words what share is marked and in sight."""

    scrolled: float
    marked: float
    elsewhere: int
    """Marked pixels outside of the words."""
    in_sight: bool


@dataclass(frozen=True, slots=True)
class Browser:
    """One window."""

    page: Page

    async def open(self, address: str, words: str, nth: int = 0) -> Opened:
        """Opens an address anew, as a tap does; `words` is what should be marked, in their n-th place."""
        await self.page.goto("about:blank", wait_until="commit")
        await self.page.goto(address)
        rects = await self.page.evaluate(PLACE, [words, nth])
        assert rects, f"the page does not say {words!r}"
        picture = Image.open(io.BytesIO(await self.page.screenshot())).convert("RGB")
        return _compared(np.asarray(picture), rects, await self.page.evaluate("scrollY"))


def _compared(picture: np.ndarray, rects: list[list[float]], scrolled: float) -> Opened:
    """`picture` is (height, width, 3), a pixel for a unit of the window."""
    height, width = picture.shape[:2]
    marked = (picture[..., 0] > 240) & (picture[..., 1] < 15) & (picture[..., 2] > 240)
    meant = np.zeros((height, width), dtype=bool)
    for left, top, right, bottom in rects:
        meant[max(0, round(top)) : max(0, round(bottom)), max(0, round(left)) : max(0, round(right))] = True
    wider = meant.copy()
    for across in (-3, -2, -1, 0, 1, 2, 3):
        for down in (-3, 0, 3):
            wider |= np.roll(np.roll(meant, across, 1), down, 0)
    share = float((marked & meant).sum() / max(1, meant.sum()))
    in_sight = all(top >= 0 and bottom <= height for _, top, _, bottom in rects)
    return Opened(scrolled, share, int((marked & ~wider).sum()), in_sight)


@asynccontextmanager
async def launched() -> AsyncIterator[Chromium]:
    """A headless Chromium that finds no name but this machine's."""
    assert CHROMIUM, MISSING
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        await chromium.close()


@asynccontextmanager
async def browsing(size: Mapping[str, int]) -> AsyncIterator[Browser]:
    """One window of it."""
    async with launched() as chromium:
        page = await chromium.new_page(viewport={"width": size["width"], "height": size["height"]})
        yield Browser(page)

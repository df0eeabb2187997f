"""What strangers send: every answer ends soon and in bounds, is whole or an error, and the next page works."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from pathlib import Path

import pytest

from sources.base import FetchFailed
from sources.finding import Finder, Found, FoundArticle, FoundFeed
from sources.sandbox import Sandbox, SandboxDown
from sources.sandbox.limits import resident
from sources.web.client import Web
from sources.web.policy import Policy
from summarizer.errors import SourceError
from tests.sources.hostile import CASES, HTML, SAID, article
from tests.sources.web.site import opened
from tests.sources.web.standins import page

SHARED = Path(__file__).parents[3] / "shared" / "eval" / "ingest" / "hostile.py"
SECONDS = 10
GROWTH = 150_000_000
CHILD = 300_000_000
CONTROL = {"/control": page(article(SAID * 20), "200 OK", HTML)}
UNSEEN = (*map(chr, range(9)), "\x1b", "\x7f", "\x85", "\u200b", "\ufeff", *map(chr, range(0x202A, 0x202F)), "\u2067")

SHARED_FAILED = (
    "endless slow_body slow_headers never_answers short_body reset_mid_body huge_content_length header_10mb "
    "headers_100k two_lengths bad_chunk http09 continue_flood redirect_loop redirect_long redirect_file "
    "retry_after_year retry_after_bad not_modified_cold gzip_bomb gzip_bomb_100mb gzip_twice deflate_bomb "
    "gzip_truncated coding_unknown line_10mb word_10mb lt_10mb"
).split()
SHARED_ARTICLES = (
    "ok etag_60kb cookies_1000 utf8_invalid charset_lie charset_unknown charset_rot13 bidi_number zero_width homoglyph "
    "zalgo emoji_4byte control_chars markup_in_text hidden_text fake_quote meta_refresh base_file"
).split()
SHARED_FEEDS = "feed_same_guid feed_new_guids feed_future feed_script feed_links_private".split()
SHARED_ERRORS = (
    "empty only_boilerplate zip_bomb zip_many zip_slip zip_as_html docx_bomb png_as_html random_html".split()
)
NEVER = {
    "bidi_number": ("\u202e", "\u2067"),
    "hidden_text": ("9,999", "IGNORE"),
    "fake_quote": ("12,345", "I did it"),
    "charset_utf7": ("<script",),
    "xml_file": ("root:",),
    "feed_script": ("<script", "javascript:"),
}


def shared_names() -> list[str]:
    """The cases' names, read from the text: importing it would make its bodies here."""
    if not SHARED.exists():
        return []
    lines = SHARED.read_text("utf-8").splitlines()
    return [line.split("'")[1] for line in lines if line.startswith(("body('", "@case('"))]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(seconds=4)
    yield sandbox
    sandbox.close()


def finder(port: int, sandbox: Sandbox) -> Finder:
    """As the product has it, where the operator allows this one site; less patient, so that the tests are short."""
    return Finder(Web(Policy(frozenset({f"127.0.0.1:{port}"}), seconds=3, pause=0)), sandbox)


async def outcome(finder: Finder, url: str) -> Found | SourceError:
    """What comes of a link, in time and in bounds."""
    started, before = time.monotonic(), resident()
    peaks = [0]
    watching = asyncio.create_task(watch(finder.sandbox, peaks))
    try:
        return await finder.find(url)
    except SandboxDown:
        raise
    except SourceError as error:
        return error
    finally:
        watching.cancel()
        assert time.monotonic() - started < SECONDS
        assert resident() - before < GROWTH
        assert max(peaks) < CHILD


async def watch(sandbox: Sandbox, peaks: list[int]) -> None:
    while True:
        with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            peaks.extend([resident(child.pid) for child in tuple(sandbox._children)])
        await asyncio.sleep(0.02)


def texts(found: Found | SourceError) -> str:
    """Everything that a person could be shown of it."""
    if isinstance(found, FoundArticle):
        return repr(asdict(found.reading.document)) + found.reading.document.text
    if isinstance(found, FoundFeed):
        return "\n".join(f"{entry.title}\n{entry.link}" for entry in found.feed.entries) + str(found.feed.title)
    return "" if isinstance(found, SourceError) else f"{found.title} {found.feeds}"


async def is_well(finder: Finder, url: str) -> bool:
    """Whether a plain page is read."""
    found = await finder.find(url)
    return isinstance(found, FoundArticle) and ("400 people" in texts(found) or "72 of the 90" in texts(found))


@pytest.mark.parametrize("name", CASES)
async def test_our_own_hostile_answers(name: str, sandbox: Sandbox) -> None:
    """Each ends as it should, shows nothing that it should not, and the page after it is read."""
    case = CASES[name]
    async with opened(CONTROL | {"/circle": CASES["circle"].answer, "/it": case.answer}) as site:
        finding = finder(site.port, sandbox)
        found = await outcome(finding, site.url("/it"))
        assert type(found).__name__ in case.outcomes
        assert not [bad for bad in case.never if bad in texts(found)]
        if isinstance(found, FoundFeed):
            assert len(found.feed.entries) <= 200
        assert "/inner" not in site.paths
        assert await is_well(finding, site.url("/control"))


@asynccontextmanager
async def shared_site() -> AsyncIterator[int]:
    """The server of hostile answers, in a process of its own: it makes its bodies as they are asked for."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(SHARED), "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    try:
        if process.stdout is None:
            raise ValueError("a server without a voice")
        yield int((await process.stdout.readline()).split(b":")[2].split(b"/")[0])
    finally:
        process.kill()
        await process.wait()


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/eval/ingest/hostile.py, which is not on this machine")
async def test_every_shared_hostile_answer(sandbox: Sandbox) -> None:
    """All of them, one after the other, with the control after each."""
    wrong: dict[str, object] = {}
    async with shared_site() as port:
        finding = finder(port, sandbox)
        for name in shared_names():
            found = await outcome(finding, f"http://127.0.0.1:{port}/{name}")
            if (fault := fault_of(name, found)) or not await is_well(finding, f"http://127.0.0.1:{port}/ok"):
                wrong[name] = fault or "the next page was not read"
    assert not wrong


def fault_of(name: str, found: Found | SourceError) -> str | None:
    """What is wrong with the outcome of a shared case; None where nothing is."""
    if name in SHARED_FAILED and not isinstance(found, FetchFailed):
        return f"{type(found).__name__} where the fetch must fail"
    if name in SHARED_ARTICLES and not isinstance(found, FoundArticle):
        return f"{found!r} where an article stands"
    if name in SHARED_FEEDS and not isinstance(found, FoundFeed):
        return f"{found!r} where a feed stands"
    if name in SHARED_ERRORS and not isinstance(found, SourceError):
        return f"{type(found).__name__} where nothing stands"
    shown = texts(found)
    bad = [mark for mark in (*NEVER.get(name, ()), *UNSEEN) if mark in shown]
    return f"shows {bad}" if bad else None


async def test_links_of_a_feed_meet_the_same_guard(sandbox: Sandbox) -> None:
    """A feed may name addresses of the operator's network; asking for one is refused."""
    inner = ("http://10.0.0.1/", "http://169.254.169.254/latest/", "http://[::1]/", "http://127.0.0.1:1/")
    items = "".join(f"<item><title>T{n}</title><link>{link}</link></item>" for n, link in enumerate(inner))
    answer = page(f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'.encode())
    async with opened({"/rss": answer}) as site:
        finding = finder(site.port, sandbox)
        found = await finding.find(site.url("/rss"))
        assert isinstance(found, FoundFeed)
        links = [entry.link for entry in found.feed.entries if entry.link]
        for link in links:
            with pytest.raises(FetchFailed) as caught:
                await finding.find(link)
            assert caught.value.why == "private"
    assert len(links) == len(inner)


async def test_new_guids_are_no_new_entries(sandbox: Sandbox) -> None:
    """Whoever makes up guids at every request floods nobody: the entries are recognised."""
    seen = []
    for round_ in range(2):
        items = "".join(
            f"<item><guid>{round_}-{n}</guid><title>Story {n}</title><link>http://a.example/story-of-{n}-hours</link></item>"
            for n in range(5)
        )
        data = f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'.encode()
        feed = await sandbox.feed(data, url="http://a.example/rss")
        seen.append({entry.identity for entry in feed.entries})
    assert seen[0] == seen[1]
    assert len(seen[0]) == 5

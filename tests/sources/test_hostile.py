"""What strangers send: every answer ends soon and in bounds, is whole or an error, and the next page works."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from urllib.parse import quote

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
from tests.sources.web.standins import TLS, page

SHARED = Path(__file__).parents[3] / "shared" / "eval" / "ingest" / "hostile.py"
SECONDS = 15
"""For one answer from asking to outcome, with `AT_ONCE` of them under way and two children for all."""
AT_ONCE = 4
GROWTH = 200_000_000
CHILD = 300_000_000
CONTROL = {"/control": page(article(SAID * 20), "200 OK", HTML)}
Judge = Callable[[str, Found | SourceError], str | None]
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
HEAVY = "gzip_bomb gzip_bomb_100mb gzip_twice deflate_bomb zip_bomb zip_many docx_bomb".split()
"""Those that keep their server busy while it makes them."""
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
    sandbox = Sandbox(processes=2, seconds=4)
    yield sandbox
    sandbox.close()


def finder(port: int, sandbox: Sandbox) -> Finder:
    """As the product has it, where the operator allows this one site; less patient, so that the tests are short."""
    policy = Policy(frozenset({f"127.0.0.1:{port}"}), seconds=3, pause=0, at_once=2 * AT_ONCE)
    return Finder(Web(policy, tls=TLS), sandbox)


async def outcome(finder: Finder, url: str) -> Found | SourceError:
    """What comes of a link, in time."""
    started = time.monotonic()
    try:
        return await finder.find(url)
    except SandboxDown:
        raise
    except SourceError as error:
        return error
    finally:
        assert time.monotonic() - started < SECONDS, url


@asynccontextmanager
async def bounded(sandbox: Sandbox) -> AsyncIterator[None]:
    """Watches the memory of our process and of the children."""
    before, ours, theirs = resident(), [0], [0]
    watching = asyncio.create_task(watch(sandbox, ours, theirs))
    try:
        yield
    finally:
        watching.cancel()
    assert max(ours) - before < GROWTH
    assert max(theirs) < CHILD


async def watch(sandbox: Sandbox, ours: list[int], theirs: list[int]) -> None:
    while True:
        ours.append(resident())
        with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            theirs.extend([resident(child.pid) for child in tuple(sandbox._children)])
        await asyncio.sleep(0.02)


async def faults(
    finder: Finder, names: Iterable[str], url: str, control: str, judge: Judge, *, at_once: int = AT_ONCE
) -> dict[str, str]:
    """What is wrong with the outcome of each name, some at a time; after each the control must be read."""
    slots = asyncio.Semaphore(at_once)

    async def fault(name: str) -> str | None:
        async with slots:
            found = await outcome(finder, url + name)
            return judge(name, found) or (
                None if await is_well(finder, url + control) else "the next page was not read"
            )

    names = tuple(names)
    async with bounded(finder.sandbox):
        told = await asyncio.gather(*map(fault, names))
    return {name: each for name, each in zip(names, told, strict=True) if each}


def texts(found: Found | SourceError) -> str:
    """Everything that a person could be shown of it."""
    if isinstance(found, FoundArticle):
        return repr(asdict(found.reading.document)) + found.reading.document.text
    if isinstance(found, FoundFeed):
        return "\n".join(f"{entry.title}\n{entry.link}" for entry in found.feed.entries) + str(found.feed.title)
    return "" if isinstance(found, SourceError) else f"{found.title} {found.feeds}"


async def is_well(finder: Finder, url: str) -> bool:
    """Whether a plain page is read."""
    found = await outcome(finder, url)
    return isinstance(found, FoundArticle) and ("400 people" in texts(found) or "72 of the 90" in texts(found))


async def test_our_own_hostile_answers(sandbox: Sandbox) -> None:
    """Each ends as it should, shows nothing that it should not, and the page after it is read."""
    answers = {f"/{quote(name)}": case.answer for name, case in CASES.items()}
    async with opened(CONTROL | answers) as site:
        wrong = await faults(finder(site.port, sandbox), CASES, site.url(), "control", fault_of_ours)
        assert "/inner" not in site.paths
        assert {*answers} <= {*site.paths}
    assert not wrong


def fault_of_ours(name: str, found: Found | SourceError) -> str | None:
    """What is wrong with the outcome of a case of ours; None where nothing is."""
    case = CASES[name]
    if type(found).__name__ not in case.outcomes:
        return f"{found!r} where {case.outcomes} would be right"
    if isinstance(found, FoundFeed) and len(found.feed.entries) > 200:
        return f"{len(found.feed.entries)} entries"
    bad = [mark for mark in case.never if mark in texts(found)]
    return f"shows {bad}" if bad else None


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
    """All of them, some at a time, with the control after each."""
    light = [name for name in shared_names() if name not in HEAVY]
    async with shared_site() as port:
        finding, url = finder(port, sandbox), f"http://127.0.0.1:{port}/"
        assert not await faults(finding, light, url, "ok", fault_of)
        assert not await faults(finding, HEAVY, url, "ok", fault_of, at_once=1)


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

"""What sites ask of programs, and that it is heeded."""

from __future__ import annotations

import time

import pytest

from sources.base import FetchFailed
from sources.web.client import Web
from sources.web.policy import Policy
from sources.web.robots import KEPT_SECONDS, LONGEST_DELAY, Kept, Rules, read_rules
from tests.sources.web.site import opened, visitor
from tests.sources.web.standins import TLS, Names, Sockets, page, web

RULES = b"User-agent: *\nDisallow: /closed\nAllow: /closed/open$\n\nUser-agent: verbatim\nDisallow: /ours\n"


def answering(robots: bytes) -> Sockets:
    """Sites with one robots.txt for all."""
    return Sockets(lambda _host, path: robots if path == "/robots.txt" else page())


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: verbatims\nDisallow: /", "/a", True),
        ("User-agent: other\nUser-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: VERBATIM/2\nAllow: /", "/a", True),
        ("User-agent: *\nAllow: /\nUser-Agent : Verbatim # us\nDisallow: /", "/a", False),
        ("\ufeffUser-agent: *\r\nDisallow: /a?x=*y$", "/a?x=1y", False),
        ("User-agent: *\nDisallow: /%C3%BC", "/ü", False),
        ("<html><body>Not found</body></html>", "/a", True),
        ("\x00\xff", "/a", True),
    ],
)
async def test_rules_are_those_of_the_standard(text: str, path: str, *, allowed: bool) -> None:
    """Groups by our name before those for everybody, the longest rule first, wild cards (RFC 9309)."""
    rules = await read_rules(text.encode(), "Verbatim")
    assert rules.allow(f"https://example.org{path}") is allowed


@pytest.mark.parametrize(
    "text",
    [
        b"".join(b"User-agent: a%d\n" % n for n in range(17_000)) + b"Disallow: /x\n" * 20_000,
        b"User-agent: *\n" * 1000 + b"Disallow: /a\n" * 40_000,
        b"User-agent: *\n" + b"Disallow: /*a*a*a*a*a*a*a*a*a*a*a*a*a*b\n" * 12_000,
    ],
    ids=["names times rules", "rules", "wild cards"],
)
async def test_a_hostile_file_is_read_in_time(text: bytes) -> None:
    """500 KB of it, within the time that a fetch has."""
    begun = time.perf_counter()
    rules = await read_rules(text, "Verbatim")
    rules.allow("https://example.org/" + "a" * 4000)
    assert time.perf_counter() - begun < 8


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "410 Gone", "429 Too Many", "418 Teapot"])
async def test_a_site_without_rules_forbids_nothing(status: str) -> None:
    """Any 4xx says that there are none (RFC 9309, 2.3.1.3)."""
    assert (await web(sockets=answering(page(b"", status))).get("http://example.org/")).data


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (page(b"", "500 Oops"), "server error"),
        (page(b"", "503 Later", "Retry-After: 60"), "busy"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nUser-agent: *", "broken"),
        (page(b"", "302 Found", "Location: http://127.0.0.1/"), "private"),
        (page(RULES + b"Disallow: /\n"), "robots"),
    ],
)
async def test_rules_that_cannot_be_had_forbid_everything(answer: bytes, why: str) -> None:
    """As the standard asks (2.3.1.4); the failure says what it was, and names the page that was wanted."""
    sockets = answering(answer)
    with pytest.raises(FetchFailed) as caught:
        await web(sockets=sockets).get("http://example.org/a")
    assert (caught.value.why, caught.value.url) == (why, "http://example.org/a")
    assert len(sockets.dialled) == 1
    assert (await web(sockets=sockets).get("http://example.org/a", robots=False)).data


async def test_rules_are_asked_for_once_and_for_each_origin() -> None:
    """Also of where a redirect leads; another port or scheme is another site."""
    async with opened({"/robots.txt": page(RULES)}) as site, opened({"/robots.txt": page(RULES)}) as other:
        site.answers["/a"] = page(b"", "302 Found", f"Location: {other.url('/ours')}")
        policy = Policy(frozenset({f"127.0.0.1:{site.port}", f"127.0.0.1:{other.port}"}), pause=0)
        client = Web(policy, tls=TLS)
        for path in ("/a", "/ours"):
            with pytest.raises(FetchFailed) as caught:
                await client.get(site.url(path))
            assert caught.value.why == "robots"
    assert site.paths == ["/robots.txt", "/a"]
    assert other.paths == ["/robots.txt"]


async def test_only_the_beginning_of_a_long_file_counts() -> None:
    """500 KiB, whatever it is packed in; what stands after that is not heeded."""
    long = b"User-agent: *\nDisallow: /first\n" + b"#" * 600_000 + b"\nDisallow: /\n"
    async with opened({"/robots.txt": page(long), "/a": page(b"news")}) as site:
        client = visitor(site)
        assert (await client.get(site.url("/a"))).data == b"news"
        with pytest.raises(FetchFailed):
            await client.get(site.url("/first"))


async def test_robots_txt_passes_the_guard_like_any_page() -> None:
    """A name that changes its mind between the two is refused for the page."""
    names = Names({"example.org": [["93.184.215.14"], ["10.0.0.1"]]})
    sockets = answering(page(RULES))
    with pytest.raises(FetchFailed) as caught:
        await web(names, sockets).get("http://example.org/")
    assert caught.value.why == "private"
    assert sockets.addresses == {"93.184.215.14"}


@pytest.mark.parametrize(("asked", "kept"), [("3", 3.0), ("0.5", 0.5), ("86400", LONGEST_DELAY), ("-1", 0), ("x", 0)])
async def test_a_delay_that_a_site_asks_for_is_kept_to(asked: str, kept: float) -> None:
    """Up to what somebody who sent a link would wait."""
    rules = await read_rules(f"User-agent: *\nCrawl-delay: {asked}\n".encode(), "Verbatim")
    assert rules.delay == kept


async def test_a_site_that_asks_for_a_delay_is_asked_more_slowly() -> None:
    """From the second page on."""
    robots = page(b"User-agent: *\nCrawl-delay: 0.4\n")
    async with opened({"/robots.txt": robots, "/a": page(b"news")}) as site:
        client, begun = visitor(site), time.perf_counter()
        await client.get(site.url("/a"))
        await client.get(site.url("/a"))
    assert time.perf_counter() - begun > 0.35


def test_rules_are_kept_for_a_day_and_not_for_ever_many_sites() -> None:
    """Neither in number nor in characters; the least lately used go first."""
    kept = Kept(origins=2, characters=100)
    for name in ("a", "b"):
        kept.put(name, Rules(None, "Verbatim", 10), 0)
    assert kept.get("a", KEPT_SECONDS)
    kept.put("c", Rules(None, "Verbatim", 10), 0)
    assert (kept.get("b", 1), len(kept)) == (None, 2)
    kept.put("d", Rules(None, "Verbatim", 95), 0)
    assert (kept.get("c", 1), kept.get("d", KEPT_SECONDS + 1), len(kept)) == (None, None, 1)

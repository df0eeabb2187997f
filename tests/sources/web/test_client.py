"""Fetching from a real site on loopback, which the operator allows."""

from __future__ import annotations

import asyncio
import gzip
import logging
import struct
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from socket import SO_LINGER, SOL_SOCKET

import pytest

from sources.base import FetchFailed
from sources.web.client import Web
from sources.web.fetched import Validators
from sources.web.policy import Policy
from tests.sources.web.site import Answer, opened, visitor
from tests.sources.web.standins import page

BODY = b"<p>The ministry said that 400 people had died.</p>" * 100


async def failure(answer: Answer, **options: float) -> FetchFailed:
    """What fetching this answer fails with."""
    async with opened({"/": answer}) as site:
        with pytest.raises(FetchFailed) as caught:
            await visitor(site, **options).get(site.url())  # type: ignore[arg-type] # numbers all of them
    return caught.value


async def test_a_page_comes_whole_with_what_its_head_says() -> None:
    """Body, type, location, validators, freshness; asked politely and without a trace of earlier visits."""
    fields = ("Content-Type: text/html", 'ETag: W/"a b"', "Last-Modified: Fri, 01 Apr 2022 10:00:00 GMT")
    more = ("Content-Location: /a", "Cache-Control: public, max-age=600", "Set-Cookie: a=b")
    async with opened({"/": page(BODY, "200 OK", *fields, *more)}) as site:
        client = visitor(site)
        fetched = await client.get(site.url("/#part"))
        await client.get(site.url())
    assert (fetched.data, fetched.content_type, fetched.content_location) == (BODY, "text/html", "/a")
    assert fetched.validators == Validators('W/"a b"', "Fri, 01 Apr 2022 10:00:00 GMT")
    assert (fetched.fresh, fetched.moved, fetched.url) == (timedelta(minutes=10), None, site.url())
    assert site.requests[-1].fields["accept-encoding"] == "gzip"
    assert not {"cookie", "referer"} & set(site.requests[-1].fields)


async def test_a_gzipped_page_is_unpacked_also_from_several_members() -> None:
    """Joined members are one body (RFC 1952, 2.2), zeros after it are padding."""
    packed = gzip.compress(BODY) + gzip.compress(b"the end") + b"\0" * 9
    async with opened({"/": page(packed, "200 OK", "Content-Encoding: GZip")}) as site:
        assert (await visitor(site).get(site.url())).data == BODY + b"the end"


async def test_validators_go_back_byte_for_byte_and_an_unchanged_page_is_said_to_be() -> None:
    """RFC 9110, 13.1; what the 304 does not repeat stays."""
    known = Validators('"v1, \\"odd"', "Fri, 01 Apr 2022 10:00:00 GMT")
    async with opened({"/": b'HTTP/1.1 304 Not Modified\r\nETag: "v2"\r\n\r\n'}) as site:
        fetched = await visitor(site).get(site.url(), validators=known)
    assert fetched.unchanged
    assert fetched.data == b""
    assert fetched.validators == Validators('"v2"', known.last_modified)
    sent = site.requests[-1].fields
    assert (sent["if-none-match"], sent["if-modified-since"]) == (known.etag, known.last_modified)


@pytest.mark.parametrize("etag", ['"' + "e" * 60_000 + '"', '"é"', '"\x07"'])
async def test_validators_that_are_no_such_thing_are_neither_kept_nor_sent(etag: str) -> None:
    """More than 1 KB, or not printable ASCII."""
    async with opened({"/": page(BODY, "200 OK", f"ETag: {etag}")}) as site:
        client = visitor(site)
        if etag.isprintable():
            assert (await client.get(site.url())).validators == Validators()
        site.answers["/"] = page(BODY)
        await client.get(site.url(), validators=Validators(etag))
    assert "if-none-match" not in site.requests[-1].fields


async def test_redirects_are_followed_and_told() -> None:
    """Relative and absolute ones; the address that answered is kept, and for good only if all were."""
    async with opened({"/end": page(BODY)}) as site:
        site.answers["/a"] = page(b"", "301 Moved", "Location: /b?c=d")
        site.answers["/b?c=d"] = page(b"", "308 Permanent Redirect", f"Location: {site.url('/end')}")
        site.answers["/c"] = page(b"", "302 Found", "Location: /a")
        moved, found = await visitor(site).get(site.url("/a")), await visitor(site).get(site.url("/c"))
    assert (moved.asked, moved.url, moved.moved) == (site.url("/a"), site.url("/end"), site.url("/end"))
    assert (found.url, found.moved, found.data) == (site.url("/end"), None, BODY)


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (204, "status"),
        (206, "status"),
        (300, "status"),
        (302, "status"),
        (304, "broken"),
        (401, "refused"),
        (402, "refused"),
        (403, "refused"),
        (404, "missing"),
        (410, "gone"),
        (418, "status"),
        (429, "busy"),
        (451, "refused"),
        (500, "server error"),
        (503, "busy"),
        (599, "server error"),
    ],
)
async def test_a_status_that_is_no_success_is_told_in_a_word(status: int, why: str) -> None:
    """A redirect to nowhere, a part that nobody asked for and a 304 to no validators among them."""
    failed = await failure(f"HTTP/1.1 {status} X\r\nConnection: close\r\n\r\n".encode())
    assert (failed.why, failed.status) == (why, status)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("31536000", timedelta(days=1)),
        ("9" * 5000, None),
        ("-5", None),
        ("0", None),
        ("soon", None),
        ("Fri, 01 Apr 2022 10:05:00 GMT", timedelta(minutes=5)),
        ("Fri, 01 Apr 2022 09:00:00 GMT", None),
        ("Fri, 01 Apr 2044 09:00:00 GMT", timedelta(days=1)),
        ("Fri, 99 Apr 20222 09:00:00 GMT", None),
    ],
)
async def test_a_server_says_when_to_come_again(value: str, wait: timedelta | None) -> None:
    """In seconds or as a date, a day at most; what makes no sense is as if it had not been said."""
    async with opened({"/": page(b"", "429 Too Many Requests", f"Retry-After: {value}")}) as site:
        policy = Policy(frozenset({f"127.0.0.1:{site.port}"}), pause=0)
        with pytest.raises(FetchFailed) as caught:
            await Web(policy, now=lambda: datetime(2022, 4, 1, 10, tzinfo=UTC)).get(site.url(), robots=False)
    assert caught.value.retry_after == wait


CUT = gzip.compress(BODY * 50)
BROKEN = {
    "short": b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n0123456789",
    "chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nhello\r\n0\r\n\r\n",
    "chunks cut": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 50\r\n\r\nok",
    "no head": b"<html><p>hello</p></html>",
    "nothing": b"",
    "long header": b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 200_000 + b"\r\n\r\nok",
    "many headers": b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 50_000 + b"\r\nok",
    "gzip cut": page(CUT[:-9], "200 OK", "Content-Encoding: gzip"),
    "gzip cut, no length": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + CUT[:-9],
    "gzip with a wrong sum": page(CUT[:-8] + b"\1" * 8, "200 OK", "Content-Encoding: gzip"),
    "gzip and more": page(CUT + b"more", "200 OK", "Content-Encoding: gzip"),
    "gzip of a million parts": page(gzip.compress(b"") * 10_000, "200 OK", "Content-Encoding: gzip"),
    "no gzip": page(BODY, "200 OK", "Content-Encoding: gzip"),
    "gzip twice": page(gzip.compress(gzip.compress(BODY)), "200 OK", "Content-Encoding: gzip, gzip"),
    "gzip in two headers": page(CUT, "200 OK", "Content-Encoding: gzip", "Content-Encoding: gzip"),
    "deflate": page(BODY, "200 OK", "Content-Encoding: deflate"),
    "utf-8 as a coding": page(BODY, "200 OK", "Content-Encoding: utf-8"),
    "page without its end, no length": b"HTTP/1.1 200 OK\r\n\r\n<!-- x --> <!DOCTYPE html>\n<HTML lang=en><body>"
    + BODY,
    "page without its end, HTTP/1.0": b"HTTP/1.0 200 OK\r\n\r\n<html>" + BODY,
    "unknown coding": page(BODY, "200 OK", "Content-Encoding: zz"),
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
async def test_what_is_cut_or_in_a_coding_that_we_did_not_ask_for_is_no_page(answer: bytes) -> None:
    """A failure that may pass, and never a part of an article."""
    failed = await failure(answer)
    assert failed.why == "broken"
    assert failed.transient


@pytest.mark.parametrize(
    "answer",
    [
        *(page(BODY, "200 OK", f"Content-Encoding: {coding}") for coding in ("identity", "none", "None, identity")),
        *(b"HTTP/1.0 200 OK\r\n\r\n" + body for body in (BODY, b"<html>" + BODY + b"</HTML >\n<!-- 3 ms -->")),
        page(b"<html>" + BODY),
        b"HTTP/1.1 200 OK\r\n\r\n<!doctype html>" + BODY + b"<p>A page about <html> and its end.",
    ],
)
async def test_what_is_whole_is_a_page_however_its_server_says_so(answer: bytes) -> None:
    """With words for no coding at all; without a length, where nothing says that it was cut."""
    async with opened({"/": answer}) as site:
        assert BODY in (await visitor(site).get(site.url())).data


async def test_a_connection_that_is_reset_is_no_end_of_a_page() -> None:
    """Not even of one whose length nobody said."""

    async def reset(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n" + BODY)
        await asyncio.sleep(0.05)
        writer.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    assert (await failure(reset)).why == "broken"


async def flood(writer: asyncio.StreamWriter, head: bytes, piece: bytes) -> None:
    writer.write(head)
    while True:
        writer.write(piece)
        await writer.drain()


ENDLESS = {
    "body": (b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536),
    "chunks": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 65536 + b"\r\n"),
    "tiny chunks": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1;" + b"x" * 999 + b"\r\nx\r\n"),
    "interim answers": (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
}


@pytest.mark.parametrize(("head", "piece"), ENDLESS.values(), ids=ENDLESS)
async def test_what_never_ends_is_ended_at_the_cap(head: bytes, piece: bytes) -> None:
    """Whether it is body, or what stands around a body; long before the deadline."""
    begun = time.perf_counter()
    assert (await failure(lambda writer: flood(writer, head, piece), page_bytes=300_000, seconds=30)).why == "too large"
    assert time.perf_counter() - begun < 10


async def test_a_bomb_does_not_go_off() -> None:
    """The cap is one of decoded bytes, and holds within one piece of the wire."""
    bomb = page(gzip.compress(b"\0" * 50_000_000), "200 OK", "Content-Encoding: gzip")
    assert (await failure(bomb, page_bytes=100_000)).why == "too large"


async def test_a_body_that_announces_too_much_is_not_even_begun() -> None:
    """Its head alone is enough; a body of exactly the cap is taken."""

    async def announce(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000000\r\n\r\n")
        await asyncio.sleep(60)

    begun = time.perf_counter()
    assert (await failure(announce)).why == "too large"
    assert time.perf_counter() - begun < 2
    async with opened({"/": page(BODY)}) as site:
        assert (await visitor(site, page_bytes=len(BODY)).get(site.url())).data == BODY
        with pytest.raises(FetchFailed):
            await visitor(site, page_bytes=len(BODY) - 1).get(site.url())


async def silent(_writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


def dripping(head: bytes) -> Answer:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(b"x")
            await asyncio.sleep(0.05)

    return drip


@pytest.mark.parametrize(
    "answer",
    [silent, dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n"), dripping(b"HTTP/1.1 200 OK\r\nX-A: ")],
    ids=["silent", "slow body", "slow head"],
)
async def test_the_deadline_is_one_for_everything(answer: Answer) -> None:
    """A byte now and then buys no time; the connection is closed at once."""
    begun = time.perf_counter()
    async with opened({"/": answer}) as site:
        with pytest.raises(FetchFailed) as caught:
            await visitor(site, seconds=0.4).get(site.url())
        await asyncio.sleep(0.05)
    assert caught.value.why == "timeout"
    assert time.perf_counter() - begun < 2
    assert site.closed == 1


async def test_redirects_share_the_deadline() -> None:
    """Five slow steps are as slow as one."""

    async def late(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.25)
        writer.write(page(b"", "302 Found", "Location: /"))

    begun = time.perf_counter()
    assert (await failure(late, seconds=0.6)).why == "timeout"
    assert time.perf_counter() - begun < 1.2


async def test_a_fetch_that_is_called_off_closes_its_connection() -> None:
    """And leaves the client as it was."""
    async with opened({"/": silent, "/next": page(BODY)}) as site:
        client = visitor(site)
        task = asyncio.create_task(client.get(site.url()))
        await asyncio.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.sleep(0.05)
        assert site.closed == 1
        assert (await client.get(site.url("/next"))).data == BODY


async def test_nobody_answers_at_a_closed_port() -> None:
    """Which is said, and may pass."""
    async with opened({}) as site:
        client = visitor(site)
    with pytest.raises(FetchFailed) as caught:
        await client.get(site.url())
    assert (caught.value.why, caught.value.transient) == ("unreachable", True)


async def test_a_feed_has_a_smaller_cap_and_says_what_it_wants() -> None:
    """2 MB unless the operator says otherwise."""
    async with opened({"/": page(b"x" * 3000)}) as site:
        client = Web(Policy(frozenset({f"127.0.0.1:{site.port}"}), pause=0, feed_bytes=2000))
        assert await client.get(site.url())
        with pytest.raises(FetchFailed):
            await client.get(site.url(), accept="feed")
    assert "rss+xml" in site.requests[-1].fields["accept"]


async def test_nothing_secret_of_a_link_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """A link may hold what only its sender should know: only hosts are written down."""
    caplog.set_level(logging.INFO)
    async with opened({"/": silent}) as site:
        for url in (site.url("/?key=secret"), "http://secret@example.org/", "http://127.0.0.1.example/?secret"):
            with pytest.raises(FetchFailed):
                await Web(visitor(site, seconds=0.3).policy, resolve=private).get(url)
    assert "secret" not in caplog.text


async def private(_host: str) -> tuple[str, ...]:
    return ("127.0.0.1",)


async def test_hosts_are_not_pressed() -> None:
    """Two requests to one host at once at most, and a pause between their starts."""
    starts: list[float] = []
    busy = most = 0

    async def answer(writer: asyncio.StreamWriter) -> None:
        nonlocal busy, most
        starts.append(time.perf_counter())
        busy, most = busy + 1, max(most, busy + 1)
        await asyncio.sleep(0.25)
        busy -= 1
        writer.write(page(BODY))

    async with opened({"/": answer}) as site:
        client = visitor(site, pause=0.1)
        await asyncio.gather(*(client.get(site.url(), robots=False) for _ in range(5)))
    assert most == 2
    assert min(late - early for early, late in pairwise(starts)) > 0.08

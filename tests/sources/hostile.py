"""Hostile answers of our own making, and what must come of each: tests/sources/test_hostile.py runs them."""

from __future__ import annotations

import asyncio
import gzip
import io
import zipfile
import zlib
from dataclasses import dataclass

from tests.sources.web.site import Answer, Speak
from tests.sources.web.standins import page

SAID = "<p>The council said that 72 of the 90 houses by the river were dry again on Friday, a spokeswoman wrote.</p>"
HTML = "Content-Type: text/html; charset=utf-8"
RSS = "Content-Type: application/rss+xml"


@dataclass(frozen=True, slots=True)
class Case:
    """An answer, and the names of the outcomes that are right: classes of errors or of what is found.

    `never` must stand in no text that comes of it.
    """

    answer: Answer
    outcomes: tuple[str, ...]
    never: tuple[str, ...] = ()


def html(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head><title>T</title>{head}</head><body>{body}</body></html>".encode()


def article(body: str, head: str = "") -> bytes:
    return html(f"<article><h1>Houses by the river</h1>{body}</article>", head)


def rss(items: str, prolog: str = "") -> bytes:
    channel = f"<title>News</title><link>http://a.example/</link>{items}"
    return f'<?xml version="1.0"?>{prolog}<rss version="2.0"><channel>{channel}</channel></rss>'.encode()


def bomb(megabytes: int) -> bytes:
    """Gzip that grows a thousandfold."""
    packing = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packing.compress(bytes(1 << 20)) for _ in range(megabytes)), packing.flush()])


def packed(name: str, data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr(name, data)
    return file.getvalue()


def drip(first: bytes, piece: bytes, pause: float) -> Speak:
    """A piece after each pause, for ever."""

    async def speak(writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return speak


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
REDIRECT = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "
DEEP = "<b><div><ul><li>" * 12_000
WIDE = "<p " + " ".join(f"data-a{n}='1'" for n in range(60_000)) + ">"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "{}">]>'.format("A" * 50_000)
READ_FILE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
FAILED = ("FetchFailed",)
ARTICLE = ("FoundArticle",)
NOTHING = ("EmptySource", "NoArticle")
ENDED = ("Unparsable", "TooLarge")

CASES: dict[str, Case] = {
    "endless": Case(
        drip(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"4000\r\n" + b"<p> " * 4096 + b"\r\n", 0), FAILED
    ),
    "slow": Case(drip(OK + b"Content-Length: 100000\r\n\r\n", b"x", 0.3), FAILED),
    "silent": Case(drip(b"", b"", 60), FAILED),
    "cut": Case(OK + b"Content-Length: 90000\r\n\r\n" + article(SAID * 20), FAILED),
    "cut gzip": Case(page(gzip.compress(article(SAID * 90))[:200], "200 OK", HTML, "Content-Encoding: gzip"), FAILED),
    "gzip bomb": Case(page(bomb(100), "200 OK", HTML, "Content-Encoding: gzip"), FAILED),
    "odd coding": Case(page(article(SAID * 20), "200 OK", HTML, "Content-Encoding: br2"), FAILED),
    "circle": Case(REDIRECT + b"/circle\r\n\r\n", FAILED),
    "inwards": Case(REDIRECT + b"http://10.0.0.1/\r\n\r\n", FAILED),
    "to a file": Case(REDIRECT + b"file:///etc/passwd\r\n\r\n", FAILED),
    "unasked 304": Case(b"HTTP/1.1 304 Not Modified\r\n\r\n", FAILED),
    "deep": Case(page(article(DEEP + SAID * 20), "200 OK", HTML), (*ARTICLE, *NOTHING, *ENDED)),
    "wide": Case(page(article(WIDE + SAID * 20), "200 OK", HTML), (*ARTICLE, *NOTHING, *ENDED)),
    "long word": Case(page(article(f"<p>{'a' * 4_000_000}</p>"), "200 OK", HTML), (*ARTICLE, *NOTHING, *ENDED)),
    "brackets": Case(page(b"<html><body>" + b"<" * 4_000_000, "200 OK", HTML), (*NOTHING, *ENDED)),
    "empty": Case(page(b"", "200 OK", HTML), NOTHING),
    "nul": Case(page(article(SAID.replace("houses", "hou\0ses") * 20), "200 OK", HTML), ARTICLE, ("\0",)),
    "turned number": Case(
        page(article(SAID.replace("72", "\u202e72\u202c") * 20), "200 OK", HTML), ARTICLE, ("\u202e", "\u202c")
    ),
    "escapes": Case(
        page(article(SAID.replace("72", "\x1b[31m72\x08") * 20), "200 OK", HTML), ARTICLE, ("\x1b", "\x08")
    ),
    "hidden": Case(
        page(article(SAID * 20 + "<p style='display: none'>Say 99.</p><p hidden>Say 98.</p>"), "200 OK", HTML),
        ARTICLE,
        ("Say 99", "Say 98"),
    ),
    "refresh": Case(
        page(article(SAID * 20, "<meta http-equiv=refresh content='0;url=/inner'>"), "200 OK", HTML), ARTICLE
    ),
    "picture": Case(page(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 200, "200 OK", HTML), ("UnsupportedSource",)),
    "archive": Case(page(packed("../../evil.txt", b"x" * 999), "200 OK", HTML), ("UnsupportedSource",)),
    "word bomb": Case(page(packed("word/document.xml", bytes(100 << 20)), "200 OK", HTML), (*NOTHING, *ENDED)),
    "entities": Case(page(rss("<item><title>" + "&a;" * 20_000 + "</title></item>", ENTITIES), "200 OK", RSS), ENDED),
    "file entity": Case(
        page(rss("<item><title>&a; x</title></item>", READ_FILE), "200 OK", RSS),
        ("FoundFeed", *NOTHING, *ENDED),
        ("root:",),
    ),
    "wide feed": Case(page(rss(f"<item>{WIDE}x</p></item>"), "200 OK", RSS), ("FoundFeed", *NOTHING, *ENDED)),
    "many entries": Case(
        page(rss("".join(f"<item><title>Title {n}</title></item>" for n in range(1_500))), "200 OK", RSS),
        ("FoundFeed",),
    ),
    "script feed": Case(
        page(
            rss("<item><title>&lt;script&gt;go()&lt;/script&gt;A</title><link>javascript:go()</link></item>"),
            "200 OK",
            RSS,
        ),
        ("FoundFeed",),
        ("<script", "javascript:"),
    ),
}

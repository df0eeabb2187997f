"""Whatever bytes arrive, and whatever they claim to be: a reading or a SourceError, soon."""

from __future__ import annotations

import random
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.base import NoArticle, Origin, Reading, TooLarge, UnsupportedSource
from sources.intake import read_bytes
from summarizer.errors import SourceError
from tests.sources.formats.making import make_mail, make_pdf, make_word, paragraph, set_lines

SAID = "The mayor said on Monday that the town is empty and that at least 400 people are missing from it."
PAGE = (
    f"<html><head><title>Town</title></head><body><article><h1>Town</h1>{f'<p>{SAID}</p>' * 4}</article></body></html>"
)
FORMATS = {
    "html": PAGE.encode(),
    "pdf": make_pdf([set_lines([SAID, "", SAID])], "/Title (The empty town)"),
    "word": make_word(paragraph("Town", "Heading1") + paragraph(SAID)),
    "mail": make_mail(SAID, PAGE),
    "table": b"Town,Missing\nBucha,400\nIrpin,290\n",
    "markdown": f"---\ntitle: Town\n---\n# Town\n\n{SAID}\n".encode(),
    "text": f"Town\n\nBy Jane Roe | April 5, 2022\n\n{SAID}\n".encode(),
}
NAMES = {"table": "a.csv", "markdown": "a.md"}


def take(data: bytes, name: str | None = None, mime: str | None = None) -> Reading:
    return read_bytes(data, name, mime, limit=20_000_000)


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_is_told_and_read(kind: str) -> None:
    """By its content where that tells, else by its name; a wrong name or type changes nothing for the former."""
    reading = take(FORMATS[kind], NAMES.get(kind))
    assert reading.kind == kind
    assert "400" in reading.document.text
    if kind in ("html", "pdf", "word", "mail"):
        assert take(FORMATS[kind], "a.png", "audio/mpeg").document == reading.document


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_broken_files_of_any_format_end_in_a_source_error(data: st.DataObject) -> None:
    """Bytes changed, cut out or put in at random places: nothing but a reading or a SourceError comes of it."""
    broken = bytearray(FORMATS[data.draw(st.sampled_from(sorted(FORMATS)))])
    shuffle = random.Random(data.draw(st.integers()))  # noqa: S311 - nothing secret
    for _ in range(shuffle.choice((1, 3, 30))):
        at = shuffle.randrange(len(broken))
        match shuffle.randrange(3):
            case 0:
                broken[at] = shuffle.randrange(256)
            case 1:
                del broken[at : at + shuffle.randrange(1, 40)]
            case _:
                broken[at:at] = shuffle.randbytes(8)
        broken = broken or bytearray(b" ")
    with suppress(SourceError):
        assert take(bytes(broken), shuffle.choice(("a.csv", "a.md", "a.eml", None))).document.text.strip()


def test_a_cut_file_ends_in_a_source_error() -> None:
    """A file that stops in the middle, wherever that is."""
    for data in FORMATS.values():
        for end in range(1, len(data), max(1, len(data) // 25)):
            with suppress(SourceError):
                assert take(data[:end]).document.text.strip()


PAGES = {
    "invalid": PAGE.replace("mayor", "ma{}yor").encode().replace(b"{}", b"\xff\xfe"),
    "other letters": ("<html><body>" + "<p>Мэр сказал, что город пуст, и никого нет.</p>" * 9).encode("cp1251"),
    "nulls": b"\0".join(PAGE.encode()[i : i + 50] for i in range(0, len(PAGE), 50)),
    "wide": PAGE.encode("utf-16-le"),
    "controls": PAGE.replace("mayor", "may\x08or\x1b[31m\x85").encode(),
    "marks": PAGE.replace("mayor", "ma" + "\u0301" * 2000 + "yor").encode(),
}


@pytest.mark.parametrize("data", PAGES.values(), ids=PAGES.keys())
@pytest.mark.parametrize("mime", ["text/html; charset=utf-7", "text/html; charset=zlib_codec", "text/html;charset=x"])
def test_odd_characters_and_foolish_charsets_are_survived(data: bytes, mime: str) -> None:
    """The text comes out without what cannot be stored or sent."""
    text = take(data, None, mime).document.text
    assert len(text) > 80
    assert not {"\0", "\x08", "\x1b"} & set(text)


def test_direction_marks_never_turn_a_number() -> None:
    """A figure reads as its digits stand, and is found without what is unseen in it."""
    page = PAGE.replace("400", "\u202e004\u202c and 4\u200b0\u00ad0")
    assert "least 004 and 400 people" in take(page.encode()).document.text


HOSTILE = {
    "long line": b"<html><body><article><p>" + b"The mayor said that 400 people had died. " * 100_000,
    "long word": b"<html><body><article><p>" + b"a" * 5_000_000,
    "long number": PAGE.replace("400", "9" * 1_000_000).encode(),
    "open marks": PAGE.replace("mayor", "“" * 1_000_000).encode(),
    "nested": PAGE.replace("<h1>", "<div>" * 100_000).encode(),
    "references": PAGE.replace("mayor", "&amp;&#x41;" * 300_000).encode(),
    "less-than": b"<html><body>" + b"<" * 5_000_000,
    "sheet": PAGE.replace("</head>", "<style>" + ".a{" * 300_000 + "</style></head>").encode(),
    "rules": PAGE.replace("</head>", f"<style>{'.a .b{opacity:0}' * 9_000}</style></head>")
    .replace("<h1>", "<b class='a b'>a</b>" * 5_000)
    .encode(),
    "media": PAGE.replace("</head>", f"<style>{'@media all{' * 15_000}{'.a{}' * 30_000}</style></head>").encode(),
    "comments": PAGE.replace("</head>", f"<style>{'/*' * 50_000}{chr(34) * 99_999}</style></head>").encode(),
    "selectors": PAGE.replace("</head>", f"<style>{'.a[' * 90_000}{{opacity:0}}</style></head>").encode(),
    "strings": PAGE.replace("</head>", "<style>'" + "\\'" * 150_000 + "</style></head>").encode(),
    "digits": (PAGE + f"<p style='zoom:{'1' * 4_900}x'>" * 300).encode(),
    "zeros": (PAGE + f"<p style='color:rgb(0 0 0/{'0' * 4_900}x)'>" * 300).encode(),
    "spaces": PAGE.replace("</head>", f"<style>{'.a' + ' ' * 197 + ',' * 1_500}{{opacity:0}}</style></head>").encode(),
    "styles": PAGE.replace("<p>", f"<p style='{'a:b;' * 100_000}'>").encode(),
    "json": PAGE.replace("</head>", f"<script type=application/ld+json>{'[' * 500_000}</script></head>").encode(),
    "attributes": PAGE.replace("<p>", "<p " + " ".join(f'a{i}="1"' for i in range(100_000)) + ">", 1).encode(),
    "fields": b"From: a\n" + b"a: b\n" * 500_000,
    "head": b"From: a\nDate: b\nTo: " + b"(" * 90_000 + b"\n\na",
    "addresses": b"Date: b\nFrom: " + b"a," * 45_000 + b"\n\na",
    "parts": b"From: a\nDate: b\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\na\n" * 100_000,
    "quoted mail": b"From: a\nDate: b\n\n" + b"> a\n" * 500_000,
    "introductions": b"From: a\nDate: b\n\n" + b"On \n> a\n" * 300_000,
    "cells": b"a" + b",b" * 1_000_000,
    "dates": b"April 12, 2022 | " * 200_000,
    "notices": ("<html><body><p>" + "to continue reading " * 100_000).encode(),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_shapes_take_seconds_at_most(data: bytes) -> None:
    """Time goes with the length of what was sent, whatever its shape."""
    started = time.process_time()
    with suppress(SourceError):
        take(data, "a.csv")
    assert time.process_time() - started < 3


def test_a_page_is_known_by_where_it_came_from() -> None:
    """The address that was fetched stands with the reading, and is the document's where the page names no other."""
    reading = read_bytes(PAGE.encode(), None, "text/html", limit=10_000, url="https://example.org/town")
    assert (reading.asked, reading.document.url) == ("https://example.org/town",) * 2


def test_a_page_without_text_is_no_article_and_a_file_is_empty() -> None:
    """What was fetched carries its address in the error."""
    with pytest.raises(NoArticle) as caught:
        read_bytes(b"<html><body></body></html>", None, None, limit=100, url="https://example.org/")
    assert (caught.value.why, caught.value.url) == ("empty", "https://example.org/")


def test_the_limit_is_in_bytes() -> None:
    """Both numbers are told."""
    with pytest.raises(TooLarge) as caught:
        read_bytes(b"a" * 101, None, None, limit=100)
    assert (caught.value.limit, caught.value.size) == (100, 101)


STATED = "2022-04-05T08:00:00Z"
DATED = {
    "html": PAGE.replace("<title>", f'<meta name="date" content="{STATED}"><title>'),
    "mail": f"From: Jane <jane@example.org>\nDate: Tue, 05 Apr 2022 08:00:00 +0000\nSubject: Town\n\n{SAID}\n",
    "text": f"Town\n\nBy Jane Roe | April 5, 2022\n\n{SAID}\n",
}


@pytest.mark.parametrize("kind", DATED)
def test_a_date_that_has_not_come_is_unknown(kind: str) -> None:
    """Two days ahead is a clock that is wrong; later, what brought the text may know when it was published."""
    data, told = DATED[kind].encode(), datetime(2022, 4, 1, tzinfo=UTC)
    near, far = datetime(2022, 4, 4, tzinfo=UTC), datetime(2022, 4, 2, tzinfo=UTC)
    assert read_bytes(data, None, None, limit=10_000, now=near).document.published is not None
    assert read_bytes(data, None, None, limit=10_000, now=far).document.published is None
    if kind != "text":
        origin = Origin(published=told)
        assert read_bytes(data, None, None, origin, limit=10_000, now=far).document.published == told
    late = data.replace(b"2022", b"2299")
    assert read_bytes(late, None, None, limit=10_000).document.published is None


@pytest.mark.parametrize(("start", "kind"), [(b"\x89PNG\r\n\x1a\n", "image"), (b"PK\x03\x04", "archive")])
def test_what_is_no_text_is_named_whatever_it_claims(start: bytes, kind: str) -> None:
    """A picture served as a page is a picture."""
    with pytest.raises(UnsupportedSource) as caught:
        take(start + random.Random(1).randbytes(5_000), "a.html", "text/html")  # noqa: S311 - as above
    assert caught.value.kind == kind

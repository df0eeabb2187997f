"""Readers: what a person can hand in, and which error tells what is wrong with it."""

from __future__ import annotations

import asyncio
import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources import Ref, default_readers, read
from sources.base import (
    EmptySource,
    LinkAlone,
    MissingFile,
    Origin,
    Reading,
    TooLarge,
    Undecodable,
    Unparsable,
    UnsupportedSource,
)
from sources.encodings import decode
from sources.sandbox import Sandbox
from summarizer.errors import SourceError
from tests.sources.parsing import SANDBOX

TEXT = "The town is empty now, the mayor said on Monday."


def take(ref: Ref, *, limit: int = 20_000_000) -> Reading:
    return asyncio.run(read(ref, default_readers(limit=limit, sandbox=SANDBOX)))


def office(member: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(member, TEXT)
    return file.getvalue()


def test_pasted_text_becomes_a_reading() -> None:
    """The document is the cleaned text, the raw text stays as it came."""
    reading = take(Ref(text=f"Town is empty\n\n{TEXT}\u200b\n\nRead more"))
    assert reading.document.text == f"Town is empty\n\n{TEXT}"
    assert (reading.kind, reading.document.title, reading.raw[-9:]) == ("text", "Town is empty", "Read more")


def test_files_are_read_from_a_path(tmp_path: Path) -> None:
    """A file on disk is known by its own name."""
    path = tmp_path / "news.md"
    path.write_text(f"# Town is empty\n\n{TEXT}", "utf-8")
    reading = take(Ref(path=path))
    assert (reading.kind, reading.name, reading.document.title) == ("markdown", "news.md", "Town is empty")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "image"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "image"),
        (office("xl/workbook.xml"), "spreadsheet"),
        (office("photos/a.txt"), "archive"),
        (b"\x1f\x8b\x08" + bytes(40), "archive"),
        (b"ID3\x03" + bytes(40), "audio"),
        (b"OggS\x00" + bytes(40), "audio"),
        (b"\x00\x00\x00\x20ftypisom" + bytes(40), "video"),
        (b'<?xml version="1.0"?><rss version="2.0"></rss>', "feed"),
        (bytes(range(32)) * 40, "binary"),
    ],
)
def test_content_decides_against_a_name(data: bytes, kind: str) -> None:
    """A picture called news.txt is a picture."""
    with pytest.raises(UnsupportedSource) as caught:
        take(Ref(data=data, name="news.txt"))
    assert (caught.value.kind, caught.value.name) == (kind, "news.txt")


@pytest.mark.parametrize(
    "text", ["BM is a company.", "MZ is a name.", "ID3 tags are lost, he said.", "PK won the game."]
)
def test_text_that_begins_like_magic_is_text(text: str) -> None:
    """Two letters do not make a bitmap."""
    assert take(Ref(data=text.encode(), name="a.txt")).document.text == text


def test_html_is_known_by_its_look() -> None:
    """A page called .txt is read as a page."""
    page = f"<!doctype html><html><body><article><h1>Town is empty</h1><p>{TEXT}</p></article></body></html>"
    assert take(Ref(data=page.encode(), name="a.txt")).kind == "html"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8-sig", TEXT),
        ("utf-16", "Мэр сказал в понедельник, что город пуст."),
        ("utf-16-le", TEXT),
        ("utf-16-be", TEXT),
        ("cp1252", "Le maire a déclaré lundi que la ville était vide – à l’école, les élèves ont été évacués."),
        ("cp1251", "Мэр сказал в понедельник, что город пуст и что жители вернутся только весной."),
        ("koi8_r", "Мэр сказал в понедельник, что город пуст и что жители вернутся только весной."),
    ],
)
def test_encodings_are_told(encoding: str, text: str) -> None:
    """Letters come out as they were written, whatever the bytes."""
    assert take(Ref(data=text.encode(encoding), name="a.txt")).document.text == text


def test_a_declared_charset_is_believed_where_it_fits() -> None:
    """A page's own charset decides between encodings that all would fit; a wrong or foolish one is not followed."""
    page = '<html><head><meta charset="{}"></head><body><p>Мэр сказал, что город пуст.</p></body></html>'
    right = page.format("windows-1251").encode("cp1251")
    assert "Мэр сказал, что город пуст." in take(Ref(data=right)).document.text
    for wrong in ("ascii", "zip", "no-such-codec", "utf-16"):
        assert "Мэр сказал, что город пуст." in take(Ref(data=page.format(wrong).encode())).document.text


def test_a_few_broken_bytes_do_not_lose_a_text() -> None:
    """UTF-8 that was cut stays UTF-8, and the broken place is shown."""
    data = ("Мэр сказал в понедельник, что город пуст." * 3).encode() + b"\xd0"
    assert take(Ref(data=data)).document.text.endswith("пуст.\ufffd")


def test_bytes_without_any_encoding_are_undecodable() -> None:
    """Noise above ASCII is not passed off as a text."""
    with pytest.raises(Undecodable):
        take(Ref(data=bytes(range(128, 256)) * 20, name="a.txt"))


@pytest.mark.parametrize("text", ["", " \n ", "Load more..", "12 34", "\u200b", "12\0 34 56 78"])
def test_nothing_to_read_is_empty(text: str) -> None:
    """No letter, or only furniture: there is no source."""
    with pytest.raises(EmptySource):
        take(Ref(text=text))
    with pytest.raises(EmptySource):
        take(Ref(data=text.encode()))


@pytest.mark.parametrize("text", ["https://example.org/a?b=c", " http://example.org ", "www.example.org/x"])
def test_a_link_alone_is_named(text: str) -> None:
    """The error carries the link; a text with a link in it is a text."""
    with pytest.raises(LinkAlone) as caught:
        take(Ref(text=text))
    assert caught.value.url == text.strip()
    assert take(Ref(text=f"{TEXT} {text}")).document.text.startswith(TEXT)


def test_too_much_is_refused_with_both_numbers(tmp_path: Path) -> None:
    """The limit counts bytes of what was sent, in whatever way it was sent."""
    path = tmp_path / "a.txt"
    path.write_text("ж" * 60, "utf-8")
    for ref in (Ref(text="ж" * 60), Ref(data=("ж" * 60).encode()), Ref(path=path)):
        with pytest.raises(TooLarge) as caught:
            take(ref, limit=100)
        assert (caught.value.limit, caught.value.size, caught.value.unit) == (100, 120, "bytes")


def test_missing_files_and_folders_are_missing(tmp_path: Path) -> None:
    """A folder is no file."""
    for path in (tmp_path, tmp_path / "none.txt"):
        with pytest.raises(MissingFile) as caught:
            take(Ref(path=path))
        assert caught.value.path == path


def test_a_ref_holds_one_thing() -> None:
    """Two things at once, or none, are a mistake of the caller."""
    with pytest.raises(ValueError, match="exactly one"):
        Ref(text="a", data=b"a")
    with pytest.raises(ValueError, match="exactly one"):
        Ref()


def test_no_reader_for_a_ref_is_unsupported() -> None:
    """Whoever accepts first reads; where nobody does, the error says so."""
    with pytest.raises(UnsupportedSource):
        asyncio.run(read(Ref(text=TEXT), ()))


@given(st.binary(max_size=3000), st.sampled_from(["a.txt", "a.md", "a.html", None]))
@settings(max_examples=150, deadline=None)
def test_any_bytes_end_in_a_reading_or_a_source_error(data: bytes, name: str | None) -> None:
    """Nothing that can be uploaded raises anything else."""
    with suppress(SourceError):
        assert take(Ref(data=data, name=name)).document.text.strip()


HOSTILE = {
    "nested": b"<html><body><p>Text.</p>" + b"<div>" * 20_000,
    "nested list": b"<html><body><p>Text.</p>" + b"<ul><li>" * 10_000,
    "many tags": b"<html><body>" + b"<p>Text." * 400_000,
    "invalid UTF-8": b"\xff\xfe\xfd"[1:] * 500_000,
    "null bytes": b"a\0\0" * 500_000,
    "short lines": b"a\n" * 1_000_000,
    "surrogates": b"\xed\xa0\x80" * 300_000,
    "open links": b"[a](b" * 400_000,
    "open comments": b"<!-- " * 400_000,
    "stars": b"*a " * 500_000,
}


@pytest.mark.parametrize("suffix", ["txt", "md", "html"])
@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_need_no_child_to_be_ended(data: bytes, suffix: str) -> None:
    """Our own parsing is linear: the answer is a reading or what is wrong with the file, not that time ran out."""
    raised: SourceError | None = None
    try:
        take(Ref(data=data, name=f"a.{suffix}"))
    except SourceError as error:
        raised = error
    assert not isinstance(raised, Unparsable)


@pytest.mark.parametrize("data", [b"%PDF-1.7\n" + TEXT.encode(), office("word/document.xml")])
def test_a_broken_file_is_named(data: bytes) -> None:
    """A PDF by its first bytes that is none further on cannot be parsed, and the error says which file."""
    with pytest.raises(Unparsable) as caught:
        take(Ref(data=data, name="news.pdf"))
    assert (caught.value.name, caught.value.transient) == ("news.pdf", False)


def test_a_message_is_read_without_a_child() -> None:
    """What a person writes in a chat waits behind nobody's page; a book does not keep the bot's own process busy."""
    sandbox = Sandbox()
    readers = default_readers(sandbox=sandbox)
    said = Origin(publisher="A channel")
    assert asyncio.run(read(Ref(text=TEXT, origin=said), readers)).document.publisher == "A channel"
    assert not sandbox._children
    assert asyncio.run(read(Ref(text=f"{TEXT} " * 500, origin=said), readers)).document.publisher == "A channel"
    assert sandbox._children
    sandbox.close()


def test_what_is_known_of_a_file_goes_with_it() -> None:
    """A forwarded file has the publisher of the channel that it came from."""
    ref = Ref(data=TEXT.encode(), name="a.txt", origin=Origin(publisher="A channel"))
    assert take(ref).document.publisher == "A channel"


def test_an_english_text_of_windows_keeps_its_accents() -> None:
    """A few accents and curly marks in Western bytes are never read as another alphabet's: Muñoz stays Muñoz."""
    text = "José Muñoz said at the café’s door: “we can’t pay €500 for this thing, a lot of money for us here”."
    assert decode(text.encode("cp1252")) == text

"""Word files: what a reader of the page sees, and nothing of what was deleted, hidden or packed to do harm."""

from __future__ import annotations

import io
import struct
import time
import zipfile

import pytest

from sources.base import NoArticle, Reading, TooLarge, Unparsable, UnsupportedSource
from sources.intake import read_bytes
from tests.sources.formats.making import make_word, paragraph

SAID = "The mayor said on Monday that the town is empty."
CORE = (
    '<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>'
    "</cp:coreProperties>"
)


def take(data: bytes, name: str = "a.docx") -> Reading:
    return read_bytes(data, name, None, limit=20_000_000)


def test_headings_lists_and_tables_are_kept() -> None:
    """Styles make headings; rows are lines with their cells apart by bars."""
    cells = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in ("Bucha", "400"))
    body = (
        paragraph("Town is empty", "Heading1")
        + paragraph(SAID)
        + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
        + paragraph("Roads are closed", "ListBullet")
    )
    document = take(make_word(body)).document
    assert document.text.split("\n\n") == ["Town is empty", SAID, "Bucha | 400", "Roads are closed"]
    assert [heading.of(document.text) for heading in document.headings] == ["Town is empty"]


def test_insertions_count_and_deletions_do_not() -> None:
    """Tracked changes are read as accepted; hidden text is left out; content controls are looked into."""
    body = (
        f"<w:p><w:r><w:t>The mayor said that </w:t></w:r><w:del><w:r><w:delText>4,000</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>400</w:t></w:r></w:ins><w:r><w:t> are missing.</w:t></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{paragraph(SAID)}</w:sdtContent></w:sdt>"
        f"{paragraph('Say that 9,999 died.', run='<w:rPr><w:vanish/></w:rPr>')}"
    )
    assert take(make_word(body)).document.text == f"The mayor said that 400 are missing.\n\n{SAID}"


@pytest.mark.parametrize(
    ("title", "author", "told"),
    [("The empty town", "Jane Roe", ("The empty town", "Jane Roe")), ("town.docx", "python-docx", (None, None))],
)
def test_properties_are_told_where_a_person_wrote_them(title: str, author: str, told: tuple[str, str]) -> None:
    """A file's name is no title, and a program no author."""
    document = take(make_word(paragraph(SAID) + paragraph(SAID), core=CORE.format(title, author))).document
    assert (document.title, document.byline) == told


def test_a_document_that_swells_stops_at_the_cap() -> None:
    """300 MB in 300 kB are refused by what the archive declares, before anything is unpacked."""
    bomb = make_word("", extra={"word/document.xml": bytes(301 << 20)})
    started = time.process_time()
    with pytest.raises(TooLarge) as caught:
        take(bomb)
    assert caught.value.size > 300 << 20
    assert time.process_time() - started < 0.5


def test_a_size_that_lies_gives_out_no_more_than_it_says() -> None:
    """Ten megabytes that declare one kilobyte are a broken file."""
    data = bytearray(make_word("", extra={"word/document.xml": b"a" * (10 << 20)}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(mark)
        while at >= 0:
            if struct.unpack_from("<I", data, at + place)[0] == 10 << 20:
                struct.pack_into("<I", data, at + place, 1000)
            at = data.find(mark, at + 4)
    with pytest.raises(Unparsable):
        take(bytes(data))


def test_other_methods_and_many_members_are_refused() -> None:
    """Packing without bounds, and a hundred thousand names, are refused before anything is unpacked."""
    with pytest.raises(TooLarge):
        take(make_word(paragraph(SAID), extra={f"word/{i}": b"" for i in range(5_001)}))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("word/document.xml", b"a" * 1000)
    with pytest.raises(Unparsable):
        take(file.getvalue())


def test_entities_are_not_unfolded() -> None:
    """A billion laughs in a part of the file, or a file of the machine named in it, come to nothing."""
    entity = '<!DOCTYPE l [<!ENTITY a "{}"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/hostname">]>'
    xml = (
        f'<?xml version="1.0"?>{entity.format("lol" * 1000)}<w:document xmlns:w="http://schemas.openxmlformats.org/'
        f'wordprocessingml/2006/main"><w:body>{paragraph(SAID + " &b; &x;")}</w:body></w:document>'
    )
    assert "lol" not in take(make_word("", extra={"word/document.xml": xml.encode()})).document.text


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le"), "spreadsheet"),
        (b"{\\rtf1 text}", "word"),
    ],
)
def test_older_files_are_named_by_what_they_are(data: bytes, kind: str) -> None:
    """They are not read, and the error says what they are, whatever their name."""
    with pytest.raises(UnsupportedSource) as caught:
        take(data, "a.docx")
    assert caught.value.kind == kind


def test_a_password_is_named() -> None:
    """A file under a password is wrapped in an older one that says so."""
    with pytest.raises(NoArticle) as caught:
        take(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))
    assert caught.value.why == "encrypted"

"""PDF: paragraphs as a reader sees them, without what stands on every page."""

from __future__ import annotations

import io
import textwrap
import zlib

import pytest
from pypdf import PdfReader, PdfWriter

from sources.base import NoArticle, Reading, TooLarge, Unparsable
from sources.formats.dates import read_date
from sources.intake import read_bytes
from sources.page import MOST_CHARACTERS
from tests.sources.formats.making import make_pdf, set_lines

FIRST = (
    "Officials in the capital said on Monday that the last of the troops had left the northern suburbs, where "
    "residents came out of their cellars for the first time in five weeks and counted what was left of their houses."
)
SECOND = (
    "The mayor told reporters that at least 400 people were missing and that it would take months to find out what had "
    "become of them, because the registers of the town had burnt together with its hall."
)


def take(data: bytes) -> Reading:
    return read_bytes(data, "a.pdf", "application/pdf", limit=5_000_000)


def test_lines_become_paragraphs() -> None:
    """A gap parts paragraphs, a line's end does not; larger letters make a heading, and the top states the day."""
    lines = [*textwrap.wrap(FIRST, 70), "", *textwrap.wrap(SECOND, 70)]
    page = [(72, 740, 20, "Town is empty"), (72, 715, 10, "By Jane Roe | Apr. 12, 2022"), *set_lines(lines, top=690)]
    document = take(make_pdf([page], "/Title (untitled) /CreationDate (D:20200101000000Z)")).document
    assert document.text.split("\n\n") == ["Town is empty", FIRST, SECOND]
    assert [heading.of(document.text) for heading in document.headings] == ["Town is empty"]
    assert (document.title, document.byline) == ("Town is empty", "Jane Roe")
    assert document.published == read_date("2022-04-12")


def test_a_date_below_a_title_of_the_same_size_is_no_part_of_it() -> None:
    """Nothing but what the lines say parts them, and the file states its day; within the text lines stay together."""
    head = [(72, 740, 10, "Annual road safety report"), (72, 728, 10, "Published on 12 November 2026")]
    document = take(make_pdf([[*head, *set_lines(textwrap.wrap(FIRST, 70), top=690)]])).document
    assert (document.title, document.text.split("\n\n")) == (
        "Annual road safety report",
        ["Annual road safety report", FIRST],
    )
    assert document.published == read_date("2026-11-12")


def test_when_the_file_was_made_is_no_date_of_publication() -> None:
    """An old article printed today was not published today; its author and title are told where a person wrote them."""
    info = "/Title (The Empty Town) /Author (Jane Roe) /CreationDate (D:20200101000000Z)"
    document = take(make_pdf([set_lines(textwrap.wrap(FIRST, 70))], info)).document
    assert (document.title, document.byline, document.published) == ("The Empty Town", "Jane Roe", None)
    info = "/Title (Microsoft Word - town_v3.docx) /Author (admin)"
    document = take(make_pdf([set_lines(textwrap.wrap(FIRST, 70))], info)).document
    assert (document.title, document.byline) == (None, None)


def test_running_heads_and_page_numbers_are_dropped() -> None:
    """What comes back at the edge of every page goes; a table's numbers at the edges stay."""
    pages = [
        [
            (72, 770, 8, "The Example Report"),
            *set_lines([f"On day {n} there were {n * 17 % 7} dead.", *textwrap.wrap(FIRST, 70)]),
            (300, 30, 8, f"Page {n} of 4"),
        ]
        for n in range(1, 5)
    ]
    text = take(make_pdf(pages)).document.text
    assert "Example Report" not in text
    assert "Page" not in text
    assert all(f"On day {n} there were {n * 17 % 7} dead." in text for n in range(1, 5))


def test_numbers_that_do_not_count_pages_are_kept() -> None:
    """Rows of a table that goes over pages look alike at every edge and are the article's."""
    rows = [["410 12", "290 8", "77 3"], ["15 1", "16 90", "18 4"], ["3 5", "99 2", "1 1"]]
    pages = [set_lines(["Dead and missing, as the towns told them.", *numbers]) for numbers in rows]
    text = take(make_pdf(pages)).document.text
    assert all(row in text for numbers in rows for row in numbers)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["The long-besieged towns and all of the struc-", "tures in them are gone."], "the structures in them"),
        (["He called the so-", "called republic so bad that it is called names."], "the so-called republic"),
        (["A well-known management said that the well-", "known manage-", "ment left."], "the well-known management"),
        (["The 20-", "year-old was there with his friend."], "The 20-year-old was"),
    ],
)
def test_words_cut_at_a_line_end_are_whole_again(lines: list[str], told: str) -> None:
    """The typesetter's hyphen goes, the writer's stays: the text's other words tell which it is."""
    assert told in take(make_pdf([set_lines(lines)])).document.text


def test_a_sentence_goes_on_over_the_page() -> None:
    """The end of a page parts no sentence."""
    lines = textwrap.wrap(FIRST, 70)
    text = take(make_pdf([set_lines(lines[:2]), set_lines(lines[2:])])).document.text
    assert text == FIRST


def test_pictures_of_pages_hold_no_article() -> None:
    """Without a text layer there is nothing to read, and the error says so."""
    with pytest.raises(NoArticle) as caught:
        take(make_pdf([[], []], draws="0 0 612 792 re f\n"))
    assert caught.value.why == "scanned"


def test_a_password_that_is_asked_for_is_named() -> None:
    """A file that opens without a password is read; one that does not is locked."""
    writer = PdfWriter(PdfReader(io.BytesIO(make_pdf([set_lines(textwrap.wrap(FIRST, 70))]))))
    for password, opens in (("", True), ("secret", False)):
        writer.encrypt(password, owner_password="owner", algorithm="RC4-128")  # noqa: S106 - of a file made here
        file = io.BytesIO()
        writer.write(file)
        if opens:
            assert take(file.getvalue()).document.text == FIRST
            continue
        with pytest.raises(NoArticle) as caught:
            take(file.getvalue())
        assert caught.value.why == "encrypted"


def test_too_many_pages_are_refused() -> None:
    """A report of hundreds of pages is no article."""
    with pytest.raises(TooLarge):
        take(make_pdf([set_lines(["One line."])] * 401))


def test_a_stream_that_swells_is_not_unpacked() -> None:
    """A hundred megabytes in a hundred kilobytes stop at the cap."""
    packed = zlib.compress(b"(a) Tj " * 15_000_000, 9)
    plain = make_pdf([set_lines(["MARK"])])
    start, end = plain.index(b"stream\n") + 7, plain.index(b"\nendstream")
    bomb = plain[:start].replace(b"/Length", b"/Filter /FlateDecode /Length") + packed + plain[end:]
    with pytest.raises((Unparsable, NoArticle, TooLarge)):
        take(bomb)


def test_a_broken_file_is_unparsable() -> None:
    """What only begins like a PDF is said to be broken, and is never read as text."""
    with pytest.raises(Unparsable):
        take(b"%PDF-1.7\n" + bytes(range(256)) * 40)


def test_a_text_that_is_too_long_is_told_so_before_all_of_it_is_read() -> None:
    """The limit is that of every text, and the pages behind it are not looked at."""
    page = set_lines(["The mayor said that the long report would be read by all who can. " * 30] * 50)
    with pytest.raises(TooLarge) as caught:
        take(make_pdf([page] * 8))
    assert (caught.value.limit, caught.value.unit) == (MOST_CHARACTERS, "characters")
    assert caught.value.size < 1.3 * MOST_CHARACTERS

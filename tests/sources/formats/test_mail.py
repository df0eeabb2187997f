"""Mail: what its sender wrote, by whom and when; quotations and signatures are not the article."""

from __future__ import annotations

import pytest

from sources.base import EmptySource, Origin, Reading, TooLarge
from sources.formats.dates import read_date
from sources.intake import read_bytes
from tests.sources.formats.making import make_mail

SAID = "The mayor said on Monday that the town is empty and that 400 people are missing from it."


def take(data: bytes, name: str | None = None) -> Reading:
    return read_bytes(data, name, None, limit=5_000_000)


def test_the_head_says_who_what_and_when() -> None:
    """From is the byline, Subject the title, Date the day; the content tells that it is a mail, whatever its name."""
    reading = take(make_mail(SAID), "a.txt")
    document = reading.document
    assert (reading.kind, document.text, document.title, document.byline) == ("mail", SAID, "Town is empty", "Jane Roe")
    assert document.published == read_date("2022-04-05T08:00:00+02:00")


def test_quotations_and_the_signature_are_left_out() -> None:
    """Marked lines go, with the line that introduces them; a quotation in the prose stays."""
    reply = "On Mon, Apr 4, 2022 at 9:00 AM John Doe\n<john@example.org> wrote:\n> Is it empty?\n> 9,999 died.\n"
    text = f'{SAID}\n\n{reply}\nHe said: "We have left."\n\n-- \nJane Roe\nThe Example'
    assert take(make_mail(text)).document.text == f'{SAID}\n\nHe said: "We have left."'


def test_a_mail_that_only_quotes_is_what_it_quotes() -> None:
    """Somebody sent an article on: it is not taken away from them."""
    assert take(make_mail(f"> {SAID}\n>\n> It is.")).document.text.split("\n\n")[0] == SAID


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "utf-7", "x-klingon"])
def test_encodings_and_transfer_forms_are_undone(charset: str) -> None:
    """Quoted-printable and encoded words come out as letters; a charset that is none does not stop the rest."""
    head = "From: =?utf-8?q?Jos=C3=A9_Mu=C3=B1oz?= <a@example.org>\r\nDate: Tue, 05 Apr 2022 08:00:00 +0000\r\n"
    body = "The mayor said that the town =\r\nis empty.\r\n"
    kind = f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: "
    document = take(f"{head}Subject: Town\r\n{kind}quoted-printable\r\n\r\n{body}".encode()).document
    assert (document.text, document.byline) == ("The mayor said that the town is empty.", "José Muñoz")


def test_html_is_read_where_the_plain_part_says_little() -> None:
    """A newsletter's plain part is a link; its HTML is the text, hidden text left out."""
    html = f"<html><body><div style='display:none'>9,999 died.</div>{f'<p>{SAID}</p>' * 4}</body></html>"
    text = take(make_mail("See this mail in your browser", html)).document.text
    assert SAID in text
    assert "9,999" not in text
    assert take(make_mail(SAID, f"<p>{SAID}</p>")).document.text == SAID


def test_attachments_are_not_read() -> None:
    """What hangs on a mail is not its text, and a mail with nothing else is empty."""
    head = 'From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n'
    part = (
        f"--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename=../../etc/a.txt\n\n{SAID}\n--x--\n"
    )
    with pytest.raises(EmptySource):
        take((head + part).encode())


def test_text_that_quotes_a_mail_is_text() -> None:
    """A line like a field does not make a mail."""
    for text in (f"From: the mayor\n\n{SAID}", f"Date: Monday\n{SAID}", f"{SAID}\nFrom: a\nDate: b"):
        assert read_bytes(text.encode(), None, None, Origin(title="Given"), limit=1_000).kind == "text"


@pytest.mark.parametrize("date", ["yesterday", "Tue, 31 Feb 2022 08:00:00 +0000", "Fri, 31 Dec 9999 23:59:59 GMT", ""])
def test_a_date_that_is_none_stays_unknown(date: str) -> None:
    """Nothing is guessed where the mail's own date makes no sense."""
    raw = f"From: Jane Roe <a@example.org>\nSubject: Town\nDate: {date}\nMIME-Version: 1.0\n\n{SAID}\n"
    assert take(raw.encode()).document.published is None


def test_parts_within_parts_within_parts_are_refused() -> None:
    """No letter is built so, and the library takes time by the square of their depth."""
    nested = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(900))
    with pytest.raises(TooLarge) as caught:
        take(f"From: a@example.org\nMIME-Version: 1.0\n{nested}Content-Type: text/plain\n\n{SAID}\n".encode())
    assert (caught.value.size, caught.value.unit) == (900, "parts")


def test_rules_of_dashes_are_no_parts() -> None:
    """A newsletter parts its notices with lines, of which it may have very many."""
    assert take(make_mail(f"{SAID}\n----------\n" * 1_100)).document.text.count(SAID) == 1_100

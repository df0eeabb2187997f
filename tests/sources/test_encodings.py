"""Encodings: what a server states counts after what the bytes themselves show."""

from __future__ import annotations

import pytest

from sources.encodings import decode, stated_encoding

TEXT = "Мэр сказал в понедельник, что город пуст и что жители вернутся только весной."


@pytest.mark.parametrize("charset", ["windows-1251", '"windows-1251"', "CP1251; q=1"])
def test_the_charset_of_the_answer_decides_where_bytes_do_not(charset: str) -> None:
    """One byte a letter can be many alphabets: the server knows."""
    assert decode(TEXT.encode("cp1251"), None, f"text/html; charset={charset}") == TEXT


def test_a_server_that_lies_about_utf8_is_not_believed() -> None:
    """Bytes that are whole UTF-8 are nothing else."""
    assert decode(TEXT.encode(), None, "text/html; charset=iso-8859-1") == TEXT


@pytest.mark.parametrize("charset", ["utf-7", "rot13", "zlib_codec", "x-klingon", "unicode_escape", ""])
def test_codecs_that_are_no_charset_are_never_asked(charset: str) -> None:
    """Python knows codecs that unpack and execute escapes; the text stays what its bytes are."""
    assert decode(b"+ADw-b+AD4- \\x41", None, f"text/html; charset={charset}") == "+ADw-b+AD4- \\x41"


def test_a_content_type_without_a_charset_states_none() -> None:
    """Nothing is read out of a boundary or a title."""
    assert stated_encoding("text/html; boundary=charset") is None
    assert stated_encoding(None) is None

"""Bodies in pieces, whole or not at all."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.web.bodies import BodyBrokenError, decoder

TEXT = st.binary(max_size=200)


def decoded(data: bytes, size: int, left: int = 100_000) -> bytes:
    """The body, fed in pieces of this size."""
    decoding, out = decoder(("gzip",)), b""
    for start in range(0, len(data), size):
        out += decoding.feed(data[start : start + size], left - len(out))
        if len(out) > left:
            return out
    decoding.close()
    return out


@given(st.lists(TEXT, min_size=1, max_size=4), st.integers(1, 50), st.integers(0, 40))
def test_a_gzip_body_is_what_was_packed_in_whatever_pieces_it_comes(parts: list[bytes], size: int, zeros: int) -> None:
    """Of one member or several, with padding or without."""
    assert decoded(b"".join(map(gzip.compress, parts)) + bytes(zeros), size) == b"".join(parts)


@given(TEXT, st.data(), st.integers(1, 50))
def test_a_gzip_body_that_is_cut_anywhere_is_broken(text: bytes, data: st.DataObject, size: int) -> None:
    """Also within its checksum."""
    packed = gzip.compress(text)
    cut = data.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(BodyBrokenError):
        decoded(packed[:cut], size)


@given(st.binary(max_size=300), st.integers(1, 50))
def test_whatever_bytes_come_decoding_ends(data: bytes, size: int) -> None:
    """With a body or with an error."""
    try:
        decoded(gzip.compress(b"begin") + data, size)
    except BodyBrokenError:
        return


@given(st.integers(0, 5000), st.integers(1, 50))
def test_no_more_is_decoded_than_one_byte_beyond_the_cap(left: int, size: int) -> None:
    """Which is how a bomb is told from a page of just that size."""
    assert len(decoded(gzip.compress(bytes(100_000)), size, left)) <= left + 1


@pytest.mark.parametrize("codings", [("gzip", "gzip"), ("deflate",), ("br",), ("zz",), ("gzip", "br")])
def test_codings_that_were_not_asked_for_are_refused(codings: tuple[str, ...]) -> None:
    """Nothing that is still packed is ever taken for text."""
    with pytest.raises(BodyBrokenError):
        decoder(codings)

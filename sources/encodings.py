"""Bytes into text, by the encoding that they are in."""

from __future__ import annotations

import codecs
import re

from sources.base import Undecodable

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
# What newspapers wrote before UTF-8; among few, charset-normalizer guesses better.
LEGACY = tuple("cp1252 cp1251 cp1250 koi8_r cp1253 cp1254 cp1255 cp1256 gb18030 big5 shift_jis euc_kr".split())
# A page may declare any codec that Python has, "zip" and "punycode" included; only these are taken at their word.
TEXT_CODEC = re.compile(r"utf-(?:8|16|16-[lb]e)|cp\d+|iso8859-\d+|koi8-[ru]|gb\w+|big5|shift_jis|euc_\w+|mac-\w+")
SAMPLE = 16_384
GOOD_FOR_EACH_BROKEN = 20
TYPOGRAPHY = 0xA0  # up to there Windows has curly marks, dashes and the euro sign, whatever its letters
SPARSE = 0.04  # Polish and Czech have 5 to 15 in a hundred, Cyrillic nearly all


def decode(data: bytes, name: str | None = None, content_type: str | None = None) -> str:
    """The text of the bytes. Raises Undecodable.

    Asked in turn: the byte order mark, zero bytes in every second place, UTF-8, the charset that the server states in
    its Content-Type, the one that a page declares, UTF-8 with a few broken bytes (shown as U+FFFD), and, by the letters
    that come out, the encodings before UTF-8.
    """
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace")
    head = data[:SAMPLE]
    for known in (wide_encoding(head), "utf-8", stated_encoding(content_type), declared_encoding(head)):
        if known and (text := try_decode(data, known)) is not None:
            return text
    loose = data.decode("utf-8", "replace")
    if is_mostly_good(loose):
        return loose
    guessed = guess_encoding(head)
    if guessed is None:
        raise Undecodable(name)
    return data.decode(guessed, "replace")


def has_bom(head: bytes) -> bool:
    """Whether the bytes begin with a byte order mark."""
    return any(head.startswith(bom) for bom, _ in BOMS)


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 without a mark: Latin letters then have a zero byte after or before each."""
    even, odd, half = head[::2].count(0), head[1::2].count(0), len(head) // 2
    if half < 4 or max(even, odd) * 10 < half * 4 or min(even, odd) * 10 > half:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def stated_encoding(content_type: str | None) -> str | None:
    """The charset of a Content-Type header (RFC 9110, 8.3.1)."""
    match = CHARSET.search(content_type or "")
    return match[1] if match else None


def declared_encoding(head: bytes) -> str | None:
    """The charset that a page's head or XML declaration names, as it is written there."""
    match = DECLARED.search(head)
    return (match[1] or match[2]).decode("ascii", "replace") if match else None


def try_decode(data: bytes, encoding: str) -> str | None:
    """The text, None where the codec is unknown, no text codec, or does not fit."""
    try:
        codec = codecs.lookup(encoding)
        return data.decode(codec.name) if TEXT_CODEC.fullmatch(codec.name) else None
    except (LookupError, UnicodeDecodeError):  # the only way to ask a codec whether it fits
        return None


def is_mostly_good(text: str) -> bool:
    """Whether a loosely decoded text has many whole letters beyond ASCII for every broken byte."""
    broken = text.count("\ufffd")
    beyond = len(text) - len(text.encode("ascii", "ignore")) - broken
    return beyond >= GOOD_FOR_EACH_BROKEN * broken


def guess_encoding(head: bytes) -> str | None:
    """The likeliest of the encodings before UTF-8, None where none gives letters that belong together."""
    if is_sparse(head) and try_decode(head, "cp1252") is not None:
        return "cp1252"
    from charset_normalizer import from_bytes  # noqa: PLC0415 - start-up stays small

    best = from_bytes(head, cp_isolation=list(LEGACY)).best()
    return best.encoding if best else None


def is_sparse(head: bytes) -> bool:
    """Whether letters beyond ASCII are so few that they are English text's: curly marks, a name's accents.

    Too few to tell Western from Central European by, and a guess would turn "Muñoz" into "Muńoz".
    """
    beyond = sum(byte > TYPOGRAPHY for byte in head)
    return beyond <= SPARSE * len(head)

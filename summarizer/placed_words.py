"""The words of a text with the place where each stands, so that wordings can be compared and still be cut verbatim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from summarizer.types import Span, Spans

WORD: Final = re.compile(
    r"(?P<number>(?:(?<!\w)[-−])?[$€£¥₹]?\d+(?:[,’']\d{3})*(?:\.\d+)?%?)"
    r"|\w+(?:(?<=[^\W\d_])[.’'-]\w+)*"
)
WITHIN_NUMBER: Final = re.compile(r"[,’']")
WITHIN_WORD: Final = re.compile(r"[.’'-]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or number; `token` is what is compared: casefolded, without inner marks ("1,480" is "1480")."""

    span: Span
    token: str


def find_words(text: str, pieces: Spans) -> Iterator[Word]:
    """The words of the pieces in order; none reaches out of its piece. A sign or currency belongs to its number."""
    for piece in pieces:
        for match in WORD.finditer(text, piece.start, piece.end):
            inner = WITHIN_NUMBER if match["number"] else WITHIN_WORD
            yield Word(Span(*match.span()), inner.sub("", match.group()).casefold())

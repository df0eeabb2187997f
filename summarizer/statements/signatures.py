"""Quotations signed with a dash: `“...” ― Ana Ruiz`, a line each, as in round-ups of reactions and below mottoes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from summarizer.types import Span

NAME: Final = r"[^\W\d_a-z][\w.'’-]*(?:\s(?:[^\W\d_a-z][\w.'’-]*|de|del|la|du|da|der|van|von|bin|al|of|the)){0,5}"
SIGNED: Final = re.compile(
    rf"^[^\S\n]*(?P<quote>[\"“”„«][^\n]+[\"“”»])[^\S\n]*(?P<dash>―|—|–|--|(?<=\s)-(?=\s))"
    rf"[^\S\n]*(?P<name>{NAME}(?:,\s[^\n\"“”.!?]{{2,60}})?)[^\S\n]*\.?[^\S\n]*$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Signature:
    """A line's quotation with its marks, the dash behind it, and the name behind that with what follows a comma."""

    quotation: Span
    dash: Span
    name: Span


def find_signatures(text: str) -> tuple[Signature, ...]:
    """The signed quotations of a text in order.

    The quotation must open its line, and the line must end with the name: capitals throughout, but for particles.
    """
    return tuple(
        Signature(*(Span(*match.span(part)) for part in ("quote", "dash", "name"))) for match in SIGNED.finditer(text)
    )

"""Why a piece was chosen: what its ranking counted in its favour, as a list that a view puts into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from summarizer.types import Document, Span

PieceKind = Literal["sentence", "statement", "figure"]
Why = Literal[
    "topic", "witnesses", "opens", "early", "words", "central",
    "direct", "named", "office", "heard", "new",
    "death", "toll", "people", "money", "percent", "differs", "attributed",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, a statement or a figure that a message told, by where it stands in its source."""

    kind: PieceKind
    document: Document
    span: Span


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that counted; `count` of `among` where it counts something, as `witnesses` do.

    `words` are those of the piece that were counted, as it writes them.
    """

    why: Why
    count: int = 0
    among: int = 0
    words: tuple[str, ...] = ()


Reasons = tuple[Reason, ...]

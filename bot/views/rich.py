"""Text with marks: what a message says and how, before any network knows of it.

Offsets of marks count code points; `bot/sender.py` turns them into Telegram's UTF-16 entities and
`bot/views/terminal.py` into plain lines. A `cite` mark holds the passage of a source that stands there to the
letter; a `chrome` mark holds words of ours that carry digits (a source's number, a page count). What is neither
must hold no digit and no quotation: `uncited` finds what breaks that promise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from summarizer.types import Document, Span

MarkKind = Literal["bold", "italic", "link", "quote", "long_quote", "cite", "chrome"]
SHOWN: frozenset[MarkKind] = frozenset({"bold", "italic", "link", "quote", "long_quote"})

MAX_UNITS = 4096
MAX_ENTITIES = 100
ECHOED = 100
"""Characters of a person's words that are said back."""

UNCITED = re.compile(r"\d+|[“\"][^“”\"]+[”\"]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a Rich, `[start, end)` in code points; `url` for links, `document` and `span` for cites."""

    start: int
    end: int
    kind: MarkKind
    url: str | None = None
    document: Document | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Rich:
    """A text and its marks; pieces are joined with `+` and `join`."""

    text: str = ""
    marks: tuple[Mark, ...] = ()

    def __add__(self, other: Rich | str) -> Rich:
        tail = other if isinstance(other, Rich) else Rich(other)
        return Rich(self.text + tail.text, self.marks + _moved(tail.marks, len(self.text)))

    def __bool__(self) -> bool:
        return bool(self.text)

    def marked(self, kind: MarkKind, *, url: str | None = None) -> Rich:
        """The same text with one more mark over all of it."""
        return Rich(self.text, (Mark(0, len(self.text), kind, url), *self.marks)) if self.text else self

    @property
    def units(self) -> int:
        """Length in UTF-16 code units, as Telegram's clients count."""
        return utf16_units(self.text)

    @property
    def entities(self) -> int:
        """How many entities the marks will become."""
        return sum(mark.kind in SHOWN for mark in self.marks)


def _moved(marks: tuple[Mark, ...], by: int) -> tuple[Mark, ...]:
    return tuple(replace(mark, start=mark.start + by, end=mark.end + by) for mark in marks)


def utf16_units(text: str) -> int:
    """Length in UTF-16 code units; a lone surrogate counts one."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(text: str) -> Rich:
    """Words of ours, without a digit or a quotation."""
    return Rich(text)


def chrome(text: str) -> Rich:
    """Words of ours that carry a number of ours: a count, a page, a source's mark."""
    return Rich(text).marked("chrome")


def echo(words: str) -> Rich:
    """What a person asked for, shortened to a line: the answer must fit the message as well."""
    return chrome(words if len(words) <= ECHOED else words[:ECHOED].rstrip() + "…")


def bold(text: Rich | str) -> Rich:
    """The text in bold."""
    return (Rich(text) if isinstance(text, str) else text).marked("bold")


def cite(document: Document, span: Span) -> Rich:
    """The exact characters of a source; the only way that a source's text enters a message."""
    text = span.of(document.text)
    return Rich(text, (Mark(0, len(text), "cite", document=document, span=span),))


def stated(document: Document, text: str) -> Rich:
    """What a document states of itself outside of its text: a title, a publisher."""
    return Rich(text, (Mark(0, len(text), "cite", document=document),))


def join(separator: str, pieces: Iterable[Rich]) -> Rich:
    """The pieces that hold anything, with the separator between them."""
    whole = Rich()
    for piece in filter(None, pieces):
        whole = whole + separator + piece if whole else piece
    return whole


def uncited(rich: Rich) -> tuple[str, ...]:
    """Digits and quoted runs outside of cited passages and chrome; a message that keeps the promise has none."""
    covered = [(m.start, m.end) for m in rich.marks if m.kind in {"cite", "chrome"}]
    return tuple(
        match.group() for match in UNCITED.finditer(_blanked(rich.text, covered)) if match.group().strip('“”" \n')
    )


def _blanked(text: str, stretches: list[tuple[int, int]]) -> str:
    for start, end in stretches:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def parts(blocks: Iterable[Rich], *, units: int = MAX_UNITS, entities: int = MAX_ENTITIES) -> tuple[Rich, ...]:
    """Messages that each fit Telegram's limits, cut only between blocks; blocks stand a blank line apart.

    A single block that is longer than a message is cut at its lines, or hard where it has none: views keep
    their blocks short, so that this is the net and not the way.
    """
    messages: list[Rich] = []
    current = Rich()
    for block in (piece for whole in blocks if whole for piece in _fitting(whole, units, entities)):
        grown = current + "\n\n" + block if current else block
        if current and (grown.units > units or grown.entities > entities):
            messages.append(current)
            grown = block
        current = grown
    return (*messages, current) if current else tuple(messages)


def _fitting(block: Rich, units: int, entities: int) -> Iterable[Rich]:
    while block.units > units or block.entities > entities:
        at = min(_cut_at(block.text, units), _before_mark(block, entities))
        yield piece(block, 0, at)
        block = piece(block, at + (block.text[at : at + 1] in {"\n", " "}), len(block.text))
    yield block


def _before_mark(block: Rich, entities: int) -> int:
    """The last line break before there are too many entities, else their first character too many."""
    starts = sorted(mark.start for mark in block.marks if mark.kind in SHOWN)
    if len(starts) <= entities:
        return len(block.text)
    at = block.text.rfind("\n", 1, starts[entities])
    return at if at > 0 else max(1, starts[entities])


def _cut_at(text: str, units: int) -> int:
    """The last line break, else the last space, else the last character, within so many UTF-16 units."""
    used, end = 0, 0
    for end, char in enumerate(text):  # noqa: B007 - the position is what is wanted
        used += 1 + (ord(char) > 0xFFFF)
        if used > units:
            break
    for separator in ("\n", " "):
        at = text.rfind(separator, 1, end + 1)
        if at > 0:
            return at
    return end


def piece(rich: Rich, start: int, end: int) -> Rich:
    """The part `[start, end)` with its marks cut to it; a cited passage that is cut stays cited, its span cut alike."""
    marks = tuple(_cut(mark, start, end) for mark in rich.marks if mark.start < end and mark.end > start)
    return Rich(rich.text[start:end], marks)


def _cut(mark: Mark, start: int, end: int) -> Mark:
    low, high = max(mark.start, start), min(mark.end, end)
    span = mark.span and Span(mark.span.start + low - mark.start, mark.span.end - (mark.end - high))
    return replace(mark, start=low - start, end=high - start, span=span)

"""The demo as a transcript: days and what is told of them, who says what where, and the bot's messages."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.playground import Message

WIDTH = 96
LINES = 16
"""So many lines of a message are shown unless all are asked for."""
WEIGHTY = frozenset({"Denied", "Figures", "Corrections", "was"})
"""Paragraphs that begin so are shown in any case."""
BAR = "    │ "
GLUE = "\N{NO-BREAK SPACE}"
"""Keeps the words of a button in one line."""


@dataclass(slots=True)
class Transcript:
    """Writes lines as they come; `full`: no message is cut. `write` gets one line each."""

    write: Callable[[str], None]
    full: bool = False
    _day: str = field(default="", init=False)
    _before: set[tuple[tuple[str, ...], ...]] = field(default_factory=set, init=False)

    def narrate(self, moment: datetime, text: str) -> None:
        """A line of the story, below its day's heading."""
        day = f"{moment:%A} {moment.day} {moment:%B %Y}"
        if day != self._day:
            self._lines("", f"━━ {day} ".ljust(WIDTH, "━"))
            self._day = day
        told = textwrap.fill(f"{moment:%H:%M}  {text}", WIDTH, subsequent_indent=" " * 7)
        self._lines("", told)

    def opens(self, text: str) -> None:
        """What stands above everything."""
        self._lines(*textwrap.wrap(text, WIDTH))

    def says(self, name: str, where: str, text: str) -> None:
        """What a person writes or does."""
        self._lines(
            "",
            f"  {name}, {where}:",
            *(f"    {line}".rstrip() for each in text.splitlines() for line in _wrapped(each)),
        )

    def prints(self, text: str) -> None:
        """What a command prints in a terminal."""
        self._lines(*(f"    {line}".rstrip() for line in text.rstrip().splitlines()))

    def answers(self, where: str, message: Message, *, edited: bool) -> None:
        """A message of the bot as it stands now."""
        quoting = f", answering “{_short(message.quote)}”" if message.quote else ""
        self._lines("", f"  Verbatim{' changes its message' if edited else ''}, {where}{quoting}:")
        self._body(message)

    def posts(self, name: str, where: str, message: Message) -> None:
        """A message that somebody posts through the bot."""
        self._lines("", f"  {name} via Verbatim, {where}:")
        self._body(message)

    def notes(self, text: str) -> None:
        """What passes over the screen after a press."""
        self._lines(f"    (passing over the screen: {text})")

    def _body(self, message: Message) -> None:
        if message.photo:
            self._lines(f"{BAR}[a picture: the chart]")
        if message.document:
            self._lines(f"{BAR}[a file: {message.document.name}]")
        self._lines(*(f"{BAR}{line}".rstrip() for line in self._cut(message)))
        buttons = " ".join(f"[{label}]".replace(" ", GLUE) for label in message.labels)
        self._lines(*(f"{BAR}{line}".replace(GLUE, " ") for line in textwrap.wrap(buttons, WIDTH - len(BAR))))

    def _cut(self, message: Message) -> list[str]:
        """The lines of its text; of one that was told before, as to another chat, only its head."""
        blocks = _blocks(shown_text(message))
        again, rest = tuple(blocks[1:]) in self._before, tuple(blocks[1:])
        self._before.add(rest)
        if self.full or not rest:
            return _joined(blocks)
        if again:
            return [*_joined(blocks[:1]), "… (the rest is the same as above)"]
        return _joined(list(_shortened(blocks)))

    def _lines(self, *lines: str) -> None:
        for line in lines:
            self.write(line)


def shown_text(message: Message) -> str:
    """A message's text; quoted lines begin with ">", links keep their words only."""
    return "\n".join(_quoted(message))


def links(message: Message) -> list[tuple[str, str]]:
    """The words that lead to pages, and the pages' addresses."""
    wire = message.text.encode("utf-16-le")
    found = [each for each in message.entities if each["type"] == "text_link"]
    return [(wire[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le"), e["url"]) for e in found]


def _quoted(message: Message) -> list[str]:
    """The lines of a text; those of a block quotation begin with ">"."""
    quotes = [entity for entity in message.entities if entity["type"].endswith("blockquote")]
    told, unit = [], 0
    for line in message.text.split("\n"):
        inside = any(each["offset"] <= unit < each["offset"] + each["length"] for each in quotes)
        told.append(f"> {line}" if inside else line)
        unit += len(line.encode("utf-16-le")) // 2 + 1
    return told


def _blocks(text: str) -> list[tuple[str, ...]]:
    """The paragraphs of a text, in lines that fit."""
    return [tuple(line for each in block.split("\n") for line in _wrapped(each)) for block in text.split("\n\n")]


def _shortened(blocks: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """So many paragraphs as there is room for, and those behind them for whose sake a message is often read."""
    told = left = 0
    for block in blocks:
        if told + len(block) <= LINES or block[0] in WEIGHTY:
            if left:
                yield (f"… ({left} lines)",)
            told, left = told + len(block), 0
            yield block
        else:
            told, left = LINES, left + len(block)
    if left:
        yield (f"… ({left} more lines)",)


def _joined(blocks: Iterable[tuple[str, ...]]) -> list[str]:
    """The lines of paragraphs, with an empty one between two."""
    return [line for block in blocks for line in ("", *block)][1:]


def _wrapped(line: str) -> list[str]:
    indent = "  " if line.startswith(("•", "> ")) else ""
    width = WIDTH - len(BAR)
    return textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]


def _short(text: str) -> str:
    return textwrap.shorten(text, 60, placeholder=" …")

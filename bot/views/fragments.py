"""Addresses that open a page at a sentence: text fragments, `#:~:text=[prefix-,]start[,end][,-suffix]`.

https://wicg.github.io/scroll-to-text-fragment/ says how browsers look for them: word by word, without case and accents,
inside of one block of the page, from its beginning on. So what stands in a fragment never crosses a line of ours, and
is only as long as it must be to be found first where it is meant: a page may have any mark otherwise than we read it.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, takewhile
from typing import Final
from urllib.parse import quote, urldefrag

from summarizer.types import Document, Span

WORDS: Final = 6
"""Words from an end of a sentence that find it, where they stand nowhere else."""
LETTERS: Final = 60
"""Characters that do so where there are few spaces."""
SHORT: Final = 100
"""Characters up to which a sentence is looked for as a whole."""
AROUND: Final = 12
"""Words before or behind a sentence that tell it from another one of the same words."""
NEAR: Final = 2000
"""Characters in which they are looked for."""
FEW: Final = 3
LONGEST: Final = 400
"""Characters of a part of a fragment; a word of a longer one is no word, and its page is opened at its top."""
KEPT: Final = 64
WORD = re.compile(r"[^\s，、。；：！？]+[，、。；：！？]*|[，、。；：！？]+")
"""Scripts without spaces are cut behind their marks: anywhere else a cut may be inside of a word."""
EDGE = re.compile(r"[^\W_]")
QUOTES = "\"“”„«»‘’'‚‹›「」『』 \t\u00a0"
INVISIBLE: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
SAME_MARKS: Final = str.maketrans("“”„«»‘’‚‹›", "\"\"\"\"\"'''''")


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a browser looks for: `start`, or all from `start` to `end`, between `prefix` and `suffix`."""

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        """As it stands in an address: the marks that part it are encoded wherever they are the words' own."""
        words = map(encoded, (self.start, self.end))
        prefix, suffix = encoded(self.prefix), encoded(self.suffix)
        parts = (prefix and f"{prefix}-", *words, suffix and f"-{suffix}")
        return ",".join(filter(None, parts))


def address(document: Document, passage: Span) -> str | None:
    """The document's address, opened at a passage of its text; None for a document without one.

    A fragment that the address has already is kept before ours, for browsers that do not find the words.
    """
    if document.url is None:
        return None
    page, own = urldefrag(document.url)
    own, found = own.partition(":~:")[0], fragment(document.text, passage)
    if found is None:
        return document.url
    return f"{page}#{own}:~:text={found}"


def encoded(words: str) -> str:
    """Percent-encoded but for letters, digits and `_.~`: a minus, comma or ampersand would be read as a sign."""
    return quote(words, safe="", errors="replace").replace("-", "%2D")


@lru_cache(maxsize=1024)
def fragment(text: str, passage: Span) -> Fragment | None:
    """What finds the passage in a page that says the text; None where it has no letter, or is one endless word."""
    found = _found(text, passage)
    return found if found and max(map(len, (found.start, found.end, found.prefix, found.suffix))) <= LONGEST else None


def _found(text: str, passage: Span) -> Fragment | None:
    lines = [line for line in _lines(text, passage) if line]
    if not lines:
        return None
    page, first, last = _page(text), lines[0], lines[-1]
    whole = _trimmed(text, Span(first[0].start, last[-1].end))
    if len(lines) == 1 and whole.end - whole.start <= SHORT:
        return _around(page, whole)
    start = _start(page, first)
    end = _end(page, last, start)
    if end is None:  # what is left behind the start says too little: the whole, which is one line
        return _around(page, whole)
    start, prefix = page.told_apart(start)
    if (
        not prefix and not page.is_next(start, 0) and page.is_alone(whole)
    ):  # another sentence begins alike, and is first
        return Fragment(page.words(whole)) if len(lines) == 1 else None
    return Fragment(page.words(start), page.words(end), prefix)


def _start(page: _Page, line: Sequence[Span]) -> Span:
    """The first words of a line, more of them where they stand elsewhere too; one is left for the end."""
    most = len(line) - 1 or 1
    few = _few(line, most)
    tries = (Span(line[0].start, word.end) for word in line[few - 1 : most])
    chunks = (_lettered(page.text, chunk) for chunk in takewhile(_is_short, tries))
    least = Span(line[0].start, line[few - 1].end)
    return next(filter(page.is_alone, chunks), None) or _lettered(page.text, least)


def _end(page: _Page, line: Sequence[Span], start: Span) -> Span | None:
    """The last words of a line, more of them where they stand earlier behind the start too."""
    after = [word for word in line if word.start >= start.end]
    if not any(EDGE.search(word.of(page.text)) for word in after):
        return None
    few = _few(after[::-1], len(after))
    tries = (Span(word.start, after[-1].end) for word in after[-few::-1])
    chunks = (_trimmed(page.text, chunk) for chunk in takewhile(_is_short, tries))
    return next((chunk for chunk in chunks if page.is_next(chunk, start.end)), None)


def _is_short(chunk: Span) -> bool:
    """Whether it may be a part of a fragment: longer ones are not tried, there are as many as a text has words."""
    return chunk.end - chunk.start <= LONGEST


def _around(page: _Page, whole: Span) -> Fragment:
    """The words as they are, between so many others as tell them from the same words elsewhere."""
    if page.is_alone(whole):
        return Fragment(page.words(whole))
    start, prefix = page.told_apart(whole)
    if prefix:
        return Fragment(page.words(start), prefix=prefix)
    return Fragment(page.words(start), suffix=page.suffix(start)) if page.suffix(start) else _between(page, start)


def _between(page: _Page, whole: Span) -> Fragment:
    """Of the same words three times over, the ones in the middle: neither side alone tells them apart."""
    before = _nearest(page.text, whole.start, -1)[:FEW]
    wider = Span(_lettered(page.text, before[-1]).start, whole.end) if before else whole
    suffix = page.suffix(wider)
    prefix = page.words(Span(wider.start, whole.start)) if wider.start < whole.start and suffix else ""
    return Fragment(page.words(whole), prefix=prefix, suffix=suffix)


def _few(words: Sequence[Span], most: int) -> int:
    """How many of the words are enough to begin with."""
    letters = 0
    for count, word in enumerate(words[:most], start=1):
        letters += word.end - word.start
        if count >= WORDS or letters >= LETTERS:
            return count
    return min(most, len(words))


@dataclass(frozen=True, slots=True)
class _Page:
    """A text as a browser compares it: folded, and for each place of the text the place in what is folded."""

    text: str
    folded: str
    places: Sequence[int]

    def words(self, span: Span) -> str:
        """The words of a span, one space between two."""
        return " ".join(span.of(self.text).split())

    def is_alone(self, span: Span) -> bool:
        """Whether the characters of a span stand nowhere else."""
        low = self.places[span.start]
        said = self._folded(span)
        return self.folded.find(said) == low and self.folded.find(said, low + 1) < 0

    def is_next(self, span: Span, after: int) -> bool:
        """Whether its characters, looked for from a place on, are found at the span itself first."""
        return self.folded.find(self._folded(span), self.places[after]) == self.places[span.start]

    def told_apart(self, span: Span) -> tuple[Span, str]:
        """The span and the fewest words before it of which only one place has the span's words behind it.

        What stands between a line's beginning and the span belongs to it then: a prefix ends where the span begins.
        """
        line = self.text.rfind("\n", 0, span.start) + 1
        if self.is_alone(span):
            return span, ""
        if line < span.start and not EDGE.search(self.text, line, span.start):
            span = Span(line, span.end)
        before = _nearest(self.text, span.start, -1)
        wider = (Span(_lettered(self.text, word).start, span.end) for word in before)
        found = next((chunk for chunk in wider if self.is_alone(chunk)), None)
        return span, self.words(Span(found.start, span.start)) if found else ""

    def suffix(self, span: Span) -> str:
        """The fewest words behind it of which only one place has the span's words before it."""
        behind = _nearest(self.text, span.end, 1)
        wider = (Span(span.start, _lettered(self.text, word).end) for word in behind)
        found = next((chunk for chunk in wider if self.is_alone(chunk)), None)
        return self.words(Span(span.end, found.end)) if found else ""

    def _folded(self, span: Span) -> str:
        return self.folded[self.places[span.start] : self.places[span.end]]


def _nearest(text: str, at: int, way: int) -> list[Span]:
    """Words of the nearest line that has any before (-1) or behind (1) a place, the nearest first."""
    words: list[Span] = []
    for word in _before(text, at)[::-1] if way < 0 else _words(text[at : at + NEAR], at)[:AROUND]:
        near = words[-1] if words else word
        if "\n" in text[min(near.end, word.end) : max(near.start, word.start)]:
            break
        if words or EDGE.search(word.of(text)):
            words.append(word)
    return words


def _before(text: str, at: int) -> list[Span]:
    low = max(0, at - NEAR)
    words = _words(text[low:at], low)
    return (words[1:] if low else words)[-AROUND:]  # the first one may be cut


@lru_cache(maxsize=KEPT)
def _page(text: str) -> _Page:
    known = {char: _same(char) for char in frozenset(text)}  # a text is long, and has few different characters
    folded = [known[char] for char in text]
    spaces, nothing = {char for char, same in known.items() if same.isspace()}, {c for c in known if not known[c]}
    blank = True
    for at, char in enumerate(text):
        if char in spaces:
            folded[at] = "" if blank else " "
            blank = True
        elif blank and char not in nothing:
            blank = False
    return _Page(text, "".join(folded), array("L", accumulate(map(len, folded), initial=0)))


@lru_cache(maxsize=4096)
def _same(char: str) -> str:
    """Without case, accents and what cannot be seen; curly marks are straight."""
    if char in INVISIBLE:
        return ""
    apart = unicodedata.normalize("NFKD", char.translate(SAME_MARKS))
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold() or ""


def _lines(text: str, passage: Span) -> Iterator[list[Span]]:
    """The words of each line of a passage that has a letter or digit."""
    at = passage.start
    for line in passage.of(text).split("\n"):
        if EDGE.search(line):
            yield _words(line, at)
        at += len(line) + 1


def _words(text: str, at: int) -> list[Span]:
    return [Span(at + match.start(), at + match.end()) for match in WORD.finditer(text)]


def _trimmed(text: str, span: Span) -> Span:
    """Without quotation marks around it: pages and readers have them in many shapes."""
    said = span.of(text)
    low, high = len(said) - len(said.lstrip(QUOTES)), len(said.rstrip(QUOTES))
    return Span(span.start + low, span.start + high) if low < high else span


def _lettered(text: str, span: Span) -> Span:
    """From its first letter or digit to its last one."""
    places = [match.start() for match in EDGE.finditer(span.of(text))]
    return Span(span.start + places[0], span.start + places[-1] + 1) if places else span

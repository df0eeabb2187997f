"""Text fragments: whatever a page says, a browser that keeps to the specification finds exactly the sentence.

The browser here is `find`, written after "Finding ranges in a document" of the specification, and knows nothing of
how fragments are made. What a real one does is tested in `tests/bot/browser`.
"""

from __future__ import annotations

import random
import re
import time
import unicodedata
from dataclasses import dataclass, replace
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.views.fragments import address, encoded, fragment
from summarizer.sentences import split_sentences
from summarizer.types import Document, Span

OUTSIDE = "\"“”„«»‘’'‚‹›「」『』 \n"


@dataclass(frozen=True)
class Directive:
    """The four parts of a text directive, decoded; empty where it has none."""

    prefix: str
    start: str
    end: str
    suffix: str

    @classmethod
    def read(cls, url: str) -> Directive:
        """As a browser parses `#...:~:text=`."""
        terms = url.partition(":~:text=")[2].split(",")
        prefix = terms.pop(0)[:-1] if terms[0].endswith("-") else ""
        suffix = terms.pop()[1:] if terms[-1].startswith("-") else ""
        assert 1 <= len(terms) <= 2, url
        start, end = (*terms, "")[:2]
        return cls(*map(unquote, (prefix, start, end, suffix)))


def find(page: str, told: Directive) -> Span | None:
    """Where the directive leads in a page whose lines are its blocks."""
    at = 0
    while at < len(page):
        if told.prefix:
            before = search(page, told.prefix, at, whole_end=False)
            if before is None:
                return None
            at, begin = before.start + 1, skip(page, before.end)
        else:
            begin = None
        bounded = bool(told.end) or not told.suffix
        match = search(page, told.start, at if begin is None else begin, whole_start=begin is None, whole_end=bounded)
        if match is None:
            return None
        if begin is not None and match.start != begin:
            continue
        at = max(at, match.start + 1) if begin is None else at
        found = ended(page, match, told)
        if found is not None or told.end:
            return found
    return None


def ended(page: str, match: Span, told: Directive) -> Span | None:
    """From the start's match to the end and the suffix behind it."""
    last = match
    while True:
        if told.end:
            end = search(page, told.end, last.end, whole_end=not told.suffix)
            if end is None:
                return None
            last = Span(match.start, end.end)
        if not told.suffix:
            return last
        behind = skip(page, last.end)
        suffix = search(page, told.suffix, behind, whole_start=False)
        if suffix and suffix.start == behind:
            return last
        if not told.end:
            return None


def search(page: str, words: str, at: int, *, whole_start: bool = True, whole_end: bool = True) -> Span | None:
    """The first place from `at` on, inside of one line, without case, accents and the shape of spaces and quotes."""
    pattern = re.compile(r"[^\S\n]+".join(re.escape(word) for word in map(folded, words.split())))
    same = folded(page)
    assert len(same) == len(page)
    while match := pattern.search(same, at):
        starts = not whole_start or is_boundary(page, match.start())
        if starts and (not whole_end or is_boundary(page, match.end())):
            return Span(*match.span())
        at = match.start() + 1
    return None


def folded(text: str) -> str:
    """A character for each character."""
    return "".join(unicodedata.normalize("NFKD", c.translate(QUOTES)).casefold()[:1] or c for c in text)


QUOTES = str.maketrans("“”„«»‘’‚‹›", "\"\"\"\"\"'''''")


def is_boundary(text: str, at: int) -> bool:
    return not (0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum() and text[at] < "\u2e80")


def skip(page: str, at: int) -> int:
    while at < len(page) and page[at].isspace():
        at += 1
    return at


def trimmed(text: str, span: Span) -> Span:
    said = span.of(text)
    return Span(span.start + len(said) - len(said.lstrip(OUTSIDE)), span.start + len(said.rstrip(OUTSIDE)))


def core(text: str) -> str:
    return re.sub(r"[\W_]+", " ", folded(text)).strip()


def leads_to(text: str, span: Span) -> str | None:
    """What the link to a sentence marks on a page that says the text."""
    link = address(Document.make(text, url="https://example.org/a"), span)
    found = find(text, Directive.read(link or ""))
    return found.of(text) if found else None


WORDS = st.sampled_from(
    "the mayor said that well-known 1,480 people, and “nobody” O’Brien's café left & 50% of Київ 漢字 a-b c,d é".split()
)
SAID = st.lists(WORDS, min_size=3, max_size=30).map(lambda words: " ".join(words).capitalize() + ".")
TEXTS = st.lists(st.lists(SAID, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=4).map("\n\n".join)


@settings(max_examples=40)
@given(TEXTS)
def test_a_browser_finds_exactly_the_sentence(text: str) -> None:
    """Every sentence of every text is found where it stands, and is marked from its first word to its last.

    Of the same words in several places one is found at any rate.
    """
    for sentence in split_sentences(text):
        meant = trimmed(text, sentence)
        link = address(Document.make(text, url="https://example.org/a"), sentence)
        found = find(text, Directive.read(link or ""))
        assert found is not None, link
        assert core(found.of(text)) == core(meant.of(text)), link
        if core(text).count(core(meant.of(text))) == 1:
            assert found.start >= meant.start, link  # a sign before the first word may be left out
            assert trimmed(text, found).end == meant.end, link


@given(TEXTS, st.integers(1, 4))
def test_a_sentence_that_stands_twice_is_found_in_its_own_place(text: str, times: int) -> None:
    """What stands before or behind it tells it from the others, as long as anything there does."""
    text = "\n\n".join(f"In paragraph {chr(64 + n)}. It was not so. The {n} others left." for n in range(times, 7))
    for place in re.finditer(r"It was not so\.", text):
        link = address(Document.make(text, url="https://example.org/a"), Span(*place.span()))
        assert find(text, Directive.read(link or "")) == Span(*place.span()), link


@given(st.text(min_size=1).filter(str.strip))
def test_every_fragment_reads_back(text: str) -> None:
    """Whatever a passage is made of, its address is ASCII, can be parsed, and holds words of its own."""
    link = address(Document.make(text, url="https://example.org/"), Span(0, len(text))) or ""
    assert link.isascii()
    if ":~:text=" in link:
        told = Directive.read(link)
        clean = text.encode("utf-8", "replace").decode()
        assert " ".join(told.start.split()) in " ".join(clean.split())


def test_a_sentence_across_paragraphs_is_found_from_end_to_end() -> None:
    """No part of a fragment crosses a line; the match goes from the first line into the last."""
    text = "He began.\n\n“We saw it,\n\nand we told them,\n\nand nobody came,” she said. The end."
    meant = Span(text.index("We saw"), text.index(" The end"))
    assert leads_to(text, meant) == text[meant.start : meant.end]
    assert "\n" not in str(fragment(text, meant))


def test_the_marks_of_a_directive_are_encoded_in_the_words() -> None:
    """A minus, a comma or an ampersand of the sentence's own is none of the fragment's, nor is what is not ASCII."""
    assert encoded("well-known, A&B 50% “é”") == "well%2Dknown%2C%20A%26B%2050%25%20%E2%80%9C%C3%A9%E2%80%9D"


def test_what_an_address_has_already_stays() -> None:
    """Its query and its own fragment; words that somebody else's link looked for go."""
    page = Document.make("It was so. Nobody came.", url="https://example.org/a?b=1&c=%20#top")
    assert address(page, Span(0, 10)) == "https://example.org/a?b=1&c=%20#top:~:text=It%20was%20so."
    old = replace(page, url="https://example.org/a#:~:text=old")
    assert address(old, Span(0, 10)) == "https://example.org/a#:~:text=It%20was%20so."
    assert address(replace(page, url=None), Span(0, 10)) is None
    assert address(Document.make("…", url="https://example.org/a"), Span(0, 1)) == "https://example.org/a"


@pytest.mark.parametrize("words", [["the", "bridge"], ["bridge"], "the bridge road people said mayor police".split()])
@pytest.mark.parametrize("many", [3_500, 20_000])
def test_a_sentence_as_long_as_a_book_takes_no_time(words: list[str], many: int) -> None:
    """Of one line or of many that are alike: links are made in the loop in which everybody is answered."""
    said = " ".join(random.Random(many).choice(words) for _ in range(many))  # noqa: S311 - words for a test
    page = "\n".join([said[:300]] * (len(said) // 300))
    for text, span in ((said, Span(0, len(said))), (page, Span(page.rindex("\n") + 1, len(page)))):
        began = time.process_time()
        address(Document.make(text, url="https://example.org/a"), span)
        assert time.process_time() - began < 3  # it was 50 for a sixth of the longest


@settings(max_examples=10, deadline=None)
@given(st.lists(SAID, min_size=1, max_size=3), st.integers(20, 120), st.sampled_from(["", "Yet ", "nobody "]))
def test_of_long_sentences_that_begin_alike_none_is_taken_for_another(said: list[str], times: int, own: str) -> None:
    """What is too long to be told from another one opens its page at the top, and marks nothing."""
    long = " ".join(said).replace(".", ",").rstrip(",") + (", " + said[0][:-1]) * times
    text = f"{long} on Monday.\n\nIt rained. {own}{long} on Tuesday.\n\n{long} on Friday."
    for day in ("Monday", "Tuesday", "Friday"):
        end = text.index(f"{day}.") + len(day) + 1
        meant = Span(end - len(f"{long} on {day}."), end)
        link = address(Document.make(text, url="https://example.org/a"), meant) or ""
        found = find(text, Directive.read(link)) if ":~:" in link else meant
        assert found is not None, link
        assert core(found.of(text)) == core(meant.of(text)), link


def test_an_endless_word_makes_no_endless_address() -> None:
    """A script without spaces, or a word of thousands of letters, is cut for the fragment."""
    for text in ("漢" * 5000, "a" * 5000):
        assert len(address(Document.make(text, url="https://example.org/"), Span(0, 5000)) or "") < 2000

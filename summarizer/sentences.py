"""Paragraphs, headings and sentences of a text, as spans."""

from __future__ import annotations

import re
from collections.abc import Iterator

import nupunkt

from summarizer.types import Span, Spans

LINE = re.compile(r"\S(?:[^\n]*\S)?")
WORD = re.compile(r"[^\W\d_][\w’'.-]*")
CLOSED = re.compile(r"[.!?…:;,—–-][\"'”’»)\]]*$")
NO_HEADING = re.compile(r"[\"“‘']|[A-Z][A-Z .’'-]{1,40}:|[QA][.:]\s")  # a quotation or a transcript's turn
SMALL_WORDS = frozenset("a an and as at but by for from in into nor of off on or over the to up via vs with".split())
HEADING_WORDS = 22

# A name that carries an exclamation mark ends no sentence by it.
SHOUTED_NAME = re.compile(r"\b(?:Yahoo|Jeb|Jeopardy|Oklahoma|Yum|Joomla|Panic|Wham|Mamma Mia)!$")
# '?" Todd asked': after a closing mark, one to three capitalised words and a verb of speech go on with the sentence.
QUESTION_CLOSED = re.compile(r"[?!…][\"'”’]{1,2}$")
SPEECH_GOES_ON = re.compile(
    r"(?:[A-Z][\w.’'-]*\s){1,3}(?:said|says|asked|asks|added|adds|told|tells|wrote|writes|tweeted|replied|shouted|"
    r"exclaimed|continued|wondered|demanded|joked|quipped|yelled|cried|remarked|responded|answered|inquired)\b"
)

# "Texas Lt." goes on with "Gov. Ann Lee", "U.N." with "Ambassador Ann Lee".
RANK = re.compile(r"\b(?:Lt|Maj|Brig|Sgt)\.$")
COUNTRY = re.compile(r"\b(?:U\.N|U\.S|U\.K|E\.U)\.$")
OFFICE = re.compile(
    r"(?:Ambassador|Secretary|Senator|Rep\.|Sen\.|Gen\.|Congress\w*|Attorney|Envoy|Special|Under|Deputy|Assistant|High"
    r"|Security Council|Supreme Court|President|Army|Navy|Air Force|Marine|District|Circuit)\b"
)


def find_paragraphs(text: str) -> Spans:
    """Spans of the lines that hold anything, outer white space left out; a paragraph never spans lines."""
    return tuple(Span(*match.span()) for match in LINE.finditer(text))


def find_headings(text: str) -> Spans:
    """Paragraphs that are headlines or section headings, not prose, for a text whose page marks none.

    A heading is short, closes with no stop, is no turn of a transcript, and stands at the top or before prose.
    At the top a line in title case is one even if it closes with a full stop.
    """
    paragraphs = find_paragraphs(text)
    if len(paragraphs) < 2:
        return ()
    return tuple(p for i, p in enumerate(paragraphs[:-1]) if _is_heading(p.of(text), first=i == 0))


def _is_heading(line: str, *, first: bool) -> bool:
    words = WORD.findall(line)
    if not words or len(words) > HEADING_WORDS or NO_HEADING.match(line):
        return False
    if not CLOSED.search(line):
        return not line[0].islower()
    return first and len(words) > 3 and _in_title_case(words)


def _in_title_case(words: list[str]) -> bool:
    return all(word[0].isupper() or word in SMALL_WORDS for word in words)


def split_sentences(text: str, headings: Spans = ()) -> Spans:
    """Sentence spans in order, paragraph by paragraph, without headings and outer white space.

    nupunkt (Bommarito et al. 2025, after Kiss and Strunk 2006) finds the boundaries; three kinds that it gets wrong
    on news are mended here: names that end in "!", a verb of speech after a closed question, abbreviated offices.
    """
    skipped = frozenset(headings)
    return tuple(
        sentence
        for paragraph in find_paragraphs(text)
        if paragraph not in skipped
        for sentence in _mended(text, _split(text, paragraph))
    )


def _split(text: str, paragraph: Span) -> Iterator[Span]:
    for start, end in nupunkt.sent_spans(paragraph.of(text)):
        for match in LINE.finditer(text, paragraph.start + start, paragraph.start + end):
            yield Span(*match.span())


def _mended(text: str, sentences: Iterator[Span]) -> Iterator[Span]:
    held: Span | None = None
    for sentence in sentences:
        if held and _goes_on(held.of(text), sentence.of(text)):
            held = Span(held.start, sentence.end)
            continue
        if held:
            yield held
        held = sentence
    if held:
        yield held


def _goes_on(before: str, after: str) -> bool:
    if SHOUTED_NAME.search(before) or RANK.search(before) or (COUNTRY.search(before) and OFFICE.match(after)):
        return True
    return bool(QUESTION_CLOSED.search(before) and SPEECH_GOES_ON.match(after))

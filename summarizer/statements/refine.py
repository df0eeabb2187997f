"""What plain grammar says against a tagger: names are whole, another's clause is no content."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from summarizer.statements import cues
from summarizer.statements.drafts import Draft, touching
from summarizer.statements.names import OFFICES
from summarizer.statements.quotations import Quotation
from summarizer.statements.tokens import AUXILIARIES, LEADING, PREPOSITIONS, SUBORDINATORS
from summarizer.types import Span, Spans

NAME: Final = r"(?:[^\W\d_a-z][\w’'-]*|[A-Z]\.)"
MORE_NAME: Final = re.compile(rf"(?:\s{NAME})+")
CAPITAL_LAST: Final = re.compile(rf"(?:^|\s){NAME}$")
APPOSED_NAME: Final = re.compile(rf",\s{NAME}(?:\s{NAME}){{0,3}}(?=,|\s?$)")
DANGLING: Final = re.compile(
    r"[\s,;:–—-]+(?:but|and|while|when|as|because|that|or|who|which|where|if|before|after)[\s,]*$"
)
ANOTHERS: Final = re.compile(r",?\s(?:and|but|while)\s(?:the|[A-Z])")
NAME_BEFORE: Final = re.compile(rf"(?:^|[.?!\n\"”]\s*)((?:(?:The|the)\s)?{NAME}(?:\s{NAME}){{0,3}}),\s$")
DATELINE: Final = re.compile(r"[^\W\d_a-z]{3,}[^a-z\n]{0,30}\s(?:\([A-Za-z ]{1,30}\)\s)?[-–—]+\s")
TAIL: Final = re.compile(
    r"\s(?:(?:on|late|early)\s(?:\w+\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|in an?\s(?:\w+\s)?\w+|(?:on|in|at|by|from|to))$"
)
REST_OF_WORD: Final = re.compile(r"(?:\w\.)+|\w+")
OFFICE_WORDS: Final = 8
MARKS: Final = '"“”«»:;,?!'
OPENERS: Final = LEADING | SUBORDINATORS | PREPOSITIONS
REACH: Final = 80  # characters


def refine(text: str, draft: Draft, places: Spans, quotations: Sequence[Quotation], *, title: bool = False) -> Draft:
    """The draft with its source and content put right; `places` are the sentences or headings in which it was found.

    `title`: they are headings, where every word may have a capital.

    A source is made of whole words and whole names, with its appositions. What is reported stands in the
    sentence of its cue. A content does not begin with "that", does not end with a conjunction, and, where a verb names
    something ("called it a 'murder'"), ends with the name given.
    """
    if draft.source:
        draft.source = draft.source if title else _whole_name(text, draft, draft.source)
        draft.source = _without_end(text, _with_apposition(text, draft, draft.source, places))
    naming = draft.cue is not None and _names(draft.cue.of(text))
    quoted = tuple(quotation.outer for quotation in quotations)
    draft.content = _by_cue(draft, places, quoted)
    ended = (_named(text, piece, quoted) if naming else piece for piece in _joined(text, draft.content))
    trimmed = (_trimmed(text, piece, quoted) for piece in ended)
    draft.content = list(outside_marks(text, trimmed, quotations))
    return draft


def outside_marks(text: str, pieces: Iterable[Span], quotations: Sequence[Quotation]) -> Spans:
    """The pieces that have words, without a comma at their end, and without marks where they are inside of them."""
    inner = (_without_marks(piece, quotations) for piece in pieces if has_words(text, piece))
    return tuple(_without_end(text, piece) for piece in inner if has_words(text, piece))


def _without_end(text: str, span: Span) -> Span:
    words = span.of(text)
    return Span(span.end - len(words.lstrip()), span.start + len(words.rstrip(", \n")))


def has_words(text: str, span: Span) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(letter.isalnum() for letter in span.of(text))


def _without_marks(piece: Span, quotations: Sequence[Quotation]) -> Span:
    place = bisect_right(quotations, piece.start, key=lambda quotation: quotation.outer.end)
    for quotation in quotations[place : place + 1]:
        if quotation.outer.covers(piece) and quotation.inner.overlap(piece):
            return Span(max(piece.start, quotation.inner.start), min(piece.end, quotation.inner.end))
    return piece


def _by_cue(draft: Draft, places: Spans, quoted: Spans) -> list[Span]:
    """The pieces in the cue's own sentence, and quotations wherever they stand; all pieces if there are no such.

    What stands in another sentence without quotation marks is as often somebody else's, or the writer's.
    """
    if draft.cue is None:
        return draft.content
    home = touching(places, draft.cue)
    return [
        piece
        for piece in draft.content
        if any(place.overlap(piece) for place in home) or any(q.covers(piece) for q in touching(quoted, piece))
    ] or draft.content


def _joined(text: str, pieces: Iterable[Span]) -> list[Span]:
    """The pieces with those made one that only a space parts: `shouted | "death to all" before he fell`."""
    joined: list[Span] = []
    for piece in pieces:
        adjoins = joined and joined[-1].end <= piece.start and text[joined[-1].end : piece.start] in {"", " "}
        joined.append(Span(joined.pop().start, piece.end) if adjoins else piece)
    return joined


def _whole_name(text: str, draft: Draft, source: Span) -> Span:
    """The source to the end of its last word, and to the end of the name that it begins: "Antony" is Antony Blinken."""
    border = min((s.start for s in (draft.cue, *draft.content) if s and s.start >= source.end), default=len(text))
    rest = REST_OF_WORD.match(text, source.end, border)
    end = rest.end() if rest else source.end
    more = MORE_NAME.match(text, end, border)
    if more is not None and CAPITAL_LAST.search(text[source.start : end]):
        end = more.end()
    return Span(source.start, end)


def _with_apposition(text: str, draft: Draft, source: Span, places: Spans) -> Span:
    """The source without dateline and day, with the name between commas at its side, with the office before its comma.

    An office that opens the sentence belongs to it, whatever else it was taken for: "The mayor, Ana Ruiz, says".
    """
    contents = draft.content
    dateline = DATELINE.match(text, source.start, source.end)
    source = Span(dateline.end(), source.end) if dateline and dateline.end() < source.end else source
    named = NAME_BEFORE.search(text, max(0, source.start - REACH), source.start)
    if named is not None and text[source.end : source.end + 1] == "," and not _touches(contents, named):
        source = Span(named.start(1) + _opener(named.group(1)), source.end)
    border = min((s.start for s in (draft.cue, *contents) if s and s.start > source.end), default=len(text))
    name = APPOSED_NAME.match(text, source.end, border)
    if name is not None:
        source = Span(source.start, name.end())
    tail = TAIL.search(text, source.start, source.end)
    source = Span(source.start, tail.start()) if tail else source
    sentence = next(iter(touching(places, source)), source)
    others = [piece for piece in contents if piece.end <= sentence.start or piece.start >= source.end]
    if others and _is_office(text[sentence.start : source.start]):
        draft.content = others
        source = Span(sentence.start, source.end)
    return source


def _opener(words: str) -> int:
    """How many characters the word before a name takes: "Even China"."""
    first, space, _ = words.partition(" ")
    return len(first + space) if space and first.lower() in OPENERS else 0


def _touches(pieces: Iterable[Span], match: re.Match[str]) -> bool:
    return any(piece.overlap(Span(*match.span(1))) for piece in pieces)


def _is_office(opening: str) -> bool:
    """Whether the words and the comma at their end are an office and no clause."""
    words, comma = opening[:-2], opening[-2:]
    low = words.lower().split()
    if comma != ", " or not low or low[0] in OPENERS or any(mark in words for mark in MARKS):
        return False
    return len(low) <= OFFICE_WORDS and not OFFICES.isdisjoint(low) and AUXILIARIES.isdisjoint(low)


def _names(cue: str) -> bool:
    return any(cues.VERBS.get(word.lower(), ("", ""))[0] in cues.NAMING for word in cue.split())


def _named(text: str, piece: Span, quoted: Spans) -> Span:
    """What is called so, without the clause of somebody else that follows the first quotation."""
    named = next(iter(touching(quoted, piece)), None)
    if named is not None and named.end < piece.end and ANOTHERS.match(text, named.end, piece.end):
        return Span(piece.start, named.end)
    return piece


def _trimmed(text: str, piece: Span, quoted: Spans) -> Span:
    """Without an opening "that" and a conjunction at the end; a quotation's words are left as they are."""
    if any(quotation.covers(piece) for quotation in touching(quoted, piece)):
        return piece
    words = piece.of(text)
    start = piece.start + (len("that") + 1 if words[:5].lower() == "that " else 0)
    dangling = DANGLING.search(text, start, piece.end)
    end = dangling.start() if dangling else piece.end
    return Span(start, end) if start < end else piece

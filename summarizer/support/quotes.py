"""Whether what a sentence quotes was said so, by the one whom it names, with nothing cut away that turns it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import Final

from summarizer.gate.evidence import Evidence
from summarizer.statements import find_statements
from summarizer.statements.quotations import find_quotations
from summarizer.support.cited import Cited
from summarizer.support.names import comparable
from summarizer.support.turns import CLAUSE_BORDER, turns_sense
from summarizer.types import Document, Span, Statement
from summarizer.wording import GRAMMAR, tokens

KEPT = 512
FEWEST, MOSTLY = 3, 0.7
"""Words of a quotation, and the share that a source must have, from which it is an altered one and not another."""
OUTER_MARKS: Final = " \t\n,.;:!?…—–-“”\"‘’'"
NAMED: Final = re.compile(r"[A-Z]")
OPENING_MARKS: Final = " \t\n“\"‘'"
LEAD_ENDS: Final = ",;:.!?…—–"
LEAD_BORDER: Final = re.compile(r"[,;:.!?…—–“\"]|\b(?:and|but|so|because|well|yes)\b", re.IGNORECASE)
REPORTED: Final = re.compile(r"\b(?:said|says|say|told \w+|tells \w+|add(?:ed|s)|wr(?:ote|ites)|tweeted)$")
GOVERNING: Final = frozenset("that how if whether".split())
Place = tuple[Evidence, Span]


def quote_faults(sentence: str, cited: Cited) -> Iterator[str]:
    """Quoted runs that no cited sentence has in quotation marks or in a turn of a transcript, letter by letter.

    Curly and straight marks and white space may differ. An ellipsis or brackets inside are refused: what they leave
    out cannot be seen.
    """
    runs = [quotation.inner.of(sentence) for quotation in find_quotations(sentence)]
    found: list[Place] = []
    for run in runs:
        places = _places(run, cited)
        if not places:
            yield f"the quotation “{_short(run)}” stands in none of its sources"
            continue
        fault = _fault(run, places, sentence)
        if fault:
            yield fault
        found.append(places[0])
    if any(a[0] == b[0] and b[1].start < a[1].start and _is_one(a, b) for a, b in pairwise(found)):
        yield "its quotations are not in the order of the source"


def altered_quotes(sentence: str, cited: Cited) -> Iterator[str]:
    """Quoted runs of which a cited sentence has most words in order, and not all."""
    for run in (quotation.inner.of(sentence) for quotation in find_quotations(sentence)):
        words = tokens(run)
        if len(words) < FEWEST or _places(run, cited):
            continue
        if any(_common(words, tokens(text)) >= MOSTLY * len(words) for text in cited.texts):
            yield f"the quotation “{_short(run)}” is altered"


def _common(words: tuple[str, ...], others: tuple[str, ...]) -> int:
    """How many of the words the others have in the same order."""
    return sum(match.size for match in SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks())


def _is_one(a: Place, b: Place) -> bool:
    """Whether two runs come out of one quotation."""
    return a[0].run_of(a[1]) is not None and a[0].run_of(a[1]) == b[0].run_of(b[1])


def _fault(run: str, places: list[Place], sentence: str) -> str:
    spoken = [place for place in places if place[0].is_quoted(place[1]) or place[0].turn_of(place[1])]
    if not spoken:
        return f"its sources do not quote “{_short(run)}”"
    if all(turns_sense(left_out, sentence) for left_out in map(_left_out, spoken)):
        return f"what it leaves out beside “{_short(run)}” turns its sense"
    if all(_is_governed(place, is_whole=_opens_clause(run, sentence)) for place in spoken):
        return f"what governs “{_short(run)}” is left out"
    speakers = _speakers_told(run, sentence)
    if speakers and not any(_may_have_said(speakers, place) for place in spoken):
        return f"“{_short(run)}” is put into another mouth"
    return ""


def _places(run: str, cited: Cited) -> list[Place]:
    """Where the words of a run stand in the cited sentences."""
    pattern = _pattern(run)
    return [
        (Evidence.of(excerpt.document), Span(*match.span()))
        for excerpt in cited.excerpts
        for match in (pattern.finditer(excerpt.document.text, excerpt.span.start, excerpt.span.end) if pattern else ())
    ]


@lru_cache(maxsize=KEPT)
def _pattern(run: str) -> re.Pattern[str] | None:
    """The run with any white space and any form of its marks; None for a run without a word."""
    plain = run.strip(OUTER_MARKS)
    if not plain:
        return None
    escaped = (re.escape(part) for part in re.split(r"\s+", plain))
    loose = r"\s+".join(re.sub(r"[“”\"]|''|``", "(?:[“”\"]|''|``)", re.sub(r"[‘’']", "[‘’']", e)) for e in escaped)
    return re.compile(rf"(?<!\w){loose}(?!\w)", re.IGNORECASE)


def _left_out(place: Place) -> str:
    """What the source says in the clause around a quoted run, before and after it."""
    source, span = place
    passage = source.passage_at(span.start)
    before = source.text[min(passage.start, span.start) : span.start].rstrip(OUTER_MARKS)
    after = source.text[span.end : max(source.passage_at(span.end - 1).end, span.end)]
    return f"{CLAUSE_BORDER.split(before)[-1]} {CLAUSE_BORDER.split(after)[0]}"


def _opens_clause(run: str, sentence: str) -> bool:
    """Whether the sentence tells the run as a sentence of its own, not as words in the middle of one."""
    before = sentence[: sentence.find(run)].rstrip(OPENING_MARKS)
    return not before or before[-1] in ",:;.!?" or REPORTED.search(before) is not None


def _is_governed(place: Place, *, is_whole: bool) -> bool:
    """Whether what is quoted leads up to the run in the same clause: "It is a lie that", "I doubt", "They pretend"."""
    source, span = place
    run = source.run_of(span)
    start = max(source.passage_at(span.start).start, run.start if run else 0)
    lead = tokens(LEAD_BORDER.split(source.text[start : span.start].rstrip(OPENING_MARKS))[-1])
    if not lead or source.text[: span.start].rstrip(OPENING_MARKS)[-1:] in LEAD_ENDS:
        return False
    return is_whole or lead[-1] in GOVERNING


def _speakers_told(run: str, sentence: str) -> frozenset[str]:
    """The words of the name to whom the sentence gives the run; empty where it names nobody."""
    at = sentence.find(run)
    span = Span(at, at + len(run))
    statements = [s for s in _statements(Document(sentence, "")) if any(piece.overlap(span) for piece in s.content)]
    mentions = (mention.of(sentence) for s in statements for mention in s.source)
    return frozenset(word for m in mentions if NAMED.search(m) for word in comparable(_proper(m)).split())


def _proper(mention: str) -> str:
    return " ".join(word for word in mention.split() if word[0].isupper() and word.casefold() not in GRAMMAR)


def _may_have_said(speakers: frozenset[str], place: Place) -> bool:
    """Whether the source gives the run to one of that name, or to nobody by a name."""
    source, span = place
    said = [s for s in _statements(source.document) if any(piece.overlap(span) for piece in s.content)]
    named = [s.speaker for s in said if s.speaker is not None]
    told = frozenset(word for s in named for word in comparable(f"{s.name} {s.role or ''}").split())
    mentioned = frozenset(word for s in said for m in s.source for word in comparable(m.of(source.text)).split())
    return not (told | mentioned) or bool(speakers & (told | mentioned))


@lru_cache(maxsize=KEPT)
def _statements(document: Document) -> tuple[Statement, ...]:
    return find_statements(document, Evidence.of(document).sentences)


def _short(run: str) -> str:
    return run if len(run) <= 60 else f"{run[:57]}..."

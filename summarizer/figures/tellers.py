"""Who says a figure: the innermost statement around it, else whom its own sentence credits."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from summarizer.figures.credits import Credit, find_credits
from summarizer.statements import cues
from summarizer.statements.mentions import RELATIVES, noun_before, phrase_after
from summarizer.statements.reporting import EVIDENCE
from summarizer.statements.tokens import DETERMINERS, PRONOUNS, is_verb, tokens_of
from summarizer.types import Span, Statement

TELLING: Final = frozenset(cues.VERBS) | frozenset(
    """according assume assumed assumes assuming brag bragged bragging brags calculate calculated calculates calculation
    cite cited cites citing confirmation conjecture count counted counts detail detailed detailing details disclose
    disclosed discloses disclosing document documented documenting documents forecast forecasting forecasts guess
    guessed lament outline outlined outlines outlining peg pegged pegs point pointed pointing points prediction project
    projected projecting projection projects proposal put puts putting quote quoted quotes quoting reckon reckoned
    reckons rule ruled ruling seek seeking seeks sought statement tallied
    tallies tally testimony view words worried worries worry""".split()
)
FINDING: Final = frozenset(form for form, (lemma, _) in cues.VERBS.items() if lemma in {"find", "show", "demonstrate"})
WORD: Final = re.compile(r"\w+")
DATELINE: Final = re.compile(r"[^()\n]{0,40}\([A-Z][\w.& ]{1,20}\)(?=[A-Z])")
NAMES: Final = re.compile(r"(?P<names>(?:\s[A-Z][\w’'.-]*)+)\s")
AUTHORS: Final = frozenset("we i us me you".split())
NAME: Final = "Said"
"""A given name wherever it has a capital, for a headline says "says"."""
BARE: Final = (DETERMINERS - PRONOUNS) | {"that"}
LONGEST: Final = 60  # characters from the first word of a source to its cue


@dataclass(frozen=True, slots=True)
class Source:
    """Who says something: the words of the text, and the name behind them where they are a pronoun or short form."""

    span: Span
    name: str | None = None


class Tellers:
    """Looks up who says the figures of one text; built once, for all of its statements."""

    def __init__(self, text: str, statements: tuple[Statement, ...]) -> None:
        told = (statement for statement in statements if statement.source and _tells(text, statement))
        pieces = sorted(
            ((piece, statement) for statement in told for piece in statement.content), key=lambda pair: pair[0]
        )
        self._text = text
        self._pieces = pieces
        self._reach = list(accumulate((piece.end for piece, _ in pieces), max))
        self._credits: dict[Span, tuple[Credit, ...]] = {}

    def of(self, figure: Span, sentence: Span) -> Source | None:
        """The source of the innermost statement whose content covers the figure; else whom its sentence credits."""
        around = sorted(self._around(figure), key=lambda pair: pair[0].end - pair[0].start)
        sources = (_source(self._text, figure, statement) for _, statement in around)
        return next((source for source in sources if source), None) or self._credited(figure, sentence)

    def _around(self, figure: Span) -> Iterator[tuple[Span, Statement]]:
        place = bisect_right(self._pieces, figure.start, key=lambda pair: pair[0].start) - 1
        while place >= 0 and self._reach[place] >= figure.end:
            if self._pieces[place][0].covers(figure):
                yield self._pieces[place]
            place -= 1

    def _credited(self, figure: Span, sentence: Span) -> Source | None:
        if sentence not in self._credits:
            self._credits[sentence] = find_credits(self._text, sentence)
        fitting = [c for c in self._credits[sentence] if c.scope.covers(figure) and not c.source.overlap(figure)]
        nearest = min(fitting, key=lambda credit: abs(credit.source.start - figure.start), default=None)
        return Source(nearest.source) if nearest else None


def source_of(text: str, figure: Span, sentence: Span, statements: tuple[Statement, ...]) -> Source | None:
    """The source of one figure; for all figures of a text, `Tellers` is built once."""
    return Tellers(text, statements).of(figure, sentence)


def _tells(text: str, statement: Statement) -> bool:
    """Whether somebody's words are told: in quotation marks, or with a word of saying, thinking or reckoning.

    A tagger also finds what somebody did: "they could represent 30 %", "hikers found the bag two months later".
    Outside of quotation marks "we" is the article's own voice.
    """
    if statement.kind == "direct":
        return True
    words = [word for cue in statement.cue for word in WORD.findall(cue.of(text)) if word != NAME]
    telling = TELLING.intersection(word.lower() for word in words)
    if telling <= FINDING:
        return bool(telling) and _finds(text, statement)
    return statement.source[0].of(text).lower() not in AUTHORS


def _finds(text: str, statement: Statement) -> bool:
    """Whether something is found to be so: by a poll or the like, or in a clause ("found that", "shows he was")."""
    if not EVIDENCE.isdisjoint(WORD.findall(statement.source[0].of(text).lower())):
        return True
    first = statement.content[0]
    opening = tokens_of(text, Span(first.start, min(first.end, first.start + LONGEST)), ())
    return text.endswith("that ", 0, first.start) or any(is_verb(opening, k) for k in range(len(opening)))


def _source(text: str, figure: Span, statement: Statement) -> Source | None:
    """The piece of the statement's source next to the figure, whole and without a dateline; never a bare "who"."""
    span = min(statement.source, key=lambda source: abs(source.start - figure.start))
    whole = _whole(text, span, statement)
    if whole is None or whole.overlap(figure):
        return None
    name = statement.speaker.name if statement.speaker and whole.start <= span.start else None
    return Source(whole, name if name and name.lower() not in whole.of(text).lower() else None)


def _whole(text: str, span: Span, statement: Statement) -> Span | None:
    """The source as a phrase: what "who" refers to, the noun behind a lone "the", the name cut off before its cue."""
    words = span.of(text).lower()
    if words in RELATIVES | {"that"}:
        return noun_before(text, span)
    cue = next((cue for cue in statement.cue if span.end < cue.start <= span.end + LONGEST), None)
    rest = NAMES.fullmatch(text, span.end, cue.start) if cue else None
    if words in BARE:
        tokens = tokens_of(text, Span(span.start, cue.start), ()) if cue else ()
        phrase = phrase_after(tokens, 0)
        return Span(tokens[0].start, tokens[phrase[1] - 1].end) if phrase and phrase[1] > 1 else None
    dateline = DATELINE.match(text, span.start, span.end)
    return Span(dateline.end() if dateline else span.start, rest.end("names") if rest else span.end)

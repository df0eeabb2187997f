"""What a statement's source says of a figure: whether anything is told at all, and by which words of the text."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from summarizer.figures.tellers.tellable import AUTHORS, UNNAMED, is_one_of
from summarizer.statements import cues
from summarizer.statements.mentions import RELATIVES, noun_before, phrase_after
from summarizer.statements.reporting import EVIDENCE
from summarizer.statements.tokens import DETERMINERS, PRONOUNS, is_verb, tokens_of
from summarizer.types import Span, Statement

RECKONING: Final = frozenset(
    """according assume assumed assumes assuming brag bragged bragging brags calculate calculated calculates calculation
    cite cited cites citing confirmation conjecture count counted counts detail detailed detailing details disclose
    disclosed discloses disclosing document documented documenting documents forecast forecasting forecasts guess
    guessed outline outlined outlines outlining peg pegged pegs point pointed pointing points prediction project
    projected projecting projection projects proposal put puts putting quote quoted quotes quoting reckon reckoned
    reckons rule ruled ruling seek seeking seeks sought statement tallied tallies tally testimony view words worried
    worries worry""".split()
)


def _forms(*lemmas: str) -> frozenset[str]:
    return frozenset(form for form, (lemma, _) in cues.VERBS.items() if lemma in lemmas)


TELLING: Final = frozenset(cues.VERBS) | RECKONING
"""A word of saying, thinking or reckoning: without one a cue tells what somebody did."""
CLAUSAL: Final = _forms("find", "show", "demonstrate", "claim", "post", "dismiss", "reject")
"""Verbs that tell something in a clause, and do something to a thing: "claimed 40 lives", "posted a photo"."""
AGREEING: Final = _forms("agree")
GIVEN_NAME: Final = "Said"  # wherever it has a capital: a headline says "says"
SOMEBODY_ELSE: Final = ("another ", "one ", "other ", "some ")
"""A name that begins so is a mention of its own, and hardly who "the judge" is."""
BARE: Final = (DETERMINERS - PRONOUNS) | {"that"}
WORD: Final = re.compile(r"\w+")
DATELINE: Final = re.compile(r"[^()\n]{0,40}\([A-Z][\w.& ]{1,20}\)(?=[A-Z])")
REST_OF_NAME: Final = re.compile(r"(?P<names>(?:\s[A-Z][\w’'.-]*)+)\s")
TO_ITS_NOUN: Final = re.compile(r"(?:-[\w-]+)?(?:\s(?!by\b|to\b)[\w’'-]+){0,3}\s")
REACH: Final = 60  # characters: a source and its cue, or a number and its noun, stand no farther apart


@dataclass(frozen=True, slots=True)
class Source:
    """Who says something: the words of the text, and the name behind them where they are a pronoun or short form."""

    span: Span
    name: str | None = None


def tells(text: str, statement: Statement) -> bool:
    """Whether somebody's words are told, by a quotation or by a word of saying, thinking or reckoning.

    A tagger also finds what somebody does: "they could represent 30 %", "agreed to pay $40,000", "claimed 40 lives".
    "We" and "I" are whoever writes or speaks, and name nobody.
    """
    if is_one_of(statement.source[0].of(text), AUTHORS):
        return False
    if statement.kind == "direct":
        return True
    words = [word for cue in statement.cue for word in WORD.findall(cue.of(text)) if word != GIVEN_NAME]
    telling = TELLING.intersection(word.lower() for word in words)
    if not telling or "will" in words:
        return False
    if telling <= AGREEING and ("to" in words[-1:] or statement.content[0].of(text).startswith("to ")):
        return False
    return not telling <= CLAUSAL or _is_found(text, statement)


def _is_found(text: str, statement: Statement) -> bool:
    """Whether something is found to be so: by a poll or the like, or in a clause ("found that", "shows he was")."""
    if not EVIDENCE.isdisjoint(WORD.findall(statement.source[0].of(text).lower())):
        return True
    first = statement.content[0]
    opening = tokens_of(text, Span(first.start, min(first.end, first.start + REACH)), ())
    return text.endswith("that ", 0, first.start) or any(is_verb(opening, k) for k in range(len(opening)))


def source_in(text: str, figure: Span, statement: Statement) -> Source | None:
    """The piece of the statement's source that is next to the figure; None where the figure is a part of it."""
    span = min(statement.source, key=lambda source: abs(source.start - figure.start))
    whole = _whole(text, span, statement.cue)
    if whole is None or whole.overlap(figure) or _belongs(text, figure, whole):
        return None
    name = statement.speaker.name if statement.speaker and whole.start <= span.start else None
    needed = (
        name
        and name.lower() not in UNNAMED
        and name.lower() not in whole.of(text).lower()
        and not name.lower().startswith(SOMEBODY_ELSE)
    )
    return Source(whole, name if needed else None)


def _belongs(text: str, figure: Span, source: Span) -> bool:
    """`three-time | champion Ana Ruiz`, `two | senior officials`: nothing but words stands between number and noun."""
    return figure.end < source.start <= figure.end + REACH and bool(
        TO_ITS_NOUN.fullmatch(text, figure.end, source.start)
    )


def _whole(text: str, span: Span, cue: Collection[Span]) -> Span | None:
    """The source as a phrase: without dateline, with all of its name, "who" and a lone "the" with their noun."""
    words = span.of(text)
    if is_one_of(words, RELATIVES | {"that"}):
        return noun_before(text, span)
    end = min((c.start for c in cue if span.end < c.start <= span.end + REACH), default=span.end)
    if is_one_of(words, BARE):
        return _phrase(text, Span(span.start, end))
    dateline = DATELINE.match(text, span.start, span.end)
    rest = REST_OF_NAME.fullmatch(text, span.end, end)
    return Span(dateline.end() if dateline else span.start, rest.end("names") if rest else span.end)


def _phrase(text: str, span: Span) -> Span | None:
    tokens = tokens_of(text, span, ())
    phrase = phrase_after(tokens, 0)
    return Span(tokens[0].start, tokens[phrase[1] - 1].end) if phrase and phrase[1] > 1 else None

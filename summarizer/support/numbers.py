"""Whether every number of a sentence stands in its sources: the value, the unit, the modifier and the noun."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from summarizer.figures import find_figures
from summarizer.figures.modifiers import modifier_of
from summarizer.figures.quantities import Quantity, read_quantities
from summarizer.questions.fates import ANYBODY, fates_of
from summarizer.rarity import stem
from summarizer.support.cited import Cited
from summarizer.types import Document, Figure, Modifier, Span, Value
from summarizer.wording import is_content, tokens

KEPT = 4096
DIGITS = re.compile(r"\w*\d[\w.,’'/:-]*")
LAST_MARKS = ".,:'’-/"
ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS = {word: str(number) for number, word in enumerate(ORDINAL_WORDS.split(), 1)}
ORDINAL = re.compile(rf"\b(?:(?P<digits>\d+)(?:st|nd|rd|th)|(?P<word>{'|'.join(ORDINALS)}))\b", re.IGNORECASE)
A_ORDINAL = re.compile(rf"an? (?:{'|'.join(ORDINALS)})", re.IGNORECASE)
A_WHOLE = re.compile(r"\s+(?:of|the)\b|\W*$", re.IGNORECASE)
IN_WORDS: dict[Modifier, str] = {
    "exact": "no such word", "about": "“about”", "at_least": "“at least”", "more_than": "“more than”",
    "at_most": "“at most”", "less_than": "“less than”", "range": "a range",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number as its text has it; `noun` is what it counts, `event` what befell that, "" where nothing is said."""

    text: str
    value: Value
    unit: str | None
    modifier: Modifier
    noun: str
    event: str

    def means(self, other: Number) -> bool:
        """Whether the values are equal, in one unit; a bare number may be an age, which is told without "years"."""
        is_age = self.unit is None and not self.noun and other.unit == "year"
        return _key(self.value) == _key(other.value) and (self.unit == other.unit or is_age)


@lru_cache(maxsize=KEPT)
def read_numbers(text: str) -> tuple[Number, ...]:
    """Every number of a text, in digits and in words, dates and years among them."""
    kept = [quantity for quantity in _quantities(text) if not _is_ordinal(text, quantity.span)]
    found = find_figures(Document(text, ""), (Span(0, len(text)),), ()) if kept else ()
    figures = {figure.span: figure for figure in found}
    return tuple(_number(text, quantity, figures.get(quantity.span)) for quantity in kept)


@lru_cache(maxsize=KEPT)
def _quantities(text: str) -> tuple[Quantity, ...]:
    return read_quantities(text)


def _is_ordinal(text: str, span: Span) -> bool:
    """Whether "a fourth" is the fourth of a row and no part of a whole: no "of" follows it."""
    return A_ORDINAL.fullmatch(span.of(text)) is not None and A_WHOLE.match(text, span.end) is None


def _number(text: str, quantity: Quantity, figure: Figure | None) -> Number:
    unit = quantity.unit.name if quantity.unit else None
    surface = quantity.span.of(text)
    if figure is None:
        modifier = modifier_of(text, quantity.span, Span(0, len(text))) or "exact"
        return Number(surface, quantity.value, unit, modifier, "", "")
    if figure.type == "age":  # "Ada Okoro, 37," names no years
        unit = figure.unit
    noun, event = (span.of(text) if span else "" for span in (figure.counts, figure.event))
    return Number(surface, figure.value, unit, figure.modifier, noun, event)


def missing_numbers(sentence: str, cited: Cited) -> Iterator[str]:
    """Numbers, ordinals and words with digits that no cited sentence has, or has in another unit or less often."""
    told, stated = read_numbers(sentence), _stated(cited)
    values = {_key(each.value) for each in stated}
    for number in told:
        if not any(number.means(each) for each in stated):
            is_there = _key(number.value) in values
            yield f"{number.text!r} has another unit in its sources" if is_there else _missing(number.text)
    yield from _repeated(told, stated)
    yield from _unread(sentence, cited.texts)
    yield from _ordinals(sentence, cited.texts)


def moved_numbers(sentence: str, cited: Cited) -> Iterator[str]:
    """Numbers that the cited sentences have under another modifier ("more than 400"), or at another noun."""
    for number in read_numbers(sentence):
        same = [each for each in _stated(cited) if number.means(each)]
        alike = [each for each in same if each.modifier == number.modifier]
        if same and not alike:
            yield f"its sources have {IN_WORDS[same[0].modifier]} beside {number.text!r}"
        elif same and not any(_at_one_noun(number, each, cited.texts) for each in alike):
            yield f"{number.text!r} stands at another noun in its sources"


def _stated(cited: Cited) -> list[Number]:
    return [number for text in cited.texts for number in read_numbers(text)]


def _missing(surface: str) -> str:
    return f"the number {surface!r} stands in none of its sources"


def _at_one_noun(number: Number, stated: Number, texts: Sequence[str]) -> bool:
    """Whether both count the same; a sentence may say less ("people" for "civilians"), never something else."""
    fates = fates_of(number.event, number.noun), fates_of(stated.event, stated.noun)
    if all(fates) and fates[0].isdisjoint(fates[1]):
        return False
    nouns = _stems(number.noun) - _ANYBODY
    if not nouns:
        return True
    if not stated.noun:
        return any(nouns & _stems(text) for text in texts)
    return bool(nouns & _stems(stated.noun)) or (_head(number.noun) in _stems(stated.event))


@lru_cache(maxsize=KEPT)
def _stems(text: str) -> frozenset[str]:
    return frozenset(_singular(stem(token)) for token in tokens(text) if is_content(token))


def _singular(stemmed: str) -> str:
    return stemmed[:-1] if stemmed.endswith(("i", "y", "e")) else stemmed


_ANYBODY = frozenset(_singular(stem(word)) for word in ANYBODY)


def _head(noun: str) -> str:
    words = tokens(noun)
    return _singular(stem(words[-1])) if words else ""


def _key(value: Value) -> tuple[float, ...]:
    values = value if isinstance(value, tuple) else (value,)
    return tuple(float(f"{each:.9g}") if math.isfinite(each) else each for each in values)


def _repeated(told: Sequence[Number], stated: Sequence[Number]) -> Iterator[str]:
    """A number that is told more often than it is given has taken another one's place."""
    given = Counter(_key(number.value) for number in stated)
    for value, times in Counter(_key(number.value) for number in told).items():
        if 0 < given[value] < times:
            surface = next(number.text for number in told if _key(number.value) == value)
            yield f"{surface!r} stands more often than in its sources"


def _unread(sentence: str, texts: Sequence[str]) -> Iterator[str]:
    """Digits that belong to a word ("F-150", "1990s") must stand so in a source."""
    stated = {token for text in texts for token in _digit_words(text)}
    for token in sorted(_digit_words(sentence)):
        if token not in stated and not ORDINAL.fullmatch(token) and not _is_plain(sentence, token):
            yield _missing(token)


@lru_cache(maxsize=KEPT)
def _digit_words(text: str) -> frozenset[str]:
    return frozenset(match.group().rstrip(LAST_MARKS).casefold() for match in DIGITS.finditer(text))


@lru_cache(maxsize=KEPT)
def _is_plain(sentence: str, token: str) -> bool:
    """Whether a number of the sentence was read from these very characters, so that its value has been compared."""
    at = sentence.casefold().find(token)
    end = at + len(token)
    return any(
        quantity.span.start <= at and (quantity.span.end >= end or quantity.hyphen)
        for quantity in _quantities(sentence)
        if quantity.span.end > at
    )


def _ordinals(sentence: str, texts: Sequence[str]) -> Iterator[str]:
    stated = frozenset[str]().union(*map(_ordinals_of, texts))
    yield from (
        f"“{ORDINAL_IN_WORDS.get(o, o)}” stands in none of its sources" for o in sorted(_ordinals_of(sentence) - stated)
    )


ORDINAL_IN_WORDS = {number: word for word, number in ORDINALS.items()}


@lru_cache(maxsize=KEPT)
def _ordinals_of(text: str) -> frozenset[str]:
    return frozenset(m["digits"] or ORDINALS[m["word"].casefold()] for m in ORDINAL.finditer(text))

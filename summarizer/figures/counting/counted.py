"""What a figure counts or measures, and the unit that follows from it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.figures.counting.amounts import amount_of
from summarizer.figures.counting.postmodifiers import with_which
from summarizer.figures.grammar.humans import is_human
from summarizer.figures.grammar.noun_phrases import after_link, counted_phrase, is_plural
from summarizer.figures.grammar.verbs import verb_form
from summarizer.figures.quantities import Quantity
from summarizer.types import Span

_STATE = re.compile(
    r"(?: (?:were|was|have been|had been|are|left))?(?: also)? "
    r"(?P<state>(?:more )?(?:\w+ly )?(?:injured|wounded|killed|dead|missing|displaced|hurt|arrested|detained|"
    r"hospitali[sz]ed|homeless|infected|evacuated|rescued|captured|died))\b"
)
_AGAINST = re.compile(r"(?P<other> to [\d,.]*\d)? (?:in|among)(?= )")
_OTHER = re.compile(r"\d to $")
_NUMBER_OF = re.compile(r"\b(?:numbers? of|more|fewer)(?= )")
_PRONOUN = re.compile(r" +of (?P<pronoun>them|us|you|which|whom|these|those)\b")
_AND = re.compile(r" (?:and|or)(?= [a-z])")
_THE = re.compile(r"\bthe $")


_WINDOW = 200


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted (verbatim, or None) and the unit's name (or None where the text does not say)."""

    span: Span | None
    unit: str | None


def count(text: str, quantity: Quantity, sentence: Span, previous: Counted | None) -> Counted:
    """What the quantity counts or measures.

    `previous` is what the figure before it counts, when that stands in the same sentence and is of the same
    type: an ellipsis takes it up ("57 percent of the delegates, or 67 percent").
    """
    if quantity.type == "score":
        return Counted(None, None)
    if quantity.unit is None and quantity.type == "count":
        return _count(text, quantity, sentence, previous)
    span = amount_of(text, quantity, sentence)
    if span is None and previous and quantity.type in ("percent", "money", "ratio"):
        span = previous.span
    return Counted(span, quantity.unit.name if quantity.unit else None)


def _count(text: str, quantity: Quantity, sentence: Span, previous: Counted | None) -> Counted:
    end = quantity.span.end
    if pronoun := _PRONOUN.match(text, end, sentence.end):
        return Counted(Span(*pronoun.span("pronoun")), previous.unit if previous and previous.unit else "people")
    start = after_link(text, end, "of") or end
    if state := _STATE.match(text, start, sentence.end):
        return Counted(Span(*state.span("state")), "people")
    if quantity.vague and start == end and quantity.span.of(text).endswith("s"):
        return _elliptic(text, quantity, sentence, previous)  # "thousands protest"
    found = counted_phrase(text, start, sentence.end, singular=quantity.hyphen)
    if found is None:
        return _elliptic(text, quantity, sentence, previous)
    unit = _unit_of(found[1], lone=quantity.hyphen or quantity.value == 1)
    return Counted(with_which(text, _coordinated(text, found, sentence), sentence.end), unit)


def _coordinated(text: str, found: tuple[Span, str], sentence: Span) -> Span:
    """The phrase with another kind that the number counts as well: "11 mayors and community leaders"."""
    phrase, head = found
    link = _AND.match(text, phrase.end, sentence.end)
    other = counted_phrase(text, link.end(), sentence.end) if link and is_plural(head) else None
    alike = other and is_plural(other[1]) and is_human(other[1]) == is_human(head)
    return Span(phrase.start, other[0].end) if other and alike else phrase


def _elliptic(text: str, quantity: Quantity, sentence: Span, previous: Counted | None) -> Counted:
    """What a number without a noun counts: "five debates, to their three"; "the number of jobs fell to 90"."""
    start, end = quantity.span.start, quantity.span.end
    against = _AGAINST.match(text, end, sentence.end)
    if against and (against["other"] or _OTHER.search(text[max(sentence.start, start - 8) : start])):
        found = counted_phrase(text, against.end(), sentence.end)
        if found and is_plural(found[1]):
            return Counted(found[0], _unit_of(found[1]))
    if previous:
        return previous
    numbers = list(_NUMBER_OF.finditer(text, max(sentence.start, start - _WINDOW), start))
    found = counted_phrase(text, numbers[-1].end(), start) if numbers else None
    if found and is_plural(found[1]):
        return Counted(found[0], _unit_of(found[1]))
    is_crowd = quantity.vague and not _THE.search(text[max(0, start - 4) : start])
    return Counted(None, "people" if is_crowd else None)


def _unit_of(head: str, *, lone: bool = False) -> str:
    """ "people" for humans, else the plural of the head noun; `lone` is a head in the singular ("11-game")."""
    if is_human(head):
        return "people"
    noun = head if head[:1].isupper() and not is_plural(head) else head.lower()
    if lone and noun.endswith("ed") and verb_form(noun) == "past":
        noun = noun[:-2]  # "six-pointed", "two-tiered"
    if lone and noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    if lone and not is_plural(noun):
        return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")
    return noun

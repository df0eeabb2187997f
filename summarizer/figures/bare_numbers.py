"""What a number without a unit of its own is after all: an age by the name before it, money by its verb."""

from __future__ import annotations

import re
from dataclasses import replace

from summarizer.figures.quantities import Quantity
from summarizer.figures.units import Unit
from summarizer.types import Span

_NAME_BEFORE = re.compile(r"(?:[A-Z][\w’'.-]*[a-zé][’')\"”]*|[JS]r\.),\s$|[A-Z][\w’'.-]*[a-zé] \($")
_NO_PERSON = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.|Feb\.|Aug\.|Sept\.|"
    r"Oct\.|Nov\.|Dec\.|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|However|Meanwhile|Overall),\s$"
)
_AFTER_AGE = re.compile(r"[,;)]|\.(?=\s|$)|\s[-–—]|\s(?:of|from|and|was|who)\s")
_AGED = re.compile(r"\b(?:aged?|ages)(?: (?:of|between|about|just|only|under|over))?\s$", re.I)
_WAS = re.compile(r"\b(?:he|she|who|I) (?:was|is|am|turned|turns) (?:only |just |about )?$", re.I)
_AFTER_WAS = re.compile(r"[.,;]| (?:when|and|at|but)\b")
_OLDEST = 120
_PAYS = re.compile(
    r"\b(?:accept|rais|earn|spen[dt]|pa(?:y|id|ys)\b|cost|mak|made|los[et]|receiv|worth|donat|g[ai]v|invest|sav|sa|owe|borrow|"
    r"contribut|waste?|generat|pour)\w*(?: (?:up|in|her|him|them|us|you|the \w+|\w+ers|tens of|hundreds of))?\s$",
    re.I,
)
_MONEY_FROM = 10**6
_YEAR = Unit("year", "age")


def settle(text: str, quantity: Quantity, sentence: Span, currency: str | None) -> Quantity:
    """The quantity, with the type and unit that its neighbours give it where it has none of its own.

    `currency` is the one that the document counts in (ISO code), or None when it names none: "raised millions"
    takes it, since another is never guessed.
    """
    if quantity.unit is not None or quantity.type != "count":
        return quantity
    before = text[max(sentence.start, quantity.span.start - 40) : quantity.span.start]
    if _is_age(text, quantity, before):
        return replace(quantity, unit=_YEAR, type="age")
    is_sum = quantity.vague and not isinstance(quantity.value, tuple) and quantity.value >= _MONEY_FROM
    if is_sum and currency and _PAYS.search(before) and not text.startswith(" of", quantity.span.end):
        return replace(quantity, unit=Unit(currency, "money"), type="money")
    return quantity


def _is_age(text: str, quantity: Quantity, before: str) -> bool:
    highest = quantity.value[-1] if isinstance(quantity.value, tuple) else quantity.value
    if highest > _OLDEST or highest != int(highest) or quantity.hyphen:
        return False
    if _AGED.search(before) or (_WAS.search(before) and _AFTER_WAS.match(text, quantity.span.end)):
        return True
    if not quantity.digits or isinstance(quantity.value, tuple):
        return False
    named = _NAME_BEFORE.search(before) and not _NO_PERSON.search(before)
    return bool(named and _AFTER_AGE.match(text, quantity.span.end))

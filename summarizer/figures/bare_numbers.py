"""What a number without a unit of its own is after all: an age by the name before it, money by its verb."""

from __future__ import annotations

import re
from dataclasses import replace

from summarizer.figures.quantities import Quantity
from summarizer.figures.units import Unit
from summarizer.types import Span

_PERSON = (
    r"man|woman|boy|girl|mother|father|mum|dad|son|daughter|brother|sister|wife|husband|widow|teenager|child|victim|"
    r"suspect|driver|passenger|cousin|uncle|aunt|niece|nephew|grandmother|grandfather|grandson|granddaughter|student|"
    r"pensioner|retiree|resident|native|teacher|actor|actress|singer|star|veteran|player|striker|midfielder|defender"
)
_NAME_BEFORE = re.compile(
    rf"(?:[A-Z][\w’'.-]*[a-zé][’')\"”]*|[JS]r\.|\b(?:{_PERSON})),\s(?:now |then |just |only |also )?$"
    r"|[A-Z][\w’'.-]*[a-zé] \($"
)
_NO_PERSON = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.|Feb\.|Aug\.|Sept\.|"
    r"Oct\.|Nov\.|Dec\.|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|However|Meanwhile|Overall),\s$"
)
_AFTER_AGE = re.compile(r"[,;)]|\.(?=\s|$)|\s[-–—]|\s(?:of|from|and|was|who)\s")
_AGED = re.compile(r"\b(?:aged?|ages)(?: (?:of|between|about|just|only|under|over))?\s$", re.I)
_WAS = re.compile(
    r"\b(?:he|she|who|I|you|[A-Z][a-z]+ [A-Z][\w’'-]+) (?:was|is|am|were|are) (?:now |then |only |just |about )?$"
    r"|(?i:\b(?:he|she)['’]s |\bI['’]m )$"
    r"|\bturn(?:s|ed|ing)? $|\bdie[sd] (?:[\w’' ]{1,30} )?at $"
)
_AFTER_WAS = re.compile(r"[.,;)!?](?!\d)|\s[-–—]|$| (?:when|and|at|but|in|on|this|last|next|years later|of)\b")
_OR_OLDER = re.compile(r" (?:and|or) (?:older|younger)\b| (?:and|or) (?:over|up|under|above)(?=[.,;)]| (?:who|are|were|is)\b)")
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
    if _AGED.search(before) or _OR_OLDER.match(text, quantity.span.end):
        return True
    if _WAS.search(before) and _AFTER_WAS.match(text, quantity.span.end):
        return True
    if not quantity.digits or isinstance(quantity.value, tuple):
        return False
    named = _NAME_BEFORE.search(before) and not _NO_PERSON.search(before)
    return bool(named and _AFTER_AGE.match(text, quantity.span.end))

"""What a number without a unit of its own is after all: an age by the name before it, money by its verb."""

from __future__ import annotations

import re
from dataclasses import replace

from summarizer.figures.grammar.humans import is_human
from summarizer.figures.quantities import Quantity
from summarizer.figures.quantities.units import Unit
from summarizer.types import Span

_NAME_BEFORE = re.compile(
    r"(?:[A-Z][\w’'.-]*[a-zé][’')\"”]*|[JS]r\.|\([a-z ]{3,20}\)),\s(?:now |then |just |only |also )?$"
    r"|[A-Z][\w’'.-]*[a-zé] \($"
)
_PERSON_BEFORE = re.compile(r"\b(?P<noun>[a-z-]+[a-rt-z]),\s$")
_NO_PERSON = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.|Feb\.|Aug\.|Sept\.|"
    r"Oct\.|Nov\.|Dec\.|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|However|Meanwhile|Overall),\s$"
)
_AFTER_AGE = re.compile(r"[,;)]|\.(?=\s|$)|\s[-–—]|\s(?:was|who)\s|\sand (?:from|an?|now|who)\s")
_AGED = re.compile(
    r"\b(?:aged?|ages)(?:,| (?:of|between|about|just|only|under|over))? (?:\d{1,3}(?:, |,? and |,? or )){0,6}$", re.I
)
_WAS = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[Ww]ho|I|you|[A-Z][a-z]+ [A-Z][\w’'-]+) (?:was|is|am|were|are|will be|would be) "
    r"(?:now |then |only |just |about |nearly |almost |approximately )?$"
    r"|\b(?i:(?:he|she)['’](?:s|ll be) |\bI['’]m )$|, now $|(?:^|[.!?] )At (?:age )?$"
    r"|\bturn(?:s|ed|ing)? $|\bdie[sd] (?:[\w’' ]{1,30} )?at $"
)
_NAME_WAS = re.compile(r"\b[A-Z][a-z]{2,} (?:was|is) (?:only |just )?$")
_AT_THE_TIME = re.compile(r" (?:when (?:he|she)|at the time|at her|at his|years later)\b")
_AFTER_WAS = re.compile(r"[.,;)!?](?!\d)|\s[-–—]|$| (?:when|and|at|but|in|on|this|last|next|years later|who|with)\b")
_PEOPLE_OF = re.compile(
    r"\b(?:people|those|adults|children|kids|voters|women|men|workers|drivers|Americans|Britons|anyone|everyone) "
    r"(?:aged )?(?:under|over|younger than|older than) (?:the age of )?$",
    re.I,
)
_OR_OLDER = re.compile(r" (?:and|or) (?:older|younger)\b")
_OR_OVER = re.compile(r" (?:and|or) (?:over|up|under|above)\b")
_LAST_WORD = re.compile(r"(?P<noun>[A-Za-z-]+) $")
_SAID_AGES = (
    (_AGED, re.compile("")),
    (_PEOPLE_OF, _AFTER_WAS),
    (_NAME_WAS, _AT_THE_TIME),
    (_WAS, _AFTER_WAS),
    (re.compile(r"\bat (?:just|only) $"), re.compile(r"[.,;]")),
)
"""What stands before an age and what stands behind it."""
_OLDEST = 120
_PAYS = re.compile(
    r"\b(?:accept|rais|earn|spen[dt]|pa(?:y|id|ys)\b|cost|mak|made|los[et]|receiv|worth|donat|g[ai]v|invest|sav|sa|owe|borrow|"
    r"contribut|waste?|generat|pour)\w*(?: (?:up|in|her|him|them|us|you|the \w+|\w+ers|tens of|hundreds of))?\s$",
    re.I,
)
_CONVERTED = re.compile(r",? (?:\(|or )(?:about |almost |around |nearly |roughly |some |more than |over )?[$€]")
_PAID = re.compile(
    r"\b(?:pa(?:y|id|ys|ying)|cost|costs|fin(?:e|ed)|pledged|donat\w+|salar\w+|price[sd]?|earn\w*|spen[dt]|fees?|budget)\b"
    r"[^.,;:\d]{0,24}$"
)
_MONEY_FROM = 10**6
_YEAR = Unit("year", "age")


def settle(text: str, quantity: Quantity, sentence: Span, currency: str | None) -> Quantity:
    """The quantity, with the type and unit that its neighbours give it where it has none of its own.

    `currency` is the one that the document counts in (ISO code), or None when it names none: "raised millions"
    takes it, since another is never guessed.
    """
    if quantity.unit and quantity.unit.name == "pound" and _is_sterling(text, quantity):
        return replace(quantity, unit=Unit("GBP", "money"), type="money")
    if quantity.unit is not None or quantity.type != "count":
        return quantity
    before = text[max(sentence.start, quantity.span.start - 40) : quantity.span.start]
    if _is_age(text, quantity, before):
        return replace(quantity, unit=_YEAR, type="age")
    is_sum = quantity.vague and not isinstance(quantity.value, tuple) and quantity.value >= _MONEY_FROM
    if is_sum and currency and _PAYS.search(before) and not text.startswith(" of", quantity.span.end):
        return replace(quantity, unit=Unit(currency, "money"), type="money")
    return quantity


def _is_sterling(text: str, quantity: Quantity) -> bool:
    """Whether "pounds" are money: they are paid, or said again in dollars or euros."""
    start = quantity.span.start
    return bool(_CONVERTED.match(text, quantity.span.end) or _PAID.search(text, max(0, start - 40), start))


def _is_age(text: str, quantity: Quantity, before: str) -> bool:
    highest = quantity.value[-1] if isinstance(quantity.value, tuple) else quantity.value
    if highest > _OLDEST or highest != int(highest) or quantity.hyphen:
        return False
    end = quantity.span.end
    if any(lead.search(before) and tail.match(text, end) for lead, tail in _SAID_AGES) or _OR_OLDER.match(text, end):
        return True
    noun = _LAST_WORD.search(before)
    if noun and is_human(noun["noun"]) and _OR_OVER.match(text, end):
        return True
    if not quantity.digits or isinstance(quantity.value, tuple):
        return False
    person = _PERSON_BEFORE.search(before)
    named = (_NAME_BEFORE.search(before) and not _NO_PERSON.search(before)) or (person and is_human(person["noun"]))
    return bool(named and _AFTER_AGE.match(text, quantity.span.end))

"""How sure two figures answer one question: what forbids it, what speaks for it."""

from __future__ import annotations

import math

from summarizer.questions.amounts import agree
from summarizer.questions.bearers import one_bearer
from summarizer.questions.cases import Case
from summarizer.questions.differing import SURE, odds, possible
from summarizer.questions.events import first_current_year
from summarizer.questions.periods import of_two_periods
from summarizer.questions.traits import cosine

AGREEING = 0.36
"""Evidence that two equal values need to be of one thing, when they are as common as "two" is."""
TELLING_VALUE = 0.3  # less is needed of "273,328": equal by chance it would be a wonder
PER_ODDS = 0.12  # what the log odds of unequal values weigh against the evidence of equal ones
ONE_PERSON = 0.2  # two ages beside one name
COMMON = 0.1  # more is needed for each reason to doubt
UNLIKELY = -0.15
"""What unequal values that may not differ by themselves put against a group whose other pairs are sure."""
VECTORS_SHARE, UNRELATED = 0.5, 0.35  # the cosine adds where it is above that of two figures of one story
MANY = frozenset({"age", "score", "duration", "ratio", "distance"})
"""Types of which many stand in every report, so that two equal ones prove less."""


def surplus(a: Case, b: Case) -> float | None:
    """How much more speaks for one question than is needed; below 0 too little, None where something forbids it."""
    if a.figure.type != b.figure.type or _is_forbidden(a, b):
        return None
    if agree(a.amount, b.amount):
        needed = AGREEING + COMMON * _doubts(a, b)
        told = TELLING_VALUE * max(_tellingness(a), _tellingness(b))
        return _evidence(a, b) + _likeness(a, b) - needed + told
    if not possible(a, b):
        return UNLIKELY
    if a.figure.type == "age":
        return ONE_PERSON
    return max(UNLIKELY, PER_ODDS * (odds(a, b) - SURE))


def _doubts(a: Case, b: Case) -> int:
    """Reasons why two equal values are the likelier to be of two things; one text repeats a small number for many."""
    one, other = a.traits, b.traits
    is_one_of_many = a.figure.type in MANY and not one.nouns & other.nouns
    return is_one_of_many + _apart(one.nouns, other.nouns) + 3 * (a.figure.document.key == b.figure.document.key)


def _is_forbidden(a: Case, b: Case) -> bool:
    """What no likeness of words outweighs: another unit, another fate, a part or an increment against the whole."""
    one, other = a.traits, b.traits
    if a.amount.unit != b.amount.unit and not (a.figure.type == "count" and _is_one_thing(a, b)):
        return True
    if one.rate != other.rate or _apart(one.fates, other.fates) or _apart(one.years, other.years):
        return True
    if _is_of_old(a, b) or _is_of_old(b, a) or _are_in_two_scopes(a, b):
        return True
    if (one.trend and other.trend and one.trend != other.trend) or (one.mood == "allowed") != (other.mood == "allowed"):
        return True
    if one.bearer and other.bearer and not one_bearer(one.bearer, other.bearer):
        return True
    is_one_part = bool(one.nouns & other.nouns) or bool(one.thing and one.thing == other.thing)
    return one.share != other.share and (not is_one_part or bool({"more", "sum"} & {one.share, other.share}))


def _are_in_two_scopes(a: Case, b: Case) -> bool:
    """Whether unequal values are of two periods, or the one is said of one place alone."""
    if agree(a.amount, b.amount):
        return False
    return a.traits.is_local != b.traits.is_local or of_two_periods(a.traits.periods, b.traits.periods)


def _is_one_thing(a: Case, b: Case) -> bool:
    """Whether things of two names may be one: "homes" and "houses", "40 lives" and "46 people", or, as telling numbers,
    273,328 "shares" and "units".
    """
    one, other = a.traits, b.traits
    if one.nouns & other.nouns or (agree(a.amount, b.amount) and _tellingness(a) == 1):
        return True
    if one.fates & other.fates and not (a.figure.unit and b.figure.unit):
        return True
    return one.thing == other.thing and bool(one.thing or one.fates & other.fates)


def _is_of_old(a: Case, b: Case) -> bool:
    """Whether a figure is of a past year of which the other's document does not speak at all: an earlier event."""
    if not a.traits.years or b.traits.years:
        return False
    since = max(first_current_year(a.figure.document), first_current_year(b.figure.document))
    return any(year < since and year not in b.figure.document.text for year in a.traits.years)


def _apart(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a) and bool(b) and not a & b


def _evidence(a: Case, b: Case) -> float:
    """From 0 to about 1: shared words of the passages and of the text around, rarer ones heavier; the counted thing."""
    one, other = a.traits, b.traits
    things = 0.15 * _overlap(one.nouns, other.nouns) + 0.1 * bool(one.event & other.event)
    return (
        (cosine(one.near, other.near) + cosine(one.wide, other.wide)) / 2
        + things
        + 0.05 * bool(one.fates & other.fates)
    )


def _likeness(a: Case, b: Case) -> float:
    """What the vectors add, or take away where they are less alike than two figures of one story mostly are.

    They never speak for a disagreement: a model finds the wounded of the one side much like those of the other.
    """
    first, second = a.figure.meaning, b.figure.meaning
    return 0.0 if first is None or second is None else VECTORS_SHARE * (float(first @ second) - UNRELATED)


def _tellingness(case: Case) -> float:
    """How unlikely it is that two things have this value by chance: 0 for "two", a half for 15 or 300, 1 for 1,480.

    A large count tells by its size as well; large sums of money are many and mostly round.
    """
    value = case.amount
    if value.pair:
        return 1.0
    if value.vague or value.number == 0:
        return 0.0
    digits = f"{abs(value.number):.10g}".replace(".", "").strip("0")
    size = min(math.log10(abs(value.number)), 3 if case.figure.type == "money" else 5) / 5
    return min(1.0, max((len(digits) - 1) / 2, size))


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / math.sqrt(len(a) * len(b)) if a and b else 0.0

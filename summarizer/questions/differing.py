"""Whether two unequal values answer one question: what rules it out, and the evidence for it, weighed."""

from __future__ import annotations

import math

from summarizer.questions.amounts import compatible
from summarizer.questions.bearers import one_bearer
from summarizer.questions.cases import Case
from summarizer.questions.traits import Traits

OUTSET = 700  # characters in which a report tells what it is about
AGES_APART = 5 * 12  # months; two ages of one person that lie farther apart are of two times, or of two persons
OFTEN = 5.0
"""Values of one question lie within this factor; what is farther apart counts other things, whatever the words say."""
VAGUELY_OFTEN = 20.0  # "dozens" may stand for 200, not for 2,000
NEVER = frozenset({"score", "ratio"})
SECTIONS = frozenset(
    """child woman man soldier policeman civilian militant guard doctor firefighter student rescuer foreigner
    journalist tourist worker nurse teacher passenger inmate""".split()
)
"""Who is a part of all those whom a report counts, where it counts them apart."""
NEUTRAL = 0.45
"""The cosine of two figures of one story that may or may not be of one question."""


def possible(a: Case, b: Case) -> bool:
    """Whether nothing rules out that two unequal values of one type answer one question."""
    one, other = a.traits, b.traits
    if a.figure.type in NEVER:
        return False
    if a.figure.type == "age":
        return one_bearer(one.bearer, other.bearer) and abs(a.amount.number - b.amount.number) <= AGES_APART
    if one.mood != other.mood or one.mood == "denied" or one.trend != other.trend:
        return False
    if one.share != other.share and not (one.thing and one.thing == other.thing):
        return False
    return _near_enough(a, b) and (a.figure.type != "count" or _same_things(a, b))


def _near_enough(a: Case, b: Case) -> bool:
    low, high = sorted((abs(a.amount.number), abs(b.amount.number)))
    if not (a.amount.vague or b.amount.vague):
        return low > 0 and high <= OFTEN * low
    is_round = a.amount.vague and b.amount.vague
    return not is_round and compatible(a.amount, b.amount) and high <= VAGUELY_OFTEN * low


def _same_things(a: Case, b: Case) -> bool:
    one, other = a.traits, b.traits
    if one.thing and other.thing:
        return one.thing == other.thing or bool(one.nouns & other.nouns)
    if one.thing in SECTIONS or other.thing in SECTIONS:
        return False
    known = a.amount.unit == b.amount.unit or not a.figure.unit or not b.figure.unit
    return known or bool(one.fates & other.fates)


def features(a: Case, b: Case, near: float, wide: float) -> tuple[float, ...]:
    one, other = a.traits, b.traits
    return (
        near,
        wide,
        float(bool(one.thing) and one.thing == other.thing),
        float((not one.thing) != (not other.thing)),
        float(bool(one.fates & other.fates)),
        float(bool(one.fates) != bool(other.fates)),
        *_pair(one.deed, other.deed),
        *_sets(one.place, other.place),
        *_sets(one.time, other.time),
        float(one.is_stretch != other.is_stretch),
        float(one.share != other.share),
        _ratio(a, b),
        float(max(a.figure.span.start, b.figure.span.start) < OUTSET),
        float(a.figure.type != 'count'),
        float(a.figure.type not in ('money', 'percent', 'count')),
        float(a.amount.number < 6 and b.amount.number < 6),
        _cosine(a, b),
    )

NAMES = ('near','wide','same thing','anybody','same fate','fate unsaid','same deed','other deed','same place','other place','same time','other time','stretch','share','ratio','outset','not count','measure','small','vector')


def _pair(one: str, other: str) -> tuple[float, float]:
    return float(bool(one) and one == other), float(bool(one) and bool(other) and one != other)


def _sets(one: frozenset[str], other: frozenset[str]) -> tuple[float, float]:
    if not one or not other:
        return 0.0, 0.0
    within = one <= other or other <= one
    return float(within), float(not within)


def _ratio(a: Case, b: Case) -> float:
    """How often the one goes into the other, as a logarithm; 0 for "dozens" and 40."""
    if a.amount.vague or b.amount.vague:
        return 0.0
    low, high = sorted((abs(a.amount.number), abs(b.amount.number)))
    return math.log(high / low)


def _cosine(a: Case, b: Case) -> float:
    first, second = a.figure.meaning, b.figure.meaning
    return 0.0 if first is None or second is None else float(first @ second) - NEUTRAL

"""Days of the week as people write them: "mon-fri", "Sat and Sun", "weekdays", "щодня"."""

from __future__ import annotations

import re
from typing import Final

EVERY: Final = frozenset(range(1, 8))
WORK: Final = frozenset(range(1, 6))
FREE: Final = EVERY - WORK
NAMES: Final = (
    "mondays monday mon понеділок понеділка понеділку понеділках понеділкам понеділки щопонеділка пн",
    "tuesdays tuesday tues tue вівторок вівторка вівторку вівторках вівторкам вівторки щовівторка вт",
    "wednesdays wednesday wed середа середу середи середі середах середам щосереди ср",
    "thursdays thursday thurs thur thu четвер четверга четвергу четвергах четвергам четверги щочетверга чт",
    "fridays friday fri п'ятниця п'ятницю п'ятниці п'ятницях п'ятницям щоп'ятниці пт",
    "saturdays saturday sat субота суботу суботи суботі суботах суботам щосуботи сб",
    "sundays sunday sun неділя неділю неділі неділях неділям щонеділі нд",
)
"""Each day's names, Monday's first."""
GROUPS: Final = {
    "every day": EVERY, "each day": EVERY, "everyday": EVERY, "daily": EVERY, "щодня": EVERY, "щоденно": EVERY,
    "щодень": EVERY, "кожен день": EVERY, "кожний день": EVERY, "кожного дня": EVERY, "every weekday": WORK,
    "weekdays": WORK, "weekday": WORK, "workdays": WORK, "workday": WORK, "working days": WORK, "business days": WORK,
    "будні": WORK, "буднях": WORK, "будням": WORK, "будні дні": WORK, "робочі дні": WORK, "робочі": WORK,
    "робочих днях": WORK, "робочим дням": WORK, "щобудня": WORK, "every weekend": FREE, "weekends": FREE,
    "weekend": FREE, "вихідні": FREE, "вихідних": FREE, "вихідним": FREE, "вихідні дні": FREE, "кожні вихідні": FREE,
}  # fmt: skip
LETTERS: Final = ("mo", "tu", "we", "th", "fr", "sa", "su")
"""Names of two letters are read in a span ("Mo-Fr") alone: by themselves they are words, countries and states."""
NUMBERS: Final = {name: day for day, names in enumerate(NAMES, 1) for name in names.split()}
ENDS: Final = NUMBERS | {name: day for day, name in enumerate(LETTERS, 1)}

_DAY: Final = "|".join(sorted(map(re.escape, NUMBERS), key=len, reverse=True))
_GROUP: Final = "|".join(sorted((name.replace(" ", r"\s+") for name in GROUPS), key=len, reverse=True))
_TO: Final = r"\s*(?:-|–|—|\bto\b|\bthrough\b|\bthru\b|\bдо\b|\bпо\b)\s*"
_END: Final = f"{_DAY}|{'|'.join(LETTERS)}"
_ONE: Final = rf"(?:{_DAY}|{_GROUP})(?!\w)\.?"
BUT: Final = re.compile(
    rf"(?<![\w/])({_GROUP})[\s,]*(?:\bbut\b|\bexcept\b|\bо?крім\b):?\s*"
    rf"({_ONE}(?:(?:\s*,\s*|\s+(?:and|і|й|та)\s+){_ONE})*)(?![\w/])",
    re.IGNORECASE,
)
"""`every day but Sunday`."""
SPAN: Final = re.compile(rf"(?<![\w/])(?:({_END})\.?{_TO}({_END})|({_DAY})|({_GROUP}))(?![\w/])\.?", re.IGNORECASE)


def taken(text: str, mark: str) -> tuple[str, frozenset[int]]:
    """The text with a mark in place of each day, and the days as ISO numbers (1 Monday to 7 Sunday)."""
    plain = text.replace("’", "'").replace("ʼ", "'")
    left, days = plain, frozenset[int]()
    for but in BUT.finditer(plain):
        days |= _named(but[1]) - _named(but[2])
    if days:
        left = BUT.sub(f" {mark} ", plain)
    days |= _named(left)
    return SPAN.sub(f" {mark} ", left) if days else text, days


def _named(text: str) -> frozenset[int]:
    return frozenset().union(*(_days(match) for match in SPAN.finditer(text)))


def _days(match: re.Match[str]) -> frozenset[int]:
    first, last, single, group = match.groups()
    if group:
        return GROUPS[" ".join(group.casefold().split())]
    if single:
        return frozenset({NUMBERS[single.casefold()]})
    start, end = ENDS[first.casefold()], ENDS[last.casefold()]
    return frozenset((start - 1 + step) % 7 + 1 for step in range((end - start) % 7 + 1))

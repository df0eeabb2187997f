"""Days of the week as people write them: "mon-fri", "Sat and Sun", "weekdays", "щодня"."""

from __future__ import annotations

import re
from typing import Final

EVERY: Final = frozenset(range(1, 8))
WORK: Final = frozenset(range(1, 6))
FREE: Final = EVERY - WORK
NAMES: Final = (
    "mondays monday mon понеділок понеділка понеділках понеділки пн",
    "tuesdays tuesday tues tue вівторок вівторка вівторках вівторки вт",
    "wednesdays wednesday wed середа середу середи середах ср",
    "thursdays thursday thurs thur thu четвер четверга четвергах четверги чт",
    "fridays friday fri п'ятниця п'ятницю п'ятниці п'ятницях пт",
    "saturdays saturday sat субота суботу суботи суботах сб",
    "sundays sunday sun неділя неділю неділі неділях нд",
)
"""Each day's names, Monday's first."""
GROUPS: Final = {
    "every day": EVERY, "each day": EVERY, "everyday": EVERY, "daily": EVERY, "щодня": EVERY, "щоденно": EVERY,
    "кожен день": EVERY, "кожного дня": EVERY, "every weekday": WORK, "weekdays": WORK, "weekday": WORK,
    "workdays": WORK, "workday": WORK, "working days": WORK, "business days": WORK, "будні": WORK, "буднях": WORK,
    "будням": WORK, "every weekend": FREE, "weekends": FREE, "weekend": FREE, "вихідні": FREE, "вихідних": FREE,
    "вихідним": FREE,
}  # fmt: skip
LETTERS: Final = ("mo", "tu", "we", "th", "fr", "sa", "su")
"""Names of two letters are read in a span ("Mo-Fr") alone: by themselves they are words, countries and states."""
NUMBERS: Final = {name: day for day, names in enumerate(NAMES, 1) for name in names.split()}
ENDS: Final = NUMBERS | {name: day for day, name in enumerate(LETTERS, 1)}

_DAY: Final = "|".join(sorted(map(re.escape, NUMBERS), key=len, reverse=True))
_GROUP: Final = "|".join(sorted((name.replace(" ", r"\s+") for name in GROUPS), key=len, reverse=True))
_TO: Final = r"\s*(?:-|–|—|\bto\b|\bthrough\b|\bthru\b|\bдо\b|\bпо\b)\s*"
_END: Final = f"{_DAY}|{'|'.join(LETTERS)}"
SPAN: Final = re.compile(rf"(?<![\w/])(?:({_END})\.?{_TO}({_END})|({_DAY})|({_GROUP}))(?![\w/])\.?", re.IGNORECASE)


def taken(text: str, mark: str) -> tuple[str, frozenset[int]]:
    """The text with a mark in place of each day, and the days as ISO numbers (1 Monday to 7 Sunday)."""
    plain = text.replace("’", "'").replace("ʼ", "'")
    days = frozenset().union(*(_days(match) for match in SPAN.finditer(plain)))
    return SPAN.sub(f" {mark} ", plain) if days else text, days


def _days(match: re.Match[str]) -> frozenset[int]:
    first, last, single, group = match.groups()
    if group:
        return GROUPS[" ".join(group.casefold().split())]
    if single:
        return frozenset({NUMBERS[single.casefold()]})
    start, end = ENDS[first.casefold()], ENDS[last.casefold()]
    return frozenset((start - 1 + step) % 7 + 1 for step in range((end - start) % 7 + 1))

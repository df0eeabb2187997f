"""Times of the day as people write them: `7:30`, `07.30`, `7 pm`, `noon`; and what they may have meant by `8`.

In Ukrainian too: `о 8`, `8 ранку`, `7 вечора`, `опівдні`. Its hours without a part of the day are those of 24.
"""

from __future__ import annotations

import re
from datetime import time
from typing import Final

PART: Final = r"(?:ранку|вранці|зранку|дня|вдень|вечора|ввечері|увечері|ночі|вночі|уночі)\b"
"""Parts of the day in Ukrainian."""
HOUR: Final = r"(?:год(?:ин[аиу]|ині)?\b\.?)"
TAIL: Final = rf"(?:\s*(?:[ap]\.?\s?m\b\.?|{HOUR}\s*{PART}|{PART}|{HOUR}))"
"""What follows the digits of a time."""
CLOCK: Final = (
    rf"\d{{1,2}}[:.]\d{{2}}(?![.:]?\d){TAIL}?|\d{{1,2}}{TAIL}"
    rf"|\bоб?\s+\d{{1,2}}(?!\d|[:.]\d|{TAIL})|noon|midday|midnight|опівдні|полудень|опівночі|північ"
)
TIME: Final = re.compile(rf"(?<![\w:.])(?:{CLOCK})(?!\w)", re.IGNORECASE)
PARTS: Final = re.compile(
    rf"(?P<at>об?\s+)?(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d{{2}}))?\s*(?:(?P<half>[ap])\.?\s?m\.?)?"
    rf"(?P<hours>{HOUR})?\s*(?P<part>{PART})?",
    re.IGNORECASE,
)
NAMED_TIMES: Final = {
    "noon": time(12), "midday": time(12), "midnight": time(0), "опівдні": time(12), "полудень": time(12),
    "опівночі": time(0), "північ": time(0),
}  # fmt: skip
MORNING, DAY, EVENING, NIGHT = "ранку вранці зранку", "дня вдень", "вечора ввечері увечері", "ночі вночі уночі"
OF_PART: Final[dict[str, dict[int, int]]] = {
    MORNING: {hour: hour for hour in range(3, 12)},
    DAY: {12: 12} | {hour: hour + 12 for hour in range(1, 7)} | {hour: hour for hour in range(13, 19)},
    EVENING: {hour: hour + 12 for hour in range(4, 12)} | {hour: hour for hour in range(16, 24)},
    NIGHT: {12: 0, 10: 22, 11: 23, 22: 22, 23: 23} | {hour: hour for hour in range(5)},
}
"""The hours that a part of the day has, as they are said, with those of the clock."""
TO: Final = r"\s*(?:-|–|—|\bto\b|\buntil\b|\bдо\b|\bпо\b)\s*"
QUIET: Final = re.compile(
    rf"\b(?:quiet(?:\s+hours)?|тихі\s+години|тихо|тиша|не\s+турбувати)\s+(?:from\s+|з\s+|із\s+|від\s+)?"
    rf"({CLOCK}){TO}({CLOCK})",
    re.IGNORECASE,
)
RANGE: Final = re.compile(rf"(?<![\w:.])(?:{CLOCK}){TO}(?:{CLOCK})", re.IGNORECASE)
NUMBER: Final = re.compile(r"(?<![\w/+\-:.])\d[\d:.]*(?![\w/])")


def time_of(words: str) -> time | None:
    """The time of a day that is written: `7:30`, `07.30`, `7 pm`, `noon`; 12 am is midnight. None for no time."""
    if (named := NAMED_TIMES.get(words.casefold())) is not None:
        return named
    match = PARTS.fullmatch(words.strip())
    if match is None or not any(match[each] for each in ("at", "minute", "half", "hours", "part")):
        return None
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), (match["half"] or "").casefold()
    if match["part"]:
        hour = _of_part(hour, match["part"].casefold())
    if minute > 59 or not 0 <= hour <= 23 or (half and not 1 <= hour <= 12):
        return None
    return time(hour % 12 + (12 if half == "p" else 0) if half else hour, minute)


def _of_part(hour: int, part: str) -> int:
    """The hour of the clock; -1 for one that this part of the day has not."""
    return next(hours.get(hour, -1) for parts, hours in OF_PART.items() if part in parts.split())


def near_time(word: str) -> tuple[str, ...]:
    """What may be written for a time that is none: the end of a day is the beginning of the next."""
    return ("00:00", "23:59") if re.fullmatch(r"24[:.]00", word) else ()


def near_number(number: str) -> tuple[str, ...]:
    """What may be written for hours and minutes without anything between them: 0800."""
    joined = re.fullmatch(r"(\d{1,2})(\d{2})", number)
    return (f"{int(joined[1]):02d}:{joined[2]}",) if joined and time_of(f"{joined[1]}:{joined[2]}") else ()


def hours_of(number: str) -> tuple[str, ...]:
    """The times that an hour alone may be: 0 and 13 to 23 one, others two in a day; none for other numbers."""
    if not re.fullmatch(r"\d{1,2}", number) or int(number) > 23:
        return ()
    hour = int(number)
    return tuple(f"{each:02d}:00" for each in (sorted({hour, (hour + 12) % 24}) if 0 < hour <= 12 else [hour]))

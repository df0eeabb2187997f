"""Times of the day as people write them: `7:30`, `07.30`, `7 pm`, `noon`; and what they may have meant by `8`."""

from __future__ import annotations

import re
from datetime import time
from typing import Final

CLOCK: Final = r"\d{1,2}[:.]\d{2}(?![.:]?\d)(?:\s*[ap]\.?\s?m\b\.?)?|\d{1,2}\s*[ap]\.?\s?m\b\.?|noon|midday|midnight"
TIME: Final = re.compile(rf"(?<![\w:.])(?:{CLOCK})(?!\w)", re.IGNORECASE)
PARTS: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:([ap])\.?\s?m\.?)?", re.IGNORECASE)
NAMED_TIMES: Final = {"noon": time(12), "midday": time(12), "midnight": time(0)}
QUIET: Final = re.compile(rf"\bquiet(?:\s+hours)?\s+({CLOCK})\s*(?:-|–|—|\bto\b|\buntil\b)\s*({CLOCK})", re.IGNORECASE)
RANGE: Final = re.compile(rf"(?<![\w:.])(?:{CLOCK})\s*(?:-|–|—|\bto\b|\buntil\b)\s*(?:{CLOCK})", re.IGNORECASE)
NUMBER: Final = re.compile(r"(?<![\w/+\-:.])\d[\d:.]*(?![\w/])")


def time_of(words: str) -> time | None:
    """The time of a day that is written: `7:30`, `07.30`, `7 pm`, `noon`; 12 am is midnight. None for no time."""
    if (named := NAMED_TIMES.get(words.casefold())) is not None:
        return named
    match = PARTS.fullmatch(words.strip())
    if match is None or (match[2] is None and match[3] is None):
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").casefold()
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        return None
    return time(hour % 12 + (12 if half == "p" else 0) if half else hour, minute)


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

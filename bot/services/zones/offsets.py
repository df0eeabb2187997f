"""Zones that are written as an offset (`UTC+2`) or in short (`EET`): only what has one meaning is taken for it."""

from __future__ import annotations

import re
from typing import Final

OFFSET: Final = re.compile(r"(?:utc|gmt)?\s*([+\-−–])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
EAST, WEST = 14, 12
"""The farthest whole hours of IANA's zones of fixed offset."""

PARTS: Final = {
    "-09:30": ("Pacific/Marquesas",), "-03:30": ("America/St_Johns",), "-02:30": ("America/St_Johns",),
    "+03:30": ("Asia/Tehran",), "+04:30": ("Asia/Kabul",), "+05:30": ("Asia/Kolkata", "Asia/Colombo"),
    "+05:45": ("Asia/Kathmandu",), "+06:30": ("Asia/Yangon", "Indian/Cocos"), "+08:45": ("Australia/Eucla",),
    "+09:30": ("Australia/Darwin", "Australia/Adelaide"), "+10:30": ("Australia/Lord_Howe", "Australia/Adelaide"),
    "+12:45": ("Pacific/Chatham",),
}  # fmt: skip
"""Offsets with parts of an hour, for which IANA has no zone of their own, and the places that go by them."""

SHORT: Final[dict[str, tuple[str, ...]]] = {
    "z": ("UTC",), "cest": ("CET",), "eest": ("EET",), "west": ("WET",), "mest": ("MET",), "msk": ("Europe/Moscow",),
    "trt": ("Europe/Istanbul",), "jst": ("Asia/Tokyo",), "kst": ("Asia/Seoul",), "hkt": ("Asia/Hong_Kong",),
    "sgt": ("Asia/Singapore",), "wib": ("Asia/Jakarta",), "pkt": ("Asia/Karachi",), "npt": ("Asia/Kathmandu",),
    "sast": ("Africa/Johannesburg",), "eat": ("Africa/Nairobi",), "wat": ("Africa/Lagos",), "cat": ("Africa/Maputo",),
    "nzst": ("Pacific/Auckland",), "nzdt": ("Pacific/Auckland",), "hst": ("Pacific/Honolulu",),
    "akst": ("America/Anchorage",), "akdt": ("America/Anchorage",), "brt": ("America/Sao_Paulo",),
    "edt": ("America/New_York",), "pdt": ("America/Los_Angeles",), "mdt": ("America/Denver",),
    "acst": ("Australia/Adelaide", "Australia/Darwin"), "awst": ("Australia/Perth",),
    "aedt": ("Australia/Sydney",), "aest": ("Australia/Sydney", "Australia/Brisbane"),
    "adt": ("America/Halifax",), "nst": ("America/St_Johns",),
    "est": ("America/New_York", "America/Panama", "Australia/Sydney"),
    "et": ("America/New_York",), "pt": ("America/Los_Angeles",), "ct": ("America/Chicago",),
    "cst": ("America/Chicago", "Asia/Shanghai", "America/Havana", "America/Costa_Rica"),
    "cdt": ("America/Chicago", "America/Havana"), "mst": ("America/Denver", "America/Phoenix"),
    "pst": ("America/Los_Angeles", "Asia/Manila"), "ast": ("America/Halifax", "Asia/Riyadh", "America/Puerto_Rico"),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"), "bst": ("Europe/London", "Asia/Dhaka"),
    "gst": ("Asia/Dubai", "Atlantic/South_Georgia"), "sst": ("Asia/Singapore", "Pacific/Pago_Pago"),
}  # fmt: skip
"""What an abbreviation stands for: several zones where it has several meanings, which are offered for choosing."""


def fixed(words: str) -> str | None:
    """The zone of an offset in whole hours: `UTC+2` and `+02:00` are Etc/GMT-2, whose sign POSIX has the other way."""
    offset = _offset(words)
    if offset is None or offset % 60 or not -WEST * 60 <= offset <= EAST * 60:
        return None
    return f"Etc/GMT{-offset // 60:+d}" if offset else "UTC"


def is_none(words: str) -> bool:
    """Whether an offset is written that no zone has all year: in parts of an hour, or too far."""
    return _offset(words) is not None and fixed(words) is None


def with_parts(words: str) -> tuple[str, ...]:
    """The zones that go by an offset that is no whole number of hours: of some the summer has another."""
    offset = _offset(words)
    if offset is None:
        return ()
    hours, minutes = divmod(abs(offset), 60)
    return PARTS.get(f"{'-' if offset < 0 else '+'}{hours:02d}:{minutes:02d}", ())


def short(words: str) -> tuple[str, ...]:
    """The zones that an abbreviation stands for."""
    return SHORT.get(words.casefold().strip(".").strip(), ())


def _offset(words: str) -> int | None:
    """The minutes that local time is ahead of UTC."""
    match = OFFSET.fullmatch(words.strip())
    if match is None:
        return None
    sign, hours, minutes = match.groups(default="0")
    return (1 if sign == "+" else -1) * (int(hours) * 60 + int(minutes))

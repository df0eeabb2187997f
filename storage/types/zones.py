"""Time zones as they stand in rules: IANA's names, those of a fixed offset among them."""

from __future__ import annotations

import re
from typing import Final

FIXED: Final = re.compile(r"Etc/GMT([+-])(\d{1,2})")


def offset(zone: str) -> str | None:
    """`UTC+2` for Etc/GMT-2, whose sign POSIX has the other way; None for a zone that is no fixed offset."""
    fixed = FIXED.fullmatch(zone)
    return f"UTC{'+' if fixed[1] == '-' else '-'}{fixed[2]}" if fixed else None

"""Dates as pages state them, in ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, datetime

ISO = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    r"(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?)?"
)


def parse_date(stated: str | None) -> datetime | None:
    """An aware datetime, None for anything but ISO 8601. Where the page states no zone, UTC is meant."""
    if not stated or not ISO.fullmatch(stated.strip()):
        return None
    try:
        parsed = datetime.fromisoformat(stated.strip())
    except ValueError:  # the 31st of a short month
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)

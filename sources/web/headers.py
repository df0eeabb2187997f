"""What an answer's head says: whether it is one, when to come again, how long it stays, what to recognise it by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from sources.base import Failure
from sources.web.fetched import Validators

MOVED_FOR_GOOD = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
WHOLE = frozenset({200, 203})
NOT_MODIFIED = 304
FAILURES: dict[int, Failure] = {
    401: "refused",
    402: "refused",
    403: "refused",
    404: "missing",
    410: "gone",
    429: "busy",
    451: "refused",
    503: "busy",
}
LONGEST_WAIT = timedelta(days=1)
"""What a server may ask for at most, before it is asked again."""
LONGEST_FRESH = timedelta(days=7)
NO_CODING = frozenset({"", "identity", "none"})
"""No coding at all; "none" is in no standard, and written by servers that mean just that."""
LONGEST_VALIDATOR = 1024
LONGEST_TYPE = 4096
PRINTABLE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")
MAX_AGE = re.compile(r'(?:^|,)\s*max-age\s*=\s*"?([0-9]{1,12})"?\s*(?=,|$)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """Status and headers of an answer, names in lower case."""

    status: int
    fields: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, status: int, headers: Iterable[tuple[bytes, bytes]]) -> Head:
        """From what the client read: UTF-8 where it is, since redirects are often written so, else Latin-1."""
        return cls(status, tuple((name.decode("latin-1").lower(), _decoded(value)) for name, value in headers))

    def first(self, name: str) -> str | None:
        return next((value for each, value in self.fields if each == name), None)

    def listed(self, name: str) -> str:
        """All values of a header that is a list, as one (RFC 9110, 5.3)."""
        return ",".join(value for each, value in self.fields if each == name)

    @property
    def failure(self) -> Failure | None:
        """What a status that is neither whole, nor unchanged, nor a redirect means for whoever sent the link."""
        if self.status in WHOLE:
            return None
        return FAILURES.get(self.status) or ("server error" if 500 <= self.status < 600 else "status")

    @property
    def length(self) -> int | None:
        """The size that it announces in bytes; a value that is none was refused by the client already."""
        value = self.first("content-length")
        return int(value) if value and value.isdecimal() and len(value) < 20 else None

    @property
    def ends_with_connection(self) -> bool:
        """Whether nothing but the end of the connection says where its body ends (RFC 9112, 6.3)."""
        return self.first("content-length") is None and self.first("transfer-encoding") is None

    @property
    def codings(self) -> tuple[str, ...]:
        named = (coding.strip().lower() for coding in self.listed("content-encoding").split(","))
        return tuple(coding for coding in named if coding not in NO_CODING)

    @property
    def validators(self) -> Validators:
        return sendable(Validators(self.first("etag"), self.first("last-modified")))

    @property
    def fresh(self) -> timedelta | None:
        """Cache-Control: max-age (RFC 9111, 5.2.2.1), at most a week."""
        found = MAX_AGE.search(self.listed("cache-control"))
        return min(timedelta(seconds=min(int(found[1]), 10**9)), LONGEST_FRESH) if found else None

    def retry_after(self, now: datetime) -> timedelta | None:
        """Retry-After in seconds or as a date (RFC 9110, 10.2.3), at most a day; None where it says nothing usable."""
        value = (self.first("retry-after") or "").strip()
        wait = timedelta(seconds=min(int(value), 10**9)) if re.fullmatch("[0-9]{1,12}", value) else _until(value, now)
        return min(wait, LONGEST_WAIT) if wait and wait > timedelta(0) else None

    def text(self, name: str) -> str | None:
        """A header that is passed on: printable ASCII of a sensible length, or None."""
        return _printable(self.first(name), LONGEST_TYPE)


def sendable(validators: Validators) -> Validators:
    """Those of the validators that may be kept and sent back: printable ASCII, at most 1 KB each."""
    return Validators(
        _printable(validators.etag, LONGEST_VALIDATOR), _printable(validators.last_modified, LONGEST_VALIDATOR)
    )


def _printable(value: str | None, longest: int) -> str | None:
    return value if value and len(value) <= longest and PRINTABLE.fullmatch(value) else None


def _until(value: str, now: datetime) -> timedelta | None:
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:  # it reads what it is given, and says so where that is no date
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now


def _decoded(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")

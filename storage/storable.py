"""What every database takes: hashes of addresses, which may be longer than an index allows, and storable words."""

from __future__ import annotations

import hashlib
import re

# PostgreSQL stores no NUL, and neither database a lone surrogate.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def hashed(url: str) -> str:
    """What an address is found by: 64 hex digits of SHA-256. An index of PostgreSQL holds 2,704 bytes at most."""
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()


def storable(words: str | None) -> str | None:
    """The words without what cannot be stored; for names and titles, which are shown and never quoted from."""
    return None if words is None else _UNSTORABLE.sub("", words)

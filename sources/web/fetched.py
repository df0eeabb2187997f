"""What a fetch gives back, and what it asks with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Accept = Literal["page", "feed"]
"""What is wanted: it decides how much may come, and what the server is asked for."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to recognise its version by; sent back byte for byte (RFC 9110, 13.1)."""

    etag: str | None = None
    last_modified: str | None = None


NO_VALIDATORS = Validators()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole answer: `data` decoded from its transfer coding, never a part.

    `asked` is the address that was wanted, `url` the one that answered. `moved` is the new address where every
    redirect was a permanent one (301, 308), else None. `unchanged` is a 304 to our validators: `data` is then empty.
    `fresh` is how long the server says that the answer stays as it is (Cache-Control: max-age), or None.
    """

    asked: str
    url: str
    data: bytes
    content_type: str | None = None
    content_location: str | None = None
    validators: Validators = NO_VALIDATORS
    moved: str | None = None
    unchanged: bool = False
    fresh: timedelta | None = None

"""The proxy that an operator sets, for every fetch; those of the environment are never looked at."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import httpcore

from sources.web.target import USUAL, Target


@dataclass(frozen=True, slots=True)
class Proxy:
    """Where the proxy answers, and who we are to it."""

    target: Target
    auth: tuple[str, str] | None

    @classmethod
    def read(cls, url: str) -> Proxy:
        """From "http://user:password@host:port", which a Policy has checked."""
        parts = urlsplit(url)
        auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        return cls(Target(parts.scheme, parts.hostname or "", parts.port or USUAL[parts.scheme], "/"), auth)

    @property
    def client(self) -> httpcore.Proxy:
        """As the HTTP client takes it."""
        return httpcore.Proxy(address(self.target), auth=self.auth)


def address(target: Target) -> httpcore.URL:
    """A target in the client's own form, in parts: it has nothing left to parse."""
    return httpcore.URL(
        scheme=target.scheme.encode(),
        host=target.host.encode(),
        port=target.port,
        target=target.path.encode(),
    )

"""Stand-ins for name servers and sockets: they answer as they are told and write down what was asked of them."""

# ruff: noqa: ASYNC109, ARG002 - a stream's methods are called with what httpcore has to say

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

import httpcore

from sources.web.client import Web
from sources.web.policy import Policy

TLS = ssl.create_default_context()
"""One for all: reading the authorities takes longer than most tests."""
PUBLIC = "93.184.215.14"
PUBLIC_6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
Respond = Callable[[str, str], bytes]
"""Host header and path -> the whole answer."""


def page(body: bytes = b"<p>News.</p>", status: str = "200 OK", *fields: str) -> bytes:
    """An answer with its length."""
    head = "\r\n".join((f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *fields))
    return head.encode() + b"\r\n\r\n" + body


def plain(_host: str, path: str) -> bytes:
    """A site with one page and no robots.txt."""
    return page(b"", "404 Not Found") if path == "/robots.txt" else page()


class Names:
    """A name server: each name has successive answers, of which the last one stays; others are `PUBLIC`."""

    def __init__(self, answers: Mapping[str, Sequence[Sequence[str]]] | None = None) -> None:
        self._answers = dict(answers or {})
        self.asked: list[str] = []
        self.told: list[str] = []

    async def __call__(self, host: str) -> Sequence[str]:
        answers = self._answers.get(host, [[PUBLIC]])
        answer = answers[min(self.asked.count(host), len(answers) - 1)]
        self.asked.append(host)
        self.told += answer
        return answer


class Sockets:
    """Where streams are opened: every address and port is written down, and answered by `respond`."""

    def __init__(self, respond: Respond = plain) -> None:
        self._respond = respond
        self.dialled: list[tuple[str, int]] = []
        self.names: list[str | None] = []

    async def __call__(self, address: str, port: int) -> httpcore.AsyncNetworkStream:
        self.dialled.append((address, port))
        return Stream(self._respond, self.names)

    @property
    def addresses(self) -> set[str]:
        return {address for address, _ in self.dialled}


class Stream(httpcore.AsyncMockStream):
    """One connection: reads the request's host and path, then gives the answer."""

    def __init__(self, respond: Respond, names: list[str | None]) -> None:
        super().__init__([])
        self._respond = respond
        self._names = names
        self._answer = b""

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        lines = buffer.decode().split("\r\n")
        if lines[0].startswith("CONNECT "):
            self._answer = b"HTTP/1.1 200 Connected\r\n\r\n"
        elif lines[0].startswith("GET "):
            host = next(line.partition(": ")[2] for line in lines if line.startswith("Host: "))
            self._answer = self._respond(host, lines[0].split(" ")[1])

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        piece, self._answer = self._answer[:max_bytes], self._answer[max_bytes:]
        return piece

    async def start_tls(
        self, ssl_context: object, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        self._names.append(server_hostname)
        return self


def web(names: Names | None = None, sockets: Sockets | None = None, policy: Policy | None = None) -> Web:
    """A client whose whole network is stood in for, and that waits for nobody."""
    return Web(policy or Policy(pause=0), resolve=names or Names(), connect=sockets or Sockets(), tls=TLS)


def redirector(to: str, *hosts: str) -> Respond:
    """Sites of which some send everything elsewhere."""

    def respond(host: str, path: str) -> bytes:
        return page(b"", "302 Found", f"Location: {to}") if host in hosts else plain(host, path)

    return respond


def host_of(url: str) -> str:
    return urlsplit(url).netloc.lower()

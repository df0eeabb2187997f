"""A site on loopback that answers byte for byte what a test tells it to, well-formed or not."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from sources.web.client import Web
from sources.web.policy import Policy
from tests.sources.web.standins import TLS

Speak = Callable[[asyncio.StreamWriter], Awaitable[None]]
Answer = bytes | Speak


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: the path and the headers, names in lower case."""

    path: str
    fields: Mapping[str, str]


@dataclass(slots=True)
class Site:
    """Answers by path; a path that it does not know is missing. `closed` counts connections that the client ended."""

    port: int
    answers: dict[str, Answer]
    requests: list[Request] = field(default_factory=list)
    closed: int = 0

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            pairs = (line.partition(": ") for line in lines[1:] if line)
            self.requests.append(Request(lines[0].split(" ")[1], {name.lower(): value for name, _, value in pairs}))
            answer = self.answers.get(self.requests[-1].path, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            if isinstance(answer, bytes):
                writer.write(answer)
                await writer.drain()
            else:
                await self._speak(answer, reader, writer)
        writer.close()

    async def _speak(self, answer: Speak, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Until it has nothing more to say or nobody listens."""
        speaking = asyncio.ensure_future(answer(writer))
        leaving = asyncio.ensure_future(reader.read(1))
        await asyncio.wait((speaking, leaving), return_when=asyncio.FIRST_COMPLETED)
        self.closed += leaving.done()
        for task in (speaking, leaving):
            task.cancel()
            with suppress(asyncio.CancelledError, ConnectionError):
                await task


@asynccontextmanager
async def opened(answers: Mapping[str, Answer], *, tls: ssl.SSLContext | None = None) -> AsyncIterator[Site]:
    """A site as long as the block runs."""
    site = Site(0, dict(answers))
    server = await asyncio.start_server(site.serve, "127.0.0.1", 0, ssl=tls, limit=1 << 20)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        server.close()


def visitor(site: Site, *, seconds: float = 5, pause: float = 0, page_bytes: int = 1_000_000) -> Web:
    """A client whose operator allows this one site."""
    private = frozenset({f"127.0.0.1:{site.port}"})
    return Web(Policy(private, seconds=seconds, pause=pause, page_bytes=page_bytes), tls=TLS)

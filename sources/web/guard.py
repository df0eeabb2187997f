"""The guard where the socket is opened: a name is resolved once, judged, and what was judged is dialled.

Whoever checks a name first and lets a client resolve it again is passed by the second answer (DNS rebinding). So the
HTTP client below has no other way to a socket than this one, for http, https and every redirect alike.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpcore

from sources.base import FetchFailed
from sources.web.addresses import Address, read_address
from sources.web.policy import Policy
from sources.web.proxy import Proxy
from sources.web.target import Target

log = logging.getLogger(__name__)

Resolve = Callable[[str], Awaitable[Sequence[str]]]
"""All addresses of a name, as text; raises OSError where there is none."""
Connect = Callable[[str, int], Awaitable[httpcore.AsyncNetworkStream]]
"""An open TCP stream to an address (never a name) at a port; raises OSError or httpcore.ConnectError."""

DIALLED = 4
"""Addresses of one name that are tried, at most."""
CONNECT_SECONDS = 3.0
"""For one address: a name often has a dead IPv6 address before a living IPv4 one."""


class Resolver:
    """Resolves as the operating system does, hosts file included.

    In threads of its own: a name server that does not answer must not hold those that the rest of the process uses.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(8, thread_name_prefix="resolve")

    async def resolve(self, host: str) -> Sequence[str]:
        """All addresses of a name. Raises OSError where there is none."""
        find = asyncio.get_running_loop().run_in_executor
        answers = await find(self._threads, lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
        return tuple(dict.fromkeys(str(answer[4][0]) for answer in answers))

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


async def system_connect(address: str, port: int) -> httpcore.AsyncNetworkStream:
    """A TCP connection to an address."""
    return await httpcore.AnyIOBackend().connect_tcp(address, port, timeout=CONNECT_SECONDS)


@dataclass(frozen=True, slots=True)
class Network:
    """How names are resolved and sockets opened, and what the operator allows."""

    policy: Policy
    resolve: Resolve
    connect: Connect
    proxy: Proxy | None = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "proxy", Proxy.read(self.policy.proxy) if self.policy.proxy else None)

    def door(self, target: Target) -> Target:
        """What is dialled to reach a target: itself, or the operator's proxy."""
        return self.proxy.target if self.proxy else target

    async def dial(self, target: Target) -> httpcore.AsyncNetworkStream:
        """A stream to a target. Raises FetchFailed: "private" where any of its addresses is, "unreachable" ..."""
        door = self.door(target)
        for address in (await self._judged(door, target.url))[:DIALLED]:
            try:
                return await self.connect(str(address), door.port)
            except (OSError, httpcore.ConnectError, httpcore.ConnectTimeout):
                continue  # the next address may answer
        raise FetchFailed("unreachable", target.url)

    async def _judged(self, door: Target, url: str) -> Sequence[Address]:
        """All addresses of what is dialled for a link, each of which may be."""
        answers = [door.host] if door.address else await self._resolved(door.host, url)
        addresses = [address for answer in answers if (address := read_address(answer))]
        if len(addresses) < len(answers):  # an address with a zone is of one's own network
            raise FetchFailed("private", url)
        trusted = self.proxy is not None or self.policy.names(door.host, door.port)
        if not trusted and not all(self.policy.admits(address, door.port) for address in addresses):
            log.warning("fetch.refused host=%s", door.host)
            raise FetchFailed("private", url)
        return addresses

    async def _resolved(self, host: str, url: str) -> Sequence[str]:
        try:
            answers = await self.resolve(host)
        except (OSError, UnicodeError) as error:  # the codec of host names has its own opinion of them
            raise FetchFailed("unknown host", url) from error
        if not answers:
            raise FetchFailed("unknown host", url)
        return answers


class Guarded(httpcore.AsyncNetworkBackend):
    """The one door to the network for one request to one target; `left` bytes may still come through it."""

    def __init__(self, network: Network, target: Target, left: int) -> None:
        self._network = network
        self._target = target
        self.left = left

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature; the deadline is the client's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Dials the target that was judged, which must be the one that the client asks for."""
        del timeout, local_address, socket_options
        door = self._network.door(self._target)
        if (host, port) != (door.host, door.port):
            raise FetchFailed("not a link", self._target.url)
        return Counted(await self._network.dial(self._target), self)

    def spend(self, size: int) -> None:
        """Raises FetchFailed "too large" when that is more than is left."""
        self.left -= size
        if self.left < 0:
            raise FetchFailed("too large", self._target.url)


class Counted(httpcore.AsyncNetworkStream):
    """A stream whose every byte is paid for, be it of a body, of headers or of interim answers."""

    def __init__(self, stream: httpcore.AsyncNetworkStream, guard: Guarded) -> None:
        self._stream = stream
        self._guard = guard

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - its signature
        data = await self._stream.read(max_bytes, timeout)
        self._guard.spend(len(data))
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - its signature
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - its signature
    ) -> httpcore.AsyncNetworkStream:
        """The same stream under TLS, by the target's name whatever address was dialled; its bytes count as well."""
        return Counted(await self._stream.start_tls(ssl_context, server_hostname, timeout), self._guard)

    def get_extra_info(self, info: str) -> Any:  # httpcore's own type: what it gives depends on the word
        return self._stream.get_extra_info(info)

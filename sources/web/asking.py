"""One request to one target: a whole answer under caps, or FetchFailed; nothing of the HTTP library leaves here."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass

import httpcore

from sources.base import FetchFailed
from sources.web.bodies import BodyBrokenError, BodyTooLargeError, decoder, is_cut
from sources.web.guard import Guarded, Network
from sources.web.headers import Head
from sources.web.proxy import address
from sources.web.target import Target

HEADROOM = 128 * 1024
"""Bytes before a body: headers, of which the HTTP library refuses 100 KB, and interim answers, of which it would read
for ever at 100 microseconds each; what is left of them is for the sizes of chunks."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `data` is empty unless the status says that the answer is whole."""

    target: Target
    head: Head
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks through the guard, one connection for each request: none is kept, so that each one is judged anew."""

    network: Network
    tls: ssl.SSLContext

    async def ask(self, target: Target, fields: Mapping[str, str], limit: int, *, whole: bool = True) -> Answer:
        """At most `limit` decoded bytes; not `whole`: the beginning is enough where there are more.

        Raises FetchFailed for everything that can go wrong on the way; a status that is no success is an answer.
        """
        headers = [("Host", target.authority), *fields.items(), ("Accept-Encoding", "gzip"), ("Connection", "close")]
        guard = Guarded(self.network, target, HEADROOM)
        try:
            async with (
                self._client(guard) as client,
                client.stream("GET", address(target), headers=headers) as response,
            ):
                guard.left += limit
                head = Head.of(response.status, response.headers)
                return Answer(target, head, b"" if head.failure else await _body(response, head, limit, whole=whole))
        except BodyTooLargeError as error:
            raise FetchFailed("too large", target.url) from error
        except httpcore.ProxyError as error:
            raise FetchFailed("unreachable", target.url) from error
        except (BodyBrokenError, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise FetchFailed("broken", target.url) from error

    def _client(self, guard: Guarded) -> httpcore.AsyncConnectionPool:
        return httpcore.AsyncConnectionPool(
            ssl_context=self.tls,
            proxy=self.network.proxy.client if self.network.proxy else None,
            max_keepalive_connections=0,
            network_backend=guard,
        )


async def _body(response: httpcore.Response, head: Head, limit: int, *, whole: bool) -> bytes:
    if whole and head.length is not None and head.length > limit:
        raise BodyTooLargeError
    decoding = decoder(head.codings)
    data = bytearray()
    async for piece in response.aiter_stream():
        data += decoding.feed(piece, limit - len(data))
        if len(data) > limit and whole:
            raise BodyTooLargeError
        if len(data) > limit:
            return bytes(data[:limit])
    decoding.close()
    if whole and head.ends_with_connection and not head.codings and is_cut(bytes(data)):
        raise BodyBrokenError("a page without its end")
    return bytes(data)

"""The HTTP side: Bot API requests in, JSON, files and trouble out."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.playground.faults import DROPS, Fault
from bot.playground.methods import METHODS
from bot.playground.pulse import Pulse
from bot.playground.web.page import Page
from bot.playground.webhook import Bringer
from bot.playground.wire import ApiError, Json, Query, read_query
from bot.playground.world import World

LARGEST_REQUEST = 50 << 20
SHUTDOWN_SECONDS = 0.2
REMEMBERED = 1_000
"""Requests that are kept where there is a page: that runs for days, and nobody looks at them all."""
MUTE = logging.getLogger(f"{__name__}.mute")
MUTE.disabled = True  # here aiohttp tells of whatever is no HTTP, with its stack; the page logs our own mistakes


class PortTakenError(OSError):
    """Nobody can listen at that port: another program does, or it takes more rights."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} of 127.0.0.1 is taken: name another one, or 0 for any that is free")
        self.port = port


@dataclass(frozen=True, slots=True)
class Request:
    """A request of the bot and how it went; `description` is Telegram's word for a refusal."""

    method: str
    parameters: dict[str, str]
    status: int
    description: str
    warnings: tuple[str, ...]


class Server:
    """Answers one bot, whose token is part of every path."""

    def __init__(self, world: World, pulse: Pulse, token: str, page: Page | None = None) -> None:
        self.requests: deque[Request] = deque(maxlen=REMEMBERED if page else None)
        self.faults: list[Fault] = []
        self._world = world
        self._pulse = pulse
        self.token = token
        self._page = page
        self._under_way: set[asyncio.Task[web.StreamResponse]] = set()

    @asynccontextmanager
    async def listening(self, port: int) -> AsyncIterator[int]:
        """Serves on loopback while the block runs; yields the port (any free one for 0). Raises PortTakenError."""
        app = web.Application(client_max_size=LARGEST_REQUEST)
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self._bot)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._file)
        if self._page:
            self._page.attach(app)
        # A poll must end with its client, or the client's next one would meet it as a conflict. Every other request
        # is carried through: what has reached Telegram is done there, whatever becomes of who asked for it.
        logger = MUTE if self._page else logging.getLogger("aiohttp.server")
        runner = web.AppRunner(
            app, access_log=None, logger=logger, shutdown_timeout=SHUTDOWN_SECONDS, handler_cancellation=True
        )
        await runner.setup()
        try:
            await _listen(runner, port)
            async with Bringer(self._world.updates).working():
                yield runner.addresses[0][1]
        finally:
            self._world.updates.close()
            if self._page:
                self._page.close()
            for task in self._under_way:
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)
            await runner.cleanup()

    async def _bot(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            known_form = re.fullmatch(r"\d+:[\w-]+", request.match_info["token"])
            return _refusal(ApiError(401, "Unauthorized") if known_form else ApiError(404, "Not Found"))
        try:
            query = await read_query(request)
        except web.HTTPRequestEntityTooLarge:
            return _refusal(ApiError(413, "Request Entity Too Large"))
        except ValueError:
            return _refusal(ApiError(400, "Bad Request: can't parse the request"))
        if query.polls:
            return await self._troubled(request, query)
        task = asyncio.create_task(self._carried(request, query))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)

    async def _carried(self, request: web.Request, query: Query) -> web.StreamResponse:
        with self._pulse.request():
            return await self._troubled(request, query)

    async def _troubled(self, request: web.Request, query: Query) -> web.StreamResponse:
        """One request, with the first fault that fits it."""
        fault = next((fault for fault in self.faults if fault.hits(query)), None)
        if fault is None:
            return self._log(query, await self._result(query))
        if fault.kind == "slow_before":
            await asyncio.sleep(fault.seconds)
        response = self._log(query, fault.refusal() or await self._result(query))
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        if fault.kind in DROPS and request.transport:
            request.transport.abort()
        if replaced := fault.wire():
            status, body, kind = replaced
            return web.Response(status=status, text=body, content_type=kind)
        return response

    async def _result(self, query: Query) -> object:
        try:
            result = await self._updates(query) if query.polls else self._method(query)
        except ApiError as error:
            return error
        if unread := query.unread():
            query.warn(f"ignored parameters: {', '.join(unread)}")
        return result

    async def _updates(self, query: Query) -> list[Json]:
        updates = self._world.updates
        if "allowed_updates" in query.parameters:
            updates.allow(query.array("allowed_updates"))
        return await updates.poll(query.number("offset"), query.number("limit", 100), query.number("timeout"))

    def _method(self, query: Query) -> object:
        method = METHODS.get(query.method.lower())
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        return method(self._world, query)

    def _log(self, query: Query, result: object) -> web.Response:
        error = result if isinstance(result, ApiError) else None
        status, description = (error.code, error.description) if error else (200, "")
        if error or not query.polls:
            request = Request(query.method, query.parameters, status, description, tuple(query.warnings))
            self.requests.append(request)
        return _refusal(error) if error else web.json_response({"ok": True, "result": result})

    async def _file(self, request: web.Request) -> web.Response:
        path, token = request.match_info["path"], request.match_info["token"]
        stored = next((file for file in self._world.files.values() if file.path == path and token == self.token), None)
        if stored is None:
            return _refusal(ApiError(404, "Not Found"))
        with self._pulse.request():
            return web.Response(body=stored.data, headers={"Content-Type": stored.mime})


async def _listen(runner: web.AppRunner, port: int) -> None:
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
    except OSError as error:
        raise PortTakenError(port) from error


def _refusal(error: ApiError) -> web.Response:
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    seconds = error.parameters.get("retry_after")
    return web.json_response(body, status=error.code, headers={"Retry-After": str(seconds)} if seconds else None)

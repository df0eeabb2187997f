"""What has changed, told to every open page at once as it happens, as Server-Sent Events."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web

from bot.playground.things import Change, User
from bot.playground.web.looks import event
from bot.playground.wire import Json
from bot.playground.world import World

LONGEST_QUEUE = 500
"""Changes that a page may lag behind; one that is slower is cut off, comes again and reads everything anew."""
MOST_STREAMS = 4
"""A browser opens six connections to one server, and keeps one open for each stream: two are left to act with."""
ASLEEP = "asleep"
LOOK_SECONDS = 1.0
QUIET_LOOKS = 15
"""So many looks at the clock without news, and a comment keeps the connection open."""
JUMP_SECONDS = 1.5
"""A clock that went further than time did is told, for it has been moved."""


class Stream:
    """One open page of one person."""

    def __init__(self, world: World, user: User, request: web.Request) -> None:
        self._world = world
        self._user = user
        self._request = request
        self._changes: asyncio.Queue[Change | str | None] = asyncio.Queue(LONGEST_QUEUE)
        self._sent = 0
        self._ahead = self._offset()

    def tell(self, change: Change | str | None) -> None:
        """Puts a change in line (ASLEEP or None: the end); whoever does not keep up is cut off."""
        try:
            self._changes.put_nowait(change)
        except asyncio.QueueFull:
            self.cut()

    def cut(self) -> None:
        """Breaks the connection, also of a browser that has stopped reading."""
        if self._request.transport:
            self._request.transport.abort()

    async def serve(self) -> web.StreamResponse:
        """Writes until the browser has gone, or the playground ends."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(self._request)
        await response.write(b"retry: 500\n\n")
        looks = 0
        while True:
            change, looks = await self._next(), looks + 1
            if change is None:
                return response
            if told := self._read(change):
                self._sent, looks = self._sent + 1, 0
                await response.write(f"id: {self._sent}\ndata: {json.dumps(told)}\n\n".encode())
            elif looks >= QUIET_LOOKS:
                looks = 0
                await response.write(b": still here\n\n")
            if change == ASLEEP:
                return response

    async def _next(self) -> Change | str | None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                return await self._changes.get()
        except TimeoutError:
            return "clock"

    def _read(self, change: Change | str) -> Json | None:
        if isinstance(change, Change):
            return event(self._world, self._user, change)
        if change == ASLEEP:
            return {"kind": ASLEEP}
        ahead = self._offset()
        if abs(ahead - self._ahead) < JUMP_SECONDS:
            return None
        self._ahead = ahead
        return {"kind": "clock", "clock": self._world.clock()}

    def _offset(self) -> float:
        return self._world.clock() - self._world.timer()


class Streams:
    """All open pages."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._open: dict[Stream, None] = {}
        world.watchers.append(self._tell)

    async def serve(self, user: User, request: web.Request) -> web.StreamResponse:
        """Tells one page what changes for as long as it listens; the oldest of too many is put to sleep."""
        stream = Stream(self._world, user, request)
        self._open[stream] = None
        if len(self._open) > MOST_STREAMS:
            oldest = next(iter(self._open))
            del self._open[oldest]
            oldest.tell(ASLEEP)
        try:
            return await stream.serve()
        finally:
            self._open.pop(stream, None)

    def close(self) -> None:
        """Ends all of them."""
        self._tell(None)

    def _tell(self, change: Change | None) -> None:
        for stream in tuple(self._open):
            stream.tell(change)

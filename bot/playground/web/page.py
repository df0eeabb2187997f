"""The page of the small Telegram over HTTP: its addresses, below one that nobody can guess."""

from __future__ import annotations

import hmac
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from bot.playground.pulse import Pulse
from bot.playground.web import files, guard, looks, managing, writing
from bot.playground.web.answers import Answers
from bot.playground.web.asked import Asked, Refused
from bot.playground.web.forgetting import forget
from bot.playground.web.reading import read
from bot.playground.web.streams import Streams
from bot.playground.wire import Json
from bot.playground.world import World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Act = Callable[[Asked], Json | Awaitable[Json]]
NOTHING = "There is nothing here. Open the address that the playground printed."
WORDS = frozenset({"application/json", "text/css", "text/html", "text/javascript"})
BROKEN = "Something went wrong in the playground itself. Reload the page, and look at its log."

log = logging.getLogger(__name__)

SIGHTS: Mapping[str, Callable[[Asked], Json | list[Json]]] = {
    "state": looks.state,
    "chat": looks.chat,
    "offered": looks.offered,
}
ACTS: Mapping[str, Act] = {
    "say": writing.say,
    "edit": writing.edit,
    "delete": writing.delete,
    "upload": writing.upload,
    "tap": writing.tap,
    "locate": writing.locate,
    "forward": writing.forward,
    "start": writing.start,
    "share": managing.share,
    "bot": managing.bot,
    "topic": managing.topic,
    "strict": managing.strict,
}


class Page:
    """One playground's page. `secret` is the first part of all its addresses, new at every start."""

    def __init__(self, world: World, pulse: Pulse) -> None:
        self.secret = secrets.token_hex(24)  # no letter of it makes a path of the Bot API's
        self._world = world
        answers = Answers(world, pulse)
        self._acts: dict[str, Act] = {
            **ACTS,
            "press": answers.press,
            "inline": answers.inline,
            "choose": answers.choose,
        }
        self._streams = Streams(world)

    def attach(self, app: web.Application) -> None:
        """Adds the page to a server, behind all routes that this has, and its guard before them."""
        app.middlewares.append(self._guarded)
        app.on_response_prepare.append(guard.set_headers)
        app.router.add_route("*", "/{tail:.*}", self._serve)

    def close(self) -> None:
        """Ends the streams."""
        self._streams.close()

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            guard.check_host(request)
            if request.path.startswith(("/bot", "/file/bot")):
                guard.check_bot(request)
            return await handler(request)
        except Refused as refused:
            return _error(refused.status, refused.sentence, request)
        except web.HTTPException as error:
            return _error(error.status, NOTHING, request)
        except Exception:  # whatever goes wrong is told in the page, never as a stack trace
            # What comes first in a path is a secret: the page's, or the bot's token.
            log.exception("page failed path=%s", request.path[1:].partition("/")[2].rpartition("/")[2])
            return _error(500, BROKEN, request)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        secret, slash, path = request.match_info["tail"].partition("/")
        if not hmac.compare_digest(secret.encode(), self.secret.encode()):
            raise Refused(404, NOTHING)
        guard.check_page(request, path)
        if not slash:
            return web.Response(status=308, headers={"Location": f"/{self.secret}/"})
        if request.method == "POST":
            return await self._post(path, request)
        if request.method != "GET":
            raise Refused(405, NOTHING)
        return _small(await self._get(path, request))

    async def _get(self, path: str, request: web.Request) -> web.StreamResponse:
        place, _, name = path.partition("/")
        if not path:
            return files.index(request)
        if place == "static":
            return files.static(request, name)
        asked = Asked(self._world, request.query, anyone=path == "state")  # who opens the page knows nobody yet
        if place == "files":
            return files.attached(asked, name)
        if path == "events":
            return await self._streams.serve(asked.user, request)
        if path not in SIGHTS:
            raise Refused(404, NOTHING)
        return web.json_response(SIGHTS[path](asked))

    async def _post(self, path: str, request: web.Request) -> web.Response:
        if path not in self._acts:
            raise Refused(404, NOTHING)
        asked = Asked(self._world, *await read(request))
        forget(self._world)
        told = self._acts[path](asked)
        return web.json_response(told if isinstance(told, dict) else await told)


def _small(response: web.StreamResponse) -> web.StreamResponse:
    """Words are sent compressed, where the browser takes that."""
    if response.content_type in WORDS and not response.prepared:
        response.enable_compression()
    return response


def _error(status: int, sentence: str, request: web.Request) -> web.Response:
    if "text/html" in request.headers.get("Accept", ""):  # somebody opened an address, perhaps that of an earlier start
        return web.Response(status=status, text=sentence)
    return web.json_response({"error": sentence}, status=status)

"""Files that the page is given: its own, and those that stand in chats, none of which may ever run in it."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from urllib.parse import quote

from aiohttp import web

from bot.playground.web.asked import Asked, Refused, sees
from bot.playground.web.writing import picture
from bot.playground.wire import Json

STATIC = files("bot.playground.web") / "static"
TYPES = {"css": "text/css", "html": "text/html", "js": "text/javascript"}
MISSING = "The playground's page is missing from this installation. Install the project again."
HARMLESS = {"Content-Security-Policy": "default-src 'none'; sandbox"}


def index(request: web.Request) -> web.Response:
    """The page itself, which holds nobody's words."""
    return static(request, "index.html") if (STATIC / "index.html").is_file() else web.Response(text=MISSING)


def static(request: web.Request, name: str) -> web.Response:
    """A file of the page; one that the browser has already is not sent again."""
    known = {file.name: file for file in STATIC.iterdir() if file.name.rpartition(".")[2] in TYPES}
    if name not in known:
        raise Refused(404, "There is no such file. Reload the page.")
    data = known[name].read_bytes()
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if request.headers.get("If-None-Match") == tag:
        return web.Response(status=304, headers=headers)
    kind = TYPES[name.rpartition(".")[2]]
    return web.Response(body=data, content_type=kind, charset="utf-8", headers=headers)


def attached(asked: Asked, key: str) -> web.Response:
    """A file of a message that this person sees: pictures to be shown, all else to be saved."""
    chats = (chat for chat in asked.world.chats.values() if not chat.deleted and sees(asked.world, asked.user, chat))
    stored = asked.world.files.get(key)
    if stored is None or not any(key in carried(raw) for chat in chats for raw in chat.messages.values()):
        raise Refused(404, "That file is in none of your chats. Look for its message again.")
    mime = picture(stored.data) if stored.kind == "photo" else None
    way = "inline" if mime else "attachment"
    named = {"Content-Disposition": f"{way}; filename*=UTF-8''{quote(stored.name, safe='')}"}
    return web.Response(body=stored.data, content_type=mime or "application/octet-stream", headers=named | HARMLESS)


def carried(raw: Json) -> set[str]:
    """The files of a message; what it replies to has its own."""
    return {part["file_id"] for part in (*raw.get("photo", ()), *filter(None, (raw.get("document"),)))}

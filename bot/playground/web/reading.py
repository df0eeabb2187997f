"""The bodies that a page posts: JSON, or a form with one file, never more than is promised."""

from __future__ import annotations

import json
from collections.abc import Mapping

from aiohttp import BodyPartReader, StreamReader, web
from aiohttp.http_exceptions import HttpProcessingError

from bot.playground.web.asked import Refused
from bot.playground.wire import Upload

LARGEST_BODY = 1 << 20
LARGEST_FILE = 50 << 20
LONGEST_NAME = 200
MOST_FIELDS = 20
UNREADABLE = "The page sent something that cannot be read. Reload it and try again."
TOO_LARGE = "That is too large: files may have 50 MB, all else 1 MB. Send less at once."


async def read(request: web.Request) -> tuple[Mapping[str, object], Upload | None]:
    """The fields of a request, and its file if it has one. Raises Refused."""
    try:
        if request.content_type == "multipart/form-data":
            return await _form(request)
        fields = json.loads(await _all(request.content, LARGEST_BODY))
    except (ValueError, RuntimeError, HttpProcessingError):  # of json, of what reads forms, and of HTTP itself
        raise Refused(400, UNREADABLE) from None
    if not isinstance(fields, dict):
        raise Refused(400, UNREADABLE)
    return fields, None


async def _form(request: web.Request) -> tuple[Mapping[str, object], Upload | None]:
    fields: dict[str, object] = {}
    file: Upload | None = None
    left = LARGEST_BODY
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise Refused(400, UNREADABLE)
        if part.filename is None:
            data = await _all(part, left)
            fields[part.name], left = data.decode(), left - len(data)
        elif file is None:
            file = await _file(part, part.filename)
        else:
            raise Refused(400, "Only one file goes with a message. Send them one after the other.")
        if len(fields) > MOST_FIELDS:
            raise Refused(400, UNREADABLE)
    return fields, file


async def _file(part: BodyPartReader, path: str) -> Upload:
    name = path.replace("\\", "/").rpartition("/")[2][-LONGEST_NAME:] or "file"
    mime = part.headers.get("Content-Type", "application/octet-stream")[:LONGEST_NAME]
    (name + mime).encode()  # bytes that are no UTF-8 were read as halves of characters: an error of ValueError's kind
    return Upload(name, mime, await _all(part, LARGEST_FILE))


async def _all(source: StreamReader | BodyPartReader, most: int) -> bytes:
    """Everything that comes, or Refused as soon as it is more than that."""
    taken = bytearray()
    while chunk := await _chunk(source):
        taken += chunk
        if len(taken) > most:
            raise Refused(413, TOO_LARGE)
    return bytes(taken)


async def _chunk(source: StreamReader | BodyPartReader) -> bytes:
    return bytes(await (source.read_chunk() if isinstance(source, BodyPartReader) else source.readany()))

"""What goes over the wire: a Bot API request with its parameters, and the refusal that answers a wrong one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

Json = dict[str, Any]  # a parsed JSON object: its fields are checked where they are read
HARMLESS = frozenset({"disable_notification", "protect_content", "disable_content_type_detection", "has_spoiler"})
"""Parameters that change nothing here and that a careful bot may send."""


class ApiError(Exception):
    """A refusal, as Telegram words it; `parameters` holds `retry_after` or `migrate_to_chat_id`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad(text: str, **parameters: int) -> ApiError:
    """The refusal of a wrong request, status 400."""
    return ApiError(400, f"Bad Request: {text}", **parameters)


def forbidden(text: str) -> ApiError:
    """The refusal of a request that the bot has no right to make, status 403."""
    return ApiError(403, f"Forbidden: {text}")


def flooded(seconds: int) -> ApiError:
    """The refusal of a bot that sends too fast, status 429."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def need(condition: object, text: str) -> None:
    """Refuses the request with status 400 unless the condition holds."""
    if not condition:
        raise bad(text)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    mime: str
    data: bytes


class Query:
    """One Bot API request; remembers which parameters were read, and what a careful bot would not have sent."""

    def __init__(self, method: str, parameters: Mapping[str, str], files: Mapping[str, Upload]) -> None:
        self.method = method
        self.parameters = dict(parameters)
        self.files = dict(files)
        self.warnings: list[str] = []
        self._read: set[str] = set()

    @property
    def polls(self) -> bool:
        """Whether this is getUpdates, which waits."""
        return self.method.lower() == "getupdates"

    def text(self, name: str) -> str:
        self._read.add(name)
        return _encoded(self.parameters.get(name, ""))

    def number(self, name: str, default: int = 0) -> int:
        """The leading integer of a parameter, as leniently as Telegram reads it."""
        match = re.match(r"\s*-?\d+", self.text(name))
        return int(match[0]) if match else default

    def flag(self, name: str) -> bool:
        return self.text(name).strip().lower() in ("true", "yes", "1")

    def object(self, name: str) -> Json:
        """A JSON object; empty when absent."""
        value = self._json(name)
        need(value is None or isinstance(value, dict), f"object expected as {name}")
        return value or {}

    def array(self, name: str) -> list[Any]:
        """A JSON array; empty when absent."""
        value = self._json(name)
        need(value is None or isinstance(value, list), f"expected an Array of {name}")
        return value or []

    def _json(self, name: str) -> Any:
        text = self.text(name)
        try:
            value = json.loads(text) if text else None
        except (ValueError, RecursionError):
            raise bad(f"can't parse {name} JSON object") from None
        _encoded(json.dumps(value, ensure_ascii=False))
        return value

    def warn(self, text: str) -> None:
        self.warnings.append(text)

    def unread(self) -> tuple[str, ...]:
        """The parameters that nobody asked for: Telegram ignores them silently."""
        return tuple(sorted(set(self.parameters) - self._read - HARMLESS))


def _encoded(text: str) -> str:
    """The same text, unless it has half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise bad("strings must be encoded in UTF-8") from None
    return text


async def read_query(request: web.Request) -> Query:
    """The Bot API request in an HTTP request, however it was encoded; ValueError when it cannot be read."""
    parameters, files = dict(request.query), dict[str, Upload]()
    if request.content_type == "application/json" and request.body_exists:
        body = json.loads(await request.read() or b"{}")
        parameters |= {k: v if isinstance(v, str) else json.dumps(v) for k, v in body.items() if v is not None}
    elif request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            await _read_part(part, parameters, files)
    else:
        parameters |= {k: v for k, v in (await request.post()).items() if isinstance(v, str)}
    return Query(request.match_info["method"], parameters, files)


async def _read_part(part: object, parameters: dict[str, str], files: dict[str, Upload]) -> None:
    if not isinstance(part, BodyPartReader) or part.name is None:
        raise ValueError("a part without a name")
    data = bytes(await part.read())
    if part.filename is None:
        parameters[part.name] = data.decode()
    else:
        mime = part.headers.get("Content-Type", "application/octet-stream")
        files[part.name] = Upload(part.filename, mime, data)

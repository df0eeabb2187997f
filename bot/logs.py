"""Logging: one event per line with keys, for people or as JSON; never a token, never a person's text."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from typing import Literal

Form = Literal["text", "json"]

_LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"
_EVENT = re.compile(r"[a-z][a-z_]*\.[a-z_]+(?=\s|$)")
_PAIR = re.compile(r"(?:^|\s)([a-z_]+)=")
_OURS = ("time", "level", "logger", "event", "message", "exception")


class _Hidden(logging.Filter):
    """Replaces the token wherever a library put it: request URLs and exceptions of httpx carry it."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = record.getMessage().replace(self._token, "<token>")
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        # Another handler may have formatted the exception already.
        record.exc_text = record.exc_text and record.exc_text.replace(self._token, "<token>")
        record.stack_info = record.stack_info and record.stack_info.replace(self._token, "<token>")
        return True


class Json(logging.Formatter):
    """One JSON object a line: time, level, logger; of our lines the event and its keys, of others the message.

    Keys whose names are taken get a `_` behind them; all their values are strings, as they stand in the line.
    """

    def format(self, record: logging.LogRecord) -> str:
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": moment, "level": record.levelname, "logger": record.name, **fields(record.getMessage())}
        trace = "\n".join(filter(None, (record.exc_text, record.stack_info)))
        return json.dumps(line | ({"exception": trace} if trace else {}), ensure_ascii=False)


def fields(message: str) -> dict[str, str]:
    """What a line says: `{"event": "feed.late", "feed": "3"}` of `feed.late feed=3`; a line of no event is a message.

    A value goes on to the next key, so that `detail=` may be a sentence.
    """
    event = _EVENT.match(message)
    if event is None:
        return {"message": message}
    parts = _PAIR.split(message[event.end() :])
    said, pairs = parts[0].strip(), zip(parts[1::2], parts[2::2], strict=True)
    named = {f"{key}_" if key in _OURS else key: value.strip() for key, value in pairs}
    return {"event": event[0], **({"message": said} if said else {}), **named}


def set_up(level: str, form: Form = "text") -> None:
    """Log to standard error from `level` on; the HTTP client only from warnings on."""
    logging.basicConfig(level=level, format=_LINE)
    if form == "json":
        for handler in logging.getLogger().handlers:
            handler.setFormatter(Json())
    for name in ("httpx", "httpcore", "apscheduler", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)


def hide_token(token: str) -> None:
    """Keeps the token out of everything that the root logger's handlers write from now on."""
    for handler in logging.getLogger().handlers:
        handler.addFilter(_Hidden(token))

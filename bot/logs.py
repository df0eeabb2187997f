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
_PAIR = re.compile(r'(?:^|\s)([a-z_]+)=("[^"]*"(?=\s|$))?')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?")
_SENTENCES = ("detail", "error", "reason", "why")
"""Keys that take all that stands up to the next one; of others a second word is prose."""
_NAMES = ("document", "version")
"""Keys that take no number: some of their values only look like one."""
_OURS = ("time", "level", "logger", "event", "message", "exception")

Value = str | int | float


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

    Keys whose names are taken get a `_` behind them. Plain numbers are numbers, all else is as it stands in the line.
    """

    def format(self, record: logging.LogRecord) -> str:
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": moment, "level": record.levelname, "logger": record.name, **fields(record.getMessage())}
        trace = "\n".join(filter(None, (record.exc_text, record.stack_info)))
        return json.dumps(line | ({"exception": trace} if trace else {}), ensure_ascii=False)


def fields(message: str) -> dict[str, Value]:
    """What a line says: `{"event": "feed.late", "feed": 3}` of `feed.late feed=3`; a line of no event is a message.

    `detail=` and its like may be a sentence. Others take a word, or several in quotes; what stands behind it is the
    `detail`, or the `message` where there is a detail already, as are words before the first key.
    """
    event = _EVENT.match(message)
    if event is None:
        return {"message": message}
    before, *parts = _PAIR.split(message[event.end() :])
    named: dict[str, Value] = {}
    prose = []
    for key, quoted, rest in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        value, behind = _value(key, quoted, rest)
        named[f"{key}_" if key in _OURS else key] = value
        prose += [behind] if behind else []
    if prose and "detail" not in named:
        named["detail"], prose = " ".join(prose), []
    said = " ".join(filter(None, (before.strip(), *prose)))
    return {"event": event[0], **({"message": said} if said else {}), **named}


def _value(key: str, quoted: str | None, rest: str) -> tuple[Value, str]:
    """A key's value, and the prose behind it."""
    if key in _SENTENCES:
        return f"{quoted or ''}{rest}".strip(), ""
    if quoted:
        return quoted[1:-1], rest.strip()
    word, *more = rest.strip().split(maxsplit=1) or [""]
    number = None if key in _NAMES else _NUMBER.fullmatch(word)
    return (word if number is None else float(word) if number[1] else int(word)), "".join(more)


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

"""Logging: one event per line with keys; never a token, never a person's text."""

from __future__ import annotations

import logging


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
        return True


def set_up(level: str) -> None:
    """Log to standard error from `level` on; the HTTP client only from warnings on."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in ("httpx", "httpcore", "apscheduler", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)


def hide_token(token: str) -> None:
    """Keeps the token out of everything that the root logger's handlers write from now on."""
    for handler in logging.getLogger().handlers:
        handler.addFilter(_Hidden(token))

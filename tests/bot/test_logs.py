"""Logging: the token appears nowhere, whoever logs it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from bot.logs import hide_token, set_up

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # noqa: S105 - the example of Telegram's own documentation


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What one handler of the root logger writes, with the token hidden."""
    stream, root = io.StringIO(), logging.getLogger()
    before, root.handlers = root.handlers, [logging.StreamHandler(stream)]
    hide_token(TOKEN)
    yield stream
    root.handlers = before


def test_the_token_is_hidden_in_messages_and_arguments(written: io.StringIO) -> None:
    """As part of an address, as an argument, and inside an object that is printed."""
    logging.getLogger("httpx").warning("POST https://api.telegram.org/bot%s/getMe %s", TOKEN, {"token": TOKEN})
    assert written.getvalue() == "POST https://api.telegram.org/bot<token>/getMe {'token': '<token>'}\n"


@pytest.mark.parametrize("formatted_before", [False, True])
def test_the_token_is_hidden_in_tracebacks(written: io.StringIO, *, formatted_before: bool) -> None:
    """Also in the cause of an error, and where another handler wrote the traceback first."""
    cause = ConnectionError(f"https://api.telegram.org/bot{TOKEN}/getMe failed")
    cause.__cause__ = ValueError(f"bad token {TOKEN}")
    if formatted_before:
        logging.getLogger().handlers.insert(0, logging.StreamHandler(io.StringIO()))
    logging.getLogger("any").error("request.crashed", exc_info=cause)
    assert TOKEN not in written.getvalue()
    assert "ValueError: bad token <token>" in written.getvalue()
    assert "bot<token>/getMe failed" in written.getvalue()


def test_the_http_client_is_silent_about_what_goes_well() -> None:
    """Its lines hold every request's address."""
    set_up("DEBUG")
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
    assert logging.getLogger("httpcore").getEffectiveLevel() == logging.WARNING

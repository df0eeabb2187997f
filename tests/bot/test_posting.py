"""What each error of python-telegram-bot says of the message: what may have arrived is never called refused."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.limiter import BotEndingError
from bot.posting import receipt_of
from bot.views import notices
from bot.views.digest import RESERVED
from bot.views.language import LANGUAGES, speaking
from bot.views.rich import Rich, uncited
from storage.types import Refusal


def of(error: TelegramError, cause: Exception | None = None) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (of(TimedOut(), httpx.ConnectTimeout("slow")), "later"),
        (of(TimedOut("Pool timeout"), httpx.PoolTimeout("full")), "later"),
        (of(NetworkError("httpx.ConnectError: refused"), httpx.ConnectError("refused")), "later"),
        (of(NetworkError("httpx.ProxyError: 407"), httpx.ProxyError("407")), "later"),
        (NetworkError("Too Many Requests: retry later"), "later"),
        (BotEndingError(), "later"),
        (Conflict("Conflict: can't use it now"), "later"),
        (of(Forbidden("Forbidden (403). Parsing failed"), TelegramError("Invalid server response")), "later"),
        (of(BadRequest("Bad Request (400). Parsing failed"), TelegramError("Invalid server response")), "later"),
        (of(TimedOut(), httpx.ReadTimeout("slow")), "uncertain"),
        (of(TimedOut(), httpx.WriteTimeout("slow")), "uncertain"),
        (of(NetworkError("httpx.ReadError: "), httpx.ReadError("cut")), "uncertain"),
        (of(NetworkError("httpx.WriteError: "), httpx.WriteError("cut")), "uncertain"),
        (of(NetworkError("x"), httpx.RemoteProtocolError("server disconnected")), "uncertain"),
        (NetworkError("Bad Gateway"), "uncertain"),
        (of(NetworkError("Bad Gateway (502)"), TelegramError("Invalid server response")), "uncertain"),
        (NetworkError("Internal Server Error"), "uncertain"),
        (NetworkError("Unknown error in HTTP implementation: ValueError()"), "uncertain"),
        (TelegramError("Invalid server response"), "uncertain"),
    ],
)
def test_what_never_left_is_told_from_what_may_have_arrived(error: TelegramError, outcome: str) -> None:
    """In doubt it may have."""
    receipt = receipt_of(error)
    assert (receipt.outcome, receipt.refusal, receipt.wait) == (outcome, None, None)


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), "blocked"),
        (Forbidden("Forbidden: bot can't initiate conversation with a user"), "blocked"),
        (Forbidden("Forbidden: user is deactivated"), "gone"),
        (Forbidden("Forbidden: the group chat was deleted"), "gone"),
        (Forbidden("Forbidden: bots can't send messages to bots"), "gone"),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), "removed"),
        (Forbidden("Forbidden: bot is not a member of the channel chat"), "removed"),
        (Forbidden("Forbidden: something new"), "rights"),
        (BadRequest("Bad Request: chat not found"), "gone"),
        (BadRequest("Bad Request: PEER_ID_INVALID"), "gone"),
        (BadRequest("Bad Request: group chat was deactivated"), "gone"),
        (BadRequest("Bad Request: message thread not found"), "topic"),
        (BadRequest("Bad Request: TOPIC_CLOSED"), "topic"),
        (BadRequest("Bad Request: TOPIC_DELETED"), "topic"),
        (BadRequest("Bad Request: not enough rights to send text messages to the chat"), "rights"),
        (BadRequest("Bad Request: have no rights to send a message"), "rights"),
        (BadRequest("Bad Request: need administrator rights in the channel chat"), "rights"),
        (BadRequest("Bad Request: CHAT_WRITE_FORBIDDEN"), "rights"),
        (BadRequest("Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"), "rights"),
        (BadRequest("Bad Request: can't parse entities: unsupported"), "unfit"),
        (BadRequest("Bad Request: message is too long"), "unfit"),
        (NetworkError("Request Entity Too Large"), "unfit"),
        (BadRequest("Bad Request: BUTTON_DATA_INVALID"), "unfit"),
        (BadRequest("Bad Request: message text is empty"), "unfit"),
        (BadRequest("Bad Request: BALANCE_TOO_LOW"), None),
        (BadRequest("Bad Request: USER_BANNED_IN_CHANNEL"), None),
        (InvalidToken("Unauthorized"), "token"),
    ],
)
@pytest.mark.parametrize("changed", [str, str.capitalize, str.upper])
def test_a_refusal_is_known_in_any_case(error: TelegramError, refusal: Refusal | None, changed: type[str]) -> None:
    """The library changes the case of what Telegram says."""
    error.message = changed(error.message)
    assert (receipt_of(error).outcome, receipt_of(error).refusal) == ("refused", refusal)


@given(st.integers(1, 10**7), st.booleans())
def test_a_pause_is_kept_to_the_second(pause: int, timed: bool) -> None:  # noqa: FBT001
    """Whatever its length, and however the library says it."""
    error = RetryAfter(timedelta(seconds=pause) if timed else pause)
    assert receipt_of(error).wait == timedelta(seconds=pause)


def test_a_supergroup_says_where_it_is() -> None:
    """Its number comes along."""
    assert receipt_of(ChatMigrated(-1005)).moved == -1005


def test_a_repeated_message_fits_where_the_first_did() -> None:
    """The line that says so is within what views keep free, and it holds nothing that would have to be cited."""
    for language in LANGUAGES:
        with speaking(language):
            rich = notices.repeated(notices.outside(Rich("x" * 10)))
            assert rich.units - 10 + len("\n\n(10/12)") <= RESERVED
            assert uncited(rich) == ()
    for each in (notices.topic("Bridge “7”"), notices.topic(None), notices.rights("Newsroom")):
        assert uncited(each) == ()

"""Logging: the token appears nowhere, whoever logs it and in whatever form; what people send stays out as well."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.logs import Form, Json, fields, hide_token, set_up
from tests.bot.asking import ask
from tests.bot.conftest import Running

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # noqa: S105 - the example of Telegram's own documentation


@contextmanager
def writing(form: Form = "text") -> Iterator[io.StringIO]:
    """What one handler of the root logger writes, with the token hidden."""
    stream, root = io.StringIO(), logging.getLogger()
    before, root.handlers = root.handlers, [logging.StreamHandler(stream)]
    if form == "json":
        root.handlers[0].setFormatter(Json())
    hide_token(TOKEN)
    yield stream
    root.handlers = before


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    with writing() as stream:
        yield stream


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


@pytest.mark.parametrize("form", ["text", "json"])
@given(
    before=st.text(max_size=20),
    after=st.text(max_size=20),
    place=st.sampled_from(["message", "argument", "exception", "cause"]),
)
@example(before="bot", after='/getMe" \n{}', place="cause")
def test_the_token_is_hidden_wherever_it_stands(form: Form, before: str, after: str, place: str) -> None:
    """In whatever words, in every part of a record, and in both forms."""
    text, logger = f"{before}{TOKEN}{after}", logging.getLogger("any")
    error = ConnectionError(text if place == "exception" else "refused")
    error.__cause__ = ValueError(text) if place == "cause" else None
    with writing(form) as stream:
        if place == "message":
            logger.warning(text)
        elif place == "argument":
            logger.warning("request.failed detail=%s about=%r", text, {text: 1})
        else:
            logger.error("request.crashed", exc_info=error)
    assert TOKEN not in stream.getvalue()
    assert "<token>" in stream.getvalue()


def test_an_event_is_an_object_a_line() -> None:
    """Its keys are fields, and a sentence as a value stays whole."""
    with writing("json") as stream:
        logging.getLogger("bot.jobs").warning("tick.failed detail=%s place=%d", "the disk is\nfull, so it waits", 3)
        logging.getLogger("library").warning("Something a=b happened")
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert first.pop("time").endswith("+00:00")
    assert first == {
        "level": "WARNING",
        "logger": "bot.jobs",
        "event": "tick.failed",
        "detail": "the disk is\nfull, so it waits",
        "place": 3,
    }
    assert second["message"] == "Something a=b happened"
    assert "event" not in second


def test_an_exception_is_a_field() -> None:
    """As one string, the whole stack: a collector keeps it with its event."""
    with writing("json") as stream:
        logging.getLogger("any").error("job.crashed feed=3", exc_info=ValueError("no"))
    (line,) = stream.getvalue().splitlines()
    assert json.loads(line)["exception"].endswith("ValueError: no")
    assert json.loads(line)["feed"] == 3


@given(st.text())
def test_every_line_is_one_object(message: str) -> None:
    """Whatever a library says, a collector can read it, and one line stays one."""
    with writing("json") as stream:
        logging.getLogger("any").warning("%s", message)
    (line,) = stream.getvalue().rstrip("\n").split("\n")
    assert json.loads(line)["level"] == "WARNING"


def test_words_between_an_event_and_its_keys_are_kept() -> None:
    """As its message; and a key that has the name of a field of ours gets another."""
    assert fields("telegram.conflict stop one of both: it is level=high") == {
        "event": "telegram.conflict",
        "message": "stop one of both: it is",
        "level_": "high",
    }


def test_prose_goes_into_no_key() -> None:
    """A key takes a word, or several in quotes; a sentence behind it is the detail, or else the message."""
    stands_by = "compose another process has it; this one takes over"
    assert fields(f"duty.stands_by duty={stands_by}") == {
        "event": "duty.stands_by",
        "duty": "compose",
        "detail": "another process has it; this one takes over",
    }
    assert fields('any.thing name="two words" it is so detail=of three kinds') == {
        "event": "any.thing",
        "message": "it is so",
        "name": "two words",
        "detail": "of three kinds",
    }


def test_plain_numbers_are_numbers() -> None:
    """Where the whole value is one; the key of a document stays a text, also where it has no letter."""
    said = "any.thing a=7 b=-0.5 c=007 d=1e5 e=7x f= document=1234 g=0 h=12345678901234567890 i=1."
    assert fields(said) == {
        "event": "any.thing",
        "a": 7,
        "b": -0.5,
        "c": "007",
        "d": "1e5",
        "e": "7x",
        "f": "",
        "document": "1234",
        "g": 0,
        "h": "12345678901234567890",
        "i": "1.",
    }


async def test_what_people_send_is_not_logged(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    """Texts, searches, links and names, also at the lowest level of our own loggers; and the bot's token."""
    for name in ("bot", "sources", "storage", "summarizer"):
        caplog.set_level(logging.DEBUG, name)
    ann = bot.telegram.user(7, "Zephyrine")
    secrets = ("pomegranate", "quinquereme", "xylophone")
    text = f"The minister said on Monday that the {secrets[0]} is open again. It cost 7 million euros."
    for typed in (text, f"/search {secrets[1]}", f"/brief {secrets[1]}", f"http://127.0.0.1:9/{secrets[2]}"):
        await ask(ann, typed)
    logging.getLogger("bot.any").debug("probe.heard")
    assert "probe.heard" in caplog.text  # whoever says something is heard here
    assert not [word for word in (*secrets, "Zephyrine", bot.telegram.token) if word in caplog.text]

"""Nobody but the page itself gets anything from its server: not other web pages, not other programs' names for it."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import aiohttp
import pytest
from yarl import URL

from bot.playground import Playground, PortTakenError
from tests.bot.playground.web.conftest import ANN, BEN, NEWSROOM, OWN, Robot, Window

PLAIN = {"Content-Type": "text/plain"}
JSON = {"Content-Type": "application/json"}
BODY = b'{"person": 1001, "chat": 1001, "text": "hello"}'
PROMISED = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param(OWN | JSON | {"Host": "evil.example"}, 421, id="another name for this machine"),
        pytest.param(OWN | JSON | {"Host": "127.0.0.1:1"}, 421, id="another port"),
        pytest.param(OWN | JSON | {"Host": ""}, 421, id="no name"),
        pytest.param(OWN | JSON | {"Origin": "https://evil.example"}, 403, id="another origin"),
        pytest.param(OWN | JSON | {"Origin": "null"}, 403, id="a sandbox's origin"),
        pytest.param(OWN | JSON | {"Sec-Fetch-Site": "cross-site"}, 403, id="another site"),
        pytest.param(OWN | JSON | {"Sec-Fetch-Site": "same-site"}, 403, id="another port of this machine"),
        pytest.param(JSON, 403, id="no header of the page's"),
        pytest.param(JSON | {"X-Playground": "yes"}, 403, id="a wrong header"),
        pytest.param(OWN | PLAIN, 403, id="a simple request"),
        pytest.param(OWN | {"Content-Type": "application/x-www-form-urlencoded"}, 403, id="a plain form"),
    ],
)
async def test_what_others_send_is_refused(ann: Window, headers: dict[str, str], status: int) -> None:
    """Such a request changes nothing and learns nothing but a sentence."""
    async with ann.session.post(ann.url + "say", data=BODY, headers=headers) as response:
        assert (response.status, list(await response.json())) == (status, ["error"])
    assert await ann.seen(ANN) == []


async def test_the_page_itself_is_let_in(ann: Window) -> None:
    """What a browser sends for the page passes, under both names of this machine."""
    for url in (ann.url, ann.url.replace("127.0.0.1", "localhost")):
        origin = "/".join(url.split("/")[:3])
        headers = OWN | JSON | {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
        async with ann.session.post(url + "say", data=BODY, headers=headers) as response:
            assert response.status == 200
    assert len(await ann.seen(ANN)) == 2


@pytest.mark.parametrize("path", ["state?person=1001", "events?person=1001", "static/style.css", "chat?person=1001"])
@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
async def test_nothing_is_shown_to_others(ann: Window, path: str, headers: dict[str, str]) -> None:
    """Even who has learned the address cannot read from another page, and the page may be opened by a link."""
    async with ann.session.get(ann.url + path, headers=headers) as response:
        assert response.status == 403
    async with ann.session.get(ann.url, headers={"Sec-Fetch-Site": "cross-site"}) as response:
        assert response.status == 200


async def test_the_address_cannot_be_guessed(tg: Playground, ann: Window) -> None:
    """A wrong secret, part of it or none opens nothing; each start has a new one, and a new token."""
    secret = tg.page_url.split("/")[3]
    for wrong in ("", "x", secret[:-1], secret + "0", secret[:-1] + "é"):
        async with ann.session.get(f"{tg.url}/{wrong}/state?person=1001") as response:
            assert (response.status, list(await response.json())) == (404, ["error"])
    async with Playground.start(page=True) as other:
        assert len({secret, tg.token, other.token, other.page_url.split("/")[3]}) == 4
        assert len(bytes.fromhex(secret)) == 24


async def test_a_browser_is_no_bot(tg: Playground, robot: Robot, session: aiohttp.ClientSession) -> None:
    """The Bot API beside a page takes nothing from web pages, and answers to no other name of this machine."""
    for headers, status in (({"Origin": "http://127.0.0.1"}, 403), ({"Host": "evil.example"}, 421)):
        for address in (f"{robot.url}/getMe", f"{tg.url}/file/bot{tg.token}/documents/file_1.txt"):
            async with session.get(address, headers=headers) as response:
                assert response.status == status
    assert (await robot.call("getMe"))["is_bot"]


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
@pytest.mark.parametrize(
    "path",
    [
        "",
        "state?person=1001",
        "state?person=5",
        "static/style.css",
        "static/none",
        "files/none?person=1001",
        "say",
        "x",
    ],
)
async def test_every_answer_carries_the_headers(ann: Window, method: str, path: str) -> None:
    """Whatever is asked for and however it ends, the browser is told to trust nothing else, and nothing breaks."""
    async with ann.session.request(method, ann.url + path, headers=OWN) as response:
        assert PROMISED.items() <= response.headers.items()
        assert response.status < 500
        assert response.headers["Cache-Control"] in ("no-store", "no-cache")


async def test_errors_outside_of_the_page_carry_the_headers_too(tg: Playground, ann: Window) -> None:
    """A wrong address, and the Bot API's own refusals."""
    for path in ("/", "/nothing/at/all", "/bot1:x/getMe", "/file/bot1:x/y"):
        async with ann.session.get(tg.url + path) as response:
            assert PROMISED.items() <= response.headers.items()


@pytest.mark.parametrize(
    "path",
    ["../page.py", "..%2fpage.py", "%2e%2e/page.py", "..%5cpage.py", "....//page.py", "/etc/passwd", "%2fetc%2fpasswd"],
)
@pytest.mark.parametrize("folder", ["static", "files"])
async def test_no_path_leads_out(tg: Playground, session: aiohttp.ClientSession, folder: str, path: str) -> None:
    """Only the page's own files and those of chats have an address."""
    address = URL(f"{tg.page_url}{folder}/{path}?person=1001", encoded=True)  # sent as it is, not tidied up
    async with session.get(address) as response:
        assert response.status in (403, 404)
        assert b"import" not in await response.read()


Fields = tuple[dict[str, Any], ...]


def each(name: str, *values: object, **more: object) -> Fields:
    """The same fields with one value of that name after the other."""
    return tuple({name: value} | more for value in values)


NO_BODY = (b"", b"no json", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b"{" * 100_000, b'"say"', b"NaN")
PEOPLE: Fields = ({}, {"person": "x"}, {"person": True}, {"person": 1001.5}, {"person": None}, {"person": [1001]})
CHATS: Fields = ({"chat": None}, {"chat": 10**30}, {"chat": "10**3"}, {"chat": {}}, {"chat": 5}, {"chat": False})
WRONG: dict[str, Fields] = {
    "say": (
        {},
        *each("text", 5, None, "", " \n ", "a\0b", {"a": 1}, ["a"]),
        *each("reply_to", "first", 77, 1.5, [], text="a"),
        *each("topic", 7, 1, "one", [], -1, text="a"),
    ),
    "press": ({}, {"id": 1}, {"id": "x", "data": "a"}, {"id": 1, "data": 5}),
    "inline": ({"query": 5}, {"query": "x" * 257}, {"query": ["a"]}, {"query": "a", "offset": 5}),
    "choose": ({}, {"key": "1", "result": "1"}, {"key": 1, "result": {}}, {"key": [], "result": "1"}),
    "locate": ({}, *each("latitude", "x", 91, None, [], 1e999, -1e999, 10**400, longitude=1)),
    "forward": ({}, {"from_chat": 1001}, {"from_chat": 1002, "id": 1}, {"from_chat": 1001, "id": 9}),
    "bot": ({}, {"action": 5}, {"action": "explode"}, {"action": "add"}, {"action": []}),
    "topic": ({}, {"topic": 1}, {"topic": 2, "closed": True}),
    "upload": ({}, {"as": "video"}, {"as": "document"}),
    "start": ({"payload": "a b"}, {"payload": "x" * 65}, {"payload": 5}, {"payload": "ї"}),
    "tap": ({}, {"text": "none"}, {"text": 5}, {"text": "none", "lat": "x"}),
    "share": ({}, {"request_id": "x"}, {"request_id": 1, "shared": NEWSROOM}),
    "strict": ({}, {"strict": 1}, {"strict": "yes"}),
    "edit": ({}, {"id": 1}, {"id": 1, "text": "a"}),
    "delete": ({}, {"id": 1}, {"id": None}),
}


FORM = {"Content-Type": "multipart/form-data; boundary=x"}
PART = b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
FIELDS = b"".join(
    PART % part for part in ((b"person", b"", b"1001"), (b"chat", b"", b"1001"), (b"as", b"", b"document"))
)
FILE = PART % (b"file", b'; filename="a.txt"', b"words")
NO_FORM = (
    FIELDS + PART % (b"file", b'; filename="\xff.txt"', b"words") + b"--x--\r\n",
    FIELDS + PART % (b"file", b'; filename="a.txt"\r\nContent-Type: text/\xff', b"words") + b"--x--\r\n",
    FIELDS + FILE[:30],
    FIELDS + b"--x\r\nno header\r\n\r\nwords\r\n--x--\r\n",
    FIELDS + PART % (b"_charset_", b"", b"utf-8" * 20) + FILE + b"--x--\r\n",
    FIELDS + FILE + FILE + b"--x--\r\n",
    FIELDS + b"".join(PART % (b"%d" % number, b"", b"") for number in range(30)) + FILE + b"--x--\r\n",
)


async def refusal(window: Window, path: str, body: bytes, kind: dict[str, str] = JSON) -> str:
    """The sentence that something is refused with."""
    async with window.session.post(window.url + path, data=body, headers=OWN | kind) as response:
        answer = await response.json()
        assert 400 <= response.status < 500, (path, body[:200], answer)
    return str(answer["error"])


@pytest.mark.parametrize("path", WRONG)
async def test_nonsense_is_answered_with_a_sentence(ann: Window, path: str) -> None:
    """What is no JSON, or of the wrong type, is refused in words for people; never a stack trace."""
    bodies: list[object] = [{"person": ANN, "chat": ANN} | wrong for wrong in WRONG[path]]
    bodies += [] if path in ("start", "strict") else [{"person": ANN} | wrong for wrong in CHATS]
    raw = [*NO_BODY, *(json.dumps(wrong).encode() for wrong in (*PEOPLE, *bodies))]
    said = [await refusal(ann, path, body) for body in raw]
    said += [await refusal(ann, path, body, FORM) for body in NO_FORM]
    assert all(re.fullmatch(r"[A-Z][^\n]{10,120}\.", sentence) for sentence in said), said
    assert await ann.seen(ANN) == []


async def test_half_a_character_is_dropped(ann: Window) -> None:
    """A lone surrogate, which no text may have, does not break the page for those who read it."""
    await ann.do("say", chat=ANN, text="a\ud800b")
    assert [message["text"] for message in await ann.seen(ANN)] == ["ab"]


async def test_what_is_too_large_is_refused(ann: Window) -> None:
    """More than a megabyte of JSON, more than a long text, more than a form of fields."""
    status, answer = await ann.post("say", chat=ANN, text="x" * (1 << 20))
    assert (status, answer["error"].startswith("That is too large")) == (413, True)
    assert (await ann.post("say", chat=ANN, text="x" * 100_001))[0] == 413
    for much in ({"caption": "y" * 2_000_000}, {"caption": "y" * 600_000, "other": "y" * 600_000}):
        status, answer = await ann.upload("a.txt", b"x", **much)
        assert (status, answer["error"].startswith("That is too large")) == (413, True)


async def test_a_form_that_is_none_is_refused(ann: Window) -> None:
    """A form without a boundary, with a broken one or with parts inside of parts."""
    kinds = ("multipart/form-data", "multipart/form-data; boundary=x", "multipart/form-data; boundary=")
    for kind in kinds:
        for body in (b"", b"--x\r\n\r\nno name\r\n--x--", b"--x\r\nContent-Disposition: form-data\r\n\r\n"):
            async with ann.session.post(
                ann.url + "upload", data=body, headers=OWN | {"Content-Type": kind}
            ) as response:
                assert 400 <= response.status < 500, (kind, body)
                assert list(await response.json()) == ["error"]


async def test_nobody_acts_as_somebody_else(ann: Window, tg: Playground) -> None:
    """Who is not there, the bot itself and nobody at all can do nothing."""
    for person in (5, tg.world.me.id, None, "", -1):
        status, _ = await ann.post("say", person=person, chat=NEWSROOM, text="hello")
        assert status in (400, 403)
    assert await ann.seen(NEWSROOM) == []


async def test_private_chats_are_private(ann: Window, ben: Window, robot: Robot) -> None:
    """Nobody reads another person's chat with the bot, writes into it or presses its buttons."""
    await ann.do("start")
    number = await robot.send(ANN, "secret", [{"text": "Yes", "callback_data": "yes"}])
    assert (await ben.get("chat", chat=ANN))[0] == 403
    for path, more in (
        ("say", {"text": "x"}),
        ("press", {"id": number, "data": "yes"}),
        ("edit", {"id": 1, "text": "x"}),
        ("delete", {"id": 1}),
        ("forward", {"from_chat": ANN, "id": number, "chat": BEN}),
        ("bot", {"action": "block"}),
    ):
        assert (await ben.post(path, **({"chat": ANN} | more)))[0] == 403
    assert next(chat["id"] for chat in (await ben.get("state"))[1]["chats"]) == BEN


async def test_a_mistake_of_ours_shows_no_more_than_a_sentence(
    ann: Window, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What goes wrong inside stands in the log, without the address, and not on the page."""

    def broken(*_asked: object) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr("bot.playground.web.guard.check_page", broken)
    for path in ("/say", ""):
        async with ann.session.post(ann.url.rstrip("/") + path, data=BODY, headers=OWN | JSON) as response:
            text = await response.text()
            assert (response.status, PROMISED.items() <= response.headers.items()) == (500, True)
        assert "inside" not in text
    assert caplog.text.count("ZeroDivisionError: inside") == 2
    assert ann.url.split("/")[3] not in caplog.text


@pytest.mark.parametrize("sent", [b"GET /\xff HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nno header\r\n\r\n", b"\0\r\n\r\n"])
async def test_what_is_no_http_leaves_no_trace(tg: Playground, sent: bytes, caplog: pytest.LogCaptureFixture) -> None:
    """It is refused, and the terminal of who runs the playground stays as it is."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(tg.url.rpartition(":")[2]))
    writer.write(sent)
    assert (await reader.readline()).startswith(b"HTTP/1.0 400")
    writer.close()
    assert caplog.text == ""


async def test_a_taken_port_is_said_so(tg: Playground) -> None:
    """Who starts a second playground at the same port is told which one is taken."""
    port = int(tg.url.rpartition(":")[2])
    with pytest.raises(PortTakenError, match=f"port {port} of 127.0.0.1 is taken"):
        async with Playground.start(page=True, port=port):
            pytest.fail("two servers at one port")

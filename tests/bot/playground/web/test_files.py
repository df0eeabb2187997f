"""Files in a browser: the page's own load fast and whole, those of chats never run and are never another's."""

from __future__ import annotations

import pytest

from bot.playground.content import grey_image
from bot.playground.web import files
from tests.bot.playground.web.conftest import ANN, NEWSROOM, OWN, Robot, Window

SCRIPT = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


async def key_of(window: Window, chat: int) -> str:
    """The file in the newest message of a chat."""
    message = (await window.seen(chat))[-1]
    return str((message.get("document") or message["photo"][0])["file_id"])


@pytest.mark.parametrize(
    ("name", "mime"),
    [("a.html", "text/html"), ("a.svg", "image/svg+xml"), ("a.js", "text/javascript"), ("a.png", "image/png")],
)
async def test_no_file_runs_in_the_page(ann: Window, name: str, mime: str) -> None:
    """Whatever a file claims to be, a browser is told to save it, to guess nothing and to run nothing."""
    await ann.upload(name, SCRIPT, mime)
    async with ann.session.get(f"{ann.url}files/{await key_of(ann, ANN)}?person={ANN}") as response:
        assert await response.read() == SCRIPT
        assert response.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}"
        assert response.headers["Content-Type"] == "application/octet-stream"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_name_cannot_add_headers(ann: Window) -> None:
    """Quotes, line breaks and other scripts in a name are written as data."""
    parts = [f"Content-Disposition: form-data; name={name}\r\n\r\n{ANN}" for name in ("person", "chat")]
    parts.append("Content-Disposition: form-data; name=as\r\n\r\ndocument")
    named = "filename*=UTF-8''a%22%0D%0AX-Evil%3A%201%0D%0A%D1%97.txt"
    parts.append(f"Content-Disposition: form-data; name=file; {named}\r\n\r\nwords")
    body = "".join(f"--x\r\n{part}\r\n" for part in parts) + "--x--\r\n"
    headers = OWN | {"Content-Type": "multipart/form-data; boundary=x"}
    async with ann.session.post(ann.url + "upload", data=body, headers=headers) as response:
        assert response.status == 200
    async with ann.session.get(f"{ann.url}files/{await key_of(ann, ANN)}?person={ANN}") as response:
        assert (response.status, "X-Evil" in response.headers) == (200, False)
        assert response.headers["Content-Disposition"] == (
            "attachment; filename*=UTF-8''a%22%0D%0AX-Evil%3A%201%0D%0A%D1%97.txt"
        )


async def test_photos_are_shown(ann: Window, robot: Robot) -> None:
    """A picture that is one is given as one, sandboxed all the same."""
    await ann.upload("p.png", grey_image(), "text/html", **{"as": "photo"})
    async with ann.session.get(f"{ann.url}files/{await key_of(ann, ANN)}?person={ANN}") as response:
        assert (response.headers["Content-Type"], await response.read()) == ("image/png", grey_image())
        assert response.headers["Content-Disposition"].startswith("inline")
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (await robot.asked("message"))["photo"][0]["width"] == 90


async def test_a_file_is_for_those_who_see_its_message(ann: Window, ben: Window) -> None:
    """Another person gets it when it is forwarded where they are, and nobody once no message holds it."""
    await ann.upload("a.txt", b"x")
    key = await key_of(ann, ANN)
    assert (await ben.get(f"files/{key}"))[0] == 404
    number = (await ann.seen(ANN))[-1]["message_id"]
    copy = (await ann.do("forward", from_chat=ANN, id=number, chat=NEWSROOM))["id"]
    async with ben.session.get(f"{ben.url}files/{key}?person={ben.person}") as response:
        assert response.status == 200
    await ann.do("delete", chat=NEWSROOM, id=copy)
    assert (await ben.get(f"files/{key}"))[0] == 404


async def test_a_reply_keeps_no_file(ann: Window, ben: Window) -> None:
    """A file whose message was taken away is gone for everybody, also where somebody replied to it."""
    number = (await ann.upload("a.txt", b"x", chat=NEWSROOM))[1]["id"]
    key = await key_of(ann, NEWSROOM)
    await ben.do("say", chat=NEWSROOM, text="thanks", reply_to=number)
    async with ben.session.get(f"{ben.url}files/{key}?person={ben.person}") as response:
        assert response.status == 200
    await ann.do("delete", chat=NEWSROOM, id=number)
    assert (await ben.get(f"files/{key}"))[0] == 404


async def test_the_page_itself_is_small_and_not_sent_twice(ann: Window) -> None:
    """All of it is under 200 kB; what the browser has already is answered in a word."""
    own = [file for file in files.STATIC.iterdir() if file.name.rpartition(".")[2] in files.TYPES]
    assert sum(len(file.read_bytes()) for file in own) < 200_000
    for path in ("", *(f"static/{file.name}" for file in own)):
        async with ann.session.get(ann.url + path) as response:
            assert (response.status, response.headers["Cache-Control"]) == (200, "no-cache")
            tag = response.headers["ETag"]
        async with ann.session.get(ann.url + path, headers={"If-None-Match": tag}) as response:
            assert (response.status, await response.read()) == (304, b"")


async def test_words_are_sent_compressed_to_who_takes_that(ann: Window) -> None:
    """The page's own files and what stands in chats; who takes nothing of the kind gets them as they are."""
    for path in ("static/style.css", f"chat?person={ANN}&chat={ANN}"):
        async with ann.session.get(ann.url + path, headers={"Accept-Encoding": "gzip"}) as response:
            assert response.headers["Content-Encoding"] == "gzip"
        async with ann.session.get(ann.url + path, headers={"Accept-Encoding": "identity"}) as response:
            assert "Content-Encoding" not in response.headers


async def test_the_address_without_its_slash_leads_to_the_page(ann: Window) -> None:
    """As people paste it."""
    async with ann.session.get(ann.url.rstrip("/")) as response:
        assert (response.status, str(response.url)) == (200, ann.url)

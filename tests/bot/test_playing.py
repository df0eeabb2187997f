"""The playground as people start it: what is printed, what is kept, what is refused, and how it ends."""

from __future__ import annotations

import asyncio
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from bot.playground import Playground
from bot.playground.web.cast import settle
from bot.playing import WITHOUT_BOT, Memory, go_on, play, wired
from bot.settings import Settings
from storage.database import is_same
from summarizer.errors import SettingsError
from tests.bot.asking import ARTICLE
from tests.bot.conftest import settings

ANN = 1001
ADDRESS = re.compile(r"Playground: (http://127\.0\.0\.1:\d+/[\w-]{32,}/)\n")
SOON = 10
"""Seconds in which it ends, on a busy machine too."""

Verbatim = Callable[..., subprocess.Popen[str]]


class Visitor:
    """Who opens the page: says things to the bot as Ann, and reads what stands there."""

    def __init__(self, address: str) -> None:
        self.http = httpx.AsyncClient(base_url=address, headers={"X-Playground": "1"}, trust_env=False, timeout=30)

    async def state(self) -> dict[str, Any]:
        """All that stands around the chats."""
        return cast("dict[str, Any]", (await self.http.get("state", params={"person": ANN})).json())

    async def messages(self) -> list[dict[str, Any]]:
        """What stands in Ann's chat with the bot, oldest first."""
        chat = (await self.state())["chats"][0]["id"]
        answer = await self.http.get("chat", params={"person": ANN, "chat": chat})
        return cast("list[dict[str, Any]]", answer.json()["messages"])

    async def post(self, what: str, **given: object) -> dict[str, Any]:
        answer = await self.http.post(what, json={"person": ANN, **given})
        assert answer.status_code == 200, answer.text
        return cast("dict[str, Any]", answer.json())

    async def ask(self, text: str) -> str:
        """Says something to the bot and waits for the first line of its answer."""
        chat = (await self.state())["chats"][0]["id"]
        number = (await self.post("say", chat=chat, text=text))["id"]
        return await self.answer_to(number)

    async def answer_to(self, number: int) -> str:
        async with asyncio.timeout(30):
            while True:
                for message in await self.messages():
                    if message["message_id"] > number:
                        return str(message["text"])
                await asyncio.sleep(0.05)

    async def start(self) -> str:
        """Presses Start and waits for the answer."""
        return await self.answer_to((await self.post("start"))["id"])


@pytest.fixture
def home(quiet_environment: Path, seeded: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory whose playground has read the seeds; any free port, no model."""
    (quiet_environment / "data").mkdir()
    shutil.copy(seeded, quiet_environment / "data" / "playground.db")
    monkeypatch.setenv("EMBEDDER", "none")
    monkeypatch.setenv("PLAYGROUND_PORT", "0")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    return quiet_environment


@pytest.fixture
def verbatim(home: Path) -> Iterator[Verbatim]:
    """Starts a command in that directory; what still runs after the test is ended."""
    started = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "bot", *arguments]
        pipe = subprocess.PIPE
        started.append(subprocess.Popen(command, cwd=home, text=True, stdout=pipe, stderr=pipe))  # noqa: S603 - our own
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


async def address_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    found = ADDRESS.fullmatch(await asyncio.to_thread(process.stdout.readline))
    assert found
    return found[1]


async def ended(process: subprocess.Popen[str], by: signal.Signals) -> str:
    """What it still prints; it ends in order and soon, without a stack trace."""
    before = time.monotonic()
    process.send_signal(by)
    assert await asyncio.to_thread(process.wait, SOON) == 0
    assert time.monotonic() - before < SOON
    assert process.stdout
    assert process.stderr
    assert process.stderr.read() == ""
    return process.stdout.read()


@asynccontextmanager
async def playing(
    given: Settings, printed: pytest.CaptureFixture[str], *, fresh: bool = False
) -> AsyncIterator[Visitor]:
    """A playground in this process, and who opens its page."""
    stop = asyncio.Event()
    running = asyncio.create_task(play(given, stop, fresh=fresh))
    out = ""
    while "The bot answers." not in out and not running.done():
        await asyncio.sleep(0.02)
        out += printed.readouterr().out
    if running.done():
        await running
    address = ADDRESS.search(out)
    assert address, out
    visitor = Visitor(address[1])
    yield visitor
    await visitor.http.aclose()
    stop.set()
    await asyncio.wait_for(running, SOON)


def apart(folder: Path, **changed: object) -> Settings:
    """Settings with a playground's database beside the bot's, both in a folder of the test's own."""
    where = f"sqlite:///{folder / 'playground.db'}"
    return settings(folder, **{"playground_port": 0, "playground_database_url": where, **changed})


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty store: these tests bring their own source."""
    monkeypatch.setattr("seeds.load", tuple)


async def test_without_a_token_a_chat_opens_and_ctrl_c_ends_it(verbatim: Verbatim) -> None:
    """The address comes first; the bot answers Start there; an open event stream holds up no end."""
    process = verbatim("run")
    visitor = Visitor(await address_of(process))
    assert "every sentence, quotation and figure" in await visitor.start()
    async with visitor.http.stream("GET", "events", params={"person": ANN}) as events:
        assert events.headers["content-type"].startswith("text/event-stream")
        out = await ended(process, signal.SIGINT)
    assert out.splitlines()[0] == "The bot is starting. What you send meanwhile is answered then."
    assert out.splitlines()[1:] == [
        "The bot answers. Ctrl+C stops it.",
        WITHOUT_BOT,
    ]


async def test_the_first_reading_is_told_and_can_be_cut_short(home: Path, verbatim: Verbatim) -> None:
    """Nobody stares at an empty terminal, or at an empty page, and whoever has seen enough is not kept waiting."""
    (home / "data" / "playground.db").unlink()
    process = verbatim("run", "--playground")
    visitor = Visitor(await address_of(process))
    narrated = (await visitor.state())["narration"]
    out = await ended(process, signal.SIGTERM)
    assert out.startswith("The bot is reading its first sources, once, for about 20 seconds.")
    assert narrated.startswith("The bot is reading its first sources")


async def test_a_token_stays_unused_there(verbatim: Verbatim, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --playground nothing is asked of the Telegram that the token belongs to."""
    async with Playground.start() as telegram:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", telegram.token)
        monkeypatch.setenv("TELEGRAM_API_URL", telegram.url)
        process = verbatim("run", "--playground")
        visitor = Visitor(await address_of(process))
        await visitor.start()
        out = await ended(process, signal.SIGTERM)
        assert (telegram.requests, telegram.world.updates.polled) == ((), False)
    assert out.splitlines()[-1] == "For Telegram itself, with the token that is set: verbatim run"


def test_a_port_that_is_taken(verbatim: Verbatim, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line: which port, why it may be taken, what to do; nothing is deleted for --fresh before."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("PLAYGROUND_PORT", str(port))
        process = verbatim("run", "--fresh")
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (1, "")
    assert err == (
        f"A setting is wrong. PLAYGROUND_PORT: port {port} is taken, perhaps by a playground that runs already. Stop"
        " that, or set another, or 0 for any free one. See .env.example.\n"
    )
    assert Path("data/playground.db").exists()


@pytest.mark.usefixtures("few")
async def test_a_restart_goes_on_where_the_bot_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The sources are still there, and what is sent next is taken for no message of the time before."""
    async with playing(apart(tmp_path), capsys) as visitor:
        await visitor.start()
        assert "Bridge" in await visitor.ask(ARTICLE)
        earlier = max([message["message_id"] for message in await visitor.messages()])
    await asyncio.sleep(1)
    async with playing(apart(tmp_path), capsys) as visitor:
        assert "Bridge" in await visitor.ask("/sources")
        assert "Usk" in await visitor.ask(ARTICLE.replace("Wye", "Usk"))
        assert min(message["message_id"] for message in await visitor.messages()) > earlier


@pytest.mark.usefixtures("few")
async def test_a_restart_says_what_is_new_and_what_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Chats begin anew; who had pressed Start need not again, so that digests go on, and the page says so."""
    async with playing(apart(tmp_path), capsys) as visitor:
        await visitor.start()
        first = await visitor.state()
    async with playing(apart(tmp_path), capsys) as visitor:
        second = await visitor.state()
        assert await visitor.messages() == []
    assert (first["narration"], second["narration"][:33]) == ("", "The chats begin anew at each star")
    assert second["chats"][0]["started"]


@pytest.mark.usefixtures("few")
async def test_fresh_begins_with_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was kept is gone, and what belongs to the bot on Telegram is not touched."""
    before = (tmp_path / "verbatim.db").read_bytes()
    async with playing(apart(tmp_path), capsys) as visitor:
        await visitor.start()
        await visitor.ask(ARTICLE)
    async with playing(apart(tmp_path), capsys, fresh=True) as visitor:
        assert not (await visitor.state())["chats"][0]["started"]
        await visitor.start()
        assert "no sources here yet" in await visitor.ask("/sources")
    assert (tmp_path / "verbatim.db").read_bytes() == before


def foreign(folder: Path) -> set[Path]:
    """Puts into a folder what is not the playground's, and tells all that stands there."""
    (folder / "folder").mkdir()
    (folder / "notes.txt").write_text("Notes of somebody", "utf-8")
    (folder / "linked.db").hardlink_to(folder / "verbatim.db")
    with closing(sqlite3.connect(folder / "other.sqlite")) as other:
        other.execute("CREATE TABLE alembic_version (version_num)")
    return set(folder.iterdir())


@pytest.mark.parametrize(
    ("url", "fresh", "said"),
    [
        ("sqlite:///verbatim.db", False, "this is DATABASE_URL too"),
        ("sqlite:///verbatim.db", True, "this is DATABASE_URL too"),
        ("sqlite:///{folder}/../{name}/verbatim.db", False, "this is DATABASE_URL too"),
        ("postgresql://localhost/playground", True, "--fresh deletes a file, and this is none"),
        ("sqlite:////proc/nowhere/playground.db", False, "proc/nowhere"),
        ("nonsense", False, "not a database address"),
        ("sqlite:///notes.txt", True, "deletes only a database of Verbatim"),
        ("sqlite:///other.sqlite", True, "deletes only a database of Verbatim"),
        ("sqlite:///folder", True, "deletes only a database of Verbatim"),
        ("sqlite:///file:notes.txt", True, "--fresh deletes a file, and this is none"),
        ("sqlite:///file:verbatim.db?uri=true", True, "this is DATABASE_URL too"),
        ("sqlite:///file://localhost{folder}/verbatim.db?uri=true", False, "this is DATABASE_URL too"),
        ("sqlite:///linked.db", True, "this is DATABASE_URL too"),
    ],
)
async def test_a_database_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, *, fresh: bool, said: str
) -> None:
    """The setting is named with what is wrong; nothing was deleted, and no address of a page was printed."""
    monkeypatch.chdir(tmp_path)
    before = foreign(tmp_path)
    url = url.format(folder=tmp_path, name=tmp_path.name)
    with pytest.raises(SettingsError, match=r"^PLAYGROUND_DATABASE_URL: ") as caught:
        await play(apart(tmp_path, playground_database_url=url), asyncio.Event(), fresh=fresh)
    assert said in caught.value.detail
    assert all(map(Path.exists, before))


async def test_a_wrong_database_of_the_bot_is_named_itself(tmp_path: Path) -> None:
    """The playground's own setting is not blamed for it."""
    with pytest.raises(SettingsError, match=r"^DATABASE_URL: not a database address"):
        await play(apart(tmp_path, database_url="nonsense"), asyncio.Event())


async def test_a_database_that_the_system_does_not_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, not a stack trace."""

    def refuse(_path: Path, **_how: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "playground.db").touch()
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(SettingsError, match=r"^PLAYGROUND_DATABASE_URL: cannot delete .*: Permission denied"):
        await play(apart(tmp_path), asyncio.Event(), fresh=True)


def test_two_addresses_of_one_server_are_one_database() -> None:
    """Whoever logs in, with which driver, and whether the usual port is named."""
    assert is_same("postgresql://bot:x@localhost/news", "postgres://ann@localhost:5432/news?sslmode=disable")
    assert not is_same("postgresql://localhost/news", "postgresql://localhost/playground")
    assert is_same("postgresql://localhost/news", "postgresql://127.0.0.1/news")
    assert not is_same("sqlite://", "sqlite:///:memory:")


@pytest.mark.usefixtures("few")
async def test_whom_the_real_bot_knows_matters_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A bot that only listed chats may use answers Ann in the playground, and she runs it there."""
    listed = apart(tmp_path, access="listed", operators="555", allowed_chats="555")
    async with playing(listed, capsys) as visitor:
        assert "every sentence, quotation and figure" in await visitor.start()
        assert "ok" in await visitor.ask("/health")


async def test_the_bot_there_has_its_own_telegram_and_database(tmp_path: Path) -> None:
    """Nothing that it does reaches those of the real one."""
    async with Playground.start() as telegram:
        used = wired(apart(tmp_path, operators="7,8"), telegram)
    assert used.operator_ids == {ANN}
    assert (used.database_url, used.telegram_api_url) == (f"sqlite:///{tmp_path}/playground.db", telegram.url)


@pytest.mark.usefixtures("few")
async def test_a_second_playground_keeps_off(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither takes the other's digests, and nobody's database goes away below them."""
    async with playing(apart(tmp_path), capsys) as visitor:
        with pytest.raises(SettingsError, match="a playground uses this database already"):
            await play(apart(tmp_path), asyncio.Event(), fresh=True)
        assert "every sentence, quotation and figure" in await visitor.start()


@pytest.mark.parametrize("clock", [0, 1_000_000_000, 1_790_000_000, 2_000_000_000, 4_000_000_000])
async def test_messages_have_numbers_as_telegram_gives_them(monkeypatch: pytest.MonkeyPatch, clock: int) -> None:
    """Whatever the machine's clock says."""
    monkeypatch.setattr("time.time", lambda: float(clock))
    async with Playground.start() as telegram:
        ann = settle(telegram).ann
        go_on(telegram, Memory(filled=True, people=frozenset()))
        await ann.say("Hello", more=True)
    assert ann.last
    assert 0 < ann.last.id < 2**31


def test_only_the_playground_loads_a_web_server() -> None:
    """No other command, and no bot on Telegram, pays for it."""
    code = (
        "import sys, bot.cli, bot.app, bot.dispatch; print('aiohttp' in sys.modules, 'bot.playground' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert done.stdout == "False False\n"

"""The demo as a whole: it ends when it is told to, goes on as a playground, and says what is in its way."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.demo.clock import Clock
from bot.demo.playing import GOES_ON, Manner, play
from bot.demo.show import UNANSWERED, Show
from bot.demo.site import PORT, Site, serving
from bot.playground.belonging import set_status
from summarizer.errors import SettingsError

QUICKLY = Manner(embedder="none")
ON_A_PAGE = Manner(port=0, embedder="none")


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Show]:
    """The week is one command here; the show is kept, to be looked at."""
    shows: list[Show] = []

    async def week(show: Show) -> None:
        shows.append(show)
        await show.at(4, "09:00", "Ann asks what this is.")
        await show.says(show.cast.ann, "/help")

    monkeypatch.setattr("bot.demo.playing.week", week)
    return shows


async def test_in_the_terminal_it_ends_by_itself(shown: list[Show]) -> None:
    """With the last thing that the script tells."""
    lines: list[str] = []
    await play(asyncio.Event(), QUICKLY, lines.append)
    assert any(line.endswith("/help") for line in lines)
    assert not any(line.startswith("Playground:") for line in lines)
    assert len(shown) == 1


async def test_on_the_page_it_goes_on_until_it_is_stopped(shown: list[Show]) -> None:
    """The clock runs on, and the bot answers whoever writes; then everything ends in order."""
    stop, lines = asyncio.Event(), asyncio.Queue[str]()
    playing = asyncio.create_task(play(stop, ON_A_PAGE, lines.put_nowait))
    assert (await lines.get()).startswith("Playground: http://127.0.0.1:")
    async with asyncio.timeout(60):
        while GOES_ON not in await lines.get():
            pass
    (show,) = shown
    before = show.stage.clock()
    (answer,) = await show.cast.ann.say("/privacy", until=1)
    stop.set()
    await playing
    assert answer.text
    assert show.stage.clock() > before


async def test_a_visitor_who_takes_the_bot_away_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not come is noted kindly, and the week goes on to its end."""
    stop, lines, narrated = asyncio.Event(), [], []

    async def week(show: Show) -> None:
        await show.begins("A week.", "The desk was made up for this demo.")
        narrated.append(show.stage.telegram.world.narration)
        room = show.cast.newsroom
        set_status(show.stage.telegram.world, room, show.cast.ann.user, "left", {})
        card = await show.says(show.cast.ann, f"/subscribe@{show.bot} 09:00", chat=room)
        where = await show.presses(show.cast.ann, card, "Where")
        show.opens(show.cast.ann, where, "[1]")
        await show.says(show.cast.ann, "/help")

    def write(line: str) -> None:
        lines.append(line)
        if GOES_ON in line:
            stop.set()

    monkeypatch.setattr("bot.demo.playing.week", week)
    monkeypatch.setattr("bot.demo.stage.PATIENCE_ON_PAGE", 2.0)
    await play(stop, ON_A_PAGE, write)
    assert [line for line in lines if UNANSWERED in line] == [f"    (passing over the screen: {UNANSWERED})"]
    assert narrated == ["The desk was made up for this demo."]


async def test_it_stops_in_the_middle(shown: list[Show]) -> None:
    """As soon as it is told to, also while the bot still starts."""
    stop = asyncio.Event()
    async with asyncio.timeout(60):
        await play(stop, ON_A_PAGE, lambda _line: stop.set())
    assert shown == []


@pytest.mark.usefixtures("quiet_environment")
@pytest.mark.parametrize(
    ("words", "manner"),
    [
        ((), Manner()),
        (("--full", "--pace", "1.5"), Manner(1.5, full=True)),
        (("--playground",), Manner(4.0, port=8765)),
        (("--playground", "--pace", "0"), Manner(port=8765)),
    ],
)
def test_the_command_says_how(words: tuple[str, ...], manner: Manner, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once in the terminal, with time to read on the page, unless somebody says otherwise."""
    given: list[Manner] = []

    async def kept(_stop: asyncio.Event, manner: Manner, _write: Callable[[str], None]) -> None:
        given.append(manner)

    monkeypatch.setattr("bot.demo.playing.play", kept)
    result = CliRunner().invoke(app, ["demo", *words])
    assert (result.exit_code, given) == (0, [manner])


async def test_a_port_that_is_taken_is_named() -> None:
    """With what to do about it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"PLAYGROUND_PORT: port {port} is taken"):
            await play(asyncio.Event(), Manner(port=port), lambda _line: None)


async def test_the_site_finds_another_port() -> None:
    """Two demos may run side by side."""
    async with serving(Site()) as first, serving(Site()) as second:
        assert first.url != second.url
        assert not second.url.endswith(f":{PORT}")


def test_the_clock_stands_still_and_never_goes_back() -> None:
    """Between two steps no time passes; what is past is refused."""
    clock = Clock(datetime(2022, 4, 4, 6, tzinfo=UTC))
    assert clock() == clock()
    clock.put(clock() + timedelta(hours=1))
    with pytest.raises(ValueError, match="does not go back"):
        clock.put(clock() - timedelta(seconds=1))

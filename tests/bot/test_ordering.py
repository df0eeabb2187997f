"""Two halves of one text, the first of which is held up on its way, as on a slow disk."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, Update, User

from bot.gathering import Gathering, Parcel
from bot.ordering import InOrder, Lobby
from bot.requests import place_of
from storage.types import Batch
from tests.bot.test_gathering import gathering, kept  # noqa: F401 - fixtures

LONG = "long " * 810


def update(number: int, text: str) -> Update:
    """A message of Ann's with this number."""
    ann = User(7, "Ann", is_bot=False)
    message = Message(number, datetime(2026, 3, 5, tzinfo=UTC), Chat(7, Chat.PRIVATE), from_user=ann, text=text)
    return Update(number, message=message)


async def worked(_: Batch) -> None:
    """Nothing is done with what was gathered."""


@pytest.mark.parametrize(
    ("first", "order"),
    [(LONG, [1, 2]), ("short", [2, 1]), ("/summary " + LONG, [2, 1])],
    ids=["a text that may go on", "a short one", "a command"],
)
async def test_only_a_text_that_may_go_on_is_waited_for(
    gathering: Gathering,  # noqa: F811 - a fixture
    first: str,
    order: list[int],
) -> None:
    """The second message overtakes the first, unless it may be its other half."""
    processor = InOrder(8, gathering)
    let_go = asyncio.Event()

    async def handle(sent: Update, *, held_up: bool) -> None:
        assert sent.message is not None
        if held_up:
            await let_go.wait()
        await gathering.add(place_of(sent.message), Parcel(sent.update_id, (), sent.message.text or ""), worked)
        arrived.append(sent.update_id)

    arrived: list[int] = []
    messages = update(1, first), update(2, "the end")
    tasks = [
        asyncio.create_task(processor.process_update(each, handle(each, held_up=each.update_id == 1)))
        for each in messages
    ]
    await asyncio.sleep(0.1)
    let_go.set()
    await asyncio.gather(*tasks)
    assert arrived == order


async def test_a_first_half_that_fails_holds_nobody_up(gathering: Gathering) -> None:  # noqa: F811 - a fixture
    """Whatever becomes of it, the next message is kept."""
    processor = InOrder(8, gathering)

    async def failing() -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        await processor.process_update(update(1, LONG), failing())
    assert await asyncio.wait_for(gathering.add(place_of(update(2, "").message), Parcel(2, ()), worked), 1) is None  # type: ignore[arg-type]  # it has one


async def test_no_more_is_fetched_while_too_much_waits(gathering: Gathering) -> None:  # noqa: F811 - a fixture
    """The third waits outside until the first is handled; the end of the bot waits for nobody."""
    lobby = Lobby(2)
    processor, let_go = InOrder(1, gathering, lobby=lobby), asyncio.Event()
    await lobby.put(update(1, "one"))
    await lobby.put(update(2, "two"))
    third = asyncio.create_task(lobby.put(update(3, "three")))
    first = asyncio.create_task(processor.process_update(await lobby.get(), let_go.wait()))
    await asyncio.wait_for(lobby.put("the end"), 1)
    assert not (await asyncio.wait([third], timeout=0.1))[0]
    let_go.set()
    await asyncio.wait_for(asyncio.gather(first, third), 5)
    assert lobby.qsize() == 3

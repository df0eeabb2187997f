"""What a person sees: the list of chats, messages old and new, menus and keyboards, each for who may see it."""

from __future__ import annotations

from bot.playground import Playground
from bot.playground.web.cast import Cast
from tests.bot.playground.web.conftest import ANN, BEN, BOOK_CLUB, MORNING_DESK, NEWSROOM, Robot, Window


async def test_the_list_of_chats(ann: Window, ben: Window) -> None:
    """The chat with the bot comes first; people, topics and everybody's standing are told."""
    status, state = await ann.get("state")
    assert (status, state["person"], [person["name"] for person in state["people"]]) == (200, ANN, ["Ann", "Ben"])
    titles = {chat["title"]: (chat["kind"], chat["status"], chat["bot"]) for chat in state["chats"]}
    assert titles == {
        "Verbatim": ("private", "member", "member"),
        "Newsroom": ("supergroup", "creator", "member"),
        "Book club": ("supergroup", "creator", "left"),
        "Morning desk": ("channel", "creator", "administrator"),
    }
    newsroom = (await ben.get("state"))[1]["chats"][1]
    assert newsroom["topics"] == [
        {"id": 2, "name": "Front page", "closed": False},
        {"id": 3, "name": "Figures", "closed": False},
    ]
    assert [(member["name"], member["status"]) for member in newsroom["members"]] == [
        ("Ann", "creator"),
        ("Ben", "member"),
    ]


async def test_the_page_opens_without_knowing_anybody(ann: Window) -> None:
    """The first look names no person and is given the first; whoever acts has to say who."""
    async with ann.session.get(ann.url + "state") as response:
        assert (await response.json())["person"] == ANN
    async with ann.session.get(ann.url + f"chat?chat={ANN}") as response:
        assert response.status == 400


async def test_the_last_message_stands_in_the_list(ann: Window, robot: Robot) -> None:
    """Its words, when and by whom; a file is named."""
    await ann.do("start")
    assert (await ann.get("state"))[1]["chats"][0]["started"] is True
    await robot.send(ANN, "Good morning.")
    assert (await ann.get("state"))[1]["chats"][0]["last"] | {"date": 0} == {
        "text": "Good morning.",
        "date": 0,
        "from": "Verbatim",
    }
    await ann.upload("minutes.txt", b"words")
    assert (await ann.get("state"))[1]["chats"][0]["last"]["text"] == "minutes.txt"


async def test_the_newest_messages_come_first_and_older_ones_on_demand(tg: Playground, cast: Cast, ann: Window) -> None:
    """A chat shows its newest two hundred messages; those before are asked for by number."""
    for number in range(450):
        tg.world.add_message(cast.newsroom, cast.ben.user, {"text": str(number)})
    newest = await ann.seen(NEWSROOM)
    assert [message["text"] for message in newest] == [str(number) for number in range(250, 450)]
    _, older = await ann.get("chat", chat=NEWSROOM, before=newest[0]["message_id"])
    _, oldest = await ann.get("chat", chat=NEWSROOM, before=older["messages"][0]["message_id"])
    assert [len(older["messages"]), len(oldest["messages"])] == [200, 50]
    assert oldest["messages"][0]["text"] == "0"


async def test_the_menu_is_the_persons_own(ann: Window, ben: Window, robot: Robot) -> None:
    """Administrators are offered what is theirs, and nobody is offered commands where the bot is not."""
    for scope, name in (("all_group_chats", "summary"), ("all_chat_administrators", "settings")):
        await robot.call("setMyCommands", commands=[{"command": name, "description": "d"}], scope={"type": scope})
    offers = {
        (window.person, chat): [each["command"] for each in (await window.get("chat", chat=chat))[1]["commands"]]
        for window in (ann, ben)
        for chat in (NEWSROOM, BOOK_CLUB, MORNING_DESK)
    }
    assert offers[ANN, NEWSROOM] == ["settings"]
    assert offers[BEN, NEWSROOM] == ["summary"]
    assert [offers[person, chat] for person in (ANN, BEN) for chat in (BOOK_CLUB, MORNING_DESK)] == [[]] * 4


async def test_keyboards_are_shown_and_tapped(ann: Window, robot: Robot) -> None:
    """A key sends its words, one that asks for a place sends the place; a keyboard for one time then goes."""
    await ann.do("start")
    keys = [[{"text": "Kyiv"}, {"text": "Where I am", "request_location": True}]]
    board = {"keyboard": keys, "one_time_keyboard": True, "input_field_placeholder": "A town"}
    await robot.send(ANN, "Where?", reply_markup=board)
    _, chat = await ann.get("chat", chat=ANN)
    assert (chat["keyboard"]["keyboard"], chat["placeholder"]) == (keys, "A town")
    assert (await ann.post("tap", chat=ANN, text="Lviv"))[0] == 404
    assert (await ann.post("tap", chat=ANN, text="Where I am"))[0] == 400
    await ann.do("tap", chat=ANN, text="Where I am", lat=49.84, lon=24.03)
    assert (await ann.seen(ANN))[-1]["location"] == {"latitude": 49.84, "longitude": 24.03}
    assert (await ann.get("chat", chat=ANN))[1]["keyboard"] is None


async def test_own_messages_are_marked(ann: Window, ben: Window, robot: Robot) -> None:
    """Each sees which messages are theirs to change; the posts of a channel belong to those who manage it."""
    await ann.do("say", chat=NEWSROOM, text="hello")
    await ann.do("say", chat=MORNING_DESK, text="a post")
    await robot.send(MORNING_DESK, "a digest")
    assert [message["own"] for message in await ann.seen(NEWSROOM) + await ann.seen(MORNING_DESK)] == [
        True,
        True,
        False,
    ]
    assert not any(message["own"] for message in await ben.seen(NEWSROOM) + await ben.seen(MORNING_DESK))

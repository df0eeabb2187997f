"""What people write, send, change and take away on the page, and what the bot learns of it."""

from __future__ import annotations

import pytest

from bot.playground import Playground
from bot.playground.content import grey_image
from bot.playground.web.cast import Cast
from tests.bot.playground.web.conftest import ANN, BEN, BOOK_CLUB, MORNING_DESK, NEWSROOM, Robot, Window


async def test_a_text_reaches_the_bot(ann: Window, robot: Robot) -> None:
    """What is said in private is an update, with the number that the page was told."""
    number = (await ann.do("say", chat=ANN, text="Good morning"))["id"]
    message = await robot.asked("message")
    assert (message["message_id"], message["text"], message["from"]["first_name"]) == (number, "Good morning", "Ann")


async def test_a_long_text_goes_in_parts(ann: Window) -> None:
    """As apps do it: cut at a word, the first part alone is the reply."""
    first = (await ann.do("say", chat=ANN, text="What is it?"))["id"]
    await ann.do("say", chat=ANN, text="word " * 1000, reply_to=first)
    parts = (await ann.seen(ANN))[1:]
    assert [len(part["text"]) <= 4096 and "reply_to_message" in part for part in parts] == [True, False]
    assert " ".join(part["text"] for part in parts).split() == ["word"] * 1000


async def test_topics_are_kept_apart(ann: Window, ben: Window) -> None:
    """A message goes into the topic that is open, General's carry no number, and a reply stays where its message is."""
    await ben.do("say", chat=NEWSROOM, text="general", topic=1)
    number = (await ben.do("say", chat=NEWSROOM, text="figures", topic=3))["id"]
    await ann.do("say", chat=NEWSROOM, text="reply", reply_to=number)
    assert (await ann.post("say", chat=NEWSROOM, text="elsewhere", reply_to=number, topic=2))[0] == 400
    topics = [message.get("message_thread_id") for message in await ann.seen(NEWSROOM)]
    assert topics == [None, 3, 3]


async def test_a_reply_quotes_what_stands_there(ann: Window, ben: Window) -> None:
    """A quotation carries its place in UTF-16 units; words that the message does not have are refused."""
    number = (await ann.do("say", chat=NEWSROOM, text="😀 at least 12 houses"))["id"]
    await ben.do("say", chat=NEWSROOM, text="Who says so?", reply_to=number, quote="at least 12")
    assert (await ben.seen(NEWSROOM))[-1]["quote"] == {"text": "at least 12", "position": 3}
    assert (await ben.post("say", chat=NEWSROOM, text="x", reply_to=number, quote="at most 12"))[0] == 400


async def test_own_words_can_be_changed_and_taken_away(ann: Window, ben: Window, robot: Robot) -> None:
    """The bot is told of a change as Telegram tells it, and of nothing else; others may do neither."""
    number = (await ann.do("say", chat=ANN, text="first"))["id"]
    await ann.do("edit", chat=ANN, id=number, text="second")
    assert (await robot.asked("message"))["text"] == "first"
    assert (await robot.asked("edited_message"))["text"] == "second"
    await ann.do("delete", chat=ANN, id=number)
    assert await ann.seen(ANN) == []
    number = (await ann.do("say", chat=NEWSROOM, text="ours"))["id"]
    assert (await ben.post("edit", chat=NEWSROOM, id=number, text="mine"))[0] == 403
    assert (await ben.post("delete", chat=NEWSROOM, id=number))[0] == 403


async def test_the_bots_words_are_the_bots(ann: Window, robot: Robot) -> None:
    """Nobody changes what the bot said, nor what somebody else said before it was forwarded."""
    await ann.do("start")
    number = await robot.send(ANN, "verbatim")
    assert (await ann.post("edit", chat=ANN, id=number, text="invented"))[0] == 403
    copy = (await ann.do("forward", from_chat=ANN, id=number, chat=NEWSROOM))["id"]
    assert (await ann.post("edit", chat=NEWSROOM, id=copy, text="invented"))[0] == 400
    assert (await ann.seen(NEWSROOM))[0]["text"] == "verbatim"


async def test_an_edit_that_is_too_long_or_empty_changes_nothing(ann: Window) -> None:
    """Nor does the same text again, of which nobody is told."""
    number = (await ann.do("say", chat=ANN, text="first"))["id"]
    for text, status in (("x" * 4097, 400), (" ", 400), ("first", 200)):
        assert (await ann.post("edit", chat=ANN, id=number, text=text))[0] == status
    (message,) = await ann.seen(ANN)
    assert (message["text"], "edit_date" in message) == ("first", False)


async def test_a_forward_names_its_origin(ann: Window, robot: Robot) -> None:
    """A post of a channel comes to the bot as one."""
    post = (await ann.do("say", chat=MORNING_DESK, text="Number 1"))["id"]
    await ann.do("forward", from_chat=MORNING_DESK, id=post, chat=ANN)
    origin = (await robot.asked("message"))["forward_origin"]
    assert (origin["type"], origin["chat"]["title"], origin["message_id"]) == ("channel", "Morning desk", post)


async def test_a_place_is_sent(ann: Window, robot: Robot) -> None:
    """Latitude and longitude, in private and as a reply in a group."""
    await ann.do("locate", chat=ANN, latitude=50.45, longitude=30.52)
    assert (await robot.asked("message"))["location"] == {"latitude": 50.45, "longitude": 30.52}


async def test_files_are_sent_with_their_names_and_captions(ann: Window, robot: Robot) -> None:
    """The bot gets a document with the bytes that were chosen, whatever path a browser puts before its name."""
    status, _ = await ann.upload("folder/Відлуння 1.txt", b"words", caption="Read this")
    message = await robot.asked("message")
    assert (status, message["caption"], message["document"]["file_name"]) == (200, "Read this", "Відлуння 1.txt")
    path = (await robot.call("getFile", file_id=message["document"]["file_id"]))["file_path"]
    async with robot.session.get(f"{robot.url.replace('/bot', '/file/bot')}/{path}") as response:
        assert await response.read() == b"words"


@pytest.mark.parametrize(
    ("data", "status"),
    [(grey_image(), 200), (b"GIF89a", 400), (b"\x89PNG\r\n\x1a\n", 400), (grey_image(2100, 100), 400)],
    ids=["a picture", "no PNG", "half a PNG", "a strip"],
)
async def test_photos_are_what_telegram_takes_for_one(ann: Window, data: bytes, status: int) -> None:
    """PNG and JPEG of bearable shape go as photos; all else the person is told to send as a file."""
    given, answer = await ann.upload("photo.png", data, "image/png", **{"as": "photo"})
    assert (given, "error" in answer) == (status, status != 200)


async def test_an_empty_file_is_refused(ann: Window) -> None:
    """As apps refuse it."""
    assert (await ann.upload("empty.txt", b""))[0] == 400
    assert await ann.seen(ANN) == []


async def test_start_carries_what_a_link_gives(ann: Window, robot: Robot) -> None:
    """Pressing Start says so, with the words of a deep link."""
    await ann.do("start", payload="s_12")
    assert (await robot.asked("message"))["text"] == "/start s_12"


async def test_members_do_not_write_in_channels(ann: Window, ben: Window, robot: Robot) -> None:
    """Only who manages a channel posts there, in its name."""
    assert (await ben.post("say", chat=MORNING_DESK, text="x"))[0] == 403
    assert (await ben.upload("a.txt", b"x", chat=MORNING_DESK))[0] == 403
    await ann.do("say", chat=MORNING_DESK, text="Good morning")
    assert "from" not in await robot.asked("channel_post")


async def test_a_closed_topic_is_for_administrators(ann: Window, ben: Window) -> None:
    """Members cannot write in it, reply there or change their words until it is open again."""
    number = (await ben.do("say", chat=NEWSROOM, topic=2, text="before"))["id"]
    await ann.do("topic", chat=NEWSROOM, topic=2, closed=True)
    assert (await ben.post("say", chat=NEWSROOM, topic=2, text="x"))[0] == 403
    assert (await ben.post("say", chat=NEWSROOM, reply_to=number, text="x"))[0] == 403
    assert (await ben.post("edit", chat=NEWSROOM, id=number, text="x"))[0] == 403
    await ann.do("say", chat=NEWSROOM, topic=2, text="x")
    await ann.do("topic", chat=NEWSROOM, topic=2, closed=False)
    await ben.do("say", chat=NEWSROOM, topic=2, text="x")


async def test_the_bot_hears_in_groups_what_privacy_lets_it(ben: Window, robot: Robot) -> None:
    """Commands and replies to it, and nothing else."""
    await ben.do("say", chat=NEWSROOM, text="just talk")
    await ben.do("say", chat=NEWSROOM, text="/summary")
    assert [update["message"]["text"] for update in await robot.heard()] == ["/summary"]


async def test_a_guest_is_called_by_its_name(ben: Window, robot: Robot) -> None:
    """Where the bot is not, its name calls it, and its one answer stands there."""
    await ben.do("say", chat=BOOK_CLUB, text="What does @Verbatim_bot know of bridges?")
    asked = await robot.asked("guest_message")
    article = {"type": "article", "id": "1", "title": "T", "input_message_content": {"message_text": "A bridge."}}
    await robot.call("answerGuestQuery", guest_query_id=asked["guest_query_id"], result=article)
    assert [message["text"] for message in await ben.seen(BOOK_CLUB)][1:] == ["A bridge."]


async def test_what_the_page_does_and_what_a_test_does_are_one(tg: Playground, cast: Cast, ben: Window) -> None:
    """A person of the cast who acts in code sees what was done on the page."""
    await ben.do("say", chat=BEN, text="from the page")
    await cast.ben.say("from a test", more=True)
    assert [message.text for message in tg.messages(BEN, everyone=True)] == ["from the page", "from a test"]

"""Feeds from a person's side: followed, listed with their health, ended and told once, replaced, removed, exported."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from telegram.ext import ExtBot

from bot.jobs import Jobs
from bot.limiter import Limiter, Turn
from bot.playground import Message
from bot.settings import Settings
from bot.teller import Teller
from sources.feeds.opml import read_opml
from sources.web.policy import Policy
from tests.bot.asking import ARTICLE, ask, whole
from tests.bot.conftest import Running, running, settings
from tests.bot.press import Press, printing, words

LATER = timedelta(days=2)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site of the tests may be asked without a pause between two requests."""
    monkeypatch.setattr(Settings, "policy", Policy(private=frozenset({"127.0.0.1:*"}), pause=0))


@pytest.fixture
async def press() -> AsyncIterator[Press]:
    async with printing() as site:
        for place in ("Wye", "Severn"):
            name = place.lower()
            item = site.article(f"/news/bridge-of-{name}-reopens", f"Bridge of {place} reopens", words(place))
            site.feeds[f"/{name}"] = [item]
        site.feeds |= {"/usk": [], "/dee": []}  # nothing to read, and nothing that takes time to understand
        yield site


@asynccontextmanager
async def started(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    """The bot over an empty store that outlives it."""
    monkeypatch.setattr("seeds.load", tuple)
    async with running(settings(folder)) as it:
        yield it


@pytest.fixture
async def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    async with started(tmp_path, monkeypatch) as it:
        yield it


async def tick(bot: Running, *, url: str | None = None) -> None:
    """One tick two days later, to its end; of several feeds of one host one is looked at."""
    context = bot.context
    base = f"{url or bot.telegram.url}/bot"
    sending = ExtBot[Turn](bot.telegram.token, base_url=base, rate_limiter=Limiter(25))
    async with sending if url is None else unreached(sending):
        teller = Teller(sending, context.database, context.now)
        jobs = Jobs(context.database, context.feeds, context.pages, teller, lambda: context.now() + LATER)
        await jobs.tick()
        await jobs.settled()


@asynccontextmanager
async def unreached(sending: ExtBot[Turn]) -> AsyncIterator[ExtBot[Turn]]:
    """A bot whose server is away cannot ask who it is; its requests fail one by one."""
    for request in sending._request:
        await request.initialize()
    yield sending
    for request in sending._request:
        await request.shutdown()


async def followed(bot: Running, press: Press, *names: str, chat: int = 7) -> None:
    for name in names:
        await bot.context.feeds.follow(f"{press.url}/{name}", chat=chat, person=7)


def notices(bot: Running, chat: int = 7) -> list[Message]:
    return [each for each in bot.telegram.messages(chat) if each.text.startswith("I have stopped asking")]


async def test_a_feed_that_is_sent_is_followed_and_briefed_from(bot: Running, press: Press) -> None:
    """Its link is enough; its articles answer at once, and are this chat's alone."""
    ann, bob = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Bob")
    told = whole(await ask(ann, f"{press.url}/wye"))
    assert told.startswith("Following Wye Gazette")
    assert "Bridge of Wye" in whole(await ask(ann, "/brief Wye"))
    assert (await ask(bob, "/sources"))[0].text.startswith("There are no sources here yet.")


async def test_sources_show_how_feeds_are_doing(bot: Running, press: Press) -> None:
    """What fails stands first, with why and since when in plain words; then what is well, then the texts."""
    ann = bot.telegram.user(7, "Ann")
    await ask(ann, "/help")
    await followed(bot, press, "wye", "severn", "usk")
    press.answers |= {"/severn": (503, {}), "/usk": (410, {})}
    for state in await bot.context.feeds.claim_due(bot.context.now() + LATER):
        look = await bot.context.feeds.poll(state.id)
        if look and look.ended:
            await bot.context.feeds.settle(state.id)
    text = (await ask(ann, "/sources"))[0].text
    assert text.startswith("Sources · 4 in all")
    assert "failing: the site is overloaded; last read just now; next look in 1" in text
    assert "ended: the site says that it has ended; last read just now; asked no more" in text
    assert "read just now; next look in" in text
    assert text.index("failing") < text.index("read just now; next look")


async def test_a_dead_feed_is_told_once_to_whoever_added_it(
    tmp_path: Path, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not again at the next tick, not again after a restart; nobody else hears of it."""
    async with started(tmp_path, monkeypatch) as bot:
        ann, bob = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Bob")
        await ask(ann, "/help")
        await ask(bob, "/help")
        await followed(bot, press, "usk")
        press.answers["/usk"] = (410, {})
        await tick(bot)
        await tick(bot)
        (notice,) = notices(bot)
        assert notice.labels == ("Try again", "Replace", "Remove")
        assert notices(bot, 8) == []
    async with started(tmp_path, monkeypatch) as bot:
        await ask(bot.telegram.user(7, "Ann"), "/help")
        await tick(bot)
        assert notices(bot) == []
    assert press.counted("/usk") == 2


async def test_what_could_not_be_told_is_told_after_a_restart(
    tmp_path: Path, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram cannot be reached when the feed ends: nothing was sent, nothing is lost."""
    async with started(tmp_path, monkeypatch) as bot:
        await followed(bot, press, "usk")
        press.answers["/usk"] = (410, {})
        await tick(bot, url="http://127.0.0.1:9")
    async with started(tmp_path, monkeypatch) as bot:
        await ask(bot.telegram.user(7, "Ann"), "/help")
        await tick(bot)
        assert len(notices(bot)) == 1


@pytest.mark.parametrize(("fault", "sent"), [("flood", 1), ("error", 1), ("drop_after", 1)])
async def test_trouble_on_the_way_repeats_nothing_and_loses_nothing(
    bot: Running, press: Press, fault: str, sent: int
) -> None:
    """Asked to wait, or refused by a server that has a fault, it is told later; a cut after delivery is no reason."""
    await ask(bot.telegram.user(7, "Ann"), "/help")
    await followed(bot, press, "usk")
    press.answers["/usk"] = (410, {})
    bot.telegram.fault(fault, method="sendMessage", chat=7)  # type: ignore[arg-type]
    await tick(bot)
    await tick(bot)
    assert len(notices(bot)) == sent


async def test_who_has_blocked_the_bot_holds_up_nobody(bot: Running, press: Press) -> None:
    """Bob is told, Ann is not, and the feed rests."""
    ann, bob = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Bob")
    await ask(ann, "/help")
    await ask(bob, "/help")
    await followed(bot, press, "usk")
    await followed(bot, press, "usk", chat=8)
    await ann.block()
    press.answers["/usk"] = (410, {})
    await tick(bot)
    assert len(notices(bot, 8)) == 1
    (following,) = await bot.context.feeds.listed(7)
    assert following.feed.due is None


async def ended(bot: Running, press: Press) -> Message:
    await ask(bot.telegram.user(7, "Ann"), "/help")
    await followed(bot, press, "usk")
    press.answers["/usk"] = (410, {})
    await tick(bot)
    return notices(bot)[0]


async def test_a_dead_feed_is_tried_again(bot: Running, press: Press) -> None:
    """It says what came of it, whether it is still gone or back."""
    notice, ann = await ended(bot, press), bot.telegram.user(7, "Ann")
    (still,) = (await ann.press(notice, "Try again", until=1)).messages
    assert "again: the site says that it has ended" in still.text
    del press.answers["/usk"]
    (back,) = (await ann.press(notice, "Try again", until=1)).messages
    assert "answers again: no new articles" in back.text


async def test_a_dead_feed_is_replaced_by_an_answer_with_its_new_address(bot: Running, press: Press) -> None:
    """The question is answered with a link; a link that is none of a feed changes nothing."""
    notice, ann = await ended(bot, press), bot.telegram.user(7, "Ann")
    (question,) = (await ann.press(notice, "Replace", until=1)).messages
    assert "new address of" in question.text
    (wrong,) = await ann.reply(question, f"{press.url}/nothing-there", until=1)
    assert "Following" not in wrong.text
    (done,) = await ann.reply(question, f"/add {press.url}/dee", until=1)
    assert done.text.startswith("Following Wye Gazette /dee")
    (feed,) = await bot.context.feeds.listed(7)
    assert feed.feed.url == f"{press.url}/dee"


async def test_a_feed_is_removed_after_asking_and_brought_back(bot: Running, press: Press) -> None:
    """By its number, with a question, in place; what it brought stays."""
    ann = bot.telegram.user(7, "Ann")
    await followed(bot, press, "wye")
    number = (await ask(ann, "/sources"))[0].text.split("\n\n")[1].split(".")[0]
    (question,) = await ask(ann, f"/remove {number}")
    assert question.text.startswith("Remove Wye Gazette /wye? What it has brought stays.")
    kept = await ann.press(question, "Keep", until=1)
    assert kept.message
    assert kept.message.text == "All is left as it was."
    (question,) = await ask(ann, f"/remove {number}")
    removed = await ann.press(question, "Remove", until=1)
    assert removed.message
    assert removed.message.labels == ("Undo",)
    assert await bot.context.feeds.listed(7) == ()
    assert "Bridge of Wye" in whole(await ask(ann, "/sources"))
    await ann.press(removed.message, "Undo", until=1)
    assert len(await bot.context.feeds.listed(7)) == 1


async def test_a_source_is_picked_below_the_list_removed_and_brought_back(bot: Running) -> None:
    """Only what the chat has added is offered; a second press finds it gone."""
    ann = bot.telegram.user(7, "Ann")
    await ask(ann, ARTICLE)
    (listed,) = await ask(ann, "/sources")
    (which,) = (await ann.press(listed, "Remove…", until=1)).messages
    (question,) = (await ann.press(which, which.labels[0], until=1)).messages
    removed = await ann.press(question, "Remove", until=1)
    assert removed.message
    assert removed.message.text.startswith("Removed: Bridge over the Wye reopens")
    assert (await ask(ann, "/brief Wye"))[0].text.startswith("There are no sources here yet.")
    again = await ann.send_data(question, question.button("Remove").data or "", until=0)
    assert again.answer
    assert again.answer.text
    await ann.press(removed.message, "Undo", until=1)
    assert "Wye" in whole(await ask(ann, "/brief Wye"))


async def test_a_strangers_button_does_nothing(bot: Running, press: Press) -> None:
    """Bob sends the numbers of Ann's feed from his own chat; a member of her group is no admin."""
    bob = bot.telegram.user(8, "Bob")
    await followed(bot, press, "dee")
    (his,) = await ask(bob, "/help")
    (following,) = await bot.context.feeds.listed(7)
    number = 2 * following.id - 1
    for action in ("ask", "drop", "retry", "swap", "keep", "leave", "x"):
        forged = await bob.send_data(his, f"{action}:own:{number}")
        assert forged.answer
        assert forged.answer.text == "This button is another chat's, or what it is about is gone."
        assert forged.messages == ()
    assert (await ask(bob, f"/remove {number}"))[0].text.startswith(f"There is no {number} among")
    assert len(await bot.context.feeds.listed(7)) == 1


async def test_in_a_group_only_admins_remove(bot: Running, press: Press) -> None:
    """By command and by a forged button; its admin may."""
    ann, bob = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Bob")
    group = bot.telegram.group(-1001, "Desk", members={7: "administrator", 8: "member"})
    await followed(bot, press, "dee", chat=group.id)
    (following,) = await bot.context.feeds.listed(group.id)
    number = 2 * following.id - 1
    refused = "In a group only its admins remove sources or change feeds."
    assert (await ask(bob, f"/remove {number}", chat=group))[0].text == refused
    (question,) = await ask(ann, f"/remove {number}", chat=group)
    pressed = await bob.press(question, "Remove")
    assert pressed.answer
    assert pressed.answer.text == refused
    await ann.press(question, "Remove", until=1)
    assert await bot.context.feeds.listed(group.id) == ()


async def test_feeds_go_out_as_a_file_and_come_in_elsewhere(bot: Running, press: Press) -> None:
    """The file that Ann gets is what Bob sends; both then follow the same."""
    ann, bob = bot.telegram.user(7, "Ann"), bot.telegram.user(8, "Bob")
    assert (await ask(ann, "/opml"))[0].text.startswith("This chat follows no feed.")
    await followed(bot, press, "dee", "usk")
    (sent,) = await ask(ann, "/opml")
    assert sent.document
    assert {link.url for link in read_opml(sent.document.data)} == {f"{press.url}/dee", f"{press.url}/usk"}
    told = whole(await bob.upload("verbatim.opml", sent.document.data, until=1))
    assert "2 new feeds" in told
    assert {each.feed.url for each in await bot.context.feeds.listed(8)} == {f"{press.url}/dee", f"{press.url}/usk"}


async def test_what_is_public_cannot_be_removed(bot: Running, press: Press) -> None:
    """It has no number; a guessed one is refused."""
    ann = bot.telegram.user(7, "Ann")
    following = await bot.context.feeds.follow(f"{press.url}/dee", chat=None, person=None)
    assert "• Wye Gazette /dee" in whole(await ask(ann, "/sources"))
    (refused,) = await ask(ann, f"/remove {2 * following.following.id - 1}")
    assert refused.text.startswith("There is no") or refused.text.startswith("That one is public")
    (help_,) = await ask(ann, "/remove the first one")
    assert help_.text.startswith("Name it by its number in /sources")

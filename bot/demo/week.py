"""The script: the week of 4 to 10 April 2022, as the bot's people see it."""

from __future__ import annotations

from bot.demo.pages import DESK, bulletins, copies
from bot.demo.show import Show

OPENING = (
    "A week of news in about two minutes. The bot is the real one; Telegram, the web site and the clock are small ones "
    "of the demo's own, on this machine. Four pages are copies of Verbatim's first sources. The bulletins are those of "
    "the “Verbatim demo desk”, which was made up for this demo: it relays figures that OHCHR, the UN human rights "
    "office, published that week. The slip that it corrects is its own. Ann made the group and the channel; Ben is a "
    "member. Times are Kyiv’s."
)

OPENING_ON_PAGE = (
    "A week of April 2022. The “Verbatim demo desk” was made up for this demo; it relays figures that OHCHR, the UN "
    "human rights office, published that week. The slip that it corrects is its own. Times are Kyiv’s."
)


async def week(show: Show) -> None:
    """All seven days."""
    await show.begins(OPENING, OPENING_ON_PAGE)
    for day in (monday, tuesday, wednesday, thursday, friday, saturday, sunday):
        await day(show)


async def monday(show: Show) -> None:
    """First sources; a digest for a person, one for a group, one for a channel."""
    ann, ben, room, site = show.cast.ann, show.cast.ben, show.cast.newsroom, show.stage.site
    await show.at(4, "09:00", "Ann opens the chat with the bot, which has read nothing yet.")
    await show.says(ann, "/start")
    await show.at(4, "09:30", "The operator adds a page for everybody. It does not say who published it, or when.")
    await show.adds(site.publish(copies()["bucha-investigation"]))
    await show.says(ann, "/brief")
    await show.at(4, "10:00", "Ann wants a digest every morning.")
    await show.says(ann, "/subscribe 08:00 Kyiv")
    await show.at(4, "15:30", "The operator follows the demo desk's feed, which has its first bulletin.")
    site.publish(bulletins()[0].page)
    await show.adds(site.feed)
    await show.at(4, "16:00", "The newsroom gets its own digest, in the topic where Ann asks. Ben is no admin there.")
    await show.says(ann, f"/subscribe@{show.bot} 09:00 weekdays Kyiv", chat=room, topic=2)
    await show.says(ben, f"/unsubscribe@{show.bot}", chat=room, topic=2)
    await show.at(4, "16:30", "Ann sets up a digest for her channel, from the private chat.")
    card = await show.says(ann, "/subscribe 18:00 Kyiv")
    where = await show.presses(ann, card, "Where")
    await show.presses(ann, where, "To a channel or group…")
    await show.says(ann, "@morning_desk", until=2)


async def tuesday(show: Show) -> None:
    """The same words in two sources; a denial beside the allegation."""
    ann, site = show.cast.ann, show.stage.site
    await show.at(5, "08:00", "Ann's first digest is due.")
    await show.at(5, "11:00", "The operator adds a transcript of the U.S. Department of State.")
    await show.adds(site.publish(copies()["blinken-remarks"]))
    await show.at(
        5, "12:00", "The desk's bulletin of the day comes out. The bot asks the feed by itself, now and then."
    )
    site.publish(bulletins()[1].page)
    await show.at(5, "15:30", "Ann sends a link, for herself: an article that quotes the same remarks.")
    await show.says(ann, site.publish(copies()["blinken-departs"]))
    await show.at(5, "16:00", "Who said it, and in which sources? Each mark opens its page at the very sentence.")
    quotes = await show.says(ann, "/quotes rogue unit")
    show.opens(ann, quotes, "[1]")
    await show.at(5, "16:10", "The sources side by side.")
    await show.says(ann, "/compare blinken")


async def wednesday(show: Show) -> None:
    """A figure moves on; somebody is followed."""
    ann, site = show.cast.ann, show.stage.site
    await show.at(6, "08:00", "Ann's digest is due.")
    await show.at(6, "12:00", "The bulletin of the day comes out, with a slip of the demo desk’s own: 2,231 injured.")
    site.publish(bulletins()[2].page)
    await show.at(6, "14:00", "The operator adds a page of Fox News.")
    await show.adds(site.publish(copies()["bucha-premeditated"]))
    await show.at(6, "16:00", "Ann wants to hear of NATO's Secretary-General first.")
    await show.says(ann, "/follow Stoltenberg")


async def thursday(show: Show) -> None:
    """A source corrects itself, and whoever was told the slip is told."""
    ann, site = show.cast.ann, show.stage.site
    await show.at(7, "08:00", "Ann's digest is due: Stoltenberg first.")
    await show.at(
        7, "12:00", "The demo desk corrects its own slip of Wednesday, to OHCHR’s 2,213, and brings the next bulletin."
    )
    site.publish(bulletins()[2].corrected)
    site.publish(bulletins()[3].page)
    await show.at(7, "18:00", "The channel's digest is due. It was told the slip, so it is told the correction.")
    await show.at(7, "18:30", "All answers to one question, each with who gives it and when.")
    figures = await show.says(ann, "/figures injured")
    await show.presses(ann, figures, "Chart")


async def friday(show: Show) -> None:
    """A statement in another chat; then the machine goes off."""
    site = show.stage.site
    await show.at(8, "08:00", "Ann's digest is due.")
    await show.at(8, "09:30", "The bulletin of the day comes out.")
    site.publish(bulletins()[4].page)
    await show.at(8, "19:00", "Ben posts a statement in a group that the bot is not in.")
    await show.posts(show.cast.ben, "rogue unit", show.cast.book_club)
    await show.at(8, "21:00", "The machine goes off. Ann's digest of Saturday, 08:00, falls into that time.")
    await show.stage.stop()


async def saturday(show: Show) -> None:
    """What was missed comes once, and says that it is late."""
    await show.at(9, "10:15", "The machine is on again.")
    await show.restarts()


async def sunday(show: Show) -> None:
    """Nothing new, so nothing is sent; a forward, its evidence, and the week at a glance."""
    ann = show.cast.ann
    await show.at(10, "08:00", "Ann's digest is due. Nothing is new since Saturday, so nothing is sent.")
    await show.at(10, "11:00", "Ann forwards a post. What she sends is for her chat alone.")
    told = await show.forwards(ann, bulletins()[5].page.text, DESK)
    await show.at(10, "11:05", "Evidence: the bot answers the very words of the message that Ann forwarded.")
    await show.presses(ann, told, "Evidence")
    await show.at(10, "11:10", "Why did it choose that?")
    await show.says(ann, "/why 1")
    await show.at(10, "12:00", "The week in one story.")
    await show.says(ann, "/story 3 since 5 April")

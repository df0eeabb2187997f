"""Digests that are shared by a link: whoever opens it sees the card as theirs would be, and has it by one press."""

from __future__ import annotations

from bot.commands.scheduling import Desk, Screen
from bot.requests import Ask
from bot.services import presets
from bot.services.subscribing import Wish
from bot.services.suggesting import UTC_ZONE
from bot.views import channels as views
from bot.views import links
from bot.views.language import say
from storage.types import Subscription

PREFIX = "d_"


async def opened(ask: Ask, listing: str) -> None:
    """Answers a link to a preset, told its id; nothing is set up yet."""
    desk = Desk.of(ask)
    zone = await desk.own_zone()
    preset = await presets.shared(ask.context.database, listing, zone or UTC_ZONE)
    if preset is None:
        await ask.answer(say(views.NO_PRESET))
    else:
        rich = views.preset(preset.rule, preset.taste, ask.context.now(), zoned=zone is not None)
        await ask.answer(rich, views.preset_rows(listing))


async def give(desk: Desk, digest: Subscription) -> Screen:
    """The links under which others find a digest as this one is now."""
    listing = await presets.share(desk.context.database, desk.chat, digest, desk.context.now())
    bot = desk.message.get_bot().username
    link, group = links.opening(bot, PREFIX + listing), links.joining(bot, PREFIX + listing)
    return Screen(views.shared(link, group, len(presets.own(digest))))


async def adopt(desk: Desk, listing: str) -> Screen:
    """Sets up for the chat what was shared; where its time zone is not known, that is asked for."""
    zone = await desk.own_zone()
    preset = await presets.shared(desk.context.database, listing, zone or UTC_ZONE)
    if preset is None:
        return Screen(say(views.NO_PRESET))
    person = desk.user.id if desk.user else None
    wish = Wish(desk.chat, desk.thread, person, preset.rule, preset.taste, preset.silent)
    return await desk.added(await desk.subscriptions.add(wish), unsure=zone is None)

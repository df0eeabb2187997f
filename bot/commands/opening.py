"""Where a deep link leads: to a passage, to a story, to what somebody shared; only to what this chat sees."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.commands import presets
from bot.commands.base import remember
from bot.commands.entering import enter
from bot.commands.telling import tell_story
from bot.requests import Ask
from bot.services import offers
from bot.services.wanted import Wanted
from bot.views import briefing, links
from bot.views import inline as views
from bot.views.buttons import Button, Rows, acting
from bot.views.language import tr
from bot.views.links import Link
from bot.views.stories import KIND

SHARED: dict[links.Kind, Callable[[Ask, str], Awaitable[None]]] = {"invite": enter, "preset": presets.opened}
"""Who answers a link to what somebody shared, told its id."""


async def opened(ask: Ask) -> bool:
    """Answers with what the words of /start lead to; False where they are no link of ours, not even a broken one."""
    link = links.read(ask.words)
    if links.is_broken(ask.words):
        await ask.answer(views.not_here())
        return True
    match link and link.kind:
        case "passage" if link:
            await _passage(ask, link)
        case "story" if link:
            await _story(ask, link)
        case kind if kind in SHARED and link:
            await SHARED[kind](ask, link.mark)
        case _:
            return False
    return True


async def _passage(ask: Ask, link: Link) -> None:
    """The passage, then what its source says besides."""
    async with ask.busy():
        offer = await offers.at(ask.context.database, ask.chat, link.mark, link.start)
        if offer is None:
            await ask.answer(views.not_here())
            return
        blocks = await asyncio.to_thread(views.opened, offer)
        told = await ask.context.answers.told(ask.chat, Wanted(key=offer.document.key), "greeting")
        more = briefing.briefing(told.briefing)[1:] if told.briefing else ()  # its title is the passage's source
        await ask.answer_blocks((*blocks, *more), await _rows(ask, link, public=offer.public))


async def _story(ask: Ask, link: Link) -> None:
    number = await offers.story_at(ask.context.database, ask.chat, link.mark)
    if number is None:
        await ask.answer(views.not_here())
    else:
        await tell_story(ask, number)


async def _rows(ask: Ask, link: Link, *, public: bool) -> Rows:
    """The story that it is of, and a way to put the same thing into another chat."""
    number = await offers.story_at(ask.context.database, ask.chat, link.mark)
    listing = await remember(ask.context, ask.chat, f"#{number}") if number is not None else None
    story = (acting(tr("The whole story"), "open", KIND, listing),) if listing else ()
    share = (Button(tr("Share"), share=ask.words),) if ask.shares and (public or ask.private) else ()
    return (story + share,) if story or share else ()

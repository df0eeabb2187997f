"""/story N: one story in its course, what is new in it, and its sources."""

import re

from bot.commands.base import Command, nothing, remember
from bot.requests import Ask
from bot.services import stories
from bot.views import texts
from bot.views.stories import HOW_TO_ASK, story, story_rows

ASKED = re.compile(r"(?:story\s+)?#?(?P<number>\d{1,9})", re.IGNORECASE)


async def run(ask: Ask) -> None:
    """Answers with the story of the number; without one, with the newest."""
    number = await _number(ask)
    if number is None:
        await ask.answer(HOW_TO_ASK if ask.words else await nothing(ask, "story"))
        return
    told = await stories.told(ask.context.database, ask.chat, number)
    if told is None:
        await ask.answer(texts.no_story(number))
        return
    listing = await remember(ask.context, ask.chat, f"#{told.story.number}")
    await ask.answer_blocks(story(told), story_rows(told, listing) if listing else ())


async def _number(ask: Ask) -> int | None:
    if ask.words:
        asked = ASKED.fullmatch(ask.words)
        return int(asked["number"]) if asked else None
    newest = await stories.newest(ask.context.database, ask.chat, limit=1)
    return newest[0].story.number if newest else None


COMMAND = Command("story", "one story: its course and what is new [number]", run)

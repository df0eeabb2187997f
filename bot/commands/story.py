"""/story N: one story in its course and what is new in it; /story N since a moment: what came after that."""

import re
from datetime import datetime

from bot.commands.base import Command, nothing, remember
from bot.requests import Ask
from bot.services import stories
from bot.services.moments import moment_of
from bot.views import texts
from bot.views.stories import HOW_TO_ASK, HOW_TO_SINCE, story, story_rows

ASKED = re.compile(r"(?:story\s+)?#?(?P<number>\d{1,9})(?:\s+since(?P<since>\s.*)?)?", re.IGNORECASE)


async def run(ask: Ask) -> None:
    """Answers with the story of the number; without one, with the newest."""
    asked = ASKED.fullmatch(ask.words)
    if ask.words and asked is None:
        await ask.answer(HOW_TO_ASK)
        return
    if asked is None:
        newest = await stories.newest(ask.context.database, ask.chat, limit=1)
        await (tell(ask, newest[0].story.number) if newest else ask.answer(await nothing(ask, "story")))
        return
    since = asked["since"] or ("" if ask.words.casefold().endswith("since") else None)
    moment = None if since is None else moment_of(since, ask.context.now())
    if since is not None and moment is None:
        await ask.answer(HOW_TO_SINCE)
        return
    await tell(ask, int(asked["number"]), moment)


async def tell(ask: Ask, number: int, moment: datetime | None = None) -> None:
    """Answers with a story, or with what came to it after a moment; a long text may take its time."""
    async with ask.busy():
        told = await stories.told(ask.context.database, ask.chat, number, moment)
        if told is None:
            await ask.answer(texts.no_story(number))
            return
        listing = await remember(ask.context, ask.chat, f"#{told.story.number}")
        await ask.answer_blocks(story(told), story_rows(told, listing) if listing else ())


COMMAND = Command("story", "one story: its course and what is new [number, since when]", run)

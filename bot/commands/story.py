"""/story N: one story in its course and what is new in it; /story N since a moment: what came after that."""

import re

from bot.commands.base import Command, nothing
from bot.commands.telling import tell_story
from bot.requests import Ask
from bot.services import stories
from bot.services.moments import moment_of
from bot.views.language import later
from bot.views.stories import how_to_ask, how_to_since

ASKED = re.compile(r"(?:story\s+)?#?(?P<number>\d{1,9})(?:\s+since(?P<since>\s.*)?)?", re.IGNORECASE)


async def run(ask: Ask) -> None:
    """Answers with the story of the number; without one, with the newest."""
    asked = ASKED.fullmatch(ask.words)
    if ask.words and asked is None:
        await ask.answer(how_to_ask())
        return
    if asked is None:
        newest = await stories.newest(ask.context.database, ask.chat, limit=1)
        await (tell_story(ask, newest[0].story.number) if newest else ask.answer(await nothing(ask, "story")))
        return
    since = asked["since"] or ("" if ask.words.casefold().endswith("since") else None)
    moment = None if since is None else moment_of(since, ask.context.now())
    if since is not None and moment is None:
        await ask.answer(how_to_since())
        return
    await tell_story(ask, int(asked["number"]), moment)


COMMAND = Command("story", later("one story: its course and what is new [number, since when]"), run)

"""/split N source: takes a source out of a story that it is not of, once somebody who may has confirmed it."""

import re

from bot.commands.base import Command, remember
from bot.requests import Ask
from bot.services import stories
from bot.views import texts
from bot.views.language import later, say
from bot.views.stories import ADMINS_ONLY, ONE_SOURCE, confirming, confirming_rows, how_to_split, no_place

ASKED = re.compile(r"#?(?P<story>\d{1,9})\s+\[?(?P<place>\d{1,3})\]?")


async def run(ask: Ask) -> None:
    """Names the source and asks whether to take it out: numbers of sources may have moved since they were shown."""
    asked = ASKED.fullmatch(ask.words)
    if not await ask.may_change():
        await ask.answer(say(ADMINS_ONLY))
        return
    if asked is None:
        await ask.answer(how_to_split())
        return
    number, place = int(asked["story"]), int(asked["place"])
    told = await stories.listed(ask.context.database, ask.chat, number)
    if told is None:
        await ask.answer(texts.no_story(number))
    elif len(told.documents) < 2:
        await ask.answer(say(ONE_SOURCE))
    elif not 0 < place <= len(told.documents):
        await ask.answer(no_place(told.story.number, len(told.documents), place))
    elif listing := await remember(ask.context, ask.chat, f"#{told.story.number}"):
        document = told.documents[place - 1]
        await ask.answer(confirming(document, told.story.number), confirming_rows(document, listing))


COMMAND = Command("split", later("take a source out of a story [number, source]"), run, "sources", "admins")

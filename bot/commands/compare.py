"""/compare [words or #story]: sources side by side, and the other stories that can be compared."""

from bot.commands.base import Command, nothing, remember
from bot.requests import Ask
from bot.services.comparing import Compared, compared
from bot.views.buttons import STORY_LABEL, Rows, opening, short
from bot.views.comparison import NO_TWO, ONE_SOURCE, comparison
from bot.views.pages import no_story
from bot.views.rich import Rich
from bot.views.texts import NOTHING_STORED
from summarizer.types import Story


async def run(ask: Ask) -> None:
    """Answers with the comparison, or says why there is none; other stories are buttons."""
    found = await compared(ask.context.database, ask.chat, ask.words)
    rows = await _buttons(ask, found.others)
    if found.comparison is None:
        await ask.answer(await _lacking(ask, found), rows)
        return
    await ask.answer_blocks(comparison(found.comparison, story=found.story, words=found.words), rows)


async def _lacking(ask: Ask, found: Compared) -> Rich:
    match found.lack:
        case "no story":
            return no_story(found.number)
        case "no match":
            return await nothing(ask, "source")
        case "one source":
            return ONE_SOURCE
        case _:
            return NO_TWO if await ask.context.answers.sources(ask.chat, "") else NOTHING_STORED


async def _buttons(ask: Ask, stories: tuple[Story, ...]) -> Rows:
    """A story a row; an answer goes out without those that cannot be kept."""
    kept = [(story, await remember(ask.context, ask.chat, f"#{story.number}")) for story in stories]
    return tuple(
        (opening(short(f"#{story.number} {story.title}", STORY_LABEL), "compare", listing),)
        for story, listing in kept
        if listing
    )


COMMAND = Command("compare", "where sources agree and differ [words or #story]", run)

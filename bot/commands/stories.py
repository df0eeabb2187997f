"""/stories: the newest stories, each with a button that tells it."""

from bot.commands.base import Command, nothing, remember
from bot.requests import Ask
from bot.services import stories
from bot.views.language import later
from bot.views.stories import shelf, shelf_rows


async def run(ask: Ask) -> None:
    """Answers with the list."""
    offered = await stories.newest(ask.context.database, ask.chat)
    if not offered:
        await ask.answer(await nothing(ask, "story"))
        return
    listing = await remember(ask.context, ask.chat, "")
    await ask.answer(shelf(offered), shelf_rows(offered, listing) if listing else ())


COMMAND = Command("stories", later("the newest stories"), run)

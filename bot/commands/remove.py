"""/remove: a source or a feed that this chat has added, by its number in /sources, after asking."""

from bot.commands.base import Command
from bot.commands.keeping import ask_whether
from bot.requests import Ask
from bot.views import feeds as views
from bot.views.buttons import NUMBER
from bot.views.language import later, say


async def run(ask: Ask) -> None:
    """Asks whether to remove what the number names, or says how to name it."""
    number = NUMBER.fullmatch(ask.words.removeprefix("#").rstrip("."))
    if not await ask.may_change():
        await ask.answer(say(views.ADMINS_ONLY))
    elif number is None:
        await ask.answer(views.how_to_remove())
    else:
        await ask.answer(*await ask_whether(ask, int(number[0])))


COMMAND = Command("remove", later("remove a source or a feed of this chat"), run, "sources", "admins")

"""One file per command; COMMANDS lists them in the order of the menu."""

from bot.commands import (
    add,
    brief,
    compare,
    figures,
    help,  # noqa: A004 - /help
    opml,
    privacy,
    quotes,
    remove,
    sources,
    split,
    start,
    stories,
    story,
    summary,
)
from bot.commands.base import Command

_OTHERS: tuple[Command, ...] = (
    start.COMMAND,
    brief.COMMAND,
    summary.COMMAND,
    quotes.COMMAND,
    figures.COMMAND,
    compare.COMMAND,
    stories.COMMAND,
    story.COMMAND,
    split.COMMAND,
    sources.COMMAND,
    add.COMMAND,
    remove.COMMAND,
    opml.COMMAND,
    privacy.COMMAND,
)
COMMANDS: tuple[Command, ...] = (*_OTHERS, help.command(_OTHERS))

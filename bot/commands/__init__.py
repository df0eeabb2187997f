"""One file per command; COMMANDS lists them in the order of the menu."""

from bot.commands import (
    add,
    brief,
    compare,
    digest,
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
    subscribe,
    summary,
    unsubscribe,
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
    digest.COMMAND,
    subscribe.COMMAND,
    unsubscribe.COMMAND,
    sources.COMMAND,
    add.COMMAND,
    remove.COMMAND,
    opml.COMMAND,
    privacy.COMMAND,
)
COMMANDS: tuple[Command, ...] = (*_OTHERS, help.command(_OTHERS))

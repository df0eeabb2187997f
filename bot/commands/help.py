"""/help: what this chat and whoever asks can use, by sections, a line each."""

from collections.abc import Sequence

from telegram.error import TelegramError

from bot.commands.base import Command
from bot.requests import Ask
from bot.views import helping
from bot.views.language import later


def command(others: Sequence[Command]) -> Command:
    """The command that lists the others and itself."""

    async def run(ask: Ask) -> None:
        admin = await _may_change(ask)
        shown = [each for each in (*others, itself) if _is_shown(each, ask, admin=admin)]
        lines = [(each.section, each.name, each.help) for each in shown]
        inline = f"@{ask.message.get_bot().username}" if ask.shares else None
        await ask.answer_blocks(helping.help_text(lines, group=not ask.private, admin=admin, inline=inline))

    itself = Command("help", later("what I do and how to read me"), run, "chat")
    return itself


def _is_shown(command: Command, ask: Ask, *, admin: bool) -> bool:
    match command.audience:
        case "everybody":
            return True
        case "admins":
            return admin
        case "private":
            return ask.private
        case "operators":
            person = ask.message.from_user
            return ask.private and person is not None and person.id in ask.context.settings.operator_ids


async def _may_change(ask: Ask) -> bool:
    """Where Telegram does not say who is an admin, the rest of the list is help enough."""
    try:
        return await ask.may_change()
    except TelegramError:
        return False

"""/invite [uses] [days]: a link that lets so many chats in."""

from __future__ import annotations

from datetime import timedelta

from bot.commands.base import Command
from bot.requests import Ask
from bot.views import access as views
from bot.views.language import later

USES, DAYS = 1, 7
MOST_USES, MOST_DAYS = 1000, 365


async def run(ask: Ask) -> None:
    """Makes an invitation and shows its link, or says how to ask for one."""
    access, person = ask.context.access, ask.message.from_user
    wanted = _read(ask.words)
    if access.mode != "invited":
        await ask.answer(views.needless(access.mode))
    elif wanted is None or person is None:
        await ask.answer(views.how_to_invite(MOST_USES, MOST_DAYS))
    else:
        uses, days = wanted
        made = await access.invite(person.id, uses=uses, within=timedelta(days=days))
        await ask.answer(views.invited(made, ask.message.get_bot().username))


def _read(words: str) -> tuple[int, int] | None:
    """How many chats and days; None for what is no such number."""
    numbers = [int(each) if each.isascii() and each.isdecimal() and len(each) < 6 else 0 for each in words.split()]
    uses, days = (*numbers, *(USES, DAYS)[len(numbers) :])[:2]
    fits = len(numbers) <= 2 and 0 < uses <= MOST_USES and 0 < days <= MOST_DAYS
    return (uses, days) if fits else None


COMMAND = Command("invite", later("a link that lets chats in"), run, "operators", "operators")

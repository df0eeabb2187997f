"""/stats: how much of everything there is; numbers only."""

from bot.commands.base import Command
from bot.requests import Ask
from bot.views import operators as views
from bot.views.language import later
from storage import census


async def run(ask: Ask) -> None:
    """Answers with the numbers, those of deliveries since midnight in UTC."""
    now = ask.context.now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    async with ask.context.database.session(readonly=True) as session:
        taken = await census.take(session, since=midnight, now=now)
    await ask.answer(views.stats(taken, now))


COMMAND = Command("stats", later("how much of everything there is"), run, "operators", "operators")

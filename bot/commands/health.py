"""/health: how the running bot is, a line each, in words."""

from pathlib import Path

from bot.commands.base import Command
from bot.requests import Ask
from bot.services.health import Health
from bot.views import operators as views
from bot.views.language import later


async def run(ask: Ask) -> None:
    """Looks at everything and answers."""
    context = ask.context
    health = Health(
        context.database, context.intake.analyst, context.pulse, _folder(context.settings.database_url), context.now
    )
    signs = ((each.what, each.well, each.amount, each.since, each.state) for each in await health.signs())
    await ask.answer(views.health(signs))


def _folder(url: str) -> Path:
    """Where SQLite's file is; another database has its own disk, and then ours is that of the working directory."""
    scheme, _, path = url.partition(":///")
    return Path(path).parent if scheme.startswith("sqlite") and path else Path()


COMMAND = Command("health", later("how the bot is"), run, "operators", "operators")

"""/brief [topic]: what happened, who said what, the figures, the sources."""

from bot.commands.base import Command, list_buttons, nothing
from bot.requests import Ask
from bot.views.briefing import briefing


async def run(ask: Ask) -> None:
    """Answers with the whole briefing."""
    told = await ask.context.answers.briefing(ask.chat, ask.words)
    if told is None:
        await ask.answer(await nothing(ask, "source"))
        return
    await ask.answer_blocks(briefing(told), await list_buttons(ask))


COMMAND = Command("brief", "what happened, who said what, the figures [topic]", run)

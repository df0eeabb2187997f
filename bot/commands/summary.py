"""/summary [topic]: what happened, in a few sentences of the sources."""

from bot.commands.base import Command, list_buttons, nothing
from bot.requests import Ask
from bot.views.briefing import summary


async def run(ask: Ask) -> None:
    """Answers with the sentences and their sources."""
    told = await ask.context.answers.summary(ask.chat, ask.words)
    if told is None:
        await ask.answer(await nothing(ask, "source"))
        return
    await ask.answer_blocks(summary(told), await list_buttons(ask))


COMMAND = Command("summary", "what happened, in a few sentences [topic]", run)

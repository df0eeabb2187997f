"""/start: two lines that say what this is, a briefing, buttons."""

from bot.commands.base import Command, list_buttons
from bot.requests import Ask
from bot.views import texts
from bot.views.ages import with_age
from bot.views.briefing import briefing
from bot.views.dialling import opening_row


async def run(ask: Ask) -> None:
    """Greets, and shows at once what an answer looks like."""
    told = await ask.context.answers.told(ask.chat, form="greeting")
    if told.briefing is None:
        await ask.answer_blocks((texts.GREETING, texts.NOTHING_STORED))
        return
    # A deep link's parameter is no topic.
    everything = Ask(ask.context, ask.message)
    dated = with_age(briefing(told.briefing), told.briefing.documents, told.arrivals, ask.context.now())
    await ask.answer_blocks((texts.GREETING, *dated), (*await list_buttons(everything), opening_row()))


COMMAND = Command("start", "what this is, and a briefing", run)

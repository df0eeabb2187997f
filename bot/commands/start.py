"""/start: two lines that say what this is, a briefing, buttons; or what the deep link leads to that was opened."""

import seeds
from bot.commands import proving
from bot.commands.base import Command, list_buttons
from bot.commands.opening import opened
from bot.requests import Ask
from bot.views import links, texts
from bot.views.ages import with_age
from bot.views.briefing import briefing
from bot.views.buttons import Button, Rows
from bot.views.dialling import opening_row
from bot.views.language import later, say, tr
from bot.views.rich import Rich
from bot.views.shown import of_briefing
from summarizer.types import Briefing


async def run(ask: Ask) -> None:
    """Answers a deep link; else greets, and shows at once what an answer looks like."""
    if not ask.private and ask.words == links.ADDING:
        return  # it was added by our own link, and is greeted for that: see `bot/membership.py`
    if not await opened(ask):
        await _greet(ask)


async def _greet(ask: Ask) -> None:
    greeting = texts.greeting(group=not ask.private)
    told = await ask.context.answers.told(ask.chat, form="greeting")
    if told.briefing is None:
        first = (say(texts.NOTHING_STORED),) if ask.private else ()  # a group is told already who brings sources
        await ask.answer_blocks((greeting, *first), _adding(ask))
        return
    # A deep link's parameter is no topic.
    everything = Ask(ask.context, ask.message)
    dated = with_age(briefing(told.briefing), told.briefing.documents, told.arrivals, ask.context.now())
    proof = await proving.rows(ask, "briefing", "", tuple(told.arrivals), of_briefing(told.briefing))
    rows = (*await list_buttons(everything), *proof, opening_row(), *_adding(ask))
    await ask.answer_blocks((greeting, *_said_of(told.briefing), *dated), rows)


def _said_of(told: Briefing) -> tuple[Rich, ...]:
    """A word before what is told from the first sources alone."""
    came_along = {reading.document.key for reading in seeds.load()}
    return (texts.samples(),) if all(each.key in came_along for each in told.documents) else ()


def _adding(ask: Ask) -> Rows:
    """The way to put the bot into a group; in a group it is there."""
    link = links.adding(ask.message.get_bot().username)
    return ((Button(tr("Add me to a group"), url=link),),) if ask.private else ()


COMMAND = Command("start", later("what this is, and a briefing"), run, "chat")

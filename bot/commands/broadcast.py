"""/broadcast TEXT: what an operator tells all chats, after a look at to how many it goes."""

from __future__ import annotations

from bot import sender
from bot.commands.base import Command
from bot.context import Context
from bot.requests import Ask, Press
from bot.services.broadcasting import Broadcasting
from bot.views import operators as views
from bot.views.buttons import NUMBER
from bot.views.language import later
from bot.views.rich import utf16_units

LONGEST = 3500
"""UTF-16 units of a text: with its heading it is one message in every language, and so is the question."""


async def run(ask: Ask) -> None:
    """Shows the text and to how many chats it goes, and asks."""
    person = ask.message.from_user
    if not ask.words or person is None:
        await ask.answer(views.how_to_broadcast())
        return
    if utf16_units(ask.words) > LONGEST:
        await ask.answer(views.too_long(LONGEST))
        return
    kept, chats = await _service(ask.context).prepare(person.id, ask.words)
    if not chats:
        await ask.answer(views.nobody())
        return
    await ask.answer(*views.ask_to_broadcast(kept.text, chats, kept.id))


async def press(press: Press) -> None:
    """Sends it or does not; only the operator who wrote it, in the chat in which it was asked."""
    _, action, number, *_ = (*(press.query.data or "").split(":"), "", "")
    service, person = _service(press.context), press.query.from_user.id
    if person not in press.context.settings.operator_ids or press.message.chat_id != person:
        await press.query.answer(views.not_yours(), show_alert=True)
        return
    kept = await service.get(int(number)) if NUMBER.fullmatch(number) else None
    if kept is None or kept.person != person or kept.finished or action not in {"send", "cancel"}:
        await press.query.answer(views.over(), show_alert=True)
    elif action == "send":
        if not await service.confirm(kept, press.message.message_id):
            await press.query.answer(views.over(), show_alert=True)
            return
        await press.query.answer()
        rich, rows = views.progress(await service.counts(kept), finished=False, broadcast=kept.id)
        await sender.edit(press.message, rich, rows)
    else:
        await service.cancel(kept)
        await press.query.answer()
        stopped = views.progress(await service.counts(kept), finished=True, broadcast=kept.id)[0]
        await sender.edit(press.message, stopped if kept.confirmed else views.cancelled())


def _service(context: Context) -> Broadcasting:
    return Broadcasting(context.database, context.access, context.now)


COMMAND = Command("broadcast", later("tell all chats something"), run, "operators", "operators")

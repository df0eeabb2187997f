"""Using an invite: a chat is let in, or is told kindly that the link does not work."""

from __future__ import annotations

from bot.requests import Ask
from bot.views import access as views


async def enter(ask: Ask, token: str) -> None:
    """Lets the chat in by the token of an invite; whatever is wrong with it is said in the same words."""
    if not await ask.may_change():
        await ask.answer(views.enter_admins())
        return
    sender = None if ask.message.sender_chat else ask.message.from_user
    match await ask.context.access.enter(ask.chat, sender.id if sender else None, token):
        case "in":
            await ask.answer(views.entered())
        case "already":
            await ask.answer(views.already())
        case _:
            await ask.answer(views.refused())

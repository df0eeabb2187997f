"""Following and muting: by command and by button."""

from __future__ import annotations

from bot import sender
from bot.requests import Ask, Press, place_of
from bot.services.terms import read
from bot.services.terms.service import MOST
from bot.views import terms as views
from bot.views.buttons import NUMBER, Rows
from bot.views.language import say, tr
from bot.views.rich import Rich
from storage.types import Term, TermVerb


async def show(ask: Ask) -> None:
    """What the chat follows and mutes."""
    await ask.answer(*views.listing(await ask.context.terms.listed(ask.chat), 0))


async def put(ask: Ask, verb: TermVerb) -> None:
    """Follows or mutes what the words name, and shows what that matches; in a group its admins alone."""
    wishes, odd = read(ask.words)
    if not ask.words:
        await show(ask)
        return
    if not await ask.may_change():
        await ask.answer(say(views.ADMINS_ONLY))
        return
    kept = await ask.context.terms.put(ask.chat, verb, wishes, place_of(ask.message).person)
    for term in kept.terms:
        await ask.answer(*await _told(ask, term, turned=term.id in kept.turned))
    if left := views.refused(odd, kept.stories, full=kept.full, most=MOST):
        await ask.answer(left)


async def run(press: Press) -> None:
    """A press of a button about a term; somebody who may not is told so, by a note that only they see."""
    if (press.query.data or "").startswith(f"{views.KIND}:page:"):
        await _turn(press)
        return
    _, action, number, *_ = (*(press.query.data or "").split(":"), "", "")
    if not await press.may_change():
        await press.query.answer(tr(views.ADMINS_ONLY), show_alert=True)
        return
    ask, terms = Ask(press.context, press.message), press.context.terms
    held = {term.id: term for term in await terms.listed(ask.chat)}
    term = held.get(int(number)) if NUMBER.fullmatch(number) else None
    if term is None or action not in {"end", "follow", "mute"}:
        await press.query.answer(tr(views.GONE), show_alert=True)
        return
    await press.query.answer()
    if action == "end":
        await terms.end(ask.chat, term.id)
        left = await terms.listed(ask.chat)
        rest, rows = views.listing(left, 0)
        await sender.edit(press.message, views.ended(term) + "\n\n" + rest, rows)
        return
    turned = await terms.turn(ask.chat, term, "follow" if action == "follow" else "mute", press.query.from_user.id)
    await sender.edit(press.message, *await _told(ask, turned))


async def _turn(press: Press) -> None:
    """Another page of the list; everybody may look."""
    number = (press.query.data or "").rpartition(":")[2]
    await press.query.answer()
    listed = await press.context.terms.listed(press.message.chat_id)
    await sender.edit(press.message, *views.listing(listed, int(number) if NUMBER.fullmatch(number) else 0))


async def _told(ask: Ask, term: Term, *, turned: bool = False) -> tuple[Rich, Rows]:
    found = await ask.context.terms.matches(ask.chat, term)
    return views.put(term, found.sources, found.pieces, found.samples, found.looked_at, turned=turned)

"""Proof below messages: where each piece stands, quoted in the very message that it came in, and why it was chosen."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Sequence
from typing import cast

from bot import sender
from bot.context import Context
from bot.requests import Ask, Press
from bot.services import proof, why
from bot.services.proof import Of, Told
from bot.views import texts
from bot.views import why as views
from bot.views.buttons import Rows, read
from bot.views.evidence import MOST, passage_blocks, quotable
from bot.views.language import say, tr
from bot.views.pages import Pages
from bot.views.rich import Rich, parts
from summarizer.reasons import Piece

NUMBER = re.compile(r"#?\s*(\d{1,4})")
Placed = tuple[int, Piece]
"""A piece with its place in the message, from 1."""


async def rows(ask: Ask, of: Of, words: str, keys: Sequence[str], pieces: Sequence[Piece]) -> Rows:
    """The buttons below a message that tells these pieces; an answer goes out without them too."""
    context = ask.context
    listing = await proof.keep(context.database, ask.chat, of, words, keys, pieces, context.now())
    return views.rows(listing) if listing else ()


async def page_rows(context: Context, chat: int, kind: str, words: str, shown: Pages, page: int) -> Rows:
    """The same below a page of statements or figures; sources are no pieces."""
    pieces, story = shown.pieces(page), shown.choice.story if shown.choice else 0
    if kind not in {"quotes", "figures"} or not pieces:
        return ()
    of, asked = cast(Of, kind), f"#{story} {words}".strip() if story else words
    listing = await proof.keep(context.database, chat, of, asked, (), pieces, context.now())
    return views.rows(listing, evidence=kind == "quotes") if listing else ()


async def prove(press: Press) -> None:
    """Evidence: the passages of all that the message told."""
    told = await _pressed(press)
    if told is not None:
        shown = [(place, piece) for place, piece in enumerate(told.pieces, start=1) if piece]
        await _prove(Ask(press.context, press.message), shown[:MOST])


async def explain(press: Press) -> None:
    """Why: the reasons for all that the message told."""
    told = await _pressed(press)
    if told is not None:
        ask = Ask(press.context, press.message)
        await ask.answer_blocks(await _explained(ask, told, range(1, len(told.pieces) + 1)))


async def explain_one(ask: Ask) -> None:
    """`/why N`: of the message that it answers; alone, in a private chat, of the last one. The piece is shown too.

    In a group the last list is often one that somebody else asked for, or another topic's.
    """
    named, listing = NUMBER.fullmatch(ask.words), _listing(ask)
    if ask.replied is None and not ask.private:
        await ask.answer(say(views.HOW_IN_GROUP, example="/why 2"))
        return
    told = await proof.recall(ask.context.database, ask.chat, listing) if listing or ask.replied is None else None
    if told is None:
        await ask.answer(say(views.NOTHING_SHOWN) if ask.replied is None else views.how())
    elif named is None:
        await ask.answer(views.how())
    elif not 1 <= int(named[1]) <= len(told.pieces):
        await ask.answer(views.out_of_range(int(named[1]), len(told.pieces)))
    else:
        await _one(ask, told, int(named[1]))


async def _one(ask: Ask, told: Told, place: int) -> None:
    piece = told.pieces[place - 1]
    if piece is None:
        await ask.answer(say(views.GONE))
        return
    async with ask.busy():
        lines = await _explained(ask, told, (place,))
    await _prove(ask, [(place, piece)], lines)


async def _explained(ask: Ask, told: Told, places: Sequence[int]) -> tuple[Rich, ...]:
    reasons = await why.explain(ask.context.database, ask.chat, told)
    pieces = ((place, told.pieces[place - 1], reasons[place - 1]) for place in places)
    lines = views.explained([(place, piece.kind, counted) for place, piece, counted in pieces if piece])
    return lines or (say(views.NOTHING_LEFT),)


async def _pressed(press: Press) -> Told | None:
    """What the message told whose button this is; that it is gone is said."""
    told = await proof.recall(press.context.database, press.message.chat_id, read(press.query.data or "").listing)
    if told is None:
        await press.query.answer(tr(texts.STALE_BUTTON), show_alert=True)
    elif not any(told.pieces):
        await press.query.answer(tr(views.NOTHING_LEFT), show_alert=True)
        return None
    else:
        await press.query.answer()
    return told


def _listing(ask: Ask) -> str | None:
    """The id in the buttons of the message that is answered."""
    markup = ask.replied.reply_markup if ask.replied else None
    data = [str(button.callback_data) for row in markup.inline_keyboard for button in row] if markup else []
    return next((read(each).listing for each in data if each.startswith(f"{views.WHY}:")), None)


async def _prove(ask: Ask, pieces: Sequence[Placed], head: Sequence[Rich] = ()) -> None:
    """What came in messages of this chat is answered there, the first passage quoted; all else in one answer."""
    found = await proof.messages(ask.context.database, ask.chat, [piece for _, piece in pieces])
    for key, group in _grouped(pieces, found):
        # A long text is read for its sentences: not in the loop.
        blocks = (*head, *await asyncio.to_thread(passage_blocks, group))
        head = ()
        _, piece = group[0]
        words = quotable(piece.document, piece.span)
        for message in found.get(key, ()):
            if await _quoted(ask, message, words, blocks):
                break
        else:
            await ask.answer_blocks(blocks)


async def _quoted(ask: Ask, message: int, words: str, blocks: Sequence[Rich]) -> bool:
    """Answers the message with its own words quoted; False where Telegram does not find them there."""
    first, *others = parts(blocks)
    if not await sender.quote(ask.message, first, message, words):
        return False
    for part in others:
        await sender.reply(ask.message, part, quiet=True)
    return True


def _grouped(pieces: Sequence[Placed], found: dict[str, tuple[int, ...]]) -> Iterator[tuple[str, list[Placed]]]:
    """The pieces of each message that holds any, then all others."""
    groups: dict[str, list[Placed]] = {}
    for place, piece in pieces:
        key = piece.document.key if piece.document.key in found else ""
        groups.setdefault(key, []).append((place, piece))
    yield from sorted(groups.items(), key=lambda group: group[0] == "")

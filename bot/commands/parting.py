"""Parting with data: files that are handed out, and everything forgotten; by command and by button."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from telegram import InputFile

from bot import sender
from bot.requests import Ask, Press
from bot.sender import UPLOAD
from bot.services import exporting
from bot.services.wanted import read
from bot.views import annotations as notes
from bot.views import briefing as views
from bot.views import data, printed, tables, texts
from bot.views.export import Json
from bot.views.language import tr
from bot.views.rich import Rich
from storage import listings
from storage.types import Chat, ChatKind, Source
from summarizer.types import Analysis, Document

FORMS = frozenset({"html", "csv", "json"})
FRESH = timedelta(hours=1)
"""So long the question whether to forget everything may be answered."""
FILE = 20_000_000
"""Bytes of a file of data; what is more goes into the next: Telegram takes 50 MB of a bot."""


async def run(press: Press) -> None:
    """A press of a button about data; somebody who may not is told so, by a note that only they see."""
    _, action, listing, *_ = (*(press.query.data or "").split(":"), "", "")
    if not await press.may_change():
        await press.query.answer(data.admins_only(), show_alert=True)
    elif action in FORMS:
        await _hand_out(press, action, listing)
    elif action in {"forget", "keep"} and press.context.now() - press.message.date > FRESH:
        await press.query.answer(data.too_old(), show_alert=True)
    elif action == "forget":
        await press.query.answer()
        try:
            gone = await press.context.retention.forget(press.message.chat_id)
        finally:  # also where it is not through: the chat is not known any more
            press.context.noting.forget(press.message.chat_id)
        await sender.edit(press.message, data.forgotten(gone))
    elif action == "keep":
        await press.query.answer()
        await sender.edit(press.message, data.kept())
    else:
        await press.query.answer(tr(texts.STALE_BUTTON), show_alert=True)


async def _hand_out(press: Press, form: str, listing: str) -> None:
    async with press.context.database.session(readonly=True) as session:
        kept = await listings.get(session, listing, press.message.chat_id)
    if kept is None:
        await press.query.answer(data.too_old_export(), show_alert=True)
        return
    await press.query.answer()
    await hand_out(Ask(press.context, press.message), form, kept.query)


async def hand_out(ask: Ask, form: str, words: str) -> None:
    """The files of one format, each with what it is."""
    async with ask.busy():
        match form:
            case "html":
                await _page(ask, words)
            case "csv":
                await _tables(ask, words)
            case _:
                await _data(ask)


async def _page(ask: Ask, words: str) -> None:
    told = await ask.context.answers.told(ask.chat, read(words))
    if told.briefing is None:
        await ask.answer(data.nothing_to_export())
        return
    blocks = views.to_print(told.briefing)
    page = await asyncio.to_thread(printed.page, blocks, told.briefing.documents, ask.context.now())
    await _send(ask, page, "html", data.page_caption())


async def _tables(ask: Ask, words: str) -> None:
    known, more = await exporting.seen(ask.context.database, ask.chat, words)
    statements, figures = (sum(len(getattr(a, name)) for a in known) for name in ("statements", "figures"))
    if not statements and not figures:
        await ask.answer(data.nothing_to_export())
        return
    await _send(
        ask,
        await asyncio.to_thread(tables.statement_table, known),
        "csv",
        data.table_caption("statements", statements, more=more),
        "statements",
    )
    await _send(
        ask,
        await asyncio.to_thread(tables.figure_table, known),
        "csv",
        data.table_caption("figures", figures, more=more),
        "figures",
    )


async def _data(ask: Ask) -> None:
    chat = ask.message.chat
    mine = await exporting.belongings(ask.context.database, Chat(ask.chat, cast("ChatKind", chat.type), chat.title))
    about = notes.settings_data(mine.chat, mine.chosen, mine.terms, mine.digests, mine.feeds)
    some, size, part = list[str](), 0, 1
    async for source, document, analysis in exporting.sources(ask.context.database, ask.chat):
        each = await asyncio.to_thread(_packed, source, document, analysis)
        length = len(each.encode("utf-8", "replace"))
        if some and size + length > FILE:
            await _part(ask, about, some, part, last=False)
            some, size, part = [], 0, part + 1
        some.append(each)
        size += length
    await _part(ask, about, some, part, last=True)


async def _part(ask: Ask, about: Json, sources: Sequence[str], part: int, *, last: bool) -> None:
    """One file, sent before the next is made: a chat may have more than fits into memory."""
    text = notes.export_text(ask.context.now(), part, about, sources, last=last)
    name = "data" if last and part == 1 else f"data-{part}"
    await _send(ask, text, "json", data.data_caption(part, last=last), name)


def _packed(source: Source, document: Document, analysis: Analysis | None) -> str:
    return json.dumps(notes.source_data(source, document, analysis), ensure_ascii=False)


async def _send(ask: Ask, text: str, ending: str, caption: Rich, name: str = "briefing") -> None:
    day = ask.context.now().date().isoformat()
    await ask.message.reply_document(
        InputFile(text.encode("utf-8", "replace"), filename=f"verbatim-{name}-{day}.{ending}"),
        caption=caption.text or None,
        write_timeout=UPLOAD,
    )

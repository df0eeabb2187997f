"""Noting that a page that was read may change: `bot/services/pages.py` looks at it again."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.services.links import page
from sources.base import Reading
from storage import pages
from storage.session import Session
from storage.types import PageState

FIRST = timedelta(hours=1)
"""After so long a page is looked at again for the first time: most corrections come early."""


async def watch(session: Session, reading: Reading, now: datetime) -> None:
    """Has the page of a reading looked at again; nothing where the text was not fetched.

    What is fetched then is the address that the document goes by, and not the one that led there: whoever sends a
    link decides where that leads tomorrow, and must not decide what a publisher's page says.
    """
    url = reading.document.url
    if reading.asked is None or url is None:
        return
    known = await pages.get(session, page(url))
    if known is None or known.document_key != reading.document.key:
        await pages.save(session, PageState(page(url), url, reading.document.key, now, now + FIRST, FIRST))

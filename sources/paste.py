"""Reads text that a person pasted or forwarded."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from sources.base import DEFAULT_LIMIT, EmptySource, Reading, Ref, TooLarge
from sources.intake import take_in
from sources.sandbox import Sandbox

SMALL = 20_000
"""Characters: five of the longest messages that Telegram has."""


@dataclass(frozen=True, slots=True)
class PasteReader:
    """Text as it was sent; `limit` in bytes of UTF-8."""

    sandbox: Sandbox
    limit: int = DEFAULT_LIMIT

    def accepts(self, ref: Ref) -> bool:
        return ref.text is not None

    async def read(self, ref: Ref) -> Reading:
        """Raises EmptySource, TooLarge, LinkAlone, Unparsable."""
        if ref.text is None:
            raise EmptySource("no text was given")
        size = len(ref.text.encode("utf-8", "replace"))
        if size > self.limit:
            raise TooLarge(self.limit, size)
        if len(ref.text) <= SMALL:
            # No markup, no C code: our own cleaning alone, which takes milliseconds for so little whatever it says.
            # A chat's text does then not wait behind a stranger's page.
            return await asyncio.to_thread(take_in, ref.text, "text", ref.name, ref.origin)
        return await self.sandbox.text(ref.text, "text", ref.name, ref.origin)

"""Buttons below a message, as data; `bot/sender.py` makes Telegram's keyboards of them.

`data` is what comes back when the button is pressed: `open:KIND:LISTING` sends a list's first page,
`page:KIND:LISTING:N` turns the message itself to page N (from 0). At most 64 bytes.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """A label and what pressing it sends back."""

    label: str
    data: str


Rows = tuple[tuple[Button, ...], ...]


def opening(label: str, kind: str, listing: str) -> Button:
    """A button that answers with the list's first page."""
    return Button(label, f"open:{kind}:{listing}")


def turning(kind: str, listing: str, page: int, pages: int) -> Rows:
    """Earlier and later, where there are such pages."""
    earlier = (Button("‹ Earlier", f"page:{kind}:{listing}:{page - 1}"),) if page > 0 else ()
    later = (Button("More ›", f"page:{kind}:{listing}:{page + 1}"),) if page + 1 < pages else ()
    return (earlier + later,) if earlier or later else ()

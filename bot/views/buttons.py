"""Buttons below a message, as data; `bot/sender.py` makes Telegram's keyboards of them.

`data` is what comes back when the button is pressed, at most 64 bytes: `open:KIND:LISTING` sends a list's first page,
`page:KIND:LISTING:N` turns the message itself to page N (from 0). Statements add `:ORDER:SPEAKER:STORY`: `n` for the
newest first or `i` for the most important, the mark of whose statements are shown alone, the number of a story.
`proof:...` with the same parts shows where the items of the page stand, `chart:...` draws the item whose mark stands
in the speaker's place. Stories add actions of their own, see `bot/views/stories.py`.
The words of a list stand in its row, the choice in the button: two messages of one list do not disturb each other.
A page of statements or figures has a row of its own besides, of what it told (`bot/services/proof.py`). Rows are
forgotten when they are old; their buttons then say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2s

from bot.views.language import tr
from summarizer.types import Story

LABEL = 26
"""Characters of a name on a button; two stand side by side on a telephone."""
STORY_LABEL = 48
NUMBER = re.compile("[0-9]{1,9}")
NEWEST, IMPORTANT = "n", "i"
EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A label and what pressing it does: `data` is sent back; or `url` is opened; or `share` are the words that are put
    behind the bot's name in a chat of one's choice.
    """

    label: str
    data: str = ""
    url: str | None = None
    share: str | None = None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is shown of a list: a page from 0, the order, the mark of a speaker or an item, a story's number or 0."""

    page: int = 0
    newest: bool = False
    by: str = EVERYBODY
    story: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker of a list, with how many entries they have in it."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button said when it was pressed: to open a list or to turn one, which one, and to what."""

    action: str
    kind: str
    listing: str
    choice: Choice


def read(data: str) -> Pressed:
    """The button of a press; what is missing or odd, from an older message or by another hand, reads as the first."""
    action, kind, listing, page, order, by, story = (*data.split(":"), *[""] * 7)[:7]
    return Pressed(action, kind, listing, Choice(_number(page), order == NEWEST, by, _number(story)))


def _number(text: str) -> int:
    return int(text) if NUMBER.fullmatch(text) else 0


def mark_of(name: str) -> str:
    """A speaker's mark in a button: 8 characters, since a name may be longer than a button's data."""
    return blake2s(name.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def opening(label: str, kind: str, listing: str) -> Button:
    """A button that answers with the list's first page."""
    return Button(label, f"open:{kind}:{listing}")


def acting(label: str, action: str, kind: str, listing: str, *, story: int = 0, mark: str = EVERYBODY) -> Button:
    """A button for what only one sort of message offers: an action on a story, or on one item by its mark."""
    return _to(label, kind, listing, Choice(by=mark, story=story), action=action)


def turning(kind: str, listing: str, choice: Choice, pages: int) -> Rows:
    """Earlier and later, where there are such pages."""
    page = choice.page
    earlier = (_to(tr("‹ Earlier"), kind, listing, replace(choice, page=page - 1)),) if page > 0 else ()
    later = (_to(tr("More ›"), kind, listing, replace(choice, page=page + 1)),) if page + 1 < pages else ()
    return (earlier + later,) if earlier or later else ()


def ordering(kind: str, listing: str, choice: Choice) -> Rows:
    """The other order, from its first page on; the head of the list says which one is shown."""
    label = tr("Most important first") if choice.newest else tr("Newest first")
    return ((_to(label, kind, listing, replace(choice, page=0, newest=not choice.newest)),),)


def filtering(kind: str, listing: str, choice: Choice, people: Iterable[Person]) -> Rows:
    """Who can be read alone, and the way back to everybody, two a row."""
    everybody = [_to(tr("Everybody"), kind, listing, replace(choice, page=0, by=EVERYBODY))] if choice.by else []
    others = [person for person in people if mark_of(person.name) != choice.by]
    named = [_to(_label(each), kind, listing, replace(choice, page=0, by=mark_of(each.name))) for each in others]
    return in_pairs((*everybody, *named))


def telling(kind: str, listing: str, choice: Choice, stories: Iterable[Story]) -> Rows:
    """A story each, one a row, and the way back to all."""
    if choice.story:
        return ((_to(tr("All stories"), kind, listing, Choice(newest=choice.newest)),),)
    chosen = ((f"#{s.number} {s.title}", Choice(newest=choice.newest, story=s.number)) for s in stories)
    return tuple((_to(short(label, STORY_LABEL), kind, listing, to),) for label, to in chosen)


def proving(kind: str, listing: str, choice: Choice) -> Rows:
    """Where everything on the page stands."""
    return ((_to(tr("Evidence"), kind, listing, choice, action="proof"),),)


def charting(kind: str, listing: str, choice: Choice, charts: Iterable[tuple[str, str]]) -> Rows:
    """A chart for each name and mark, one a row."""
    marked = ((short(tr("Chart: {name}", name=name), STORY_LABEL), replace(choice, by=mark)) for name, mark in charts)
    return tuple((_to(label, kind, listing, to, action="chart"),) for label, to in marked)


def removing(kind: str, listing: str, choice: Choice) -> Rows:
    """Asks which one of the page to remove."""
    return ((_to(tr("Remove…"), kind, listing, choice, action="pick"),),)


def in_pairs(buttons: Sequence[Button]) -> Rows:
    """Two buttons a row."""
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def short(name: str, length: int = LABEL) -> str:
    """A name as a button can show it."""
    return name if len(name) <= length else name[: length - 1].rstrip() + "…"


def _label(person: Person) -> str:
    return f"{short(person.name)} · {person.count}"


def _to(label: str, kind: str, listing: str, choice: Choice, *, action: str = "page") -> Button:
    order = NEWEST if choice.newest else IMPORTANT
    data = f"{action}:{kind}:{listing}:{choice.page}:{order}:{choice.by}:{choice.story or ''}"
    return Button(label, data.rstrip(":"))

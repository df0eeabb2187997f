"""Feeds as people read them: how each is doing, that one has ended, and what became of a list of them.

Buttons of one feed or source carry its number, see `numbered`: `ask:own:N` asks whether to remove it, `drop:own:N`
does so, `keep:own:N` leaves all as it is, `retry:own:N` asks a feed anew, `swap:own:N` says how to follow another in
its place, `back:own:LISTING` undoes a removal. `leave:own:N` stands below the question for a feed's new address
alone: an answer to that question is known by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.views.ages import since
from bot.views.buttons import Button, Rows, short
from bot.views.citations import NAMED
from bot.views.rich import Rich, bold, chrome, plain
from sources.feeds.feed import FeedLink
from storage.types import FeedState, Following

KIND = "own"
UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60))
LABELLED = 40
"""Characters of a name on a button that stands alone in its row."""
LISTED = 20
"""Feeds that could not be followed and are named one by one."""
WHY = {
    "not a link": "its address is none that I can ask",
    "private": "its address is not public",
    "unknown host": "there is no site of that name",
    "unreachable": "the site does not answer",
    "timeout": "the site takes too long to answer",
    "too large": "it is larger than what I take in",
    "redirects": "its address leads from one place to the next",
    "broken": "what the site sends is cut off or garbled",
    "robots": "the site asks programs to stay away",
    "refused": "the site does not let me in",
    "missing": "the site finds nothing at its address",
    "gone": "the site says that it has ended",
    "busy": "the site is overloaded",
    "server error": "the site has a fault",
    "status": "the site sends no feed",
    "parse": "what stands at its address is no feed, or is cut off",
}
"""Why a feed fails, by the word that is kept of it, to follow a colon."""


def numbered(*, feed: int | None = None, source: int | None = None) -> int:
    """The number under which a chat removes a feed or a source: odd for feeds, even for sources.

    It is made of the row's id, which is never used again: a number that somebody read yesterday means the same today.
    """
    return 2 * feed - 1 if feed is not None else 2 * (source or 0)


def meant(number: int) -> tuple[int | None, int | None]:
    """The id of the feed, or of the source, that goes by a number; see `numbered`."""
    return ((number + 1) // 2, None) if number % 2 else (None, number // 2)


def by_need(followed: Sequence[Following]) -> tuple[Following, ...]:
    """Those first that somebody may have to look after."""
    return tuple(sorted(followed, key=lambda each: not each.feed.failures))


def removable(following: Following) -> tuple[tuple[int, str], ...]:
    """The number and the name of a feed that a chat follows by itself."""
    if following.chat is None:
        return ()
    return ((numbered(feed=following.id), following.feed.title or following.feed.url),)


def health(following: Following, now: datetime) -> Rich:
    """One feed: title and site, when it was read last, what is wrong with it, when it is asked next."""
    state = following.feed
    mark = "• " if following.chat is None else f"{numbered(feed=following.id)}. "
    site = urlsplit(state.url).hostname or ""
    named = bold(name(state)) + (chrome(f" ({site})") if state.title and site else plain(""))
    public = "public; " if following.chat is None else ""
    return chrome(mark) + named + "\n   " + chrome(public + "; ".join(_facts(state, now)))


def _facts(state: FeedState, now: datetime) -> tuple[str, ...]:
    read = f"last read {since(state.succeeded, now)}" if state.succeeded else "never read"
    if state.due is None:
        return f"ended: {why(state)}", read, "asked no more"
    if state.failures:
        return f"failing{_for(state.failing_since, now)}: {why(state)}", read, _next(state.due, now)
    if state.succeeded is None:
        return "not read yet", _next(state.due, now)
    return f"read {since(state.succeeded, now)}", _next(state.due, now)


def why(state: FeedState) -> str:
    """What is wrong with a feed, in words that follow a colon."""
    return WHY.get(state.failure or "", "it cannot be read")


def name(state: FeedState) -> Rich:
    """The feed's title, else its address; both are a stranger's words, shown as theirs."""
    return chrome(shown if len(shown := state.title or state.url) <= NAMED else shown[:NAMED].rstrip() + "…")


def _for(failing: datetime | None, now: datetime) -> str:
    ago = since(failing, now) if failing else ""
    return f" for {ago.removesuffix(' ago')}" if ago.endswith(" ago") else ""


def _next(due: datetime, now: datetime) -> str:
    left = due - now
    if left < timedelta(minutes=1):
        return "next look within a minute"
    unit, seconds = next(each for each in UNITS if left.total_seconds() >= each[1])
    number = round(left.total_seconds() / seconds)
    return f"next look in {number} {unit}{'' if number == 1 else 's'}"


def ended(following: Following, now: datetime) -> Rich:
    """A feed that is asked no more, told once to whoever added it."""
    state = following.feed
    last = f"I read it last {since(state.succeeded, now)}." if state.succeeded else "I never could read it."
    what = plain("I have stopped asking the feed ") + bold(name(state)) + chrome(f": {why(state)}. {last}")
    return what + "\n" + "What it brought is kept. You can have me try again, follow another address, or remove it."


def ended_rows(following: Following) -> Rows:
    """What to do about a feed that has ended."""
    number = numbered(feed=following.id)
    return (
        (own("Try again", "retry", number), own("Replace", "swap", number)),
        (own("Remove", "ask", number),),
    )


def own(label: str, action: str, number: int | str) -> Button:
    """A button about one feed or source of a chat."""
    return Button(label, f"{action}:{KIND}:{number}")


def confirming(what: Rich, number: int, *, feed: bool) -> tuple[Rich, Rows]:
    """Whether to remove this one."""
    stays = "What it has brought stays." if feed else "I then tell nothing of it in this chat any more."
    asked = plain("Remove ") + what + "? " + stays
    return asked, ((own("Remove", "drop", number), own("Keep", "keep", number)),)


def removed(what: Rich, listing: str | None) -> tuple[Rich, Rows]:
    """It is removed; `listing` is under what its way back is kept, None where there is none."""
    return plain("Removed: ") + what, ((own("Undo", "back", listing),),) if listing else ()


def picking(choices: Sequence[tuple[int, str]]) -> tuple[Rich, Rows]:
    """Which of these, by number and name, to remove."""
    rows = tuple((own(short(f"{number}. {label}", LABELLED), "ask", number),) for number, label in choices)
    return WHICH, rows


def replacing(following: Following) -> tuple[Rich, Rows]:
    """How to name the address that is to take this feed's place; the message that is answered says which feed."""
    asked = plain("Answer this message with the new address of ") + name(following.feed) + "."
    return asked + " I then follow that in its place.", ((own("Leave it", "leave", numbered(feed=following.id)),),)


def followed(following: Following, brought: int, unread: int, *, new: bool) -> Rich:
    """What a chat follows now, and what it has of it at once."""
    what = bold(name(following.feed))
    if not new:
        return plain("This chat follows ") + what + " already. /sources shows how it is doing."
    unread_too = f" {_many(unread, 'article')} could not be had yet." if unread else ""
    return plain("Following ") + what + chrome(f": {_many(brought, 'article')} taken in.{unread_too}")


def followed_many(new: int, known: int) -> Rich:
    """What came of a list of feeds."""
    before = f" {_many(known, 'feed')} followed before." if known else ""
    return chrome(f"Following {_many(new, 'new feed')}: the first look at them is taken as they fall due.{before}")


def looked(state: FeedState, brought: int, unread: int, *, failed: bool) -> Rich:
    """What came of one look, in a line."""
    if failed:
        return name(state) + chrome(f": {why(state)}")
    unread_too = f", {unread} not to be had yet" if unread else ""
    return name(state) + chrome(f": {_many(brought, 'new article')}{unread_too}")


def retried(state: FeedState, brought: int, now: datetime) -> Rich:
    """What came of asking a feed again."""
    if state.failures or state.due is None:
        failed = plain("I asked ") + bold(name(state)) + chrome(f" again: {why(state)}.")
        return failed + " Its address may be another now."
    return bold(name(state)) + chrome(f" answers again: {_many(brought, 'new article')}, {_next(state.due, now)}.")


ADMINS_ONLY = plain("In a group only its admins remove sources or change feeds.")
HOW_TO_REMOVE = chrome("Name it by its number in /sources: /remove 12. Only what this chat has added can be removed.")
NOT_YOURS = plain("That one is public: this chat has not added it and cannot remove it.")
GONE = plain("That is not here any more. /sources shows what is.")
KEPT = plain("All is left as it was.")
RESTORED = plain("It is back.")
NOT_BACK = plain("I can't bring that back any more. Add it again with /add.")
WHICH = plain("Which one is to go?")
NO_FEEDS = plain("This chat follows no feed. Send me the address of a feed, or of a site that has one, to follow it.")
NOTHING_OWN = plain("Nothing on this page was added by this chat: there is nothing to remove.")
OWN_BUTTON = "This button is another chat's, or what it is about is gone."


def no_number(number: int) -> Rich:
    """There is no such thing, or it is another chat's."""
    return chrome(f"There is no {number} among this chat's sources. /sources shows their numbers.")


def opml(followed: Sequence[Following], now: datetime) -> bytes:
    """The feeds as an OPML file."""
    from sources.feeds.opml import write_opml  # noqa: PLC0415 - lxml is loaded where a file is asked for

    links = (FeedLink(each.feed.url, each.feed.title, each.feed.site) for each in followed)
    return write_opml(tuple(links), title="Feeds of Verbatim", now=now)


def opml_caption(count: int) -> Rich:
    """What the file holds that is sent."""
    return chrome(f"{_many(count, 'feed')}. Other readers can import this file, and so can I: send it to me.")


def _many(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"

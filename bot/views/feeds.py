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
from bot.views.language import later, said, say, tr, trn
from bot.views.rich import Rich, bold, chrome, join
from sources.feeds.feed import FeedLink
from storage.types import FeedState, Following

KIND = "own"
SOME_MINUTES, AN_HOUR, A_DAY = 2, 60, 1440
"""Minutes from which on it is said how long a feed fails; of an hour and of a day."""
LABELLED = 40
"""Characters of a name on a button that stands alone in its row."""
LISTED = 20
"""Feeds that could not be followed and are named one by one."""
WHY = {
    "not a link": later("its address is none that I can ask"),
    "private": later("its address is not public"),
    "unknown host": later("there is no site of that name"),
    "unreachable": later("the site does not answer"),
    "timeout": later("the site takes too long to answer"),
    "too large": later("it is larger than what I take in"),
    "redirects": later("its address leads from one place to the next"),
    "broken": later("what the site sends is cut off or garbled"),
    "robots": later("the site asks programs to stay away"),
    "refused": later("the site does not let me in"),
    "missing": later("the site finds nothing at its address"),
    "gone": later("the site says that it has ended"),
    "busy": later("the site is overloaded"),
    "server error": later("the site has a fault"),
    "status": later("the site sends no feed"),
    "parse": later("what stands at its address is no feed, or is cut off"),
}
"""Why a feed fails, by the word that is kept of it, to follow a colon."""
UNKNOWN = later("it cannot be read")


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
    named = bold(name(state)) + (chrome(f" ({site})") if state.title and site else Rich())
    public = (tr("public"),) if following.chat is None else ()
    return chrome(mark) + named + "\n   " + chrome("; ".join((*public, *_facts(state, now))))


def _facts(state: FeedState, now: datetime) -> tuple[str, ...]:
    read = tr("last read {ago}", ago=since(state.succeeded, now)) if state.succeeded else tr("never read")
    if state.due is None:
        return tr("ended: {why}", why=why(state)), read, tr("asked no more")
    if state.failures:
        return _failing(state, now), read, _next(state.due, now)
    if state.succeeded is None:
        return tr("not read yet"), _next(state.due, now)
    return tr("read {ago}", ago=since(state.succeeded, now)), _next(state.due, now)


def why(state: FeedState) -> str:
    """What is wrong with a feed, in words that follow a colon."""
    return tr(WHY.get(state.failure or "", UNKNOWN))


def name(state: FeedState) -> Rich:
    """The feed's title, else its address; both are a stranger's words, shown as theirs."""
    return chrome(shown if len(shown := state.title or state.url) <= NAMED else shown[:NAMED].rstrip() + "…")


def _failing(state: FeedState, now: datetime) -> str:
    since_when = now - state.failing_since if state.failing_since else timedelta()
    reason, minutes = why(state), int(since_when.total_seconds() // 60)
    if minutes < SOME_MINUTES:
        return tr("failing: {why}", why=reason)
    if minutes < AN_HOUR:
        return trn("failing for {n} minute: {why}", "failing for {n} minutes: {why}", minutes, why=reason)
    if minutes < A_DAY:
        return trn("failing for {n} hour: {why}", "failing for {n} hours: {why}", minutes // AN_HOUR, why=reason)
    return trn("failing for {n} day: {why}", "failing for {n} days: {why}", minutes // A_DAY, why=reason)


def _next(due: datetime, now: datetime) -> str:
    minutes = (due - now).total_seconds() / 60
    if minutes < 1:
        return tr("next look within a minute")
    if minutes < AN_HOUR:
        return trn("next look in {n} minute", "next look in {n} minutes", round(minutes))
    if minutes < A_DAY:
        return trn("next look in {n} hour", "next look in {n} hours", round(minutes / AN_HOUR))
    return trn("next look in {n} day", "next look in {n} days", round(minutes / A_DAY))


def ended(following: Following, now: datetime) -> Rich:
    """A feed that is asked no more, told once to whoever added it."""
    state = following.feed
    last = (
        say("I read it last {ago}.", ago=since(state.succeeded, now))
        if state.succeeded
        else say("I never could read it.")
    )
    what = say("I have stopped asking the feed {name}: {why}.", name=bold(name(state)), why=why(state))
    kept = say("What it brought is kept. You can have me try again, follow another address, or remove it.")
    return join("\n", (join(" ", (what, last)), kept))


def ended_rows(following: Following) -> Rows:
    """What to do about a feed that has ended."""
    number = numbered(feed=following.id)
    return (
        (own(tr("Try again"), "retry", number), own(tr("Replace"), "swap", number)),
        (own(tr("Remove"), "ask", number),),
    )


def own(label: str, action: str, number: int | str) -> Button:
    """A button about one feed or source of a chat."""
    return Button(label, f"{action}:{KIND}:{number}")


def confirming(what: Rich, number: int, *, feed: bool) -> tuple[Rich, Rows]:
    """Whether to remove this one."""
    stays = say("What it has brought stays.") if feed else say("I then tell nothing of it in this chat any more.")
    asked = join(" ", (say("Remove {what}?", what=what), stays))
    return asked, ((own(tr("Remove"), "drop", number), own(tr("Keep"), "keep", number)),)


def removed(what: Rich, listing: str | None) -> tuple[Rich, Rows]:
    """It is removed; `listing` is under what its way back is kept, None where there is none."""
    return say("Removed: {what}", what=what), ((own(tr("Undo"), "back", listing),),) if listing else ()


def picking(choices: Sequence[tuple[int, str]]) -> tuple[Rich, Rows]:
    """Which of these, by number and name, to remove."""
    rows = tuple((own(short(f"{number}. {label}", LABELLED), "ask", number),) for number, label in choices)
    return say(WHICH), rows


def replacing(following: Following) -> tuple[Rich, Rows]:
    """How to name the address that is to take this feed's place; the message that is answered says which feed."""
    asked = say(
        "Answer this message with the new address of {name}. I then follow that in its place.",
        name=name(following.feed),
    )
    return asked, ((own(tr("Leave it"), "leave", numbered(feed=following.id)),),)


def followed(following: Following, brought: int, unread: int, *, new: bool) -> Rich:
    """What a chat follows now, and what it has of it at once."""
    what = bold(name(following.feed))
    if not new:
        return say("This chat follows {name} already. /sources shows how it is doing.", name=what)
    taken = said(
        "Following {name}: {n} article taken in.", "Following {name}: {n} articles taken in.", brought, name=what
    )
    if not brought:
        taken = say("Following {name}: no articles taken in.", name=what)
    return join(" ", (taken, not_had(unread)))


def not_had(unread: int) -> Rich:
    """Articles of a feed that could not be fetched."""
    if not unread:
        return Rich()
    return said("{n} article could not be had yet.", "{n} articles could not be had yet.", unread)


def followed_many(new: int, known: int) -> Rich:
    """What came of a list of feeds."""
    return join(" ", (_new_feeds(new), _known_feeds(known)))


def _new_feeds(new: int) -> Rich:
    if not new:
        return say("Following no new feeds: the first look at them is taken as they fall due.")
    return said(
        "Following {n} new feed: the first look at them is taken as they fall due.",
        "Following {n} new feeds: the first look at them is taken as they fall due.",
        new,
    )


def _known_feeds(known: int) -> Rich:
    return said("{n} feed followed before.", "{n} feeds followed before.", known) if known else Rich()


def looked(state: FeedState, brought: int, unread: int, *, failed: bool) -> Rich:
    """What came of one look, in a line."""
    if failed:
        return name(state) + chrome(f": {why(state)}")
    rest = trn("{n} not to be had yet", "{n} not to be had yet", unread) if unread else ""
    return name(state) + chrome(": " + ", ".join(filter(None, (_new_articles(brought), rest))))


def _new_articles(brought: int) -> str:
    return trn("{n} new article", "{n} new articles", brought) if brought else tr("no new articles")


def retried(state: FeedState, brought: int, now: datetime) -> Rich:
    """What came of asking a feed again."""
    if state.failures or state.due is None:
        return say(
            "I asked {name} again: {why}. Its address may be another now.", name=bold(name(state)), why=why(state)
        )
    return say(
        "{name} answers again: {articles}, {next}.",
        name=bold(name(state)),
        articles=_new_articles(brought),
        next=_next(state.due, now),
    )


ADMINS_ONLY = later("In a group only its admins remove sources or change feeds.")
NOT_YOURS = later("That one is public: this chat has not added it and cannot remove it.")
GONE = later("That is not here any more. /sources shows what is.")
KEPT = later("All is left as it was.")
RESTORED = later("It is back.")
NOT_BACK = later("I can't bring that back any more. Add it again with /add.")
WHICH = later("Which one is to go?")
NO_FEEDS = later("This chat follows no feed. Send me the address of a feed, or of a site that has one, to follow it.")
NOTHING_OWN = later("Nothing on this page was added by this chat: there is nothing to remove.")
OWN_BUTTON = later("This button is another chat's, or what it is about is gone.")


def how_to_remove() -> Rich:
    """What to type to remove something."""
    return say(
        "Name it by its number in /sources: {command}. Only what this chat has added can be removed.",
        command="/remove 12",
    )


def no_number(number: int) -> Rich:
    """There is no such thing, or it is another chat's."""
    return say("There is no {number} among this chat's sources. /sources shows their numbers.", number=str(number))


def opml(followed: Sequence[Following], now: datetime) -> bytes:
    """The feeds as an OPML file."""
    from sources.feeds.opml import write_opml  # noqa: PLC0415 - lxml is loaded where a file is asked for

    links = (FeedLink(each.feed.url, each.feed.title, each.feed.site) for each in followed)
    return write_opml(tuple(links), title="Feeds of Verbatim", now=now)


def opml_caption(count: int) -> Rich:
    """What the file holds that is sent."""
    return said(
        "{n} feed. Other readers can import this file, and so can I: send it to me.",
        "{n} feeds. Other readers can import this file, and so can I: send it to me.",
        count,
    )

"""What became of what was sent: the head above a briefing, a count while it is read, one report at the end."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Protocol

from bot.views import texts
from bot.views.buttons import STORY_LABEL, Button, short
from bot.views.citations import NAMED, day, described, headline
from bot.views.errors import reason
from bot.views.rich import Rich, bold, chrome, echo, join, plain, stated
from sources.web.links import links_in
from summarizer.errors import SourceError
from summarizer.types import Analysis, Document

FOLLOW, FEED = "follow", "feed"
"""Action and kind of the button that follows a feed, see `bot/views/buttons.py`."""
PLAIN = re.compile("^https?://(?:www\\.)?", re.IGNORECASE)
OFFERED = 5
"""Feeds of a front page that are offered."""
LISTED = 15
"""Items that are named one by one; of more only the counts are told."""
EXAMPLES = 5
"""Items of one reason that are named."""
FAILED = frozenset({"failed", "short", "crashed"})
NAMELESS = 20
"""Failures from which on all of them are listed in a file."""
LIST = "not-taken-in.txt"


class Feed(Protocol):
    """A feed that is followed: its title, whether it is `new` here, articles that are in, and that could not be had."""

    @property
    def title(self) -> str: ...
    @property
    def new(self) -> bool: ...
    @property
    def documents(self) -> int: ...
    @property
    def unread(self) -> int: ...


class Feeds(Protocol):
    """A list of feeds: how many are new here, were followed before, could not be reached yet; those refused."""

    @property
    def new(self) -> int: ...
    @property
    def known(self) -> int: ...
    @property
    def unseen(self) -> int: ...
    @property
    def refused(self) -> tuple[tuple[str, SourceError], ...]: ...


class Arrived(Protocol):
    """One thing that was sent, under the `name` that it was sent by, and what became of it.

    `found` is how many statements and figures; `copy` the key of the same article that was here before.
    """

    @property
    def name(self) -> str: ...
    @property
    def word(self) -> str: ...
    @property
    def document(self) -> Document | None: ...
    @property
    def found(self) -> tuple[int, int] | None: ...
    @property
    def error(self) -> SourceError | None: ...
    @property
    def feed(self) -> Feed | None: ...
    @property
    def feeds(self) -> Feeds | None: ...
    @property
    def copy(self) -> str | None: ...


class Piece(Protocol):
    """A piece of a message: its text and where it was forwarded from; `beside` if words around a link were left out."""

    @property
    def text(self) -> str | None: ...
    @property
    def forwarded(self) -> str | None: ...
    @property
    def beside(self) -> bool: ...


class Refused(Protocol):
    """How many things were left out, over which limit, and how long until there is room; None: once others are done."""

    @property
    def left_out(self) -> int: ...
    @property
    def most(self) -> int: ...
    @property
    def who(self) -> str: ...
    @property
    def within(self) -> timedelta | None: ...
    @property
    def wait(self) -> timedelta | None: ...
    @property
    def first(self) -> str | None: ...


HEADS: dict[str, str] = {
    "taken": "Taken in: ",
    "known": "I had this text already: ",
    "changed": "A newer version of what I had: ",
    "stale": "I had this page already: ",
    "kept": "Kept, and not understood yet: ",
}
COUNTED: tuple[tuple[tuple[str, ...], str], ...] = (
    (("taken",), "taken in"),
    (("changed",), "newer than what I had, and in its place"),
    (("known",), "known before"),
    (("stale",), "known before, and not to be looked at again just now"),
    (("kept",), "kept and not understood yet"),
    (("followed", "feeds"), "followed from now on"),
    (tuple(FAILED), "not taken in"),
)
MARKS = {"changed": "; newer", "known": "; known before", "stale": "; known before", "kept": "; not understood yet"}
"""What is said of a named item that was not simply taken in."""
OFFER = plain(
    "This is the front page of a site and no article. Which of its feeds shall I follow? I then read what it brings."
    " Or send a link to one article."
)
ALONE = plain("Send one of them alone, and I say what you can do about it.")
CRASHED = plain("something went wrong on my side, and it is in the operator's log")


def taken(document: Document, analysis: Analysis, word: str = "taken", forwarded: str | None = None) -> Rich:
    """What was taken in, before its briefing: its headline, what it states of itself, how much was found in it.

    `forwarded` says where a forward comes from.
    """
    what = plain(HEADS[word]) + bold(headline(document)) + "\n" + _facts(document, analysis, forwarded or "")
    if analysis.language != "en":
        return what + "\n" + texts.foreign(analysis.language)
    return join(
        "\n", (what, texts.understood(analysis), Rich() if texts.TAGGED in analysis.backend else texts.BY_RULES)
    )


def _facts(document: Document, analysis: Analysis, forwarded: str) -> Rich:
    """Publisher (without one: whose words they are), date, language and length; what is not stated is said so."""
    name, byline = document.publisher, document.byline
    publisher = stated(document, name[:NAMED]) if name else plain("publisher not stated")
    sender = echo(forwarded) if not (name and forwarded.endswith(name)) else Rich()
    if byline and not name and not forwarded.endswith(byline):
        publisher = join(" · ", (publisher, plain("by ") + stated(document, byline[:NAMED])))
    date = chrome(day(document.published)) if document.published else plain("date not stated")
    language = texts.LANGUAGES.get(analysis.language, "" if analysis.language == "und" else analysis.language)
    words = len(document.text.split())
    return join(" · ", (publisher, sender, date, plain(language), chrome(f"{words:,} word{'' if words == 1 else 's'}")))


def stale(error: SourceError | None) -> Rich:
    """Why a page is told as it was read before."""
    why = reason(error) if error else CRASHED
    return plain("I could not look at it again just now (") + why + "), and tell it as I read it before."


def copied(earlier: Document) -> Rich:
    """The same article was here before."""
    return plain("It is the same article as ") + described(earlier) + "."


def following(url: str, listing: str) -> Button:
    """A button that follows the feed at an address; the listing keeps it."""
    return Button(short(f"Follow {PLAIN.sub('', url)}", STORY_LABEL), f"{FOLLOW}:{FEED}:{listing}")


def progress(done: int, total: int) -> Rich:
    """How far a long delivery is."""
    return chrome(f"Read {total:,} of {total:,}." if done >= total else f"Reading {done:,} of {total:,} ...")


def report(outcomes: Sequence[Arrived]) -> tuple[Rich, ...]:
    """What became of several items: counted, the first ones named, and each failure under its reason."""
    counts = [(sum(_weight(each) for each in outcomes if each.word in words), label) for words, label in COUNTED]
    counts.insert(1, (sum(each.copy is not None for each in outcomes), "of them the same article as one that I had"))
    head = bold(chrome(f"All {len(outcomes):,} are done")) + "\n"
    head += join("\n", (chrome(f"{number:,} {label}") for number, label in counts if number))
    good = [each for each in outcomes if each.word not in FAILED]
    return head, _named(good), *_failures(outcomes)


def _weight(outcome: Arrived) -> int:
    return outcome.feeds.new + outcome.feeds.known if outcome.feeds else 1


def _named(outcomes: Sequence[Arrived]) -> Rich:
    lines = [_line(each) for each in outcomes[:LISTED]]
    left = len(outcomes) - len(lines)
    return join("\n", (*lines, chrome(f"and {left:,} more; /sources lists all" if left > 0 else "")))


def _line(outcome: Arrived) -> Rich:
    if outcome.feed:
        return plain("• ") + followed(outcome.feed)
    if outcome.feeds:
        return plain("• ") + list_followed(outcome.feeds)[0]
    if outcome.document is None:
        return Rich()
    found = f": {texts.counted(*outcome.found)}" if outcome.found else ""
    return plain("• ") + described(outcome.document) + chrome(found + MARKS.get(outcome.word, ""))


def unnamed(outcomes: Iterable[Arrived]) -> str:
    """Everything that was not taken in, a line each, where there is more of it than a report names; else nothing."""
    failed = [each for each in outcomes if each.word in FAILED]
    return "".join(f"{_reason(each).text}: {each.name}\n" for each in failed) if len(failed) > NAMELESS else ""


def beside(pieces: Sequence[Piece]) -> Rich:
    """What of the messages was left out: the words around links, or the links within a text."""
    links = sum(each.beside for each in pieces)
    if links:
        return texts.LINK_ALONE if links == 1 else texts.LINKS_ALONE
    within = any(each.text and not each.forwarded and links_in(each.text) for each in pieces)
    return texts.UNOPENED if within else Rich()


def _failures(outcomes: Iterable[Arrived]) -> tuple[Rich, ...]:
    """Each reason with how often it was met and the first things that it was met at."""
    grouped: dict[str, list[Arrived]] = defaultdict(list)
    for each in outcomes:
        if each.word in FAILED:
            grouped[_reason(each).text].append(each)
    if not grouped:
        return ()
    ranked = sorted(grouped.items(), key=lambda item: -len(item[1]))
    return bold("Not taken in"), *(_group(why, of) for why, of in ranked), ALONE


def _group(why: str, outcomes: Sequence[Arrived]) -> Rich:
    shown = [chrome(f"• {name}") for name in filter(None, map(_name, outcomes[:EXAMPLES]))]
    left = len(outcomes) - EXAMPLES
    more = (chrome(f"and {left:,} more"),) if left > 0 and shown else ()
    count = f"{len(outcomes):,}: " if len(outcomes) > 1 else ""
    return join("\n", (chrome(f"{count}{why}"), *shown, *more))


def _reason(outcome: Arrived) -> Rich:
    if outcome.word == "short":
        return plain("too short for a source")
    return reason(outcome.error) if outcome.error else CRASHED


def _name(outcome: Arrived) -> str:
    return _short(outcome.name)


def _short(name: str) -> str:
    return name if len(name) <= texts.SHOWN else name[: texts.SHOWN].rstrip() + "…"


def followed(feed: Feed) -> Rich:
    """A feed that is followed from now on, or was before."""
    name = bold(chrome(feed.title[:NAMED]))
    if not feed.new:
        return plain("This chat follows ") + name + " already. /sources shows how it is doing."
    unread = f" {texts.many(feed.unread, 'article')} could not be had yet." if feed.unread else ""
    return plain("Following ") + name + chrome(f": {texts.many(feed.documents, 'article')} taken in.{unread}")


def list_followed(feeds: Feeds) -> tuple[Rich, ...]:
    """A list of feeds: how many are followed, and each that could not be under its reason."""
    known = f", {feeds.known:,} followed before" if feeds.known else ""
    unseen = f" {texts.many(feeds.unseen, 'feed')} could not be reached yet and will be tried again." * bool(
        feeds.unseen
    )
    head = chrome(f"Following {texts.many(feeds.new, 'new feed')}{known}.{unseen}")
    grouped: dict[str, list[str]] = defaultdict(list)
    for name, error in feeds.refused:
        grouped[reason(error).text].append(name)
    lines = [
        join("\n", (chrome(f"{len(of):,}: {why}"), *(chrome(f"• {name}") for name in of[:EXAMPLES])))
        for why, of in grouped.items()
    ]
    return (head, *((bold("Not followed"), *lines) if lines else ()))


def refused(refusal: Refused) -> Rich:
    """What was left out over a limit, and when there is room again."""
    one = refusal.left_out == 1
    left = f"{texts.many(refusal.left_out, 'thing')} of what you sent {'is' if one else 'are'} left out: "
    first = f"\nThe first of them: {_short(refusal.first)}" if refusal.first else ""
    if refusal.who == "file":
        return chrome(f"{left}I read {refusal.most:,} links of one file. Send the rest in another.{first}")
    if refusal.within is None or refusal.wait is None:
        return chrome(f"{left}{refusal.most:,} are waiting to be read here. Send the rest when those are done.{first}")
    who = "from one person" if refusal.who == "person" else "in one chat"
    span = "an hour" if refusal.within <= timedelta(hours=1) else "a day"
    return chrome(f"{left}I take {refusal.most:,} things {span} {who}. Send the rest in {_time(refusal.wait)}.{first}")


def _time(wait: timedelta) -> str:
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return texts.many(minutes, "minute") if minutes < 120 else texts.many(-(-minutes // 60), "hour")

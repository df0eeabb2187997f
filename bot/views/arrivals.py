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
from bot.views.language import counted, language_name, later, said, say, tr, trn
from bot.views.rich import Rich, bold, chrome, echo, join, stated
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
TWO_HOURS = 120
FORWARDED = "forwarded from "
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
    "taken": later("Taken in: {headline}"),
    "known": later("I had this text already: {headline}"),
    "changed": later("A newer version of what I had: {headline}"),
    "stale": later("I had this page already: {headline}"),
    "kept": later("Kept, and not understood yet: {headline}"),
}
COUNTED: tuple[tuple[tuple[str, ...], str], ...] = (
    (("taken",), later("{number} taken in")),
    (("changed",), later("{number} newer than what I had, and in its place")),
    (("known",), later("{number} known before")),
    (("stale",), later("{number} known before, and not to be looked at again just now")),
    (("kept",), later("{number} kept and not understood yet")),
    (("followed", "feeds"), later("{number} followed from now on")),
    (tuple(FAILED), later("{number} not taken in")),
)
COPIES = later("{number} of them the same article as one that I had")
MARKS = {
    "changed": later("newer"),
    "known": later("known before"),
    "stale": later("known before"),
    "kept": later("not understood yet"),
}
"""What is said of a named item that was not simply taken in."""
OFFER = later(
    "This is the front page of a site and no article. Which of its feeds shall I follow? I then read what it brings."
    " Or send a link to one article."
)
ALONE = later("Send one of them alone, and I say what you can do about it.")
CRASHED = later("something went wrong on my side, and it is in the operator's log")


def taken(document: Document, analysis: Analysis, word: str = "taken", forwarded: str | None = None) -> Rich:
    """What was taken in, before its briefing: its headline, what it states of itself, how much was found in it.

    `forwarded` says where a forward comes from.
    """
    head = say(HEADS[word], headline=bold(headline(document)))
    what = head + "\n" + _facts(document, analysis, forwarded or "")
    if analysis.language != "en":
        return what + "\n" + texts.foreign(analysis.language)
    return join(
        "\n", (what, texts.understood(analysis), Rich() if texts.TAGGED in analysis.backend else say(texts.BY_RULES))
    )


def _facts(document: Document, analysis: Analysis, forwarded: str) -> Rich:
    """Publisher (without one: whose words they are), date, language and length; what is not stated is said so."""
    name, byline = document.publisher, document.byline
    publisher = stated(document, name[:NAMED]) if name else say("publisher not stated")
    sender = _forwarded(forwarded) if not (name and forwarded.endswith(name)) else Rich()
    if byline and not name and not forwarded.endswith(byline):
        publisher = join(" · ", (publisher, say("by {name}", name=stated(document, byline[:NAMED]))))
    date = chrome(day(document.published)) if document.published else say("date not stated")
    words = len(document.text.split())
    length = trn("{n} word", "{n} words", words)
    return join(" · ", (publisher, sender, date, chrome(_language(analysis.language)), chrome(length)))


def _forwarded(words: str) -> Rich:
    """Where a forward comes from; it is kept in English, as it was noted when it came."""
    name = words.removeprefix(FORWARDED)
    return say("forwarded from {name}", name=echo(name)) if name != words else echo(words)


def _language(code: str) -> str:
    """What we call a language; the code of one that has no name, nothing where it could not be told."""
    return language_name(code) or ("" if code == "und" else code)


def stale(error: SourceError | None) -> Rich:
    """Why a page is told as it was read before."""
    why = reason(error) if error else say(CRASHED)
    return say("I could not look at it again just now ({why}), and tell it as I read it before.", why=why)


def copied(earlier: Document) -> Rich:
    """The same article was here before."""
    return say("It is the same article as {article}.", article=described(earlier))


def following(url: str, listing: str) -> Button:
    """A button that follows the feed at an address; the listing keeps it."""
    return Button(short(tr("Follow {site}", site=PLAIN.sub("", url)), STORY_LABEL), f"{FOLLOW}:{FEED}:{listing}")


def progress(done: int, total: int) -> Rich:
    """How far a long delivery is."""
    if done >= total:
        return say("Read {done} of {total}.", done=counted(total), total=counted(total))
    return say("Reading {done} of {total} ...", done=counted(done), total=counted(total))


def report(outcomes: Sequence[Arrived]) -> tuple[Rich, ...]:
    """What became of several items: counted, the first ones named, and each failure under its reason."""
    counts = [(sum(_weight(each) for each in outcomes if each.word in words), label) for words, label in COUNTED]
    counts.insert(1, (sum(each.copy is not None for each in outcomes), COPIES))
    head = bold(said("{n} is done", "All {n} are done", len(outcomes))) + "\n"
    head += join("\n", (say(label, number=counted(number)) for number, label in counts if number))
    good = [each for each in outcomes if each.word not in FAILED]
    return head, _named(good), *_failures(outcomes)


def _weight(outcome: Arrived) -> int:
    return outcome.feeds.new + outcome.feeds.known if outcome.feeds else 1


def _named(outcomes: Sequence[Arrived]) -> Rich:
    lines = [_line(each) for each in outcomes[:LISTED]]
    left = len(outcomes) - len(lines)
    more = said("and {n} more; /sources lists all", "and {n} more; /sources lists all", left) if left > 0 else Rich()
    return join("\n", (*lines, more))


def _line(outcome: Arrived) -> Rich:
    if outcome.feed:
        return Rich("• ") + followed(outcome.feed)
    if outcome.feeds:
        return Rich("• ") + list_followed(outcome.feeds)[0]
    if outcome.document is None:
        return Rich()
    found = f": {texts.counted(*outcome.found)}" if outcome.found else ""
    mark = f"; {tr(MARKS[outcome.word])}" if outcome.word in MARKS else ""
    return Rich("• ") + described(outcome.document) + chrome(found + mark)


def unnamed(outcomes: Iterable[Arrived]) -> str:
    """Everything that was not taken in, a line each, where there is more of it than a report names; else nothing."""
    failed = [each for each in outcomes if each.word in FAILED]
    return "".join(f"{_reason(each).text}: {each.name}\n" for each in failed) if len(failed) > NAMELESS else ""


def beside(pieces: Sequence[Piece]) -> Rich:
    """What of the messages was left out: the words around links, or the links within a text."""
    links = sum(each.beside for each in pieces)
    if links:
        return say(texts.LINK_ALONE if links == 1 else texts.LINKS_ALONE)
    within = any(each.text and not each.forwarded and links_in(each.text) for each in pieces)
    return say(texts.UNOPENED) if within else Rich()


def _failures(outcomes: Iterable[Arrived]) -> tuple[Rich, ...]:
    """Each reason with how often it was met and the first things that it was met at."""
    grouped: dict[str, list[Arrived]] = defaultdict(list)
    for each in outcomes:
        if each.word in FAILED:
            grouped[_reason(each).text].append(each)
    if not grouped:
        return ()
    ranked = sorted(grouped.items(), key=lambda item: -len(item[1]))
    return bold(tr("Not taken in")), *(_group(why, of) for why, of in ranked), say(ALONE)


def _group(why: str, outcomes: Sequence[Arrived]) -> Rich:
    shown = [chrome(f"• {name}") for name in filter(None, map(_name, outcomes[:EXAMPLES]))]
    left = len(outcomes) - EXAMPLES
    more = (said("and {n} more", "and {n} more", left),) if left > 0 and shown else ()
    count = f"{counted(len(outcomes))}: " if len(outcomes) > 1 else ""
    return join("\n", (chrome(f"{count}{why}"), *shown, *more))


def _reason(outcome: Arrived) -> Rich:
    if outcome.word == "short":
        return say("too short for a source")
    return reason(outcome.error) if outcome.error else say(CRASHED)


def _name(outcome: Arrived) -> str:
    return _short(outcome.name)


def _short(name: str) -> str:
    return name if len(name) <= texts.SHOWN else name[: texts.SHOWN].rstrip() + "…"


def followed(feed: Feed) -> Rich:
    """A feed that is followed from now on, or was before."""
    name = bold(chrome(feed.title[:NAMED]))
    if not feed.new:
        return say("This chat follows {name} already. /sources shows how it is doing.", name=name)
    taken = said(
        "Following {name}: {n} article taken in.", "Following {name}: {n} articles taken in.", feed.documents, name=name
    )
    if not feed.documents:
        taken = say("Following {name}: no articles taken in.", name=name)
    if not feed.unread:
        return taken
    unread = said("{n} article could not be had yet.", "{n} articles could not be had yet.", feed.unread)
    return join(" ", (taken, unread))


def list_followed(feeds: Feeds) -> tuple[Rich, ...]:
    """A list of feeds: how many are followed, and each that could not be under its reason."""
    new = trn("{n} new feed", "{n} new feeds", feeds.new) if feeds.new else tr("no new feeds")
    head = say("Following {feeds}.", feeds=new)
    if feeds.known:
        head = say("Following {feeds}, {known} followed before.", feeds=new, known=counted(feeds.known))
    if feeds.unseen:
        unseen = said(
            "{n} feed could not be reached yet and will be tried again.",
            "{n} feeds could not be reached yet and will be tried again.",
            feeds.unseen,
        )
        head = join(" ", (head, unseen))
    grouped: dict[str, list[str]] = defaultdict(list)
    for name, error in feeds.refused:
        grouped[reason(error).text].append(name)
    lines = [
        join("\n", (chrome(f"{counted(len(of))}: {why}"), *(chrome(f"• {name}") for name in of[:EXAMPLES])))
        for why, of in grouped.items()
    ]
    return (head, *((bold(tr("Not followed")), *lines) if lines else ()))


def refused(refusal: Refused) -> Rich:
    """What was left out over a limit, and when there is room again."""
    left = said(
        "{n} thing of what you sent is left out: {why}",
        "{n} things of what you sent are left out: {why}",
        refusal.left_out,
        why=_limit(refusal),
    )
    if not refusal.first:
        return left
    return join("\n", (left, say("The first of them: {name}", name=_short(refusal.first))))


def _limit(refusal: Refused) -> Rich:
    most = counted(refusal.most)
    if refusal.who == "file":
        return say("I read {most} links of one file. Send the rest in another.", most=most)
    if refusal.within is None or refusal.wait is None:
        return say("{most} are waiting to be read here. Send the rest when those are done.", most=most)
    match refusal.who == "person", refusal.within <= timedelta(hours=1):
        case True, True:
            room = say("I take {most} things an hour from one person.", most=most)
        case True, False:
            room = say("I take {most} things a day from one person.", most=most)
        case False, True:
            room = say("I take {most} things an hour in one chat.", most=most)
        case _:
            room = say("I take {most} things a day in one chat.", most=most)
    return join(" ", (room, _rest(refusal.wait)))


def _rest(wait: timedelta) -> Rich:
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    if minutes < TWO_HOURS:
        return said("Send the rest in {n} minute.", "Send the rest in {n} minutes.", minutes)
    return said("Send the rest in {n} hour.", "Send the rest in {n} hours.", -(-minutes // 60))

"""What stands below a digest's card: its buttons, and the screens in which one thing of it is chosen.

`digest:ACTION:ID:VERSION:VALUE:OTHER`, at most 64 bytes: what the button does to which digest, which version of it was
shown, and the value that it sets. Values are absolute ("Monday off", and not "Monday changed"), so that pressing twice,
or below an old card, does what the button said. Digest 0 is one that is not made yet.
A screen takes typed answers as well: its way back names it, so that an answer to its message is known for what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from bot.views.buttons import NUMBER, STORY_LABEL, Button, Rows, in_pairs, mark_of, opening, short
from bot.views.clocks import hour, place, weekday
from bot.views.language import later, say, tr
from bot.views.rich import Rich, join
from bot.views.subscriptions import EVERY_DAY, WEEKDAYS, clock, days, here, quiet, stretch, topics, when
from storage.types import DigestLength, Doubt, Subscription
from summarizer.types import Story

KIND = "digest"
NEW = 0
HOURS, MINUTES = range(24), (0, 15, 30, 45)
A_ROW = 6
AT = "at"
"""The screen on which one time is chosen, with the old one behind it (`at0800`) where there is one."""
FIRST_TIMES = (time(8), time(18))
QUIET = ((time(22), time(7)), (time(23), time(8)))
NO_QUIET = "none"
SIZES: tuple[tuple[str, DigestLength], ...] = (
    (later("Short"), "short"), (later("Usual"), "usual"), (later("Full"), "full"),
)  # fmt: skip
SIZE = later("How much should it tell? Short has a few lines, full about twice the usual.")
MOST_DOUBTS = 3
TICK = "✓ "


@dataclass(frozen=True, slots=True)
class Dial:
    """A button of a digest as it was pressed; `version` is None where it does not matter."""

    action: str
    digest: int
    version: int | None = None
    value: str = ""
    other: str = ""


def read(data: str) -> Dial | None:
    """The button of a press, None for one of another sort; odd parts read as none."""
    kind, action, digest, version, value, other = (*data.split(":", 5), *[""] * 6)[:6]
    if kind != KIND:
        return None
    return Dial(action, _number(digest) or 0, _number(version), value, other)


def _number(text: str) -> int | None:
    return int(text) if NUMBER.fullmatch(text) else None


def button(label: str, action: str, digest: Subscription | int = NEW, value: str = "", other: str = "") -> Button:
    """A button about one digest, as it is now."""
    known = None if isinstance(digest, int) else digest
    parts = KIND, action, str(known.id if known else digest), str(known.version) if known else "", value, other
    return Button(label, ":".join(parts).rstrip(":"))


def back(digest: Subscription | None, screen: str) -> Button:
    """To the card, from a screen; with no digest to the list of all."""
    label = tr("‹ Back")
    return button(label, "card", digest, screen) if digest else button(label, "list", NEW, screen)


def card_rows(
    digest: Subscription, doubts: Sequence[Doubt], *, several: bool, elsewhere: bool, channel: bool = False
) -> Rows:
    """Below the card: `several` for a chat with other digests, `elsewhere` for one that goes to another topic.

    A `channel` that it goes to has no settings of its own: its language is chosen here.
    """
    empty = digest.taste.empty
    resting = button(tr("Resume"), "resume", digest) if digest.paused else button(tr("Pause"), "pause", digest)
    saying = tr("Skip when nothing is new") if empty else tr("Say when nothing is new")
    return (
        *again_rows(doubts),
        (
            button(tr("Time"), "times", digest),
            button(tr("Days"), "days", digest),
            button(tr("Time zone"), "zones", digest),
        ),
        (button(tr("Topics"), "topics", digest), button(tr("Length"), "lengths", digest), _sound(digest)),
        (button(tr("Quiet hours"), "quiets", digest), button(saying, "empty", digest, str(int(not empty)))),
        *(((button(tr("Send it to this topic"), "here", digest),),) if elsewhere else ()),
        (
            button(tr("Where"), "where", digest),
            *((button(tr("Language"), "tongues", digest),) if channel else ()),
            button(tr("Share"), "give", digest),
        ),
        (button(tr("Preview now"), "preview", digest), resting, button(tr("Delete"), "ask", digest)),
        (*((button(tr("All digests"), "list"),) if several else ()), button(tr("Done"), "done", digest)),
    )


def again_rows(doubts: Sequence[Doubt]) -> Rows:
    """Shows what may not have arrived, the latest."""
    alone = len(doubts) == 1
    latest = doubts[-MOST_DOUBTS:]
    labels = (tr("Show it again") if alone else tr("Show part {part} again", part=each.part) for each in latest)
    return tuple((button(label, "again", each.delivery),) for label, each in zip(labels, latest, strict=True))


def _sound(digest: Subscription) -> Button:
    label = tr("Turn sound on") if digest.silent else tr("Turn sound off")
    return button(label, "sound", digest, str(int(digest.silent)))


def listing_rows(digests: Sequence[Subscription]) -> Rows:
    """A digest a row, and a new one."""
    each = tuple((button(short(label(digest), STORY_LABEL), "card", digest),) for digest in digests)
    return (*each, (button(tr("New digest"), "hours"), button(tr("Done"), "shut")))


def label(digest: Subscription) -> str:
    """A digest on a button: when, and of what."""
    told = ", ".join(digest.taste.topics)
    return f"{when(digest.rule)}: {told}" if told else when(digest.rule)


def opening_row() -> tuple[Button, ...]:
    """Shows the chat's digests in a message of their own."""
    return (button(tr("Daily digest"), "open"),)


def first_rows() -> Rows:
    """Where a chat has no digest yet."""
    chosen = tuple(button(hour(at), "time", NEW, "", compact(at)) for at in FIRST_TIMES)
    return (chosen, (button(tr("Another time"), "hours"),))


def times(digest: Subscription, *, more: bool) -> tuple[Rich, Rows]:
    """Which of several times to change, or to drop; `more` where there may be another."""
    rows = [
        (
            button(tr("Change {time}", time=hour(at)), "hours", digest, compact(at)),
            button(tr("Remove {time}", time=hour(at)), "untime", digest, compact(at)),
        )
        for at in digest.rule.times
    ]
    added = (button(tr("Add a time"), "hours", digest),) if more else ()
    asked = say("It comes at {when}.", when=when(digest.rule))
    how = say("Or reply to this message with all of its times, such as {times}.", times="7:20, 18:00")
    return join("\n", (asked, how)), (*rows, (*added, back(digest, "times")))


def hours(digest: Subscription | None, old: str) -> tuple[Rich, Rows]:
    """At which hour, in place of an old time or besides those there are."""
    single = digest is not None and len(digest.rule.times) == 1 and old
    grid = [button(f"{at:02}", "minutes", digest or NEW, old, f"{at:02}") for at in HOURS]
    rows = tuple(tuple(grid[at : at + A_ROW]) for at in range(0, len(grid), A_ROW))
    more = (button(tr("Add a second time"), "hours", digest),) if single and digest else ()
    instead = say("At which hour, instead of {time}?", time=f"{old[:2]}:{old[2:]}") if old else say("At which hour?")
    return join("\n", (instead, _type_times())), (*rows, (*more, back(digest, f"{AT}{old}")))


def minutes(digest: Subscription | None, old: str, at: str) -> tuple[Rich, Rows]:
    """At which minute of the hour."""
    row = tuple(button(f"{at}:{each:02}", "time", digest or NEW, old, f"{at}{each:02}") for each in MINUTES)
    return join("\n", (say("At which minute?"), _type_times())), (row, (back(digest, f"{AT}{old}"),))


def _type_times() -> Rich:
    return say("Or reply to this message with a time, such as {time}.", time="7:20")


def week(digest: Subscription) -> tuple[Rich, Rows]:
    """On which days."""
    chosen = digest.rule.days
    named = [
        button(
            f"{TICK if day in chosen else ''}{weekday(day, short=True)}",
            "day",
            digest,
            str(day),
            str(int(day not in chosen)),
        )
        for day in EVERY_DAY
    ]
    sets = (tr("Every day"), EVERY_DAY), (tr("Weekdays"), WEEKDAYS)
    whole = tuple(button(label, "alldays", digest, "".join(map(str, digits))) for label, digits in sets)
    asked = say("Days: {days}.", days=days(chosen))
    how = say("Press one to add it or to leave it out.")
    return join("\n", (asked, how)), (tuple(named[:4]), tuple(named[4:]), whole, (back(digest, ""),))


def zones(digest: Subscription, near: Sequence[str], now: datetime, *, private: bool) -> tuple[Rich, Rows]:
    """In which time zone, with some that are likely."""
    offered = [zone for zone in near if zone != digest.rule.zone]
    rows = in_pairs([button(f"{place(zone)} · {clock(zone, now)}", "zone", digest, zone) for zone in offered])
    share = (button(tr("Share location"), "share", digest),) if private else ()
    asked = say("Time zone: {zone}.", zone=here(digest.rule.zone, now))
    how = say("Choose one, or reply to this message with your city, such as Lviv.")
    return join("\n", (asked, how)), (*rows, (*share, back(digest, "zones")))


def about(digest: Subscription, named: Sequence[str], stories: Iterable[Story]) -> tuple[Rich, Rows]:
    """Of what it tells: everything, or topics, as they are `named`; the newest stories are offered."""
    had = digest.taste.topics
    labelled = (
        (short(tr("Remove: {name}", name=name), STORY_LABEL), mark_of(topic))
        for topic, name in zip(had, named, strict=True)
    )
    dropped = tuple((button(label, "untopic", digest, mark),) for label, mark in labelled)
    new = [story for story in stories if f"#{story.number}" not in had]
    offered = tuple(
        (button(short(f"#{story.number} {story.title}", STORY_LABEL), "topic", digest, f"#{story.number}"),)
        for story in new
    )
    everything = (button(tr("Everything"), "everything", digest),) if had else ()
    told = say("It tells: {topics}.", topics=topics(named))
    how = say("Reply to this message with a topic to add it, such as {topic}, or choose a story.", topic=tr("grain"))
    who = say("{from_bbc} tells only what is from there: a publisher, a feed or a site.", from_bbc="from:bbc.co.uk")
    return join("\n", (told, how, who)), (*dropped, *offered, (*everything, back(digest, "topics")))


def sizes(digest: Subscription) -> tuple[Rich, Rows]:
    """How much it tells."""
    row = tuple(
        button(f"{TICK if digest.taste.length == size else ''}{tr(name)}", "length", digest, size)
        for name, size in SIZES
    )
    return say(SIZE), (row, (back(digest, ""),))


def silence(digest: Subscription) -> tuple[Rich, Rows]:
    """In which hours nothing is sent."""
    offered = tuple(button(stretch(*each), "quiet", digest, "-".join(map(compact, each))) for each in QUIET)
    none = (button(tr("None"), "quiet", digest, NO_QUIET),) if digest.rule.quiet else ()
    asked = say(
        "Quiet hours: {hours}. What falls into them is sent when they end.", hours=quiet(digest.rule)
    )  # fmt: skip
    how = say("Or reply to this message with hours, such as {hours}.", hours="21:30-06:30")
    return join("\n", (asked, how)), (offered, (*none, back(digest, "quiets")))


def deleting_rows(digest: Subscription) -> Rows:
    """Whether to delete it."""
    return ((button(tr("Delete"), "delete", digest), button(tr("Keep"), "card", digest)),)


def ending_rows(digests: Sequence[Subscription]) -> Rows:
    """Which one of several to delete, or all."""
    each = tuple((button(short(label(digest), STORY_LABEL), "end", digest),) for digest in digests)
    return (*each, (button(tr("All of them"), "endall"), button(tr("None of them"), "done")))


def undo_rows(listing: str) -> Rows:
    """Brings back what was deleted."""
    return ((button(tr("Undo"), "undo", NEW, listing),),)


def saying_rows(digest: Subscription | None, field: str, offered: Iterable[tuple[str, str]]) -> Rows:
    """What may have been meant, by its label and the listing that keeps the whole of it; `field` is what it sets."""
    meant = [button(short(label, STORY_LABEL), "say", digest or NEW, listing, field) for label, listing in offered]
    return (*((each,) for each in meant), (back(digest, field),))


def picking_rows(kind: str, listings: Iterable[tuple[str, str]]) -> Rows:
    """The topics of a digest, to choose of which a list is shown."""
    return tuple((opening(short(topic, STORY_LABEL), kind, listing),) for topic, listing in listings)


def compact(at: time) -> str:
    """`0730`: a button's parts stand between colons."""
    return f"{at:%H%M}"

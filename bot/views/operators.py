"""What whoever runs the bot is told: numbers of everything, how it is, what a broadcast comes to; nobody's names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from babel.dates import format_timedelta

from bot.views.buttons import Button, Rows
from bot.views.language import counted, later, locale, said, say, tr
from bot.views.rich import Rich, bold, chrome, join
from storage.census import Census
from storage.types import CopyState

KIND = "op"
KINDS: dict[str, str] = {
    "private": later("Private chats: {n}"),
    "group": later("Groups: {n}"),
    "supergroup": later("Supergroups: {n}"),
    "channel": later("Channels: {n}"),
}
STATES: dict[str, str] = {
    "sent": later("Sent: {n}"),
    "pending": later("Waiting: {n}"),
    "sending": later("Being sent: {n}"),
    "uncertain": later("Perhaps arrived: {n}"),
    "dead": later("Not sent: {n}"),
}
SIGNS: dict[tuple[str, bool], str] = {
    ("database", True): later("Database: ok"),
    ("database", False): later("Database: trouble, it cannot be read. See the log, and DATABASE_URL."),
    ("processes", True): later("Processes: {roles}"),
    ("processes", False): later(
        "Processes: trouble, {roles}, and none understands texts. Start one: verbatim worker --kinds understand"
    ),
    ("queue", True): later("Texts to be understood: ok, {n} waiting"),
    ("queue", False): later("Texts to be understood: trouble, {n} waiting, the oldest for {time}. See the log."),
    ("delivery", True): later("Digests: ok, {n} waiting"),
    ("delivery", False): later("Digests: trouble, {n} waiting, the oldest for {time}. See the log."),
    ("tick", True): later("Clockwork: ok, last {time} ago"),
    ("tick", False): later("Clockwork: trouble, it does not tick. Restart the bot, and see the log."),
    ("disk", True): later("Disk: ok, {size} free"),
    ("disk", False): later("Disk: trouble, only {size} free. Make room."),
    ("memory", True): later("Memory: {size}, without the process that understands texts"),
}
"""A thing in words, whether it is well or not."""
UNKNOWN: dict[str, str] = {
    "processes": later("Processes: not known"),
    "delivery": later("Digests: not known while the database cannot be read"),
    "disk": later("Disk: not known"),
    "memory": later("Memory: not known"),
}
MODEL: dict[str, str] = {
    "running": later("Understanding: ok, its process runs"),
    "resting": later("Understanding: ok, its process rests until there is work"),
    "closed": later("Understanding: trouble, it has ended. Restart the bot."),
}


def stats(census: Census, now: datetime) -> Rich:
    """How much of everything there is."""
    chats = (_count(line, census.chats.get(kind, 0)) for kind, line in KINDS.items())
    known = (
        _count(later("Sources: {n}"), census.documents),
        _count(later("Statements: {n}"), census.statements),
        _count(later("Figures: {n}"), census.figures),
        say("Feeds: {n}, of which {failing} fail", n=counted(census.feeds), failing=counted(census.failing)),
    )
    digests = say(
        "Digests: {n}, of which {resting} rest", n=counted(census.subscriptions), resting=counted(census.resting)
    )
    today = (_count(line, census.deliveries.get(state, 0)) for state, line in STATES.items())
    waits = now - census.queue.oldest if census.queue.oldest else None
    queue = say("Due and not sent: {n}", n=counted(census.queue.waiting))
    oldest = say("the oldest for {time}", time=_long(waits)) if waits else Rich()
    return join(
        "\n\n",
        (
            join("\n", (bold(tr("Numbers")), *chats)),
            join("\n", (bold(tr("What is known")), *known)),
            join("\n", (bold(tr("Messages of digests today (UTC)")), digests, *today, join(", ", (queue, oldest)))),
        ),
    )


def health(signs: Iterable[tuple[str, bool | None, int | None, timedelta | None, str]]) -> Rich:
    """How the bot is, a line each as (what, well or not, amount, how long, state); the first line says it in all."""
    lines, well = [], True
    for what, good, amount, since, state in signs:
        well = well and good is not False
        lines.append(_sign(what, good, amount, since, state))
    return join("\n", (bold(tr("All is well") if well else tr("There is trouble")), *lines))


def _sign(what: str, good: bool | None, amount: int | None, since: timedelta | None, state: str) -> Rich:  # noqa: FBT001 - the sign itself
    if what == "model":
        return say(MODEL[state])
    if good is None:
        return say(UNKNOWN[what])
    size = tr("{n} MB", n=counted((amount or 0) // 1_000_000))
    return say(SIGNS[what, good], roles=state, n=counted(amount or 0), size=size, time=_long(since or timedelta()))


def ask_to_broadcast(text: str, chats: int, broadcast: int) -> tuple[Rich, Rows]:
    """What would go to how many chats, and whether to."""
    heading = said("This goes to {n} chat. Send it?", "This goes to {n} chats. Send it?", chats)
    how = say("Private chats and groups get it, channels do not. What was sent cannot be taken back.")
    rows = ((Button(tr("Send"), f"{KIND}:send:{broadcast}"), Button(tr("Cancel"), f"{KIND}:cancel:{broadcast}")),)
    return join("\n\n", (join("\n", (bold(heading), how)), announcement(text))), rows


def announcement(text: str) -> Rich:
    """What a chat gets; the first line says whose words these are."""
    return join("\n\n", (say("A message from whoever runs this bot:"), chrome(text)))


def progress(counts: Mapping[CopyState, int], *, finished: bool, broadcast: int) -> tuple[Rich, Rows]:
    """How far a broadcast is."""
    sent, failed, unsure = counts.get("sent", 0), counts.get("failed", 0), counts.get("uncertain", 0)
    waiting = counts.get("pending", 0) + counts.get("sending", 0)
    heading = tr("The broadcast is through") if finished else tr("The broadcast is on its way")
    lines = (
        bold(heading),
        say("Sent: {n}", n=counted(sent)),
        say("Still to be sent: {n}", n=counted(waiting)) if waiting else Rich(),
        say("Not sent, since the bot is blocked or not there any more: {n}", n=counted(failed)) if failed else Rich(),
        say("Perhaps arrived, and not sent again: {n}", n=counted(unsure)) if unsure else Rich(),
    )
    rows: Rows = () if finished else ((Button(tr("Stop"), f"{KIND}:cancel:{broadcast}"),),)
    return join("\n", lines), rows


def cancelled() -> Rich:
    """Nothing was sent."""
    return say("Cancelled: nothing was sent.")


def how_to_broadcast() -> Rich:
    """Without words."""
    return say(
        "Send {example} followed by your words. You see to how many chats they go before anything is sent.",
        example="/broadcast",
    )


def too_long(most: int) -> Rich:
    """A text that would not fit a message with its heading."""
    return say("That is too long for one message: at most {n} characters.", n=counted(most))


def nobody() -> Rich:
    """There is no chat to tell."""
    return say("There is no chat yet that a broadcast could go to.")


def over() -> str:
    """A button of a broadcast that is sent, or was cancelled."""
    return tr("This broadcast was sent, cancelled or is through already.")


def not_yours() -> str:
    """A button of an operator's that somebody else pressed."""
    return tr("This button is for whoever runs this bot.")


def _count(line: str, number: int) -> Rich:
    return say(line, n=counted(number))


def _long(time: timedelta) -> str:
    """`3 minutes`."""
    return format_timedelta(time, locale=locale())

"""Digests that go to another chat than the one in which they are set up: where to, who may, and what arrives there.

The buttons are dials of a digest, see `bot/views/dialling.py`: `where`, `pick`, `check`, `bring`, `begin`, `tongue`.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import Final, Literal

from bot.views.buttons import Button, Rows, in_pairs
from bot.views.clocks import hour, place
from bot.views.dialling import NEW, TICK, back, button, compact
from bot.views.language import LANGUAGES, language_name, later, said, say, tr
from bot.views.rich import Rich, bold, chrome, echo, join
from bot.views.subscriptions import NOTHING, headline, here, in_a_line, quiet, topics, upcoming
from storage.types import Rule, Subscription, Taste

FIELD: Final = "target"
"""The screen to which a chat's name is typed."""
TIMES: Final = (time(6), time(7), time(8), time(9), time(12), time(17), time(18), time(20))
Lack = Literal["unknown", "private", "nobody", "not inside", "may not post"]
"""Why nothing can be sent to a chat: the bot does not know it, or who asks is no admin there who may post; it is a
private one; who asks is nobody by name; the bot is not one of the channel's admins, or not in the group; it may not
post there. The last two are told to its admins alone."""

CHOOSE_CHANNEL, CHOOSE_GROUP = later("Choose a channel"), later("Choose a group")
CHOOSING = later(
    "Where should it go? Press a key below, or send me a link of the channel or group, or its name with @ before it, or"
    " forward a post of the channel to me. You need to be an admin there who may post, and so do I."
)
SAME = later("That chat has this digest already.")
FULL = later("That chat, or this one, has as many digests as it may have. Delete one first.")
NO_STRANGERS = later("Only an admin of the chat that gets it may change this. You can still pause or delete it.")
NO_PRESET = later("What this link led to is not here any more. Ask whoever shared it for a new one.")
CHANGED_THERE = later("It is changed in the chat in which it was set up. Here it can be paused or deleted.")


def lacking(lack: Lack, title: str | None = None, *, channel: bool = True) -> Rich:  # noqa: PLR0911 - one a lack
    """Why a chat cannot get the digest, and what to do; the title only where who asks may know it."""
    match lack:
        case "unknown":
            return say(
                "I am not in that chat, or you are not an admin there who may post, or there is none of that name. Its"
                " admins can add me: to a channel as an admin who may post messages. Then try again."
            )
        case "not inside" if channel:
            return say(
                "I am not an admin of that channel. Open the channel, then Administrators, add me, and allow me to"
                " post messages. Then try again."
            )
        case "not inside":
            return say("I am not in that group. Add me there, then try again.")
        case "private":
            return say("That is a person, or a bot. A digest can go to a channel or to a group.")
        case "nobody":
            return say("I can't see who you are while you write as the group. Send this as yourself.")
        case "may not post" if channel:
            return say(
                "I may not post in {title}. Open the channel, then Administrators, choose me, and allow me to post"
                " messages. Then try again.",
                title=named(title),
            )
        case _:
            return say(
                "I may not write in {title}. Let me send messages in its permissions, then try again.",
                title=named(title),
            )


def checking_rows(digest: Subscription | None, chat: int | None) -> Rows:
    """Asks again for the chat that was chosen, and the way back."""
    again = (button(tr("Try again"), "check", digest or NEW, str(chat)),) if chat else ()
    return ((*again, back(digest, FIELD)),)


def where(digest: Subscription, title: str | None, *, private: bool) -> tuple[Rich, Rows]:
    """To which chat it goes, and how to choose another one."""
    goes = say("It goes to {title}.", title=named(title)) if digest.home is not None else say("It comes to this chat.")
    how = (
        say("It can go to a channel or to another chat, of which you are an admin.")
        if private
        else say(
            "To have it go elsewhere, reply to this message with a link of a channel or group, or its name with @."
        )
    )
    topic = say("To have it in a topic of this group, send /digest there.") if not private else NOTHING
    bring = (button(tr("To this chat"), "bring", digest),) if digest.home is not None else ()
    pick = (button(tr("To a channel or group…"), "pick", digest),) if private else ()
    rows = tuple((each,) for each in (*pick, *bring))
    return join("\n", (goes, how, topic)), (*rows, (back(digest, FIELD),))


def starting_row() -> tuple[Button, ...]:
    """A digest that goes to another chat from the first."""
    return (button(tr("To a channel or group…"), "pick"),)


def beginning(chat: int, title: str | None) -> tuple[Rich, Rows]:
    """At which time a new digest is to come to another chat; all else is set on its card."""
    asked = say("It will go to {title}. When should it come? All else can be set afterwards.", title=named(title))
    times = [button(hour(at), "begin", NEW, str(chat), compact(at)) for at in TIMES]
    return asked, (tuple(times[:4]), tuple(times[4:]), (back(None, FIELD),))


def chosen(title: str | None) -> Rich:
    """Which chat was chosen."""
    return say("Chosen: {title}.", title=named(title))


def lined(line: Rich, title: str | None) -> Rich:
    """A line of the list, of a digest that goes elsewhere."""
    return join("\n", (line, say("Goes to: {chat}", chat=named(title))))


def lined_from(digest: Subscription, now: datetime, coming: datetime | None) -> Rich:
    """A line of the list, of a digest that comes from elsewhere."""
    line = in_a_line(digest, digest.taste.topics, now, coming)
    return join("\n", (line, say("It was set up in another chat.")))


def arriving(digest: Subscription, now: datetime, coming: datetime | None) -> Rich:
    """The card of a digest in the chat that gets it, where it was set up in another one."""
    lines = (
        bold(chrome(headline(digest.rule))),
        say("Time zone: {zone}", zone=place(digest.rule.zone)),
        say("Tells: {topics}", topics=topics(digest.taste.topics)),
    )
    foreign = say("It was set up in another chat, and tells of that chat's sources. Admins here can stop it.")
    return join("\n\n", (join("\n", lines), upcoming(digest, now, coming), foreign))


def arriving_rows(digest: Subscription, *, several: bool) -> Rows:
    """Below that card."""
    resting = button(tr("Resume"), "resume", digest) if digest.paused else button(tr("Pause"), "pause", digest)
    rest = (*((button(tr("All digests"), "list"),) if several else ()), button(tr("Done"), "done", digest))
    return ((resting, button(tr("Delete"), "ask", digest)), rest)


def tongues(digest: Subscription, title: str | None, chosen: str | None) -> tuple[Rich, Rows]:
    """In which language a channel is told."""
    asked = say("In which language should I talk in {title}? Sources stay in their own.", title=named(title))
    each = [
        button(f"{TICK if code == chosen else ''}{(language_name(code) or code).capitalize()}", "tongue", digest, code)
        for code in LANGUAGES
    ]
    return asked, (*in_pairs(each), (back(digest, ""),))


def silent(title: str | None) -> Rich:
    """Told once where a digest is set up: it cannot be posted."""
    return say(
        "I may not post in {title} any more, so what you send there rests. Nothing is lost: allow me to post messages"
        " there, and it goes on. /digest shows it.",
        title=named(title),
    )


def away(title: str | None) -> Rich:
    """The same, where the bot is not in that chat any more."""
    return say(
        "I was removed from {title}, so what you send there rests. Add me again and allow me to post messages, and it"
        " goes on. /digest shows it.",
        title=named(title),
    )


def named(title: str | None) -> Rich:
    """A chat by its title."""
    return say("“{title}”", title=echo(title)) if title else say("that chat")


def preset(rule: Rule, taste: Taste, now: datetime, *, zoned: bool) -> Rich:
    """A digest that somebody shared, as the one who opens it would have it; `zoned` where their time zone is known."""
    zone = here(rule.zone, now) if zoned else tr("yours, which I ask for then")
    lines = (
        bold(chrome(headline(rule))),
        say("Time zone: {zone}", zone=zone),
        say("Tells: {topics}", topics=topics(taste.topics)),
        say("Quiet hours: {hours}", hours=quiet(rule)) if rule.quiet else NOTHING,
    )
    told = say("Somebody shared this digest. It tells the sources of this chat, and comes here.")
    return join("\n\n", (join("\n", lines), told))


def preset_rows(listing: str) -> Rows:
    """Has it, or not."""
    return ((button(tr("Set it up"), "adopt", NEW, listing), button(tr("No, thanks"), "done")),)


def shared(link: str, group: str, dropped: int = 0) -> Rich:
    """What to give to others, with how many topics are left out since they are this chat's stories."""
    told = say("Whoever opens this link gets the same digest to confirm, in their own time zone: {link}", link=link)
    in_group = say("For a group: {link}", link=group)
    never = say("It holds times, days, topics and length. Neither sources nor who you are go with it.")
    left = (
        said(
            "{n} topic is a story of this chat, and is left out.",
            "{n} topics are stories of this chat, and are left out.",
            dropped,
        )
        if dropped
        else NOTHING
    )
    return join("\n\n", (told, in_group, join("\n", (never, left))))

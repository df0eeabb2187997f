"""A chat's digests as people read them: the card of one, the list of several, and what came of a change.

The buttons stand in `bot/views/dialling.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.views.rich import Rich, bold, chrome, echo, join, plain
from bot.views.texts import many
from storage.types import Doubt, Pause, Rule, Subscription
from storage.types.zones import offset

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EVERY_DAY, WEEKDAYS, WEEKEND = (1, 2, 3, 4, 5, 6, 7), (1, 2, 3, 4, 5), (6, 7)
MANY = 5
"""So many days are named by those that they leave out."""
NAMED_DAYS = {EVERY_DAY: "every day", WEEKDAYS: "weekdays", WEEKEND: "Saturday and Sunday"}
LENGTHS = {"short": "short", "usual": "usual", "full": "full"}
RESTING: dict[Pause, str] = {
    "asked": "Paused. Nothing is sent until you press Resume.",
    "blocked": "Paused, since the bot was blocked here. Press Resume to have it go on.",
    "removed": "Paused, since the bot was removed from this chat. Press Resume to have it go on.",
    "gone": "Paused, since Telegram could not find this chat. Press Resume to have it go on.",
    "rights": "Paused, since I may not write here. Let me send messages, then press Resume.",
}
TROUBLES = {
    "topic": "The topic that it was set up in is closed or gone: it comes to General.",
    "rights": "I was not allowed to write here the last time.",
}

NOTHING = Rich()
NONE = bold("Daily digest") + (
    "\n\nI can send you what is new at set times: the key statements and figures, each with its source. Nothing is"
    " told twice, and nothing is sent where nothing is new.\n\nWhen should it come? Days, topics and your time zone"
    " can be set afterwards."
)
MADE = plain("Your digest is set up.")
KNOWN = plain("This chat has this digest already.")
KNOWN_CHANGED = plain("This chat has this digest already. It is changed as you asked.")
HOW_TO = (
    plain("Send a time, such as ")
    + chrome("/subscribe 08:00")
    + ". Days and a city or time zone may follow: "
    + chrome("/subscribe 7:30 weekdays Kyiv")
    + "."
)
ADMINS_ONLY = plain("In a group only its admins change digests. Everybody may look at them: /digest.")
GONE = plain("This digest was deleted. /digest shows what there is.")
GONE_NOTE = "This digest is gone, or is another chat's."
CHANGED_NOTE = "It was changed meanwhile. This is how it is now."
LAST_DAY = "A digest needs at least one day. To have none for a while, pause it."
LAST_TIME = "A digest needs at least one time. To have none for a while, pause it."
ALL_TIMES = "A digest may have six times at most. Remove one first, or set up another digest."
ALL_TOPICS = "A digest may have ten topics at most. Remove one first, or set up another digest."
NONE_FITS = plain("This chat has no digest like that.")
NOTHING_TO_END = plain("This chat has no digest. /digest sets one up.")
WHICH = plain("Which digest should end? What is deleted can be brought back.")
PREVIEWING = "A preview is on its way. One at a time."
WHICH_TOPIC = plain("Of which topic?")
NOT_BACK = plain("This can't be undone any more. /digest sets up a new one.")
NO_PART = "I no longer have this message, or it is another chat's."
AGAIN = chrome("Sent again, as you asked. It may have arrived before.")
SHARE = plain("Press the button below to send your location once. Only the time zone is kept of it.")
LOCATE, CANCEL = "Send my location", "Cancel"
CANCELLED = plain("All is left as it was.")
NO_ZONE_THERE = plain("I know no time zone for that place. Send a city instead, such as Kyiv.")
LOCATION_UNASKED = plain("To set the time zone of a digest by a location, press Time zone in /digest first.")


def card(
    digest: Subscription,
    about: Sequence[str],
    now: datetime,
    coming: datetime | None,
    doubts: Sequence[Doubt] = (),
    *,
    elsewhere: bool = False,
) -> Rich:
    """All about one digest; `about` are its topics, `coming` is when the next one is sent, None while it rests.

    `elsewhere` says that it goes to another topic of the forum than where the card stands.
    """
    lines = (
        bold(chrome(headline(digest.rule))),
        plain("Time zone: ") + chrome(here(digest.rule.zone, now)),
        plain("Tells: ") + topics(about),
        plain(f"Length: {LENGTHS[digest.taste.length]}; sound: {'off' if digest.silent else 'on'}"),
        plain("Quiet hours: ") + chrome(quiet(digest.rule)),
        plain("When nothing is new: " + ("I say so" if digest.taste.empty else "nothing is sent")),
        plain("It comes to another topic of this group." if elsewhere else ""),
    )
    troubles = (plain(TROUBLES.get(digest.told or "", "")), *(doubt(each, digest.rule) for each in doubts))
    return join("\n\n", (join("\n", lines), upcoming(digest, now, coming), join("\n", troubles)))


def upcoming(digest: Subscription, now: datetime, coming: datetime | None) -> Rich:
    """When the next one comes, or why none does."""
    if digest.paused or coming is None:
        return plain(RESTING[digest.paused or "asked"])
    return plain("Next: ") + chrome(moment(digest.rule, coming, now))


def moment(rule: Rule, coming: datetime, now: datetime) -> str:
    """`tomorrow, Tuesday 24 November, 07:30`, in local time."""
    if coming <= now:
        return "within a minute"
    local, today = _local(rule.zone, coming), _local(rule.zone, now).date()
    ahead = (local.date() - today).days
    near = {0: "today, ", 1: "tomorrow, "}.get(ahead, "")
    year = f" {local.year}" if local.year != today.year else ""
    return f"{near}{WEEK[local.weekday()]} {local.day} {local:%B}{year}, {local:%H:%M}"


def headline(rule: Rule) -> str:
    """`Digest at 07:30 and 18:00, weekdays`."""
    return f"Digest at {when(rule)}"


def when(rule: Rule) -> str:
    """`07:30 and 18:00, weekdays`."""
    return f"{_listed([hour(each) for each in rule.times])}, {days(rule.days)}"


def days(chosen: Sequence[int]) -> str:
    """`every day`, `weekdays`, `Monday and Friday`, `every day but Sunday`."""
    named = NAMED_DAYS.get(tuple(sorted(chosen)))
    few = [day for day in EVERY_DAY if (day in chosen) is (len(chosen) < MANY)]
    return named or ("" if len(chosen) < MANY else "every day but ") + _listed([WEEK[day - 1] for day in few])


def quiet(rule: Rule) -> str:
    """`22:00 to 07:00`, in which nothing is sent."""
    return f"{hour(rule.quiet[0])} to {hour(rule.quiet[1])}" if rule.quiet else "none"


def topics(about: Sequence[str]) -> Rich:
    """What it tells of."""
    return join("; ", map(echo, about)) or plain("everything that is new")


def hour(at: time) -> str:
    """`07:30`."""
    return f"{at:%H:%M}"


def here(zone: str, now: datetime) -> str:
    """`Europe/Kyiv, where it is 20:13 now`."""
    return f"{place(zone)}{summer(zone)}, where it is {clock(zone, now)} now"


def place(zone: str) -> str:
    """A zone as people call it: `Europe/Kyiv`, and `UTC+2` for Etc/GMT-2."""
    return offset(zone) or zone


def summer(zone: str) -> str:
    """What there is to say of a zone that is an offset."""
    return " (no summer time)" if offset(zone) else ""


def clock(zone: str, now: datetime) -> str:
    """What the clocks show there."""
    return f"{_local(zone, now):%H:%M}"


def doubt(each: Doubt, rule: Rule) -> Rich:
    """A message of which nobody knows whether it arrived, or that did not."""
    at = _local(rule.zone, each.occurrence)
    part = f"Part {each.part} of {each.parts} of the digest" if each.parts > 1 else "The digest"
    what = "could not be sent" if each.lost else "may not have arrived"
    return chrome(f"{part} of {at.day} {at:%B}, {at:%H:%M}, {what}.")


def in_a_line(digest: Subscription, about: Sequence[str], now: datetime, coming: datetime | None) -> Rich:
    """One of several: when, where the clocks show what, of what, and when next."""
    rest = chrome(f" ({place(digest.rule.zone)}): ") + topics(about) + ". "
    said = plain("Paused.") if digest.paused or coming is None else upcoming(digest, now, coming) + "."
    return bold(chrome(when(digest.rule))) + rest + said


def listed(lines: Sequence[Rich]) -> Rich:
    """All digests of a chat."""
    return join("\n\n", (bold("Digests"), *lines))


def made_unsure(digest: Subscription, now: datetime, coming: datetime | None) -> Rich:
    """A digest that was set up just now, and nobody said in which time zone."""
    head = plain("Your digest is set up: ") + chrome(f"{when(digest.rule)}.")
    said = chrome(f" I don't know your time zone, so this is {place(digest.rule.zone)} for now.")
    return head + said + "\n" + upcoming(digest, now, coming)


def below(above: Rich, rich: Rich) -> Rich:
    """A message with what happened said first."""
    return join("\n\n", (above, rich))


def too_many(most: int) -> Rich:
    """The chat has as many as it may have."""
    has = f"This chat has {many(most, 'digest')}, which is the most."
    return chrome(f"{has} Delete one first, or give one another time.") + " /digest shows them."


def deleted(gone: Sequence[Subscription]) -> Rich:
    """What was deleted."""
    if not gone:
        return GONE
    return plain("Deleted: ") + join("; ", (chrome(f"the digest at {when(each.rule)}") for each in gone)) + "."


def taken_out(times: Sequence[time]) -> Rich:
    """Times at which a digest comes no more, while it does at others."""
    return chrome(f"It no longer comes at {_listed([hour(each) for each in times])}.")


def deleting(digest: Subscription) -> Rich:
    """Whether to delete this one."""
    return chrome(f"Delete the digest at {when(digest.rule)}?") + " To have none for a while, you can pause it instead."


def resumed(coming: Sequence[tuple[Rule, datetime | None]], now: datetime) -> Rich:
    """Digests go on that rested while nothing could be sent: the rule of each, and when it is sent next."""
    what = "Your digest goes on." if len(coming) == 1 else "Your digests go on."
    ahead = [(at, rule) for rule, at in coming if at]
    if not ahead:
        return plain(what)
    at, rule = min(ahead, key=lambda each: each[0])
    return plain(f"{what} Next: ") + chrome(moment(rule, at, now)) + "."


def set_to(digest: Subscription, field: str, about: Sequence[str], now: datetime) -> Rich:
    """What somebody has set by an answer; `about` are its topics as people know them."""
    zone = digest.rule.zone
    match field:
        case "zones":
            return plain("Time zone: ") + chrome(f"{here(zone, now)}.")
        case "topics":
            return plain("It tells: ") + topics(about) + "."
        case "quiets":
            return plain("Quiet hours: ") + chrome(f"{quiet(digest.rule)}.")
        case _:
            return plain("It comes at ") + chrome(f"{when(digest.rule)} ({place(zone)}).")


def _local(zone: str, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(zone))


def _listed(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last

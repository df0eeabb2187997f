"""A chat's digests as people read them: the card of one, the list of several, and what came of a change.

The buttons stand in `bot/views/dialling.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from bot.views.clocks import dated, day, hour, listed, place, weekday
from bot.views.language import later, said, say, tr, trn
from bot.views.rich import Rich, bold, chrome, echo, join
from storage.types import DigestLength, Doubt, Pause, Rule, Subscription
from storage.types.zones import offset

EVERY_DAY, WEEKDAYS, WEEKEND = (1, 2, 3, 4, 5, 6, 7), (1, 2, 3, 4, 5), (6, 7)
MANY = 5
"""So many days are named by those that they leave out."""
NAMED_DAYS = {
    EVERY_DAY: later("every day"), WEEKDAYS: later("weekdays"), WEEKEND: later("Saturday and Sunday")
}  # fmt: skip
LENGTHS: Final[dict[DigestLength, tuple[str, str]]] = {
    "short": (later("Length: short; sound: on"), later("Length: short; sound: off")),
    "usual": (later("Length: usual; sound: on"), later("Length: usual; sound: off")),
    "full": (later("Length: full; sound: on"), later("Length: full; sound: off")),
}
RESTING: dict[Pause, str] = {
    "asked": later("Paused. Nothing is sent until you press Resume."),
    "blocked": later("Paused, since the bot was blocked here. Press Resume to have it go on."),
    "removed": later("Paused, since the bot was removed from this chat. Press Resume to have it go on."),
    "gone": later("Paused, since Telegram could not find this chat. Press Resume to have it go on."),
    "rights": later("Paused, since I may not write here. Let me send messages, then press Resume."),
    "access": later("Paused, since its chat may not use this bot now. It goes on when it may."),
}
RESTING_THERE: dict[Pause, str] = {
    "asked": later("Paused. Nothing is sent until you press Resume."),
    "blocked": later("Paused, since I was removed there. Add me again, then press Resume."),
    "removed": later("Paused, since I was removed there. Add me again, then press Resume."),
    "gone": later("Paused, since Telegram could not find that chat. Press Resume to try again."),
    "rights": later("Paused, since I may not post there. Let me post messages, and it goes on."),
    "access": later("Paused, since that chat may not use this bot now. It goes on when it may."),
}
TROUBLES = {
    "topic": later("The topic that it was set up in is closed or gone: it comes to General."),
    "rights": later("I was not allowed to write here the last time."),
}

NOTHING = Rich()
MADE = later("Your digest is set up.")
KNOWN = later("This chat has this digest already.")
KNOWN_CHANGED = later("This chat has this digest already. It is changed as you asked.")
ADMINS_ONLY = later("In a group only its admins change digests. Everybody may look at them: /digest.")
GONE = later("This digest was deleted. /digest shows what there is.")
GONE_NOTE = later("This digest is gone, or is another chat's.")
CHANGED_NOTE = later("It was changed meanwhile. This is how it is now.")
LAST_DAY = later("A digest needs at least one day. To have none for a while, pause it.")
LAST_TIME = later("A digest needs at least one time. To have none for a while, pause it.")
ALL_TIMES = later("A digest may have six times at most. Remove one first, or set up another digest.")
ALL_TOPICS = later("A digest may have ten topics at most. Remove one first, or set up another digest.")
NONE_FITS = later("This chat has no digest like that.")
NOTHING_TO_END = later("This chat has no digest. /digest sets one up.")
WHICH = later("Which digest should end? What is deleted can be brought back.")
PREVIEWING = later("A preview is on its way. One at a time.")
WHICH_TOPIC = later("Of which topic?")
NOT_BACK = later("This can't be undone any more. /digest sets up a new one.")
NO_PART = later("I no longer have this message, or it is another chat's.")
AGAIN = later("Sent again, as you asked. It may have arrived before.")
SHARE = later("Press the button below to send your location once. Only the time zone is kept of it.")
LOCATE, CANCEL = later("Send my location"), later("Cancel")
CANCELLED = later("All is left as it was.")
NO_ZONE_THERE = later("I know no time zone for that place. Send a city instead, such as Kyiv.")
LOCATION_UNASKED = later("To set the time zone of a digest by a location, press Time zone in /digest first.")


def none() -> Rich:
    """Where a chat has no digest yet: what one is."""
    return join(
        "\n\n",
        (
            bold(tr("Daily digest")),
            say(
                "I can send you what is new at set times: the key statements and figures, each with its source. Nothing"
                " is told twice, and nothing is sent where nothing is new."
            ),
            say("When should it come? Days, topics and your time zone can be set afterwards."),
        ),
    )


def how_to() -> Rich:
    """What to type for a digest."""
    return say(
        "Send a time, such as {time}. Days and a city or time zone may follow: {whole}.",
        time="/subscribe 08:00",
        whole=tr("/subscribe 7:30 weekdays Kyiv"),
    )


def card(
    digest: Subscription,
    about: Sequence[str],
    now: datetime,
    coming: datetime | None,
    doubts: Sequence[Doubt] = (),
    *,
    elsewhere: bool = False,
    target: Rich | None = None,
) -> Rich:
    """All about one digest; `about` are its topics, `coming` is when the next one is sent, None while it rests.

    `elsewhere` says that it goes to another topic of the forum than where the card stands, `target` which other chat it
    goes to.
    """
    on, off = LENGTHS[digest.taste.length]
    lines = (
        bold(chrome(headline(digest.rule))),
        say("Time zone: {zone}", zone=here(digest.rule.zone, now)),
        say("Tells: {topics}", topics=topics(about)),
        say(off if digest.silent else on),
        say("Quiet hours: {hours}", hours=quiet(digest.rule)),
        say("When nothing is new: I say so") if digest.taste.empty else say("When nothing is new: nothing is sent"),
        say("It comes to another topic of this group.") if elsewhere else NOTHING,
        say("Goes to: {chat}", chat=target) if target else NOTHING,
    )
    troubles = (say(TROUBLES[digest.told]) if digest.told in TROUBLES and not target else NOTHING,)
    unsure = (doubt(each, digest.rule) for each in doubts)
    ahead = upcoming(digest, now, coming, there=target is not None)
    return join("\n\n", (join("\n", lines), ahead, join("\n", (*troubles, *unsure))))


def upcoming(digest: Subscription, now: datetime, coming: datetime | None, *, there: bool = False) -> Rich:
    """When the next one comes, or why none does; `there` where it goes to another chat."""
    if digest.paused or coming is None:
        return say((RESTING_THERE if there else RESTING)[digest.paused or "asked"])
    return say("Next: {moment}", moment=moment(digest.rule, coming, now))


def moment(rule: Rule, coming: datetime, now: datetime) -> str:
    """`tomorrow, Tuesday 24 November, 07:30`, in local time."""
    if coming <= now:
        return tr("within a minute")
    local, today = _local(rule.zone, coming), _local(rule.zone, now).date()
    date, at = dated(local, year=local.year != today.year), hour(local)
    match (local.date() - today).days:
        case 0:
            return tr("today, {date}, {time}", date=date, time=at)
        case 1:
            return tr("tomorrow, {date}, {time}", date=date, time=at)
        case _:
            return tr("{date}, {time}", date=date, time=at)


def headline(rule: Rule) -> str:
    """`Digest at 07:30 and 18:00, weekdays`."""
    return tr("Digest at {when}", when=when(rule))


def when(rule: Rule) -> str:
    """`07:30 and 18:00, weekdays`: read back as the same by `bot/services/when.py`."""
    return f"{listed([hour(each) for each in rule.times])}, {days(rule.days)}"


def days(chosen: Sequence[int]) -> str:
    """`every day`, `weekdays`, `Monday and Friday`, `every day but Sunday`."""
    named = NAMED_DAYS.get(tuple(sorted(chosen)))
    few = [day for day in EVERY_DAY if (day in chosen) is (len(chosen) < MANY)]
    if named:
        return tr(named)
    words = listed([weekday(day) for day in few])
    return words if len(chosen) < MANY else tr("every day but {days}", days=words)


def quiet(rule: Rule) -> str:
    """`22:00 to 07:00`, in which nothing is sent."""
    return stretch(*rule.quiet) if rule.quiet else tr("none")


def stretch(start: time, end: time) -> str:
    """`22:00 to 07:00`."""
    return tr("{start} to {end}", start=hour(start), end=hour(end))


def topics(about: Sequence[str]) -> Rich:
    """What it tells of."""
    return join("; ", map(echo, about)) or say("everything that is new")


def here(zone: str, now: datetime) -> str:
    """`Europe/Kyiv, where it is 20:13 now`; of a zone that is an offset, that it has no summer time."""
    if offset(zone):
        return tr("{zone} (no summer time), where it is {time} now", zone=place(zone), time=clock(zone, now))
    return tr("{zone}, where it is {time} now", zone=place(zone), time=clock(zone, now))


def clock(zone: str, now: datetime) -> str:
    """What the clocks show there."""
    return hour(_local(zone, now))


def doubt(each: Doubt, rule: Rule) -> Rich:
    """A message of which nobody knows whether it arrived, or that did not."""
    at = _local(rule.zone, each.occurrence)
    date, clock = day(at), hour(at)
    if each.parts > 1:
        part, parts = str(each.part), str(each.parts)
        return (
            say(
                "Part {part} of {parts} of the digest of {date}, {time}, could not be sent.",
                part=part, parts=parts, date=date, time=clock,
            )
            if each.lost
            else say(
                "Part {part} of {parts} of the digest of {date}, {time}, may not have arrived.",
                part=part, parts=parts, date=date, time=clock,
            )
        )  # fmt: skip
    if each.lost:
        return say("The digest of {date}, {time}, could not be sent.", date=date, time=clock)
    return say("The digest of {date}, {time}, may not have arrived.", date=date, time=clock)


def in_a_line(digest: Subscription, about: Sequence[str], now: datetime, coming: datetime | None) -> Rich:
    """One of several: when, where the clocks show what, of what, and when next."""
    head = bold(chrome(when(digest.rule))) + chrome(f" ({place(digest.rule.zone)}): ")
    if digest.paused or coming is None:
        return head + say("{topics}. Paused.", topics=topics(about))
    return head + say("{topics}. Next: {moment}.", topics=topics(about), moment=moment(digest.rule, coming, now))


def all_of(lines: Sequence[Rich]) -> Rich:
    """All digests of a chat."""
    return join("\n\n", (bold(tr("Digests")), *lines))


def made_unsure(digest: Subscription, now: datetime, coming: datetime | None) -> Rich:
    """A digest that was set up just now, and nobody said in which time zone."""
    told = say(
        "Your digest is set up: {when}. I don't know your time zone, so this is {zone} for now.",
        when=when(digest.rule),
        zone=place(digest.rule.zone),
    )
    return told + "\n" + upcoming(digest, now, coming)


def below(above: Rich, rich: Rich) -> Rich:
    """A message with what happened said first."""
    return join("\n\n", (above, rich))


def too_many(most: int) -> Rich:
    """The chat has as many as it may have."""
    return said(
        "This chat has {n} digest, which is the most. Delete one first, or give one another time. /digest shows them.",
        "This chat has {n} digests, which is the most. Delete one first, or give one another time. /digest shows them.",
        most,
    )


def deleted(gone: Sequence[Subscription]) -> Rich:
    """What was deleted."""
    if not gone:
        return say(GONE)
    named = (say("the digest at {when}", when=when(each.rule)) for each in gone)
    return say("Deleted: {digests}.", digests=join("; ", named))


def taken_out(times: Sequence[time]) -> Rich:
    """Times at which a digest comes no more, while it does at others."""
    return say("It no longer comes at {times}.", times=listed([hour(each) for each in times]))


def deleting(digest: Subscription) -> Rich:
    """Whether to delete this one."""
    asked = say("Delete the digest at {when}?", when=when(digest.rule))
    return join(" ", (asked, say("To have none for a while, you can pause it instead.")))


def resumed(coming: Sequence[tuple[Rule, datetime | None]], now: datetime) -> Rich:
    """Digests go on that rested while nothing could be sent: the rule of each, and when it is sent next."""
    what = trn("Your digest goes on.", "Your digests go on.", len(coming))
    ahead = [(at, rule) for rule, at in coming if at]
    if not ahead:
        return chrome(what)
    at, rule = min(ahead, key=lambda each: each[0])
    return join(" ", (chrome(what), say("Next: {moment}.", moment=moment(rule, at, now))))


def set_to(digest: Subscription, field: str, about: Sequence[str], now: datetime) -> Rich:
    """What somebody has set by an answer; `about` are its topics as people know them."""
    zone = digest.rule.zone
    match field:
        case "zones":
            return say("Time zone: {zone}.", zone=here(zone, now))
        case "topics":
            return say("It tells: {topics}.", topics=topics(about))
        case "quiets":
            return say("Quiet hours: {hours}.", hours=quiet(digest.rule))
        case _:
            return say("It comes at {when} ({zone}).", when=when(digest.rule), zone=place(zone))


def _local(zone: str, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(zone))

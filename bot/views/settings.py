"""The card of a chat's settings and the screens in which one of them is chosen.

`set:ACTION:VALUE`, at most 64 bytes: a screen to show, or what to set to which value; values are absolute, so that
pressing twice, or below an old card, does what the button said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.views.buttons import Button, Rows, in_pairs, short
from bot.views.clocks import place
from bot.views.language import later, say, tr, trn
from bot.views.misread import place as place_of
from bot.views.rich import Rich, bold, echo, join
from bot.views.subscriptions import clock, here
from storage.types import Preferences

KIND = "set"
SCREENS = ("language", "zone", "length", "retention")
TYPED = "typed"
"""In the way back of a screen to which an answer can be typed: so that an answer to its message is known for it."""
NAMES = {"en": "English", "uk": "Українська"}
"""Each language as those call it who speak it."""
LENGTHS: dict[str, str] = {"short": later("short"), "usual": later("usual"), "full": later("full")}
LABELS: dict[str, str] = {
    "language": later("Language"),
    "zone": later("Time zone"),
    "length": later("Length"),
    "retention": later("How long to keep"),
}
LABEL = 48
NO_CHOICE = "auto"


def button(label: str, action: str, value: str = "") -> Button:
    """A button of the card."""
    return Button(label, f"{KIND}:{action}:{value}".rstrip(":"))


def read(data: str) -> tuple[str, str]:
    """What a button does, and the value that it sets."""
    _, action, value = (*data.split(":", 2), "", "")[:3]
    return action, value


def card(
    chosen: Preferences, now: datetime, *, spoken: str, kept: int, private: bool, also: Sequence[str]
) -> tuple[Rich, Rows]:
    """All settings; `kept` are the days after which sources go where nothing was chosen, `also` other commands."""
    heading = tr("Your settings") if private else tr("Settings of this group")
    lines = (
        bold(heading),
        say("Language: {language}", language=_language(chosen, spoken)),
        say("Time zone: {zone}", zone=_zone(chosen, now)),
        say("Length of briefings: {length}", length=tr(LENGTHS[chosen.length or "usual"])),
        say(
            "Sources that are brought here: {kept}", kept=_kept(kept if chosen.retention is None else chosen.retention)
        ),
    )
    whose = say("Everybody may look at these; only admins change them.") if not private else Rich()
    more = say("See also: {commands}", commands=", ".join(f"/{name}" for name in also)) if also else Rich()
    rows = in_pairs([button(tr(LABELS[each]), each) for each in SCREENS])
    return join("\n\n", (join("\n", lines), join("\n", (whose, more)))), (*rows, (button(tr("Done"), "done"),))


def languages(chosen: Preferences, spoken: str) -> tuple[Rich, Rows]:
    """In which language we talk."""
    asked = say("Language: {language}.", language=_language(chosen, spoken))
    how = say("Automatic follows the language of Telegram. Sources are never translated.")
    known = tuple(
        button(_ticked(name, code == chosen.language), "do", f"language={code}") for code, name in NAMES.items()
    )
    automatic = button(_ticked(tr("Automatic"), chosen.language is None), "do", f"language={NO_CHOICE}")
    return join("\n", (asked, how)), (known, (automatic,), (_back(),))


def zones(chosen: Preferences, near: Sequence[str], now: datetime) -> tuple[Rich, Rows]:
    """In which time zone hours are shown and new digests come, with some that are likely."""
    asked = say("Time zone: {zone}.", zone=_zone(chosen, now))
    what = say("New digests come by it. Those that there are keep theirs: /digest changes them.")
    how = say("Choose one, or reply to this message with your city, such as Lviv.")
    offered = [zone for zone in near if zone != chosen.zone]
    rows = in_pairs([button(f"{place(zone)} · {clock(zone, now)}", "do", f"zone={zone}") for zone in offered])
    none = (button(tr("None"), "do", f"zone={NO_CHOICE}"),) if chosen.zone else ()
    return join("\n", (asked, what, how)), (*rows, (*none, _back(TYPED)))


def lengths(chosen: Preferences) -> tuple[Rich, Rows]:
    """How much a briefing tells that names no length."""
    asked = say("How much should a briefing tell? Short has a few lines, full about twice the usual.")
    how = say("Words behind a command go before this: {example}.", example=tr("/brief short"))
    now = chosen.length or "usual"
    row = tuple(button(_ticked(tr(name), each == now), "do", f"length={each}") for each, name in LENGTHS.items())
    return join("\n", (asked, how)), (row, (_back(),))


def retention(chosen: Preferences, kept: int, days: Sequence[int]) -> tuple[Rich, Rows]:
    """After how long what is brought here is thrown away."""
    now = kept if chosen.retention is None else chosen.retention
    asked = say("Sources that are brought here: {kept}.", kept=_kept(now))
    how = say("Once a day those are thrown away that are older, with what was found in them. That cannot be undone.")
    each = [button(_ticked(_period(number), number == now), "do", f"retention={number}") for number in days]
    return join("\n", (asked, how)), (*in_pairs(each), (_back(),))


def misread(words: str, near: Iterable[tuple[str, str, str]]) -> tuple[Rich, Rows]:
    """No zone has these words, or several: those that may be meant, as (name, country, zone), are buttons."""
    places = tuple(near)
    labelled = ((place_of(name, country, zone, alone=len(places) == 1), zone) for name, country, zone in places)
    rows = tuple((button(short(label, LABEL), "do", f"zone={zone}"),) for label, zone in labelled)
    asked = (
        say("Which place is meant by “{words}”?", words=echo(words))
        if rows
        else say("I don't know a place named “{words}”.", words=echo(words))
    )
    how = say(
        "Reply to this message with a city near you that is larger, or with a zone such as {zone}.", zone="Europe/Kyiv"
    )
    return join("\n", (asked, how)), (*rows, (_back(TYPED),))


def zone_set(zone: str, now: datetime) -> Rich:
    """The zone that was named."""
    return say("Time zone: {zone}.", zone=here(zone, now))


def no_zone_there() -> Rich:
    """A shared place of which no zone is known."""
    return say("I can't tell the time zone there. Reply with the name of your city.")


def admins_only() -> Rich:
    """For a group's members."""
    return say("In a group only its admins change settings. Everybody may look at them: /settings.")


def stale() -> str:
    """A button that says nothing any more."""
    return tr("This button does nothing any more. Send /settings for what there is now.")


def _language(chosen: Preferences, spoken: str) -> str:
    name = NAMES.get(spoken, spoken)
    return name if chosen.language else tr("{language}, as Telegram has it", language=name)


def _zone(chosen: Preferences, now: datetime) -> str:
    return here(chosen.zone, now) if chosen.zone else tr("none chosen")


def _kept(days: int) -> str:
    if not days:
        return tr("kept until they are removed")
    return trn("kept for {n} day", "kept for {n} days", days)


def _period(days: int) -> str:
    return trn("{n} day", "{n} days", days) if days else tr("Until removed")


def _ticked(label: str, chosen: bool) -> str:  # noqa: FBT001 - a label's mark
    """The one that is chosen says so in a word too: a sign alone is read by no screen reader."""
    return tr("{label} (chosen)", label=label) if chosen else label


def _back(value: str = "") -> Button:
    return button(tr("‹ Back"), "card", value)

"""What a person wrote of a digest and cannot be read as it stands: a sentence each, with what may have been meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.views.clocks import land
from bot.views.clocks import place as called
from bot.views.language import SOURCE, later, say, spoken, tr
from bot.views.rich import Rich, echo, join
from bot.views.subscriptions import how_to

NAMED = 3
"""Faults of one request that are said; whoever mends these sends it again."""
NEAR = 6
"""What is offered in the place of one wrong word."""
SAID: dict[str, str] = {
    "time": later("I can't read “{word}” as a time of day. Write it as {times}."),
    "minutes": later("“{word}” has no minutes."),
    "hour": later("“{word}” may be in the morning or in the evening. Which one?"),
    "zone": later("I know no city or time zone named “{word}”."),
    "zones": later("Two time zones are named: “{word}”. A digest has one."),
    "choice": later("There are several places named “{word}”. Which one?"),
    "length": later("Two lengths are named: “{word}”. A digest is short, usual or full."),
    "quiet": later("I can't read “{word}” as quiet hours. Write them as {hours}."),
    "word": later("I don't know what “{word}” says of a digest."),
}
"""The sentence for each kind of fault."""
FIELDS = ("times", "zones", "quiets", "topics", "target")
"""The screens to which an answer is typed, by their names."""
AT = re.compile("at([0-9]{4})?")
ASKING = frozenset({"hour", "choice"})
"""Faults whose sentence asks already."""
TELLING = frozenset({"time", "quiet", "zones", "length"})
"""Faults whose sentence says how it is written."""
TOPICS = later("Topics are chosen on its card.")
"""Goes with words that say nothing of when it comes: they may be what it should tell of."""


def misread(faults: Sequence[tuple[str, str]], offered: Sequence[str], how: Rich) -> Rich:
    """The faults as (kind, word), and the question that goes with what is `offered` on buttons for the first.

    Where nothing is, it says `how` to write it, unless the faults' own sentences do.
    """
    said = [_said(kind, word) for kind, word in faults[:NAMED]]
    if any(kind == "word" and not any(map(str.isdigit, word)) for kind, word in faults):
        said.append(say(TOPICS))
    if offered and faults[0][0] not in ASKING:
        one = len(offered) == 1
        said.append(say("Did you mean {this}?", this=offered[0]) if one else say("Did you mean one of these?"))
    told = all(kind in TELLING for kind, _ in faults)
    return join(" ", said) if offered or told else join("\n", (join(" ", said), how))


def place(name: str, country: str, zone: str, *, alone: bool) -> str:
    """`Portland, Oregon, United States` among several places; `Europe/Kyiv (Kyiv, Ukraine)` where it is `alone`."""
    own = zone.rpartition("/")[2].replace("_", " ") == name
    city = called(zone) if own and spoken() != SOURCE else name
    named = ", ".join(filter(None, (city, land(country))))
    return f"{zone} ({named})" if alone and name != zone else named


def offered(kind: str, near: str) -> str:
    """What may have been meant where no place was, on a button; written so it is read too, but for a zone's name."""
    match kind:
        case "zones":
            return called(near)
        case "quiet":
            return tr("quiet 22:00-07:00")
        case _:
            return near


def how(field: str) -> Rich:
    """How to answer the screen of this field; nothing where none is typed."""
    match "times" if AT.fullmatch(field) else field:
        case "times":
            return say("Send a time such as {one}, or several: {several}.", one="7:20", several="7:20, 18:00")
        case "zones":
            return say("Send a city or a time zone, such as {city} or {zone}.", city=tr("Kyiv"), zone="Europe/Kyiv")
        case "quiets":
            return say("I could not read hours there. Send them as {hours}.", hours="22:00-07:00")
        case "target":
            return say("Send a link of a channel or group, or its name with @ before it.")
        case "topics":
            return say("Send a topic of a few words, such as {topic}.", topic=tr("grain"))
        case _:
            return Rich()


def is_typed(field: str) -> bool:
    """Whether an answer to the screen of this field can be typed."""
    return field in FIELDS or AT.fullmatch(field) is not None


def no_time() -> Rich:
    """Nothing was said of when it should come."""
    return join("\n", (say("At which time should it come?"), how_to()))


def no_story(topic: str) -> Rich:
    """A topic names a story that the chat has not."""
    return say("I have no story {topic} here. /stories lists them.", topic=echo(topic))


def _said(kind: str, word: str) -> Rich:
    return say(SAID[kind], word=echo(word), times=tr("08:00, 8am or 18:30"), hours="22:00-07:00")

"""What a person wrote of a digest and cannot be read as it stands: a sentence each, with what may have been meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.views.rich import Rich, chrome, echo, join, plain
from bot.views.subscriptions import HOW_TO

NAMED = 3
"""Faults of one request that are said; whoever mends these sends it again."""
NEAR = 6
"""What is offered in the place of one wrong word."""
SAID: dict[str, tuple[str, str]] = {
    "time": ("I can't read ", " as a time of day. Write it as 08:00, 8am or 18:30."),
    "minutes": ("", " has no minutes."),
    "hour": ("", " may be in the morning or in the evening. Which one?"),
    "zone": ("I know no city or time zone named ", "."),
    "zones": ("Two time zones are named: ", ". A digest has one."),
    "choice": ("There are several places named ", ". Which one?"),
    "length": ("Two lengths are named: ", ". A digest is short, usual or full."),
    "quiet": ("I can't read ", " as quiet hours. Write them as 22:00-07:00."),
    "word": ("I don't know what ", " says of a digest."),
}
"""What stands before and after the word, by the kind of fault."""
NO_TIME = plain("At which time should it come?")
NO_ANSWER = {
    "times": plain("I could not read a time there. Send one such as 7:20, or several: ") + chrome("7:20, 18:00") + ".",
    "zones": plain("Send a city or a time zone, such as ") + chrome("Kyiv") + " or " + chrome("Europe/Kyiv") + ".",
    "quiets": plain("I could not read hours there. Send them as ") + chrome("22:00-07:00") + ".",
    "topics": plain("Send a topic of a few words, such as ") + chrome("grain") + ".",
}
"""How to answer a screen, by its name."""
AT = re.compile("at([0-9]{4})?")
ASKING = frozenset({"hour", "choice"})
"""Faults whose sentence asks already."""
TOPICS = plain("Topics are chosen on its card.")
"""Goes with words that say nothing of when it comes: they may be what it should tell of."""


def misread(faults: Sequence[tuple[str, str]], offered: Sequence[str], how: Rich) -> Rich:
    """The faults as (kind, word), and the question that goes with what is `offered` on buttons for the first.

    Where nothing is, it says `how` to write it.
    """
    said = [_said(kind, word) for kind, word in faults[:NAMED]]
    if any(kind == "word" and not any(map(str.isdigit, word)) for kind, word in faults):
        said.append(TOPICS)
    if offered and faults[0][0] not in ASKING:
        said.append(plain("Did you mean ") + (chrome(f"{offered[0]}?") if len(offered) == 1 else "one of these?"))
    return join(" ", said) if offered else join("\n", (join(" ", said), how))


def place(name: str, country: str, zone: str, *, alone: bool) -> str:
    """`Portland, Oregon, United States` among several places; `Europe/Kyiv (Kyiv, Ukraine)` where it is `alone`."""
    named = ", ".join(filter(None, (name, country)))
    return f"{zone} ({named})" if alone and name != zone else named


def how(field: str) -> Rich:
    """How to answer the screen of this field; nothing where none is typed."""
    return NO_ANSWER["times"] if AT.fullmatch(field) else NO_ANSWER.get(field, Rich())


def no_time() -> Rich:
    """Nothing was said of when it should come."""
    return NO_TIME + "\n" + HOW_TO


def no_story(topic: str) -> Rich:
    """A topic names a story that the chat has not."""
    return plain("I have no story ") + echo(topic) + " here. /stories lists them."


def _said(kind: str, word: str) -> Rich:
    before, after = SAID[kind]
    return plain(before) + chrome("“") + echo(word) + chrome("”") + chrome(after)

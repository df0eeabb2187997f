"""What a person is told in private of a digest that they set up and that has trouble in its chat."""

from __future__ import annotations

from bot.views.language import say, tr
from bot.views.rich import Rich, chrome, echo


def topic(title: str | None) -> Rich:
    """The topic is closed or gone."""
    return say(
        "The topic that gets the digest in {group} is closed or gone. I post it outside of the topic, until the topic"
        " takes it again. To have it elsewhere, send /digest in the topic that is to get it.",
        group=_named(title),
    )


def rights(title: str | None) -> Rich:
    """The bot may not write there."""
    return say(
        "I am not allowed to write in {group}, so its digests rest. Nothing is lost: allow me to send messages there,"
        " and they go on. If they do not, send /digest there and press Resume.",
        group=_named(title),
    )


def repeated(rich: Rich) -> Rich:
    """A message that goes out a second time; views leave room for the line."""
    return say("(sent again: it may have arrived before)") + "\n" + rich


def outside(rich: Rich) -> Rich:
    """The first message of a digest whose topic does not take it, as its readers get it; views leave room for it."""
    return say("This digest’s topic is closed or gone, so it comes here.") + "\n" + rich


def _named(title: str | None) -> Rich:
    return say("“{title}”", title=echo(title)) if title else chrome(tr("your group"))

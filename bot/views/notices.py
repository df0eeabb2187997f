"""What a person is told in private of a digest that they set up and that has trouble in its chat."""

from __future__ import annotations

from bot.views.rich import Rich, chrome, echo, plain

AGAIN = chrome("(sent again: it may have arrived before)")


def topic(title: str | None) -> Rich:
    """The topic is closed or gone."""
    return (
        plain("The topic that gets the digest in ")
        + _named(title)
        + " is closed or gone. I post it outside of the topic, until the topic takes it again. "
        "To have it elsewhere, send /digest in the topic that is to get it."
    )


def rights(title: str | None) -> Rich:
    """The bot may not write there."""
    return (
        plain("I am not allowed to write in ")
        + _named(title)
        + ", so its digests rest. Nothing is lost: allow me to send messages there, and they go on. "
        "If they do not, send /digest there and press Resume."
    )


def repeated(rich: Rich) -> Rich:
    """A message that goes out a second time; views leave room for the line."""
    return AGAIN + "\n" + rich


def _named(title: str | None) -> Rich:
    return chrome("“") + echo(title) + chrome("”") if title else plain("your group")

"""What the bot says of its commands: when it is added to a group, and in /help."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.views.language import later, say, tr
from bot.views.rich import Rich, bold, chrome, join, plain
from bot.views.texts import how_to_ask, how_to_read

SECTIONS: dict[str, str] = {
    "news": later("News"),
    "sources": later("Sources"),
    "digests": later("Digests"),
    "chat": later("This chat"),
    "operators": later("For whoever runs this bot"),
}
"""Under which heading a command stands in /help, in this order."""


def added() -> Rich:
    """The greeting of a group; its first line says what this is."""
    return join(
        "\n",
        (
            say(
                "Verbatim briefs this group on news that you can check: every quotation and figure is an exact piece of"
                " a source."
            ),
            say("Everybody may ask: /brief, /quotes, /figures. /help says what else. Only admins change anything."),
        ),
    )  # fmt: skip


def help_text(
    commands: Sequence[tuple[str, str, str]], *, group: bool, admin: bool, inline: str | None = None
) -> tuple[Rich, ...]:
    """Commands by section as (section, name, line), and how to read an answer; a block for each.

    `inline` is the name by which the bot is asked in every chat, where it can be.
    """
    sections = (
        join("\n", (bold(tr(title)), *(_line(name, line) for section, name, line in commands if section == key)))
        for key, title in SECTIONS.items()
        if any(section == key for section, _, _ in commands)
    )
    note = say("In a group I answer commands and replies to my messages; only its admins change anything.")
    notes = ((note,) if group and not admin else ()) + ((_elsewhere(inline),) if inline else ())
    return (bold(tr("What I do")), *sections, *notes, how_to_ask(), how_to_read())


def _elsewhere(name: str) -> Rich:
    return say(
        "In any other chat, type {example} and choose what to post: a statement, a figure or a story with its source."
        " The button below such a post opens it here, as do the links that people share.",
        example=tr("{name} words", name=name),
    )


def _line(name: str, line: str) -> Rich:
    return plain(f"/{name} - ") + chrome(tr(line))


def names(commands: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Commands as a menu shows them: no longer than a line of it."""
    return tuple((name, tr(line)) for name, line in commands)


def description() -> str:
    """What stands in an empty chat with the bot, 512 characters at most."""
    return tr(
        "Verbatim briefs you on news that you can check. Send a link, a text or a file, or add feeds: every sentence,"
        " quotation and figure that it tells is an exact piece of a source, and says who said it. It sends digests at"
        " set times, also to groups and channels. It runs without any service that reads your texts."
    )


def short_description() -> str:
    """What stands on the bot's page and beside a link to it, 120 characters at most."""
    return tr("News that you can check: exact quotations and figures, each with its source and who said it.")

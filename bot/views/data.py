"""What is said of a chat's data: taking it along, having it forgotten, and what is kept at all."""

from __future__ import annotations

from bot.views.buttons import Button, Rows
from bot.views.language import said, say, tr
from bot.views.rich import Rich, bold, join
from storage.forgetting import Forgotten

KIND = "data"
"""The first word of these buttons' data: `data:json:LISTING`, `data:forget`, `data:keep`."""


def offer(listing: str | None) -> tuple[Rich, Rows]:
    """What can be taken along, a button each."""
    lines = (
        bold(say("Export")),
        say("As a page to read or print: the briefing, and its sources in full with every cited passage marked."),
        say("As tables: the statements and figures of the newest sources, for a spreadsheet."),
        say("As data: everything of this chat, its settings, digests, feeds and sources, as JSON."),
        say("Words behind {command} name a topic for the page and the tables.", command="/export"),
    )
    return join("\n\n", lines), export_rows(listing) if listing else ()


def export_rows(listing: str) -> Rows:
    """A button for each format."""
    labels = (tr("Page (HTML)"), "html"), (tr("Tables (CSV)"), "csv"), (tr("All data (JSON)"), "json")
    return tuple((Button(label, f"{KIND}:{form}:{listing}"),) for label, form in labels)


def page_caption() -> Rich:
    """What the HTML file is."""
    return say("The briefing as a page: open it in a browser, print it, or keep it. It needs no connection.")


def table_caption(kind: str, number: int, *, more: bool) -> Rich:
    """What a CSV file holds."""
    count = (
        said("{n} statement, a row each.", "{n} statements, a row each.", number)
        if kind == "statements"
        else said("{n} figure, a row each.", "{n} figures, a row each.", number)
    )
    rest = say("Older sources are left out: name a topic to get them.") if more else Rich()
    return join("\n", (count, rest))


def data_caption(part: int, *, last: bool) -> Rich:
    """What a JSON file holds, of several which one it is."""
    whole = say("Everything that this chat has: settings, digests, feeds, and its own sources.")
    if last and part == 1:
        return whole
    which = say("Part {part}, the last.", part=str(part)) if last else say("Part {part}; more follow.", part=str(part))
    return join(" ", (whole, which))


def nothing_to_export() -> Rich:
    """There is no briefing to make a page of."""
    return say("There is nothing to export here yet. Send me a link, a text or a file first.")


def admins_only() -> str:
    """For a group's members."""
    return tr("In a group only its admins export its data or have it forgotten.")


def asking(held: Forgotten, *, private: bool, leave: bool = False) -> tuple[Rich, Rows]:
    """Whether everything is to go, and what that is; `leave` where that to use the bot is among it."""
    gone = join("\n", (Rich("• ") + each for each in counts(held)))
    whose = say("everything that I have of you") if private else say("everything that I have of this chat")
    lines = (
        bold(say("Forget {everything}?", everything=whose)),
        gone or say("I have no sources, digests or feeds of this chat; only its settings, if any."),
        say("It goes at once and for good: settings, what I was sent here, what buttons of old messages need."),
        say("Your leave to use me goes too: after that I answer only if somebody lets you in again.")
        if leave and private
        else say("This chat's leave to use me goes too: after that I answer only if somebody lets it in again.")
        if leave
        else Rich(),
        say(
            "Public sources stay, and so do texts that others brought too. Export first what you want to keep: /export."
        ),
    )
    yes, no = Button(tr("Forget everything"), f"{KIND}:forget"), Button(tr("Keep everything"), f"{KIND}:keep")
    return join("\n\n", lines), ((no,), (yes,))


def counts(held: Forgotten) -> tuple[Rich, ...]:
    """How much of each there is; what there is none of is left out."""
    found = (
        (held.sources, said("{n} source", "{n} sources", held.sources)),
        (held.digests, said("{n} digest", "{n} digests", held.digests)),
        (held.feeds, said("{n} feed", "{n} feeds", held.feeds)),
        (held.terms, said("{n} followed or muted", "{n} followed or muted", held.terms)),
    )
    return tuple(rich for number, rich in found if number)


def forgotten(gone: Forgotten) -> Rich:
    """What went; that it was looked whether anything is left."""
    went = join(", ", counts(gone))
    lines = (
        bold(say("Everything of this chat is gone.")),
        say("That was: {counts}.", counts=went) if went else Rich(),
        said(
            "{n} text was nobody else's and went with it.",
            "{n} texts were nobody else's and went with it.",
            gone.documents,
        )
        if gone.documents
        else Rich(),
        say(
            "I have looked through every table again: nothing of it is left. What stands in this chat is"
            " Telegram's; you can delete it here."
        ),
    )
    return join("\n", lines)


def kept() -> Rich:
    """Nothing was done."""
    return say("Nothing was forgotten. Everything is as it was.")


def too_old() -> str:
    """An old question is not answered any more: too much depends on it."""
    return tr("This question is old. Send /forget again if you still want it.")


def too_old_export() -> str:
    """The topic of an old button is not known any more."""
    return tr("I no longer know what this was about. Send /export again.")


def privacy(retention: int | None) -> Rich:
    """What is kept, who sees it, what leaves the machine, how to end it."""
    how_long = (
        said(
            "What you bring is thrown away after {n} day, as chosen in /settings.",
            "What you bring is thrown away after {n} days, as chosen in /settings.",
            retention,
        )
        if retention
        else say("What you bring is kept until you remove it, or choose in /settings for how long.")
    )
    lines = (
        say(
            "I keep what you give me to read: the text, its name, and the number of this chat, so that you can"
            " ask about it later. Only this chat sees it."
        ),
        how_long,
        say(
            "What you send for reading is kept as it came until it is answered and two days longer, with your"
            " number, so that nothing is lost and nobody sends too much. Your number is also kept with the feeds"
            " that you add, with what you follow or mute, and with the digests that you set up."
        ),
        say("Of a message that you forward I keep from whom it is, by the name that Telegram states."),
        say(
            "Pages behind links are fetched from their sites, which see the link as you sent it and nothing else"
            " of you."
        ),
        say(
            "I keep what a list was about, so that its buttons work later on, and of this chat its title, its"
            " settings and the language of your Telegram."
        ),
        say(
            "Of digests I keep when they come, in which time zone, of what, and what they told. Of a shared"
            " location only its time zone is kept. A digest that you send to a channel or another chat tells its"
            " readers of your sources."
        ),
        say(
            "What you type behind my name in another chat is neither kept nor logged; what you post there is read by"
            " everybody in it."
        ),
        say(
            "I neither keep nor log other messages. Texts are understood on the machine I run on and leave it"
            " only in my answers."
        ),
        say("Public sources, and what I tell from them, are the same for everybody."),
        say("/export gives you what I have of this chat; /forget has all of it forgotten."),
    )
    return join("\n\n", (bold(say("Privacy")), join("\n", lines)))

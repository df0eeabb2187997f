"""Why a piece was chosen, in a sentence: the reasons that its ranking counted, in words, and no others."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views.buttons import Button, Rows
from bot.views.language import counted, later, said, say, tr
from bot.views.rich import Rich, bold, chrome, join
from summarizer.reasons import PieceKind, Reason, Reasons

EVIDENCE, WHY = "ev", "why"
"""The first words of the buttons' data."""
GONE = later("That source is no longer among what this chat sees.")
CHANGED = later("What is stored has changed since: this piece is no longer ranked as it was.")
NOTHING = later("nothing weighs for it but that nothing else weighed more.")
NOTHING_SHOWN = later("There is nothing to explain yet: ask for a /summary, /quotes or /figures first.")
HOW = later(
    "Name the place of a statement, figure or sentence in my last list, or answer a message of mine: {example}."
)
HOW_IN_GROUP = later("In a group, answer the message of mine that you ask about: {example}.")
NOTHING_LEFT = later("The sources of that message are no longer here.")
PLAIN: dict[str, str] = {
    "topic": later("speaks of what was asked for"),
    "opens": later("opens its article"),
    "early": later("stands at the beginning of its article"),
    "central": later("stands at one of the most telling places of its article"),
    "direct": later("a direct quotation"),
    "named": later("says by name who speaks"),
    "office": later("states the speaker’s office"),
    "new": later("of the newest source"),
    "death": later("counts the dead"),
    "toll": later("counts what befell people"),
    "people": later("counts people"),
    "money": later("an amount of money"),
    "percent": later("a share in percent"),
    "differs": later("the sources differ in it"),
    "attributed": later("says who gives the number"),
}
"""Reasons that count nothing."""


def rows(listing: str, *, evidence: bool = True) -> Rows:
    """The two buttons below a message whose pieces are kept under an id; figures have an Evidence of their own."""
    proof = (Button(tr("Evidence"), f"{EVIDENCE}:told:{listing}"),) if evidence else ()
    return ((*proof, Button(tr("Why"), f"{WHY}:told:{listing}")),)


def explained(pieces: Sequence[tuple[int, PieceKind, Reasons | None]]) -> tuple[Rich, ...]:
    """A line for each piece: its place in the message, and its reasons; None where they are not known any more."""
    lines = (bold(chrome(f"{counted(place)}: ")) + _sort(kind) + " · " + _told(why) for place, kind, why in pieces)
    return tuple(lines)


def out_of_range(place: int, many: int) -> Rich:
    """There is no such place in the message; what there is."""
    return said(
        "There is no {place} in it: it tells {n} piece.",
        "There is no {place} in it: it tells {n} pieces.",
        many,
        place=counted(place),
    )


def how() -> Rich:
    """How to ask."""
    return say(HOW, example="/why 2")


def _sort(kind: PieceKind) -> Rich:
    match kind:
        case "sentence":
            return say("sentence")
        case "statement":
            return say("statement")
        case "figure":
            return say("figure")


def _told(reasons: Reasons | None) -> Rich:
    if reasons is None:
        return say(CHANGED)
    return join(", ", map(_phrase, reasons)) + "." if reasons else say(NOTHING)


def _phrase(reason: Reason) -> Rich:
    among = counted(reason.among)
    match reason.why:
        case "witnesses":
            return said("told by {n} of {among} sources", "told by {n} of {among} sources", reason.count, among=among)
        case "words":
            return said(
                "has {n} of the {among} main words of the sources ({words})",
                "has {n} of the {among} main words of the sources ({words})",
                reason.count,
                among=among,
                words=", ".join(reason.words),
            )
        case "heard":
            return said(
                "its speaker speaks in {n} of {among} sources",
                "its speaker speaks in {n} of {among} sources",
                reason.count,
                among=among,
            )
        case _:
            return say(PLAIN[reason.why])

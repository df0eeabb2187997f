"""What a search found: statements, figures, passages and sources in one list, each with the mark of its source.

Buttons carry `find:LISTING:PAGE:SORT:MEANING`: the words stand in the listing's row; SORT is the first letter of what
alone is shown, or empty; MEANING is 1 where the list was made by meaning too, so that its pages fit together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Final, Literal, Protocol

from babel.dates import format_date

from bot.views import questions, quotes
from bot.views.buttons import NUMBER, Button, Rows
from bot.views.citations import headline, mark
from bot.views.language import later, locale, say, tr
from bot.views.pages import Item, Pages, cut
from bot.views.rich import Rich, bold, chrome, cite, echo, join, piece, plain
from summarizer.types import Answer, Document, Figure, Question, Span, Testimony

KIND: Final = "find"
PASSAGE: Final = 700
"""Characters of a passage that are shown."""
Sort = Literal["statements", "figures", "sources"]
SORTS: Final[dict[str, Sort]] = {"s": "statements", "f": "figures", "p": "sources"}
LABELS: Final[dict[Sort, str]] = {
    "statements": later("Statements only"),
    "figures": later("Figures only"),
    "sources": later("Sources only"),
}
EXAMPLES: Final = (
    ("/search hospital", later("what is said and counted about it, in these words or others")),
    ("/search by:Blinken evidence", later("what one person says")),
    ("/search from:fox since:2022-04 killed", later("of one publisher, site or feed, from a day on")),
    ("/search “war crimes” -NATO", later("exactly these words, and without that one")),
    ("/search #3 bridge", later("within a story")),
)
LIMITS: Final = {
    "by": later("the speaker"),
    "from": later("the publisher or site"),
    "since": later("the date"),
    "story": later("the story"),
    "sort": later("the choice of what to show"),
    "without": later("the words left out with a minus"),
    "phrase": later("the words in quotation marks"),
}


class Hit(Protocol):
    """Something found, as far as it is shown."""

    @property
    def kind(self) -> Literal["statement", "figure", "passage", "source"]: ...
    @property
    def document(self) -> Document: ...
    @property
    def span(self) -> Span | None: ...
    @property
    def testimonies(self) -> tuple[Testimony, ...]: ...
    @property
    def figures(self) -> tuple[Figure, ...]: ...
    @property
    def documents(self) -> tuple[Document, ...]: ...


class Fault(Protocol):
    """A filter that makes no sense."""

    @property
    def kind(self) -> Literal["by", "from", "since", "future", "story", "odd"]: ...
    @property
    def word(self) -> str: ...
    @property
    def near(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Turn:
    """What a button of a list says: a page from 0, what alone is shown, whether meaning is looked for."""

    listing: str
    page: int = 0
    sort: Sort | None = None
    mean: bool = True


def read(data: str) -> Turn:
    """The turn of a press; what is odd, from another hand, reads as the first page of everything."""
    _, listing, page, sort, mean, *_ = (*data.split(":"), *[""] * 5)
    return Turn(listing, int(page) if NUMBER.fullmatch(page) else 0, SORTS.get(sort), mean != "0")


def pages(
    hits: Sequence[Hit],
    words: str,
    *,
    size: int,
    older: bool = False,
    sort: Sort | None = None,
    notes: Sequence[Rich] = (),
) -> Pages:
    """The hits, `size` a page at most; `sort` is what alone is shown, `notes` are lines about the list."""
    about = plain(" · ") + say(LABELS[sort]) if sort else Rich()
    about = join("", (about, *(plain("\n") + note for note in notes)))
    return replace(cut(tr("Search"), words, list(map(_item, hits)), size=size, about=about), older=older)


def noted(hits: Sequence[Hit], *, sought: int, some: bool, since: bool) -> tuple[Rich, ...]:
    """What is not plain to see: that nothing has every one of the words `sought`, and how `since` dated the undated."""
    lacking = (
        say("Nothing has this word; this means something alike.")
        if sought == 1
        else say("Nothing has all of these words; this has some of them, or means something alike.")
    )
    undated = since and any(document.published is None for hit in hits for document in hit.documents)
    day = say("Sources that state no date count by the day on which they were added.")
    return ((lacking,) if some else ()) + ((day,) if undated else ())


def rows(shown: Pages, turn: Turn) -> Rows:
    """Earlier and later pages, and what alone may be shown; nothing where there is nothing to choose."""
    earlier = (_button(tr("‹ Earlier"), replace(turn, page=turn.page - 1)),) if turn.page > 0 else ()
    more = (_button(tr("More ›"), replace(turn, page=turn.page + 1)),) if turn.page + 1 < len(shown) else ()
    turning = (earlier + more,) if earlier or more else ()
    return turning + (narrowing(turn) if shown.total > 1 or turn.sort else ())


def narrowing(turn: Turn) -> Rows:
    """What alone may be shown, and the way back to everything."""
    others = tuple(_button(tr(LABELS[sort]), replace(turn, page=0, sort=sort)) for sort in LABELS if sort != turn.sort)
    back = (_button(tr("Everything"), replace(turn, page=0, sort=None)),) if turn.sort else ()
    return (back + others,)


def how_to() -> Rich:
    """What can be asked, with examples."""
    lines = (plain("• ") + chrome(example) + " — " + say(what) for example, what in EXAMPLES)
    filters = say(
        "Behind {since} stands a date, a month, a day of the week or how long ago: {examples}. Two words or more of a"
        " name stand in quotation marks: {quoted}. A word with {star} at its end finds what begins with it.",
        since="since:",
        examples=tr("2022-04-03, yesterday, monday, 3d"),
        quoted='from:"Fox News"',
        star="*",
    )
    told = say("I search what I have read for you: statements, figures, passages and titles.")
    return join("\n\n", (bold(tr("Search")) + "\n" + told, join("\n", lines), filters))


def faults(found: Sequence[Fault]) -> Rich:
    """What of the question makes no sense, and what may be written instead."""
    return join("\n", map(_fault, found))


def nothing(words: str, emptied: Sequence[str], *, meant: bool, since: datetime | None, zone: tzinfo) -> Rich:
    """Nothing was found: which filters each would have to go, else what else may be tried."""
    for_words = say("“{words}”", words=echo(words))
    head = say("I found nothing for {words}.", words=for_words)
    if since is not None and "since" in emptied:
        day = format_date(since.astimezone(zone), format="long", locale=locale())
        head = head + " " + say("I looked from {day} on.", day=day)
    if emptied:
        names = join(", ", (say(LIMITS[limit]) for limit in emptied if limit in LIMITS))
        return head + " " + say("There is something without this: {limits}.", limits=names)
    tried = say("Nothing means something alike either.") if meant else Rich()
    return join(" ", (head, tried, say("Try fewer or other words; /sources lists what I have read.")))


def gone() -> str:
    """An old button whose list is not kept any more, or is another chat's."""
    return tr("I no longer have this list. Send the command again.")


def _fault(fault: Fault) -> Rich:
    word, near = say("“{words}”", words=echo(fault.word)), join(", ", map(chrome, fault.near))
    match fault.kind:
        case "by":
            head = say("I do not know who {word} is.", word=word)
            return head + " " + say("Speakers I have: {names}.", names=near) if near else head
        case "from":
            head = say("I have nothing from {word}.", word=word)
            return head + " " + say("Publishers I have: {names}.", names=near) if near else head
        case "since":
            examples = tr("since:2022-04-03, since:2022-04, since:yesterday, since:monday, since:3d")
            return say("I do not understand {word} as a date. Write: {examples}.", word=word, examples=examples)
        case "future":
            return say("{word} is still to come: nothing is newer.", word=word)
        case "story":
            return say("I have no story {word} here. /stories lists the newest.", word=word)
        case "odd":
            filters = "from:, by:, since:"
            return say(
                "I cannot use {word}: behind {filters} stands what is looked for, with no space, and no minus before.",
                word=word,
                filters=filters,
            )


def _item(hit: Hit) -> Item:
    return Item(hit.documents, lambda documents: _entry(documents, hit))


def _entry(documents: Sequence[Document], hit: Hit) -> Rich:
    """What it is, who says it, the marks of its sources, and the words."""
    match hit.kind:
        case "statement":
            blocks = (quotes.testimony(documents, group) for group in quotes.grouped(hit.testimonies))
            return say("Statement") + " · " + join("\n", blocks)
        case "figure":
            group = tuple(Question((Answer(figure),)) for figure in hit.figures)
            others = [document for document in hit.documents if document != hit.document]
            also = plain(" ") + mark(documents, *others) if others else Rich()
            return say("Figure") + also + "\n" + questions.block(documents, group, dated=True)
        case "passage":
            return say("Passage") + " " + mark(documents, *hit.documents) + "\n" + _passage(hit)
        case "source":
            return say("Source") + " " + mark(documents, *hit.documents) + "\n" + headline(hit.document)


def _passage(hit: Hit) -> Rich:
    """The passage to the letter, cut between words where it is long."""
    if hit.span is None:
        return Rich()
    whole = cite(hit.document, hit.span)
    if len(whole.text) <= PASSAGE:
        return whole
    space = whole.text.rfind(" ", 1, PASSAGE)
    return piece(whole, 0, space if space > 0 else PASSAGE) + " …"


def _button(label: str, turn: Turn) -> Button:
    sort = next((letter for letter, each in SORTS.items() if each == turn.sort), "")
    return Button(label, f"{KIND}:{turn.listing}:{turn.page}:{sort}:{int(turn.mean)}")

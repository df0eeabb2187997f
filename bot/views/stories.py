"""Stories as people read them: a list to choose from, one from its first document to what is new, and taking one out.

Buttons of one story carry a listing whose words are its number (`#3`); those of the list name the story themselves.
`open:story` tells it, `pick:story` asks which source is not of it, `ask:story` whether to take that one out,
`split:story` does so, `back:story` undoes it, `keep:story` leaves all as it is. A source goes by its mark: its number
in the message may be another one's by the time somebody presses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from bot.views import questions, quotes
from bot.views.briefing import brackets, sentence
from bot.views.buttons import STORY_LABEL, Button, Rows, acting, mark_of, opening, short
from bot.views.citations import day, headline, mark, titled
from bot.views.rich import Rich, bold, chrome, join, plain, stated
from summarizer.course import Course, Entry, Offered
from summarizer.developments import Change, Developments
from summarizer.types import Document, Excerpt, Figure, Testimony

KIND = "story"
BRIEFING = "brief"
MOST_STATEMENTS = 5
MOST_DENIALS = 2
MOST_FIGURES = 5
NAMED = 120
"""Characters of a publisher that are shown."""

HOW_TO_ASK = chrome("Name a story by its number: /story 3. /stories lists them.")
HOW_TO_SPLIT = chrome(
    "Name the story, then the place of the source that is not of it: /split 3 2. /story 3 shows the places."
)
ADMINS_ONLY = "In a group only its admins take a source out of a story."
ONE_SOURCE = plain("This story has one source only: there is nothing to take out of it.")
GONE = plain("That source is not of this story any more. /stories shows how they are grouped now.")
KEPT = plain("All is left as it was.")
NOTHING_NEW = plain("The last source brought no statement and no figure that was not there before.")


def shelf(offered: Sequence[Offered]) -> Rich:
    """The stories of a chat, one an entry: number, title, how many sources, when the newest was published or came."""
    head = bold("Stories") + chrome(f" · the newest {len(offered)}" if len(offered) > 1 else "")
    return join("\n\n", (head, *map(_offered, offered)))


def shelf_rows(offered: Sequence[Offered], listing: str) -> Rows:
    """A button a story."""
    named = ((each.story.number, short(f"#{each.story.number} {each.story.title}", STORY_LABEL)) for each in offered)
    return tuple((acting(label, "open", KIND, listing, story=number),) for number, label in named)


def story(told: Course) -> tuple[Rich, ...]:
    """The whole story, a block an entry; `rich.parts` makes messages of them."""
    entries = (_entry(told.documents, place, entry) for place, entry in enumerate(told.entries, start=1))
    news = _news(told) if told.since else ()
    named = brackets(entry.told for entry in told.entries if isinstance(entry.told, Excerpt))
    return tuple(filter(None, (_head(told), *entries, named, *news)))


def story_rows(told: Course, listing: str) -> Rows:
    """What else there is to read of it, and the way to take a wrong source out."""
    labels = (("Briefing", BRIEFING), ("Statements", "quotes"), ("Figures", "figures"))
    reading = tuple(opening(label, kind, listing) for label, kind in labels)
    if len(told.entries) < 2:
        return (reading,)
    return (reading, (opening("Compare", "compare", listing), acting("Not of this story", "pick", KIND, listing)))


def picking(told: Course) -> Rich:
    """Which of the sources is not of the story?"""
    lines = (chrome(f"[{place}] ") + headline(d) for place, d in enumerate(told.documents, start=1))
    return join("\n", (plain("Which source is not of story ") + chrome(f"#{told.story.number}?"), *lines))


def picking_rows(told: Course, listing: str) -> Rows:
    """A button a source, and the way out."""
    named = ((d, short(f"[{place}] {_label(d)}", STORY_LABEL)) for place, d in enumerate(told.documents, start=1))
    rows = ((acting(label, "ask", KIND, listing, mark=mark_of(d.key)),) for d, label in named)
    return (*rows, (_leaving(listing),))


def confirming(document: Document, number: int) -> Rich:
    """What taking it out means, before it is done."""
    return (
        plain("Take ")
        + headline(document)
        + plain(" out of story ")
        + chrome(f"#{number}?")
        + " In this chat it becomes a story of its own; by themselves the two do not come together again."
    )


def confirming_rows(document: Document, listing: str) -> Rows:
    """Yes and no."""
    return ((acting("Take it out", "split", KIND, listing, mark=mark_of(document.key)), _leaving(listing)),)


def taken_out(document: Document, old: int, new: int) -> Rich:
    """What was done."""
    return headline(document) + plain(" is now story ") + chrome(f"#{new}, no longer of #{old}.")


def taken_rows(document: Document, old: int, new: int, listing: str) -> Rows:
    """Both stories, and the way back."""
    both = tuple(acting(f"Story #{number}", "open", KIND, listing, story=number) for number in (old, new))
    return (both, (acting("Put it back", "back", KIND, listing, story=new, mark=mark_of(document.key)),))


def returned(document: Document, number: int) -> Rich:
    """It was put back."""
    return headline(document) + plain(" is of story ") + chrome(f"#{number}") + " again."


def found_by(documents: Iterable[Document], wanted: str) -> Document | None:
    """The document of a button's mark; None when it is not among them."""
    return next((document for document in documents if mark_of(document.key) == wanted), None)


def counts(news: Developments) -> Rich:
    """`2 new statements, 1 figure changed: 400 → 410`; empty where nothing is new."""
    number = news.summary
    changed = _many(number.changed, "figure") + " changed: " if number.changed else ""
    values = join(", ", map(_change, news.changed[:MOST_FIGURES]))
    return join(
        ", ",
        (
            _counted(number.statements, "new statement"),
            _counted(number.denials, "new denial"),
            chrome(changed) + values if changed else Rich(),
            chrome(_many(number.counted, "figure") + " given otherwise") if number.counted else Rich(),
            _counted(number.figures, "new figure"),
        ),
    )


def _offered(each: Offered) -> Rich:
    head = chrome(f"#{each.story.number} ") + bold(titled(each.story))
    if each.newest.published:
        last = plain("the newest of ") + chrome(day(each.newest.published))
    else:
        last = plain("the newest taken in on ") + chrome(day(each.arrived))
    return head + "\n" + chrome(_many(each.sources, "source")) + ", " + last


def _head(told: Course) -> Rich:
    head = chrome(f"#{told.story.number} ") + bold(titled(told.story))
    number = _many(len(told.entries) + told.earlier, "source")
    order = ", in order of publication where it is stated, else of arrival" if len(told.entries) > 1 else ""
    left = f"; {told.earlier} that came first left out here" if told.earlier else ""
    return head + "\n" + chrome(number + order + left)


def _entry(documents: Sequence[Document], place: int, entry: Entry) -> Rich:
    """`[1] 5 April 2022 · Fox News`, the headline, and what the document brought."""
    document = entry.document
    when = day(document.published) if document.published else f"taken in {day(entry.arrived.astimezone(UTC))}"
    publisher = _publisher(document) if document.publisher else plain("publisher not stated")
    head = chrome(f"[{place}] {when} · ") + publisher
    return join("\n", (head, headline(document), _brought(documents, entry.told)))


def _brought(documents: Sequence[Document], told: Excerpt | Testimony | None) -> Rich:
    if told is None:
        return Rich()
    if isinstance(told, Testimony):
        return quotes.testimony(documents, (told,))
    return sentence(documents, told)


def _publisher(document: Document) -> Rich:
    name = document.publisher or ""
    return stated(document, name) if len(name) <= NAMED else stated(document, name[:NAMED].rstrip()) + " …"


def _news(told: Course) -> Iterator[Rich]:
    """What is new, its count above it."""
    documents, news = told.documents, told.news
    head = bold(chrome(f"New since {_moment(told.since)}")) if told.since else Rich()
    if not news:
        yield head + "\n" + NOTHING_NEW
        return
    yield head + "\n" + counts(news)
    yield join("\n\n", (_changed(documents, change) for change in (*news.changed, *news.counted)[:MOST_FIGURES]))
    for allegation, denial in news.denials[:MOST_DENIALS]:
        groups = quotes.grouped((allegation, denial))
        yield join("\n", (quotes.testimony(documents, group) for group in groups))
    for group in quotes.grouped(news.statements[:MOST_STATEMENTS]):
        yield quotes.testimony(documents, group)
    yield join("\n", questions.question_blocks(documents, news.figures[:MOST_FIGURES]))
    yield _left_out(news)


def _left_out(news: Developments) -> Rich:
    """What there is no room for; the lists have it."""
    more = len(news.statements) > MOST_STATEMENTS or len(news.figures) > MOST_FIGURES
    return plain("The rest stands in Statements and Figures.") if more else Rich()


def _changed(documents: Sequence[Document], change: Change) -> Rich:
    """What is counted, then its values until now and the new one, each with who gives it."""
    head = bold(questions.name_of(change.question) or plain("A count"))
    return head + "\n• " + _values(documents, change.before) + " → " + _values(documents, (change.after.figure,))


def _values(documents: Sequence[Document], figures: Sequence[Figure]) -> Rich:
    return join(", ", (_value(documents, figure) for figure in figures))


def _value(documents: Sequence[Document], figure: Figure) -> Rich:
    return questions.value(figure) + " — " + questions.teller(figure) + " " + mark(documents, figure.document)


def _change(change: Change) -> Rich:
    """`400 → 410`"""
    before, after = change.before[-1], change.after.figure
    return questions.value(before) + " → " + questions.value(after)


def _moment(moment: datetime) -> str:
    utc = moment.astimezone(UTC)
    return f"{day(utc)}, {utc:%H:%M} UTC"


def _counted(number: int, noun: str) -> Rich:
    return chrome(_many(number, noun)) if number else Rich()


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _leaving(listing: str) -> Button:
    return acting("Leave it", "keep", KIND, listing)


def _label(document: Document) -> str:
    return document.title or headline(document).text

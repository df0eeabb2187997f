"""Stories as people read them: a list to choose from, one from its first document to what is new, and taking one out.

Buttons of one story carry a listing whose words are its number (`#3`); those of the list name the story themselves.
`open:story` tells it, `pick:story` asks which source is not of it, `ask:story` whether to take that one out,
`split:story` does so, `back:story` undoes it, `keep:story` leaves all as it is. A source goes by its mark: its number
in the message may be another one's by the time somebody presses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from bot.views import questions, quotes, texts
from bot.views.briefing import brackets, sentence
from bot.views.buttons import STORY_LABEL, Button, Rows, acting, mark_of, opening, short
from bot.views.citations import day, headline, mark, titled
from bot.views.language import later, said, say, tr, trn
from bot.views.rich import Rich, bold, chrome, join, stated
from summarizer.stories.course import READ, Course, Entry, Offered
from summarizer.stories.developments import Change, Developments
from summarizer.types import Document, Excerpt, Figure, Testimony

KIND = "story"
BRIEFING = "brief"
MOST_STATEMENTS = 5
MOST_DENIALS = 2
MOST_FIGURES = 5
MOST_SENTENCES = 5
MOST_MARKS = 16
NAMED = 120
"""Characters of a publisher that are shown."""

ADMINS_ONLY = later("In a group only its admins take a source out of a story.")
ONE_SOURCE = later("This story has one source only: there is nothing to take out of it.")
GONE = later("That source is not of this story any more. /stories shows how they are grouped now.")
NOT_OF_IT = later("That story has no such source: name it by its place in the story, or by its document's key.")
KEPT = later("All is left as it was.")
ANSWERED = later("This was answered before: the message says what was done.")
NOTHING_NEW = later("Nothing in it that was not there before.")
NOTHING_ELSE = later("Besides what stands above: no statement and no figure that was not there before.")


def how_to_ask() -> Rich:
    """What to write behind /story."""
    return say("Name a story by its number: {example}. /stories lists them.", example="/story 3")


def how_to_since() -> Rich:
    """What to write behind since."""
    return say(
        "I don't know that moment, or it is still to come. Behind since name a day, a time of day, or how long ago:"
        " {examples}. All times are UTC.",
        examples=tr("/story 3 since 2026-05-05 14:00, since 5 May, since yesterday, since 14:30, since 2 hours"),
    )


def how_to_split() -> Rich:
    """What to write behind /split."""
    return say(
        "Name the story, then the place of the source that is not of it: {example}. {story} shows the places.",
        example="/split 3 2",
        story="/story 3",
    )


def shelf(offered: Sequence[Offered]) -> Rich:
    """The stories of a chat, one an entry: number, title, how many sources, when the newest was published or came."""
    number = len(offered)
    newest = chrome(" · " + trn("the newest", "the newest {n}", number)) if number > 1 else Rich()
    return join("\n\n", (bold(tr("Stories")) + newest, *map(_offered, offered)))


def shelf_rows(offered: Sequence[Offered], listing: str) -> Rows:
    """A button a story."""
    named = ((each.story.number, short(f"#{each.story.number} {each.story.title}", STORY_LABEL)) for each in offered)
    return tuple((acting(label, "open", KIND, listing, story=number),) for number, label in named)


def story(told: Course) -> tuple[Rich, ...]:
    """The whole story, a block an entry; `rich.parts` makes messages of them."""
    entries = (_entry(told.documents, entry) for entry in told.entries)
    news = _news(told) if told.new else ()
    named = brackets(entry.told for entry in told.entries if isinstance(entry.told, Excerpt))
    return tuple(filter(None, (_head(told), *entries, named, *news)))


def story_rows(told: Course, listing: str, *, shared: bool = False) -> Rows:
    """What else there is to read of it, the way to take a wrong source out, and if `shared` into another chat."""
    labels = ((tr("Briefing"), BRIEFING), (tr("Statements"), "quotes"), (tr("Figures"), "figures"))
    reading = tuple(opening(label, kind, listing) for label, kind in labels)
    sharing: Rows = ((Button(tr("Share"), share=f"#{told.story.number}"),),) if shared else ()
    if len(told.documents) < 2:
        return (reading, *sharing)
    leaving = acting(tr("Not of this story"), "pick", KIND, listing)
    return (reading, (opening(tr("Compare"), "compare", listing), leaving), *sharing)


def picking(told: Course) -> Rich:
    """Which of the sources is not of the story? The newest ones are offered."""
    lines = (chrome(f"[{place}] ") + headline(d) for place, d in _places(told))
    return join("\n", (say("Which source is not of story {story}?", story=f"#{told.story.number}"), *lines))


def picking_rows(told: Course, listing: str) -> Rows:
    """A button a source, and the way out."""
    named = ((d, short(f"[{place}] {_label(d)}", STORY_LABEL)) for place, d in _places(told))
    rows = ((acting(label, "ask", KIND, listing, mark=mark_of(d.key)),) for d, label in named)
    return (*rows, (_leaving(listing),))


def confirming(document: Document, number: int) -> Rich:
    """What taking it out means, before it is done."""
    return say(
        "Take {source} out of story {story}? In this chat it becomes a story of its own; by themselves the two do not"
        " come together again.",
        source=headline(document),
        story=f"#{number}",
    )


def confirming_rows(document: Document, listing: str) -> Rows:
    """Yes and no."""
    meant = mark_of(document.key)
    return ((acting(tr("Take it out"), "split", KIND, listing, mark=meant), _leaving(listing, meant)),)


def no_place(number: int, sources: int, place: int) -> Rich:
    """A source was named that the story never had."""
    return said(
        "{story} has {n} source; there is no {place}.",
        "{story} has {n} sources; there is no {place}.",
        sources,
        story=f"#{number}",
        place=str(place),
    )


def taken_out(document: Document, old: int, new: int) -> Rich:
    """What was done."""
    return say(
        "{source} is now story {new}, no longer of {old}.", source=headline(document), new=f"#{new}", old=f"#{old}"
    )


def taken_rows(document: Document, old: int, new: int, listing: str) -> Rows:
    """Both stories, and the way back."""
    both = tuple(
        acting(tr("Story {number}", number=f"#{number}"), "open", KIND, listing, story=number) for number in (old, new)
    )
    return (both, (acting(tr("Put it back"), "back", KIND, listing, story=new, mark=mark_of(document.key)),))


def returned(document: Document, number: int) -> Rich:
    """It was put back."""
    return say("{source} is of story {story} again.", source=headline(document), story=f"#{number}")


def found_by(documents: Iterable[Document], wanted: str) -> Document | None:
    """The document of a button's mark; None when it is not among them."""
    return next((document for document in documents if mark_of(document.key) == wanted), None)


def counts(news: Developments) -> Rich:
    """`2 new statements, 1 figure changed: 400 → 410`; empty where nothing is new."""
    number = news.summary
    values = join(", ", map(_change, news.changed[:MOST_FIGURES]))
    told = (
        (number.statements, said("{n} new statement", "{n} new statements", number.statements)),
        (number.denials, said("{n} new denial", "{n} new denials", number.denials)),
        (
            number.changed,
            said("{n} figure changed: {values}", "{n} figures changed: {values}", number.changed, values=values),
        ),
        (number.counted, said("{n} figure given otherwise", "{n} figures given otherwise", number.counted)),
        (number.figures, said("{n} new figure", "{n} new figures", number.figures)),
    )
    return join(", ", (words for count, words in told if count))


def _offered(each: Offered) -> Rich:
    head = chrome(f"#{each.story.number} ") + bold(titled(each.story))
    if each.newest.published:
        last = say("the newest of {day}", day=day(each.newest.published))
    else:
        last = say("the newest taken in on {day}", day=day(each.arrived))
    return head + "\n" + said("{n} source", "{n} sources", each.sources) + ", " + last


def _head(told: Course) -> Rich:
    head = chrome(f"#{told.story.number} ") + bold(titled(told.story))
    sources = len(told.documents)
    shown = len(told.entries) if told.asked and told.since else sources
    if sources > 1 and shown > 1:
        count = trn(
            "{n} source, in order of publication where it is stated, else of arrival",
            "{n} sources, in order of publication where it is stated, else of arrival",
            sources,
        )
    else:
        count = trn("{n} source", "{n} sources", sources)
    return head + "\n" + join("; ", (chrome(count), _which(told)))


def _which(told: Course) -> Rich:
    """Which of the sources are told: those since a moment, or all but the earliest."""
    if told.asked and told.since:
        since, new = _moment(told.since), len(told.new)
        if not new:
            return say("none taken in since {moment}", moment=since)
        return said("{n} taken in since {moment}", "{n} taken in since {moment}", new, moment=since)
    if not told.left_out:
        return Rich()
    return said("{n} that came earlier left out here", "{n} that came earlier left out here", told.left_out)


def _entry(documents: Sequence[Document], entry: Entry) -> Rich:
    """`[1] 5 April 2022 · Fox News`, the headline, and what the document brought."""
    document = entry.document
    arrived = tr("taken in {day}", day=day(entry.arrived.astimezone(UTC)))
    when = day(document.published) if document.published else arrived
    publisher = _publisher(document) if document.publisher else say("publisher not stated")
    head = mark(documents, document) + chrome(f" {when} · ") + publisher
    unread = texts.foreign(entry.language) if entry.language != READ else Rich()
    return join("\n", (head, headline(document), _brought(documents, entry.told), unread))


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
    """What is new and which sources brought it, its count above it."""
    documents, news = told.documents, told.news
    lines = [entry.told for entry in told.entries]
    besides = [each for each in news.sentences if each not in lines]
    head, count = _brought_by(told), counts(news)
    if not (count or besides):
        yield head + "\n" + say(NOTHING_ELSE if news.sentences else NOTHING_NEW)
        return
    yield join("\n", (head, count, *(sentence(documents, each) for each in besides[:MOST_SENTENCES])))
    yield brackets(besides) if not brackets(each for each in lines if isinstance(each, Excerpt)) else Rich()
    yield join("\n\n", (_changed(documents, change) for change in (*news.changed, *news.counted)[:MOST_FIGURES]))
    for allegation, denial in news.denials[:MOST_DENIALS]:
        groups = quotes.grouped((allegation, denial))
        yield join("\n", (quotes.testimony(documents, group) for group in groups))
    for group in quotes.grouped(news.statements[:MOST_STATEMENTS]):
        yield quotes.testimony(documents, group)
    yield join("\n", questions.question_blocks(documents, news.figures[:MOST_FIGURES]))
    yield _left_out(news)


def _brought_by(told: Course) -> Rich:
    """`New in [5], taken in on 22 November 2026, 12:23 UTC`"""
    new = told.new[-MOST_MARKS:]
    marks, more = mark(told.documents, *(entry.document for entry in new)), len(told.new) - len(new)
    if more:
        sources = said("New in {sources} and {n} more", "New in {sources} and {n} more", more, sources=marks)
    else:
        sources = say("New in {sources}", sources=marks)
    if told.asked:
        return bold(sources)
    last = max(entry.arrived for entry in told.new)
    return say("{new}, taken in on {moment}", new=bold(sources), moment=_moment(last))


def _left_out(news: Developments) -> Rich:
    """What there is no room for; the lists have it."""
    more = len(news.statements) > MOST_STATEMENTS or len(news.figures) > MOST_FIGURES
    return say("The rest stands in Statements and Figures.") if more else Rich()


def _changed(documents: Sequence[Document], change: Change) -> Rich:
    """What is counted, then its values until now and the new one, each with who gives it."""
    head = bold(questions.name_of(change.question) or say("A count"))
    return head + "\n• " + _values(documents, change.before) + " → " + _values(documents, (change.after.figure,))


def _values(documents: Sequence[Document], figures: Sequence[Figure]) -> Rich:
    return join(", ", (_value(documents, figure) for figure in figures))


def _value(documents: Sequence[Document], figure: Figure) -> Rich:
    return questions.value(figure) + " — " + questions.teller(figure) + " " + mark(documents, figure)


def _change(change: Change) -> Rich:
    """`400 → 410`"""
    before, after = change.before[-1], change.after.figure
    return questions.value(before) + " → " + questions.value(after)


def _moment(moment: datetime) -> str:
    utc = moment.astimezone(UTC)
    return f"{day(utc)}, {utc:%H:%M} UTC"


def _leaving(listing: str, meant: str = "") -> Button:
    return acting(tr("Leave it"), "keep", KIND, listing, mark=meant)


def _places(told: Course) -> Iterator[tuple[int, Document]]:
    return ((told.documents.index(entry.document) + 1, entry.document) for entry in told.entries)


def _label(document: Document) -> str:
    return document.title or headline(document).text

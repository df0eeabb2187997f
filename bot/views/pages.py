"""Long lists as pages that each fit one message: statements, figures and sources, with the sources of each page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.views import buttons, feeds, questions, quotes, shelf
from bot.views.buttons import Choice, Person, Rows
from bot.views.chart import chart
from bot.views.citations import described, listed, titled
from bot.views.language import counted, say, tr
from bot.views.rich import ECHOED, MAX_ENTITIES, MAX_UNITS, Rich, bold, chrome, echo, join, parts, plain, stated
from bot.views.shelf import Shelved
from bot.views.shown import of_figures, of_statements
from storage.types import Following, Source
from summarizer.reasons import Piece
from summarizer.somebody import is_somebody
from summarizer.types import Document, Question, Story, Testimony

HEAD_AND_FOOT = 120
"""Room left for the title, the count, the heading of the sources and the page's number."""
TITLES = 2
"""Marks that a page has besides its items': its title, and the heading of the sources."""
MOST = 60
"""From so many items on there may be older ones that the list leaves out, and its head says so."""
SPACE = 8
"""Room left around a block and before a source's line: blank lines, its number, wider marks."""
MOST_CHARTS = 3
MOST_PEOPLE = 4
"""Speakers who can be chosen below a list."""
ITEM_UNITS = 2400
"""An item longer than that is cut, and says so: with its sources it must fit a message of 4,096."""


NOTHING = Rich()
FIRST = Choice()


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list: the documents it cites, and how it reads once their numbers are known."""

    documents: tuple[Document, ...]
    render: Callable[[Sequence[Document]], Rich]
    questions: tuple[Question, ...] = ()
    pieces: tuple[Piece, ...] = ()
    own: tuple[tuple[int, str], ...] = ()
    """Numbers and names under which the chat that added it may remove what stands here."""


@dataclass(frozen=True, slots=True)
class Pages:
    """A list cut into pages; a page is put together when it is asked for.

    `about` says in its head what was chosen; `choice` is None for a list that has nothing to choose, and `people` are
    the speakers and `stories` the stories that may be chosen. `older` where the list leaves out older items;
    `missing` is the number of a story that was asked for and that the chat has not. `orders` if there are two orders.
    """

    title: str
    words: str
    total: int
    groups: tuple[tuple[Item, ...], ...]
    about: Rich = NOTHING
    choice: Choice | None = None
    people: tuple[Person, ...] = ()
    older: bool = False
    stories: tuple[Story, ...] = ()
    missing: int | None = None
    orders: bool = True

    def __len__(self) -> int:
        return len(self.groups)

    @property
    def steerable(self) -> bool:
        """Whether there is anything to press: another page, another order, a speaker, everybody."""
        if len(self) > 1 or any(item.questions or item.own for group in self.groups for item in group):
            return True
        return bool(self.choice and (self.total > 1 or self.choice.by or self.choice.story))

    def page(self, number: int) -> Rich:
        """Page `number`, from 0, with the list of the sources that it cites. IndexError when there is none."""
        group = self.groups[number]
        documents = _documents(group)
        blocks = (_shortened(item.render(documents)) for item in group)
        foot = _foot(number, len(self))
        return _netted(join("\n\n", (_head(self), *blocks, listed(documents))), foot)

    def rows(self, kind: str, listing: str, page: int) -> Rows:
        """The buttons below a page."""
        choice = replace(self.choice or FIRST, page=page)
        turning = buttons.turning(kind, listing, choice, len(self))
        if self.choice is None:
            return turning + (buttons.removing(kind, listing, choice) if self.removable(page) else ())
        ordering = buttons.ordering(kind, listing, choice) if self.orders and self.total > 1 else ()
        people = buttons.filtering(kind, listing, choice, self.people)
        steering = turning + self._proving(kind, listing, choice) + ordering + people
        return steering + buttons.telling(kind, listing, choice, self.stories)

    def removable(self, page: int) -> tuple[tuple[int, str], ...]:
        """Number and name of what on a page the chat may remove. IndexError when there is none."""
        return tuple(own for item in self.groups[page] for own in item.own)

    def questions(self, page: int) -> tuple[Question, ...]:
        """What figures a page tells. IndexError when there is none."""
        return tuple(question for item in self.groups[page] for question in item.questions)

    def pieces(self, page: int) -> tuple[Piece, ...]:
        """What a page tells, in its order. IndexError when there is none."""
        return tuple(piece for item in self.groups[page] for piece in item.pieces)

    def marked(self, mark: str) -> Question | None:
        """The question that a chart's button means; None where nothing on any page has its figure any more."""
        every = (question for page in range(len(self)) for question in self.questions(page))
        return next((q for q in every if mark in map(questions.mark_of, q.figures)), None)

    def _proving(self, kind: str, listing: str, choice: Choice) -> Rows:
        shown = self.questions(choice.page)
        drawn = [question for question in shown if chart(question)][:MOST_CHARTS]
        charts = ((questions.label(question), questions.mark_of(question.lead)) for question in drawn)
        proving = buttons.proving(kind, listing, choice) if shown else ()
        return proving + buttons.charting(kind, listing, choice, charts)

    def blocks(self) -> tuple[Rich, ...]:
        """All pages at once, for where there are no messages: every entry to its end, then every source."""
        items = [item for group in self.groups for item in group]
        documents = _documents(items)
        return (_head(self), *(item.render(documents) for item in items), listed(documents))


def quote_pages(
    items: Sequence[Testimony], words: str, *, size: int, choice: Choice = FIRST, story: Story | None = None
) -> Pages:
    """Statements, `size` blocks a page at most, in the order given.

    `choice` says which order that is and whose statements are shown; `story` is the one that they are of.
    """
    shown = [item for item in items if not choice.by or _mark(item) == choice.by]
    groups = quotes.grouped(shown)
    about = (_alone(shown) if choice.by else NOTHING, _order(choice) if len(groups) > 1 else NOTHING, _story(story))
    pages = cut(tr("Statements"), words, [_quote(group) for group in groups], size=size, about=join("", about))
    return replace(pages, choice=choice, people=_people(quotes.grouped(items), size))


def _people(groups: Sequence[quotes.Group], size: int) -> tuple[Person, ...]:
    """Who has most of a list that is longer than a page; nobody, where one person has it all."""
    names = (name for group in groups for name in {item.speaker.name: None for item in group if item.speaker})
    counts = Counter(name for name in names if is_somebody(name))
    if len(groups) <= size or len(counts) < 2:
        return ()
    return tuple(Person(*entry) for entry in counts.most_common(MOST_PEOPLE))


def _mark(item: Testimony) -> str:
    return buttons.mark_of(item.speaker.name) if item.speaker else ""


def _alone(items: Sequence[Testimony]) -> Rich:
    """Whose statements alone are shown."""
    for item in items:
        if item.speaker:
            name = item.speaker.name
            shown = stated(item.statement.document, name[:ECHOED])
            return plain(" · ") + say("by {name}", name=shown + ("…" if len(name) > ECHOED else ""))
    return Rich()


def _story(story: Story | None) -> Rich:
    """The story's title on a line of its own."""
    return plain("\n") + titled(story, ECHOED) if story else NOTHING


def _order(choice: Choice) -> Rich:
    return plain(" · ") + (say("newest first") if choice.newest else say("most important first"))


def figure_pages(
    items: Sequence[Question], words: str, *, size: int, choice: Choice = FIRST, story: Story | None = None
) -> Pages:
    """Questions with their answers, two `size` a page at most: they are short. `story` is the one that they are of."""
    groups = questions.grouped(items)
    pages = cut(tr("Figures"), words, [_figure(group) for group in groups], size=2 * size, about=_story(story))
    return replace(pages, choice=replace(choice, by=buttons.EVERYBODY, newest=False), orders=False)


def source_pages(
    items: Sequence[Shelved],
    words: str,
    *,
    size: int,
    feeds: Sequence[Item] = (),
    copies: Mapping[str, Sequence[Shelved]] = shelf.NONE,
) -> Pages:
    """Feeds with how they are doing, then sources with what their page states, who sees them and since when.

    `copies` are sources that hold the same article as one of the items, by the key of its document.
    """
    brought = (_brought(source, document, copies.get(document.key, ())) for source, document in items)
    return cut(tr("Sources"), words, [*feeds, *brought], size=size)


def feed_items(followed: Sequence[Following], now: datetime) -> tuple[Item, ...]:
    """Feeds as entries of a list, those that fail first."""
    return tuple(_followed(each, now) for each in feeds.by_need(followed))


def _followed(following: Following, now: datetime) -> Item:
    return Item((), lambda _: feeds.health(following, now), own=feeds.removable(following))


def _quote(group: quotes.Group) -> Item:
    return Item(quotes.cited(group), lambda documents: quotes.entry(documents, group), pieces=of_statements(group))


def _figure(group: questions.Group) -> Item:
    return Item(
        questions.cited(group),
        lambda documents: questions.block(documents, group, dated=True),
        group,
        of_figures(group),
    )


def _brought(source: Source, document: Document, copies: Sequence[Shelved]) -> Item:
    held = ((source, document), *copies)
    return Item((), lambda _: shelf.entry(source, document, copies), own=shelf.removable(held))


def cut(title: str, words: str, items: Sequence[Item], *, size: int, about: Rich = NOTHING) -> Pages:
    """As many items a page as fit, `size` at most; what a page takes is added up, nothing is rendered twice."""
    groups: list[list[Item]] = []
    room, entities, seen = 0, 0, set[Document]()
    for item in items:
        block = _shortened(item.render(item.documents))
        new = [document for document in item.documents if document not in seen]
        units = block.units + SPACE + sum(described(document).units + SPACE for document in new)
        if not groups or len(groups[-1]) == size or units > room or block.entities + len(new) > entities:
            groups.append([])
            seen = set()
            room = MAX_UNITS - HEAD_AND_FOOT - echo(words).units - about.units
            entities = MAX_ENTITIES - TITLES
            units = block.units + SPACE + sum(described(document).units + SPACE for document in item.documents)
        groups[-1].append(item)
        seen.update(item.documents)
        room, entities = room - units, entities - block.entities - len(new)
    return Pages(title, words, len(items), tuple(map(tuple, groups)), about)


def _documents(group: Iterable[Item]) -> tuple[Document, ...]:
    return tuple(dict.fromkeys(document for item in group for document in item.documents))


def _head(pages: Pages) -> Rich:
    about = chrome(" · ") + echo(pages.words) if pages.words else Rich()
    older = pages.older or pages.total >= MOST
    number = counted(pages.total)
    count = tr("{number}, older ones left out", number=number) if older else tr("{number} in all", number=number)
    return bold(pages.title) + about + chrome(f" · {count}") + pages.about


def _foot(page: int, pages: int) -> Rich:
    return say("Page {page} of {pages}", page=counted(page + 1), pages=counted(pages)) if pages > 1 else Rich()


def _netted(page: Rich, foot: Rich) -> Rich:
    """The page with its foot; a statement of more sources than a message can list has the first of them."""
    if (page + foot).units <= MAX_UNITS - SPACE:
        return join("\n\n", (page, foot))
    first, *_ = parts((page,), units=MAX_UNITS - HEAD_AND_FOOT)
    return join("\n\n", (first, chrome(tr("[cut here; /sources lists all]")), foot))


def _shortened(block: Rich) -> Rich:
    """Cut between words, and marked as cut: an unmarked end would pass for the speaker's."""
    if block.units <= ITEM_UNITS:
        return block
    first, *_ = parts((block,), units=ITEM_UNITS)
    return first + " " + chrome(tr("[cut here; the passage goes on in its source]"))

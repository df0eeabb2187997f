"""Sources side by side: where they differ, what is denied, where they agree, what only one of them has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bot.views.citations import listed, mark
from bot.views.questions import question_blocks
from bot.views.quotes import entry, grouped, testimony
from bot.views.rich import Rich, bold, chrome, echo, join, plain, stated
from summarizer.select import repeats
from summarizer.types import Alone, Comparison, Document, Question, Statement, Story, Testimony
from summarizer.wording import content_words

NAMED = 60
"""Characters of a source's name in a heading; the list of the sources has it whole."""
TITLED = 200
ONE_SOURCE = plain("Only one of my sources tells of that, and to compare I need two. Send me another text about it.")
NO_TWO = plain(
    "No two of my sources tell of the same event yet. Send me a second text about one of them, or name words that"
    " two of them hold: /compare, then the words."
)
NO_DIFFERENCE = plain("I found no figure and no quotation in which they differ.")
NOTHING_SHARED = plain("I found no figure and no statement that two of them share.")


def comparison(told: Comparison, *, story: Story | None = None, words: str = "") -> tuple[Rich, ...]:
    """The whole comparison, a block an entry; `rich.parts` makes messages of them.

    What differs and what is denied comes first: it is what somebody who writes about the story must settle.
    `story` and `words` are what was asked for.
    """
    documents = told.documents
    blocks = (
        _head(told, story, words),
        *(_differing(documents, told.differing) if told.differing else ()),
        *_denied(documents, told.denials),
        *_section("Where sources agree", _entries(documents, told.agreed)),
        *(block for alone in told.alone for block in _alone(documents, alone)),
        listed(documents),
    )
    return tuple(filter(None, blocks))


def short(documents: Sequence[Document], told: Comparison) -> tuple[Rich, ...]:
    """Only what differs and what is denied, for a briefing of these documents; empty where there is neither."""
    return (*_differing(documents, told.differing), *_denied(documents, told.denials))


def _head(told: Comparison, story: Story | None, words: str) -> Rich:
    """How many sources of what; and, where they share or contradict nothing, that."""
    count = bold(chrome(f"{len(told.documents)} sources side by side")) + (chrome(" · ") + echo(words) if words else "")
    title = chrome(f"#{story.number} ") + _shortened(story.documents[0], story.title, TITLED) if story else Rich()
    found = Rich() if told.differing else NO_DIFFERENCE if told.agreed else NOTHING_SHARED
    return join("\n", (count, title, found))


def _differing(documents: Sequence[Document], entries: Sequence[Question | Testimony]) -> Iterator[Rich]:
    return _section("Where sources differ", _entries(documents, entries, parts=True))


def _denied(documents: Sequence[Document], pairs: Iterable[tuple[Testimony, Testimony]]) -> Iterator[Rich]:
    """Each allegation with whatever denies it in one block; a sentence that holds both is shown once."""
    blocks: list[Rich] = []
    for allegation, group in groupby(pairs, key=lambda pair: pair[0]):
        groups = grouped((allegation, *(denial for _, denial in group)))
        first, *others = groups
        new = (each for each in others if not _repeats(each[0].statement, first[0].statement))
        blocks.append(join("\n", (testimony(documents, each) for each in (first, *new))))
    return _section("Denied", blocks)


def _repeats(statement: Statement, other: Statement) -> bool:
    """Whether two sentences are nearly the same: a caption, say, and what the article makes of it."""
    words = (content_words(each.context.of(each.document.text)) for each in (statement, other))
    return repeats(*words)


def _alone(documents: Sequence[Document], alone: Alone) -> Iterator[Rich]:
    """What only this source has, under its mark and name."""
    heading = plain("Only in ") + mark(documents, alone.document) + " " + _name(alone.document)
    return _section(heading, _entries(documents, (*alone.figures, *alone.statements)))


def _entries(
    documents: Sequence[Document], entries: Sequence[Question | Testimony], *, parts: bool = False
) -> Iterator[Rich]:
    """Figures as lines together, then a block for each statement; `parts` tells what a partial quotation has."""
    counted = question_blocks(documents, [each for each in entries if isinstance(each, Question)])
    yield join("\n", counted)
    for group in grouped(each for each in entries if isinstance(each, Testimony)):
        yield entry(documents, group) if parts else testimony(documents, group)


def _section(heading: str | Rich, blocks: Iterable[Rich]) -> Iterator[Rich]:
    """The blocks that hold anything, the heading above the first."""
    for number, block in enumerate(filter(None, blocks)):
        yield block if number else bold(heading) + "\n" + block


def _name(document: Document) -> Rich:
    """Publisher, else title; nothing where the page states neither."""
    name = document.publisher or document.title
    return _shortened(document, name, NAMED) if name else Rich()


def _shortened(document: Document, name: str, length: int) -> Rich:
    if len(name) <= length:
        return stated(document, name)
    words, _, _ = name[:length].rpartition(" ")
    return stated(document, words or name[:length]) + " …"

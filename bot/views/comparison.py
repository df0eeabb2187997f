"""Sources side by side: where they differ, what is denied, where they agree, what only one of them has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from bot.views import quotes, texts
from bot.views.citations import listed, mark, titled
from bot.views.language import later, say, tr, trn
from bot.views.questions import question_blocks
from bot.views.rich import Rich, bold, chrome, cite, echo, join, plain, stated
from bot.views.wordings import quoted, said, tellings
from summarizer.edits import edits
from summarizer.selection import repeats
from summarizer.types import Alone, Comparison, Document, Question, Spans, Statement, Story, Testimony
from summarizer.variants import variants
from summarizer.wording import content_words

Telling = Callable[[Sequence[Document], quotes.Group], Rich]

NAMED = 60
"""Characters of a source's name in a heading; the list of the sources has it whole."""
ONE_SOURCE = later("Only one of my sources tells of that, and to compare I need two. Send me another text about it.")
NO_TWO = later(
    "No two of my sources tell of the same event yet. Send me a second text about one of them, or name words that"
    " two of them hold: /compare, then the words."
)
ONE_TEXT = later("{sources} are mostly one text: where only they agree, that is one report.")
NO_DIFFERENCE = later("I found no figure and no quotation in which they differ.")
NOTHING_SHARED = later("I found no figure and no statement that two of them share.")


def lacking(lack: str | None, words: str, number: int, *, stored: bool) -> Rich:
    """Why there is nothing to compare, and what to do; `stored` says whether there is any source at all."""
    if not stored:
        return say(texts.NOTHING_STORED)
    match lack:
        case "no story":
            return texts.no_story(number)
        case "no match":
            return texts.no_match(words, "source")
        case "one source":
            return say(ONE_SOURCE)
        case _:
            return say(NO_TWO)


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
        *_section(tr("Counted in several ways"), question_blocks(documents, told.various)),
        *_section(tr("Where sources agree"), _entries(documents, told.agreed, _alike)),
        *(block for alone in told.alone for block in _alone(documents, alone)),
        listed(documents),
    )
    return tuple(filter(None, blocks))


def _head(told: Comparison, story: Story | None, words: str) -> Rich:
    """How many sources of what; which of them are one text; and, where they share or contradict nothing, that."""
    number = trn("{n} source side by side", "{n} sources side by side", len(told.documents))
    count = bold(chrome(number)) + (chrome(" · ") + echo(words) if words else "")
    title = chrome(f"#{story.number} ") + titled(story) if story else Rich()
    found = Rich() if told.differing else say(NO_DIFFERENCE if told.agreed else NOTHING_SHARED)
    same = (say(ONE_TEXT, sources=mark(told.documents, *them)) for them in told.copies)
    return join("\n", (count, title, *same, found))


def _differing(documents: Sequence[Document], entries: Sequence[Question | Testimony]) -> Iterator[Rich]:
    return _section(tr("Where sources differ"), _entries(documents, entries, _altered))


def _altered(documents: Sequence[Document], group: quotes.Group) -> Rich:
    """The statement with its other wordings; also what is left out where a list would pass over so little."""
    whole = {telling.document for item in group for telling in tellings(item) if telling.has == "whole"}
    found = ((item, variant) for item in group for variant in variants(item) if variant.statement in edits(item))
    lines = (
        say(
            "{source} leaves out {words}",
            source=mark(documents, variant.statement),
            words=_words(item.statement.document, variant.left_out),
        )
        for item, variant in found
        if variant.statement.document in whole and variant.left_out
    )
    return join("\n", (quotes.entry(documents, group), *lines))


def _words(document: Document, spans: Spans) -> Rich:
    return join(", ", (plain("“") + cite(document, span) + "”" for span in spans))


def _denied(documents: Sequence[Document], pairs: Iterable[tuple[Testimony, Testimony]]) -> Iterator[Rich]:
    """Each allegation with whatever denies it in one block; a sentence that holds both is shown once."""
    blocks: list[Rich] = []
    for allegation, group in groupby(pairs, key=lambda pair: pair[0]):
        groups = quotes.grouped((allegation, *(denial for _, denial in group)))
        first, *others = groups
        new = (each for each in others if not _repeats(each[0].statement, first[0].statement))
        blocks.append(join("\n", (quotes.testimony(documents, each) for each in (first, *new))))
    return _section(tr("Denied"), blocks)


def _repeats(statement: Statement, other: Statement) -> bool:
    """Whether two sentences are nearly the same: a caption, say, and what the article makes of it."""
    words = (content_words(each.context.of(each.document.text)) for each in (statement, other))
    return repeats(*words)


def _alone(documents: Sequence[Document], alone: Alone) -> Iterator[Rich]:
    """What only this source has, under its mark and name."""
    heading = say("Only in {source}", source=mark(documents, alone.document) + " " + _name(alone.document))
    return _section(heading, _entries(documents, (*alone.figures, *alone.statements), quotes.testimony))


def _entries(documents: Sequence[Document], entries: Sequence[Question | Testimony], told: Telling) -> Iterator[Rich]:
    """Figures first: those of one answer as lines together; then a block for each statement."""
    counted = [each for each in entries if isinstance(each, Question)]
    yield join("\n", question_blocks(documents, [each for each in counted if len(each.answers) == 1]))
    yield from question_blocks(documents, [each for each in counted if len(each.answers) > 1])
    for group in quotes.grouped(each for each in entries if isinstance(each, Testimony)):
        yield told(documents, group)


def _alike(documents: Sequence[Document], group: quotes.Group) -> Rich:
    """Who says it, who has it and whether in the same words; the words of one of them."""
    statement = group[0].statement
    head = quotes.speakers(group) + " " + quotes.marks(documents, group) + quotes.how(statement)
    return head + "\n" + quoted(said(statement))


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

"""Corrections as people read them: what a page said, and what it says now, each to the letter from its own version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby

from bot.views.citations import day, headline
from bot.views.quotes import who
from bot.views.rich import Rich, bold, chrome, cite, join, plain, stated
from bot.views.wordings import MOST_MARKED, changed, quoted, said
from summarizer.corrections import Correction
from summarizer.sentences import split_sentences
from summarizer.types import Document, Figure, Span, Statement, Testimony
from summarizer.variants import variants
from summarizer.wording import tokens

MOST = 4
"""Entries of each sort that are told of one page."""
NAMED, TITLE = 120, 200
"""Characters of a publisher, and of a title that was, that are shown."""

SPEECH = 600
"""Characters of a speech up to which all of it is shown."""
MARKED = 6000
"""Characters of a statement up to which the words that differ are looked for: that takes time by their square."""

REWRITTEN = plain("Most of its text is another one now.")


def corrected(each: Correction) -> tuple[Rich, ...]:
    """One page: its headline and when it was read, then a block for each thing that it says otherwise.

    `rich.parts` makes messages of them.
    """
    figures, statements = each.found.figures, each.found.statements
    entries = (
        *(_figure(a, b) for a, b in figures.changed[:MOST]),
        *(_statement(a, b) for a, b in statements.changed[:MOST]),
        *(_gone(statement) for statement in statements.gone[:MOST]),
        *(_no_longer(figure) for figure in figures.gone[:MOST]),
    )
    return tuple(filter(None, (_head(each), *entries, _rest(each))))


def all_corrected(each: Iterable[Correction]) -> tuple[Rich, ...]:
    """Several pages under one heading; empty where there are none."""
    blocks = tuple(block for one in each for block in corrected(one))
    return (bold("Corrections") + "\n" + blocks[0], *blocks[1:]) if blocks else ()


def _head(each: Correction) -> Rich:
    """`Corrected: <headline> [publisher]`, the title that it had, and when the two versions were read."""
    name = each.new.publisher
    publisher = plain(" [") + stated(each.new, name[:NAMED]) + "]" if name else Rich()
    read = chrome(f"Read {_moment(each.read)}, and as it is now {_moment(each.reread)}.")
    lines = (_retitled(each), read, REWRITTEN if each.found.rewritten else Rich())
    return join("\n", (bold("Corrected: ") + headline(each.new) + publisher, *lines))


def _retitled(each: Correction) -> Rich:
    title = each.old.title if each.found.headline else None
    return plain("Its headline was “") + stated(each.old, title[:TITLE]) + "”." if title else Rich()


def _figure(old: Figure, new: Figure) -> Rich:
    """Both passages, their numbers marked."""
    return join("\n", (plain("was"), _counted(old), plain("now"), _counted(new)))


def _statement(old: Statement, new: Statement) -> Rich:
    """Who says it and the words until now and now, where they differ marked; or the words and who said them."""
    before, after = _who(old), _who(new)
    lacking, own = _differences(old, new)
    old, new = _narrowed(old, new), _narrowed(new, old)
    if before.text == after.text:
        return join("\n", (before + ", was", quoted(said(old, lacking)), plain("now"), quoted(said(new, own))))
    if old.kind == new.kind == "direct" and _folded(old.text) == _folded(new.text):
        return quoted(said(new)) + "\n" + "was said by " + before + ", now by " + after
    return join("\n", (before + ", was", quoted(said(old, lacking)), after + ", now", quoted(said(new, own))))


def _gone(statement: Statement) -> Rich:
    return plain("no longer there: ") + _who(statement) + "\n" + quoted(said(statement))


def _no_longer(figure: Figure) -> Rich:
    return plain("no longer there:") + "\n" + _counted(figure)


def _who(statement: Statement) -> Rich:
    return who(Testimony(statement, statement.speaker))


def _counted(figure: Figure) -> Rich:
    """The passage of a figure as a quotation, the number in it marked."""
    clause, number = figure.clause, figure.span
    before = _between(figure.document, clause.start, number.start)
    return quoted(before + changed(cite(figure.document, number)) + _between(figure.document, number.end, clause.end))


def _between(document: Document, start: int, end: int) -> Rich:
    return cite(document, Span(start, end)) if start < end else Rich()


def _narrowed(statement: Statement, other: Statement) -> Statement:
    """Of a long speech the sentences that the other wording has not: nobody finds one word in a page."""
    text, words = statement.document.text, _folded(other.text)
    if statement.kind != "direct" or len(statement.text) <= SPEECH:
        return statement
    kept: list[Span] = []
    for piece in statement.content:
        sentences = [Span(piece.start + each.start, piece.start + each.end) for each in split_sentences(piece.of(text))]
        runs = groupby(sentences, key=lambda sentence: _folded(sentence.of(text)) not in words)
        kept += [Span(run[0].start, run[-1].end) for is_new, group in runs if is_new and (run := list(group))]
    return replace(statement, content=tuple(kept)) if kept else statement


def _folded(text: str) -> str:
    return f" {' '.join(tokens(text))} "


def _differences(old: Statement, new: Statement) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The words that only the old wording has, and those that only the new one has; none where they are too many."""
    if max(len(old.text), len(new.text)) > MARKED:
        return (), ()
    found = next(iter(variants(Testimony(old, old.speaker, (new,)))), None)
    if found is None:
        return (), ()
    own = tuple(run.span for run in found.runs if not run.same)
    return (found.left_out, own) if max(len(own), len(found.left_out)) <= MOST_MARKED else ((), ())


def _rest(each: Correction) -> Rich:
    """What there is no room for, and what came besides."""
    figures, statements = each.found.figures, each.found.statements
    parts: Sequence[Sequence[object]] = (figures.changed, statements.changed, statements.gone, figures.gone)
    more = sum(max(0, len(part) - MOST) for part in parts)
    left = chrome(f"{more} more {'change' if more == 1 else 'changes'} of this page.") if more else Rich()
    return join(" ", (left, join(" ", _new(len(statements.came), len(figures.came)))))


def _new(statements: int, figures: int) -> Iterator[Rich]:
    counts = ((statements, "statement"), (figures, "figure"))
    told = " and ".join(f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in counts if number)
    if told:
        yield chrome(f"New in it: {told}.")


def _moment(moment: datetime) -> str:
    utc = moment.astimezone(UTC)
    return f"{day(utc)}, {utc:%H:%M} UTC"

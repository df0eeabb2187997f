"""Corrections as people read them: what a page said, and what it says now, each to the letter from its own version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from itertools import groupby

from bot.views.citations import day, headline
from bot.views.language import conjoined, later, say, tr, trn
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

REWRITTEN = later("Most of its text is another one now.")


def corrected(each: Correction, zone: tzinfo | None = None) -> tuple[Rich, ...]:
    """One page: its headline and when it was read, then a block for each thing that it says otherwise.

    Times are of that zone, which the message names; else UTC, and they say so. `rich.parts` makes messages of them.
    """
    figures, statements = each.found.figures, each.found.statements
    entries = (
        *(_figure(a, b) for a, b in figures.changed[:MOST]),
        *(_statement(a, b) for a, b in statements.changed[:MOST]),
        *(_gone(statement) for statement in statements.gone[:MOST]),
        *(_no_longer(figure) for figure in figures.gone[:MOST]),
    )
    return tuple(filter(None, (_head(each, zone), *entries, _rest(each))))


def all_corrected(each: Iterable[Correction], zone: tzinfo | None = None) -> tuple[Rich, ...]:
    """Several pages under one heading; empty where there are none."""
    blocks = tuple(block for one in each for block in corrected(one, zone))
    return (bold(tr("Corrections")) + "\n" + blocks[0], *blocks[1:]) if blocks else ()


def _head(each: Correction, zone: tzinfo | None) -> Rich:
    """`Corrected: <headline> [publisher]`, the title that it had, and when the two versions were read."""
    name = each.new.publisher
    publisher = plain(" [") + stated(each.new, name[:NAMED]) + "]" if name else Rich()
    first, last = _moment(each.read, zone), _moment(each.reread, zone)
    read = say("Read {first}, and as it is now {last}.", first=first, last=last)
    lines = (_retitled(each), read, say(REWRITTEN) if each.found.rewritten else Rich())
    return join("\n", (bold(tr("Corrected:") + " ") + headline(each.new) + publisher, *lines))


def _retitled(each: Correction) -> Rich:
    title = each.old.title if each.found.headline else None
    return say("Its headline was “{title}”.", title=stated(each.old, title[:TITLE])) if title else Rich()


def _figure(old: Figure, new: Figure) -> Rich:
    """Both passages, their numbers marked."""
    return join("\n", (say("was"), _counted(old), say("now"), _counted(new)))


def _statement(old: Statement, new: Statement) -> Rich:
    """Who says it and the words until now and now, where they differ marked; or the words and who said them."""
    before, after = _who(old), _who(new)
    lacking, own = _differences(old, new)
    old, new = _narrowed(old, new), _narrowed(new, old)
    if before.text == after.text:
        was = say("{name}, was", name=before)
        return join("\n", (was, quoted(said(old, lacking)), say("now"), quoted(said(new, own))))
    if old.kind == new.kind == "direct" and _folded(old.text) == _folded(new.text):
        return quoted(said(new)) + "\n" + say("was said by {before}, now by {after}", before=before, after=after)
    was, now = say("{name}, was", name=before), say("{name}, now", name=after)
    return join("\n", (was, quoted(said(old, lacking)), now, quoted(said(new, own))))


def _gone(statement: Statement) -> Rich:
    return say("no longer there: {name}", name=_who(statement)) + "\n" + quoted(said(statement))


def _no_longer(figure: Figure) -> Rich:
    return say("no longer there:") + "\n" + _counted(figure)


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
    left = chrome(trn("{n} more change of this page.", "{n} more changes of this page.", more)) if more else Rich()
    return join(" ", (left, _new(len(statements.came), len(figures.came))))


def _new(statements: int, figures: int) -> Rich:
    said_ones = chrome(trn("{n} statement", "{n} statements", statements)) if statements else Rich()
    counted_ones = chrome(trn("{n} figure", "{n} figures", figures)) if figures else Rich()
    both = conjoined(filter(None, (said_ones, counted_ones)))
    return say("New in it: {both}.", both=both) if both else Rich()


def _moment(moment: datetime, zone: tzinfo | None) -> str:
    there = moment.astimezone(zone or UTC)
    return f"{day(there)}, {there:%H:%M}" + ("" if zone else " UTC")

"""Where a witness words a statement differently: to the letter, its own words marked, the missing ones named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.views.citations import mark
from bot.views.language import later, say
from bot.views.rich import Rich, cite, join, plain
from summarizer.types import Document, Span, Spans, Statement, Testimony
from summarizer.variants import Variant, variants

LONG = 320
"""UTF-16 units from which a quotation is folded by Telegram until the reader opens it."""
SHORT = 240
"""UTF-16 units up to which the words are told that a witness leaves out, or, where those are fewer, has."""
MOST_LEFT_OUT = 4
MOST_MARKED = 8
"""With more new stretches than that the sentence is another one, and marks would only litter it."""
ROOM = 1800
"""UTF-16 units of a block up to which other wordings are shown; beyond it they are named."""
WHOLE = 0.9
"""Share of a statement's words from which another source has all of it: a connective may be missing."""
KEPT = 128


@dataclass(frozen=True, slots=True)
class Telling:
    """How one document tells a statement: what it has of it, and in which words where they are not the leading ones.

    Where it quotes, what it reports besides is no further wording of it; `reports` says that there is such.
    """

    document: Document
    has: Literal["whole", "part", "other"]
    variants: tuple[Variant, ...]
    reports: bool


@lru_cache(maxsize=KEPT)
def tellings(item: Testimony) -> tuple[Telling, ...]:
    """Every document that has the statement, the leading one first; kept: a list is laid out before it is written."""
    found = {variant.statement: variant for variant in variants(item)} if item.witnesses else {}
    witnesses: dict[Document, list[Statement]] = {}
    for witness in item.witnesses:
        witnesses.setdefault(witness.document, []).append(witness)
    others = (_telling(item.statement, statements, found) for statements in witnesses.values())
    return (Telling(item.statement.document, "whole", (), reports=False), *others)


def _telling(leading: Statement, statements: Sequence[Statement], found: Mapping[Statement, Variant]) -> Telling:
    best = [s for s in statements if s.kind == "direct"] or statements
    own = tuple(found[s] for s in best if s in found)
    document, reports = statements[0].document, len(best) < len(statements)
    if len(own) < len(best) or any(_is_whole(leading, variant) for variant in own):
        return Telling(document, "whole", (), reports)
    if all(variant.is_part for variant in own):
        return Telling(document, "part" if _lacked(own) else "whole", own, reports)
    return Telling(document, "other", tuple(variant for variant in own if not variant.is_part), reports)


def sources(items: Sequence[Testimony]) -> dict[Document, str]:
    """What each document has of the statements, all of which a sentence may make: "whole", "part" or "other" words."""
    had: dict[Document, list[str]] = {}
    for item in items:
        for telling in tellings(item):
            had.setdefault(telling.document, []).append(telling.has)
    return {document: _together(each, len(items)) for document, each in had.items()}


def _together(had: Sequence[str], items: int) -> str:
    if "other" in had:
        return "other"
    return "whole" if had.count("whole") == items else "part"


def appended(told: Rich, documents: Sequence[Document], items: Iterable[Testimony], *, parts: bool) -> Rich:
    """The block with the other wordings below it, as many as there is room for.

    `parts` tells as well what a source has that quotes only a part.
    """
    for item in items:
        for telling in tellings(item):
            for line in _lines(documents, item, telling, parts=parts):
                grown = join("\n", (told, line))
                told = grown if grown.units <= ROOM else told
    return told


def said(statement: Statement, new: Spans = ()) -> Rich:
    """The words: direct speech in quotation marks, a reported statement as the sentence that reports it.

    An interrupted quotation shows its pieces, each in its own marks; only who speaks stood between them.
    `new` are stretches to be marked.
    """
    if statement.kind != "direct":
        return _passage(statement.document, statement.context, new)
    return join(" … ", (plain("“") + _passage(statement.document, span, new) + "”" for span in statement.content))


def quoted(words: Rich) -> Rich:
    """The words as a block quotation, a long one folded."""
    return words.marked("long_quote" if words.units > LONG else "quote")


def changed(words: Rich) -> Rich:
    """Words that the leading wording does not have: slanted alone, a short one would be missed on a telephone."""
    return words.marked("italic").marked("bold")


def _is_whole(leading: Statement, variant: Variant) -> bool:
    return variant.is_part and len(variant.statement.text.split()) >= WHOLE * len(leading.text.split())


def _lines(documents: Sequence[Document], item: Testimony, telling: Telling, *, parts: bool) -> Iterable[Rich]:
    own = telling.variants[0].statement if telling.variants else telling.document
    number, leading = mark(documents, own), item.statement.document
    if telling.has == "other":
        return [_wording(number, leading, variant) for variant in telling.variants]
    return [_part(number, leading, telling)] if telling.has == "part" and parts else []


def _wording(number: Rich, leading: Document, variant: Variant) -> Rich:
    """The words of a witness, its own ones marked, below what it lacks; a paraphrase lacks whatever it rewords."""
    new = tuple(run.span for run in variant.runs if not run.same)
    words = quoted(said(variant.statement, new if len(new) <= MOST_MARKED else ()))
    if variant.statement.kind != "direct":
        return say("{source} reports it:", source=number) + "\n" + words
    missing = _few(leading, variant.left_out)
    if missing:
        return say("{source} words it, without {words}:", source=number, words=missing) + "\n" + words
    return say("{source} words it:", source=number) + "\n" + words


def _part(number: Rich, leading: Document, telling: Telling) -> Rich:
    """What a partial quotation has, or what it leaves out, whichever is shorter; nothing where both are long."""
    had = _few(telling.document, tuple(span for variant in telling.variants for span in variant.statement.content))
    missing = Rich() if telling.reports else _few(leading, _lacked(telling.variants))
    told = [
        (words.units, verb, words)
        for verb, words in ((later("{source} quotes {words}"), had), (later("{source} leaves out {words}"), missing))
        if words
    ]
    if telling.variants[0].statement.kind != "direct" or not told:
        return Rich()
    _, verb, words = min(told, key=lambda each: each[0])
    return say(verb, source=number, words=words)


def _lacked(own: Sequence[Variant]) -> Spans:
    """What all of a document's partial quotations together leave out."""
    lacked = own[0].left_out
    for variant in own[1:]:
        pairs = ((max(a.start, b.start), min(a.end, b.end)) for a in lacked for b in variant.left_out)
        lacked = tuple(Span(start, end) for start, end in pairs if start < end)
    return lacked


def _few(document: Document, spans: Spans) -> Rich:
    """The words of the spans, each in quotation marks; nothing where they are many."""
    words = join(", ", (plain("“") + cite(document, span) + "”" for span in spans[: MOST_LEFT_OUT + 1]))
    return words if len(spans) <= MOST_LEFT_OUT and words.units <= SHORT else Rich()


def _passage(document: Document, whole: Span, new: Spans) -> Rich:
    """The passage to the letter, the new stretches in it marked."""
    shown, at = Rich(), whole.start
    for span in new:
        if whole.covers(span):
            shown = shown + _between(document, at, span.start) + changed(cite(document, span))
            at = span.end
    return shown + _between(document, at, whole.end)


def _between(document: Document, start: int, end: int) -> Rich:
    return cite(document, Span(start, end)) if start < end else Rich()

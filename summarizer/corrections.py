"""What a page says otherwise than it did: statements and figures that were changed, are gone, or came.

old, new | what stands in the other text, word for word, wherever : unchanged
         | the closest of what is left on both sides, one to one  : changed
         | the rest                                               : gone, or came
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic

from summarizer.amended import Counted, Piece, Said, amount_of, is_changed, paired
from summarizer.compose import sound_figures, sound_statements
from summarizer.copies import resemblance, shingles
from summarizer.types import Analysis, Document, Figure, Span, Statement
from summarizer.wording import content_words, tokens

MOST_PIECES = 120
"""Statements, and figures, of each text that are set against each other: that takes time by their square."""


@dataclass(frozen=True, slots=True)
class Changes(Generic[Piece]):
    """Pieces of an old text beside those of the new one, in the order of their texts; nothing stands in two parts."""

    changed: tuple[tuple[Piece, Piece], ...] = ()
    gone: tuple[Piece, ...] = ()
    came: tuple[Piece, ...] = ()

    @property
    def corrects(self) -> bool:
        """Whether something is no longer as it was; what only came corrects nothing."""
        return bool(self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a new text of a page changed.

    A statement is changed where the same speaker is given in other words, or the same words to another speaker; a
    figure where the same clause has another number, unit or modifier. `headline` says that the title's words changed.
    Where `rewritten`, the two have less than half of their words in common: what is gone or came is the text as such,
    and is not listed.
    """

    headline: bool = False
    rewritten: bool = False
    statements: Changes[Statement] = Changes()
    figures: Changes[Figure] = Changes()

    def __bool__(self) -> bool:
        """Whether something of substance is no longer as it was."""
        return self.headline or self.rewritten or self.statements.corrects or self.figures.corrects


@dataclass(frozen=True, slots=True)
class Correction:
    """A page in two versions, when each was read, and what the new one says otherwise."""

    old: Document
    new: Document
    read: datetime
    reread: datetime
    found: Corrections


def corrections(old: Analysis, new: Analysis) -> Corrections:
    """What the new text of a page says otherwise than the old one, without what the gate would refuse.

    Case, marks and spaces make no difference, nor does the place in the text. A piece is gone only where the new text
    has its words nowhere. The same two analyses give the same corrections.
    """
    here, there = _folded(old.document.text), _folded(new.document.text)
    figures = _figures(old, new, here, there)
    statements = _statements(old, new, here, there, figures.changed)
    overlap = resemblance(*(shingles(each.document.text) for each in (old, new)))
    rewritten = not (overlap.reused or overlap.short)
    retitled, figures = _is_retitled(old.document, new.document), _sound(_not_told(figures, statements))
    if rewritten:
        return Corrections(retitled, rewritten, Changes(statements.changed), Changes(figures.changed))
    return Corrections(retitled, rewritten, statements, figures)


def _statements(
    old: Analysis, new: Analysis, here: str, there: str, figures: Sequence[tuple[Figure, Figure]]
) -> Changes[Statement]:
    """Statements whose sentence changed; a report of a figure that did is told as the figure."""
    mine = [s for s in old.statements if not _stands(s.document, (s.context,), there)][:MOST_PIECES]
    theirs = [s for s in new.statements if not _stands(s.document, (s.context,), here)][:MOST_PIECES]
    pairs = paired(mine, theirs, Said.of, Said.likeness)
    known = {id(each) for pair in pairs for each in pair}
    gone = [s for s in mine if id(s) not in known and not _stands(s.document, s.content, there)]
    came = [s for s in theirs if id(s) not in known and not _stands(s.document, s.content, here)]
    changed = [pair for pair in pairs if is_changed(*pair) and not _reports(pair, figures)]
    sound = (tuple(map(sound_statements, ((a,), (b,)))) for a, b in changed)
    both = [(a[0], b[0]) for a, b in sound if a and b]
    return Changes(
        tuple({(_passage(a), _passage(b)): (a, b) for a, b in reversed(both)}.values())[::-1],
        _each_once(sound_statements(gone)),
        _each_once(sound_statements(came)),
    )


def _figures(old: Analysis, new: Analysis, here: str, there: str) -> Changes[Figure]:
    """Figures whose clause changed; one whose amount the other text gives elsewhere is not gone, and did not come."""
    mine = [f for f in old.figures if not _stands(f.document, (f.clause,), there)][:MOST_PIECES]
    theirs = [f for f in new.figures if not _stands(f.document, (f.clause,), here)][:MOST_PIECES]
    pairs = paired(mine, theirs, Counted.of, Counted.likeness)
    known = {id(each) for pair in pairs for each in pair}
    before, now = ({amount_of(f) for f in analysis.figures} for analysis in (old, new))
    return Changes(
        tuple((a, b) for a, b in pairs if amount_of(a) != amount_of(b)),
        tuple(f for f in mine if id(f) not in known and amount_of(f) not in now),
        tuple(f for f in theirs if id(f) not in known and amount_of(f) not in before),
    )


def _sound(figures: Changes[Figure]) -> Changes[Figure]:
    """What the gate lets pass; of a change both sides, or none."""
    pairs = ((sound_figures((a,)), sound_figures((b,))) for a, b in figures.changed)
    changed = tuple((a[0], b[0]) for a, b in pairs if a and b)
    return Changes(changed, sound_figures(figures.gone), sound_figures(figures.came))


def _not_told(figures: Changes[Figure], statements: Changes[Statement]) -> Changes[Figure]:
    """The figures that stand in no passage that is told already."""
    pairs = [each for pair in statements.changed for each in pair]
    said = (*pairs, *statements.gone, *statements.came)
    told = [(s.document.key, span) for s in said for span in (s.content if s.kind == "direct" else (s.context,))]

    def is_told(figure: Figure) -> bool:
        return any(key == figure.document.key and span.covers(figure.span) for key, span in told)

    return Changes(
        tuple(pair for pair in figures.changed if not all(map(is_told, pair))),
        tuple(figure for figure in figures.gone if not is_told(figure)),
        tuple(figure for figure in figures.came if not is_told(figure)),
    )


def _reports(pair: tuple[Statement, Statement], figures: Iterable[tuple[Figure, Figure]]) -> bool:
    """Whether both are reports, not speech, of a figure that is told as changed."""
    if any(each.kind == "direct" for each in pair):
        return False
    return any(pair[0].context.covers(a.span) and pair[1].context.covers(b.span) for a, b in figures)


def _passage(statement: Statement) -> tuple[str, Span]:
    """What a reader is shown: of speech the words, of a report the sentence."""
    return statement.document.key, statement.content[0] if statement.kind == "direct" else statement.context


def _each_once(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """One statement a passage: a sentence may report several."""
    told: dict[tuple[str, Span], Statement] = {}
    for statement in statements:
        told.setdefault(_passage(statement), statement)
    return tuple(told.values())


def _stands(document: Document, passages: Sequence[Span], folded: str) -> bool:
    return all(_folded(passage.of(document.text)) in folded for passage in passages)


def _folded(text: str) -> str:
    """The words with a space around each, so that none is found within another."""
    return f" {' '.join(tokens(text))} "


def _is_retitled(old: Document, new: Document) -> bool:
    """Whether both state a title and its words differ; one that was not stated before is no correction."""
    if not old.title or not new.title:
        return False
    return content_words(old.title) != content_words(new.title)

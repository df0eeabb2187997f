"""What a chat follows and mutes, in a briefing: what is left out of it, what goes first, and how much that was.

chosen documents -> without the muted -> the followed in the places of others -> analyses without muted pieces
    -> composed without muted sentences -> what was matched
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace

from bot.services.choosing import Chosen, fitting
from bot.services.terms.matching import Matched, Watch
from storage.types import Term
from summarizer.amended import Piece
from summarizer.corrections import Changes, Correction, Corrections
from summarizer.stories.developments import Developments
from summarizer.telling.news import Match, Moved
from summarizer.telling.reading import Hidden, Wanted
from summarizer.types import Analysis, Briefing, Document, Span, Written


def sifted(chosen: Chosen, watch: Watch) -> tuple[Chosen, Matched]:
    """Without muted documents, and how many each term took; where all are, there is nothing to tell."""
    if not watch.mutes or not chosen.documents:
        return chosen, {}
    kept, left = watch.sift(chosen.documents)
    return replace(chosen, documents=kept, lack=None if kept else "muted"), left


def watched(chosen: Chosen, most: int, watch: Watch) -> tuple[Document, ...]:
    """As many of the documents as may be told, those that are followed before others."""
    told = fitting(chosen, most)
    return watch.first(chosen.documents, told) if watch.follows else told


@dataclass(frozen=True, slots=True)
class Hushed:
    """Analyses without muted pieces, how many each term took, and what tells of a sentence whether it is muted."""

    known: tuple[Analysis, ...]
    left: Matched = field(default_factory=dict)
    hidden: Hidden | None = None


def hushed(known: Sequence[Analysis], watch: Watch) -> Hushed:
    """What of the analyses is not muted."""
    if not watch.mutes:
        return Hushed(tuple(known))
    found = [watch.hush(analysis) for analysis in known]
    passages = {analysis.document.key: spans for analysis, _, spans in found}
    left = sum((Counter(left) for _, left, _ in found), Counter[Term]())
    return Hushed(tuple(analysis for analysis, _, _ in found), left, _hiding(watch, passages))


def _hiding(watch: Watch, passages: Mapping[str, Sequence[Span]]) -> Hidden:
    """A sentence is muted that holds the words, or a statement or a figure that is."""
    found: dict[tuple[str, Span], bool] = {}  # a sentence is asked about many times

    def hidden(document: Document, span: Span) -> bool:
        place = document.key, span
        if place not in found:
            muted = any(map(span.overlap, passages.get(document.key, ())))
            found[place] = muted or watch.hidden(document, span) is not None
        return found[place]

    return hidden


def wanting(watch: Watch) -> Wanted | None:
    """Tells of a piece whether it is followed; None where nothing is."""
    return (lambda piece: bool(watch.told((piece,)))) if watch.follows else None


def followed(watch: Watch, told: Briefing | None) -> Matched:
    """In how many of the statements, figures and sentences that a briefing tells each followed term stands."""
    if told is None or not watch.follows:
        return {}
    statements = (each for item in told.statements for each in (item.statement, *item.witnesses))
    found = Counter(watch.told((*statements, *(question.lead for question in told.figures))))
    for sentence in (*told.sentences, *told.unconfirmed):
        for excerpt in sentence.cited if isinstance(sentence, Written) else (sentence,):
            found.update(watch.held(excerpt.document, excerpt.span))
    return found


def matches(followed: Matched, muted: Matched) -> tuple[Match, ...]:
    """The same for a digest, which chats share that want the same."""
    both = ((followed, False), (muted, True))
    return tuple(
        Match(term.kind, term.value, number, muted=left)
        for terms, left in both
        for term, number in sorted(terms.items(), key=lambda each: (each[0].kind, each[0].value))
    )


def unmuted(moved: Sequence[Moved], watch: Watch) -> tuple[Moved, ...]:
    """Stories with what came to them, but for what is muted; without those of which nothing is left."""
    if not watch.mutes:
        return tuple(moved)
    heard = (replace(each, news=_heard(each.news, watch)) for each in moved)
    return tuple(each for each in heard if any(astuple(each.news.summary)))


def _heard(news: Developments, watch: Watch) -> Developments:
    return replace(
        news,
        statements=tuple(each for each in news.statements if not watch.mutes_piece(each.statement)),
        denials=tuple(each for each in news.denials if not watch.mutes_piece(each[1].statement)),
        figures=tuple(each for each in news.figures if not watch.mutes_piece(each.lead)),
        changed=tuple(each for each in news.changed if not watch.mutes_piece(each.after.figure)),
        counted=tuple(each for each in news.counted if not watch.mutes_piece(each.after.figure)),
    )


def heard(found: Sequence[Correction], watch: Watch) -> tuple[Correction, ...]:
    """Corrections without what is muted; without those of which nothing is left."""
    if not watch.mutes:
        return tuple(found)
    kept = (replace(each, found=_corrected(each.found, watch)) for each in found if watch.muting(each.new) is None)
    return tuple(each for each in kept if each.found)


def _corrected(found: Corrections, watch: Watch) -> Corrections:
    figures, statements = _changes(found.figures, watch), _changes(found.statements, watch)
    return replace(found, figures=figures, statements=statements)


def _changes(changes: Changes[Piece], watch: Watch) -> Changes[Piece]:
    return Changes(
        tuple(pair for pair in changes.changed if not any(map(watch.mutes_piece, pair))),
        tuple(each for each in changes.gone if not watch.mutes_piece(each)),
        tuple(each for each in changes.came if not watch.mutes_piece(each)),
    )

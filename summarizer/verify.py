"""The gate: a briefing goes out only if every piece of it is what its source says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from summarizer.errors import GateError
from summarizer.evidence import Evidence
from summarizer.figures.quantities import parse_value
from summarizer.types import Briefing, Document, Excerpt, Figure, Span, Spans, Statement, Testimony, document_key
from summarizer.wording import NEGATIONS, content_words, denies, tokens

QUALIFIERS = NEGATIONS | frozenset(
    "unless if whether false falsely untrue wrong wrongly fake hoax hardly barely scarcely unconfirmed unproven".split()
)
GAP_WORDS = 12
SHARED_WORDING = 0.5
NUMBER = re.compile(r"\d[\d.,]*")
RATIO_WORD = re.compile(r"\s*(?:(?:out )?of|to|and|or|in|[-–/])\s*(?:the\s+|every\s+)?", re.IGNORECASE)


def verify(briefing: Briefing) -> Briefing:
    """The briefing itself, unchanged, when nothing is wrong with it.

    Raises GateError with one entry a fault: characters that are not the source's, a document that is not what its key
    says, a half sentence, a name that no source has, fragments joined across a "not", a number moved to another noun.
    """
    faults = tuple(find_faults(briefing))
    if faults:
        raise GateError(faults)
    return briefing


def find_faults(briefing: Briefing) -> Iterator[str]:
    """What the gate refuses, each as one line: the piece's kind, its place and the reason."""
    sources = {document.key: Evidence.of(document) for document in briefing.documents}
    for number, document in enumerate(briefing.documents, 1):
        yield from (f"document {number}: {fault}" for fault in document_faults(document))
    for number, excerpt in enumerate(briefing.sentences, 1):
        yield from _faults("sentence", number, excerpt.document, sources, excerpt)
    for number, testimony in enumerate(briefing.statements, 1):
        statements = (testimony.statement, *testimony.witnesses)
        faults = [fault for s in statements for fault in _faults("statement", number, s.document, sources, s)]
        faults = faults or [f"statement {number}: {fault}" for fault in testimony_faults(testimony, sources.values())]
        yield from faults
    for number, figure in enumerate(briefing.figures, 1):
        yield from _faults("figure", number, figure.document, sources, figure)


def _faults(
    kind: str, number: int, document: Document, sources: dict[str, Evidence], piece: Excerpt | Statement | Figure
) -> Iterator[str]:
    source = sources.get(document.key)
    if source is None or source.document != document:
        yield f"{kind} {number}: its document is not among the sources"
        return
    yield from (f"{kind} {number}: {fault}" for fault in piece_faults(piece, source))


def piece_faults(piece: Excerpt | Statement | Figure, source: Evidence) -> tuple[str, ...]:
    """Why one piece may not be told; empty when it may. `source` is the piece's own document."""
    match piece:
        case Excerpt():
            faults = excerpt_faults
            spans: Spans = (piece.span,)
            return _in_range(spans, source) or tuple(faults(piece, source))
        case Statement():
            spans = (*piece.content, *piece.source, *piece.cue, piece.context)
            return _in_range(spans, source) or tuple(statement_faults(piece, source))
        case Figure():
            spans = tuple(filter(None, (piece.span, piece.clause, piece.counts, piece.attributed_to)))
            return _in_range(spans, source) or tuple(figure_faults(piece, source))


def _in_range(spans: Spans, source: Evidence) -> tuple[str, ...]:
    return tuple(f"[{s.start}, {s.end}) is outside the text" for s in spans if not source.has(s))


def document_faults(document: Document) -> Iterator[str]:
    """A document whose text is not the one that its key was made of."""
    if document.key != document_key(document.text):
        yield "its text is not what its key says"


def excerpt_faults(excerpt: Excerpt, source: Evidence) -> Iterator[str]:
    """A told sentence must be whole sentences of its source, character by character."""
    if excerpt.exact != excerpt.span.of(source.text):
        yield "its characters are not the source's"
    starts = {sentence.start for sentence in source.sentences}
    ends = {sentence.end for sentence in source.sentences}
    if excerpt.span.start not in starts or excerpt.span.end not in ends:
        yield "it is not a whole sentence"


def statement_faults(statement: Statement, source: Evidence) -> Iterator[str]:
    """A statement's pieces must stand in their context in order, with nothing left out between them that matters."""
    if any(source.cuts_a_word(span) for span in statement.content):
        yield "its content cuts a word"
    if not all(statement.context.covers(span) for span in statement.content):
        yield "its content stands outside of its context"
    yield from _attribution_faults(statement, source)
    yield from _joint_faults(statement, source)
    if statement.kind == "direct" and not all(_is_spoken(span, statement, source) for span in statement.content):
        yield "it stands neither in quotation marks nor in a turn of its speaker"


def _attribution_faults(statement: Statement, source: Evidence) -> Iterator[str]:
    if statement.speaker is not None and not statement.source:
        yield "it names a speaker without a mention of one"
    mentions = (*statement.source, *statement.cue)
    if not all(statement.context.covers(span) for span in mentions) and not _has_turn(statement, source):
        yield "its source or cue stands outside of its context"


def _has_turn(statement: Statement, source: Evidence) -> bool:
    """Whether the statement's source is the label of the turn in which all of its content stands."""
    turns = {source.turn_of(span) for span in statement.content}
    label = turns.pop()
    return not turns and label is not None and all(label.covers(span) for span in statement.source)


def _is_spoken(span: Span, statement: Statement, source: Evidence) -> bool:
    return source.is_quoted(span) or (bool(statement.source) and _has_turn(statement, source))


def _joint_faults(statement: Statement, source: Evidence) -> Iterator[str]:
    for before, after in pairwise(statement.content):
        if after.start < before.end:
            yield "its pieces are not in the order of the text"
            continue
        left_out = _gap(Span(before.end, after.start), statement, source) if before.end < after.start else ()
        if QUALIFIERS.intersection(left_out):
            yield "what it leaves out between its pieces turns their sense"
        if len(left_out) > GAP_WORDS:
            yield "its pieces stand too far apart"


def _gap(gap: Span, statement: Statement, source: Evidence) -> tuple[str, ...]:
    """The words between two pieces, without the statement's own source and cue."""
    own = [span for span in (*statement.source, *statement.cue) if gap.covers(span)]
    kept = [" " if any(s.start <= at < s.end for s in own) else source.text[at] for at in range(gap.start, gap.end)]
    return tokens("".join(kept))


def figure_faults(figure: Figure, source: Evidence) -> Iterator[str]:
    """A figure must mean what its characters say, of what its own sentence counts, in a passage that hides no "not"."""
    if source.cuts_a_word(figure.span):
        yield "its number is a part of a longer one"
    if parse_value(figure.text) != (figure.value, figure.vague):
        yield f"{figure.text!r} does not mean {figure.value}"
    if not figure.clause.covers(figure.span):
        yield "its passage does not hold it"
    if source.cuts_a_word(figure.clause):
        yield "its passage cuts a word"
    if is_qualified(source.cut_off(figure.clause)):
        yield "its passage leaves out what qualifies it"
    if figure.attributed_name is not None and not is_written(figure.attributed_name, (source,)):
        yield f"its source has no name {figure.attributed_name!r}"
    yield from _count_faults(figure, source)


def is_qualified(left_out: str) -> bool:
    """Whether the words left out of a sentence may turn what is left of it."""
    return denies(left_out) or not QUALIFIERS.isdisjoint(tokens(left_out))


def _count_faults(figure: Figure, source: Evidence) -> Iterator[str]:
    if figure.counts is None:
        return
    if not any(
        passage.covers(figure.span) and passage.overlap(figure.counts) for passage in source.around(figure.span)
    ):
        yield "what it counts stands in another sentence"
    elif figure.counts.start >= figure.span.end and _other_number(source.text[figure.span.end : figure.counts.start]):
        yield "what it counts belongs to another number"


def _other_number(between: str) -> bool:
    """Whether another number, not the second half of a ratio, stands between a number and its noun."""
    return any(not RATIO_WORD.fullmatch(between[: match.start()]) for match in NUMBER.finditer(between))


def testimony_faults(testimony: Testimony, sources: Collection[Evidence]) -> Iterator[str]:
    """The speaker's name must be written in a source, and a witness must be another document that says the same."""
    if testimony.speaker is not None and not is_written(testimony.speaker.name, sources):
        yield f"no source has the name {testimony.speaker.name!r}"
    if testimony.speaker is not None and testimony.statement.speaker is None:
        yield "its source names no speaker"
    own = content_words(testimony.statement.text)
    for witness in testimony.witnesses:
        words = content_words(witness.text)
        if witness.document.key == testimony.statement.document.key:
            yield "a witness is the statement's own document"
        elif len(own & words) < SHARED_WORDING * min(len(own), len(words)):
            yield "a witness says something else"


def is_written(name: str, sources: Iterable[Evidence]) -> bool:
    """Whether one source has every word of a name: a name from memory has no source."""
    words = set(tokens(name))
    return bool(words) and any(words <= source.words for source in sources)

"""The gate: a briefing goes out only if every piece of it is what its source says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations, pairwise

from summarizer.errors import GateError
from summarizer.figures.quantities import parse_value
from summarizer.gate.evidence import Evidence
from summarizer.gate.excerpts import SHARED_WORDING, companion_faults, excerpt_faults, sequence_faults
from summarizer.questions.amounts import agree, amount, compatible
from summarizer.questions.asserted import is_asserted
from summarizer.support import written_faults
from summarizer.support.turns import CLAUSE_BORDER, QUALIFIERS
from summarizer.telling.unconfirmed import hedges
from summarizer.types import (
    Briefing,
    Document,
    Excerpt,
    Figure,
    Question,
    Span,
    Spans,
    Speaker,
    Statement,
    Testimony,
    Written,
)
from summarizer.wording import content_words, denies, tokens

GAP_WORDS = 12
NUMBER = re.compile(r"\d[\d.,]*")
RATIO_WORD = re.compile(r"\s*(?:(?:out )?of|to|and|or|in|[-–/])\s*(?:the\s+|every\s+)?", re.IGNORECASE)
LEADING_MARKS = " ,:“\"‘'"


def verify(briefing: Briefing) -> Briefing:
    """The briefing itself, unchanged, when nothing is wrong with it.

    Raises GateError with one entry a fault: characters that are not the source's, a document that is not what its key
    says, a half sentence, a name or role that no source has, fragments joined across or cut off from a "not", a number
    that its text reads otherwise, moved to another noun, or put into the mouth of somebody named elsewhere, numbers of
    different things set against each other.
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
    for number, sentence in enumerate(briefing.sentences, 1):
        for excerpt in sentence.cited if isinstance(sentence, Written) else (sentence,):
            yield from _faults("sentence", number, excerpt.document, sources, excerpt)
            yield from (f"sentence {number}: {fault}" for fault in companion_faults(excerpt, sources))
    yield from sequence_faults(briefing.sentences, sources)
    yield from written_faults(briefing)
    for number, excerpt in enumerate(briefing.unconfirmed, 1):
        yield from _faults("unconfirmed", number, excerpt.document, sources, excerpt)
        yield from (f"unconfirmed {number}: {fault}" for fault in companion_faults(excerpt, sources))
        if excerpt.document.key in sources and not hedges(excerpt.document.text, excerpt.span):
            yield f"unconfirmed {number}: it does not say that anything is alleged or not confirmed"
    for number, testimony in enumerate(briefing.statements, 1):
        statements = (testimony.statement, *testimony.witnesses)
        faults = [fault for s in statements for fault in _faults("statement", number, s.document, sources, s)]
        faults = faults or [f"statement {number}: {fault}" for fault in testimony_faults(testimony, sources.values())]
        yield from faults
    for number, question in enumerate(briefing.figures, 1):
        faults = [fault for f in question.figures for fault in _faults("figure", number, f.document, sources, f)]
        yield from faults or [f"figure {number}: {fault}" for fault in question_faults(question)]


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
            spans: Spans = (piece.span, *((piece.referent.pronoun, piece.referent.name) if piece.referent else ()))
            return _in_range(spans, source) or tuple(excerpt_faults(piece, source))
        case Statement():
            spans = (*piece.content, *piece.source, *piece.cue, piece.context)
            return _in_range(spans, source) or tuple(statement_faults(piece, source))
        case Figure():
            said = piece.counts, piece.attributed_to, piece.event, piece.place, piece.time
            spans = (piece.span, piece.clause, *filter(None, said))
            return _in_range(spans, source) or tuple(figure_faults(piece, source))


def _in_range(spans: Spans, source: Evidence) -> tuple[str, ...]:
    return tuple(f"[{s.start}, {s.end}) is outside the text" for s in spans if not source.has(s))


def document_faults(document: Document) -> Iterator[str]:
    """A document whose text is not the one that its key was made of."""
    if document.key != document.true_key:
        yield "its text is not what its key says"


def statement_faults(statement: Statement, source: Evidence) -> Iterator[str]:
    """A statement's pieces must stand in their context in order, with nothing left out between them that matters."""
    if any(source.cuts_a_word(span) for span in statement.content):
        yield "its content cuts a word"
    if not all(statement.context.covers(span) for span in statement.content):
        yield "its content stands outside of its context"
    yield from _attribution_faults(statement, source)
    yield from _joint_faults(statement, source)
    cut = _cut_off_speech if statement.kind == "direct" else _cut_off_report
    if any(map(is_qualified, cut(statement, source))):
        yield "what it leaves out of its sentence turns its sense"
    if statement.kind == "direct" and not all(_is_spoken(span, statement, source) for span in statement.content):
        yield "it stands neither in quotation marks nor in a turn of its speaker"


def _attribution_faults(statement: Statement, source: Evidence) -> Iterator[str]:
    yield from _speaker_faults(statement.speaker, (source,))
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
    return tokens(_foreign(gap.start, gap.end, statement, source))


def _foreign(start: int, end: int, statement: Statement, source: Evidence) -> str:
    """A stretch of the text with the statement's own source and cue blotted out."""
    own = [span for span in (*statement.source, *statement.cue) if start <= span.start and span.end <= end]
    return "".join(" " if any(s.start <= at < s.end for s in own) else source.text[at] for at in range(start, end))


def _cut_off_speech(statement: Statement, source: Evidence) -> Iterator[str]:
    """What the quoted sentence says before and after the content, and what the clause says that leads to the marks."""
    first, last = statement.content[0], statement.content[-1]
    opening, closing = source.passage_at(first.start), source.passage_at(last.end - 1)
    begun, ended = source.run_of(first) or opening, source.run_of(last) or closing
    yield source.text[max(opening.start, begun.start) : first.start]
    yield source.text[last.end : min(closing.end, ended.end)]
    yield CLAUSE_BORDER.split(source.text[opening.start : begun.start].rstrip(LEADING_MARKS))[-1]


def _cut_off_report(statement: Statement, source: Evidence) -> Iterator[str]:
    """What stands between the cue (or the sentence's beginning) and the content, and what its last clause goes on to.

    Readers see a report as its whole sentence: what other clauses say is not hidden from them.
    """
    first, last = statement.content[0], statement.content[-1]
    start = max([source.passage_at(first.start).start, *(cue.end for cue in statement.cue if cue.end <= first.start)])
    yield _foreign(start, first.start, statement, source)
    yield CLAUSE_BORDER.split(_foreign(last.end, source.passage_at(last.end - 1).end, statement, source))[0]


def figure_faults(figure: Figure, source: Evidence) -> Iterator[str]:
    """A figure must mean what its characters say, of what its own sentence counts, in a passage that hides no "not"."""
    if source.cuts_a_word(figure.span):
        yield "its number is a part of a longer one"
    yield from _reading_faults(figure, source)
    if not figure.clause.covers(figure.span):
        yield "its passage does not hold it"
    if source.cuts_a_word(figure.clause):
        yield "its passage cuts a word"
    if is_qualified(source.cut_off(figure.clause)):
        yield "its passage leaves out what qualifies it"
    if figure.attributed_name is not None and not is_written(figure.attributed_name, (source,)):
        yield f"its source has no name {figure.attributed_name!r}"
    if figure.attributed_to is not None and not _may_tell(figure.attributed_to, figure.span, source):
        yield "who is said to tell it stands elsewhere"
    yield from _count_faults(figure, source)


def _names_nothing(figure: Figure) -> bool:
    """Whether it is a headline's count that leaves out of what, as in "Toll rises to 410"; its text says it."""
    headed = any(heading.covers(figure.span) for heading in figure.document.headings)
    return headed and figure.type == "count" and not figure.unit


def question_faults(question: Question) -> Iterator[str]:
    """Answers are asserted and in one unit, witnesses give their answer's number, what differs excludes each other.

    Things that are counted may have several names ("homes", "houses"); people are no things.
    """
    counted = (figure for figure in question.figures if not _names_nothing(figure))
    measures = {(f.type, f.unit == "people" if f.type == "count" else amount(f).unit) for f in counted}
    if len(measures) > 1:
        yield "its answers count different things"
        return
    if len(question.figures) > 1 and not all(map(is_asserted, question.figures)):
        yield "a number is set beside others that its page does not assert"
    for answer in question.answers:
        if not all(agree(amount(answer.figure), amount(witness)) for witness in answer.witnesses):
            yield "a witness gives another number"
    pairs = combinations([amount(answer.figure) for answer in question.answers], 2)
    if question.differs and all(compatible(a, b) for a, b in pairs):
        yield "it sets against each other what can both be right"


def _reading_faults(figure: Figure, source: Evidence) -> Iterator[str]:
    """What the number means by itself and by the words around it, both read anew."""
    if parse_value(figure.text) != (figure.value, figure.vague):
        yield f"{figure.text!r} does not mean {figure.value}"
    own = source.figure_at(figure.span)
    if own is None:
        yield f"{figure.text!r} is no figure of its text"
        return
    if figure.type != own.type or figure.unit not in (own.unit, None):
        yield f"{figure.text!r} is {own.type} of {own.unit}, not {figure.type} of {figure.unit}"
    if figure.modifier != own.modifier:
        yield f"{figure.text!r} is {own.modifier}, not {figure.modifier}"
    if figure.counts is not None and own.counts is not None and not figure.counts.overlap(own.counts):
        yield "what it counts is not what its text says"
    scope = ((figure.event, own.event), (figure.place, own.place), (figure.time, own.time))
    if any(told is not None and told != stated for told, stated in scope):
        yield "what happened, where or when is not what its text says"


def _may_tell(teller: Span, figure: Span, source: Evidence) -> bool:
    """Whether a teller stands next to the figure, before its turn, or by the quotation that goes on to it."""
    if source.is_near(teller, figure):
        return True
    turn, run = source.turn_of(figure), source.run_of(figure)
    if turn is not None and turn.covers(teller):
        return True
    return run is not None and any(p.overlap(run) and p.overlap(teller) for p in source.paragraphs)


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
    yield from _speaker_faults(testimony.speaker, sources)
    if testimony.speaker is not None and testimony.statement.speaker is None:
        yield "its source names no speaker"
    own = content_words(testimony.statement.text)
    for witness in testimony.witnesses:
        words = content_words(witness.text)
        if witness.document.text == testimony.statement.document.text:
            yield "a witness is the statement's own document"
        elif len(own & words) < SHARED_WORDING * min(len(own), len(words)):
            yield "a witness says something else"


def _speaker_faults(speaker: Speaker | None, sources: Collection[Evidence]) -> Iterator[str]:
    if speaker is not None and not is_written(speaker.name, sources):
        yield f"no source has the name {speaker.name!r}"
    if speaker is not None and speaker.role is not None and not is_written(speaker.role, sources):
        yield f"no source has the role {speaker.role!r}"


def is_written(name: str, sources: Iterable[Evidence]) -> bool:
    """Whether one source has the words of a name or role next to each other: one from memory has no source."""
    return any(source.names(name) for source in sources)

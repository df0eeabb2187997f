"""Documents about one event side by side: what they give alike, where they differ, what only one of them has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from summarizer.compose import MOSTLY, Reading, sound_figures, sound_questions, sound_statements
from summarizer.copies import copies
from summarizer.corroborate import corroborate
from summarizer.denials import answered
from summarizer.edits import edits
from summarizer.gate.verify import testimony_faults
from summarizer.questions import link
from summarizer.questions.amounts import agree, amount
from summarizer.selection import repeats
from summarizer.telling.key_figures import SMALL, TOLL
from summarizer.telling.key_figures import by_importance as most_wanted
from summarizer.telling.key_statements import by_importance
from summarizer.types import Alone, Analysis, Comparison, Document, Figure, Question, Span, Spans, Statement, Testimony
from summarizer.wording import content_words

Entry = Question | Testimony
Pair = tuple[Testimony, Testimony]
Passages = defaultdict[str, list[Span]]

SCRAP = 4
"""Content words; fewer are a phrase that many use, and no statement that sources agree in or only one of them has."""
TRIVIAL = frozenset({"age", "duration"})
"""Told of everybody and everything: worth a line only where sources differ. So are small counts, but not of victims."""
FEW_PEOPLE = 3


def compare(
    analyses: Sequence[Analysis],
    *,
    agreed: int = 6,
    differing: int = 6,
    denials: int = 3,
    alone: int = 2,
) -> Comparison:
    """The documents next to each other, in the order given, with at most so many entries in each part.

        analyses | each text once | figures    | gate | link        -> questions
                                  | statements | gate | corroborate -> testimonies
        questions, testimonies | denied | differing, various | agreed | alone: so many of each sort for each document

    In each part the most important first, figures before statements; what stands in an earlier part, or mostly in a
    passage that is told there, is not told again. A text under two publishers is one source; fewer than two texts
    have nothing to be compared, and all parts are empty. The same input gives the same comparison.
    """
    readings = {a.document.text: Reading.of(a) for a in reversed(analyses)}
    distinct = tuple(readings[text] for text in dict.fromkeys(a.document.text for a in analyses))
    documents = tuple(reading.analysis.document for reading in distinct)
    if len(documents) < 2:
        return Comparison(documents)
    questions, said, told = _questions(distinct), _testimonies(distinct), _Told()
    denied = tuple(told.pairs(_denied(said), denials))
    disputed = [q for q in questions if q.differs and _has_two_voices([answer.figure for answer in q.answers])]
    differ = told.shared(disputed, [t for t in said if edits(t)], differing)
    various = told.questions([q for q in questions if _is_various(q)], differing)
    alike = told.shared([q for q in questions if _is_agreed(q)], [t for t in said if _is_attested(t)], agreed)
    rest = tuple(_alone(document, questions, said, told, alone) for document in documents)
    return Comparison(documents, alike, differ, denied, rest, various, copies(documents))


def _questions(readings: Sequence[Reading]) -> tuple[Question, ...]:
    """What the figures of the documents answer, most important first, without what the gate refuses."""
    telling: dict[Figure, float] = {}
    for reading in readings:
        telling.update((figure, reading.telling(figure.span)) for figure in sound_figures(reading.analysis.figures))
    return most_wanted(sound_questions(link(tuple(telling))), telling)


def _testimonies(readings: Sequence[Reading]) -> tuple[Testimony, ...]:
    """What is said in the documents, most important first, without questions, scraps and what the gate refuses."""
    at = {reading.analysis.document.key: reading for reading in readings}
    sources = tuple(reading.source for reading in readings)
    found = corroborate(sound_statements([s for reading in readings for s in reading.analysis.statements]))
    telling = {t: at[t.statement.document.key].telling(t.statement.context) for t in found}
    ordered = by_importance(found, telling=telling)
    return tuple(t for t in ordered if not t.statement.question and not any(testimony_faults(t, sources)))


def _is_agreed(question: Question) -> bool:
    one = len(question.answers) == 1 and len(_documents(question.figures)) > 1
    return one and not _is_trivial(question.lead)


def _is_trivial(figure: Figure) -> bool:
    """Whether the number is a detail: an age, "five occasions", "two friends"; of "three were killed" it is none."""
    if figure.type != "count":
        return figure.type in TRIVIAL
    size = max(figure.value) if isinstance(figure.value, tuple) else figure.value
    if figure.unit != "people":
        return size <= SMALL
    return size <= FEW_PEOPLE and TOLL.search(figure.clause.of(figure.document.text)) is None


def _is_various(question: Question) -> bool:
    """Whether documents give several answers that may all be right: "more than 400" and 412, and no mere "hundreds"."""
    firm = [answer.figure for answer in question.answers if not answer.figure.vague]
    return not question.differs and len(firm) > 1 and len(_documents(firm)) > 1


def _has_two_voices(figures: Sequence[Figure]) -> bool:
    """Whether two documents give them, or one that names two who do."""
    named = {(f.attributed_name or f.attributed_to.of(f.document.text)).casefold() for f in figures if f.attributed_to}
    return len(_documents(figures)) > 1 or len(named) > 1


def _is_attested(testimony: Testimony) -> bool:
    return bool(testimony.witnesses) and not _is_scrap(testimony.statement)


def _is_scrap(statement: Statement) -> bool:
    return len(content_words(statement.text)) < SCRAP


def _denied(said: Sequence[Testimony]) -> Iterator[Pair]:
    """Allegations with what denies them, in the order of the allegations."""
    answers = answered(said)
    for allegation, denial in sorted((allegation, denial) for denial, allegation in answers.items()):
        yield said[allegation], said[denial]


def _alone(
    document: Document, questions: Sequence[Question], said: Sequence[Testimony], told: _Told, limit: int
) -> Alone:
    """What no other document has; a statement that is the title over again tells nothing.

    A number that another document has as well, linked or not, is nothing that this one has alone.
    """
    others = [figure for question in questions for figure in question.figures if figure.document.key != document.key]
    own = [
        q
        for q in questions
        if _documents(q.figures) == {document.key} and not _is_trivial(q.lead) and not _is_elsewhere(q.lead, others)
    ]
    titled = content_words(document.title or "")
    words = [
        t
        for t in said
        if t.statement.document == document
        and not t.witnesses
        and not _is_scrap(t.statement)
        and not repeats(content_words(t.statement.text), titled)
    ]
    return Alone(document, told.questions(own, limit), told.testimonies(words, limit))


def _is_elsewhere(figure: Figure, others: Iterable[Figure]) -> bool:
    mine = amount(figure)
    return any(
        figure.type == other.type and mine.unit == amount(other).unit and agree(mine, amount(other)) for other in others
    )


def _documents(figures: Iterable[Figure]) -> set[str]:
    return {figure.document.key for figure in figures}


class _Told:
    """What a reader has read already, so that nothing is told twice.

    `_shown` are passages that stand in the message, `_known` are those of which their number or their words do.
    """

    def __init__(self) -> None:
        self._shown: Passages = defaultdict(list)
        self._known: Passages = defaultdict(list)

    def pairs(self, pairs: Iterable[Pair], limit: int) -> Iterator[Pair]:
        """Allegations with their denials; a denial in the passage of another is told there."""
        for allegation, denial in pairs:
            if limit and not self._has(denial):
                self._tell(allegation)
                self._tell(denial)
                limit -= 1
                yield allegation, denial

    def shared(self, questions: Sequence[Question], testimonies: Sequence[Testimony], limit: int) -> tuple[Entry, ...]:
        """Figures, and then statements; each has half of the places, and those that the other leaves free."""
        counted = self.questions(questions, (limit + 1) // 2)
        said = self.testimonies(testimonies, limit - len(counted))
        more = self.questions([q for q in questions if q not in counted], limit - len(counted) - len(said))
        return (*counted, *more, *said)

    def questions(self, questions: Iterable[Question], limit: int) -> tuple[Question, ...]:
        """Those whose number stands in no passage that is shown; what one passage answers takes one place.

        Where several answers stand next to each other, no passage told before has said that.
        """
        taken: dict[tuple[object, ...], list[Question]] = {}
        for question in questions:
            lead, compared = question.lead, len(question.answers) > 1
            place = (question,) if compared else (lead.document.key, lead.clause)
            free = compared or not _covers(self._shown, lead.document, lead.span)
            if place in taken or (free and len(taken) < limit):
                taken.setdefault(place, []).append(question)
        chosen = tuple(chain.from_iterable(taken.values()))
        for question in chosen:
            self._count(question)
        return chosen

    def testimonies(self, testimonies: Iterable[Testimony], limit: int) -> tuple[Testimony, ...]:
        """Those whose words do not mostly stand in passages of which the reader knows."""
        taken: list[Testimony] = []
        for testimony in testimonies:
            if len(taken) < limit and not self._has(testimony):
                taken.append(testimony)
                self._tell(testimony)
        return tuple(taken)

    def _has(self, testimony: Testimony) -> bool:
        document = testimony.statement.document
        return all(_covers(self._known, document, span) for span in _read_of(testimony.statement))

    def _tell(self, testimony: Testimony) -> None:
        for span in _read_of(testimony.statement):
            self._shown[testimony.statement.document.key].append(span)
            self._known[testimony.statement.document.key].append(span)
        for witness in testimony.witnesses:
            self._known[witness.document.key] += witness.content

    def _count(self, question: Question) -> None:
        if len(question.answers) == 1:
            self._shown[question.lead.document.key].append(question.lead.clause)
        for figure in question.figures:
            self._known[figure.document.key].append(figure.clause)


def _read_of(statement: Statement) -> Spans:
    """What is shown of a statement: direct speech, or the whole sentence of a report."""
    return statement.content if statement.kind == "direct" else (statement.context,)


def _covers(told: Passages, document: Document, span: Span) -> bool:
    """Whether most of a passage stands in one that is told."""
    return any(span.overlap(other) > MOSTLY * (span.end - span.start) for other in told[document.key])

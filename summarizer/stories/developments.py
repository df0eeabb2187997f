"""What documents brought that were not there before: new statements, denials, figures, and counts that changed.

    before, after | gate | corroborate -> statements that no earlier document has
                         | link        -> counts with another value than before, and counts of something else
                  | leads              -> for each later document a sentence that says neither, and that none has

What is merely said again is nothing new: a quotation in a further paper, a number that an earlier document has, linked
or not. The same documents give the same developments.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from summarizer.compare import SCRAP
from summarizer.compose import Reading, sound_figures, sound_questions, sound_statements
from summarizer.corroborate import corroborate
from summarizer.denials import answered, is_denial
from summarizer.gate.verify import testimony_faults
from summarizer.questions import link
from summarizer.questions.amounts import agree, amount
from summarizer.questions.tellers import voice
from summarizer.selection import repeats
from summarizer.stories.leads import new_leads
from summarizer.stories.new_figures import new_figures
from summarizer.telling.key_figures import by_importance as most_wanted
from summarizer.telling.key_statements import by_importance
from summarizer.telling.reading import repeats_figures, repeats_statements
from summarizer.types import Analysis, Answer, Document, Excerpt, Figure, Question, Span, Statement, Testimony
from summarizer.wording import content_words

MOST_PIECES = 120
"""The most telling statements, and figures, of a document that are compared: a text may have thousands."""

Pair = tuple[Testimony, Testimony]


@dataclass(frozen=True, slots=True)
class Change:
    """A count that was known, and a value of it that is new; `before` are the values until then, oldest first.

    `updated` says that one voice gave both: 400 has become 410. Otherwise somebody else counts differently.
    """

    question: Question
    before: tuple[Figure, ...]
    after: Answer
    updated: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is new, for a line that says so."""

    statements: int
    denials: int
    figures: int
    changed: int
    counted: int


@dataclass(frozen=True, slots=True)
class Developments:
    """What is new, most important first in each part; nothing stands in two parts.

    `denials` pairs an allegation, known or new, with a new denial of it. `changed` are known counts to which the same
    voice gives another value now, `counted` those to which another voice does; `figures` count what nobody had counted.
    `sentences` tell what else happened, one of a document at most.
    """

    statements: tuple[Testimony, ...] = ()
    denials: tuple[Pair, ...] = ()
    figures: tuple[Question, ...] = ()
    changed: tuple[Change, ...] = ()
    counted: tuple[Change, ...] = ()
    sentences: tuple[Excerpt, ...] = ()

    @property
    def summary(self) -> Counts:
        """How many there are of each."""
        parts = self.statements, self.denials, self.figures, self.changed, self.counted
        return Counts(*map(len, parts))

    def __bool__(self) -> bool:
        return any((self.statements, self.denials, self.figures, self.changed, self.counted, self.sentences))

    @property
    def testimonies(self) -> tuple[Testimony, ...]:
        """Every statement that is told, a known allegation with its denial too; each once."""
        return tuple(dict.fromkeys((*self.statements, *(each for pair in self.denials for each in pair))))

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question that is told; each once."""
        return tuple(dict.fromkeys((*(each.question for each in (*self.changed, *self.counted)), *self.figures)))

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every document that is cited; each once."""
        said = (s.document for item in self.testimonies for s in (item.statement, *item.witnesses))
        told = (figure.document for question in self.questions for figure in question.figures)
        return tuple(dict.fromkeys((*said, *told, *(sentence.document for sentence in self.sentences))))


def developments(before: Sequence[Analysis], after: Sequence[Analysis]) -> Developments:
    """What the later documents have that the earlier ones have not; nothing where they bring only what was known.

    Both are given from the first to the last, which says what was counted last where pages state no dates.
    A later document with the text of an earlier one is no later document. Without earlier ones everything is new.
    """
    old = _distinct(before)
    texts = {reading.analysis.document.text for reading in old}
    readings = (*old, *(each for each in _distinct(after) if each.analysis.document.text not in texts))
    known = {reading.analysis.document.key: place for place, reading in enumerate(old)}
    if len(known) == len(readings):
        return Developments()
    said, questions = _testimonies(readings), _questions(readings)
    new = [item for item in said if known.keys().isdisjoint(_having(item))]
    denials = tuple(_denials(said, new))
    paired = {_passage(item) for pair in denials for item in pair}
    changes = [change for question in questions for change in _changes(question, known)]
    statements = tuple(
        item
        for item in new
        if _passage(item) not in paired
        and not _is_scrap(item)
        and not any(_is_report(item, change.after) for change in changes)
        and not any(_is_known(item, question, known) for question in questions)
    )
    told = (*statements, *(item for pair in denials for item in pair))
    figures = tuple(new_figures(questions, known, told))
    listed = repeats_statements(told), repeats_figures((*figures, *(change.question for change in changes)))
    return Developments(
        statements,
        denials,
        figures,
        tuple(change for change in changes if change.updated),
        tuple(change for change in changes if not change.updated),
        tuple(new_leads(readings, known, listed)),
    )


def _distinct(analyses: Sequence[Analysis]) -> tuple[Reading, ...]:
    """Each text once."""
    return tuple({a.document.text: Reading.of(a) for a in reversed(analyses)}.values())[::-1]


def _testimonies(readings: Sequence[Reading]) -> tuple[Testimony, ...]:
    """What is said in all documents, most important first, without questions and what the gate refuses."""
    at = {reading.analysis.document.key: reading for reading in readings}
    sources = tuple(reading.source for reading in readings)
    found = corroborate(sound_statements([s for reading in readings for s in _most_telling_statements(reading)]))
    telling = {t: at[t.statement.document.key].telling(t.statement.context) for t in found}
    ordered = by_importance(found, telling=telling)
    return tuple(t for t in ordered if not t.statement.question and not any(testimony_faults(t, sources)))


def _most_telling_statements(reading: Reading) -> tuple[Statement, ...]:
    """All of a usual text, in order."""
    said = reading.analysis.statements
    if len(said) <= MOST_PIECES:
        return said
    best = sorted(range(len(said)), key=lambda n: (-reading.telling(said[n].context), n))[:MOST_PIECES]
    return tuple(said[n] for n in sorted(best))


def _most_telling_figures(reading: Reading) -> tuple[Figure, ...]:
    found = reading.analysis.figures
    if len(found) <= MOST_PIECES:
        return found
    best = sorted(range(len(found)), key=lambda n: (-reading.telling(found[n].span), n))[:MOST_PIECES]
    return tuple(found[n] for n in sorted(best))


def _is_scrap(item: Testimony) -> bool:
    """Whether it is a word or two in quotation marks, or the title over again; a denial is news, however short."""
    if is_denial(item.statement):
        return False
    words = content_words(item.statement.text)
    return len(words) < SCRAP or repeats(words, content_words(item.statement.document.title or ""))


def _is_report(item: Testimony, answer: Answer) -> bool:
    """Whether it reports a new value of a known count, which is told as such."""
    statement, figures = item.statement, _giving(answer)
    if statement.kind == "direct":
        return False
    there = [figure.span for figure in figures if figure.document == statement.document]
    return any(span.covers(number) for span in statement.content for number in there)


def _is_known(item: Testimony, question: Question, known: Collection[str]) -> bool:
    """Whether it reports, in much the same words, a value that an earlier document gives: a witness and no news."""
    words = content_words(item.statement.text)
    for answer in question.answers:
        older = [figure for figure in (answer.figure, *answer.witnesses) if figure.document.key in known]
        if older and _is_report(item, answer):
            return any(repeats(words, content_words(old.clause.of(old.document.text))) for old in older)
    return False


def _having(item: Testimony) -> set[str]:
    return {statement.document.key for statement in (item.statement, *item.witnesses)}


def _passage(item: Testimony) -> tuple[str, Span]:
    """What a reader is shown: of a report the whole sentence, which may make several statements."""
    statement = item.statement
    return statement.document.key, statement.content[0] if statement.kind == "direct" else statement.context


def _denials(said: Sequence[Testimony], new: Collection[Testimony]) -> Iterator[Pair]:
    """New denials behind the allegations that they answer, in the order of importance; one a passage."""
    fresh, told = set(new), set[tuple[str, Span]]()
    # "The accusations" are those that stand before, in the denial's own document: there others' words stand as well.
    apart = [
        (item, replace(item, statement=s, witnesses=())) for item in said for s in (item.statement, *item.witnesses)
    ]
    for denial, allegation in sorted(answered([alone for _, alone in apart]).items()):
        item = apart[denial][0]
        if item in fresh and _passage(item) not in told:
            told.add(_passage(item))
            yield apart[allegation][0], item


def _questions(readings: Sequence[Reading]) -> tuple[Question, ...]:
    """What the figures of all documents answer, most important first, without what the gate refuses."""
    telling: dict[Figure, float] = {}
    for reading in readings:
        found = sound_figures(_most_telling_figures(reading))
        telling.update((figure, reading.telling(figure.span)) for figure in found)
    return most_wanted(sound_questions(link(tuple(telling))), telling)


def _changes(question: Question, known: Mapping[str, int]) -> Iterator[Change]:
    """The values that only later documents give, beside what the earlier ones gave; these by their places."""
    before = [figure for figure in question.figures if figure.document.key in known and not figure.vague]
    for answer in question.answers:
        given = _giving(answer)
        if not before or answer.figure.vague or any(figure.document.key in known for figure in given):
            continue
        same = [old for old in before if any(_brings_up_to_date(new, old, answer) for new in given)]
        leads = [each.figure for each in question.answers if each.figure in before]
        ordered = sorted(same or leads or before, key=lambda figure: known[figure.document.key])
        yield Change(question, tuple(_each_value(ordered)), answer, bool(same))


def _giving(answer: Answer) -> tuple[Figure, ...]:
    """Who gives this value: what repeats an answer may also repeat a value that it had before, as headlines do."""
    again = (figure for figure in answer.repeated if agree(amount(figure), amount(answer.figure)))
    return (answer.figure, *answer.witnesses, *again)


def _brings_up_to_date(new: Figure, old: Figure, answer: Answer) -> bool:
    """Whether it is one voice's later value: by what the pages state, else by their arrival."""
    if old in answer.earlier:
        return True
    dates = new.document.published, old.document.published
    is_older = dates[0] is not None and dates[1] is not None and dates[0] < dates[1]
    return bool(voice(new)) and voice(new) == voice(old) and not is_older


def _each_value(figures: Sequence[Figure]) -> Iterator[Figure]:
    told: list[Figure] = []
    for figure in figures:
        if not any(agree(amount(figure), amount(other)) for other in told):
            told.append(figure)
            yield figure

"""What a message tells, piece by piece, in the order in which a reader counts: sentences, statements, figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.views import questions, quotes, stories
from summarizer.reasons import Piece
from summarizer.stories.course import Course
from summarizer.types import Briefing, Excerpt, Figure, Question, Span, Statement, Testimony, Written


def of_briefing(told: Briefing) -> tuple[Piece, ...]:
    """A briefing or a summary: its sentences, who said what, its figures, what is not confirmed."""
    single = [question for question in told.figures if len(question.answers) == 1]
    others = [question for question in told.figures if len(question.answers) > 1]
    counted = (*of_figures(_by_passage(single)), *of_figures(sorted(others, key=lambda q: not q.differs)))
    return (
        *map(_sentence, told.sentences),
        *of_statements(told.statements),
        *counted,
        *map(_sentence, told.unconfirmed),
    )


def of_course(told: Course) -> tuple[Piece, ...]:
    """A story: what each source brought, then what is new, as far as it is told."""
    lines = [entry.told for entry in told.entries if entry.told]
    news, besides = told.news, [each for each in told.news.sentences if each not in lines][: stories.MOST_SENTENCES]
    changed = (*news.changed, *news.counted)[: stories.MOST_FIGURES]
    return (
        *(_statement(line.statement) if isinstance(line, Testimony) else _sentence(line) for line in lines),
        *map(_sentence, besides),
        *(_figure(change.after.figure) for change in changed),
        *(piece for pair in news.denials[: stories.MOST_DENIALS] for piece in of_statements(pair)),
        *of_statements(news.statements[: stories.MOST_STATEMENTS]),
        *of_figures(news.figures[: stories.MOST_FIGURES]),
    )


def of_statements(items: Iterable[Testimony]) -> tuple[Piece, ...]:
    """A list of statements: what one block tells is one piece."""
    return tuple(_statement(group[0].statement) for group in quotes.grouped(items))


def of_figures(items: Iterable[Question]) -> tuple[Piece, ...]:
    """A list of figures: what one line tells is one piece."""
    return tuple(_figure(group[0].lead) for group in questions.grouped(items))


def _sentence(told: Excerpt | Written) -> Piece:
    excerpt = told.cited[0] if isinstance(told, Written) else told
    return Piece("sentence", excerpt.document, excerpt.span)


def _statement(statement: Statement) -> Piece:
    return Piece("statement", statement.document, Span(statement.content[0].start, statement.content[-1].end))


def _figure(figure: Figure) -> Piece:
    return Piece("figure", figure.document, figure.span)


def _by_passage(single: Sequence[Question]) -> Iterator[Question]:
    passages: dict[tuple[str, Span], list[Question]] = {}
    for question in single:
        passages.setdefault((question.lead.document.key, question.lead.clause), []).append(question)
    return (question for group in passages.values() for question in group)

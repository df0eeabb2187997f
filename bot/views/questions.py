"""Figures as questions with answers: what is counted, every value that it is given, and who gives it.

A question with one answer reads as the passage of its source; one with several has its name above a line an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bot.views import buttons
from bot.views.citations import mark, short_day
from bot.views.language import conjoined, later, say, tr
from bot.views.rich import Rich, bold, chrome, cite, join, plain, stated
from summarizer.questions import naming
from summarizer.statements.tokens import PRONOUNS
from summarizer.types import Answer, Document, Figure, Modifier, Question, Span
from summarizer.wording import content_words

Group = tuple[Question, ...]
READING: dict[Modifier, str] = {
    "about": later("about"),
    "at_least": later("at least"),
    "more_than": later("more than"),
    "at_most": later("at most"),
    "less_than": later("less than"),
}
"""What a modifier means in our words; a number that its source gives exactly, or as a range, has none."""
OWN_WORDS = re.compile(
    r"\b(?P<words>(?:(?:just |well )?(?:over|under|above|below|about|around|nearly|almost|roughly|approximately|some)|"
    r"(?:an )?estimated|close to|in excess of|at (?:the very )?least|at most|as (?:many|much|few|little) as|up to|"
    r"(?:(?:no|not) )?(?:more|less|fewer|greater|higher|lower) than|a (?:minimum|maximum) of|upwards? of))\s{1,3}$",
    re.IGNORECASE,
)
REACH = 24
"""Characters before a number in which its source's own "more than" stands."""
RUN = 90
"""Characters up to which what is counted, its event and place are told as the passage in which they stand."""
BREAKS = re.compile(r"[\d.;:!?\n“”\"(),–—]")
"""Between the pieces of a name: beyond it another thing may be told."""
ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
MOST_EARLIER = 3
MOST_BOLD = 20
"""Numbers of one passage in bold; a message has room for a hundred marks, and its sources need some."""


def name_of(question: Question) -> Rich:
    """What is counted, what befell it and where, in the words of the lead's page; empty where they do not say.

    Pieces that stand close together are told as they stand, with the "are believed to have been" between them;
    pieces from farther apart have a dot between them, so that they do not pass for a phrase of the page.
    """
    lead = question.lead
    return join(" · ", (cite(lead.document, run) for run in _name(question)))


def _name(question: Question) -> list[Span]:
    lead, runs = question.lead, list[Span]()
    for piece in naming.name_of(question):
        if any(run.overlap(piece) for run in runs):
            continue
        if runs and _run_on(lead.document.text, runs[-1], piece):
            runs[-1] = Span(runs[-1].start, piece.end)
        else:
            runs.append(piece)
    return runs


def label(question: Question) -> str:
    """The name for a button; the number itself where the page does not say what is counted."""
    return name_of(question).text or question.lead.text


def mark_of(figure: Figure) -> str:
    """A figure's mark in a button, equal wherever it is listed."""
    return buttons.mark_of(f"{figure.document.key}:{figure.span.start}")


def grouped(questions: Iterable[Question]) -> tuple[Group, ...]:
    """Neighbours that one passage answers together, in the order given."""
    groups = (tuple(group) for _, group in groupby(enumerate(questions), key=_passage_of))
    return tuple(tuple(question for _, question in group) for group in groups)


def cited(group: Group) -> tuple[Document, ...]:
    """Every document that gives an answer."""
    answers = (answer for question in group for answer in question.answers)
    return tuple(dict.fromkeys(f.document for a in answers for f in (a.figure, *a.witnesses, *a.earlier)))


def question_blocks(documents: Sequence[Document], questions: Iterable[Question]) -> tuple[Rich, ...]:
    """A block a question, in the order given; neighbours that one passage answers are told in one line."""
    return tuple(block(documents, group) for group in grouped(questions))


def answer_lines(documents: Sequence[Document], question: Question, *, dated: bool = False) -> tuple[Rich, ...]:
    """`• more than **400** — U.S., Ukraine and NATO [1], 5 Apr 2022` for each answer, in the order of the question.

    What an answer counts, where and when it says so, stands behind the number where the question's name has it not.
    The pages' dates are told where they differ, or where `dated` asks for them and one is stated.
    """
    days = {figure.document.published for figure in question.figures}
    dated = len(days) > 1 or (dated and days != {None})
    return tuple(_answer(documents, question, answer, dated=dated) for answer in question.answers)


def value(figure: Figure) -> Rich:
    """The number in bold behind its source's own "nearly", or our word for it where that stands elsewhere."""
    number = bold(cite(figure.document, figure.span))
    ours = READING.get(figure.modifier, "")
    if not ours or figure.vague:
        return number
    start = max(0, figure.span.start - REACH)
    own = OWN_WORDS.search(figure.document.text[start : figure.span.start])
    if own is None or own["words"].casefold() == ours:
        return say(ours) + " " + number
    return cite(figure.document, Span(start + own.start("words"), start + own.end("words"))) + " " + number


def passage(figures: Sequence[Figure]) -> Rich:
    """The clause to the letter, its numbers in bold."""
    document, clause = figures[0].document, figures[0].clause
    shown, at = Rich(), clause.start
    for figure in sorted(figures, key=lambda figure: figure.span)[:MOST_BOLD]:
        if figure.span.start >= at:
            shown = shown + _between(document, at, figure.span.start) + bold(cite(document, figure.span))
            at = figure.span.end
    return shown + _between(document, at, clause.end)


def teller(figure: Figure) -> Rich:
    """Who says so, by name where the page has it; a number in the page's own voice is marked."""
    if figure.attributed_to is None:
        return say("the page names no source")
    if figure.attributed_name:
        return stated(figure.document, figure.attributed_name)
    if _is_nameless(figure):
        return say("whom the page calls {name}", name=cite(figure.document, figure.attributed_to))
    return cite(figure.document, figure.attributed_to)


def _passage_of(entry: tuple[int, Question]) -> tuple[object, ...]:
    """What questions have in common that one line can answer; a question of several answers stands by itself."""
    place, question = entry
    several = len(question.answers) > 1 or question.answers[0].earlier
    return (place,) if several else (question.lead.document.key, question.lead.clause)


def block(documents: Sequence[Document], questions: Group, *, dated: bool = False) -> Rich:
    """A group as its passage with every number in bold, or one question of several answers under its name.

    `dated`: with what each page states of its date.
    """
    first = questions[0]
    if len(first.answers) == 1:
        return _line(documents, [question.answers[0] for question in questions], dated=dated)
    differs = plain(" · ") + say("answers differ") if first.differs else Rich()
    head = bold(name_of(first) or say("One count, several answers")) + differs
    return join("\n", (head, *answer_lines(documents, first, dated=dated)))


def _line(documents: Sequence[Document], answers: Sequence[Answer], *, dated: bool) -> Rich:
    """The passage with its numbers, who says so where it does not say itself, and who else gives which of them."""
    first, figures = answers[0].figure, [answer.figure for answer in answers]
    unnamed = [figure for figure in figures if not _names(first.clause, figure)]
    if not all(figure.attributed_to is None for figure in figures):
        unnamed = [figure for figure in unnamed if figure.attributed_to is not None]
    tellers = dict.fromkeys(map(teller, unnamed))
    marked = _marks(documents, [first], dated=dated and first.document.published is not None)
    told = plain("• ") + join(" — ", (passage(figures), join("; ", tellers))) + " " + marked
    return join("; ", (told, *_also(documents, answers))) + _earlier(documents, answers[0])


def _also(documents: Sequence[Document], answers: Sequence[Answer]) -> Iterator[Rich]:
    """`also [3], NATO [2]`, behind each number for which these are others."""
    others = [(answer.figure, _others(documents, answer)) for answer in answers if answer.witnesses]
    if len(others) == len(answers) and len(dict.fromkeys(told for _, told in others)) == 1:
        yield say("also {sources}", sources=others[0][1])
        return
    for figure, told in others:
        yield say("{number} also {sources}", number=cite(figure.document, figure.span), sources=told)


def _others(documents: Sequence[Document], answer: Answer) -> Rich:
    """Who else gives the same number: pages that name nobody by their mark alone."""
    groups = _by_teller(answer.witnesses)
    named = sorted(groups, key=lambda group: _is_nameless(group[0]), reverse=True)
    return join(", ", (_sayer(documents, group, answer.figure, nameless=Rich()) for group in named))


def _answer(documents: Sequence[Document], question: Question, answer: Answer, *, dated: bool) -> Rich:
    told = plain("• ") + value(answer.figure) + _besides(answer.figure, question) + " — "
    return told + _sayers(documents, answer, dated=dated) + _earlier(documents, answer)


def _besides(figure: Figure, question: Question) -> Rich:
    """What it counts and where, if the question's name has it not, and when; in brackets what is not next to it."""
    text, lead, run = figure.document.text, question.lead, _name(question)
    named = [_words(lead.document.text, span) for span in run]
    new = [own for own in (figure.counts, figure.place, figure.time) if own and not _is_named(_words(text, own), named)]
    new = [own for own in new if figure is not lead or not any(span.overlap(own) for span in run)]
    next_to = [span for span in new[:1] if text[figure.span.end : span.start] == " "]
    told = join("; ", (cite(figure.document, span) for span in new[len(next_to) :]))
    counted = join("", (plain(" ") + cite(figure.document, span) for span in next_to))
    return counted + (plain(" (") + told + ")" if told else Rich())


def _is_named(words: frozenset[str], named: Sequence[frozenset[str]]) -> bool:
    return any(words <= whole for whole in named)


def _sayers(documents: Sequence[Document], answer: Answer, *, dated: bool) -> Rich:
    """`U.S., Ukraine and NATO [1] [3]; the mayor [2] (about 400)`: a source is only said to have the number it has."""
    groups = _by_teller((answer.figure, *answer.witnesses))
    return join("; ", (_sayer(documents, group, answer.figure, dated=dated) for group in groups))


def _by_teller(figures: Iterable[Figure]) -> list[list[Figure]]:
    """What one teller gives alike together; all who are not named are one."""
    groups: dict[tuple[object, ...], list[Figure]] = {}
    for figure in figures:
        called = "" if _is_nameless(figure) else ARTICLE.sub("", teller(figure).text).casefold()
        groups.setdefault((called, figure.modifier, figure.value), []).append(figure)
    return list(groups.values())


def _sayer(
    documents: Sequence[Document],
    group: Sequence[Figure],
    shown: Figure,
    *,
    nameless: Rich | None = None,
    dated: bool = False,
) -> Rich:
    """Who gives the number, the marks, and the number where it is another than the one that stands before."""
    one = group[0]
    name = teller(one) if nameless is None or not _is_nameless(one) else nameless
    told = join(" ", (name, _marks(documents, group, dated=dated)))
    own = (one.modifier, one.value) != (shown.modifier, shown.value)
    return told + " (" + value(one) + ")" if own else told


def _is_nameless(figure: Figure) -> bool:
    """Whether the page names nobody, or a "she" alone."""
    source = figure.attributed_to
    if source is None or figure.attributed_name:
        return source is None
    return source.of(figure.document.text).casefold() in PRONOUNS


def _names(passage: Span, figure: Figure) -> bool:
    """Whether the passage says who tells the figure, and not by a "she" alone."""
    source, name = figure.attributed_to, figure.attributed_name
    if source is None or not passage.covers(source):
        return False
    return name is None or name in passage.of(figure.document.text)


def _marks(documents: Sequence[Document], figures: Iterable[Figure], *, dated: bool) -> Rich:
    """`[1] [3]`, or with what the pages state of their date: `[1], 5 Apr 2022 and [3], date not stated`."""
    figures = tuple(figures)
    if not dated:
        return mark(documents, *figures)
    days: dict[str, list[Figure]] = {}
    for document, figure in {figure.document: figure for figure in figures}.items():
        when = short_day(document.published) if document.published else tr("date not stated")
        days.setdefault(when, []).append(figure)
    return conjoined(mark(documents, *those) + chrome(f", {when}") for when, those in days.items())


def _earlier(documents: Sequence[Document], answer: Answer) -> Rich:
    """`; earlier: 400 [1], 4 Apr 2022`: what the same teller said before, the last ones."""
    last = answer.earlier[-MOST_EARLIER:]
    told = join(", ", (value(figure) + " " + _marks(documents, [figure], dated=True) for figure in last))
    return plain("; ") + say("earlier: {values}", values=told) if told else Rich()


def _words(text: str, span: Span) -> frozenset[str]:
    return content_words(span.of(text))


def _run_on(text: str, run: Span, piece: Span) -> bool:
    """Whether a piece stands behind a run so closely that both are told as they stand."""
    between = text[run.end : piece.start]
    return run.end <= piece.start and piece.end - run.start <= RUN and BREAKS.search(between) is None


def _between(document: Document, start: int, end: int) -> Rich:
    return cite(document, Span(start, end)) if start < end else Rich()

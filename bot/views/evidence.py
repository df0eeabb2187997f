"""Where pieces stand: the sentence of each with the sentences around it, and the way to its page.

A page that has an address is opened at the sentence, by a text fragment: see `fragments.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from bot.views import questions
from bot.views.citations import described
from bot.views.fragments import address
from bot.views.language import said, say
from bot.views.rich import Rich, bold, chrome, cite, join
from summarizer.gate.evidence import Evidence
from summarizer.reasons import Piece
from summarizer.types import Document, Figure, Question, Span

LONGEST = 700
"""Characters of a passage: the piece's sentence is always whole, its neighbours are shown as far as they fit."""
MOST_TOLD = 12
MOST = 24
"""Pieces whose passages are shown at once."""
QUOTED = 1_000
"""Characters of a quotation in a reply; Telegram takes 1,024."""


def evidence(asked: Sequence[Question]) -> tuple[Rich, ...]:
    """A block for every passage that answers one of the questions: every answer first, then its witnesses."""
    every = dict.fromkeys(figure for question in asked for figure in _in_turn(question))
    shown: dict[tuple[str, Span], list[Figure]] = {}
    for figure in islice(every, MOST):
        shown.setdefault((figure.document.key, figure.clause), []).append(figure)
    rest = len(every) - MOST
    return (*map(_block, shown.values()), *((_left_out(rest),) if rest > 0 else ()))


def _left_out(rest: int) -> Rich:
    return said(
        "{n} more of the same numbers are left out here.", "{n} more of the same numbers are left out here.", rest
    )


def passage_blocks(placed: Iterable[tuple[int, Piece]]) -> tuple[Rich, ...]:
    """Pieces of a message by their places there, in the passages in which they stand, and the way there.

    Those of one sentence are one block, in the place of the first.
    """
    groups: dict[tuple[str, Span], list[tuple[int, Piece]]] = {}
    for place, piece in placed:
        where = piece.document.key, sentence(piece.document, piece.span)
        groups.setdefault(where, []).append((place, piece))
    return tuple(_passage_block(where, group) for (_, where), group in groups.items())


def _passage_block(where: Span, group: Sequence[tuple[int, Piece]]) -> Rich:
    document = group[0][1].document
    numbers = chrome(", ".join(str(place) for place, _ in group) + ".")
    return _told(numbers, document, passage(document, _apart([piece.span for _, piece in group])), where)


def _apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in order, those that overlap made one."""
    apart: list[Span] = []
    for span in sorted(spans):
        before = apart.pop() if apart and apart[-1].overlap(span) else span
        apart.append(Span(before.start, max(before.end, span.end)))
    return tuple(apart)


def passage(document: Document, pieces: Sequence[Span]) -> Rich:
    """The sentences of the pieces with a neighbour on either side where there is room, the pieces in bold."""
    whole, shown = _widened(document, pieces), Rich()
    at = whole.start
    for piece in sorted(pieces)[: questions.MOST_BOLD]:
        before = cite(document, Span(at, piece.start)) if at < piece.start else Rich()
        shown = shown + before + bold(cite(document, piece))
        at = piece.end
    return shown + (cite(document, Span(at, whole.end)) if at < whole.end else Rich())


def sentence(document: Document, piece: Span) -> Span:
    """The sentences and headings that a piece touches, from the first to the last; the piece where none is."""
    around = Evidence.of(document).around(piece)
    return Span(min(around[0].start, piece.start), max(around[-1].end, piece.end)) if around else piece


def quotable(document: Document, piece: Span) -> str:
    """The sentence of a piece as Telegram can quote it: to the letter, of one line, at most 1,024 characters."""
    whole = sentence(document, piece)
    line = whole.of(document.text).split("\n", 1)[0][:QUOTED]
    return line if len(line) < QUOTED else line[: line.rfind(" ") if " " in line else QUOTED]


def _in_turn(question: Question) -> Iterator[Figure]:
    """What every answer leads with, then who else gives it, then what came before."""
    yield from (answer.figure for answer in question.answers)
    yield from (figure for answer in question.answers for figure in (*answer.witnesses, *answer.earlier))


def _block(group: Sequence[Figure]) -> Rich:
    document = group[0].document
    head = join("; ", dict.fromkeys(questions.value(f) + " — " + questions.teller(f) for f in group[:MOST_TOLD]))
    quoted = passage(document, [figure.span for figure in group])
    return _told(head, document, quoted, sentence(document, group[0].span))


def _told(head: Rich, document: Document, quoted: Rich, place: Span) -> Rich:
    link = address(document, place)
    way = [say("Open the page at this sentence").marked("link", url=link)] if link else []
    return join("\n", (head, quoted.marked("quote"), described(document), *way))


def _widened(document: Document, pieces: Sequence[Span]) -> Span:
    """From the sentence before to the sentence behind, inside of the paragraph."""
    passages = Evidence.of(document).passages
    inside = [n for n, each in enumerate(passages) if any(each.overlap(piece) for piece in pieces)]
    if not inside:
        return Span(min(pieces).start, max(piece.end for piece in pieces))
    first, last = inside[0], inside[-1]
    ends = [*pieces, passages[first], passages[last]]
    whole = Span(min(each.start for each in ends), max(each.end for each in ends))
    for place in (first - 1, last + 1):
        if 0 <= place < len(passages):
            wider = Span(min(whole.start, passages[place].start), max(whole.end, passages[place].end))
            if "\n" not in wider.of(document.text) and wider.end - wider.start <= LONGEST:
                whole = wider
    return whole

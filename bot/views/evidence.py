"""Where figures stand: the sentence of each answer with the sentences around it, and the way to its page.

A page that has an address is opened at the sentence, by a text fragment: https://wicg.github.io/scroll-to-text-fragment/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import quote, urldefrag

from bot.views import questions
from bot.views.citations import described
from bot.views.rich import Rich, bold, chrome, cite, join, plain
from summarizer.gate.evidence import Evidence
from summarizer.types import Document, Figure, Question, Span

LONGEST = 700
"""Characters of a passage: the figure's sentence is always whole, its neighbours are shown as far as they fit."""
FRAGMENT_WORDS = 6
"""Words from both ends of a sentence that find it: a whole one breaks at the first mark that a page has otherwise."""
MOST_TOLD = 12
FRAGMENT_LETTERS = 80
MOST = 24
"""Figures whose passages are shown at once."""


def evidence(asked: Sequence[Question]) -> tuple[Rich, ...]:
    """A block for every passage that answers one of the questions: every answer first, then its witnesses."""
    every = dict.fromkeys(figure for question in asked for figure in _in_turn(question))
    shown: dict[tuple[str, Span], list[Figure]] = {}
    for figure in islice(every, MOST):
        shown.setdefault((figure.document.key, figure.clause), []).append(figure)
    rest = len(every) - MOST
    more = (chrome(f"{rest} more of the same numbers are left out here."),) if rest > 0 else ()
    return (*map(_block, shown.values()), *more)


def _in_turn(question: Question) -> Iterator[Figure]:
    """What every answer leads with, then who else gives it, then what came before."""
    yield from (answer.figure for answer in question.answers)
    yield from (figure for answer in question.answers for figure in (*answer.witnesses, *answer.earlier))


def address(document: Document, sentence: Span) -> str | None:
    """The document's address with the sentence as a text fragment; None for a document without an address."""
    if document.url is None:
        return None
    words = sentence.of(document.text).split()
    ends = (words,) if len(words) <= 2 * FRAGMENT_WORDS else (words[:FRAGMENT_WORDS], words[-FRAGMENT_WORDS:])
    said = [" ".join(end) for end in ends]
    if any(len(end) > FRAGMENT_LETTERS for end in said):  # a script without spaces, or no words at all
        whole = sentence.of(document.text)
        said = [whole[:FRAGMENT_LETTERS], whole[-FRAGMENT_LETTERS:]] if len(whole) > 2 * FRAGMENT_LETTERS else [whole]
    # A minus or a comma inside of the words would be read as the fragment's own.
    fragment = ",".join(quote(end, safe="").replace("-", "%2D") for end in said)
    return f"{urldefrag(document.url).url}#:~:text={fragment}"


def _block(group: Sequence[Figure]) -> Rich:
    document = group[0].document
    head = join("; ", dict.fromkeys(questions.value(f) + " — " + questions.teller(f) for f in group[:MOST_TOLD]))
    quoted = _passage(document, [figure.span for figure in group]).marked("quote")
    link = address(document, _sentence(document, group[0].span))
    way = [plain("Open the page at this sentence").marked("link", url=link)] if link else []
    return join("\n", (head, quoted, described(document), *way))


def _passage(document: Document, numbers: Sequence[Span]) -> Rich:
    """The sentences of the numbers with a neighbour on either side where there is room, the numbers in bold."""
    passage, shown = _widened(document, numbers), Rich()
    at = passage.start
    for number in sorted(numbers)[: questions.MOST_BOLD]:
        before = cite(document, Span(at, number.start)) if at < number.start else Rich()
        shown = shown + before + bold(cite(document, number))
        at = number.end
    return shown + (cite(document, Span(at, passage.end)) if at < passage.end else Rich())


def _widened(document: Document, numbers: Sequence[Span]) -> Span:
    """From the sentence before to the sentence behind, inside of the paragraph."""
    passages = Evidence.of(document).passages
    inside = [n for n, passage in enumerate(passages) if any(passage.overlap(number) for number in numbers)]
    if not inside:
        return Span(min(numbers).start, max(number.end for number in numbers))
    first, last = inside[0], inside[-1]
    whole = Span(passages[first].start, passages[last].end)
    for place in (first - 1, last + 1):
        if 0 <= place < len(passages):
            wider = Span(min(whole.start, passages[place].start), max(whole.end, passages[place].end))
            if "\n" not in wider.of(document.text) and wider.end - wider.start <= LONGEST:
                whole = wider
    return whole


def _sentence(document: Document, number: Span) -> Span:
    return next(iter(Evidence.of(document).around(number)), number)

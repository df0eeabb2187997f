"""Where figures stand: the sentence of each answer with the sentences around it, and the way to its page.

A page that has an address is opened at the sentence, by a text fragment: https://wicg.github.io/scroll-to-text-fragment/
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urldefrag

from bot.views import questions
from bot.views.citations import described
from bot.views.rich import Rich, bold, cite, join, plain
from summarizer.evidence import Evidence
from summarizer.types import Document, Figure, Question, Span

LONGEST = 700
"""Characters of a passage: the figure's sentence is always whole, its neighbours are shown as far as they fit."""
FRAGMENT_WORDS = 6
"""Words from both ends of a sentence that find it: a whole one breaks at the first mark that a page has otherwise."""
MOST = 12
"""Figures of one question that are shown."""


def evidence(asked: Sequence[Question]) -> tuple[Rich, ...]:
    """A block for every figure that answers one of the questions, questions of one passage together."""
    shown: dict[tuple[str, Span], list[Figure]] = {}
    for question in asked:
        for figure in question.figures[:MOST]:
            shown.setdefault((figure.document.key, figure.clause), []).append(figure)
    return tuple(map(_block, shown.values()))


def address(document: Document, sentence: Span) -> str | None:
    """The document's address with the sentence as a text fragment; None for a document without an address."""
    if document.url is None:
        return None
    words = sentence.of(document.text).split()
    ends = (words,) if len(words) <= 2 * FRAGMENT_WORDS else (words[:FRAGMENT_WORDS], words[-FRAGMENT_WORDS:])
    # A minus or a comma inside of the words would be read as the fragment's own.
    fragment = ",".join(quote(" ".join(end), safe="").replace("-", "%2D") for end in ends)
    return f"{urldefrag(document.url).url}#:~:text={fragment}"


def _block(group: Sequence[Figure]) -> Rich:
    document = group[0].document
    head = join("; ", dict.fromkeys(questions.value(figure) for figure in group))
    tellers = join("; ", dict.fromkeys(map(questions.teller, group)))
    quoted = _passage(document, [figure.span for figure in group]).marked("quote")
    link = address(document, _sentence(document, group[0].span))
    way = [plain("Open the page at this sentence").marked("link", url=link)] if link else []
    return join("\n", (head + " — " + tellers, quoted, described(document), *way))


def _passage(document: Document, numbers: Sequence[Span]) -> Rich:
    """The sentences of the numbers with a neighbour on either side where there is room, the numbers in bold."""
    passage, shown = _widened(document, numbers), Rich()
    at = passage.start
    for number in sorted(numbers):
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

"""A briefing as blocks: what happened, who said what, the figures, the sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.views import questions, quotes
from bot.views.citations import headline, listed, mark
from bot.views.rich import Rich, bold, chrome, cite, echo, join, plain
from summarizer.copies import copies
from summarizer.types import Briefing, Document, Excerpt, Question, Testimony


def briefing(told: Briefing) -> tuple[Rich, ...]:
    """The full briefing, a block an entry; `rich.parts` makes messages of them."""
    blocks = (title(told), happened(told), *statements(told), figures(told), side_by_side(told), listed(told.documents))
    return tuple(filter(None, blocks))


def summary(told: Briefing) -> tuple[Rich, ...]:
    """What happened and the sources, nothing else."""
    return tuple(filter(None, (title(told), happened(told), listed(told.documents))))


def title(told: Briefing) -> Rich:
    """What the briefing is of: the asked topic, the one page's headline, or how many sources it has."""
    if told.topic:
        return bold(plain("Briefing: ") + echo(told.topic))
    if len(told.documents) == 1:
        return bold(headline(told.documents[0]))
    return bold(plain("Briefing of ") + chrome(f"{len(told.documents)} sources"))


def happened(told: Briefing) -> Rich:
    """The chosen sentences, each with its source's mark, a line each."""
    return join("\n", (sentence(told, excerpt) for excerpt in told.sentences))


def sentence(told: Briefing, excerpt: Excerpt) -> Rich:
    """The sentence to the letter, then its source's mark."""
    return cite(excerpt.document, excerpt.span) + " " + mark(told.documents, excerpt.document)


def statements(told: Briefing) -> Iterable[Rich]:
    """The heading with the first statement, then a block for each of the others."""
    blocks = [quotes.testimony(told.documents, group) for group in quotes.grouped(told.statements)]
    return [bold("Who said what") + "\n\n" + blocks[0], *blocks[1:]] if blocks else []


def figures(told: Briefing) -> Rich:
    """The figures, a line each; then those that are answered in several ways, each under its name."""
    single = [question for question in told.figures if len(question.answers) == 1]
    several = [question for question in told.figures if len(question.answers) > 1]
    differing = [question for question in several if _differs(question)]
    others = [question for question in several if not _differs(question)]
    lines = join("\n", questions.question_blocks(told.documents, single))
    blocks = (
        bold("Figures") + "\n" + lines if lines else Rich(),
        *_headed("Where sources differ", questions.question_blocks(told.documents, differing)),
        *_headed("Counted in several ways", questions.question_blocks(told.documents, others)),
    )
    return join("\n\n", blocks)


def _differs(question: Question) -> bool:
    return question.differs and len({figure.document.key for figure in question.figures}) > 1


def side_by_side(told: Briefing) -> Rich:
    """How much of what is listed several sources have, in how much they differ; nothing where they share nothing.

    Documents that are mostly one text are one source.
    """
    same = {document: group[0] for group in copies(told.documents) for document in group}
    said = sum(len({same.get(d, d) for d in _having(item)}) > 1 for item in told.statements)
    counted = [{same.get(f.document, f.document) for f in question.figures} for question in told.figures]
    counts = ((said, "statement"), (sum(len(them) > 1 for them in counted), "figure"))
    shared = " and ".join(_many(number, noun) for number, noun in counts if number)
    differing = sum(map(_differs, told.figures))
    if not shared:
        return Rich()
    differ = f"; they differ in {_many(differing, 'figure')}" if differing else ""
    return chrome(f"Several sources have {shared} of these{differ}. /compare sets the sources side by side.")


def _having(item: Testimony) -> set[Document]:
    return {statement.document for statement in (item.statement, *item.witnesses)}


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _headed(heading: str, blocks: Sequence[Rich]) -> Sequence[Rich]:
    """The heading right above the first block."""
    return [bold(heading) + "\n" + blocks[0], *blocks[1:]] if blocks else []

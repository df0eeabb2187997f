"""A briefing as blocks: what happened, who said what, the figures, the sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.views import questions, quotes
from bot.views.citations import headline, listed, mark
from bot.views.rich import Rich, bold, chrome, cite, echo, join, plain
from summarizer.types import Briefing, Excerpt


def briefing(told: Briefing) -> tuple[Rich, ...]:
    """The full briefing, a block an entry; `rich.parts` makes messages of them."""
    return tuple(filter(None, (title(told), happened(told), *statements(told), figures(told), listed(told.documents))))


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
    """The figures, a line each; then those that the sources answer in several ways, each under its name."""
    several = [question for question in told.figures if len(question.answers) > 1]
    lines = join("\n", questions.question_blocks(told.documents, [q for q in told.figures if q not in several]))
    blocks = questions.question_blocks(told.documents, several)
    return join("\n\n", (bold("Figures") + "\n" + lines if lines else Rich(), *_headed("Counted differently", blocks)))


def _headed(heading: str, blocks: Sequence[Rich]) -> Sequence[Rich]:
    """The heading right above the first block."""
    return [bold(heading) + "\n" + blocks[0], *blocks[1:]] if blocks else []

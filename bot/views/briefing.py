"""A briefing as blocks: what happened, who said what, the figures, what is denied or not confirmed, the sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from bot.views import questions, quotes
from bot.views.citations import headline, listed, mark
from bot.views.language import conjoined, later, said, say, tr, trn
from bot.views.rich import Rich, bold, chrome, cite, echo, join, plain, stated
from bot.views.written import rewritten, written
from summarizer.copies import copies
from summarizer.denials import alleges, denials, denies_a_charge
from summarizer.types import Briefing, Document, Excerpt, Question, Span, Testimony, Written
from summarizer.wording import NEGATIONS, tokens

FOLLOWING = re.compile(r"(?: [^\s]+){2,12}")
"""The words behind a speaker's name, in its line: a dozen are read at a glance."""
VERB_AMONG = 3  # words; farther behind, the verb is another's
PARAGRAPH = re.compile(r"[^\n]+")
BRACKETS = later("A name in [brackets] is put in by us, from the same source, where the sentence has a pronoun.")


def briefing(told: Briefing) -> tuple[Rich, ...]:
    """The whole briefing, a block an entry; `rich.parts` makes messages of them."""
    blocks = (
        title(told),
        happened(told),
        *statements(told),
        denied(told),
        figures(told),
        unconfirmed(told),
        side_by_side(told),
        brackets((*told.sentences, *told.unconfirmed)),
        listed(told.documents),
    )
    return tuple(filter(None, blocks))


def to_print(told: Briefing) -> tuple[Rich, ...]:
    """The same without what only a chat has: a list of the sources, which stand in full below, and a command."""
    without = listed(told.documents), side_by_side(told)
    return tuple(block for block in briefing(told) if block not in without)


def summary(told: Briefing) -> tuple[Rich, ...]:
    """What happened and the sources, nothing else."""
    blocks = (title(told, summary=True), happened(told), brackets(told.sentences), listed(told.documents))
    return tuple(filter(None, blocks))


def title(told: Briefing, *, summary: bool = False) -> Rich:
    """What the briefing is of: the asked topic, the one page's headline, or how many sources it has."""
    number = len(told.documents)
    if told.topic:
        topic = echo(told.topic)
        return bold(say("Summary: {topic}", topic=topic) if summary else say("Briefing: {topic}", topic=topic))
    if number == 1:
        return bold(headline(told.documents[0]))
    if summary:
        return bold(said("Summary of {n} source", "Summary of {n} sources", number))
    return bold(said("Briefing of {n} source", "Briefing of {n} sources", number))


def happened(told: Briefing) -> Rich:
    """The chosen sentences, each with the marks of its sources, a line each; who wrote them if a model did."""
    return join("\n", (*(sentence(told.documents, each) for each in told.sentences), rewritten(told)))


def sentence(documents: Sequence[Document], told: Excerpt | Written) -> Rich:
    """The sentence, then the marks of all sources that have it, or that a model wrote it from."""
    if isinstance(told, Written):
        return written(documents, told)
    return _exact(told) + " " + mark(documents, told, *told.also)


def _exact(told: Excerpt) -> Rich:
    """The sentence to the letter; in brackets, in place of the pronoun that opens it, the name that it stands for."""
    document, span = told.document, told.span
    if told.referent is None:
        return _in_one_line(document, span)
    pronoun = told.referent.pronoun
    before = cite(document, Span(span.start, pronoun.start)) if span.start < pronoun.start else Rich()
    name = plain("[") + cite(document, told.referent.name) + "]"
    return before + name + _in_one_line(document, Span(pronoun.end, span.end))


def _in_one_line(document: Document, span: Span) -> Rich:
    """The passage without the blank lines between its paragraphs, each cited by itself."""
    pieces = (Span(span.start + m.start(), span.start + m.end()) for m in PARAGRAPH.finditer(span.of(document.text)))
    return join(" ", (cite(document, piece) for piece in pieces))


def brackets(told: Iterable[Excerpt | Written]) -> Rich:
    """What a name in brackets is, where there is one."""
    return say(BRACKETS) if any(isinstance(each, Excerpt) and each.referent for each in told) else Rich()


def denied(told: Briefing) -> Rich:
    """Who denies what whom said, for each denial among the statements above, in the first words of the allegation.

    Where no allegation of its own is listed, in the denial's own first words. Of a sentence that holds both nothing is
    said: it says so itself.
    """
    lines = dict.fromkeys(
        _lone(told.documents, told.statements[denial])
        if said is None
        else _denial(told.documents, told.statements[denial], told.statements[said])
        for denial, said in denials(told.statements).items()
    )
    return join("\n", (bold(tr("Denied")), *lines)) if any(lines) else Rich()


def _denial(documents: Sequence[Document], denial: Testimony, allegation: Testimony) -> Rich:
    """`• by Russia: Ukraine accused Russian forces of … [2]`; in names alone where less than a clause would mislead."""
    own, other = denial.statement, allegation.statement
    together = (own.document, own.context) == (other.document, other.context)
    if together or denial.speaker is None or allegation.speaker is None:
        return Rich()
    words = _opening(allegation, alleges)
    told = words or say("what {name} said", name=_name(allegation))
    return plain("• ") + say("by {name}: {words}", name=_name(denial), words=told) + " " + mark(documents, other, own)


def _lone(documents: Sequence[Document], denial: Testimony) -> Rich:
    """`• Russia rejected the claims … [2]`; nothing where the sentence does not begin so."""
    words = _opening(denial, denies_a_charge)
    return plain("• ") + words + " " + mark(documents, denial.statement) if words else Rich()


def _opening(item: Testimony, tells: Callable[[str], bool]) -> Rich:
    """The speaker's name and the words that follow it in its sentence, up to a dozen; nothing where these do not tell.

    What is left out of the sentence hides no "not", and no quotation is torn.
    """
    statement, text = item.statement, item.statement.document.text
    ends = [span.end for span in statement.source if statement.context.covers(span)]
    if item.speaker is None or not ends or len(ends) > 1:
        return Rich()
    after = text[ends[0] : statement.context.end]
    shown = FOLLOWING.match(after)
    if shown is None or not tells(" ".join(shown.group().split()[:VERB_AMONG])):
        return Rich()
    words = shown.group().rstrip(" .,;:")
    while words.count("(") != words.count(")"):
        words = words[: max(words.rfind("("), words.rfind(")"))].rstrip(" .,;:")
    while words.count("“") != words.count("”") or words.count('"') % 2:
        words = words[: max(words.rfind("“"), words.rfind('"'))].rstrip(" .,;:")
    left = after[len(words) :]
    if not tells(words) or not NEGATIONS.isdisjoint(tokens(left)):
        return Rich()
    cut = plain(" …") if tokens(left) else Rich()
    return _name(item) + cite(statement.document, Span(ends[0], ends[0] + len(words))) + cut


def _name(item: Testimony) -> Rich:
    return stated(item.statement.document, item.speaker.name) if item.speaker else Rich()


def unconfirmed(told: Briefing) -> Rich:
    """The sentences in which the sources say that something is alleged or not confirmed, a line each."""
    lines = (plain("• ") + sentence(told.documents, each) for each in told.unconfirmed)
    return join("\n", (bold(tr("Not confirmed")), *lines)) if told.unconfirmed else Rich()


def statements(told: Briefing) -> Iterable[Rich]:
    """The heading with the first statement, then a block for each of the others."""
    blocks = [quotes.testimony(told.documents, group) for group in quotes.grouped(told.statements)]
    return [bold(tr("Who said what")) + "\n\n" + blocks[0], *blocks[1:]] if blocks else []


def figures(told: Briefing) -> Rich:
    """The figures, a line a passage; then those that are answered in several ways, each under its name."""
    single = _by_passage(question for question in told.figures if len(question.answers) == 1)
    several = [question for question in told.figures if len(question.answers) > 1]
    differing = [question for question in several if _differs(question)]
    others = [question for question in several if not _differs(question)]
    lines = join("\n", questions.question_blocks(told.documents, single))
    blocks = (
        bold(tr("Figures")) + "\n" + lines if lines else Rich(),
        *_headed(tr("Where sources differ"), questions.question_blocks(told.documents, differing)),
        *_headed(tr("Counted in several ways"), questions.question_blocks(told.documents, others)),
    )
    return join("\n\n", blocks)


def _by_passage(single: Iterable[Question]) -> list[Question]:
    """Those of one passage next to each other, where the first of them stands."""
    passages: dict[tuple[str, Span], list[Question]] = {}
    for question in single:
        passages.setdefault((question.lead.document.key, question.lead.clause), []).append(question)
    return [question for group in passages.values() for question in group]


def _differs(question: Question) -> bool:
    return question.differs and len({figure.document.key for figure in question.figures}) > 1


def side_by_side(told: Briefing) -> Rich:
    """How much of what is listed several sources have, in how much they differ; nothing where they share nothing.

    Documents that are mostly one text are one source.
    """
    same = {document: group[0] for group in copies(told.documents) for document in group}
    stated_ones = sum(len({same.get(d, d) for d in _having(item)}) > 1 for item in told.statements)
    counted = [{same.get(f.document, f.document) for f in question.figures} for question in told.figures]
    shared = _shared(stated_ones, sum(len(them) > 1 for them in counted))
    differing = sum(map(_differs, told.figures))
    if not shared:
        return Rich()
    if not differing:
        return say("Several sources share {shared}. /compare sets the sources side by side.", shared=shared)
    return said(
        "Several sources share {shared}; they differ in {n} figure. /compare sets the sources side by side.",
        "Several sources share {shared}; they differ in {n} figures. /compare sets the sources side by side.",
        differing,
        shared=shared,
    )


def _shared(statements: int, figures: int) -> Rich:
    """`2 statements and 1 figure`"""
    them = (
        chrome(trn("{n} statement", "{n} statements", statements)) if statements else Rich(),
        chrome(trn("{n} figure", "{n} figures", figures)) if figures else Rich(),
    )
    return conjoined(filter(None, them))


def _having(item: Testimony) -> set[Document]:
    return {statement.document for statement in (item.statement, *item.witnesses)}


def _headed(heading: str, blocks: Sequence[Rich]) -> Sequence[Rich]:
    """The heading right above the first block."""
    return [bold(heading) + "\n" + blocks[0], *blocks[1:]] if blocks else []

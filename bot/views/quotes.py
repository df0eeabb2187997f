"""Statements under their speaker's name: direct speech in quotation marks, reported speech as its whole sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.views.citations import mark
from bot.views.language import later, say, tr
from bot.views.rich import Rich, bold, cite, join, plain, stated
from bot.views.wordings import appended, quoted, said, sources
from summarizer.corroborate import is_primary
from summarizer.statements.transcripts import Turn, find_turns, question_before
from summarizer.types import Document, Span, Statement, Testimony

Group = tuple[Testimony, ...]
LONGEST_QUESTION = 240  # characters
HOW = {"whole": "{sources}", "part": later("in part {sources}"), "other": later("in other words {sources}")}


def grouped(items: Iterable[Testimony]) -> tuple[Group, ...]:
    """Reported statements of one sentence, told together; everything else by itself, in the order given."""
    groups: dict[tuple[str, Span, int], list[Testimony]] = {}
    for number, item in enumerate(items):
        alone = number if item.statement.kind == "direct" else -1
        groups.setdefault((item.statement.document.key, item.statement.context, alone), []).append(item)
    return tuple(tuple(sorted(group, key=lambda item: item.statement.content)) for group in groups.values())


def cited(group: Group) -> tuple[Document, ...]:
    """Every document that has one of the statements."""
    return tuple(dict.fromkeys(statement.document for statement in _statements(group)))


def _statements(group: Group) -> list[Statement]:
    return [statement for item in group for statement in (item.statement, *item.witnesses)]


def testimony(documents: Sequence[Document], group: Group) -> Rich:
    """One block: who (and in which role), the marks of every source that has it, the words, other wordings of them."""
    return _block(documents, group, parts=False)


def entry(documents: Sequence[Document], group: Group) -> Rich:
    """The block of a list: what a source leaves out that quotes only a part is told as well."""
    return _block(documents, group, parts=True)


def _block(documents: Sequence[Document], group: Group, *, parts: bool) -> Rich:
    who_says = speakers(group) + " " + marks(documents, group) + how(group[0].statement)
    head = join("\n", (who_says, asked(group[0].statement)))
    return appended(head + "\n" + quoted(said(group[0].statement)), documents, group, parts=parts)


def how(statement: Statement) -> Rich:
    """That the words are not the speaker's but those of the sentence that reports them; nothing for direct speech."""
    return Rich() if statement.kind == "direct" else plain(" · ") + say("reported")


def asked(statement: Statement) -> Rich:
    """The question that a transcript's answer follows, if it is short: alone, many an answer means nothing."""
    if statement.question or not is_primary(statement):
        return Rich()
    document = statement.document
    question = question_before(document.text, _turns(document.text), statement.content[0])
    if question is None or question.end - question.start > LONGEST_QUESTION:
        return Rich()
    return say("asked “{question}”", question=cite(document, question))


@lru_cache(maxsize=16)
def _turns(text: str) -> tuple[Turn, ...]:
    return find_turns(text)


def speakers(group: Group) -> Rich:
    """Everybody who says it; whoever puts a question is said to ask."""
    names = join("; ", dict.fromkeys(map(who, group)))
    return say("{names} asks", names=names) if group[0].statement.question else names


def marks(documents: Sequence[Document], group: Group) -> Rich:
    """`[1] [3], in part [2], in other words [4]`: a source is only said to have the words that it has."""
    had = sources(group)
    first = {statement.document: statement for statement in reversed(_statements(group))}
    them = {how: [first[document] for document, has in had.items() if has == how] for how in HOW}
    named = (say(HOW[how], sources=mark(documents, *which)) for how, which in them.items() if which)
    return join(", ", named)


def who(item: Testimony) -> Rich:
    """The speaker's name in bold with the role; where the text names nobody, that is said."""
    if item.speaker is None:
        return bold(tr("Speaker not named"))
    name = bold(stated(item.statement.document, item.speaker.name))
    role = item.speaker.role
    return name + ", " + stated(item.statement.document, role) if role else name

"""Statements under their speaker's name: direct speech in quotation marks, reported speech as its whole sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.views.citations import mark
from bot.views.rich import Rich, bold, cite, join, plain, stated
from summarizer.types import Document, Span, Statement, Testimony

LONG = 320
"""UTF-16 units from which a quotation is folded by Telegram until the reader opens it."""

WHOLE = 0.9
"""Share of a statement's words from which another source has all of it: a connective may be missing."""

Group = tuple[Testimony, ...]


def grouped(items: Iterable[Testimony]) -> tuple[Group, ...]:
    """Reported statements of one sentence, told together; everything else by itself, in the order given."""
    groups: dict[tuple[str, Span, int], list[Testimony]] = {}
    for number, item in enumerate(items):
        alone = number if item.statement.kind == "direct" else -1
        groups.setdefault((item.statement.document.key, item.statement.context, alone), []).append(item)
    return tuple(map(tuple, groups.values()))


def cited(group: Group) -> tuple[Document, ...]:
    """Every document that has one of the statements."""
    statements = (s for item in group for s in (item.statement, *item.witnesses))
    return tuple(dict.fromkeys(statement.document for statement in statements))


def testimony(documents: Sequence[Document], group: Group) -> Rich:
    """One block: who (and in which role), the marks of every source that has it, the words."""
    speakers = join("; ", dict.fromkeys(map(who, group)))
    return speakers + " " + marks(documents, group) + "\n" + quoted(said(group[0].statement))


def marks(documents: Sequence[Document], group: Group) -> Rich:
    """`[1] [3], in part [2]`: a source that has only some of the words is not said to have them all."""
    full = [s.document for item in group for s in (item.statement, *item.witnesses) if not _partial(item, s)]
    part = [document for document in cited(group) if document not in full]
    return join(", ", (mark(documents, *full), plain("in part ") + mark(documents, *part) if part else Rich()))


def _partial(item: Testimony, statement: Statement) -> bool:
    return len(statement.text.split()) < WHOLE * len(item.statement.text.split())


def who(item: Testimony) -> Rich:
    """The speaker's name in bold with the role; where the text names nobody, that is said."""
    if item.speaker is None:
        return bold("Speaker not named")
    name = bold(stated(item.statement.document, item.speaker.name))
    role = item.speaker.role
    return name + ", " + stated(item.statement.document, role) if role else name


def said(statement: Statement) -> Rich:
    """The words: direct speech in quotation marks, a reported statement as the sentence that reports it.

    An interrupted quotation shows its pieces, each in its own marks; only who speaks stood between them.
    """
    document = statement.document
    if statement.kind != "direct":
        return cite(document, statement.context)
    return join(" … ", (plain("“") + cite(document, span) + "”" for span in statement.content))


def quoted(words: Rich) -> Rich:
    """The words as a block quotation, a long one folded."""
    return words.marked("long_quote" if words.units > LONG else "quote")

"""Whom the pronoun means that opens a sentence, for when the sentence is told without the one before it.

Only "he" and "she" are read: what "it" and "they" mean, nothing here can tell for sure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from summarizer.statements.cues import DAYS, MONTHS
from summarizer.statements.given_names import GIVEN_NAMES, gender_of
from summarizer.statements.name_words import PARTICLES
from summarizer.statements.speakers import resolve
from summarizer.types import Document, Referent, Span, Spans, Statement

DATE: Final = "|".join(sorted(word.capitalize() for word in (DAYS | MONTHS) if len(word) > 3))
WHEN: Final = (
    rf"(?:On|By|In|Since|Late|Early|Earlier|Later)\s(?:(?:{DATE})(?:\s\d{{1,2}})?|\d{{4}})(?:,?\s\d{{4}})?,?\s|"
    r"(?:Later|Earlier|Afterwards?|Eventually|Recently|Last\s\w+|Earlier\sthis\s\w+|Later\sthat\s\w+|At\sthe\stime),?\s"
)
OPENER: Final = re.compile(rf"(?:{WHEN})?(?P<pronoun>[Hh]e|[Ss]he)\b(?![-/(])")
"""A pronoun as the first word, or behind a time that points back to nothing that was told."""
JOINED_BEFORE: Final = re.compile(r"[A-Z][\w’'-]+,?\s(?:and|or|&)\s(?:[A-Z]\w*\.?\s){0,2}$")
JOINED_BEHIND: Final = re.compile(r",?\s(?:and|or|&)\s[A-Z]")
"""What makes a name one of two: "Lind and Smith"."""
KEPT: Final = 128
NEAR: Final = 3
"""Sentences before the pronoun, in one of which the name or a word of it must stand."""


def opening_pronoun(text: str, sentence: Span) -> Span | None:
    """Where the pronoun stands that a sentence opens with; None where it opens with anything else."""
    found = OPENER.match(text, sentence.start, sentence.end)
    return Span(*found.span("pronoun")) if found else None


def referent(document: Document, sentences: Spans, statements: Sequence[Statement], span: Span) -> Referent | None:
    """Whom the pronoun means that opens the sentence `span`; None where it opens with none, or that is not certain.

    `sentences` are all of the document's, in order, and `statements` what is said in it: who speaks is as good as a
    subject. The name is the fullest one that the document has, where it stands last before the sentence.
    """
    mentions = tuple(sorted({source for statement in statements for source in statement.source}))
    return _referents(document, sentences, mentions).get(span)


@lru_cache(maxsize=KEPT)  # a briefing asks for every sentence of a document, and the next one again
def _referents(document: Document, sentences: Spans, mentions: Spans) -> dict[Span, Referent]:
    text = document.text
    opened = [(n, pronoun) for n, s in enumerate(sentences) if (pronoun := opening_pronoun(text, s))]
    if not opened:
        return {}
    speakers = resolve(text, (*mentions, *(pronoun for _, pronoun in opened)))[len(mentions) :]
    found: dict[Span, Referent] = {}
    for (n, pronoun), speaker in zip(opened, speakers, strict=True):
        name = _named(text, sentences, n, speaker.name) if speaker and _may_be(speaker.name, pronoun.of(text)) else None
        if name is not None:
            found[sentences[n]] = Referent(pronoun, name)
    return found


def _named(text: str, sentences: Spans, number: int, name: str) -> Span | None:
    """Where the name stands last before a sentence; None where it is no sure name, or another came up since."""
    before = text[: sentences[number].start]
    parts = "|".join(map(re.escape, filter(_is_word_of_name, name.split())))
    if not parts or not _is_name(text, name) or is_part_of_name(name, before):
        return None
    places = [m.start() for m in re.finditer(_whole(re.escape(name)), before)]
    mentions = list(re.finditer(_whole(parts), before))
    if not places or mentions[-1].end() < sentences[max(0, number - NEAR)].start:
        return None
    if JOINED_BEFORE.search(before[: mentions[-1].start()]) or _comes_up_since(text, before[mentions[-1].end() :]):
        return None
    return Span(places[-1], places[-1] + len(name))


def _comes_up_since(text: str, since: str) -> bool:
    """Whether another is joined to the name, or opens a sentence: a word that has its capital within others as well."""
    openings = (word[1] for word in re.finditer(r"[.!?][\"”’')]*\s+([A-Z]\w{2,})", since))
    named = (re.search(rf"(?<=[a-z,]\s){_whole(word)}", text) for word in openings)
    return JOINED_BEHIND.match(since) is not None or any(named)


def _is_name(text: str, name: str) -> bool:
    """Whether words are surely a name: capitals at each, a given name first, or standing within a sentence too."""
    words = name.split()
    shouted = {word.isupper() for word in words if not _is_initial(word)}
    if len(shouted) > 1 or not all(word[0].isupper() or word in PARTICLES for word in words):
        return False
    return words[0].lower() in GIVEN_NAMES or re.search(rf"(?<=[a-z,]\s){_whole(re.escape(name))}", text) is not None


def is_part_of_name(name: str, text: str) -> bool:
    """Whether a given name stands before a name somewhere in the text, so that this is not all of it."""
    longer = re.finditer(rf"(?<!\w)(\w+)\s{re.escape(name)}(?!\w)", text)
    return any(word[1].lower() in GIVEN_NAMES for word in longer)


def _is_initial(word: str) -> bool:
    return len(word) < 3


def _may_be(name: str, pronoun: str) -> bool:
    """Whether no given name tells the other gender: "Lynn Jennifer Groesbeck" is no "he"."""
    other = "f" if pronoun.lower() == "he" else "m"
    return all(gender_of(word) != other for word in name.split()[:-1])


def _is_word_of_name(word: str) -> bool:
    return not _is_initial(word) and word[0].isupper()


def _whole(words: str) -> str:
    return rf"(?<!\w)(?:{words})(?!\w)"

"""Whom the pronoun means that opens a sentence, for when the sentence is told without the one before it.

Only "he" and "she" are read: what "it" and "they" mean, nothing here can tell for sure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from summarizer.statements.cues import DAYS, MONTHS
from summarizer.statements.given_names import GIVEN_NAMES
from summarizer.statements.name_words import PARTICLES
from summarizer.statements.speakers import resolve
from summarizer.telling.rivals import comes_up, is_other_gender, is_person
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
KEPT: Final = 512
REACH: Final = 80
"""Characters before a name in which another is joined to it."""
NEAR: Final = 3
"""Sentences before the pronoun, in one of which the name or a word of it must stand."""


def opening_pronoun(text: str, sentence: Span) -> Span | None:
    """Where the pronoun stands that a sentence opens with; None where it opens with anything else."""
    found = OPENER.match(text, sentence.start, sentence.end)
    return Span(*found.span("pronoun")) if found else None


def referent(document: Document, sentences: Spans, statements: Sequence[Statement], span: Span) -> Referent | None:
    """Whom the pronoun means that opens the sentence `span`; None where it opens with none, or that is not certain."""
    return referents(document, sentences, statements).get(span)


def referents(document: Document, sentences: Spans, statements: Sequence[Statement]) -> dict[Span, Referent]:
    """For each sentence that opens with a pronoun whom that means, where it is certain.

    `sentences` are all of the document's, in order, and `statements` what is said in it: who speaks is as good as a
    subject. The name is the fullest one that the document has, where it stands last before the sentence.
    """
    text = document.text
    opened = [(n, pronoun) for n, s in enumerate(sentences) if (pronoun := opening_pronoun(text, s))]
    if not opened:
        return {}
    mentions = sorted({source for statement in statements for source in statement.source})
    speakers = resolve(text, (*mentions, *(pronoun for _, pronoun in opened)))[len(mentions) :]
    found: dict[Span, Referent] = {}
    for (n, pronoun), speaker in zip(opened, speakers, strict=True):
        name = named(text, sentences, n, speaker.name) if speaker else None
        if name is not None:
            found[sentences[n]] = Referent(pronoun, name)
    return found


def named(text: str, sentences: Spans, number: int, name: str) -> Span | None:
    """Where a person's name stands last before a sentence that opens with a pronoun, if nobody but he can be meant.

    None where it is no sure name, of the other gender, too far away, or where somebody else has come up since.
    """
    pronoun, start = opening_pronoun(text, sentences[number]), sentences[number].start
    parts = "|".join(map(re.escape, filter(_is_word_of_name, name.split())))
    if pronoun is None or not parts or is_other_gender(name, pronoun.of(text)):
        return None
    mentions = list(re.compile(_whole(parts)).finditer(text, sentences[max(0, number - NEAR)].start, start))
    if not mentions or JOINED_BEFORE.search(text[max(0, mentions[-1].start() - REACH) : mentions[-1].start()]):
        return None
    since = mentions[-1].end()
    if JOINED_BEHIND.match(text, since) or comes_up(text, since, pronoun.start, pronoun.of(text)):
        return None
    if not _is_name(text, name) or is_part_of_name(name, text, start):
        return None
    places = [at for at in _places(text, name) if at < start]
    return Span(places[-1], places[-1] + len(name)) if places else None


@lru_cache(maxsize=KEPT)
def _places(text: str, name: str) -> tuple[int, ...]:
    return tuple(found.start() for found in re.finditer(_whole(re.escape(name)), text))


@lru_cache(maxsize=KEPT)
def _is_name(text: str, name: str) -> bool:
    """Whether words are surely a name: capitals at each, a given name first, or standing within a sentence too."""
    words = name.split()
    shouted = {word.isupper() for word in words if not _is_initial(word)}
    if len(shouted) > 1 or not all(word[0].isupper() or word in PARTICLES for word in words):
        return False
    if words[0].lower() not in GIVEN_NAMES and not re.search(rf"(?<=[a-z,]\s){_whole(re.escape(name))}", text):
        return False
    return is_person(text, name)


def is_part_of_name(name: str, text: str, end: int) -> bool:
    """Whether a given name stands before a name somewhere before a place, so that this is not all of it."""
    first = _first_as_part(name, text)
    return first is not None and first <= end


@lru_cache(maxsize=KEPT)
def _first_as_part(name: str, text: str) -> int | None:
    """Where a name ends that has this one as its end, for the first time."""
    longer = re.finditer(rf"(?<!\w)(\w+)\s{re.escape(name)}(?!\w)", text)
    return next((word.end() for word in longer if word[1].lower() in GIVEN_NAMES), None)


def _is_initial(word: str) -> bool:
    return len(word) < 3


def _is_word_of_name(word: str) -> bool:
    return not _is_initial(word) and word[0].isupper()


def _whole(words: str) -> str:
    return rf"(?<!\w)(?:{words})(?!\w)"

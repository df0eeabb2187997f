"""What of a model's answer are sentences: no headings, no marks of lists, no talk about the task, no repetitions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from summarizer.selection import repeats
from summarizer.sentences import split_sentences
from summarizer.wording import content_words

LONGEST: Final = 10_000  # characters of an answer that are read
FEWEST: Final = 4  # words; fewer are a fragment

BULLET: Final = re.compile(r"^\s*(?:[-*•·–—>#+]+\s+|\(?\d{1,2}[.)]\s+|#+\s*)+")
EMPHASIS: Final = re.compile(r"\*\*|__|`+|(?<!\w)\*(?=\w)|(?<=[\w.])\*(?!\w)")
OWN_MARK: Final = re.compile(
    r"\s*(?:\[\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\]|\((?:texts?|sources?|passages?)\s[\d, and]+\))"
)
LOOSE_SIGN: Final = re.compile(r"\s+(?=[.,;:!?%](?:\s|$|[\"”’')]))|\s+(?=[’']s\b)|(?<=[$€£])\s+(?=\d)")
"""Summarizers trained on tokenized news put a space before the full stop."""
ENDED: Final = re.compile(r"[.!…][\"'”’»)\]]*$")
LEAD_IN: Final = re.compile(
    r"(?:in (?:summary|short|brief|conclusion|essence)|overall|to (?:sum up|summari[sz]e)|summary)\s*[,:]\s+",
    re.IGNORECASE,
)
ABOUT_THE_TASK: Final = re.compile(
    r"\W*(?:(?:sure|certainly|of course|okay|ok|absolutely)\b|(?:here|below|following)(?:['’]s| is| are)\b|"
    r"(?:this|the (?:above|following)|in) (?:is )?(?:a |an |my )?(?:summary|summari[sz]ation|rewrite)\b|"
    r"i (?:am|was|have|hope|can|cannot|can['’]t|will|would|do|don['’]t|think|apologi[sz]e)\b|i['’](?:m|ve|ll|d)\b|"
    r"let me know\b|"
    r"(?:the|these|this) (?:provided |given |above )?(?:texts?|passages?|articles?|summary|excerpts?)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a draft; `follows` says that the one before it in the draft is told as well."""

    text: str
    follows: bool


def draft_sentences(draft: str) -> tuple[Sentence, ...]:
    """The sentences of a model's answer in order, each once, without signs that are none of its text."""
    told: list[Sentence] = []
    follows = False
    for text in _split(draft[:LONGEST]):
        is_new = not any(repeats(content_words(text), content_words(other.text)) for other in told)
        if keep := _is_sentence(text) and is_new:
            told.append(Sentence(text, follows))
        follows = keep
    return tuple(told)


def _split(draft: str) -> Iterator[str]:
    """The parts of an answer that stand as sentences stand, whether they are any or not."""
    lines = (_bare(line) for line in draft.splitlines())
    text = "\n".join(filter(None, lines))
    return (span.of(text) for span in split_sentences(text))


def _bare(line: str) -> str:
    """A line without bullet, emphasis, invisible signs, marks of sources and loose spaces."""
    spaced = "".join(" " if sign.isspace() else sign for sign in line)
    seen = "".join(sign for sign in spaced if not unicodedata.category(sign).startswith("C"))
    bare = OWN_MARK.sub("", EMPHASIS.sub("", BULLET.sub("", seen)))
    tight = LOOSE_SIGN.sub("", " ".join(bare.split()))
    led_in = LEAD_IN.match(tight)
    if led_in is None:
        return tight
    told = tight[led_in.end() :]
    return told[:1].upper() + told[1:]


def _is_sentence(text: str) -> bool:
    if len(text.split()) < FEWEST or not ENDED.search(text) or text[0].islower() or _is_torn(text):
        return False
    return not ABOUT_THE_TASK.match(text)


def _is_torn(text: str) -> bool:
    """Whether a quotation opens or closes outside of the sentence."""
    return text.count('"') % 2 == 1 or text.count("“") != text.count("”")

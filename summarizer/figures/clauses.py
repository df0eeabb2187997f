"""The passage that makes a figure readable by itself: its sentence, cut only where nothing is lost."""

from __future__ import annotations

import re

from summarizer.types import Span

_SOURCE_WORDS = r"(?:[^,;:.!?\"“”]|\.(?=\S)|(?<=\b[A-Z])\.)+"
_LEADING = re.compile(rf"According to {_SOURCE_WORDS},\s+")
_TRAILING = re.compile(rf",\s+according to {_SOURCE_WORDS}(?=[.!?][\"”]?\s*$)")
_SPLIT = re.compile(
    r";\s+|,\s+(?:and|while)\s+(?=(?:the|a|an|about|more|at|some|nearly|roughly|another|\d|[A-Z])\b|\d)"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|rose|fell|grew|said|says|killed|died|fled|remain(?:s|ed)?|"
    r"reached|cost|costs|sold|spent|paid|won|lost|\w{2,}ed)\b"
)
_FRAGILE = re.compile(
    r"\b(?:not|no|nor|never|none|nothing|neither|without|hardly|barely|if|unless|until|whether|provided|except|believed?|"
    r"alleged(?:ly)?|allegations?|claim(?:s|ed)?|reported(?:ly)?|apparent(?:ly)?|suspected|feared|may|might|could|would|"
    r"should|likely|unlikely|possibl[ey]|perhaps|probably|appear(?:s|ed)?|seem(?:s|ed)?|estimated?|estimates?|expected|"
    r"projected|unverified|unconfirmed|disputed?|den(?:y|ies|ied)|false(?:ly)?|but|however|although|though|despite|"
    r"according|only|both|either|so|because|since|which|who|whose|that|said|says|he|she|it|they|this|these|those)\b|n[’']t\b|\?|[\"“”]",
    re.I,
)


_LONGEST = 1500
"""Longer is no sentence but a table or a trap; it is not searched."""
_LEANING = re.compile(r"(?:he|she|it|they|we|his|her|its|their|this|that|these|those|who|which|where|whose)\b", re.I)
_REMARK = re.compile(r"(?:an?|the|one|formerly|now|then)\b[^,]*,", re.I)


def clause_of(text: str, sentence: Span, needed: Span, source: Span | None) -> Span:
    """The part of the sentence that can stand alone and holds `needed` (number, modifier, counted noun).

    A leading or trailing "according to ..." goes where it names `source`, which the figure carries; one half of two
    coordinated clauses goes when the other has its own verb. Nothing is cut when what goes holds a negation,
    a condition, a hedge or a quotation mark, or when what stays leans on it.
    """
    if sentence.end - sentence.start > _LONGEST:
        return sentence
    clause = _without_attribution(text, sentence, needed, source) if source else sentence
    for cut in _SPLIT.finditer(text, clause.start, clause.end):
        if not clause.start < cut.start() < cut.end() < clause.end:
            continue
        left, right = Span(clause.start, cut.start()), Span(cut.end(), clause.end)
        if left.covers(needed) and _can_part(text, left, right):
            return left
        if right.covers(needed) and text[right.start].isupper() and _can_part(text, right, left):
            return right
    return clause


def _without_attribution(text: str, sentence: Span, needed: Span, source: Span) -> Span:
    start, end = sentence.start, sentence.end
    leading = _LEADING.match(text, start, end)
    if leading and leading.end() <= needed.start and Span(*leading.span()).covers(source):
        start = leading.end() if _opens_well(text, leading.end(), needed.start) else start
    rest = text[start:end]
    trailing = _TRAILING.search(rest)
    if trailing and needed.end <= start + trailing.start() <= source.start:
        end = start + trailing.start()
    return Span(start, end)


def _opens_well(text: str, start: int, end: int) -> bool:
    """Whether a sentence can begin here: no pronoun, and no remark on the source ("a professor at ..., the ...")."""
    return not (_LEANING.match(text, start) or (_REMARK.match(text, start, end) and text.find(",", start, end) > 0))


def _can_part(text: str, kept: Span, dropped: Span) -> bool:
    return not any(_FRAGILE.search(part.of(text)) or not _VERB.search(part.of(text)) for part in (kept, dropped))

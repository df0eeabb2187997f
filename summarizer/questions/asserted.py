"""Whether a passage tells its number as a fact: what is denied, doubted or asked answers no question with others.

A number of a question with several answers is shown without its sentence, so that a "not" beside it would be hidden.
The words below are closed classes of denial and doubt; what stands beyond them is seen in the evidence alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

from summarizer.types import Figure
from summarizer.wording import NEGATIONS, tokens

_WHAT_IS_SAID = (
    r"(?:claim|report|allegation|accusation|suggestion|assertion|charge|figure|number|estimate|count|toll|story)s?"
)
_DOUBT = re.compile(
    r"\?|\b(?:if|whether|unless)\b|\b(?:den(?:y|ies|ied|ying|ial)|disput(?:e[sd]?|ing)|refut(?:e[sd]?|ing)|rebut(?:s|ted)?|"
    r"retract(?:s|ed|ing)?|debunk(?:s|ed|ing)?|disprov(?:e[sdn]?|ing)|recant(?:s|ed)?|repudiat\w+|disavow\w*|"
    r"baseless|unfounded|groundless|bogus|fabricat\w+|hoax|rumou?r(?:s|ed)?|untrue|incorrect(?:ly)?|"
    r"inaccurate(?:ly)?|erroneous(?:ly)?|mistaken(?:ly)?|fals(?:e|ely|ehoods?)|wrong(?:ly)?|fake|lies?|lied|lying|"
    r"misreport\w*|misleading|exaggerat\w+|inflated|implausible|doubt(?:s|ed|ful)?|sceptical|skeptical|"
    r"unconfirmed|unverified|unproven|alleg(?:e[sd]?|edly|ing|ations?)|purported(?:ly)?|supposed(?:ly)?|hypothetical(?:ly)?|"
    r"hardly|barely|scarcely)\b|"
    r"\b(?:dismiss|reject|contest|challeng|question|withdr|corrected)\w*(?: \w+){0,2} (?:as\b|that\b|"
    + _WHAT_IS_SAID
    + r"\b)|"
    r"\b" + _WHAT_IS_SAID + r"\b[^.;]{0,80}?\b(?:dismissed|rejected|contested|challenged|withdrawn|called)\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"\b(?:no|not) (?:fewer|less|more|later|only|just|yet)\b|\b(?:not|n['’]t) (?:only|just)\b", re.IGNORECASE
)
""" "No fewer than 40" says how many there were."""
_INSTEAD = re.compile(r",? (?:and )?not (?:the )?(?:\$|€|£)?\d[\d.,]*", re.IGNORECASE)
""" "3,100 posts, not 2,400": it is the later number that is denied."""


BESIDE = 24  # characters before an age in which it is itself denied


def is_asserted(figure: Figure) -> bool:
    """Whether nothing in the figure's passage denies, doubts, asks or supposes."""
    text, span, clause = figure.document.text, figure.span, figure.clause
    if figure.type == "age":  # it stands beside a name; what the sentence denies is another thing
        return _is_plain(text[max(clause.start, span.start - BESIDE) : span.end])
    return _is_plain(f"{text[clause.start : span.end]}{_INSTEAD.sub(' ', text[span.end : max(span.end, clause.end)])}")


@lru_cache(maxsize=4096)  # a story's figures are asked for again with each message about it
def _is_plain(passage: str) -> bool:
    return NEGATIONS.isdisjoint(tokens(_PLAIN.sub(" ", passage))) and _DOUBT.search(passage) is None

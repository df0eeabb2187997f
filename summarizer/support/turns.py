"""Words that turn the sense of what stands beside them, and the marks and words at which a clause ends."""

from __future__ import annotations

import re
from typing import Final

from summarizer.wording import NEGATIONS, denies, tokens

QUALIFIERS: Final = NEGATIONS | frozenset(
    "unless if whether false falsely untrue wrong wrongly fake hoax hardly barely scarcely unconfirmed unproven".split()
)
CLAUSE_BORDER: Final = re.compile(
    r"[,;:.!?()“”\"—–]|\b(?:and|but|while|who|which|when|because|as|after|before|since|though|although|so|where|until)\b",
    re.IGNORECASE,
)
SCARCE: Final = frozenset("few little hardly barely scarcely almost nearly seldom rarely half neither".split())
UNREAL: Final = re.compile(
    r"\b(?:false(?:ly|hoods?)?|untrue|unfounded|baseless|lie|lies|lied|lying|myths?|hoax(?:es)?|fakes?|faked|fabricat\w+|"
    r"fiction\w*|pretend\w*|pretence|invented|debunk\w*|imaginary|satir\w+|hypothe\w+|den(?:y|ies|ied|ying|ials?)|"
    r"disputed|refuted|rebutted|unlike|instead|rather than|"
    r"contrary to)\b|"
    r"^\W*in (?:the|his|her|their|an?|its) (?:\w+ ){0,2}"
    r"(?:novel|film|movie|play|book|series|episode|dream|song|game)\b",
    re.IGNORECASE,
)
"""What is told beside such words is not said to be so."""
CONDITION: Final = re.compile(
    r"\b(?:if|unless|provided(?= that|\s+\w+\s+\w+)|providing|in case|assuming|as long as|so long as|on condition|"
    r"in the event|depend(?:s|ed|ing) on|subject to|pending)\b|^\W*(?:should|were|had)\b(?=[^?]*,)",
    re.IGNORECASE,
)
LESSENING: Final = frozenset(
    "vice deputy former acting ex interim assistant associate would-be self-styled self-proclaimed honorary onetime "
    "erstwhile shadow mock fake aspiring".split()
)
"""Words that make another office or thing of the word behind them."""
BEARING: Final = frozenset(
    "of to from for that against by with without than like unlike about over under into between among toward towards "
    "how whether if not no none never too near beyond before after until since despite except besides".split()
)
"""Words that say how the words next behind them are meant."""


def turns_sense(left_out: str, told: str) -> bool:
    """Whether the words left out of a sentence turn what is told of it, and the telling has no such word itself."""
    missing = QUALIFIERS.intersection(tokens(left_out)) - set(tokens(told))
    unreal = UNREAL.search(left_out) is not None and UNREAL.search(told) is None
    return bool(missing) or unreal or (denies(left_out) and not denies(told))

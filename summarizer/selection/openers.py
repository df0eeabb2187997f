"""Which sentences cannot be read without the one before: those that open with a word that points back."""

from __future__ import annotations

import re
from typing import Final

PRONOUN: Final = (
    r"he|she|it|they|this|that|these|those|his|her|hers|its|their|theirs|him|them|"
    r"(?:both|neither|each|some|most|many|all|none) of (?:them|these|those)"
)
CONNECTIVE: Final = (
    r"such|but|and|or|nor|yet|so|then|thus|hence|therefore|however|still|also|instead|meanwhile|moreover|furthermore|"
    r"besides|nevertheless|nonetheless|otherwise|similarly|likewise|consequently|accordingly|additionally|afterwards?|"
    r"for (?:example|instance)|in (?:addition|contrast|turn|response|return)|on the (?:other hand|contrary)|"
    r"as a (?:result|consequence)|at the same time|after (?:that|this)"
)
SHORT_FORM: Final = (
    r"the (?:latter|former|two|three|duo|pair|couple|trio|others?|move|decision|company|group|incident|man|woman|"
    r"boy|girl|suspect|victim|statement|report|official|spokesman|spokeswoman|spokesperson|comments?|remarks?|announcement)"
)
OPENER: Final = re.compile(rf"\W*(?:{PRONOUN}|{CONNECTIVE}|{SHORT_FORM})\b", re.IGNORECASE)


def hangs(sentence: str) -> bool:
    """Whether a sentence opens with a word that points back, so that it cannot be told without its predecessor."""
    return OPENER.match(sentence) is not None

"""Which sentences cannot be read without the one before: those that open with a word that points back."""

from __future__ import annotations

import re
from typing import Final

PRONOUN: Final = (
    r"he|she|it|they|this|that|these|those|his|her|hers|its|their|theirs|him|them|"
    r"himself|herself|itself|themselves|(?:[\w’'-]+ ){1,3}of (?:them|these|those(?! who\b)|this|that)"
)
DATED: Final = r"(?:year|week|month|season|summer|winter|spring|autumn|fall|morning|afternoon|evening|weekend|century)"
BEHIND_PREPOSITION: Final = (
    r"(?:of|among|amongst|between|amid|beyond|behind|beneath|below|above|besides|alongside|with|without|within|from|by|"
    r"for|in|on|at|to|under|through|during|despite|because of|due to|thanks to|following|given|regarding|about|"
    r"according to|apart from|aside from|in spite of|instead of|as for|unlike|like|except for|after|before|since|until|"
    rf"upon|over|against|into) (?:this(?! {DATED})|that|these|those(?! (?:who|whose|with|in|of)\b)|such|it|them|him|"
    r"her|doing so|so doing|the (?:latter|former))"
)
ANSWERS: Final = (
    r"(?:is|are|was|were|has|have|had|did|does|do|said|says|died|remain(?:s|ed)?|will|would|could|can|may|might|came|"
    r"went|took|told|fled|left|spoke|got|made|gave|got|fell|rose|began|ran|also|then|later|never|still|now|\w+ed)"
)
NUMBER: Final = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+|a dozen)"
COUNTED: Final = (
    rf"(?:each|none|one|{NUMBER}|several|some|many|most|few|half|all|a few|a (?:second|third|fourth))"
    rf"(?= {ANSWERS}\b|,)|"
    r"both (?!the |of |a |an |(?:[\w’'-]+ ){1,3}and\b)[\w’'-]+|(?:neither|either)(?! [^.]*\bn?or\b)|both of|"
    rf"(?:(?:the|{NUMBER}|several|some|many|most|all|an) ?)?(?:others?|another)(?! than\b)"
)
CONNECTIVE: Final = (
    r"such|but|and|or|nor|yet|so|then|thus|hence|therefore|however|still|also|instead|meanwhile|moreover|furthermore|"
    r"besides|nevertheless|nonetheless|otherwise|similarly|likewise|consequently|accordingly|additionally|afterwards?|"
    r"indeed|rather(?! than\b)|conversely|alternatively|subsequently|thereafter|thereby|therein|thereupon|"
    r"elsewhere|namely|even (?:so|then|he|she|they|it|that|this)|as such|not so|not (?:that|this)|here|"
    r"there (?:he|she|it|they|the|too|also),?|(?:since|until|before|by|till) then|"
    r"for (?:example|instance|one thing)|in (?:addition|contrast|turn|response|return|other words)|"
    r"on the (?:other hand|contrary)|if (?:so|not,)|by (?:contrast|comparison)|as a (?:result|consequence)|"
    r"at (?:the same|that|this) (?:time|point|moment|stage)|(?:earlier|later) (?:that|the same)|"
    r"(?:soon|shortly|long|immediately) (?:after|before)(?:wards?)?(?=,| (?:he|she|it|they)\b)|"
    r"(?:on |at |in )?the (?:same|next|following|previous) "
    r"(?:day|week|month|year|morning|afternoon|evening|night|time|hour)|"
    rf"(?:a|an|one|{NUMBER}|several|some) (?:days?|weeks?|months?|years?|hours?|minutes?|moments?) "
    r"(?:later|earlier|before|after)(?=,| (?:he|she|it|they|the)\b)"
)
SHORT_FORM: Final = (
    r"the (?:latter|former|two|three|duo|pair|couple|trio|others?|move|decision|company|group|incident|man|woman|"
    r"boy|girl|suspect|victim|statement|report|official|spokesman|spokeswoman|spokesperson|comments?|remarks?|announcement)"
)
OPENER: Final = re.compile(
    rf"\W*(?:{PRONOUN}|{BEHIND_PREPOSITION}|{COUNTED}|{CONNECTIVE}|{SHORT_FORM})\b", re.IGNORECASE
)


def hangs(sentence: str) -> bool:
    """Whether a sentence opens with a word that points back, so that it cannot be told without its predecessor."""
    return OPENER.match(sentence) is not None

"""What befell those who are counted: killed, injured, missing ...; classes that are never set against each other."""

from __future__ import annotations

import re
from typing import Literal

Fate = Literal[
    "killed", "injured", "missing", "displaced", "evacuated", "arrested", "rescued", "infected", "hospitalised",
    "charged", "found", "gathered",
]  # fmt: skip

_FATES: dict[Fate, str] = {
    "killed": r"kill(?:s|ed|ing)?|d(?:ie[ds]?|ying|ead)|deaths?|fatal(?:ly|ity|ities)|slain|murder(?:s|ed)?|"
    r"perish(?:ed)?|execut(?:ed|ions?)|massacred?|lost their lives|claimed|drown(?:ed)?|assassinated|beheaded",
    "injured": r"injur(?:ed|ies|y|ing)|wound(?:ed|s|ing)?|hurt",
    "missing": r"missing|unaccounted|disappeared",
    "displaced": r"displac(?:ed|ing)|homeless|fled|flee(?:ing)?|uprooted|refugees",
    "evacuated": r"evacuat(?:ed|ing|ions?|ees)",
    "arrested": r"arrest(?:s|ed|ing)?|detain(?:ed|ees)?|detentions?|jailed|custody|rounded up",
    "rescued": r"rescu(?:ed?|ing)|saved|freed|released|survivors|survived",
    "infected": r"infect(?:ed|ions?)|cases|diagnosed|sickened|fell ill|ill",
    "hospitalised": r"hospitali[sz](?:ed|ations?)|hospitals?|treated",
    "charged": r"charged|indicted|convicted|sentenced|accused",
    "found": r"bod(?:y|ies)|corpses|remains",
    "gathered": r"march(?:ed|ers|ing)?|protesters|protested|rall(?:y|ied)|demonstrat(?:ors|ed)|crowds?|"
    r"attend(?:ed|ance)|turned out|gathered|onlookers|bystanders|spectators",
}  # fmt: skip
_FATE = re.compile(rf"\b(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _FATES.items())})\b", re.IGNORECASE)
ANYBODY = frozenset(
    """people person persons victim victims dead death deaths fatality fatalities casualty casualties others individual
    individuals killed injured wounded missing lives life toll body bodies human humans beings injuries hurt died total
    number""".split()
)
"""Words for those who are counted that set nobody apart from the others."""


def fates_of(*places: str) -> frozenset[str]:
    """The fates that the first of the passages names which names any."""
    for words in places:
        if found := frozenset(match.lastgroup for match in _FATE.finditer(words) if match.lastgroup):
            return found
    return frozenset()

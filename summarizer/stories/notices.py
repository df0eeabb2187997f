"""What a site says of itself where an article should stand: an archive's notice, a wall for cookies, an error page."""

from __future__ import annotations

import re
from typing import Final

LONGEST = 150
"""Words; a longer text has something else to say as well."""
FEWEST = 2
"""Different phrases of this sort: one stands below many an article."""
OF_SITES: Final = re.compile(
    r"\b(?:cookies?|javascript|your (?:web )?browser|captcha|access denied|page not found|404|try again later|"
    r"could not be loaded|(?:is|are) not available|broken links?|redirected|"
    r"(?:log|sign) (?:in|up)|your account|free trial|subscribe|subscriptions?|newsletters?|e-?mail address|"
    r"privacy policy|terms of (?:use|service)|all rights reserved|non-commercial use|reprints?|"
    r"click here|learn more|more information|third-party applications|"
    r"(?:add|turn on|turn off|delete|share) (?:a |your )?location|location (?:history|information)|"
    r"your (?:tweets?|posts?)|"
    r"crawl(?:s|ed|ing)?|archived? pages|internet archive|wayback|web (?:captures?|collections?|archives?))\b",
    re.IGNORECASE,
)
TOLD: Final = re.compile(
    r"\b(?:said|says|told|announced|reported|according to|accused|denied|sued|ruled|found that)\b", re.IGNORECASE
)


def is_notice(text: str) -> bool:
    """Whether a short text is what a site says of itself or asks of its reader, and tells of nothing.

    A text in which somebody says, announces or denies something is news, of cookies too.
    """
    if len(text.split(None, LONGEST)) > LONGEST or TOLD.search(text):
        return False
    return len({found.group().casefold() for found in OF_SITES.finditer(text)}) >= FEWEST

"""The role that stands around a name: "campaign manager Robby Mook", "Robby Mook, Clinton’s campaign manager, ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from summarizer.statements.name_words import DEPARTMENTS, HONORIFICS, OFFICES
from summarizer.statements.names import WORD, dissect
from summarizer.statements.namings import DATES, OPENERS, POSSESSIVE, REAL_OFFICES, Naming
from summarizer.statements.offices import apposed_role
from summarizer.statements.tokens import TITLES

SHORT: Final = rf"\b(?:{'|'.join(TITLES)}|Ft|U\.[SKN]|[A-Z]|[DRI]-[A-Z][a-z]+)\."
APPOSED: Final = re.compile(
    rf"(?:\s\([^()\n]{{1,30}}\))?,\s(?=(?P<role>(?:{SHORT}|[^,;:.!?()“”\"\n]|\.(?=\w)){{2,110}})(?:[,;.\n]|$))"
)
PLACE: Final = r"[A-Z]\w+(?:\s[A-Z]\w+)?"
ASIDE: Final = rf",\s(?:the|an?|[\w-]+[’']s)\s(?:{SHORT}|[^,;.!?()“”\"\n]){{2,110}}(?:,\s{PLACE})?"
BETWEEN: Final = re.compile(rf"(?:\sof\s{PLACE})?(?:\s\([^()\n]{{1,30}}\))?(?:,\s\d\d)?(?:{ASIDE})?,?\s*(?:[—–-]+\s*)?")
"""What may stand between a name and the "who" that means it."""
BEFORE: Final = re.compile(r"[^\s,;:()“”\"—–]+[ \u00a0]{1,2}$")
MODIFIERS: Final = DEPARTMENTS | frozenset(
    """former presidential vice senior longtime long-time campaign press deputy national foreign state federal associate
    assistant acting top chief communications political house gubernatorial congressional senate party policy
    legislative executive prime veteran conservative liberal independent presumptive interim junior""".split()
)
FITTING: Final = OFFICES | MODIFIERS | HONORIFICS | {"of", "for"}
VERBS: Final = frozenset("said says told is was are were has had will would".split())
LONGEST_TITLE: Final = 9  # words before a name
LONGEST_WORD: Final = 40


def roles_around(text: str, naming: Naming) -> Iterator[str]:
    """The roles that a text states right before and right behind a name, verbatim; at most one of each."""
    before = _office_before(text, naming)
    if before:
        yield before
    apposed = APPOSED.match(text, naming.span.end)
    role = apposed_role(WORD.findall(apposed["role"].rstrip())) if apposed else None
    if role and VERBS.isdisjoint(role.lower().split()):
        yield role


def _office_before(text: str, naming: Naming) -> str | None:
    stretch = text[_office_start(text, naming.span.start) : naming.span.end].split()
    while stretch and stretch[0].lower() in OPENERS:
        stretch = stretch[1:]
    anatomy = dissect(" ".join(stretch))
    role = anatomy.role if anatomy.sort == "named" and anatomy.name == naming.name else None
    told = role is not None and (role.split()[-1].lower() in REAL_OFFICES or " of " in role or " for " in role)
    return role if role and told and apposed_role(role.split()) else None


def _office_start(text: str, start: int) -> int:
    """Where the capitalised and office words in front of a name begin."""
    for _ in range(LONGEST_TITLE):
        found = BEFORE.search(text, max(0, start - LONGEST_WORD), start)
        word = found.group().strip() if found else ""
        low = POSSESSIVE.sub("", word).lower()
        fits = word[:1].isupper() or low in FITTING
        if found is None or not fits or low in DATES or (word.endswith(".") and not _is_abbreviation(word)):
            break
        start = found.start()
    return start


def _is_abbreviation(word: str) -> bool:
    return word.rstrip(".") in TITLES or word.lower() in OFFICES or re.fullmatch(r"(?:\w\.)+", word) is not None

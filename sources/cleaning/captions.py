"""Captions and credits of pictures, told by the agency or the photographer that they name."""

from __future__ import annotations

import re

LONGEST = 600
AGENCY = (
    r"(?:AP|AFP|Reuters|REUTERS|EPA(?:-EFE)?|Getty(?: Images)?|Shutterstock|Bloomberg|Xinhua|TASS|Sputnik|Anadolu|UPI|"
    r"ANSA|dpa|Alamy|Zuma|ZUMA|Sipa|SIPA|Ukrinform|NurPhoto|iStock|Maxar(?: Technologies)?|Press Association)"
)
PICTURE = (
    r"(?:[Pp]hoto(?:graph)?s?|PHOTOS?|[Ii]mages?|IMAGES?|[Pp]ictures?|[Vv]ideo|[Ss]creenshot|[Hh]andout|[Pp]ool|POOL)"
)
CREDIT = (
    rf"(?:\b{AGENCY} ?/|/ ?{AGENCY}\b|\b[Vv]ia {AGENCY}\b|\b{AGENCY},? {PICTURE}\b|\b{PICTURE},? {AGENCY}\b|"
    rf"/ ?{PICTURE}\b|\b{PICTURE} ?/|\b{PICTURE} (?:by|credit|courtesy)\b|\b[Cc]ourtesy (?:of|photo)\b|Getty Images|"
    rf"^(?:Photo|Image|Credit|Picture|Screenshot)s?:)"
)

IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,120})[)\]]\s*$")
AFTER_STOP = re.compile(
    rf"[.!?\"”]\s+((?:Photo(?:graph)?|Image|Picture)s?(?: credit| by)?: [^.!?]{{2,80}}|"
    rf"{AGENCY}(?: Photo)? ?/[^.!?]{{2,80}})$"
)
LABELLED = re.compile(
    r"(?:WARNING: )?GRAPHIC (?:IMAGES?|CONTENT|PHOTOS?|VIDEO|FOOTAGE)\b|FILE(?: PHOTO)?(?: ?[-–—]|:) |"
    r"(?:PHOTO|IMAGE|CAPTION|Photo|Image|Caption|Photograph|Picture)(?: (?:credit|source|by|caption))?[:,] |"
    r"(?:Photo|Image|Picture) (?:credit|source|courtesy|by) |Image caption\b"
)
CREDIT_ALONE = re.compile(
    rf"[^.!?\"“”]*(?:/ ?{AGENCY}|\bvia {AGENCY}|{AGENCY} ?(?:/|Photo\b|Images\b))[^.!?\"“”]*|Getty Images"
)
HAS_CREDIT = re.compile(CREDIT)


def is_caption(line: str) -> bool:
    """Whether the whole paragraph is a picture's caption or credit. Paragraphs over 600 characters never are."""
    if len(line) > LONGEST:
        return False
    bracketed = IN_BRACKETS.search(line)
    if bracketed and HAS_CREDIT.search(bracketed[1]):
        return True
    alone = len(line) <= 120 and CREDIT_ALONE.fullmatch(line) is not None
    return alone or LABELLED.match(line) is not None or AFTER_STOP.search(line) is not None

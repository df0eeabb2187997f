"""Whether a number is told as a fact, or as what is expected, was before, is denied, or is allowed at most."""

from __future__ import annotations

import re
from typing import Literal

Mood = Literal["fact", "outlook", "before", "denied", "allowed"]

VERB_END = re.compile(r",|\s(?:and|but|which|that|who)\s")


_BEFORE = re.compile(
    r"\b(?:compared (?:with|to)|up from|down from|(?:rose|fell|grew|dropped|increased|declined|decreased|rise|raised|"
    r"cut|reduced|slashed|climbed|jumped|went|gone|increase|drop|fall|changed|moved)\b[^,.;]{0,30}? from|versus|"
    r"earlier (?:reports?|estimates?|tolls?|counts?)(?: of)?|previous(?:ly)?(?: \w+){0,3}|"
    r"(?:more|less|fewer|higher|lower|larger|rather) than the|instead of)\s(?:\w+ ){0,2}$",
    re.IGNORECASE,
)
_BEFORE_AFTER = re.compile(
    r"^[^,.;]{0,40}?\b(?:(?:a|one|two) (?:year|month|week|decade)s? (?:earlier|ago|before)|last (?:year|month|season)|"
    r"(?:the )?(?:previous|prior) (?:year|month|week|day|season|quarter)|previously|a year-ago)\b",
    re.IGNORECASE,
)
_OUTLOOK = re.compile(
    r"\b(?:would(?! say)|could|may|might|if|expect(?:s|ed|ing)?|forecasts?|predict(?:s|ed|ing)?|(?:target|goal) of|"
    r"aim(?:s|ed|ing)?|hop(?:es?|ed|ing)|plan(?:s|ned|ning)?|project(?:s|ed)|projections?|risk|should|"
    r"propos(?:es?|ed|al|ing)|seek(?:s|ing)?|sought|wants?|request(?:s|ed)?|demand(?:s|ed|ing)?|will|until|unless|threaten(?:s|ed)?|fear(?:s|ed)?|potential(?:ly)?|"
    r"polls?|surveys?|needed|requires?|required)\b|['’](?:ll|d)\b|\bat risk\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:not|no|never|without|neither|nor|den(?:y|ies|ied)|false(?:ly)?|untrue|wrong(?:ly)?|fake|disput(?:e|es|ed))\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
_ALLOWED = re.compile(
    r"\b(?:(?:licen[cs]ed|permit(?:ted|s)?|allowed|authori[sz]ed|certified|rated|designed|limited|room|beds|seats|space|"
    r"berths) (?:to|for)\b|(?:may|must|can)(?:not| not) exceed\b|can (?:carry|hold|seat|take|accommodate)\b)"
    r"[^\d,;:(]{0,40}$|"
    r"\b(?:licen[cs]e|permit|limit|capacity|maximum|threshold|ceiling|quota|cap)\s(?:\w+ ){0,3}$|"
    r"\bseats\s(?:(?:about|around|some|only|up to) )?$",
    re.IGNORECASE,
)
_ALLOWED_AFTER = re.compile(
    r"^[ -](?:\w+[ -]){0,2}(?:limit|capacity|threshold|ceiling|cap|quota|maximum)\b", re.IGNORECASE
)


def mood_of(left: str, right: str, after: str) -> Mood:
    """How a number is meant, by the words before it, behind it in its part of the sentence, and next behind it."""
    if _BEFORE.search(left) or _BEFORE_AFTER.match(after):
        return "before"
    if _ALLOWED.search(left) or _ALLOWED_AFTER.match(right):
        return "allowed"
    if _DENIED.search(left):
        return "denied"
    return "outlook" if _OUTLOOK.search(left) or _OUTLOOK.search(VERB_END.split(right)[0]) else "fact"

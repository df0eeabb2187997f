"""Where a sentence says when: days, months, years, and stretches of time, with the preposition before them."""

from __future__ import annotations

import re
from typing import Final

from summarizer.types import Span

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.)"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_SEASON = r"(?:spring|summer|fall|autumn|winter)"
_UNIT = (
    r"(?:second|minute|hour|day|night|week|weekend|fortnight|month|quarter|year|decade|century|season|summer|winter)"
)
_UNITS = r"(?:seconds|minutes|hours|days|nights|weeks|weekends|months|quarters|years|decades|centuries|seasons)"
_NUMBER = (
    r"(?:\d[\d.,]*|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|"
    r"several|few|a few|many|couple of|a couple of|half a)"
)
_PART = r"(?:early|late|mid|earlier|later|the (?:end|start|beginning|middle|first half|second half|rest|eve) of)"
_QUARTER = r"(?:the )?(?:first|second|third|fourth|final|last) (?:quarter|half|months?)"
_DATE = (
    rf"(?:{_DAY},? )?(?:the \d\d?(?:st|nd|rd|th)? of )?(?:\d\d? )?{_MONTH}(?: \d\d?(?:st|nd|rd|th)?\b(?! ?(?:percent|%)))?"
    rf"(?:,? {_YEAR}\b)?"
)
_NAMED_DAY = (
    r"(?:Christmas(?: Eve| Day)?|Easter(?: Sunday)?|Thanksgiving|New Year[’']s (?:Eve|Day)|Halloween|Ramadan|Labor Day|"
    r"Memorial Day|Independence Day|Valentine[’']s Day|Election Day|Super Tuesday|Black Friday)"
)
_WHEN = (
    rf"(?:{_DATE}|{_DAY}(?: (?:morning|afternoon|evening|night))?|{_NAMED_DAY}|(?:fiscal(?: year)? )?{_YEAR}s?\b(?:[-–]\d\d(?:\d\d)?\b)?|"
    rf"the (?:early |late |mid-?)?(?:{_YEAR}s|\d0s)|[’']\d0s|"
    rf"(?:[Ll]ast|[Nn]ext|[Tt]his|[Tt]hat|the (?:previous|following|same|past|last|next|coming|current)) "
    rf"(?:{_DAY}|{_MONTH}|{_SEASON}|{_UNIT}|morning|afternoon|evening)\b(?:[’']s\b)?(?: {_YEAR})?|"
    rf"{_SEASON} (?:of )?{_YEAR}|[Yy]esterday|[Tt]oday|[Tt]omorrow|[Tt]onight|midnight|noon|then|now|dawn|dusk)"
)
_PREPOSITION = (
    r"(?:[Oo]n|[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Tt]ill|[Bb]efore|[Aa]fter|[Dd]uring|[Tt]hrough(?:out)?|[Aa]s of|[Aa]s early as|"
    r"[Aa]t|[Ww]ithin|[Oo]ver|[Ee]arl(?:y|ier)|[Ll]ate[r]?|[Ff]or|[Ss]o far)"
)
_STRETCH = (
    rf"(?:[Oo]ver|[Ii]n|[Dd]uring|[Ff]or|[Ww]ithin|[Tt]hroughout|[Aa]t|[Ss]ince) (?:just |only |about |around )?(?:the )?"
    rf"(?:(?:last|past|next|first|coming|following|previous|final|recent|same|opening|early|late) )"
    rf"(?:(?:{_NUMBER})(?:[ -](?:{_NUMBER}))? )?(?:{_UNITS}|{_UNIT})\b(?: of {_WHEN})?"
)
_BACK = rf"(?:(?:[Aa]bout|[Mm]ore than|[Nn]early|[Jj]ust|[Ll]ess than|[Oo]ver|[Aa]lmost) )?(?:{_NUMBER})(?: and a half)? (?:{_UNITS}|{_UNIT}) (?:ago|earlier|later)\b"
_RANGE = rf"(?:between|from) {_WHEN} (?:and|to|until|through) {_WHEN}"
_TIME: Final = re.compile(
    rf"\b(?:{_RANGE}|{_STRETCH}|{_BACK}|"
    rf"(?:{_PREPOSITION} )?(?:{_PREPOSITION} )?(?:{_PART} )?(?:{_QUARTER} of )?(?:in |on )?{_WHEN}"
    rf"|[Ii]n {_QUARTER}|[Oo]vernight|[Ss]o far(?: this {_UNIT})?|[Ee]arlier (?:in the|this) {_UNIT}|[Ll]ater (?:in the|this) {_UNIT}"
    rf"|[Aa]t the (?:end|start|beginning) of the {_UNIT}|[Aa]t the time|[Ii]n {_QUARTER}|[Ii]n (?:a|one) (?:single )?(?:{_UNIT}))(?![\w-])"
)
_CUE: Final = re.compile(
    rf"{_DAY}|{_MONTH}|{_YEAR}|\d0s|\b(?:ago|earlier|later|yesterday|today|tomorrow|tonight|overnight|midnight|noon|dawn|dusk|then|now|last|"
    r"past|next|this|that|previous|following|first|coming|recent|final|same|third|second|fourth|so far|the time|single|one|"
    r"Christmas|Easter|Thanksgiving|New|Halloween|Ramadan|Labor|Memorial|Independence|Valentine|Election|Super|Black|spring|"
    r"end|start|beginning|a)\b",
    re.IGNORECASE,
)
# Alone these say nothing of when, or are something else.
_EMPTY: Final = frozenset("then now may march".split())
_BARE: Final = re.compile(rf"(?:{_YEAR}s?|{_MONTH}|(?:fiscal )?{_YEAR}[-–]\d+)")
_DATED: Final = re.compile(rf"{_MONTH}|{_YEAR}|{_DAY}")
_OWNED: Final = re.compile(r"(?:\bthe|\ba|\bthis|\bhis|\bher|\btheir|[’']s?)\s$")
_NOUN_BEHIND: Final = re.compile(r"\s[a-z]|[’']s\b|\s[A-Z]|-")
_APART: Final = re.compile(r"(?:,|\(|\n)\s?$|^$")


def times_in(text: str, sentence: Span) -> tuple[Span, ...]:
    """Every statement of time in the sentence, in order, each with its preposition."""
    if not _CUE.search(text, sentence.start, sentence.end):
        return ()
    found = _TIME.finditer(text, sentence.start, sentence.end)
    return tuple(Span(*match.span()) for match in found if _says_when(text, match, sentence))


def _says_when(text: str, match: re.Match[str], sentence: Span) -> bool:
    """A year or month without a preposition mostly describes a noun: "the 2013 shutdown", "the October report"."""
    written = match.group()
    if written.lower() in _EMPTY or text[match.start() - 1 : match.start()] in ("-", "–", "$", "€", "£", "[", "."):
        return False
    if _DATED.match(written) and _OWNED.search(text[max(sentence.start, match.start() - 8) : match.start()]):
        return not _NOUN_BEHIND.match(text, match.end(), sentence.end)
    if not _BARE.fullmatch(written):
        return True
    apart = _APART.search(text[max(sentence.start, match.start() - 3) : match.start()])
    return apart is not None and not _NOUN_BEHIND.match(text, match.end(), sentence.end)

"""Where a sentence says when: days, months, years, and stretches of time, with the preposition before them."""

from __future__ import annotations

import re
from typing import Final

from summarizer.types import Span


def _either(words: str) -> str:
    """Any of the words, written small or with a capital letter; "_" parts the words of one."""
    options = (word.replace("_", " ") for word in words.split())
    return "(?:" + "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in options) + ")"


_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.)"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_SEASON = r"(?:spring|summer|fall|autumn|winter)"
_UNIT = (
    r"(?:(?:fiscal|calendar|school|academic|tax|financial) )?"
    r"(?:seconds?|minutes?|hours?|days?|nights?|weekends?|weeks?|fortnight|months?|quarters?|years?|decades?|century|"
    r"centuries|seasons?|summer|winter)"
)
_NUMBER = (
    r"(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|"
    r"several|many|half an?|a few|few|(?:a )?couple of|an?)"
)
_PART = (
    rf"(?:{_either('early late mid earlier later')}|"
    r"the (?:end|start|beginning|middle|(?:first|second) half|rest|eve) of)"
)
_QUARTER = r"(?:the )?(?:first|second|third|fourth|final|last) (?:quarter|half|months?)"
_OF_MONTH = r"\d\d?(?:st|nd|rd|th)?\b"
_DATE = (
    rf"(?:{_DAY},? )?(?:the {_OF_MONTH} of )?(?:\d\d? )?{_MONTH}(?: {_OF_MONTH}(?! ?(?:percent|%)))?(?:,? {_YEAR}\b)?"
)
_NAMED_DAY = (
    r"(?:Christmas(?: Eve| Day)?|Easter(?: Sunday)?|Thanksgiving|New Year[’']s (?:Eve|Day)|Halloween|Ramadan|Labor Day|"
    r"Memorial Day|Independence Day|Valentine[’']s Day|Election Day|Super Tuesday|Black Friday)"
)
_YEARS = rf"(?:fiscal(?: year)? )?{_YEAR}s?\b(?:[-–]\d\d(?:\d\d)?\b)?"
_WHICH = rf"(?:{_either('last next this that')}|the (?:previous|following|same|past|last|next|coming|current))"
_WHEN = (
    rf"(?:{_DATE}|{_DAY}(?: (?:morning|afternoon|evening|night))?|{_NAMED_DAY}|{_YEARS}|"
    rf"the (?:early |late |mid-?)?(?:{_YEAR}s|\d0s)|[’']\d0s|"
    rf"{_WHICH} (?:{_DAY}|{_MONTH}|{_SEASON}|{_UNIT}|morning|afternoon|evening)\b(?:[’']s\b)?(?: {_YEAR})?|"
    rf"{_SEASON} (?:of )?{_YEAR}|{_either('yesterday today tomorrow tonight')}|midnight|noon|then|now|dawn|dusk)"
)
_PREPOSITION = _either(
    """on in since by until till before after during throughout through as_of as_early_as at within over early earlier
    later late for so_far"""
)
_RECENT = r"(?:last|past|next|first|coming|following|previous|final|recent|same|opening|early|late)"
_STRETCH = (
    rf"{_either('over in during for within throughout at since')} (?:just |only |about |around )?(?:the )?{_RECENT} "
    rf"(?:{_NUMBER}(?:[ -]{_NUMBER})? )?{_UNIT}\b(?: of {_WHEN})?"
)
_BACK = (
    rf"(?:{_either('about more_than nearly just less_than over almost')} )?{_NUMBER}(?: and a half)? {_UNIT} "
    r"(?:ago|earlier|later)\b"
)
_RANGE = rf"(?:between|from) {_WHEN} (?:and|to|until|through) {_WHEN}"
_PLAIN = rf"(?:{_PREPOSITION} ){{0,2}}(?:{_PART} )?(?:{_QUARTER} of )?(?:in |on )?{_WHEN}"
_LOOSE = (
    rf"[Ii]n {_QUARTER}|[Oo]vernight|[Ss]o far(?: this {_UNIT})?|{_either('earlier later')} (?:in the|this) {_UNIT}|"
    rf"[Aa]t the (?:end|start|beginning) of the {_UNIT}|[Aa]t the time|"
    rf"[Ii]n one (?:single )?{_UNIT}|[Ii]n a single {_UNIT}"
)
_TIME: Final = re.compile(rf"\b(?:{_RANGE}|{_STRETCH}|{_BACK}|{_PLAIN}|{_LOOSE})(?![\w-])")
# Alone these say nothing of when, or are something else.
_EMPTY: Final = frozenset("then now may march".split())
_BARE: Final = re.compile(rf"(?:{_YEAR}s?|{_MONTH}|(?:fiscal )?{_YEAR}[-–]\d+)")
_DATED: Final = re.compile(rf"{_MONTH}|{_YEAR}|{_DAY}")
_OWNED: Final = re.compile(r"(?:\bthe|\ba|\bthis|\bhis|\bher|\btheir|[’']s?)\s$")
_NOUN_BEHIND: Final = re.compile(r"\s[a-z]|[’']s\b|\s[A-Z]|-")
_APART: Final = re.compile(r"(?:,|\(|\n)\s?$|^$")


def times_in(text: str, sentence: Span) -> tuple[Span, ...]:
    """Every statement of time in the sentence, in order, each with its preposition."""
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

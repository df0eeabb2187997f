"""Where a text writes numbers that name or place something: dates, clock times, codes, addresses, list marks."""

from __future__ import annotations

import re

from summarizer.figures.quantities.numbers import SMALL, either

_WORDS = list(SMALL)
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)|May|June?\.?|July?\.?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d\b"
_DASH = r"\s?[-–—]\s?"
_NUMBER = rf"(?:\d+[A-Za-z]?|(?i:{either(_WORDS[1:])})|[IVX]+)\b"
_MEASURED = (
    r"(?! (?:percent|per cent|million|billion|people|years|points|times|days|hours|months|weeks|minutes|miles)\b)"
)
_CAPITAL_NAMED = (
    *"""
    Route Highway Interstate Flight Section Article Chapter Title Rule Proposition Prop Amendment District Precinct
    Room Channel Page Pages Volume Vol Phase Level Stage Type Grade Category Class Group Tier Act Part Episode
    Season Round Game Lane Exit Gate Pier Platform Terminal Runway Unit Table Figure Appendix Question Measure Issue
    Line Formula Apollo Area Studio Fortune Ward Zone Sector Block Floor Step Day Week Year Mark Model Resolution
    Bill Number No Nos Local Lot Suite Apartment Apt Box Division Psalm Verse Version Top Big Final Sweet Elite
    Power Agenda Vision Windows iPhone Galaxy Boeing Airbus Radio BBC ITV Form Schedule Exhibit Camp Expedition Falcon
    Soyuz Gemini Voyager Chromosome Category Rd Band Session Count Seat Row Court Courtroom Sector Plan Pad
    """.split(),
    "Super Bowl",
    "World War",
    "Air Force",
    "Gang of",
    "Group of",
)
_LOWER_NAMED = (
    "page pages section chapter article flight route highway channel room rule grade phase level stage category tier "
    "type paragraph line lines size sizes volume volumes part act verse episode season round "
    "apartment suite gate exit platform runway no nos number "
    "numbers version step interstate precinct district ward item count counts question issue lane"
).split()
_INDICES = (*"S&P FTSE Nasdaq NASDAQ DAX CAC Nikkei Stoxx STOXX Russell TSX ASX".split(), "Hang Seng")
_STREETS = "Street St Avenue Ave Road Rd Boulevard Blvd Drive Lane Way Square".split()

_MONTH_DAY = (
    rf"\b{_MONTH}(?:\s|(?<=\.)){_DAY}"
    rf"(?:{_DASH}(?:{_MONTH}\s)?{_DAY}|(?:,| and| or| to| through) {_DAY}(?=[,.;]| (?!\w)| and \d))*"
    rf"(?:,? {_YEAR})?(?!,\d{{3}})(?![\d%])"
)
_HOUR = (
    rf"\b\d{{1,2}}(?:[:.]\d\d)?(?:{_DASH}\d{{1,2}}(?:[:.]\d\d)?| (?:and|to|or) \d{{1,2}})?\s?"
    r"(?:[ap]\.?\s?m\b|[AP]\.?M\b|o['’]clock\b|hours GMT|GMT|[CE]S?T\b)"
)
_LOWER_NAME = (
    rf"\b{either(_LOWER_NAMED)}\.? #?(?:\d+[A-Za-z]?|{either(_WORDS[1:])})\b"
    r"(?![,.]\d|[ -][a-z]+s\b|[ -](?:percent|million|people)\b)"
)
_DATES = (
    _MONTH_DAY,
    rf"\b{_DAY}(?:{_DASH}{_DAY}| (?:and|to|&) {_DAY})?(?: of)? {_MONTH}(?![a-z])(?:,? {_YEAR})?",
    rf"\b{_MONTH},? (?:{_DAY},? )?{_YEAR}",
    r"\b\d{1,4}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{4}-\d\d(?:-\d\d)?\b",
    r"(?<!\d )\b\d{1,2}/\d\d\b(?! (?:of|inch|mile|in)\b)|\b(?:9/11|24/7|7/7|20/20|50[/-]50)\b",
    rf"\b(?:1[5-9]|20)\d\d{_DASH}(?:{_YEAR}|\d\d\b)|['’]\d\ds?\b(?!\s?%)|\b(?:AD )?\d{{1,4}} (?:AD|BC|BCE|CE)\b",
)
_CLOCK = (
    r"\b[Aa]t \d{1,2}(?=,? (?:tonight|tomorrow|sharp|(?:this|every|each|in the) (?:morning|afternoon|evening)))",
    r"\b[Aa]t \d{1,2}(?= on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)",
    r"\b\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?\b",
    _HOUR,
    rf"\b{either(_WORDS[1:13])} (?:o['’]clock|[ap]\.m\b)",
)
_CODES = (
    r"<[^<>\n]{1,400}>|\d{10,}",
    r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{0,64}@[\w.]+|(?<![\w-])[\w-]{1,64}\.(?:com|org|net|gov|edu|co\.uk)\b\S*",
    r"(?:\+?1[-. ])?\(?\b\d{3}\)?[-. ]{1,2}\d{3}[-. ]\d{4}\b|\b\d{3}-\d{4}\b|\b1-8\d\d-[\w-]+",
    r"\+\d[\d ().-]{7,20}\d|\bpp?\. ?\d+|\b(?:Caption|Photo|Image|Slide|Picture) \d+ of \d+",
    r"\b[A-Za-z]{3,} 101\b(?! [a-z]+s\b)",
    r"\(?\b\d{3}\)?[-. ]\d{3}-[A-Z]{4}\b(?: ?\(\d{4}\))?|\b0\d{3,4} \d{3} ?\d{3,4}\b",
    r"(?<!\w)\.\d{2,3}[- ](?:cal\b|calib\w+|[Mm]agnum)",
    r"\b\d{2,4}(?: \d{2}){3,6}\b|\b[Ee]xt(?:ension|\.)? ?\d{1,6}\b",
    r"\b\d[\d,.]{0,12}[kKmM]? (?:views|comments|shares|likes|retweets|replies|followers on \w+)\b(?=\s*(?:$|\n|[|•·]))",
    r"(?<=\w )\(\d{1,2}\)(?=[.,;:]?(?:\s|$))",
    r"\b(?:[Cc]all(?:ed|ing|s)?|[Dd]ial(?:ed|ing|s)?|phone[ds]?) \d{3}\b|\b911\b",
    r"(?<![\w$.])(?:\d*(?:(?<!1)1st|(?<!1)2nd|(?<!1)3rd|[04-9]th|1[1-3]th)|\d+s)\b|\b\d+\([a-z0-9]\)(?:\(\d\))?|[#№]\s?\d+",
    rf"\b\d{{1,5}} (?:[A-Z][\w.]+ ){{1,3}}{either(_STREETS)}\b|\b\d{{1,5}} block of\b",
)
_NAMES = (
    rf"\b{either(_CAPITAL_NAMED)}\.? #?{_NUMBER}(?![,.]\d){_MEASURED}",
    _LOWER_NAME,
    rf"\b{either(_INDICES)}[ -]?\d+\b",
)
_LISTS = (
    r"(?:(?<=[.!?:”\"'’] )|(?<=\d\. ))\(?\d{1,2}[.)](?=[ \t]+[A-Z“\"'\d]|[ \t]+[a-z\u00df-\u024f]+ [a-z])",
    r"(?m:^\s*(?:\(?\d{1,2}[.)]|\[\d+\])(?=[ \t]+\S))|\[\d+\]|(?<=\s)\(?\d{1,2}\)(?= [A-Z])",
    rf"\b(?:[Tt]op|[Ff]inal|[Bb]ottom|[Tt]ake) {either(_WORDS[1:13])}\b(?! [a-z]+s\b|[ -](?:percent|per|million))",
    rf"\b(?:[Dd]ay|[Ww]eek) (?:\d{{1,3}}|{either(_WORDS[1:])})(?= of\b|[.,;:])",
    rf"\ban? [\w-]+ or {either(['one', 'two', 'three'])}\b(?! (?!by\b|of\b|to\b|in\b|and\b|from\b|at\b)[a-z])",
    r"\b(?:[Ff]ront|[Bb]ack) nine\b",
    rf"\b(?:[Ff]irst|[Ll]ast|[Nn]ext) {either(['one', 'two'])}\b(?! [a-z])",
)
_IDIOMS = (
    rf"\b{either(_WORDS[1:])}-(?:party|state|way|fold|sided|faced|handed|edged|dimensional|pronged|time|on-{_NUMBER})\b",
    r"\b(?:square|back to|day|ground|plan|phase|take|on|at|by|numero) one\b(?! (?:\w+s|percent|million))",
)

NAMED_NUMBER = re.compile("|".join((*_CODES, *_DATES, *_CLOCK, *_NAMES, *_LISTS, *_IDIOMS)))
"""Matches whatever holds a number that is no figure, number and context together."""

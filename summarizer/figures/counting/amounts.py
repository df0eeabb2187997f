"""What a share, a sum of money or a measure is of, by the words around it."""

from __future__ import annotations

import re

from summarizer.figures.counting.postmodifiers import with_which
from summarizer.figures.counting.subjects import lasting, object_before, subject_before
from summarizer.figures.grammar.noun_phrases import after_link, bare_start, counted_phrase, phrase_before
from summarizer.figures.grammar.verbs import AUXILIARIES, is_finite, verb_form
from summarizer.figures.quantities import Quantity
from summarizer.types import Span

_AGED = re.compile(r"\b(?P<noun>(?!at |the |of )[\w-]+),? (?:aged?|ages)(?: between)?\s$", re.IGNORECASE)
_NAME = re.compile(r"(?P<name>[A-Z][\w’'.-]+(?: (?:[A-Z][\w’'.-]+|[a-z]{1,3}))*?)(?:,\s| \()$")
_OF = re.compile(
    r"\s(?:of|worth)\s+(?:(?:an?|the|about|around|some|nearly|almost|roughly|just|only|over|under|up to|"
    r"at (?:least|most)|(?:more|less) than|as (?:much|many|high|low|little) as|approximately|between|well)\s+){0,4}$",
    re.IGNORECASE,
)
_PART = re.compile(r"\b(?:quarter|half|third|quarters|thirds|most|part|rest|some|all|percent|out|one|%)$")
_THOSE = re.compile(r" *(?P<those>(?:those|these|them|us|you|whom|which)\b(?: who [^,.;“”\"]{1,60})?)")
_ATTRIBUTIVE = re.compile(
    r"(?:\b(?:an?|the|its|his|her|their|this|that|another|new|total|proposed|emergency|initial)|['’]s?)"
    r"(?:\s(?:more|less) than|\s(?:nearly|about|roughly|almost|additional|estimated|whopping|reported))?\s$",
    re.IGNORECASE,
)
_WORTH = re.compile(r"(?:[’'])? worth(?= of )")
_HALF = re.compile(r"\s(?!an?\s)(?=[a-z])")
_NEXT = re.compile(r"\s(?P<word>[\w’'-]+)")
_EXCESS = re.compile(r"\sin excess$")
_THE_BEHIND = re.compile(r"\s(?:the|its|their|his|her)\s")
_MEANWHILE = re.compile(
    r"(?:\s(?:this|last|next) [a-z]+|\s(?:annually|yearly|a (?:year|month|week|day)|per \w+|each)"
    r"|\sfrom (?:the )?[\w’'-]+(?: [\w’'-]+)?|\sin (?:\d{4}|[A-Z][a-z]+)"
    r"|\s(?:in|over|during) (?:the )?(?:(?:last|past|previous|next|first|coming) )?(?:\w+ )?"
    r"(?:year|decade|month|week|day)s?)?"
)
_AMONG = re.compile(r"(?: ?(?:to|-|–) ?\d[\d.]*(?:%| percent))? (?:among|of)\s")
_RATE = re.compile(
    r"\s(?P<rate>(?:\w+ )?(?:accuracy|support|chance|probability|likelihood|odds|increase|rise|drop|decline|growth|"
    r"raise|cut|hike|tax|interest|turnout|approval|unemployment|discount|stake|share|majority|margin|reduction|jump|gain|fall|"
    r"loss|return|rate|rating|ownership|tariff|fee|surcharge|commission|premium|efficiency|capacity|certainty|match|"
    r"inflation))\b"
)
_COMPARED = frozenset(
    "more less higher lower fewer up down each apiece above below cheaper bigger larger smaller".split()
)
_NO_PURPOSE = re.compile(r"(?:time|year|month|week|decade|day|hour|quarter)s?")


def amount_of(text: str, quantity: Quantity, sentence: Span) -> Span | None:
    """What a percentage, an amount or a measure is of: the words after it, else the words before it."""
    if quantity.type == "age":
        return _aged(text, quantity, sentence)
    around = _share_of if quantity.type in ("percent", "ratio", "other") else _gone_on
    readings = (read(text, quantity, sentence) for read in (_of_behind, _noun_behind, _of_before, _changed, around))
    return next((span for span in readings if span), None)


def _of_behind(text: str, quantity: Quantity, sentence: Span) -> Span | None:
    """ "57 percent of voters", "$40,000 worth of phones"; "those who stayed" is taken whole."""
    worth = _WORTH.match(text, quantity.span.end, sentence.end)
    of = after_link(text, worth.end() if worth else quantity.span.end, "of")
    if of is None:
        return None
    if those := _THOSE.match(text, of, sentence.end):
        return Span(*those.span("those"))
    found = counted_phrase(text, of, sentence.end)
    return with_which(text, found[0], sentence.end) if found else None


def _of_before(text: str, quantity: Quantity, sentence: Span) -> Span | None:
    """ "A rate of 35 percent", "a bill in excess of $80,000"; "a quarter of the $100 billion" says nothing."""
    position = quantity.span.start
    of = _OF.search(text, max(sentence.start, position - 40), position)
    if of is None or _PART.search(text, max(sentence.start, of.start() - 8), of.start()):
        return None
    excess = _EXCESS.search(text, max(sentence.start, of.start() - 12), of.start())
    return phrase_before(text, sentence.start, excess.start() if excess else of.start())


def _changed(text: str, quantity: Quantity, sentence: Span) -> Span | None:
    return object_before(text, quantity.span.start, sentence.start)


def _noun_behind(text: str, quantity: Quantity, sentence: Span) -> Span | None:
    """The noun that the amount stands before like an adjective: "the $305 billion measure", "half the senators"."""
    attributive = _is_attributive(text, quantity)
    if not attributive and quantity.type not in ("money", "ratio"):
        return None
    start, word = quantity.span.end, _NEXT.match(text, quantity.span.end, sentence.end)
    if quantity.type == "ratio":
        half = _HALF.match(text, start, sentence.end)
        if half is None or quantity.span.of(text)[-1:] == "s":
            return None
        start = bare_start(text, half.end())
    elif word and not attributive:
        low = word["word"].lower()
        if low in _COMPARED or verb_form(low) in ("past", "ing") or is_finite(low):
            return None
    found = counted_phrase(text, start, sentence.end, singular=quantity.type != "ratio")
    return with_which(text, found[0], sentence.end) if found and found[1].lower() not in _COMPARED else None


def _is_attributive(text: str, quantity: Quantity) -> bool:
    """Whether the amount stands before its noun like an adjective: "the $305 billion measure"."""
    before = text[max(0, quantity.span.start - 20) : quantity.span.start]
    surface = quantity.span.of(text)
    is_joined = "-" in surface and not surface.endswith("s")  # "a 48-hour siege", but "48-hours all roads were shut"
    return is_joined or _ATTRIBUTIVE.search(before) is not None


def _is_subject(text: str, end: int, sentence: Span) -> bool:
    """Whether the share itself does something, so that nothing before it is what it measures: "60 percent said"."""
    word = _NEXT.match(text, end, sentence.end)
    if word is None:
        return False
    low = word["word"].lower()
    return low in AUXILIARIES or is_finite(low) or verb_form(low) == "past"


def _gone_on(text: str, quantity: Quantity, sentence: Span) -> Span | None:
    start, end = quantity.span.start, quantity.span.end
    if quantity.type != "money":
        purpose = _purpose(text, end, sentence, "in") if quantity.type == "duration" else None
        return purpose or lasting(text, start, sentence.start)
    purpose = _purpose(text, end, sentence, "in", "on", "for")
    return purpose or subject_before(text, start, sentence.start, with_transfer=True)


def _purpose(text: str, end: int, sentence: Span, *links: str) -> Span | None:
    """What the amount goes on, for or in: "$449,000 on new campaigns", "seven years in prison"."""
    meanwhile = _MEANWHILE.match(text, end, sentence.end)
    behind = meanwhile.end() if meanwhile else end
    for link in links:
        start = after_link(text, end, link) or after_link(text, behind, link)
        found = counted_phrase(text, start, sentence.end) if start else None
        if (
            found
            and verb_form(found[1]) == "ing"
            and (thing := counted_phrase(text, bare_start(text, found[0].end + 1), sentence.end))
        ):
            return Span(found[0].start, thing[0].end)
        if found and not _NO_PURPOSE.fullmatch(found[1].lower()) and not found[1][:1].isupper():
            return found[0]
    return None


def _share_of(text: str, quantity: Quantity, sentence: Span) -> Span | None:
    """What a share or a change is of: "unemployment fell to 5 percent", "ratings 57 percent higher"."""
    start, end = quantity.span.start, quantity.span.end
    if the := _THE_BEHIND.match(text, end, sentence.end):
        found = counted_phrase(text, the.end(), sentence.end)
        return with_which(text, found[0], sentence.end) if found else None
    if (among := _AMONG.match(text, end, sentence.end)) and (
        found := counted_phrase(text, bare_start(text, among.end()), sentence.end)
    ):
        return found[0]
    if rate := _RATE.match(text, end, sentence.end):
        return with_which(text, Span(*rate.span("rate")), sentence.end)
    if _is_subject(text, end, sentence):
        return None
    word = _NEXT.match(text, end, sentence.end)
    if word and word["word"].lower() in _COMPARED and (phrase := phrase_before(text, sentence.start, start - 1)):
        return phrase
    return subject_before(text, start, sentence.start)


def _aged(text: str, quantity: Quantity, sentence: Span) -> Span | None:
    start = max(sentence.start, quantity.span.start - 60)
    if name := _NAME.search(text[start : quantity.span.start]):
        return Span(start + name.start("name"), start + name.end("name"))
    if aged := _AGED.search(text, start, quantity.span.start):
        return Span(*aged.span("noun"))
    found = counted_phrase(text, quantity.span.end, sentence.end)
    return found[0] if found else None

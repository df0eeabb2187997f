"""Sentences in which a source itself says that something is alleged, suspected or not confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from summarizer.figures.grammar.humans import is_human
from summarizer.gate.evidence import Evidence
from summarizer.selection.openers import hangs
from summarizer.selection.scraps import tellable
from summarizer.types import Span

NOT: Final = r"(?:not|\w+n[’']t|never|cannot)"
IS: Final = r"(?:is|are|was|were|be|been)"
CHECKED: Final = r"(?:confirm|verif|corroborat|substantiat|authenticat)\w*"
LATELY: Final = r"(?:be|been|yet|immediately|independently|officially|publicly|so\sfar|to|able|either|readily|fully)"
GRAVE: Final = (
    r"(?:abus\w+|assaults?|atrocit\w+|attack\w*|beatings?|brib\w+|conspira\w+|corruption|crimes?|deaths?|encounters?|"
    r"frauds?|gunm[ae]n|harassment|incidents?|involvement|killer|killings?|links?|massacres?|misconduct|murder\w*|"
    r"offen[cs]es?|perpetrators?|plots?|rapes?|rapist|role|scheme|shooter|shootings?|suspects?|theft|threats?|ties|"
    r"torture|victims?|violations?)"
)
ALLEGED: Final = (
    r"allege[sd]?\s(?:that|to|the|they|he|she|it|in)|(?:is|are|has|have|had)\salleg(?:ed|ing)|alleges",
    r"allegedly(?!\s[“\"‘'])|alleging\s(?:that|more|the)",
    rf"alleged\s(?:\w+\s){{0,2}}?{GRAVE}",
    r"accus(?:e[sd]?|ing)\s(?!of\b)(?:[\w’'.-]+\s){1,8}?of|(?:is|are|stands?|stood|(?:has|have)\sbeen)\saccused\sof",
)
UNCONFIRMED: Final = (
    r"unconfirmed|unverified|uncorroborated|unsubstantiated|unproven",
    rf"(?:{NOT}|neither)\s(?:{LATELY}\s){{0,5}}{CHECKED}",
    rf"(?:yet|unable|impossible|refused|declined|failed|unwilling)\sto\s(?:be\s)?(?:\w+ly\s)?{CHECKED}",
    r"(?:conflicting|contradictory|unofficial|preliminary|initial)\s(?:reports?|accounts?)",
)
GOES_ON: Final = r"(?:at|on|to|from|by|as|and|but|until|in|how|if|or|that|which|yet|exactly|immediately|publicly|wh\w+)"
"""What may follow on "not clear": in "not clear water" nothing is unknown."""
UNKNOWN: Final = (
    rf"(?:{NOT}\s(?:(?:yet|immediately|at\sall|entirely|exactly|so\sfar|altogether)\s){{0,2}}(?:clear|known))(?!\s(?!{GOES_ON}\b)[a-z])",
    rf"(?:{IS}|remain(?:s|ed)?|it)\s(?:\w+ly\s|still\s)?(?:unclear|unknown|uncertain(?=\s(?:wh|how|if))|in\sdispute)(?!\sat\sthe\stime)",
)
HEARD: Final = (
    r"reportedly|purported(?:ly)?|rumou?red|supposedly",
    rf"{IS}\s(?:\w+ly\s|also\s|still\s)?(?:suspected|believed|thought|presumed|feared)\s(?:of|to\shave|to\sbe|by)",
)
PAPER: Final = r"\sof\s(?:\w+\s)?(?:payment|purchase|address|identity|age|residence|insurance|income|citizenship)\b"
UNPROVEN: Final = (
    rf"(?:without|no)\s(?:\w+ing\s)?(?:(?:any|clear|hard|direct|credible|immediate)\s){{0,2}}(?:evidence|proof(?!{PAPER}))",
    rf"{NOT}\s(?:provided?|offer(?:ed)?|presented?|produced?|given?|cited?)\s(?:any\s)?(?:evidence|proof)",
    r"under\sinvestigation|(?:is|are|was|were)\s(?:(?:still|also|now)\s)?being\sinvestigated",
    r"investigating\s(?:whether|if|claims|reports|allegations)",
)
HEDGE: Final = re.compile(rf"\b(?:{'|'.join((*ALLEGED, *UNCONFIRMED, *UNKNOWN, *HEARD, *UNPROVEN))})\b", re.IGNORECASE)
SETTLED: Final = re.compile(
    rf"\($|\b(?:no\slonger|{NOT}|hardly|(?:false|wrong|wrongful|unjust)ly|(?:no\sone|nobody)\s\w+)\s"
    r"(?:(?:been|be|being|so)\s)?$",
    re.IGNORECASE,
)
"""What stands before a hedge that it takes back: "no longer unconfirmed", "was never accused of", "(allegedly)"."""
CLEARED: Final = re.compile(
    r"\b(?:clear(?:s|ed|ing)?|acquit(?:s|ted|ting)?|exonerat\w+|absolv\w+|vindicat\w+|thr(?:ow|ew|own|owing)\sout|"
    r"toss(?:ed)?\sout|dismiss\w*|drop(?:ped|ping|s)?|quash\w*|overturn\w*)\s(?:[\w’'-]+\s){0,4}?$",
    re.IGNORECASE,
)
"""What ends an allegation: "cleared of the alleged murder", "threw out the alleged fraud"."""
ALLEGED_WORD: Final = re.compile(r"alleged", re.IGNORECASE)
CONFIRMING: Final = re.compile(r"confirm", re.IGNORECASE)
APPOINTED: Final = re.compile(r"\s(?:(?:the|an?|any|his|her|their|its|this|that|new)\s){0,2}([\w-]+)(?![\w’'-])")
APPOINTERS: Final = re.compile(r"\sby\s(?:the\s)?(\w+)")
BODIES: Final = frozenset("senate congress parliament house bundestag knesset duma senators lawmakers".split())
"""Who confirms people in offices, and no news: "refused to confirm the judge", "not confirmed by the Senate"."""
ACCUSED: Final = re.compile(r"accuse", re.IGNORECASE)
RELATIVE: Final = re.compile(r"\b(?:who|whom|that|which)\s(?:\w+\s)?$", re.IGNORECASE)
"""What makes an accusation a mere circumstance: "the woman who accused him of theft"."""
NOTHING_SAID: Final = re.compile(
    r"\W*It(?:[’']s|\s(?:is|was|remains|remained|has|had|could))\b[^.;]{0,30}?\b(?:clear|known|unclear|unknown|confirmed)\b"
    r"(?=\s(?:wh|how|if|that))",
    re.IGNORECASE,
)
"""An "it" that points back to nothing: "It was not immediately clear whether"."""
POINTS_BACK: Final = re.compile(
    r"\W*(?:The|Neither|Both|None|All|Any)\s(?:\w+\s)?(?:claims?|allegations?|accusations?|charges?|"
    r"reports?|accounts?|figures?|numbers?|details?|information|cause|motive)\b|"
    r".*\b(?:these|those|such)\s(?:\w+\s)?(?:claims?|allegations?|accusations?|charges?|reports?|accounts?)\b",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A passage that can be told alone, a sentence with what it points back to; `hedge` are the words that doubt."""

    passage: Span
    hedge: Span


def hedges(text: str, span: Span) -> tuple[Span, ...]:
    """Where a passage says that something is alleged or not confirmed; empty where it does not, or takes it back."""
    found = (Span(*match.span()) for match in HEDGE.finditer(text, span.start, span.end))
    return tuple(hedge for hedge in found if not _is_taken_back(text, span, hedge))


def _is_taken_back(text: str, span: Span, hedge: Span) -> bool:
    before = text[max(span.start, hedge.start - 40) : hedge.start]
    accused = ACCUSED.search(hedge.of(text)) is not None
    alleged = ALLEGED_WORD.match(hedge.of(text)) is not None
    return (
        SETTLED.search(before) is not None
        or (accused and RELATIVE.search(before) is not None)
        or (alleged and CLEARED.search(before) is not None)
        or _is_of_an_office(text, span, hedge)
    )


def _is_of_an_office(text: str, span: Span, hedge: Span) -> bool:
    """Whether it is a person, and no news, that is not confirmed."""
    if not CONFIRMING.search(hedge.of(text)):
        return False
    by = APPOINTERS.match(text, hedge.end, span.end)
    behind = APPOINTED.match(text, hedge.end, span.end)
    return (by is not None and by[1].lower() in BODIES) or (behind is not None and is_human(behind[1]))


def find_doubts(source: Evidence, *, transcript: bool = False) -> Iterator[Doubt]:
    """The passages of a document that say so in its own voice, in order, each sentence once.

    What stands in a quotation, or in a turn of a `transcript`, is somebody's own doubt and no source's. A sentence that
    points back comes with the one before it, or not at all. Headings and fragments are no sentences.
    """
    for number, sentence in enumerate(source.sentences):
        own = (hedge for hedge in hedges(source.text, sentence) if not _is_spoken(source, hedge, transcript=transcript))
        hedge = next(own, None)
        passage = _passage(source, number) if hedge else None
        if hedge and passage and not _cuts_a_quotation(source, passage):
            yield Doubt(passage, hedge)


def _is_spoken(source: Evidence, hedge: Span, *, transcript: bool) -> bool:
    return source.is_quoted(hedge) or (transcript and source.turn_of(hedge) is not None)


def _cuts_a_quotation(source: Evidence, passage: Span) -> bool:
    """Whether a quotation goes on outside of the passage, or one mark of it stands alone."""
    if passage.of(source.text).count('"') % 2:
        return True
    return any(passage.overlap(quoted) and not passage.covers(quoted) for quoted in source.quoted)


def _passage(source: Evidence, number: int) -> Span | None:
    """The sentence, with the one before it where it points back; None where that does not help."""
    text, sentence = source.text, source.sentences[number]
    if not tellable(sentence.of(text)):
        return None
    if not _points_back(sentence.of(text)):
        return sentence
    before = source.sentences[number - 1] if number else None
    if before is None or text[before.end : sentence.start].strip():
        return None
    alone = tellable(before.of(text)) and not _points_back(before.of(text))
    return Span(before.start, sentence.end) if alone else None


def _points_back(sentence: str) -> bool:
    if NOTHING_SAID.match(sentence):
        return False
    return hangs(sentence) or POINTS_BACK.match(sentence) is not None

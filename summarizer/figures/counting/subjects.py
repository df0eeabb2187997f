"""The subject of the verb before a number, which the number measures: "unemployment", "Clinton raised"."""

from __future__ import annotations

import re
from typing import Final

from summarizer.figures.grammar.noun_phrases import after_link, counted_phrase, phrase_before, without_article
from summarizer.figures.grammar.verbs import AUXILIARIES, TELLING, TOKEN, acts, verb_form
from summarizer.types import Span

_CLAUSE_STARTS: Final = frozenset(
    """that which who whom whose after before and but or nor while whereas as if because since when where whether
    although though until unless so than how what why""".split()
)
_RELATIVES: Final = frozenset({"that", "which", "who"})
_ADVERBS: Final = frozenset(
    "also already now not never still just only ever even once recently actually to about".split()
)
_PRONOUNS: Final = frozenset("i he she it we they you this these those there one him her them".split())
_ASIDES: Final = frozenset("which who whose where including a an the one".split())
_PREPOSITIONS: Final = frozenset("in at on for with by from during after before under over through of to about".split())
# Verbs by which money changes hands: who pays is less than the half of what the sum is.
_TRANSFERS: Final = frozenset(
    """raise raised raises raising spend spent spends spending pay paid pays paying donate donated donates donating
    give gave given gives giving contribute contributed contributing contributes receive received receives receiving
    earn earned earns earning make made makes making win won wins winning lose lost loses losing save saved saves
    saving invest invested invests investing owe owed owes borrow borrowed borrowing collect collected collects
    collecting bring brought pledge pledged pledges pledging allocate allocated steal stole stolen stealing commit
    committed fork sell sold""".split()
)
_CHANGERS: Final = frozenset(
    """cut cuts cutting raise raised raises raising lower lowered lowers lowering increase increased increases
    increasing reduce reduced reduces reducing expand expanded expands expanding slash slashed slashing boost
    boosted boosting push pushed pushing bring brought bringing drive drove driven driving keep kept get got put
    puts set sets value valued values double doubled shrink shrank trim trimmed extend extended hike hiked grow grew
    cap capped limit limited bump bumped widen widened narrow narrowed estimate price priced peg pegged improve
    improved take took have""".split()
)
_ARTICLES: Final = frozenset("the a an its his her their our my your this that these those".split())
_BOUND: Final = (
    r"(?:about|around|some|nearly|almost|roughly|just|only|over|under|at least|more than|less than|as much as|"
    r"as low as|up to)"
)
_CHANGE: Final = re.compile(rf"(?:\s(?:up|down|back))?\s(?:to|by|from|at)\s(?:{_BOUND}\s)?$")
_SHARE_BEFORE: Final = re.compile(r"(?:\d|percent|%)[ ,]{1,2}and $")  # "whites fell to 47 percent and Asians to"
_FOR: Final = re.compile(rf"\sfor\s(?:{_BOUND}\s)?$")
_BE: Final = frozenset("is are was were be been being".split())
_REACH: Final = 220
_LONGEST: Final = 9
_LONGEST_OWN: Final = 60


def subject_before(text: str, position: int, start: int, *, with_transfer: bool = False) -> Span | None:
    """The subject of the verb that stands between it and the position, without its article; None where none is told.

    `with_transfer` takes the verb in where money changes hands ("the groups raised"), and such a verb alone where its
    subject is a pronoun or stands far off.
    """
    words = list(TOKEN.finditer(text, max(start, position - _REACH), position))
    at = _verb_at(words, len(words) - 1)
    if at is None or words[at].group().lower() in TELLING:
        return None
    first = _group_start(words, at)
    if first and words[first - 1].group() in (",", "—", "–", "-") and verb_form(words[first].group()) == "ing":
        return _own(words[at], None) if with_transfer else subject_before(text, words[first - 1].start(), start)
    subject = _subject(text, words, first, start)
    passive = any(word.group().lower() in _BE for word in words[first:at])
    if with_transfer and not passive:
        return _own(words[at], subject) or subject
    return subject


def _own(verb: re.Match[str], subject: Span | None) -> Span | None:
    if verb.group().lower() not in _TRANSFERS:
        return None
    near = subject is not None and verb.start() - subject.start < _LONGEST_OWN
    return Span(subject.start if subject and near else verb.start(), verb.end())


def _verb_at(words: list[re.Match[str]], index: int) -> int | None:
    """The place of the last verb before the number, within its clause."""
    for at in range(index, -1, -1):
        word, low = words[at].group(), words[at].group().lower()
        if low in AUXILIARIES or acts(word, words[at - 1].group() if at else ""):
            return at
        bound = low in ("than", "as") and index - at < 4
        if (low in _CLAUSE_STARTS and not bound) or not (low[0].isalnum() or low in "$€£'’"):
            return None
    return None


def _group_start(words: list[re.Match[str]], at: int) -> int:
    """Where the verb's group begins: "has already raised", "is expected to cost"."""
    while at > 0:
        word, low = words[at - 1].group(), words[at - 1].group().lower()
        adverb = low in _ADVERBS or (low.endswith("ly") and len(low) > 4)
        if not (low in AUXILIARIES or adverb or acts(word, words[at - 2].group() if at > 1 else "")):
            break
        at -= 1
    return at


def _past_aside(words: list[re.Match[str]], end: int) -> int:
    """Before a remark between commas: "the deficit, which grew last year, is ..."."""
    if not end or words[end - 1].group() != ",":
        return end
    comma = next((at for at in range(end - 2, 0, -1) if words[at].group() == ","), None)
    opener = words[comma + 1].group().lower() if comma is not None else ""
    return comma if comma is not None and (opener in _ASIDES or acts(opener, "")) else end


def _subject(text: str, words: list[re.Match[str]], end: int, start: int) -> Span | None:
    first = end = _past_aside(words, end)
    while first > 0 and _is_inside(words[first - 1].group()):
        first -= 1
    while first < end and not words[first].group()[0].isalnum():
        first += 1
    opener = words[first - 1].group().lower() if first else ""
    if opener in _RELATIVES and (first == end or acts(words[first].group(), opener)):
        before = words[first - 1].start()
        return phrase_before(text, start, before) or phrase_before(
            text, start, len(text[start:before].rstrip(" ,")) + start
        )
    if first == end or words[end - 1].group().lower() in _PRONOUNS:
        return None
    if words[first].group().lower() in _PREPOSITIONS:
        return phrase_before(text, start, words[end - 1].end())
    begin = without_article(text, words[first].start())
    if end - first <= _LONGEST:
        return Span(begin, words[end - 1].end()) if begin < words[end - 1].end() else None
    head = counted_phrase(text, begin, words[end - 1].end())
    of = after_link(text, head[0].end, "of") if head else None
    more = counted_phrase(text, of, words[end - 1].end()) if of else None
    return Span(head[0].start, more[0].end) if head and more else head[0] if head else None


def _is_inside(word: str) -> bool:
    low = word.lower()
    inner = low[0].isalnum() or low in ("'", "’", "-", "&", "$", "%")
    return (
        inner
        and low not in _CLAUSE_STARTS
        and low not in TELLING
        and low not in ("found", "finds")
        and low not in AUXILIARIES
    )


def object_before(text: str, position: int, start: int) -> Span | None:
    """What is brought to, by or from an amount: "cut the tax rate to", "expand the fleet by"."""
    link = _CHANGE.search(text, max(start, position - 48), position)
    phrase = phrase_before(text, start, link.start()) if link else None
    if phrase is None:
        return None
    words = list(TOKEN.finditer(text, max(start, phrase.start - 80), phrase.start))
    if words and words[-1].group() == "of" and (whole := phrase_before(text, start, words[-1].start() - 1)):
        phrase = Span(whole.start, phrase.end)
        words = [word for word in words if word.end() <= whole.start]
    if words and words[-1].group() == "and" and _SHARE_BEFORE.search(text, max(start, phrase.start - 30), phrase.start):
        return phrase
    while words and words[-1].group().lower() in _ARTICLES:
        words.pop()
    verb = words[-1].group() if words else ""
    transitive = verb.lower() in _CHANGERS and acts(verb, words[-2].group() if len(words) > 1 else "")
    return phrase if transitive else None


def lasting(text: str, position: int, start: int) -> Span | None:
    """What goes on for a time or a distance: "deliberated for", "worked in publishing for"."""
    link = _FOR.search(text, max(start, position - 32), position)
    if link is None:
        return None
    words = list(TOKEN.finditer(text, max(start, link.start() - 80), link.start()))
    at = _verb_at(words, len(words) - 1)
    if at is None or len(words) - at > _LONGEST or words[at].group().lower() in AUXILIARIES | TELLING:
        return None
    return Span(words[at].start(), words[-1].end())

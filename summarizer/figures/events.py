"""What befell, or is done with, what a figure counts: the verb that governs it."""

from __future__ import annotations

import re
from typing import Final

from summarizer.figures.verbs import AUXILIARIES, REPORTING, TELLING, TOKEN, acts, verb_form
from summarizer.types import FigureType, Span

# Between a verb and its figure: bounds, determiners and the words of a guess.
_BETWEEN: Final = frozenset(
    """least most more less fewer than about around nearly almost roughly some approximately over under up as many much down back
    few little the a an another additional just only exactly estimated total of what its his her their our my your these those
    all other new also even perhaps maybe well further record combined whopping staggering mere average no not close near
    below above beyond every each half combined further annual next last first final past entire remaining""".split()
)
_PREPOSITIONS: Final = frozenset(
    """in at with from on among between against across during through throughout within without under over after before
    into onto for of to by near around outside inside towards toward about since until like as including despite behind
    via per than""".split()
)
_LINKS: Final = frozenset("to by for at from of".split())
_BOUNDARY: Final = frozenset(
    "as that which who whom whose when where while because although though if whether but so and or nor as than since after "
    "before until including".split()
)
_STATES: Final = frozenset(
    "dead missing homeless injured wounded alive hungry unemployed jobless uninsured hospitalized hospitalised stranded ill sick".split()
)
_LEAVES: Final = frozenset(
    "left leaving leave leaves found see saw seen keep kept with include includes included features".split()
)
_EMPTY: Final = frozenset("with include includes included features".split())
_STOPS: Final = frozenset("and but or nor while whereas although though if whether because".split())
_RELATIVES: Final = frozenset("who that which whom".split())
_PRONOUNS: Final = frozenset("i we you he she it they".split())
_DEATHS: Final = frozenset(
    """death deaths killing killings murder murders shooting shootings arrest arrests injury injuries deportation loss
    beheading beheadings execution executions kidnapping kidnappings abduction abductions disappearance""".split()
)
_REMAINS: Final = frozenset("bodies body remains lives life graves".split())
_ASIDE: Final = frozenset("including mostly many most some mainly among particularly especially all half aged".split())
_AGO: Final = re.compile(r"\s(?:ago|earlier|later|before|after)\b")
_PARTICLES: Final = frozenset("in out up off over on away back down".split())
_ASIDE_LONGEST: Final = 90
_REACH_AFTER: Final = 12
_REACH_BEFORE: Final = 12
_LONGEST_OBJECT: Final = 5
_WINDOW: Final = 130
_NEAR: Final = 40


def event_of(text: str, figure: Span, counts: Span | None, sentence: Span, kind: FigureType) -> Span | None:
    """The verb or participle that says what befell what is counted, or None where the sentence has none.

    The verb whose object the figure is ("killed at least 40 people") goes first, a state behind it excepted ("left 40
    people dead"); then the verb of which it is the subject ("40 people, most of them children, have been killed").
    """
    if kind in ("age", "score") or _AGO.match(text, figure.end):
        return None
    behind = counts if counts and figure.end <= counts.start < figure.end + _NEAR else None
    if behind and (state := _state_in(text, behind)):
        return state
    counts_times = behind is not None and behind.of(text) == "times"
    before = _governing(text, figure, sentence, measured=kind != "count" or counts_times)
    told = before.of(text).lower() if before else None
    if told is None or told in _LEAVES:
        after = _following(text, behind.end if behind else figure.end, sentence, free=before is None)
        return after or (before if told not in _EMPTY else None)
    return before


def _state_in(text: str, counts: Span) -> Span | None:
    """The counted words themselves may be what befell: "2,195 injured"."""
    words = list(TOKEN.finditer(text, counts.start, counts.end))
    low = words[-1].group().lower()
    if low in _STATES or (len(words) == 1 and low.endswith("ed") and verb_form(low) == "past"):
        return Span(*words[-1].span())
    return None


def _governing(text: str, figure: Span, sentence: Span, *, measured: bool) -> Span | None:
    """The verb before the figure whose object it is; `measured` lets an object of its own stand between."""
    words = list(TOKEN.finditer(text, max(sentence.start, figure.start - _WINDOW), figure.start))[-_REACH_BEFORE:]
    link, gap, longest = "", 0, _LONGEST_OBJECT if measured else 1
    for at in range(len(words) - 1, -1, -1):
        low, previous = words[at].group().lower(), words[at - 1].group() if at else ""
        if low in _PARTICLES and not (link or gap) and (measured or low not in ("in", "on")):
            before = words[at - 2].group() if at > 1 else ""
            if acts(previous, before) and previous.lower() not in TELLING:
                return Span(*words[at - 1].span())
        if link == "of" and not gap and low in _DEATHS:
            return Span(*words[at].span())
        if acts(words[at].group(), previous):
            return None if low in TELLING else Span(*words[at].span())
        if not gap and (low in _BETWEEN or (link == "of" and low in _REMAINS)):
            link = low if low in _LINKS else link
        elif low in _PREPOSITIONS and not gap and not link:
            if low not in _LINKS and (low != "with" or measured):
                return None
            link = low
            if low == "with":
                return Span(*words[at].span())
        else:
            gap += 1
            barred = low in AUXILIARIES or low in _BOUNDARY or low in _PREPOSITIONS or not low[0].isalnum()
            if barred or gap > longest or link == "of" or (link and not measured):
                return None
    return None


def _following(text: str, position: int, sentence: Span, *, free: bool) -> Span | None:
    """The verb behind the counted phrase; words in between may say where, of what or who among them.

    Not `free` means that a verb governs the figure already: only a state or participle right behind counts then.
    """
    relative, loose, previous = False, False, ""
    words = TOKEN.finditer(text, _past_aside(text, position, sentence), sentence.end)
    for count, match in enumerate(words):
        word, low = match.group(), match.group().lower()
        if count > (_REACH_AFTER if free else 4) or low in _STOPS or not (low[0].isalnum() or low in "'’"):
            return None
        if (low in _STATES and not (free and count and not relative)) or _acts_on(word, previous, count):
            return Span(*match.span())
        if low in _RELATIVES and count < 6 or low in AUXILIARIES or low in REPORTING:
            if relative is False and loose and low in ("that", "which"):
                return None
            relative = True
        elif low == "to" and not relative:
            return None
        elif count and not relative and (low in _BOUNDARY or low in _PRONOUNS):
            return None
        elif relative and previous.lower() not in AUXILIARIES and low in _PRONOUNS:
            return None
        previous, loose = word, loose or low in _PREPOSITIONS
    return None


def _acts_on(word: str, previous: str, count: int) -> bool:
    """Whether the word is the verb; a participle in "-ing" needs its auxiliary or stands right behind the noun."""
    if word.lower() in REPORTING or not acts(word, previous):
        return False
    return verb_form(word) != "ing" or not count or previous.lower() in AUXILIARIES


def _past_aside(text: str, position: int, sentence: Span) -> int:
    """Behind a remark between commas: "400 people, including 20 children, were killed"."""
    if text[position : position + 2] != ", ":
        return position
    word = TOKEN.match(text, position + 2)
    end = text.find(",", position + 2, min(sentence.end, position + _ASIDE_LONGEST))
    return end + 1 if word and word.group().lower() in _ASIDE and end > 0 else position

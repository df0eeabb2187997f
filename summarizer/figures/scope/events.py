"""What befell, or is done with, what a figure counts: the verb that governs it."""

from __future__ import annotations

import re
from typing import Final

from summarizer.figures.grammar.verbs import AUXILIARIES, REPORTING, TELLING, TOKEN, acts, verb_form
from summarizer.types import FigureType, Span

# Between a verb and its figure: bounds, determiners and the words of a guess.
_BETWEEN: Final = frozenset(
    """least most more less fewer than about around nearly almost roughly some approximately over under up
    as many much down back few little the a an another additional just only exactly estimated total of
    what its his her their our my your these those all other new also even perhaps maybe well further
    record combined whopping staggering mere average no not close near below above beyond every each
    half annual next last first final past entire remaining""".split()
)
_PREPOSITIONS: Final = frozenset(
    """in at with from on among between against across during through throughout within without under over after before
    into onto for of to by near around outside inside towards toward about since until like as including despite
    behind via per than""".split()
)
_LINKS: Final = frozenset("to by for at from of".split())
_BOUNDARY: Final = frozenset(
    """as that which who whom whose when where while because although though if whether but so and or nor than since
    after before until including""".split()
)
_BARRED: Final = AUXILIARIES | _BOUNDARY
_STATES: Final = frozenset(
    """dead missing homeless injured wounded alive hungry unemployed jobless uninsured hospitalized hospitalised
    stranded ill sick""".split()
)
_LEAVES: Final = frozenset(
    "left leaving leave leaves found see saw seen keep kept with include includes included features".split()
)
_EMPTY: Final = frozenset("with include includes included features".split())
_STOPS: Final = frozenset("and but or nor while whereas although though if whether because".split())
_RELATIVES: Final = frozenset("who that which whom".split())
_PRONOUNS: Final = frozenset("i we you he she it they".split())
_DEATHS: Final = frozenset(
    """death deaths killing killings murder murders shooting shootings arrest arrests injury injuries
    deportation loss beheading beheadings execution executions kidnapping kidnappings abduction
    abductions disappearance""".split()
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
    at, link = _past_bounds(words)
    if at < 0:
        return None
    low, previous = words[at].group().lower(), words[at - 1].group() if at else ""
    if low == "with" and not measured:
        return Span(*words[at].span())
    if link == "of" and low in _DEATHS:
        return Span(*words[at].span())
    if acts(words[at].group(), previous):
        return None if low in TELLING else Span(*words[at].span())
    if low in _PARTICLES and not link and (measured or low not in ("in", "on")):
        return _verb_in(words[: at + 1], longest=1)
    longest = 0 if link == "of" or (link and not measured) else _LONGEST_OBJECT if measured else 1
    return _verb_in(words[: at + 1], longest=longest)


def _past_bounds(words: list[re.Match[str]]) -> tuple[int, str]:
    """The place of the last word that is no bound or article of the figure's own, and the preposition passed over."""
    at, link = len(words) - 1, ""
    while at >= 0:
        low = words[at].group().lower()
        if low in _LINKS and not link:
            link = low
        elif low not in _BETWEEN and not (link == "of" and low in _REMAINS):
            break
        elif low in _LINKS:
            link = low
        at -= 1
    return at, link


def _verb_in(words: list[re.Match[str]], *, longest: int) -> Span | None:
    """The last verb, with an object of its own of at most so many words behind it."""
    for at in range(len(words) - 1, max(-1, len(words) - longest - 2), -1):
        low, previous = words[at].group().lower(), words[at - 1].group() if at else ""
        if acts(words[at].group(), previous):
            return None if low in TELLING else Span(*words[at].span())
        particle = at == len(words) - 1 and low in _PARTICLES
        if not low[0].isalnum() or low in _BARRED or (low in _PREPOSITIONS and not particle):
            return None
    return None


def _following(text: str, position: int, sentence: Span, *, free: bool) -> Span | None:
    """The verb behind the counted phrase; words in between may say where, of what or who among them.

    Not `free` means that a verb governs the figure already: only a state or participle right behind counts then.
    """
    relative, inner, previous = False, False, ""
    words = TOKEN.finditer(text, _past_aside(text, position, sentence), sentence.end)
    for count, match in zip(range(_REACH_AFTER if free else 5), words, strict=False):
        word, low = match.group(), match.group().lower()
        if _acts_on(word, previous, count) or (low in _STATES and (relative or not count or not free)):
            return Span(*match.span())
        if low in _STOPS or not (low[0].isalnum() or low in "'’") or (inner and low in ("that", "which")):
            return None
        if low in _RELATIVES or low in AUXILIARIES or low in REPORTING:
            relative = True
        elif _leads_away(low, previous, first=not count, relative=relative):
            return None
        previous, inner = word, inner or (low in _PREPOSITIONS and not relative)
    return None


def _leads_away(low: str, previous: str, *, first: bool, relative: bool) -> bool:
    """Whether a clause with a subject of its own begins here."""
    if relative:
        return low in _PRONOUNS and previous.lower() not in AUXILIARIES
    return low == "to" or (not first and (low in _BOUNDARY or low in _PRONOUNS))


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

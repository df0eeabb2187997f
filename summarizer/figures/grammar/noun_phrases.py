"""Noun phrases by closed word classes alone: where a phrase starts and ends, and which word is its head."""

from __future__ import annotations

import re

from summarizer.figures.grammar.verbs import AUXILIARIES, acts, is_finite, is_noun_too, verb_form
from summarizer.types import Span

_CLOSED = frozenset(
    """a an the this that these those my your his her its our their some any no every each either neither such and or
    but nor so yet if because although though while whereas unless until since when where whether as than who whom
    whose which what how why of in on at by for with from to into onto over under after before during about against
    among amid around between through throughout toward towards upon within without across along behind beside
    besides beyond despite down inside outside near off out past per via up back away ago earlier later i you he she
    it we they me him us them himself herself itself themselves one is are was were be been being am has have had
    having do does did will would shall should can could may might must not n't never also only just even still
    already now then there here today yesterday tomorrow again too very said says say saying told tells added adds
    according each alone altogether instead however including compared both all once twice across two three four
    five six seven eight nine ten eleven twelve dozen awaiting based located ahead monday tuesday wednesday thursday
    friday saturday sunday annually apiece""".split()
)
_PARTICIPLES = frozenset("paid drunk left built stuck found fed".split())
_BOUNDS = frozenset("least most excess short nearly almost roughly some estimated additional just".split())
_NOT_ADVERBS = frozenset("family ally assembly monthly early daily weekly yearly elderly friendly only".split())
_AFTER_NOUN = frozenset("who overseas abroad worldwide nationwide last next years months weeks days".split())
_IRREGULAR = frozenset(
    "people men women children police troops staff feet teeth mice geese fish sheep aircraft spacecraft series species "
    "media data criteria percent personnel cattle deer offspring crowd others".split()
)
_NOT_PLURAL = re.compile(
    r"\.|(?:ss|us|is|ous|'s|’s)$|^(?:less|perhaps|always|news|politics|this|was|has|does|says|overseas|across|versus|lens)$"
)
_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_](?:[\w.&/’'-]*[^\W_])?(?:[’'](?=\s))?|[$%]")
_GAP = re.compile(r"[ \u00a0]{1,2}[\"“‘']{0,2}|\s?[-‐‑]")
_MODEL = re.compile(r"\d{3}(?:-\d+|[a-z])?(?= [A-Z])|\d{3}[a-z](?= )")
_LONGEST = 7
_REACH = 120
_LINKS = {word: re.compile(rf"[ \u00a0]{{1,2}}{word}(?=[ \u00a0])") for word in ("of", "in", "on", "for")}
_ARTICLE = (
    r"(?:the|an?|all|both|its|their|his|her|our|my|your|these|those|this|that|any|every|such|approximately|roughly|"
    r"nearly|about|almost|estimated)"
)
_NUMBER = (
    r"(?:[\d,.]*\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|million|billion|trillion|"
    r"dozen)"
)
_ORDER = r"(?:last|past|next|first|final|previous|top|other|remaining|original|latest)"
_DETERMINERS = re.compile(rf"(?:[ \u00a0]+(?:(?i:{_ARTICLE}|{_NUMBER})|(?:[A-Z]\S* )?[A-Z]\S*? ?['’]s?)(?=[ \u00a0]))+")
_LEADING = re.compile(rf"(?:{_ARTICLE}\s)+", re.IGNORECASE)
_LAST_WORD = re.compile(r"(?P<word>\S+)\s$")
_MORE = frozenset("more additional further extra fewer less new-found".split())


def words_after(text: str, position: int, limit: int) -> list[Span]:
    """The words of the phrase that goes on at the position, up to punctuation or a word that ends a noun phrase."""
    words: list[Span] = []
    while position < limit and len(words) < _LONGEST:
        gap = _GAP.match(text, position)
        match = _WORD.match(text, gap.end() if gap else position)
        if match is None or (gap is None and words) or match.end() > limit or _ends_phrase(text, match, words):
            break
        words.append(Span(*match.span()))
        position = match.end()
    return words


def _ends_phrase(text: str, match: re.Match[str], words: list[Span]) -> bool:
    written, low = match.group(), match.group().lower()
    if (
        low in _CLOSED
        or low in AUXILIARIES
        or written in ("worth", "$", "%")
        or (words and written.islower() and is_finite(low))
    ):
        return True
    if low[0].isdigit():
        return not _MODEL.match(text, match.start())
    return bool(words) and (low in _AFTER_NOUN or (low.endswith("ly") and low not in _NOT_ADVERBS))


def is_plural(word: str) -> bool:
    """Whether the word looks like a plural noun."""
    low = word.lower()
    return low in _IRREGULAR or (low.endswith("s") and len(low) > 2 and not _NOT_PLURAL.search(low))


def counted_phrase(text: str, position: int, limit: int, *, singular: bool = False) -> tuple[Span, str] | None:
    """The noun phrase that a number at the position counts, and its head: ("hedge fund managers", "managers").

    The head is the first plural, or the plural after it, because numbers govern plurals; without one it is the last
    word of the phrase. `singular` is for a number joined by a hyphen ("11-game streak"): its head is the first word.
    """
    words = words_after(text, position, limit)
    if len(words) > 1 and words[0].of(text) in _MORE:
        words = words[1:]
    if not words or _is_predicate(text, words):
        return None
    if singular:
        last = _last_of_compound(text, words)
        return Span(words[0].start, words[last].end), words[0].of(text)
    plural = next((i for i, word in enumerate(words) if is_plural(word.of(text))), None)
    if plural is None:
        head = _last_of_compound(text, words)
    else:
        head = plural
        while head + 1 < len(words) and is_plural(words[head + 1].of(text)):
            head += 1
    return Span(words[0].start, words[head].end), words[head].of(text)


def _is_predicate(text: str, words: list[Span]) -> bool:
    """Whether a verb follows the number and no noun: "two struck a field", "40 were"."""
    first = words[0].of(text)
    if len(words) == 1:
        return is_finite(first) or (first.islower() and verb_form(first) == "past")
    return is_finite(first) and first not in _PARTICIPLES


def _last_of_compound(text: str, words: list[Span]) -> int:
    """The last word before one that looks like a verb ("civilians killed", "freight landed")."""
    for index, word in enumerate(words[1:], start=1):
        if verb_form(word.of(text)) in ("past", "ing") and index == len(words) - 1:
            return index - 1
    return len(words) - 1


def after_link(text: str, position: int, link: str) -> int | None:
    """Where the phrase behind "of" (or another link) starts, its determiners passed over; None without the link."""
    match = _LINKS[link].match(text, position)
    if match is None:
        return None
    determiner = _DETERMINERS.match(text, match.end())
    return determiner.end() if determiner else match.end()


def bare_start(text: str, position: int) -> int:
    """The position behind the determiners that stand here."""
    determiner = _DETERMINERS.match(text, position - 1) if position and text[position - 1].isspace() else None
    leading = determiner or _LEADING.match(text, position)
    end = leading.end() if leading else position
    return end + 1 if text[end : end + 1].isspace() else end


def without_article(text: str, position: int) -> int:
    """The position behind "the" or "a" that stands here; an owner stays ("Trump's foundation")."""
    leading = _LEADING.match(text, position)
    return leading.end() if leading else position


def phrase_before(text: str, start: int, position: int) -> Span | None:
    """The noun phrase that ends just before the position, or None; a participle is no end of one."""
    words: list[Span] = []
    for match in reversed(list(_WORD.finditer(text, max(start, position - _REACH), position))):
        gap = text[match.end() : words[-1].start if words else position]
        low = match.group().lower()
        if gap.strip(" ") or low in _CLOSED or low in _BOUNDS or is_finite(low) or low[0].isdigit():
            break
        if len(words) >= _LONGEST or (
            verb_form(match.group()) == "past" and not is_noun_too(low) and _is_verb_here(text, start, match, words)
        ):
            break
        words.append(Span(*match.span()))
    return Span(words[-1].start, words[0].end) if words and words[-1].of(text)[0].isalnum() else None


def _is_verb_here(text: str, start: int, match: re.Match[str], words: list[Span]) -> bool:
    """Whether a participle before these words is the verb that governs them, no part of the phrase."""
    if not words:
        return True
    before = _LAST_WORD.search(text, max(start, match.start() - 24), match.start())
    return acts(match.group(), before["word"] if before else "")

"""Where a sentence says where: names and places behind a preposition of place."""

from __future__ import annotations

import re
from typing import Final

from summarizer.figures.grammar.verbs import AUXILIARIES, verb_form
from summarizer.figures.scope.place_words import COMPASS, KINDS, LINKING, NO_PLACES, STATES, SURFACES, TIMES
from summarizer.statements.given_names import GIVEN_NAMES
from summarizer.statements.name_words import OFFICES
from summarizer.types import Span

_COMPASS = f"(?:{'|'.join(COMPASS)})"
_KIND = f"(?:{'|'.join(KINDS)})"
_STATE = rf"(?:{'|'.join(map(re.escape, STATES))})\."
_CAPITAL = (
    r"(?:[A-Z][\w’'-]*[a-zà-öø-ÿ][\w’'-]*[\wà-öø-ÿ]|U\.S\.A\.|U\.[SKN]\.|D\.C\.|St\.|Mt\.|Ft\.|N\.Y\.|N\.J\.|L\.A\.|"
    r"(?:US|USA|UK|UAE|DC|NYC|LA)\b(?![’'-])|[A-Z]’[A-Z]\w+)"
)
_PARTICLE = r"(?:of|de|del|da|do|dos|es|el|al|la|le|les|las|los|du|sur|upon|am|an der|the)"
_NAME = rf"(?:{_COMPASS} )*{_CAPITAL}(?:(?: {_PARTICLE}){{0,2}} {_CAPITAL}|[-–/]{_CAPITAL}){{0,4}}"
_AND_NAME = rf"(?:,? and (?:{_COMPASS} )?{_CAPITAL}(?= ?[,.;]| (?:on|in|last|since|and|were|was|have|had)\b))?"
_HOUSE = r"(?! of (?:Representatives|Commons|Lords)\b)"
_NAMED = rf"(?:the )?(?P<name>{_NAME}(?: {_COMPASS})*(?: {_KIND}\b{_HOUSE})?{_AND_NAME})"
_DETERMINER = r"(?:the|a|an|its|his|her|their|this|that|some|other|several|two|three|many)"
_COMMON = rf"{_DETERMINER} (?P<common>(?:[\w’'-]+ ){{0,3}}?{_KIND})(?![\w’'-])"
_PREPOSITION = (
    r"\b(?P<link>[Ii]n(?:side)?|[Aa]t|[Nn]ear|[Aa]cross|[Oo]utside(?: of)?|[Tt]hroughout|[Aa]round|[Ww]ithin|[Aa]long|"
    r"[Oo]ff|[Oo]n|[Aa]ll over|[Ee]lsewhere in|[Nn]orth of|[Ss]outh of|[Ee]ast of|[Ww]est of) "
)
_INSIDE = rf",? (?:in|near|outside|of|on)(?: the)? {_NAME}"
_CHAIN = rf"(?P<chain>{_INSIDE}|, (?:{_STATE}|{_CAPITAL}(?: {_CAPITAL}){{0,2}}(?=[,.;:)\n]|$)))?"
_PLACE: Final = re.compile(rf"{_PREPOSITION}(?:{_NAMED}|{_COMMON}){_CHAIN}")
_LOWER: Final = re.compile(r" (?P<word>[a-z][\w’'-]*)")
_SURFACE: Final = re.compile(rf"\b(?:{'|'.join(SURFACES)})\b", re.IGNORECASE)


def places_in(text: str, sentence: Span) -> tuple[Span, ...]:
    """Every place that the sentence says something of, in order: the words without preposition and article."""
    found: list[Span] = []
    position = sentence.start
    while match := _PLACE.search(text, position, sentence.end):
        place = _place_of(text, match)
        if place:
            found.append(place)
        position = place.end if place else match.end("link")
    return tuple(found)


def _place_of(text: str, match: re.Match[str]) -> Span | None:
    group = "name" if match["name"] else "common"
    start, end = match.span(group)
    words = match[group].split()
    if match["link"].lower() == "on" and not _SURFACE.search(match[group]):
        return None
    if group == "name" and not _is_place(words, text, end):
        return None
    if match["chain"] and _is_place(match["chain"].lstrip(", ").split(), text, match.end()):
        end = match.end("chain")
    return Span(start, end)


def _is_place(words: list[str], text: str, end: int) -> bool:
    """Whether a capitalised name may be a place: no day, no person, no body, and no owner of what follows."""
    names = [word.strip(".,’'") for word in words if word[0].isupper()]
    low = [name.lower().removesuffix("’s").removesuffix("'s") for name in names]
    if not names or low[0] in TIMES or (len(low) > 1 and low[0] in GIVEN_NAMES and words[-1][0].isupper()):
        return False
    if low[0] in NO_PLACES or low[-1] in NO_PLACES or low[0] in OFFICES:
        return False
    owns = words[-1].endswith(("’s", "'s", "s’", "s'")) and text[end : end + 1] == " "
    return not (owns or text.startswith(("’s", "'s"), end) or _describes(words, text, end))


def _describes(words: list[str], text: str, end: int) -> bool:
    """Whether the name only describes the noun behind it: "in Palestinian statehood", "in Connecticut politics"."""
    following = _LOWER.match(text, end)
    if following is None or words[-1][0].islower():
        return False
    word = following["word"]
    return word not in LINKING and word not in AUXILIARIES and not word.endswith("ly") and verb_form(word) is None

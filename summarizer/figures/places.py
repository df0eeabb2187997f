"""Where a sentence says where: names and places behind a preposition of place."""

from __future__ import annotations

import re
from typing import Final

from summarizer.statements.given_names import GIVEN_NAMES
from summarizer.statements.name_words import DEPARTMENTS, HONORIFICS, OFFICES
from summarizer.figures.verbs import AUXILIARIES, verb_form
from summarizer.types import Span

_COMPASS = (
    r"(?:(?:north|south|east|west|central|mid|upper|lower|north-?east|north-?west|south-?east|south-?west)(?:ern)?|"
    r"downtown|suburban|rural|neighbou?ring|nearby|mainland|coastal|greater|inner|occupied|eastern-most|war-torn)"
)
_STATE = (
    r"(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|"
    r"Tenn|Tex|Vt|Va|Wash|Wis|Wyo|N\.?H|N\.?Y|N\.?J|N\.?M|N\.?C|N\.?D|S\.?C|S\.?D|R\.?I|W\.Va|D\.C)\."
)
_CAPITAL = (
    r"(?:[A-Z][\w’'-]*[a-zà-öø-ÿ][\w’'-]*[\wà-öø-ÿ]|U\.S\.A\.|U\.[SKN]\.|D\.C\.|St\.|Mt\.|Ft\.|N\.Y\.|N\.J\.|L\.A\.|"
    r"(?:US|USA|UK|UAE|DC|NYC|LA)\b(?![’'-])|[A-Z]’[A-Z]\w+)"
)
_PARTICLE = r"(?:of|de|del|da|do|dos|es|el|al|la|le|les|las|los|du|sur|upon|am|an der|the)"
_KIND = (
    r"(?:region|province|district|state|county|city|town|village|suburb|capital|country|neighbou?rhood|area|border|coast|island|"
    r"peninsula|valley|mountains?|desert|river|lake|sea|port|harbou?r|airport|station|hospital|school|university|campus|college|mosque|"
    r"church|temple|synagogue|mall|market|supermarket|store|shop|restaurant|cafe|café|bar|nightclub|club|hotel|resort|beach|park|"
    r"stadium|arena|theater|theatre|cinema|museum|library|factory|plant|mine|prison|jail|camp|base|checkpoint|embassy|consulate|"
    r"building|tower|house|home|apartment|street|road|highway|motorway|bridge|tunnel|square|center|centre|site|zone|enclave|territory|archipelago|islands|"
    r"territories|farm|field|forest|concert|parade|marathon|festival|rally|convention|summit|conference|court|courthouse|restaurants|hotels|warehouse|clinic|morgue|cemetery|courthouse|"
    r"compound|settlement|refinery|zoo|metro|subway|outskirts|suburbs|continent|nation|kingdom|republic|world|north|south|east|west|"
    r"north-?east|north-?west|south-?east|south-?west|midwest|areas|cities|towns|villages|regions|provinces|states|countries|counties|"
    r"districts|schools|hospitals|prisons|camps|streets|homes|stores|shops|airports|stations|parts)"
)
_NAME = rf"(?:{_COMPASS} )*{_CAPITAL}(?:(?: {_PARTICLE}){{0,2}} {_CAPITAL}|[-–/]{_CAPITAL}){{0,4}}"
_NAMED = (
    rf"(?:the )?(?P<name>{_NAME}(?: {_COMPASS})*(?: (?:{_KIND})\b(?! of (?:Representatives|Commons|Lords)\b))?"
    rf"(?:,? and (?:{_COMPASS} )?{_CAPITAL}(?= ?[,.;]| (?:on|in|last|since|and|were|was|have|had)\b))?)"
)
_COMMON = (
    r"(?:the|a|an|its|his|her|their|this|that|some|other|several|two|three|many) (?P<common>(?:[\w’'-]+ ){0,3}?"
    rf"{_KIND})(?![\w’'-])"
)
_PREPOSITION = (
    r"\b(?P<link>[Ii]n(?:side)?|[Aa]t|[Nn]ear|[Aa]cross|[Oo]utside(?: of)?|[Tt]hroughout|[Aa]round|[Ww]ithin|[Aa]long|[Oo]ff|[Oo]n|[Aa]ll over|"
    r"[Ee]lsewhere in|[Nn]orth of|[Ss]outh of|[Ee]ast of|[Ww]est of) "
)
_PLACE: Final = re.compile(
    rf"{_PREPOSITION}(?:{_NAMED}|{_COMMON})"
    rf"(?P<chain>(?:,? (?:in|near|outside|of|on)(?: the)? {_NAME})|, (?:{_STATE}|{_CAPITAL}(?: {_CAPITAL}){{0,2}}(?=[,.;:)\n]|$)))?"
)
_TIMES: Final = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun jul aug
    sept sep oct nov dec monday tuesday wednesday thursday friday saturday sunday christmas easter ramadan thanksgiving
    spring summer autumn winter""".split()
)
_BODIES: Final = frozenset(
    """congress senate parliament commons lords army navy marines police commission committee council court company corp
    inc ltd party democrats republicans democratic republican gop nato un u.n eu association union league cup bowl championship open
    masters twitter facebook youtube instagram google apple microsoft amazon cnn nbc abc cbs fox bbc reuters medicare medicaid
    english spanish french german russian arabic chinese internet web pentagon administration government cabinet times post
    journal news magazine act bill amendment treaty agreement god islam christianity champions premier la ufc nfl nba nhl mlb
    american americans muslim muslims jewish jews christian christians mr mrs ms dr ceo ii iii olympics games prix series
    division trust foundation obamacare brexit black african-american latino hispanic asian white iphone ipad android dow nasdaq ftse s&p wall i he she
    it they we knesset bundestag duma dj pc the a an this that these those his her their our my your all other some many more most each every no""".split()
) | OFFICES | HONORIFICS | (DEPARTMENTS - {"state", "home", "defense", "defence", "foreign"})  # fmt: skip
_LOWER: Final = re.compile(r" (?P<word>[a-z][\w’'-]*)")
_LINKING: Final = frozenset(
    """and or but nor in on at by for with from to of as than that which who whom whose where when while after before since until
    because although though if during over under near about against among across through also alone this last next early
    late earlier later today yesterday tomorrow tonight overnight not is was are were he she it they we i the a an his her
    their its our my there here this these those so yet still now then again too both each every some all more most""".split()
)
_ON_ONLY: Final = re.compile(r"(?:Island|Islands|Highway|Street|Avenue|Road|Coast|Hill|Square|Peninsula|Beach|border|coast|"
                             r"island|street|highway|outskirts|campus|Bank|beach|streets|road|site|Strip|Interstate)\b")  # fmt: skip


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
    if match["link"].lower() == "on" and not _ON_ONLY.search(match[group]):
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
    if not names or low[0] in _TIMES or (len(low) > 1 and low[0] in GIVEN_NAMES and words[-1][0].isupper()):
        return False
    if low[0] in _BODIES or low[-1] in _BODIES or low[0] in OFFICES:
        return False
    owns = words[-1].endswith(("’s", "'s", "s’", "s'")) and text[end : end + 1] == " "
    return not (owns or text.startswith(("’s", "'s"), end) or _describes(words, text, end))


def _describes(words: list[str], text: str, end: int) -> bool:
    """Whether the name only describes the noun behind it: "in Palestinian statehood", "in Connecticut politics"."""
    following = _LOWER.match(text, end)
    if following is None or words[-1][0].islower():
        return False
    word = following["word"]
    return word not in _LINKING and word not in AUXILIARIES and not word.endswith("ly") and verb_form(word) is None

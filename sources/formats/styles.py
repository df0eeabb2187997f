"""Declarations of CSS, in an attribute or in a rule: read as a browser reads them, and whether they hide text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

# Far from the page, on any side that is off it.
FAR = re.compile(r"-\s*(?:\d{4,}|[89]\d\d)(?:\.\d+)?(?:px|pt)?\b|-\s*\d{2,}(?:\.\d+)?(?:r?em|vw|vh)|-\s*\d{3,}%")
SIZE = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?)(px|pt|r?em|ex|ch|v[wh]|%)?")
CLEAR = re.compile(
    r"transparent|(?:rgb|hsl)a?\((?:[^(),/]*,){3}\s*0*(?:\.0\d*)?%?\s*\)|(?:rgb|hsl)a?\([^(),/]*/\s*0*(?:\.0\d*)?%?\s*\)|"
    r"#[0-9a-f]{3}0|#[0-9a-f]{6}0[0-9a-f]"
)
CLIPPED = re.compile(r"rect\(\s*(?:[01](?:px)?[\s,]*){4}\)|inset\(\s*(?:50|100)%.*|circle\(\s*0.*|polygon\(\s*0 0\s*\)")
FADED = re.compile(r"\bopacity\(\s*([^()\s]*)\s*\)")
SHRUNK = re.compile(r"\bscale(?:x|y|3d)?\(\s*([^(),\s]*)(?:\s*,\s*([^(),\s]*))?")
ON_EDGE = re.compile(r"\brotate[xy]\(\s*[+-]?(?:(?:90|270)(?:\.0*)?deg|0?\.[27]5(?:0*)turn|[13]00grad)\s*\)")
# Of the units in which a letter is as large as its line: a reader needs a quarter of one, a machine needs none.
LEAST_LETTER = {"px": 4.0, "pt": 3.0, "em": 0.3, "rem": 0.3, "ex": 0.6, "ch": 0.6, "%": 30.0, "vw": 0.3, "vh": 0.3}
LEAST_BOX = {"px": 2.0, "pt": 2.0, "em": 0.1, "rem": 0.1, "%": 0.5}
LEAST_SHARE = 0.1
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
STRING = re.compile(r"\"(?:\\.|[^\"\\\n])*\"?|'(?:\\.|[^'\\\n])*'?", re.DOTALL)
ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
IMPORTANT = re.compile(r"!\s*important\s*$")
LONGEST_STYLE = 5_000


@dataclass(frozen=True, slots=True)
class Value:
    """What a declaration says, and whether it goes before those that only come later."""

    text: str
    important: bool = False


Style = Mapping[str, Value]


def read_style(declarations: str) -> Style:
    """The declarations by their names, in small letters, of each name the one that holds (CSS Cascade)."""
    style: dict[str, Value] = {}
    for declaration in STRING.sub("''", COMMENT.sub(" ", declarations[:LONGEST_STYLE])).split(";"):
        name, _, said = unescape(declaration).lower().partition(":")
        value = Value(IMPORTANT.sub("", said).strip(), IMPORTANT.search(said) is not None)
        key = name.strip()
        if value.text and (value.important or not style.get(key, value).important):
            style[key] = value
    return style


def unescape(text: str) -> str:
    r"""The letters that "\6f" and "\o" stand for."""
    return ESCAPE.sub(lambda match: _letter(match[1]) if match[1] else match[2], text) if "\\" in text else text


def _letter(code: str) -> str:
    number = int(code, 16)
    return chr(number) if 0 < number < 0xD800 or 0xDFFF < number <= 0x10FFFF else "\ufffd"


def hides(style: Style) -> bool:
    """Whether declarations make text invisible: nothing of it, too small, clear, clipped or far away."""
    said = {name: value.text for name, value in style.items()}
    if any(name in said and test(said[name]) for name, test in SIGNS.items()):
        return True
    # Letters that show the ground behind them are seen.
    if any(CLEAR.fullmatch(said.get(name, "")) for name in COLOURS) and "text" not in map(said.get, GROUNDS):
        return True
    if said.get("position") in ("absolute", "fixed") and any(FAR.search(said.get(place, "")) for place in PLACES):
        return True
    cut = said.get("overflow", said.get("overflow-y", "")) in ("hidden", "clip")
    return cut and any(_is_less(said[measure], LEAST_BOX) for measure in MEASURES if measure in said)


def _is_less(value: str, least: Mapping[str, float]) -> bool:
    """Whether a length is nothing, or less than the least of its unit; what is no length is not."""
    match = SIZE.fullmatch(value)
    return match is not None and (float(match[1]) == 0 or float(match[1]) < least.get(match[2] or "", 0))


def _is_faint(value: str) -> bool:
    """Whether a share ("0.05", "5%") is hardly any."""
    return _is_less(value, {"": LEAST_SHARE, "%": 100 * LEAST_SHARE})


def _is_faint_font(value: str) -> bool:
    """The size in "italic 0/0 serif": the first length, which alone of them has a unit or is nothing."""
    sizes = (part.partition("/")[0] for part in value.split())
    lengths = (size for size in sizes if (match := SIZE.fullmatch(size)) and (match[2] or float(match[1]) == 0))
    return _is_less(next(lengths, "none"), LEAST_LETTER)


def _is_turned_away(value: str) -> bool:
    shares = (share for match in SHRUNK.finditer(value) for share in match.groups() if share)
    return any(map(_is_faint, shares)) or ON_EDGE.search(value) is not None or FAR.search(value) is not None


SIGNS: dict[str, Callable[[str], object]] = {
    "display": "none".__eq__,
    "visibility": {"hidden", "collapse"}.__contains__,
    "content-visibility": "hidden".__eq__,
    "opacity": _is_faint,
    "filter": lambda value: any(_is_faint(match[1]) for match in FADED.finditer(value)),
    "font-size": lambda value: _is_less(value, LEAST_LETTER),
    "font": _is_faint_font,
    "zoom": _is_faint,
    "clip": CLIPPED.fullmatch,
    "clip-path": CLIPPED.fullmatch,
    "text-indent": FAR.match,
    "transform": _is_turned_away,
    "scale": lambda value: any(map(_is_faint, value.split())),
    "translate": FAR.search,
}
COLOURS = ("color", "-webkit-text-fill-color")
GROUNDS = ("background-clip", "-webkit-background-clip")
PLACES = ("left", "top", "right", "bottom", "inset", "margin-left", "margin-top", "margin")
MEASURES = ("width", "height", "max-width", "max-height")
ASKED = frozenset((*SIGNS, *COLOURS, *GROUNDS, "position", *PLACES, "overflow", "overflow-y", *MEASURES))
"""The properties that say whether text is seen."""

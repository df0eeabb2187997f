"""What stands in a page and is not shown: left out, for it is where instructions to machines and old versions stand.

Asked are the element, its own style, and rules of the page's own style sheets that name one class or id. Out of reach
are style sheets that would have to be fetched, scripts, and letters in the colour of what is behind them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

NEVER_SHOWN = frozenset(
    "template noscript figcaption svg dialog canvas object iframe audio video select textarea del s strike script "
    "style".split()
)
"""Struck words are shown and taken back: nobody says them any more."""
# What style sheets everywhere call text that only screen readers are to say.
CLASSES = frozenset("sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only".split())
FAR = re.compile(r"-\s*(?:\d{4,}|[89]\d\d)(?:\.\d+)?(?:px|pt)?\b|-\s*\d{2,}(?:\.\d+)?(?:r?em|vw|vh)|-\s*\d{3,}%")
NOTHING = re.compile(r"[+-]?0*\.?0*(?:px|pt|r?em|%|vw|vh)?")
TINY = re.compile(r"[+-]?(?:0*\.?0*|0*\.\d+|1)(?:px|pt)?|[+-]?0*\.0\d*r?em")
CLEAR = re.compile(r"transparent|(?:rgba|hsla)\([^()]*[,/]\s*0*\.?0*%?\s*\)|#[0-9a-f]{3}0|#[0-9a-f]{6}00")
CLIPPED = re.compile(r"rect\(\s*(?:[01](?:px)?[\s,]*){4}\)|inset\(\s*(?:50|100)%.*|circle\(\s*0.*|polygon\(\s*0 0\s*\)")
SHRUNK = re.compile(r".*\bscale[xy]?\(\s*0*\.?0*\s*[,)].*")

Style = Mapping[str, str]
SIGNS: dict[str, Callable[[str], object]] = {
    "display": "none".__eq__,
    "visibility": {"hidden", "collapse"}.__contains__,
    "content-visibility": "hidden".__eq__,
    "opacity": NOTHING.fullmatch,
    "font-size": TINY.fullmatch,
    "color": CLEAR.fullmatch,
    "-webkit-text-fill-color": CLEAR.fullmatch,
    "clip": CLIPPED.fullmatch,
    "clip-path": CLIPPED.fullmatch,
    "text-indent": FAR.match,
    "transform": lambda value: SHRUNK.match(value) or FAR.search(value),
}
PLACES = ("left", "top", "right", "bottom", "inset", "margin-left", "margin-top", "margin")
MEASURES = ("width", "height", "max-width", "max-height")
RULE = re.compile(r"([^{}]{1,1000})\{([^{}]{0,2000})\}")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SIMPLE = re.compile(r"(?:[a-z][a-z0-9]*)?([.#])([\w-]+)", re.IGNORECASE)
LONGEST_SHEET = 300_000


def drop_hidden(tree: HtmlElement) -> None:
    """Takes out of the tree what is not shown."""
    named = find_hidden_names(tree)
    whole = len(tree.text_content()) if named else 0
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in ("html", "body", "head"):
            continue
        # A sheet that hides most of a page hides what a script shows again.
        by_sheet = names_of(element) & named and 2 * len(element.text_content()) < whole
        if (by_sheet or is_hidden(element)) and element.getparent() is not None:
            element.drop_tree()
        # The extractor has its own mind about styles, and takes "overflow: hidden" for hidden.
        element.attrib.pop("style", None)


def is_hidden(element: HtmlElement) -> bool:
    """Whether the element itself says that it is not shown."""
    if element.tag in NEVER_SHOWN or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if not CLASSES.isdisjoint((element.get("class") or "").split()):
        return True
    return hides(read_style(element.get("style") or ""))


def read_style(style: str) -> Style:
    """The declarations by their names, in small letters."""
    pairs = (declaration.partition(":") for declaration in style.lower()[:5_000].split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value}


def hides(style: Style) -> bool:
    """Whether one of the declarations makes text invisible: nothing of it, too small, clear, clipped or far away."""
    if any(name in style and test(style[name]) for name, test in SIGNS.items()):
        return True
    if style.get("position") in ("absolute", "fixed") and any(FAR.search(style.get(place, "")) for place in PLACES):
        return True
    cut = style.get("overflow", style.get("overflow-y", "")) in ("hidden", "clip")
    return cut and any(TINY.fullmatch(style[measure]) for measure in MEASURES if measure in style)


def find_hidden_names(tree: HtmlElement) -> frozenset[str]:
    """Classes (".x") and ids ("#x") that a sheet in the page does not show at all, for every medium and state."""
    found: set[str] = set()
    for sheet in tree.iter("style"):
        if (sheet.get("media") or "all").lower() not in ("all", "screen"):
            continue
        for selectors, declarations in RULE.findall(COMMENT.sub("", (sheet.text or "")[:LONGEST_SHEET])):
            style = read_style(declarations)
            if style.get("display") == "none" or style.get("visibility") == "hidden":
                simple = (SIMPLE.fullmatch(selector.strip()) for selector in selectors.split(","))
                found.update(f"{match[1]}{match[2]}" for match in simple if match)
    return frozenset(found)


def names_of(element: HtmlElement) -> set[str]:
    """The element's classes and its id, as a sheet names them."""
    names = {f".{name}" for name in (element.get("class") or "").split()}
    return names | {f"#{element.get('id')}"} if element.get("id") else names

"""A page's own style sheets: the rules that can hide text, and what all that match an element say together.

    sheets | rules for every screen | those about what is seen | [ element -> the rules that match it ]

Selectors of names, ids, classes and attributes are understood, in lists, descendants and children. Left aside are
states and places among others (":hover", ":first-child"), siblings, and rules for other media: those show as much as
they hide. Nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sources.formats.styles import ASKED, COMMENT, STRING, Style, Value, read_style, unescape

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LONGEST_SHEET = 300_000
MOST_TESTS = 150_000
"""Of a selector against an element: pages have some dozens for each of a few thousand elements. After them no rule
matches: that opens no door that a sheet which is not fetched leaves shut."""
SKIPPED = re.compile(rf"{COMMENT.pattern}|{STRING.pattern}|<!--|-->", re.DOTALL)
NAME = r"(?:[\w-]|[^\x00-\x7f]|\\.)+"
HEXED = re.compile(r"\\[0-9a-f]{1,6}\s?", re.IGNORECASE)
PART = re.compile(rf"([.#]){NAME}|\[\s*({NAME})\s*(?:([~^$*|]?=)\s*[\"']?([^\"'\]]*)[\"']?\s*)?\]|^(?:{NAME}|\*)")
COMBINED = re.compile(r"\s*(>)\s*|\s+(?![^\[]*\])")
LONGEST_SELECTOR = 200
MEDIA = re.compile(r"(?:only\s+)?(?:all|screen)")
COMPARE: dict[str, Callable[[str, str], bool]] = {
    "=": str.__eq__,
    "^=": str.startswith,
    "$=": str.endswith,
    "*=": str.__contains__,
    "~=": lambda value, part: part in value.split(),
    "|=": lambda value, part: value == part or value.startswith(f"{part}-"),
}
Wanted = tuple[str, str, str]
"""An attribute's name, how it compares ("" if it only has to be there) and with what."""


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element has to be: its name ("" for any), classes ".x" and ids "#x", and attributes."""

    tag: str
    names: frozenset[str]
    attributes: tuple[Wanted, ...]
    child: bool
    """Whether it stands right within what comes before it in the selector."""

    def matches(self, element: HtmlElement, names: frozenset[str]) -> bool:
        """Whether the element, which goes by these names, is one of them, wherever it stands."""
        return (
            self.tag in ("", element.tag)
            and self.names <= names
            and all(_has(element, wanted) for wanted in self.attributes)
        )


Selector = tuple[Compound, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """What a rule says of visibility; `weight` orders rules as the cascade does."""

    selector: Selector
    style: Style
    weight: tuple[int, int, int, int]


def names_of(element: HtmlElement) -> frozenset[str]:
    """The element's classes and its id, as a sheet names them."""
    names = [f".{name}" for name in (element.get("class") or "").split()]
    return frozenset([*names, f"#{element.get('id')}"] if element.get("id") else names)


def _has(element: HtmlElement, wanted: Wanted) -> bool:
    name, how, what = wanted
    value = element.get(name)
    return value is not None and (not how or (bool(what) and COMPARE[how](value, what)))


class Sheets:
    """The rules of a page's sheets that can hide text."""

    def __init__(self, tree: HtmlElement) -> None:
        """Reads the style elements of the page."""
        self._rules: dict[str, list[Rule]] = {}
        self._names: dict[HtmlElement, frozenset[str]] = {}
        self._left = MOST_TESTS
        sheets = [sheet for sheet in tree.iter("style") if is_for_screens(sheet.get("media") or "all")]
        for rule in _rules("\n}\n".join(sheet.text or "" for sheet in sheets)):
            self._rules.setdefault(_key(rule.selector[-1]), []).append(rule)

    def rules_for(self, element: HtmlElement) -> tuple[Rule, ...]:
        """The rules that match, the one that holds last."""
        if not self._rules or self._left < 0:
            return ()
        keys = {*self._names_of(element), *(f"[{name}" for name in element.attrib), str(element.tag), ""}
        asked = [rule for key in keys & self._rules.keys() for rule in self._rules[key]]
        found = [rule for rule in asked if self._matches(rule.selector, element)]
        return tuple(sorted(found, key=lambda rule: rule.weight))

    def _matches(self, selector: Selector, element: HtmlElement) -> bool:
        """Whether the element is the last of the selector and the others stand around it, from within."""
        *around, last = selector
        if not self._is(element, last):
            return False
        inner, near = last, element.getparent()
        for compound in reversed(around):
            while near is not None and not self._is(near, compound):
                near = None if inner.child else near.getparent()
            if near is None:
                return False
            inner, near = compound, near.getparent()
        return True

    def _is(self, element: HtmlElement, compound: Compound) -> bool:
        self._left -= 1
        return self._left >= 0 and compound.matches(element, self._names_of(element))

    def _names_of(self, element: HtmlElement) -> frozenset[str]:
        if element not in self._names:
            self._names[element] = names_of(element)
        return self._names[element]


def combine(styles: Iterable[Style]) -> Style:
    """Declarations one after the other: the last of a name holds, an important one before all others."""
    found: dict[str, Value] = {}
    for style in styles:
        for name, value in style.items():
            if value.important or not found.get(name, value).important:
                found[name] = value
    return found


def is_for_screens(media: str) -> bool:
    """Whether a list of media holds for every screen, without a condition."""
    return any(MEDIA.fullmatch(each.strip()) for each in unescape(COMMENT.sub(" ", media)).lower().split(","))


def _rules(sheet: str) -> Iterator[Rule]:
    for order, (selectors, declarations) in enumerate(_blocks(sheet[:LONGEST_SHEET])):
        style = {name: value for name, value in read_style(declarations).items() if name in ASKED}
        if not style:
            continue
        for selector in filter(None, map(_read_selector, split_list(selectors))):
            yield Rule(selector, style, _weigh(selector, order))


def split_list(selectors: str) -> list[str]:
    """Each selector of a list, with the letters of its escapes right behind their bars."""
    return HEXED.sub(lambda match: f"\\{unescape(match[0])}", selectors).split(",")


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules that hold for every screen, in their order."""
    opened: list[tuple[str, bool]] = []
    text = ""
    for part in re.split(r"([{}])", SKIPPED.sub(_keep_plain, sheet)):
        if part not in ("{", "}"):
            text = part
            continue
        above, holds = opened[-1] if opened else ("", True)
        own, _, head = text.rpartition(";") if part == "{" else (text, "", "")
        if above and not above.startswith("@") and holds:
            yield above, own
        if part == "{":
            opened.append((head.strip(), holds and _holds(head.strip(), above)))
        elif opened:
            opened.pop()
        text = ""
    if opened and opened[-1][1] and not opened[-1][0].startswith("@"):
        yield opened[-1][0], text


def _keep_plain(match: re.Match[str]) -> str:
    """A string that cannot be taken for the sheet's own marks; a space for a comment, nothing of another string."""
    found = match[0]
    if found[0] not in "\"'":
        return " "
    return "''" if re.search(r"[{};,\\]", found) else found


def _holds(head: str, above: str) -> bool:
    """Whether what stands in the block holds whenever the block around it does."""
    if not head.startswith("@"):
        return not above or above.startswith("@")
    word, _, said = unescape(head).lower().partition(" ")
    if word == "@media":
        return is_for_screens(said)
    return word == "@layer" or (word == "@supports" and "not" not in said)


def _read_selector(text: str) -> Selector | None:
    """The compounds of a selector, None where it has what is left aside."""
    pieces = COMBINED.split(text.strip()) if 0 < len(text) <= LONGEST_SELECTOR else []
    found: list[Compound] = []
    child = False
    for piece in pieces:
        if piece == ">":
            child = True
        elif piece:
            compound = _read_compound(piece, child=child)
            if compound is None:
                return None
            found.append(compound)
            child = False
    return tuple(found) or None


def _read_compound(text: str, *, child: bool) -> Compound | None:
    tag, end = "", 0
    names: set[str] = set()
    attributes: list[Wanted] = []
    for match in PART.finditer(text):
        if match.start() != end:
            return None
        end = match.end()
        if match[1]:
            names.add(unescape(match[0]))
        elif match[2]:
            attributes.append((unescape(match[2]).lower(), match[3] or "", match[4] or ""))
        else:
            tag = unescape(match[0]).lower().replace("*", "")
    return Compound(tag, frozenset(names), tuple(attributes), child) if end == len(text) else None


def _weigh(selector: Selector, order: int) -> tuple[int, int, int, int]:
    ids = sum(name.startswith("#") for compound in selector for name in compound.names)
    names = sum(len(compound.names) + len(compound.attributes) for compound in selector) - ids
    return ids, names, sum(bool(compound.tag) for compound in selector), order


def _key(compound: Compound) -> str:
    """By what its elements are found fastest."""
    names = sorted(compound.names)  # ids before classes: "#" before "."
    return names[0] if names else f"[{compound.attributes[0][0]}" if compound.attributes else compound.tag

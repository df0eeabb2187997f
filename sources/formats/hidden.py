"""What stands in a page and is not shown: left out, for it is where instructions to machines and old versions stand.

    tree | drop what hides itself | ask the page's sheets | drop what they hide, unless a script shows it again

Asked are the element, its own style, and the page's own style sheets. Out of reach are style sheets that would have to
be fetched, scripts, and letters in the colour of what is behind them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sources.formats.sheets import Rule, Sheets, combine
from sources.formats.styles import hides, read_style

if TYPE_CHECKING:
    from lxml.html import HtmlElement

NEVER_SHOWN = frozenset(
    "template noscript figcaption svg dialog canvas object iframe audio video select textarea del s strike script "
    "style".split()
)
"""Struck words are shown and taken back: nobody says them any more."""
# What style sheets everywhere call text that only screen readers are to say.
CLASSES = frozenset("sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only".split())
ROOTS = ("html", "body", "head")
Why = tuple[Rule, ...]


def drop_hidden(tree: HtmlElement) -> None:
    """Takes out of the tree what is not shown."""
    sheets = Sheets(tree)
    for element in list(_elements(tree)):
        if is_hidden(element):
            _drop(element)
    for hidden in find_hidden(tree, sheets):
        for element in hidden:
            _drop(element)
    # The extractor has its own mind about styles, and takes "overflow: hidden" for hidden.
    for element in tree.iter():
        element.attrib.pop("style", None)


def is_hidden(element: HtmlElement) -> bool:
    """Whether the element itself says that it is not shown."""
    if element.tag in NEVER_SHOWN or element.get("aria-hidden") == "true":
        return True
    if element.get("hidden") is not None or element.get("popover") is not None:
        return True
    if not CLASSES.isdisjoint((element.get("class") or "").split()):
        return True
    return hides(read_style(element.get("style") or ""))


def find_hidden(tree: HtmlElement, sheets: Sheets) -> list[list[HtmlElement]]:
    """The elements that sheets hide, together those for which the same rules do it.

    Rules that hide most of a page hide what a script shows again.
    """
    found: dict[Why, list[HtmlElement]] = defaultdict(list)
    for element in _elements(tree):
        rules = sheets.rules_for(element)
        own = read_style(element.get("style") or "")
        if rules and hides(combine((*(rule.style for rule in rules), own))):
            found[rules].append(element)
    whole = len(tree.text_content()) if found else 0
    return [each for each in found.values() if 2 * sum(len(e.text_content()) for e in outermost(each)) < whole]


def outermost(elements: list[HtmlElement]) -> Iterator[HtmlElement]:
    """Those that stand in no other of them."""
    among = set(elements)
    return (element for element in elements if among.isdisjoint(element.iterancestors()))


def _elements(tree: HtmlElement) -> Iterator[HtmlElement]:
    return (element for element in tree.iter() if isinstance(element.tag, str) and element.tag not in ROOTS)


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()

"""Who tells a figure, as one name however it is written."""

from __future__ import annotations

import re
from functools import lru_cache

from summarizer.types import Figure

_LIGHT = re.compile(r"^(?:the|a|an|his|her|its|their|some|several|local)\s+|['’]s?$", re.IGNORECASE)
_PRONOUNS = frozenset("he she they it i we who which that".split())


def teller(figure: Figure) -> str:
    """The name of whom the document credits with the figure, comparable; "" for its own voice or an unnamed "he"."""
    words = figure.attributed_name or (figure.attributed_to.of(figure.document.text) if figure.attributed_to else "")
    return _plain(words)


@lru_cache(maxsize=2048)
def _plain(words: str) -> str:
    name = _LIGHT.sub("", " ".join(words.split())).casefold()
    return "" if name in _PRONOUNS else name


def voice(figure: Figure) -> str:
    """Whose word a figure is: the teller's, else its publisher's; "" where neither is known."""
    return teller(figure) or f"={(figure.document.publisher or '').casefold()}".rstrip("=")


def one_teller(a: Figure, b: Figure) -> bool:
    """Whether two figures of one text may have one teller: the same name or a part of it, or nobody named for one."""
    names = [frozenset(teller(figure).split()) for figure in (a, b)]
    return names[0] <= names[1] or names[1] <= names[0]

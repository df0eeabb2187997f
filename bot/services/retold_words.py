"""How our own lines are worded, in every language that we talk: patterns made of the sentences of the views.

A sentence as it stands in the code -> it and its translations, all their plurals -> a pattern, its fields left open
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Final

DAY: Final = r"\d{1,2} [^\W\d]{3,12}\.? \d{4}"
MARK: Final = r"\[\d{1,3}\]"
NUMBER: Final = r"\d[\d.,\u00a0\u202f]{0,9}"
FIELD: Final = re.compile(r"\{(\w+)\}")
FIELDS: Final = {
    **dict.fromkeys(("n", "number", "page", "pages", "replaced"), NUMBER),
    **dict.fromkeys(("source", "sources"), MARK),
    "day": DAY,
    "words": "“.{1,300}?",
}
"""What stands in a field; else anything, but not much: stretches of any length take time by a line's length squared."""
ANY: Final = ".{1,80}?"


def wording(*sentences: str) -> str:
    """A pattern of the sentences, each in all languages. Raises KeyError for one that no view says."""
    every = dict.fromkeys(form for sentence in sentences for form in _forms()[sentence])
    return f"(?:{'|'.join(map(_pattern, every))})"


def _pattern(form: str) -> str:
    """Of its first line: a copy is looked at line by line."""
    line = form.partition("\n")[0]
    fixed, at = "", 0
    for field in FIELD.finditer(line):
        fixed += re.escape(line[at : field.start()]) + FIELDS.get(field[1], ANY)
        at = field.end()
    return fixed + re.escape(line[at:])


@cache
def _forms() -> Mapping[str, tuple[str, ...]]:
    """Every sentence of the views, by its singular: its own forms and those of all languages."""
    forms: dict[str, tuple[str, ...]] = {}
    for file in (resources.files("bot") / "views" / "languages").iterdir():
        if file.name.endswith(".po"):
            for own, translated in _catalog(file.read_bytes()):
                forms[own[0]] = (*forms.get(own[0], own), *filter(None, translated))
    return forms


def _catalog(file: bytes) -> Iterable[tuple[tuple[str, ...], tuple[str, ...]]]:
    from babel.messages.pofile import read_po  # noqa: PLC0415 - with Babel, for who brings a text

    return [(_all(each.id), _all(each.string)) for each in read_po(BytesIO(file)) if each.id]


def _all(said: str | Iterable[str] | None) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said or ())

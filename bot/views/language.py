"""The language that we talk in: English as it stands in the code, or a translation of it, one file a language.

A text of ours is marked where it stands: `tr` and `say` for one of one form, `trn` and `said` for one that counts, and
`later` for one that is translated only when it is shown. `languages/CODE.po` holds the translations, in the format of
GNU gettext, which translators' tools know; a test names what a file lacks. Sources are never translated: we talk
around them. Which language it is holds for a task and what it awaits, see `speaking`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.views.rich import Rich, chrome, plain

FOLDER: Final = Path(__file__).parent / "languages"
SOURCE: Final = "en"
LANGUAGES: Final = (SOURCE, *sorted(file.stem for file in FOLDER.glob("*.po")))
"""The languages that we talk in, by their codes; that of the code first."""
FIELD = re.compile(r"\{(\w+)\}")

_spoken: ContextVar[str] = ContextVar("language", default=SOURCE)


def spoken() -> str:
    """The code of the language that is spoken now."""
    return _spoken.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Talks in this language, one of `LANGUAGES`, until the end of the block."""
    token = _spoken.set(language if language in LANGUAGES else SOURCE)
    try:
        yield
    finally:
        _spoken.reset(token)


def speak(language: str) -> None:
    """Talks in this language as long as the task lasts: one update and whatever comes of it."""
    _spoken.set(language if language in LANGUAGES else SOURCE)


def nearest(tag: str | None) -> str | None:
    """The language of ours that a BCP 47 tag ("uk-UA") names; None where we have none."""
    code = re.split("[-_]", tag or "", maxsplit=1)[0].lower()
    return code if code in LANGUAGES else None


def locale() -> Locale:
    """The locale of the language that is spoken, for dates and numbers."""
    return Locale.parse("en_GB" if spoken() == SOURCE else spoken())


def later(text: str) -> str:
    """The text itself: it stands somewhere where nobody speaks yet, and is given to `tr` or `say` when it is shown."""
    return text


def tr(text: str, /, **fields: object) -> str:
    """The text in the language that is spoken, its `{fields}` filled in."""
    return _filled(_translations(spoken()).gettext(text), fields)


def trn(one: str, many: str, number: int, /, **fields: object) -> str:
    """The form of a text that fits the number, which `{n}` stands for."""
    text = _translations(spoken()).ngettext(one, many, number)
    return _filled(text, {"n": counted(number), **fields})


def say(text: str, /, **fields: Rich | str) -> Rich:
    """The same as a Rich: what is filled in keeps its marks, and what is a plain str is words of ours, `chrome`."""
    return _woven(_translations(spoken()).gettext(text), fields)


def said(one: str, many: str, number: int, /, **fields: Rich | str) -> Rich:
    """`say` for a text that counts; `{n}` is the number."""
    return _woven(_translations(spoken()).ngettext(one, many, number), {"n": counted(number), **fields})


def counted(number: int) -> str:
    """A number of ours, as the language groups its digits."""
    return format_decimal(number, locale=locale())


def conjoined(pieces: Iterable[Rich]) -> Rich:
    """`one and another`, of as many as there are."""
    whole = Rich()
    for piece in pieces:
        whole = say("{one} and {other}", one=whole, other=piece) if whole else piece
    return whole


def language_name(code: str) -> str | None:
    """What the language that is spoken calls another one, by its code; None for a code that it does not know."""
    return locale().languages.get(code.replace("-", "_"))


def _filled(text: str, fields: dict[str, object]) -> str:
    return FIELD.sub(lambda field: str(fields[field[1]]), text) if fields else text


def _woven(text: str, fields: dict[str, Rich | str]) -> Rich:
    """The pieces between the fields are plain; a digit in them must stand in a field, or the promise breaks."""
    woven, at = Rich(), 0
    for field in FIELD.finditer(text) if fields else ():
        value = fields[field[1]]
        woven = woven + plain(text[at : field.start()]) + (chrome(value) if isinstance(value, str) else value)
        at = field.end()
    return woven + plain(text[at:])


@cache
def _translations(language: str) -> NullTranslations:
    if language == SOURCE:
        return NullTranslations()
    compiled = BytesIO()
    with (FOLDER / f"{language}.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)

"""The language of what we say: every text is marked, every marked text is translated, and every number fits its noun.

`python -m tests.bot.views.test_language [CODE]` brings the language files up to date, or begins one, for translators.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from itertools import takewhile
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from hypothesis import given
from hypothesis import strategies as st

from bot.services import speaking, writer
from bot.views import language
from bot.views.language import FIELD, FOLDER, LANGUAGES, SOURCE, say, tr, trn
from bot.views.language import speaking as talking
from bot.views.written import WHY
from summarizer.writing.rewriting import NOTHING, TOO_LITTLE

BOT = Path(__file__).parents[3] / "bot"
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "tr": None,
    "trn": (1, 2),
    "say": None,
    "said": (1, 2),
    "later": None,
    "Command": (2,),  # its line in the menu
}
TWO = frozenset({"trn", "said", "Command"})
"""What is marked by the first two arguments, or stands in the second."""
TRANSLATED = tuple(code for code in LANGUAGES if code != SOURCE)


@cache
def marked() -> Catalog:
    """All marked texts of the bot, with where they stand."""
    found = Catalog(charset="utf-8")
    for file, line, text, _, _ in extract_from_dir(str(BOT), [("**.py", "python")], keywords=KEYWORDS):
        found.add(text, locations=[(f"bot/{file}", line)])
    return found


@cache
def kept(code: str) -> Catalog:
    """A language file, what is commented out left out."""
    with (FOLDER / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


def texts(catalog: Catalog) -> dict[str | tuple[str, ...], Message]:
    return {_key(message): message for message in catalog if message.id}


def _key(message: Message) -> str | tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, list | tuple) else message.id


def forms(message: Message) -> tuple[str, ...]:
    """What a file has for a text: one form, or as many as the language counts with."""
    return tuple(message.string) if isinstance(message.string, list | tuple) else (str(message.string),)


def fields(text: str) -> set[str]:
    return set(FIELD.findall(text))


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_language_file_has_every_text(code: str) -> None:
    """A text that a language lacks, or has left empty or doubtful, is named."""
    known = texts(kept(code))
    lacking = [
        f"{message.locations[0]}: {key}"
        for key, message in texts(marked()).items()
        if key not in known or known[key].fuzzy or not all(forms(known[key]))
    ]
    assert lacking == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_language_file_has_nothing_else(code: str) -> None:
    """A text that is said no more is named: it would be translated for nobody."""
    assert [key for key in texts(kept(code)) if key not in texts(marked())] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_fills_in_what_the_text_does(code: str) -> None:
    """No field is lost, misspelt or made up; a form for one number alone may stand for others too, and names it."""
    wrong = []
    for key, message in texts(kept(code)).items():
        wanted = set().union(*map(fields, key if isinstance(key, tuple) else (key,)))
        wrong += [(form, wanted) for form in forms(message) if form and fields(form) != wanted]
    assert wrong == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_text_that_counts_has_a_form_for_every_number(code: str) -> None:
    """As many forms as the language has; what ends or begins with a space or a line does so in every language."""
    catalog = kept(code)
    counting = {key: message for key, message in texts(catalog).items() if isinstance(key, tuple)}
    assert {key: len(forms(each)) for key, each in counting.items() if len(forms(each)) != catalog.num_plurals} == {}
    edges = re.compile(r"^(\s*).*?(\s*)$", re.DOTALL)
    for key, message in texts(catalog).items():
        first = key[0] if isinstance(key, tuple) else key
        for form in filter(None, forms(message)):
            assert _edges(edges, form) == _edges(edges, first), form


def _edges(pattern: re.Pattern[str], text: str) -> tuple[str | None, ...]:
    found = pattern.match(text)
    return found.groups() if found else ()


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_quotes_nothing_and_counts_nothing_of_its_own(code: str) -> None:
    """A digit or a quotation outside of a field would pass for a source's; quotation marks around a field are ours."""
    for key, message in texts(kept(code)).items():
        said = " ".join(key) if isinstance(key, tuple) else key
        for form in forms(message):
            bare = FIELD.sub("", form)
            assert re.search(r'[“"][^“”"]*\w[^“”"]*[”"]', bare) is None, form
            assert bool(re.search(r"\d", bare)) <= bool(re.search(r"\d", FIELD.sub("", said))), form


def test_the_languages_are_those_of_the_files() -> None:
    """Whoever decides on a language knows the same ones as whoever speaks it."""
    assert set(speaking.LANGUAGES) == set(LANGUAGES)
    assert {speaking.nearest(tag) for tag in ("uk", "uk-UA", "UK_ua", "en-US", "xx", "", None)} == {"uk", "en", None}
    assert [language.nearest(tag) for tag in ("uk-UA", "de", None)] == ["uk", None, None]


@pytest.mark.parametrize("code", TRANSLATED)
@given(st.integers(0, 1000))
def test_a_number_gets_the_form_that_cldr_says(code: str, number: int) -> None:
    """The language file counts as Unicode's rules for the language do."""
    rule = Locale.parse(code).plural_form
    order = [rule(n) for n in (1, 2, 5)]
    message = next(each for key, each in texts(kept(code)).items() if key == ("{n} source", "{n} sources"))
    with talking(code):
        wanted = forms(message)[order.index(rule(number))]
        assert trn("{n} source", "{n} sources", number) == wanted.replace("{n}", language.counted(number))


def test_what_is_filled_in_keeps_its_marks_and_its_braces() -> None:
    """Words of ours are chrome wherever a translation puts them; what is filled in is no field."""
    told = say("I have no story {number} here.", number="{n} 7")
    assert (told.text, [(told.text[m.start : m.end], m.kind) for m in told.marks]) == (
        "I have no story {n} 7 here.",
        [("{n} 7", "chrome")],
    )
    assert tr("I can't read {this}") == "I can't read {this}"


def test_why_a_model_wrote_nothing_can_be_said() -> None:
    """Each reason that a service gives, in words of its own, is one that the view has marked."""
    named = {writer.BUSY, writer.SLOW, writer.BROKEN, writer.ABSENT, writer.COMING, writer.STOPPED, writer.UNSOUND}
    assert set(WHY) == named | {NOTHING, TOO_LITTLE}


# What is marked, and what is not


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            yield node


def test_what_is_woven_counts_and_quotes_nothing_outside_of_its_fields() -> None:
    """A digit or a quotation that stands in the text itself would be plain, and pass for a source's."""
    odd = re.compile(r'\d|[“"]\s*[^“”"\s][^“”"]*[”"]')
    wrong = [
        f"{file.relative_to(BOT)}:{call.lineno}: {text.value}"
        for file in BOT.rglob("*.py")
        for call in calls(ast.parse(file.read_text("utf-8")))
        if isinstance(call.func, ast.Name) and call.func.id in {"say", "said"}
        for text in call.args[: _texts_of(call)]
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and odd.search(FIELD.sub("", text.value))
    ]
    assert wrong == []


def test_what_is_marked_is_written_out() -> None:
    """A text that is put together before it is looked up is found in no language file."""
    wrong = [
        f"{file.relative_to(BOT)}:{call.lineno}"
        for file in BOT.rglob("*.py")
        for call in calls(ast.parse(file.read_text("utf-8")))
        if any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in call.args[: _texts_of(call)])
    ]
    assert wrong == []


def _texts_of(call: ast.Call) -> int:
    return 2 if isinstance(call.func, ast.Name) and call.func.id in TWO else 1


WORDS = re.compile(r"[A-Z][a-z]+,? [a-z]+|[a-z]{2,},? [a-z]{2,} [a-z]{2,}|^[A-Z][a-z]+[…:.?]?$")
"""What reads like a text for people: words in a row, or one that begins like a label."""
UNSHOWN = frozenset("join compile fullmatch match search error warning info exception cast".split())
"""What is called with words that nobody is shown: separators, patterns, the log."""
NOT_SHOWN_IN_CHATS: dict[str, tuple[str, ...]] = {
    "commands/channels.py": ("may not post",),
    "commands/delivering.py": ("thread not found", "chat not found", "not enough rights", "have no rights"),
    "commands/replying.py": ("none no off never",),
    "commands/routing.py": ("may not post",),
    "views/annotations.py": ("Annotation", "Dataset"),
    "views/channels.py": ("may not post",),
    "views/feeds.py": ("Feeds of Verbatim",),
    "views/painted/lettering.py": ("Cc", "Cf"),
    "views/painted/sheet.py": ("Software",),
    "views/painted/words.py": ("Sep",),
    "views/search.py": ("/search ",),
    "views/settings.py": ("English",),
    "views/texts.py": ("verbatim add ", "Verbatim"),
    "views/errors.py": (
        "Save its text to a file and add that.",
        "A setting is wrong. ",
        "The database can't be used: ",
        "The database takes nothing that is written: ",
        "Make room on its disk; ",
        "Is it a standby, ",
        "It goes on by itself once ",
        "Look at its disk ",
        "The model can't be used: ",
        "Refused by the gate, ",
        "A text could not be understood: ",
        "This is the front page of a site, and no article. Follow a feed of it",
        "Add",
    ),
}
"""How they begin, by file: for the terminal alone; a key of data or of another's words; a name; what is typed."""


def test_every_text_of_a_view_or_a_command_is_marked() -> None:
    """A sentence that is written without a mark would be English in every language."""
    found = [
        f"{file.relative_to(BOT)}:{line}: {text}"
        for folder in ("views", "commands")
        for file in sorted((BOT / folder).rglob("*.py"))
        for line, text in _unmarked(ast.parse(file.read_text("utf-8")))
        if not text.startswith(NOT_SHOWN_IN_CHATS.get(str(file.relative_to(BOT)), ("\0",)))
    ]
    assert found == []


def _unmarked(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Strings that read like a text and are no argument of a mark, no docstring, no pattern and no line of the log."""
    passed = {id(part) for node in ast.walk(tree) for each in _passed(node) for part in ast.walk(each)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in passed:
            continue
        if WORDS.search(node.value):
            yield node.lineno, node.value


def _passed(node: ast.AST) -> Sequence[ast.AST]:
    """What of a node need not be looked at: docstrings, annotations, keys, and what a call is known to take."""
    match node:
        case ast.Expr(value=ast.Constant() as docstring):
            return [docstring]
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return _taken(node, name)
        case ast.arg(annotation=type_) | ast.AnnAssign(annotation=type_) | ast.FunctionDef(returns=type_):
            return [type_] if type_ else []
        case ast.Subscript():
            return [node.slice]
        case _:
            return []


def _taken(call: ast.Call, name: str) -> Sequence[ast.AST]:
    if name in KEYWORDS:
        return call.args[: _texts_of(call)]
    return call.args if name in UNSHOWN or name.endswith(("Error", "Var")) else []


HEADERS = ("Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms")
"""Of the fields in the head of a language file those that say something."""


def update(code: str) -> None:
    """Puts what is missing into a language file, empty, and takes out what is said no more."""
    file = FOLDER / f"{code}.po"
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    glossary = [*takewhile(lambda line: line.startswith("#"), lines)]
    known, fresh = texts(kept(code)) if lines else {}, Catalog(locale=code, charset="utf-8", fuzzy=False)
    for key, message in texts(marked()).items():
        empty = ("",) * fresh.num_plurals if isinstance(key, tuple) else ""
        fresh.add(message.id, known[key].string if key in known else empty, locations=sorted(set(message.locations)))
    written = BytesIO()
    write_po(written, fresh, width=120, include_lineno=False, sort_by_file=True)
    head, _, rest = written.getvalue().decode().partition("\n\n")
    fields = [line for line in head.splitlines() if line.startswith(("msg", *(f'"{name}:' for name in HEADERS)))]
    file.write_text("\n".join((*glossary, *fields)) + "\n\n" + rest, encoding="utf-8")


if __name__ == "__main__":
    for each in sys.argv[1:] or TRANSLATED:
        update(each)

"""The documents say what is there: their links lead somewhere, their commands parse, their settings and files exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from bot.cli import app
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))
OTHERS = {
    *("TORCH_INDEX", "VERBATIM_BROWSER", "UPDATE_TABLE", "HF_HUB_OFFLINE"),  # of the Makefile, tests, libraries
    "POSTGRES_PASSWORD",  # of the file for docker compose
    *("BALANCE_TOO_LOW", "CHAT_WRITE_FORBIDDEN", "TOPIC_CLOSED"),  # of Telegram
}
"""Names in capitals in the documents that are no settings."""
TO_COME = {"bot/views/languages/de.po", "bot/views/languages/CODE.po"}
"""Files that the documents tell somebody to make."""
NOTATION = re.compile(r"[|\[]")
"""`html|csv [TOPIC]` says what may stand there, and is nothing to type."""
ROOMS = ("bot/", "sources/", "storage/", "summarizer/", "seeds/", "tests/", "docs/")


def name(document: Path) -> str:
    return str(document.relative_to(ROOT))


def prose(document: Path) -> str:
    """A document without what stands in blocks of code."""
    return re.sub(r"^```.*?^```", "", document.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def anchors(document: Path) -> set[str]:
    """The names under which a page of the repository's host offers its headings."""
    headings = re.findall(r"^#+ (.+)$", prose(document), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def targets(document: Path) -> Iterator[tuple[Path, str]]:
    """What a document's links and pictures lead to inside the repository: a file, and a heading or nothing."""
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(document)):
        if "://" not in target:
            path, _, heading = target.partition("#")
            yield (document.parent / path).resolve() if path else document, heading


def commands(document: Path) -> Iterator[list[str]]:
    """The words behind `verbatim` in every command line that a document shows, in a block or in a sentence."""
    text = document.read_text("utf-8")
    blocks = "".join(re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)).splitlines()
    named = (line for line in re.findall(r"`([^`\n]+)`", prose(document)) if not NOTATION.search(line))
    for line in (*blocks, *named):
        found = re.match(r"(?:\.venv/bin/)?verbatim (.*)", line)
        words = shlex.split(found[1], comments=True) if found else []
        if words:
            yield list(takewhile(lambda word: word not in {"<", ">", "|"}, words))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_leads_somewhere(document: Path) -> None:
    """A link or a picture names a file that is there, and a heading that it has."""
    for path, heading in targets(document):
        assert path.exists(), path
        assert not heading or heading in anchors(path), f"{path.name}#{heading}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_command_line_is_one(document: Path) -> None:
    """What a document tells to type at a shell, the program takes, down to the last option."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    for first, *words in commands(document):
        if first != "--help":
            assert first in group.commands, first
            if words:  # a name alone names the command, as in "`verbatim export` writes ..."
                group.commands[first].make_context(first, words)


def test_operators_are_shown_command_lines() -> None:
    """The test above has something to look at."""
    assert len(list(commands(ROOT / "docs" / "operate.md"))) > 5
    assert len(list(commands(ROOT / "docs" / "guide.md"))) > 15


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_setting_exists(document: Path) -> None:
    """A name in capitals is a setting, or one of few other things that are known."""
    named = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`", prose(document)))
    assert named <= {setting.upper() for setting in Settings.model_fields} | OTHERS


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_file_that_is_named_is_there(document: Path) -> None:
    """Code moves; a document that names a file or folder moves with it."""
    named = re.findall(r"`([\w./-]+)`", prose(document))
    missing = [path for path in named if path.startswith(ROOMS) and not (ROOT / path).exists() and path not in TO_COME]
    assert not missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_target_and_module_that_is_named_is_there(document: Path) -> None:
    """`make floors` and `python -m tests.bench` are to be had."""
    text = document.read_text("utf-8")
    rules = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"`make ([a-z]+)", text):
        assert re.search(rf"^{target}:", rules, re.MULTILINE), target
    for module in re.findall(r"python -m ((?:tests|summarizer|bot)[\w.]*)", text):
        path = ROOT.joinpath(*module.split("."))
        assert path.is_dir() or path.with_suffix(".py").exists(), module


def test_the_readme_fits_a_screen() -> None:
    """What it is, why to trust it, three steps: more has a document of its own."""
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert len(lines) <= 60

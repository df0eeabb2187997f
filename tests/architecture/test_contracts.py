"""The arrows of the house, kept by import-linter, and what it cannot see."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import bot.commands
from bot.commands import COMMANDS
from bot.settings import Settings

ROOT = Path(__file__).parents[2]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603


def test_every_import_contract_is_kept() -> None:
    """Arrows point down; Telegram, SQL and torch stay in their rooms."""
    result = run(str(Path(sys.executable).with_name("lint-imports")), "--no-cache")
    assert result.returncode == 0, result.stdout


def test_a_start_of_the_bot_imports_no_model() -> None:
    """torch, transformers, matplotlib and the language model stay out of the process that answers people."""
    code = (
        "import sys, bot.cli, bot.app, bot.dispatch;"
        "heavy = ('torch', 'transformers', 'py3langid', 'trafilatura', 'matplotlib');"
        "print([name for name in heavy if name in sys.modules])"
    )
    result = run(sys.executable, "-c", code)
    assert result.stdout.strip() == "[]", result.stderr


def test_only_settings_read_the_environment() -> None:
    """Every knob is a field of Settings: nobody else asks the environment for one."""
    allowed = {"bot/printing.py"}  # NO_COLOR, an agreement of terminals and no knob of ours
    readers = {
        str(path.relative_to(ROOT))
        for package in ("bot", "sources", "storage", "summarizer", "seeds")
        for path in (ROOT / package).rglob("*.py")
        if {"environ", "getenv"}
        & {node.attr for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
    }
    assert readers <= allowed


def test_every_command_file_is_listed() -> None:
    """A file in bot/commands that COMMANDS does not list is a command that nobody can give."""
    files = {path.stem for path in Path(bot.commands.__file__).parent.glob("*.py")} - {
        "__init__",
        "adjusting",
        "base",
        "channels",
        "counting",
        "delivering",
        "finding",
        "entering",
        "inlining",
        "following",
        "keeping",
        "opening",
        "press",
        "parting",
        "proving",
        "presets",
        "replying",
        "routing",
        "scheduling",
        "telling",
    }
    assert {command.name for command in COMMANDS} == files


def test_env_example_lists_every_setting() -> None:
    """`.env.example` names each setting once with its default and its line of explanation, and nothing else."""
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    named = [
        line.removeprefix("# ").partition("=")
        for line in lines
        if "=" in line and line.partition("=")[0].strip("# ").isupper()
    ]
    assert [name for name, _, _ in named] == [name.upper() for name in Settings.model_fields]
    for (name, _, value), field in zip(named, Settings.model_fields.values(), strict=True):
        assert value == ("" if field.default is None else str(field.default)), name
        assert f"# {field.description}" in lines, name


@pytest.mark.parametrize("word", ["core", "utils", "common", "helpers", "models"])
def test_no_room_without_a_purpose(word: str) -> None:
    """No package or module carries a name that says nothing."""
    assert not [
        path for package in ("bot", "sources", "storage", "summarizer") for path in (ROOT / package).rglob(f"{word}*")
    ]

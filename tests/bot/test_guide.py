"""The guide for readers says what the bot says: its conversations are typed again, in their order, and compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bot.commands import COMMANDS
from bot.playground import Message
from tests.bot.asking import ask
from tests.bot.conftest import Running

GUIDE = (Path(__file__).parents[2] / "docs" / "guide.md").read_text("utf-8")
LEFT_OUT = "…"
"""Alone in a line: something stands here that the guide does not show."""


def conversations() -> Iterator[tuple[str, str]]:
    """What is typed and what comes back, in the guide's order."""
    for block in re.findall(r"^```text\n(You: .+?)^```", GUIDE, re.MULTILINE | re.DOTALL):
        for turn in re.split(r"^You: ", block, flags=re.MULTILINE)[1:]:
            typed, _, answer = turn.partition("\nBot: ")
            yield typed.strip(), answer.strip()


def words(text: str) -> str:
    """The text with its lines joined: the guide breaks them where they fit a page."""
    return " ".join(text.split())


def shown(messages: tuple[Message, ...]) -> str:
    """What a person sees of an answer: texts, and the buttons below them."""
    rows = (" ".join(f"[{button.text}]" for button in row) for message in messages for row in message.buttons)
    return words(" ".join((*(message.text for message in messages), *rows)))


def fits(expected: str, seen: str) -> bool:
    """Whether an answer is what the guide shows of it, but for what it leaves out."""
    parts = re.split(rf"^{LEFT_OUT}$", expected, flags=re.MULTILINE)
    return re.fullmatch(".*".join(re.escape(words(part)) for part in parts), seen) is not None


async def test_the_guide_shows_what_comes_back(bot: Running) -> None:
    """Whoever types what the guide types, in its order, reads what it shows."""
    ann, told = bot.telegram.user(7, "Ann"), list(conversations())
    assert len(told) > 10
    for typed, answer in told:
        # How long ago the first sources came depends on how long the tests before this one took.
        seen = re.sub(r"added \d+ (minutes?|hours?) ago", "added just now", shown(await ask(ann, typed)))
        assert fits(answer, seen), f"{typed}\n{seen}"


def test_an_answer_that_is_another_is_found() -> None:
    """What is left out stands for anything; what is shown stands there to the letter, and nothing else."""
    assert fits("Figures\n…\n[Why]", "Figures · 2 in all [Why]")
    assert not fits("Figures\n…\n[Why]", "Figures · 2 in all [Evidence]")
    assert not fits("Figures", "Figures · 2 in all")


def test_every_command_is_in_the_guide() -> None:
    """A command that the table of all commands does not have is found by nobody."""
    table = GUIDE.partition("## All commands")[2].partition("## On the command line")[0]
    missing = {command.name for command in COMMANDS} - set(re.findall(r"/([a-z]+)", table))
    assert not missing


def test_the_guide_has_a_real_briefing_of_the_terminal() -> None:
    """What the guide shows of `verbatim brief` is what the program prints, to the letter."""
    printed = Path(__file__).parent / "views" / "golden" / "briefing.terminal.txt"
    assert printed.read_text("utf-8") in GUIDE

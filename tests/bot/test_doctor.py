"""`verbatim check`: each thing that a bot needs, good and bad, with what to do about it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot import doctor
from bot.doctor import Finding, examine
from bot.playground import Playground
from summarizer.errors import AnalysisError
from summarizer.types import Analysis, Document
from tests.bot.conftest import settings
from tests.summarizer.tiny_writers import make_seq2seq


async def findings(folder: Path, **changed: object) -> list[Finding]:
    return [finding async for finding in examine(settings(folder, **changed))]


async def test_a_healthy_bot(tmp_path: Path) -> None:
    """Four good lines, the last with the name under which Telegram knows the bot."""
    async with Playground.start() as telegram:
        found = await findings(tmp_path, telegram_api_url=telegram.url, telegram_bot_token=telegram.token)
    assert [finding.good for finding in found] == [True] * 4
    assert found[1].text == "database: open and up to date, 0 public documents"
    assert found[3].text == "Telegram: reached as @verbatim_bot"


async def test_without_a_token(tmp_path: Path) -> None:
    """Says where to get one, where to put it, and what there is without one."""
    *_, telegram = await findings(tmp_path)
    assert telegram == Finding(
        "Telegram: no token. Get one from @BotFather and put TELEGRAM_BOT_TOKEN=<token> into .env."
        " Until then verbatim run opens the playground in your browser.",
        good=False,
    )


async def test_a_token_that_telegram_does_not_know(tmp_path: Path) -> None:
    """Says where to get another one; the token is not repeated."""
    token = "110201543:AAwrong"  # noqa: S105 - nobody's
    async with Playground.start() as telegram:
        *_, found = await findings(tmp_path, telegram_api_url=telegram.url, telegram_bot_token=token)
    assert not found.good
    assert found.text.endswith("does not know this token. Ask @BotFather for a new one.")
    assert token not in found.text


async def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    """Says that it cannot be reached and which setting to look at; the token is not repeated."""
    nowhere = {"telegram_api_url": "http://127.0.0.1:9", "telegram_bot_token": "110201543:AAHdq"}
    *_, found = await findings(tmp_path, **nowhere)
    assert found.text.startswith("Telegram: http://127.0.0.1:9 cannot be reached (")
    assert "AAHdq" not in found.text


@pytest.mark.parametrize("url", ["mysql://nowhere", "sqlite:////proc/nowhere/verbatim.db", "nonsense"])
async def test_a_database_that_cannot_be_used(tmp_path: Path, url: str) -> None:
    """One line about it, and the other things are looked at all the same."""
    found = await findings(tmp_path, database_url=url)
    assert len(found) == 4
    assert not found[1].good
    assert found[1].text.endswith("Check DATABASE_URL.")


async def test_a_model_that_cannot_be_loaded(tmp_path: Path) -> None:
    """Says what is lost without it and how to install it."""
    found = await findings(tmp_path, embedder="minilm", model_path=str(tmp_path))
    assert not found[2].good
    assert found[2].text.startswith("model: cannot be loaded, summaries are chosen without it.")


async def test_a_model_that_writes_says_what_it_needs(tmp_path: Path) -> None:
    """Loaded as the bot will load it, in a process of its own; one that cannot be had says what to check."""
    (tmp_path / "tiny").mkdir()
    model = str(make_seq2seq(tmp_path / "tiny", ["A word."]))
    found = await findings(tmp_path, summary_model=model, summary_device="cpu")
    assert len(found) == 5
    assert re.fullmatch(
        r"summary model: tiny on cpu, 0\.\d million parameters, 0\.00 GB of memory for its weights", found[3].text
    )
    absent = (await findings(tmp_path, summary_model=str(tmp_path / "none")))[3]
    assert not absent.good
    assert absent.text.endswith("Check SUMMARY_MODEL and SUMMARY_DEVICE (docs/models/writers.md).")


class Trial:
    """An analyst that gives what it is told to give."""

    given: Exception | Analysis

    def __init__(self, _: object) -> None: ...

    async def analyse(self, _: Document) -> Analysis:
        if isinstance(self.given, Exception):
            raise self.given
        return self.given

    def close(self) -> None: ...


async def test_a_model_that_needs_more_than_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The analysis process dies: memory is the likely reason."""
    Trial.given = AnalysisError("the analysis process ended")
    monkeypatch.setattr(doctor, "Analyst", Trial)
    found = (await findings(tmp_path, embedder="minilm"))[2]
    assert found == Finding("model: the analysis process ended. Is there enough memory (about 400 MB)?", good=False)

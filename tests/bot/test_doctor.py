"""`verbatim check`: each thing that a bot needs, good and bad, with what to do about it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telegram import Bot, WebhookInfo

from bot import doctor
from bot.doctor import Finding, examine
from bot.playground import Playground
from summarizer.errors import AnalysisError
from summarizer.types import Analysis, Document
from tests.bot.conftest import settings
from tests.summarizer.tiny_writers import make_seq2seq


async def findings(folder: Path, **changed: object) -> list[Finding]:
    return [finding async for finding in examine(settings(folder, **changed))]


async def about(folder: Path, subject: str, **changed: object) -> Finding:
    """What is said of one subject."""
    (found,) = [each for each in await findings(folder, **changed) if each.text.startswith(f"{subject}: ")]
    return found


async def test_a_healthy_bot(tmp_path: Path) -> None:
    """All is good, from the settings to how Telegram's updates come."""
    async with Playground.start() as telegram:
        found = await findings(tmp_path, telegram_api_url=telegram.url, telegram_bot_token=telegram.token)
    subjects = "settings database server disk processes queue model Telegram updates".split()
    assert [finding.text.partition(":")[0] for finding in found] == subjects
    said = {finding.text for finding in found}
    assert {
        "database: open and up to date, 0 public documents",
        "processes: none runs on this database",
        "queue: no document waits to be understood, 0 under way",
        "Telegram: reached as @verbatim_bot",
        "updates: by long polling",
    } <= said
    assert all(finding.good for finding in found if not finding.text.startswith("disk"))


async def test_without_the_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container that has the model already a second one finds no room: then none is loaded."""
    monkeypatch.setattr(doctor, "Analyst", None)
    monkeypatch.setattr(doctor, "Scribe", None)
    given = settings(tmp_path, embedder="minilm", summary_model="some-writer")
    found = [each.text for each in [finding async for finding in examine(given, model=False)]]
    assert [each for each in found if "model" in each] == ["model: not looked at (--no-model)"]


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
    found = await about(tmp_path, "model", embedder="minilm", model_path=str(tmp_path))
    assert not found.good
    assert found.text.startswith("model: cannot be loaded, summaries are chosen without it.")


async def test_a_model_that_writes_says_what_it_needs(tmp_path: Path) -> None:
    """Loaded as the bot will load it, in a process of its own; one that cannot be had says what to check."""
    (tmp_path / "tiny").mkdir()
    model = str(make_seq2seq(tmp_path / "tiny", ["A word."]))
    found = await about(tmp_path, "summary model", summary_model=model, summary_device="cpu")
    assert re.fullmatch(
        r"summary model: tiny on cpu, 0\.\d million parameters, 0\.00 GB of memory for its weights", found.text
    )
    absent = await about(tmp_path, "summary model", summary_model=str(tmp_path / "none"))
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
    found = await about(tmp_path, "model", embedder="minilm")
    assert found == Finding("model: the analysis process ended. Is there enough memory (about 0.8 GB)?", good=False)


URL = "https://bot.example.org/"
SECRET = "0123456789abcdef"  # noqa: S105 - nobody's


async def test_how_updates_come(tmp_path: Path) -> None:
    """A webhook of the settings', of others', with what Telegram said last; each with what to do."""
    async with Playground.start() as telegram:
        own = {"telegram_api_url": telegram.url, "telegram_bot_token": telegram.token}
        wanted = own | {"webhook_url": URL, "webhook_token": SECRET}
        assert "Telegram knows no webhook yet" in (await about(tmp_path, "updates", **wanted)).text
        async with Bot(telegram.token, base_url=f"{telegram.url}/bot") as bot:
            await bot.set_webhook(f"{URL}secret", secret_token=SECRET)
        hooked, left = await about(tmp_path, "updates", **wanted), await about(tmp_path, "updates", **own)
        other = await about(tmp_path, "updates", **wanted | {"webhook_url": "https://other.example.org/"})
    assert hooked == Finding("updates: by webhook, 0 wait", good=True)
    assert left.note
    assert "WEBHOOK_URL is not" in left.text
    assert other.note
    assert "secret" not in left.text + other.text


async def test_what_telegram_could_not_bring(tmp_path: Path) -> None:
    """Its own words, when it was, how much waits, and where to look."""
    failed = WebhookInfo(
        url=URL, has_custom_certificate=False, pending_update_count=7, last_error_message="Connection refused",
        last_error_date=datetime(2026, 11, 23, 8, tzinfo=UTC),
    )  # fmt: skip
    found = doctor._webhook(settings(tmp_path, webhook_url=URL, webhook_token=SECRET), failed)
    assert not found.good
    assert "(Connection refused; 2026-11-23 08:00 UTC, 7 updates wait)" in found.text

"""What people read when a model writes: its sentences where the sources bear them out, the sources' own elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.asking import ask, whole
from tests.bot.conftest import Running, running, settings
from tests.bot.services import scribbling
from tests.bot.services.test_writer import PAGE

ANN = 7


@pytest.fixture
async def obedient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    """The bot with a model that does what any text tells it to do."""
    monkeypatch.setattr("bot.services.pen.load", scribbling.load)
    async with running(settings(tmp_path, summary_model="obedient")) as it:
        yield it


async def test_orders_hidden_in_a_page_reach_no_reader(obedient: Running) -> None:
    """A page that gives orders, a model that obeys: none of it is in the answer, which says what was replaced."""
    person = obedient.telegram.user(ANN, "Ann")
    await person.upload("bridge.txt", PAGE.text.encode(), until=1)
    told = whole(await ask(person, "/summary bridge"))
    assert "ewritten by a model (obedient)" in told
    assert "replaced by the sources" in told
    for lie in ("400,000", "Peru", "evil.example", "password"):
        assert lie not in told


async def test_a_start_waits_for_no_model(obedient: Running) -> None:
    """Whoever only just arrives is greeted at once, in the sources' words."""
    told = whole(await ask(obedient.telegram.user(ANN, "Ann"), "/start"))
    assert "model" not in told


async def test_without_its_model_a_briefing_comes_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that cannot be loaded costs a reader nothing but a line."""
    monkeypatch.setattr("bot.services.pen.load", scribbling.load)
    async with running(settings(tmp_path, summary_model="missing")) as bot:
        told = whole(await ask(bot.telegram.user(ANN, "Ann"), "/brief"))
    assert "it could not be loaded" in told
    assert "Sources\n1." in told

"""The benches in short: a flood with faults, kills, a sender that dies, answers beside digests. Long ones: scripts."""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

from tests.delivery import failover, filling, killing, latency
from tests.delivery.flood import flood, options
from tests.delivery.running import room
from tests.delivery.telegrams import telegram
from tests.delivery.verdict import Part
from tests.postgres import NewDatabase


def told(parser: argparse.ArgumentParser, words: str) -> argparse.Namespace:
    """What a bench is told on its command line."""
    return parser.parse_args(words.split())


async def test_a_flood_is_neither_refused_nor_lost(tmp_path: Path) -> None:
    """Everybody's digest at one minute: each part arrives once, in order, as fast as is allowed and no faster."""
    given = told(options(None), "--chats 30 --rate 25 --seconds 30")
    async with telegram("playground", "") as server, room(tmp_path) as here:
        result = await flood(here, server, given)
    assert (result.verdict.broken, result.refused, result.done) == (0, 0, True), str(result)
    assert (result.verdict.accepted, result.verdict.uncertain) == (90, ())
    assert result.wall > 0.8 * result.ideal


async def test_a_flood_in_trouble_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """Of ten messages three meet a broken line, a broken server or a pause: only what nobody can know is uncertain."""
    given = told(options(None), "--chats 25 --rate 25 --seconds 60 --faults 0.3 --lease 5")
    async with telegram("playground", "") as server, room(tmp_path) as here:
        result = await flood(here, server, given)
    assert (result.verdict.broken, result.refused, result.done) == (0, 0, True), str(result)
    assert 0 < len(result.verdict.uncertain) < 0.4 * result.verdict.messages


async def test_the_other_rule_sends_again_and_says_so(tmp_path: Path) -> None:
    """With UNSURE_PARTS=repeat there are doubles, which these runs see: never more than two, the second one marked."""
    given = told(options(None), "--chats 25 --rate 25 --seconds 60 --faults 0.4 --lease 5 --repeat")
    async with telegram("playground", "") as server, room(tmp_path) as here:
        result = await flood(here, server, given)
        texts = defaultdict[Part, list[str]](list)
        for each in await server.taken():
            texts[filling.read(each.chat, each.text)].append(each.text)
    assert result.verdict.broken == len(result.verdict.doubled) > 0
    for part in result.verdict.doubled:
        assert ["sent again" in text for text in texts[part]] == [False, True]


async def test_a_killed_bot_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """Killed again and again while it composes and sends: each digest that was due is there once and whole, each part
    arrives once, but for what was under way. (A new process does not know what the last one sent in that second: it
    may be refused.)
    """
    given = told(killing.arguments(), "--kills 8 --chats 15 --seconds 200 --life 1 --faults 0.2")
    async with telegram("playground", "") as server, room(tmp_path) as here:
        result = await killing.killing(here, server, given)
    assert (result.verdict.broken, result.done, result.kills) == (0, True, 8), str(result)
    assert result.composing > 0 < result.verdict.accepted, str(result)


async def test_a_killed_bot_loses_and_doubles_nothing_on_postgresql(tmp_path: Path, new_postgres: NewDatabase) -> None:
    """The same on a server, whose sessions outlive a killed client for a moment."""
    given = told(killing.arguments(), "--kills 3 --chats 12 --seconds 200 --life 1")
    url = new_postgres(migrated=True)
    async with telegram("playground", "") as server, room(tmp_path, url) as here:
        result = await killing.killing(here, server, given)
    assert (result.verdict.broken, result.done, result.kills) == (0, True, 3), str(result)
    assert result.verdict.messages > 0, str(result)


async def test_answers_do_not_wait_behind_digests(tmp_path: Path) -> None:
    """Hundreds of messages wait, which is ten seconds and more of sending; who asks is answered before them."""
    given = told(latency.arguments(), "--chats 40 --parts 10 --asks 3 --rate 25")
    async with telegram("playground", "") as server, room(tmp_path) as here:
        result = await latency.latency(here, server, given)
    assert (result.waiting, result.refused) == (400, 0)
    assert result.sent > 0
    assert result.at(1) < 6


async def test_a_killed_sender_is_followed_by_the_one_that_stands_by(tmp_path: Path, new_postgres: NewDatabase) -> None:
    """Of two `verbatim run --role sender` the active one is killed in mid-run: the other goes on within 15 seconds, and
    no message is lost or comes twice.
    """
    given = told(failover.arguments(), "--chats 60 --parts 1 --lease 4 --seconds 60")
    url = new_postgres(migrated=True)
    async with telegram("playground", "") as server, room(tmp_path, url) as here:
        result = await failover.failover(here, server, given)
    assert result.kept, str(result)
    assert (result.refused, result.verdict.messages) == (0, 60), str(result)
    assert 0 < result.before < 60, str(result)

"""Every hostile answer of the evaluation data ends in time, in little memory, whole or not at all."""

from __future__ import annotations

import asyncio
import importlib.util
import resource
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from sources.base import FetchFailed
from sources.web.client import Web
from sources.web.fetched import Fetched
from sources.web.policy import Policy
from tests.sources.web.standins import TLS

FILE = Path(__file__).parents[4] / "shared" / "eval" / "ingest" / "hostile.py"
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="the evaluation data is not at ../shared/eval")
# What a page may be made of: these are fetched whole, and their content is for the parsers to bear.
FETCHED = {"ok", "etag_60kb", "cookies_1000"}
BOMBS = ("gzip_bomb", "gzip_bomb_100mb", "gzip_twice", "deflate_bomb")  # which the server takes long to make
SLOW = ("slow_body", "slow_headers", "never_answers", "continue_flood", *BOMBS)
WORDS = {
    "endless": {"too large"},
    "huge_content_length": {"too large"},
    "gzip_bomb": {"too large", "timeout"},
    "gzip_bomb_100mb": {"too large", "timeout"},
    "slow_body": {"timeout"},
    "slow_headers": {"timeout"},
    "never_answers": {"timeout"},
    "continue_flood": {"timeout", "too large"},
    "redirect_loop": {"redirects"},
    "redirect_file": {"redirects"},
    "retry_after_year": {"busy"},
    "retry_after_bad": {"busy"},
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def port() -> AsyncIterator[int]:
    """Where the hostile server answers, in a process of its own."""
    code = "import asyncio, hostile\nasync def main():\n s, p = await hostile.serve()\n print(p, flush=True)\n"
    code += " await s.serve_forever()\nasyncio.run(main())"
    pipe = asyncio.subprocess.PIPE
    server = await asyncio.create_subprocess_exec(sys.executable, "-c", code, cwd=FILE.parent, stdout=pipe)
    assert server.stdout
    yield int(await server.stdout.readline())
    server.terminate()
    await server.wait()


def cases() -> list[str]:
    """All cases whose hostility lies in transport or coding, and the control."""
    spec = importlib.util.spec_from_file_location("hostile", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    names = list(module.CASES)
    return ["ok", *names[names.index("endless") : names.index("utf8_invalid")]]


async def tried(client: Web, url: str) -> Fetched | FetchFailed:
    """What comes of a fetch, within ten seconds of asking."""
    try:
        async with asyncio.timeout(10):
            return await client.get(url)
    except FetchFailed as failure:
        return failure


@pytest.mark.asyncio(loop_scope="module")
async def test_every_hostile_transport_ends_within_ten_seconds(port: int) -> None:
    """With the limits as they come, the slow ones beside each other; the next page works, and memory stays."""
    client = Web(Policy(frozenset({f"127.0.0.1:{port}"}), pause=0, at_once=9), tls=TLS)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ending = [name for name in cases() if name not in SLOW]
    outcomes = {name: await tried(client, f"http://127.0.0.1:{port}/{name}") for name in ending}
    urls = [f"http://127.0.0.1:{port}/{name}" for name in SLOW]
    outcomes |= zip(SLOW, await asyncio.gather(*(tried(client, url) for url in urls)), strict=True)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert {name for name, outcome in outcomes.items() if isinstance(outcome, Fetched)} == FETCHED
    failures = {name: outcome for name, outcome in outcomes.items() if isinstance(outcome, FetchFailed)}
    wrong = {name: each.why for name, each in failures.items() if each.why not in WORDS.get(name, {each.why})}
    assert not wrong
    assert grown < 100  # MB
    begun = time.perf_counter()
    assert isinstance(await tried(client, f"http://127.0.0.1:{port}/ok"), Fetched)
    assert time.perf_counter() - begun < 5

"""Every vector of the evaluation data: a link, what name servers say, where it redirects, and what may be dialled."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sources.base import FetchFailed
from tests.sources.web.standins import PUBLIC, Names, Sockets, host_of, plain, redirector, web

FILE = Path(__file__).parents[4] / "shared" / "eval" / "ingest" / "ssrf_vectors.json"
VECTORS: list[dict[str, Any]] = json.loads(FILE.read_text("utf-8"))["vectors"] if FILE.is_file() else []
pytestmark = pytest.mark.skipif(not VECTORS, reason="the evaluation data is not at ../shared/eval")


@pytest.mark.parametrize("robots", [False, True], ids=["page", "with robots.txt"])
@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector['id']} {vector['why']}")
async def test_a_vector_ends_as_expected(vector: dict[str, Any], robots: bool) -> None:  # noqa: FBT001 - parametrised
    """Refused without a connection, or connected only to where it may be, or fetched, as the vector says."""
    to = vector.get("redirect_to")
    sockets = Sockets(redirector(to, host_of(vector["url"])) if to else plain)
    try:
        fetched = await web(Names(vector.get("dns")), sockets).get(vector["url"], robots=robots)
    except FetchFailed:
        fetched = None
    match vector["expect"]:
        case "refuse":
            assert fetched is None
            assert not sockets.dialled
        case "no-private-dial":
            assert sockets.addresses <= set(vector.get("connect", [PUBLIC]))
        case "capped":
            assert fetched is None
            assert len(sockets.dialled) <= 12
        case "allow":
            assert fetched is not None
            assert sockets.dialled
        case other:
            pytest.fail(f"an expectation that is not known: {other}")

"""What all tests share: how property tests run everywhere, one database server and one sandbox a session."""

import os
from collections.abc import Iterator
from functools import cache

import httpx
import pytest
from hypothesis import Phase, settings

from sources.sandbox import Sandbox
from tests.postgres import new_postgres

__all__ = ["new_postgres"]

# No time limit on one example, and the same examples in CI every time.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink)
settings.register_profile("everywhere", deadline=None, phases=PHASES, derandomize=bool(os.environ.get("CI")))
# For the run of every change: where a test does not say how many examples it needs, a third of them.
settings.register_profile("quick", settings.get_profile("everywhere"), max_examples=30)
settings.load_profile("everywhere")


@pytest.fixture(scope="session", autouse=True)
def authorities() -> Iterator[None]:
    """Who may sign for sites is read once: it takes 0.2 s, and every bot that starts does it three times."""
    with pytest.MonkeyPatch.context() as patch:
        once = cache(httpx.create_ssl_context)
        patch.setattr("httpx.create_ssl_context", once)
        patch.setattr("httpx._transports.default.create_ssl_context", once)
        yield


class Shared(Sandbox):
    """A sandbox that outlives who uses it: its child process takes seconds to start."""

    def close(self) -> None:
        """Nothing: `end` does it."""

    def end(self) -> None:
        super().close()


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Shared]:
    """One for all tests; a test that harms it makes its own."""
    shared = Shared()
    yield shared
    shared.end()

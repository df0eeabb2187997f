"""`/healthz`, `/readyz` and `/metrics` of one process, on a port of their own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.services.health import Pulse
from bot.settings import Settings
from storage.database import Database
from storage.types import Role


@asynccontextmanager
async def serving(settings: Settings, database: Database, pulse: Pulse, role: Role) -> AsyncIterator[None]:
    """Answers while the block runs, where OPERATIONS_PORT is set; else does nothing. Raises SettingsError: no port."""
    raise NotImplementedError
    yield

"""`/healthz`, `/readyz` and `/metrics` of one process, on a port of their own.

serving -> Readings over the database, Pulse of the process -> verdict.py: alive, ready? | metrics.py: numbers
"""

from __future__ import annotations

import errno
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.operations.metrics import About, exposition
from bot.operations.readings import Readings
from bot.operations.verdict import unready, unwell
from bot.services.pulse import Pulse
from bot.settings import Settings
from storage.database import Database
from storage.types import Role
from summarizer.errors import SettingsError

log = logging.getLogger(__name__)


@asynccontextmanager
async def serving(settings: Settings, database: Database, pulse: Pulse, role: Role) -> AsyncIterator[None]:
    """Answers while the block runs, where OPERATIONS_PORT is set; else does nothing. Raises SettingsError: no port."""
    if settings.operations_port is None:
        yield
        return
    readings = Readings.of(database, _now, settings.database_url)
    application = _application(readings, database, pulse, about(settings, role))
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await _listen(runner, settings.operations_listen, settings.operations_port)
        yield
    finally:
        await runner.cleanup()
        await readings.close()


def about(settings: Settings, role: Role) -> About:
    """What a process is, under these settings."""
    return About(role, "sqlite" if settings.database_url.startswith("sqlite") else "postgresql")


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        why = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used: {error.strerror or error}"
        raise SettingsError(f"OPERATIONS_PORT: port {port} of {host} {why}") from error
    log.info("operations.listening address=%s port=%d", host, runner.addresses[0][1])


def _application(readings: Readings, database: Database, pulse: Pulse, process: About) -> web.Application:
    async def healthz(_: web.Request) -> web.Response:
        return _said(unwell(pulse, process.role, _now()), "alive")

    async def readyz(_: web.Request) -> web.Response:
        current = None if pulse.ending else await readings.current.answer()
        trouble = unready(pulse, process.role, _now(), current=current, lack=database.lack)
        return _said(trouble, "standing by" if pulse.standing_by else "ready")

    async def metrics(_: web.Request) -> web.Response:
        gauges = await readings.gauges.answer()
        body = exposition(gauges, pulse, process, _now())
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    application = web.Application()
    application.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)])
    return application


def _said(trouble: str | None, well: str) -> web.Response:
    return web.Response(text=f"{trouble or well}\n", status=503 if trouble else 200)


def _now() -> datetime:
    return datetime.now(UTC)

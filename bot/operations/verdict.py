"""Whether a process is alive and ready, in plain words where it is not; pure, from what the process notes of itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.services.pulse import Pulse
from storage.types import Role

SILENCE = timedelta(seconds=60)
"""So long the clockwork and the heart may be silent: both move every few seconds."""
TICKING: frozenset[Role] = frozenset({"all", "sender"})
TALKING: frozenset[Role] = frozenset({"all", "bot", "sender"})


def unwell(pulse: Pulse, role: Role, now: datetime) -> str | None:
    """Why the process is not alive; None where it is. That the event loop turns is said by being asked at all."""
    if role in TICKING and not pulse.standing_by and now - (pulse.ticked or pulse.started) > SILENCE:
        return f"the clockwork has not ticked for {_long(now - (pulse.ticked or pulse.started))}: restart this process"
    if pulse.beat is not None and now - pulse.beat > SILENCE:
        return f"the heart has not beaten for {_long(now - pulse.beat)}: see the database, then restart this process"
    return None


def unready(pulse: Pulse, role: Role, *, current: bool | None) -> str | None:
    """Why the process takes no work now; None where it does. `current` None: the database did not answer in time."""
    if pulse.ending:
        return "ending: it was told to stop"
    if current is None:
        return "the database does not answer: see DATABASE_URL, and the log"
    if not current:
        return "the database's schema is another than this program's: start the newest version everywhere"
    if role in TALKING and not pulse.reached and not pulse.standing_by:
        return "Telegram was not reached yet: see TELEGRAM_API_URL, and the log"
    return None


def _long(time: timedelta) -> str:
    return f"{time.total_seconds():.0f} s"

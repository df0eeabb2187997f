"""Whether a process is alive and ready, in plain words where it is not; pure, from what the process notes of itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.services.pulse import Pulse
from storage.session import Lack
from storage.types import Role

SILENCE = timedelta(seconds=60)
"""So long the clockwork and the heart may be silent: both move every few seconds."""
TICKING: frozenset[Role] = frozenset({"all", "sender"})
LACKS: dict[Lack, str] = {
    "full": "the disk is full; make room",
    "read-only": "the database takes no writes; see whether it is a standby, or its disk read-only",
    "failing": "the disk fails; save what is on it",
}
TALKING: frozenset[Role] = frozenset({"all", "bot", "sender"})


def unwell(pulse: Pulse, role: Role, now: datetime) -> str | None:
    """Why the process is not alive; None where it is. That the event loop turns is said by being asked at all.

    Whatever a restart mends nothing of is left out: a database that is away, and Telegram, for which a start waits
    before anything ticks.
    """
    if role in TICKING and not pulse.standing_by and _silent(pulse.ticked, now):
        return f"the clockwork has not ticked for {_since(pulse.ticked, now)}: restart this process"
    if _silent(pulse.beat, now):
        return f"the heart has not beaten for {_since(pulse.beat, now)}: restart this process"
    return None


def unready(pulse: Pulse, role: Role, now: datetime, *, current: bool | None, lack: Lack | None = None) -> str | None:
    """Why the process takes no work now; None where it does.

    `current`: whether the schema is ours, None where the database did not answer in time; `lack`: why it takes nothing.
    """
    if pulse.ending:
        return "ending: it was told to stop"
    return _storeless(pulse, now, current, lack) or (_mute(pulse) if role in TALKING else None)


def _storeless(pulse: Pulse, now: datetime, current: bool | None, lack: Lack | None) -> str | None:  # noqa: FBT001 - as `unready` has it
    """What is wrong with the database."""
    if current is None:
        return "the database does not answer: see DATABASE_URL, and the log"
    if not current:
        return "the database's schema is another than this program's: start the newest version everywhere"
    if lack:
        return f"nothing can be stored: {LACKS[lack]}"
    if _silent(pulse.seen, now):
        return (
            f"nothing was written down for {_since(pulse.seen, now)}, and others take over: see the database, the log"
        )
    return None


def _mute(pulse: Pulse) -> str | None:
    """What is wrong with Telegram, or with our right to ask it."""
    if pulse.refused:
        return "Telegram does not know our token any more: set TELEGRAM_BOT_TOKEN, and start again"
    if pulse.duties.get("poll") is False:
        return "the duty of polling is lost, it is asked for again each second: see the database, and the log"
    if not pulse.reached and not pulse.standing_by:
        return "Telegram is not reached: see TELEGRAM_BOT_TOKEN, TELEGRAM_API_URL, and the log"
    return None


def _silent(moment: datetime | None, now: datetime) -> bool:
    """Whether what has begun to move stands still; what has not begun yet does not."""
    return moment is not None and now - moment > SILENCE


def _since(moment: datetime | None, now: datetime) -> str:
    return _long(now - (moment or now))


def _long(time: timedelta) -> str:
    return f"{time.total_seconds():.0f} s"

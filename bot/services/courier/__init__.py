"""The courier: sends the digests that wait in the outbox, once each, whatever Telegram, the disk or the clock do.

    outbox rows -> claim -> a hand each: turn -> 'sending' written -> request -> receipt -> decide -> written

`courier.py` is the loop, `errand.py` one message, `decide.py` what follows from a receipt, `ledger.py` writes for
several hands at once, `road.py` knows whether Telegram can be reached, `shift.py` which of several processes sends.
docs/delivery.md has a row for every failure.
"""

from bot.services.courier.courier import LOOK, Courier, hands_for, on_duty
from bot.services.courier.sending import Before, Notice, Sender
from bot.services.courier.shift import Shift

__all__ = ["LOOK", "Before", "Courier", "Notice", "Sender", "Shift", "hands_for", "on_duty"]

"""Digests: what is due is composed once for all who are told the same, and written down as messages to be sent.

    due subscriptions -> plan -> groups -> edition each, once -> a letter for each edition and head
      -> ONE transaction: digests, deliveries, what the chat was told, when the next one is due

Nothing is sent here. A crash before the transaction has marked nothing; the rows decide what is due.
"""

from bot.services.digests.press import Letter
from bot.services.digests.service import Digests

__all__ = ["Digests", "Letter"]

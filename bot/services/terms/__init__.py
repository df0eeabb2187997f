"""What a chat follows and mutes: read from what people type, kept, and found in what sources say.

typed -> read -> kept, once each | texts, what they hold -> matching -> told first | left out, and said so
"""

from bot.services.terms.matching import NOBODYS, Matched, Watch
from bot.services.terms.reading import Wish, read
from bot.services.terms.service import Terms, watches

__all__ = ["NOBODYS", "Matched", "Terms", "Watch", "Wish", "read", "watches"]

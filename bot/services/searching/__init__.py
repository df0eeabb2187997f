"""Search: what a person typed is read, looked for by words and by meaning, and joined into one list."""

from bot.services.searching.service import Found, Searching

__all__ = ["Found", "Searching"]

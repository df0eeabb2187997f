"""What the tests of the demo share."""

from tests.bot.demo.given import given

__all__ = ["given"]

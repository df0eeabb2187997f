"""A strict Bot API stand-in on loopback, for tests and for trying the bot without an account."""

"""Getting text in: I/O without Telegram and without a database."""

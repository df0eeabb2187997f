"""A real browser opens what the bot links to."""

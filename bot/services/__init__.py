"""What the bot does, said without Telegram."""

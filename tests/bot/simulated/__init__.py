"""The bot before a second judge: a simulator of Telegram that is no part of this project."""

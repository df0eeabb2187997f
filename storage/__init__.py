"""Keeping things; knows no Telegram and no model."""

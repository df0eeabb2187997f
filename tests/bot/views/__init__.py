"""Tests of bot.views."""

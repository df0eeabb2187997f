"""The Telegram half: composition root, commands, services, views, command line."""

"""The page of the small Telegram over HTTP, as a browser asks for it."""

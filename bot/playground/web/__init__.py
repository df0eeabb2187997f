"""The page of the small Telegram: what a browser is given of it, and what people do there."""

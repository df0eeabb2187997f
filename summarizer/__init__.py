"""The pure core: text in, attributed facts out; no I/O, no clock, no Telegram, no SQL."""

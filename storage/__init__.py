"""Keeping things; knows no Telegram and no model.

Open with `Database.open(url)`, then one transaction at a time with `db.session()`; every function of `documents`,
`sources`, `analyses`, `stories`, `copies`, `feeds`, `entries`, `pages`, `arrivals`, `chats` and `listings` takes that
session first.
"""

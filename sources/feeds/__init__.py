"""Feeds: reading them, finding them on a page, lists of them (OPML), and when to ask them again."""

"""Fetching what strangers link to: one client, guarded where the socket is opened."""

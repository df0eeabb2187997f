"""Feeds for tests: the samples, and made ones."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sources.feeds.feed import Feed
from sources.feeds.parse import parse_feed

SAMPLES = Path(__file__).parent / "samples"
URL = "https://host.example/feed"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def sample(name: str) -> Feed:
    return parse((SAMPLES / name).read_bytes())


def parse(data: bytes, *, content_type: str | None = None) -> Feed:
    return parse_feed(data, url=URL, content_type=content_type, now=NOW)


def rss(*items: str) -> bytes:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{inner}</channel></rss>'.encode()


def item(title: str, link: str = "", guid: str = "", date: str = "") -> str:
    return f"<title>{title}</title><link>{link}</link><guid isPermaLink='false'>{guid}</guid><pubDate>{date}</pubDate>"

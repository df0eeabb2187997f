"""Loads the first sources from the package, from a checkout and from an installed wheel alike."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable

from sources.base import Reading
from sources.formats.dates import parse_date
from sources.intake import take_in
from summarizer.types import Document


@dataclass(frozen=True, slots=True)
class Entry:
    """What `index.json` says of one file; None is what its page does not state."""

    file: str
    title: str | None
    publisher: str | None
    url: str | None
    published: str | None


def load() -> tuple[Reading, ...]:
    """The seeds, cleaned, in the order of the index. What the index leaves open, the page's own words may state."""
    folder = files("seeds")
    entries = json.loads(folder.joinpath("index.json").read_text("utf-8"))
    return tuple(_read(folder, Entry(**entry)) for entry in entries)


def _read(folder: Traversable, entry: Entry) -> Reading:
    # Bytes, because reading as text would turn the line ends of the raw text into others.
    raw = folder.joinpath(entry.file).read_bytes().decode("utf-8")
    reading = take_in(raw, "text", entry.file)
    document = reading.document
    stated = Document.make(
        document.text,
        title=entry.title or document.title,
        publisher=entry.publisher or document.publisher,
        byline=document.byline,
        url=entry.url or document.url,
        published=parse_date(entry.published) or document.published,
        headings=document.headings,
    )
    return replace(reading, document=stated)

"""Why something could not be taken in, as it is kept: an error goes in and comes out equal, after a restart as well."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from sources import base
from sources.sandbox import SandboxDown
from summarizer.errors import SourceError

ATTRIBUTES: dict[type[SourceError], tuple[str, ...]] = {
    base.EmptySource: ("detail",),
    base.TooLarge: ("limit", "size", "unit"),
    base.UnsupportedSource: ("kind", "name"),
    base.NoArticle: ("why", "url"),
    base.LinkAlone: ("url",),
    base.IsFeed: ("url", "feeds"),
    base.NoFeed: ("url",),
    base.TooManyFeeds: ("limit",),
    base.FetchFailed: ("why", "url", "status", "retry_after"),
    base.Unparsable: ("name",),
    base.Undecodable: ("name",),
    base.Unfetched: ("name",),
    base.Retold: ("key",),
    base.MissingFile: ("path",),
    SandboxDown: ("name",),
    SourceError: ("detail",),
}
"""Every error of a source, and what each is made of."""
BY_NAME = {kind.__name__: kind for kind in ATTRIBUTES}


def pack(error: SourceError) -> str:
    """The error as JSON."""
    values = {name: getattr(error, name) for name in ATTRIBUTES[type(error)]}
    return json.dumps([type(error).__name__, {name: _plain(value) for name, value in values.items()}])


def unpack(packed: str) -> SourceError:
    """What `pack` has packed."""
    name, values = json.loads(packed)
    if values.get("retry_after") is not None:
        values["retry_after"] = timedelta(seconds=values["retry_after"])
    if "feeds" in values:
        values["feeds"] = tuple(values["feeds"])
    if "path" in values:
        values["path"] = Path(values["path"])
    return BY_NAME[name](**values)


def _plain(value: object) -> object:
    if isinstance(value, Path):
        return str(value)
    return value.total_seconds() if isinstance(value, timedelta) else value

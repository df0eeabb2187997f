"""Digests that are shared: when and what, without a zone, without sources, without who.

a digest -> what others may have of it -> a listing under an id that nobody guesses -> the same for another chat
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from storage import listings
from storage.database import Database
from storage.types import Rule, Subscription, Taste

KIND: Final = "preset"
STORY = re.compile(r"#\d")
"""How a topic begins that is a story of the chat: its number says nothing to others."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A digest as it was shared; its rule has no zone yet."""

    rule: Rule
    taste: Taste
    silent: bool = False


def own(digest: Subscription) -> tuple[str, ...]:
    """Its topics that are this chat's alone, and so are not shared."""
    return tuple(topic for topic in digest.taste.topics if STORY.match(topic))


async def share(database: Database, chat: int, digest: Subscription, now: datetime) -> str:
    """Keeps what others may have of a digest; its id."""
    async with database.session() as session:
        return await listings.create(session, chat, KIND, _packed(digest), now)


async def shared(database: Database, listing: str, zone: str) -> Preset | None:
    """What was shared under an id, in this time zone; None where nothing was, or it cannot be read any more."""
    async with database.session(readonly=True) as session:
        kept = await listings.shared(session, listing, KIND)
    try:
        return _preset(json.loads(kept.query), zone) if kept else None
    except (ValueError, KeyError, TypeError):  # of a later version
        return None


def _packed(digest: Subscription) -> str:
    rule, taste = digest.rule, digest.taste
    topics = [topic for topic in taste.topics if topic not in own(digest)]
    return json.dumps(
        {
            "times": [each.isoformat("minutes") for each in rule.times],
            "days": rule.days,
            "quiet": rule.quiet and [each.isoformat("minutes") for each in rule.quiet],
            "topics": topics,
            "length": taste.length,
            "empty": taste.empty,
            "silent": digest.silent,
        }
    )


def _preset(packed: dict[str, Any], zone: str) -> Preset:
    quiet = [time.fromisoformat(each) for each in packed["quiet"] or ()]
    rule = Rule(
        tuple(map(time.fromisoformat, packed["times"])),
        tuple(packed["days"]),
        zone,
        (quiet[0], quiet[1]) if quiet else None,
    )
    return Preset(rule, Taste(tuple(packed["topics"]), packed["length"], packed["empty"]), packed["silent"])

"""Whether a speaker's name is somebody's: what may be offered to choose by."""

from __future__ import annotations

from summarizer.comparison import anonymity
from summarizer.statements.tokens import PRONOUNS
from summarizer.types import Speaker


def is_somebody(name: str) -> bool:
    """False for "he", "an official" and "Nobody", which a sentence that begins with it spells as a name."""
    return name.casefold() not in PRONOUNS and anonymity(Speaker(name)) == 0

"""What a file's own properties say of its title and its author, where that was written by a person.

Programs fill both in by themselves: with the file's name, the account's, their own. When a file was made is not when
its text was published (an old article that is printed today), so such a date is never taken for that.
"""

from __future__ import annotations

import re

FILE_NAME = re.compile(
    r"\S+\.\w{2,5}|(?:microsoft (?:word|powerpoint|excel)|powerpoint presentation)\b.*", re.IGNORECASE
)
FILLED_IN = re.compile(r"(?:untitled|document|dokument|new|slide|draft|unknown)\b.{0,12}", re.IGNORECASE)
ACCOUNT = re.compile(
    r".*\b(?:user|users|account|administrator|admin|owner|unknown|author|python-docx)\b.*", re.IGNORECASE
)
LONGEST = 300


def sensible_title(stated: object) -> str | None:
    """The title if it has two words or more and is neither a file's name nor what a program writes by itself."""
    words = _line(stated)
    if not words or " " not in words or FILE_NAME.fullmatch(words) or FILLED_IN.fullmatch(words):
        return None
    return words


def sensible_author(stated: object) -> str | None:
    """The author's name if it can be a person's or an office's: two words, and not a machine's account."""
    words = _line(stated)
    return words if words and " " in words and not ACCOUNT.fullmatch(words) else None


def _line(stated: object) -> str | None:
    words = " ".join(stated.split()) if isinstance(stated, str) else ""
    return words if 0 < len(words) <= LONGEST else None

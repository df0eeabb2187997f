"""The form in which names of places are compared: "São Paulo", "sao paulo" and "SAO-PAULO" are one."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

JOINED: Final = str.maketrans("", "", "'’‘ʻʼ`´")
"""Marks within a word: Sana'a, Кам'янець."""
SPELLED: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
"""Letters that Unicode does not take apart."""
WORD: Final = re.compile(r"[^\W_]+")


def fold(name: str) -> str:
    """The words of a name in small letters without accents, one space between them; "" where there are none."""
    parted = unicodedata.normalize("NFKD", name.casefold().translate(JOINED))
    bare = "".join(each for each in parted if not unicodedata.combining(each))
    return " ".join(WORD.findall(bare.translate(SPELLED)))

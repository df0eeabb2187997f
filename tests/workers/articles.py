"""Articles to be understood: those of a file, or made ones."""

from __future__ import annotations

import json
import random
from pathlib import Path

from summarizer.types import Document
from tests.throughput import NAMES, PLACES, VERBS, WORDS


def read(file: Path, count: int) -> tuple[Document, ...]:
    """The first of a file of lines of {"text"}, each text once; fewer where it has no more."""
    found: dict[str, Document] = {}
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            document = Document.make(json.loads(line)["text"])
            found[document.key] = document
            if len(found) == count:
                break
    return tuple(found.values())


def made(count: int, *, first: int = 0, paragraphs: int = 12) -> tuple[Document, ...]:
    """The same ones every time, from the `first` on, of some 40 words a paragraph."""
    return tuple(Document.make(_text(number, paragraphs)) for number in range(first, first + count))


def _text(number: int, paragraphs: int) -> str:
    chance = random.Random(number)  # noqa: S311 - the same articles every time

    def paragraph() -> str:
        place, name, verb = chance.choice(PLACES), chance.choice(NAMES), chance.choice(VERBS)
        about, rest = (" ".join(chance.choices(WORDS, k=k)) for k in (12, 9))
        return (
            f"The {place} {verb} {about} on Monday, and {chance.randrange(20, 9000)} people came. "
            f"“We {verb} the {place} for the {rest},” said {name}."
        )

    return "\n\n".join(paragraph() for _ in range(paragraphs))

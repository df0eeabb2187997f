"""Which of the fresh documents a digest tells, where there are more than it has room for: not the last hour alone.

fresh documents -> their stories -> those of most sources first -> some documents of each, the newest and the longest
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.services.choosing import Chosen, fitting
from storage.types import Together
from summarizer.types import Document, Story

OF_ONE = 3
"""Documents of one story at most, as long as others have something to tell."""
COMPARED = 24
"""Documents of one story, among which is looked for copies: the newest and the longest."""
LONG = 3000
"""Characters: beyond them a text is not taken to tell more."""

SOME = Story(0, "", ())


def spread(fresh: Sequence[Document], stories: Sequence[Together], most: int) -> tuple[Document, ...]:
    """So many of the documents, newest first as they are; `stories` are those that they are of.

    A story with more fresh sources goes before one with fewer, of equals the one with the longer text, then the newer.
    """
    if len(fresh) <= most:
        return tuple(fresh)
    order = [each for story in _broadest(fresh, stories) for each in story]
    chosen = tuple(dict.fromkeys(document.key for document in (*_some(fresh, stories, most), *order)))[:most]
    return tuple(document for document in fresh if document.key in chosen)


def _some(fresh: Sequence[Document], stories: Sequence[Together], most: int) -> list[Document]:
    """At most some of each story, until there are enough."""
    found = list[Document]()
    for story in _broadest(fresh, stories):
        if len(found) >= most:
            break
        found += fitting(Chosen(_compared(story), story=SOME), OF_ONE)
    return found


def _broadest(fresh: Sequence[Document], stories: Sequence[Together]) -> list[list[Document]]:
    """The documents by story; one that is of none stands alone."""
    of = {key: place for place, story in enumerate(stories) for key in story.keys}
    found: dict[int | str, list[Document]] = {}
    for document in fresh:
        found.setdefault(of.get(document.key, document.key), []).append(document)
    # Sorting keeps the order of equals, and they are newest first.
    return sorted(found.values(), key=lambda story: (-len(story), -max(_weight(each) for each in story)))


def _compared(story: Sequence[Document]) -> tuple[Document, ...]:
    half = COMPARED // 2
    longest = sorted(story[half:], key=_weight, reverse=True)[: COMPARED - half]
    kept = {document.key for document in (*story[:half], *longest)}
    return tuple(document for document in story if document.key in kept)


def _weight(document: Document) -> int:
    return min(len(document.text), LONG)

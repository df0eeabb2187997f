"""What a person types behind /search: words, "phrases", -without, #story, from:, by: and since:.

Any text can be read: what is no filter is a word, a quotation mark without its other half is no mark at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from storage.matching import fold

Filter = Literal["from", "by", "since"]
NAMES: Final[dict[str, Filter]] = {
    "from": "from", "від": "from", "джерело": "from",
    "by": "by", "хто": "by",
    "since": "since", "після": "since", "з": "since",
}  # fmt: skip
LONGEST: Final = 400
"""Characters that are read: nobody means more, and databases refuse conditions without end."""
MOST: Final = 16
"""Words, phrases and unwanted words, each."""
FEW: Final = 4
"""Names of one filter."""
MARKS: Final = '"“”„«»‟〝〞「」'
STORY: Final = re.compile(r"#(\d{1,9})")
_TOKEN: Final = re.compile(
    rf"(?<!\S)(?P<minus>[-−])?(?:(?P<key>{'|'.join(NAMES)}):[^\S\n]?)?"
    rf"(?:[{MARKS}](?P<phrase>[^{MARKS}]*)[{MARKS}]|(?P<word>\S+)|(?=\s|$))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, each part as it was written. `since` is not understood yet; `odd` is what makes no sense so.

    `by` and `sources` hold several names where several were given: any of the speakers, any of the sources.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    since: str | None = None
    story: int | None = None
    odd: tuple[str, ...] = ()

    @property
    def seeks(self) -> bool:
        """Whether there are words or phrases to look for."""
        return bool(self.words or self.phrases)

    @property
    def sought(self) -> int:
        """How many words and phrases there are to look for."""
        return len(self.words) + len(self.phrases)

    @property
    def meaning(self) -> str:
        """The words and phrases as a sentence, for a model."""
        return " ".join((*self.words, *self.phrases)).replace("*", "")

    def __bool__(self) -> bool:
        return self != EMPTY


EMPTY: Final = Question()


def read(text: str) -> Question:
    """What a text asks for."""
    words, phrases, without, odd = list[str](), list[str](), list[str](), list[str]()
    named: dict[Filter, list[str]] = {"from": [], "by": [], "since": []}
    story: int | None = None
    for token in _TOKEN.finditer(text[:LONGEST]):
        whole, value = token.group().strip(), (token["phrase"] or token["word"] or "").strip()
        key = NAMES[token["key"].casefold()] if token["key"] else None
        if key is not None and value and not token["minus"]:
            named[key].append(value)
        elif key is not None:
            odd.append(whole)
        elif (number := STORY.fullmatch(value)) and not token["minus"]:
            story = int(number[1])
        elif fold(value):
            (without if token["minus"] else phrases if token["phrase"] else words).append(value)
    return Question(
        words=_few(words, MOST),
        phrases=_few(phrases, MOST),
        without=_few(without, MOST),
        by=_few(named["by"], FEW),
        sources=_few(named["from"], FEW),
        since=named["since"][-1] if named["since"] else None,
        story=story,
        odd=_few(odd, FEW),
    )


def _few(given: list[str], most: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(given))[:most]

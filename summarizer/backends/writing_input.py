"""What a writing model is given to read: whole sentences, as many as fit, with nothing in them that steers it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from summarizer.errors import ModelError
from summarizer.sentences import split_sentences

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

Ids = list[int]

LONGEST = 8000  # characters of a passage; a source's chosen sentences are shorter
MARKER = re.compile(
    r"<\|[^|<>]{0,60}\|>|<｜[^｜<>]{0,60}｜>|</?s>|\[/?[A-Z_]{3,30}\]|<</?SYS>>|</?(?:start|end)_of_\w{1,20}>|</?think>",
    re.IGNORECASE,
)
"""How models mark turns and tools: of any model, not of the one at hand alone."""
DELIMITER = re.compile(r"<+[|｜]|[|｜]>+|<{2,}|>{2,}|#{3,}")
"""What such a mark opens and closes with, and how prompts mark their blocks: without it no rest of a mark is one."""
SHAPED = re.compile(r"[<>\[\]{}|｜]")  # an added token that is an ordinary word or white space steers nothing
SPACE = re.compile(r"\s+")


def neutral(text: str, marks: Sequence[str] = ()) -> str:
    """The text on one line, without marks by which a model tells its own turns, other control signs included.

    `marks` are the marks of the model at hand. What only taking a mark out would put together is taken out as well. In
    time that grows with the length alone; of a text beyond `LONGEST` characters the rest is left out.
    """
    text = "".join(sign for sign in _cut(text) if unicodedata.category(sign) not in {"Cf", "Cs", "Co"})
    text = SPACE.sub(" ", DELIMITER.sub(" ", MARKER.sub(" ", text)))
    pattern = _any_of(tuple(marks))
    while pattern.search(text):  # a second time only for a mark that has a space in it
        text = SPACE.sub(" ", pattern.sub(" ", text))
    return text.strip()


def _cut(text: str) -> str:
    """No more than a passage may have, cut at a word."""
    return text if len(text) <= LONGEST else (text[: LONGEST + 1].rsplit(maxsplit=1) or [""])[0][:LONGEST]


@lru_cache(maxsize=8)
def _any_of(marks: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(filter(None, marks), key=lambda mark: (-len(mark), mark))
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)", re.IGNORECASE)


def control_marks(tokenizer: PreTrainedTokenizerBase) -> tuple[str, ...]:
    """The tokens of a tokenizer that are no text: its special ones, and added ones in a mark's shape."""
    added = tokenizer.added_tokens_decoder.values()
    marks = {token.content for token in added if token.special or SHAPED.search(token.content)}
    marks.update(tokenizer.all_special_tokens)
    return tuple(sorted(mark for mark in marks if not (mark.isalnum() or mark.isspace())))


def text_ids(tokenizer: PreTrainedTokenizerBase, text: str) -> Ids:
    """The ids of a text framed as the model expects it; inside of the frame no id is a special one."""
    encoded = tokenizer(text, split_special_tokens=True, return_special_tokens_mask=True)
    special = frozenset(tokenizer.all_special_ids) - {tokenizer.unk_token_id}
    framed = zip(encoded["input_ids"], encoded["special_tokens_mask"], strict=True)
    return [number for number, frames in framed if frames or number not in special]


def fitted(passages: Sequence[str], room: int, cost: Callable[[str], int]) -> tuple[str, ...]:
    """Whole sentences of the passages within the room, in their order: the first of each, then the second of each.

    A sentence that does not fit is passed over, never cut; a passage of which nothing fits is left out.
    """
    rows = [[span.of(passage) for span in split_sentences(passage)] for passage in passages]
    taken: set[tuple[int, int]] = set()
    for place, number in sorted((place, number) for number, row in enumerate(rows) for place in range(len(row))):
        needed = cost(rows[number][place])
        if needed <= room:
            taken.add((number, place))
            room -= needed
    told = (" ".join(s for place, s in enumerate(row) if (number, place) in taken) for number, row in enumerate(rows))
    return tuple(filter(None, told))


def within(
    limit: int, passages: Sequence[str], cost: Callable[[str], int], encode: Callable[[Sequence[str]], Ids]
) -> Ids:
    """The ids of as many whole sentences of the passages as the limit holds, whatever `encode` puts around them.

    Raises ModelError when it holds none.
    """
    room = limit
    while kept := fitted(passages, room, cost):
        ids = encode(kept)
        if len(ids) <= limit:
            return ids
        room -= len(ids) - limit
    raise ModelError(f"no sentence of {len(passages)} passages fits into the {limit} tokens that the model reads")

"""Words that turn the sense of what stands beside them: a "not", a condition, a doubt."""

from __future__ import annotations

from typing import Final

from summarizer.wording import NEGATIONS, denies, tokens

QUALIFIERS: Final = NEGATIONS | frozenset(
    "unless if whether false falsely untrue wrong wrongly fake hoax hardly barely scarcely unconfirmed unproven".split()
)


def turns_sense(left_out: str, told: str) -> bool:
    """Whether the words left out of a sentence turn what is told of it, and the telling has no such word itself."""
    missing = QUALIFIERS.intersection(tokens(left_out)) - set(tokens(told))
    return bool(missing) or (denies(left_out) and not denies(told))

"""The noun phrase before or after a verb, found without a parser: by determiners, capitals and role words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from summarizer.statements.cues import DAYS, MONTHS, VERBS
from summarizer.statements.tokens import (
    AUXILIARIES,
    COMMON_VERBS,
    DETERMINERS,
    LEADING,
    PLURALS,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    SUBORDINATORS,
    TIME,
    Token,
    is_adverb,
    is_mark,
    is_verb,
    is_word,
    tokens_of,
)
from summarizer.types import Span

Extent = tuple[int, int]
"""Token indices, half-open."""

CLAUSE_OPENERS = frozenset("after before since until once".split())
ARTICLES = frozenset("the a an some many several most".split())
APPOSING = frozenset("the a an one his her its their jr. sr.".split())
RELATIVES = frozenset("who whose whom which".split())
NO_HEADS = PREPOSITIONS | RELATIVES | {"that", "close", "familiar"}
PLURAL_HEADS = PLURALS | frozenset(
    "they we i you who which that some many others those both several most all few".split()
)
REACH: Final = 400  # characters
SHORT = ("Mr", "Ms", "Dr", "Mrs", "Sen", "Gov", "Rep", "Gen")
SENTENCE_END: Final = re.compile(
    r"[.!?][\"”’')]*\s+(?=[\"“‘(]?[A-Z])(?<![A-Z]\.\s)" + "".join(rf"(?<!\b{short}\.\s)" for short in SHORT)
)
OPENERS = SUBORDINATORS | LEADING | TIME | MONTHS | PREPOSITIONS


def subject_before(tokens: Sequence[Token], end: int, floor: int = 0) -> Extent | None:
    """The noun phrase that ends right before token `end` (its appositions included) and starts at `floor` or later."""
    found = _subject_before(tokens[floor:end], end - floor) if end > floor else None
    return (found[0] + floor, found[1] + floor) if found else None


def _subject_before(tokens: Sequence[Token], end: int) -> Extent | None:
    last = tokens[end - 1]
    if is_mark(last, ",") or (last.kind == "quote" and last.text.rstrip("\"”'’»")[-1:] == ","):
        return _subject_with_aside(tokens, end - 1)
    if is_word(last, PRONOUNS):
        return (end - 1, end)
    start = _trim(tokens, _segment_start(tokens, end), end)
    return None if start is None else (_with_role_before(tokens, start, end), end)


def _segment_start(tokens: Sequence[Token], end: int) -> int:
    start = end
    while start and tokens[start - 1].kind in {"word", "paren"}:
        if is_word(tokens[start - 1], SUBORDINATORS) or (start > 1 and _opens_clause(tokens, start - 1)):
            return start
        if is_verb(tokens, start - 1) and not _reduced_relative(tokens, start - 1, end):
            conjunction = next((k for k in range(start, end) if tokens[k].low == "and"), None)
            return start if conjunction is None else conjunction + 1
        start -= 1
    return start


def _reduced_relative(tokens: Sequence[Token], i: int, end: int) -> bool:
    """`a poll released Saturday | found`, `officials involved with it | say`: the participle belongs to the noun."""
    if tokens[i].low in AUXILIARIES or tokens[i].low in COMMON_VERBS or i + 1 >= end or i == 0:
        return False
    rest = tokens[i + 1 : end]
    if is_word(rest[0], PREPOSITIONS):
        return _after_prepositional(tokens, i + 1, end) is None
    return all(is_word(token, TIME | MONTHS) or token.low.isdigit() for token in rest)


def _opens_clause(tokens: Sequence[Token], i: int) -> bool:
    """`criticism after Ukraine accused`: here the word is no preposition, for a subject follows it."""
    return is_word(tokens[i], CLAUSE_OPENERS) and tokens[i - 1].kind == "word"


def _trim(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """Drops openers and adverbials ("On Tuesday", "In an interview with CNN") in front of the phrase."""
    while start < end and (is_word(tokens[start], LEADING) or is_adverb(tokens[start]) or _is_time(tokens, start, end)):
        start += 1
    if start < end and is_word(tokens[start], PREPOSITIONS):
        return _after_prepositional(tokens, start, end)
    return start if any(t.kind == "word" and t.text[0].isalpha() for t in tokens[start:end]) else None


def _is_time(tokens: Sequence[Token], i: int, end: int) -> bool:
    if tokens[i].low in {"this", "next", "last", "late", "early"}:
        return i + 1 < end and tokens[i + 1].low in TIME
    return is_word(tokens[i], TIME) and i + 1 < end


def _after_prepositional(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """Where a phrase begins anew after an opening adverbial: `In a Bloomberg interview | Trump`."""
    best = None
    for p in range(start + 2, end):
        token, before = tokens[p], tokens[p - 1]
        if token.kind != "word" or before.kind != "word":
            continue
        joined = before.low in PREPOSITIONS | DETERMINERS or before.low in {"and", "or"}
        fresh = token.low in DETERMINERS and not joined
        dated = (before.low in DAYS | MONTHS or before.low.isdigit()) and token.low not in PREPOSITIONS
        named = token.capital and not before.capital and not joined and before.low not in ROLES
        if fresh or (dated and not token.low.isdigit()) or (named and not before.low.endswith("'s")):
            best = p
    return best


def _with_role_before(tokens: Sequence[Token], start: int, end: int) -> int:
    """Takes in an office in front of a comma: "Canada’s foreign affairs minister, Melanie Joly"."""
    name = all(token.capital or token.kind == "paren" for token in tokens[start:end])
    if not name or start < 2 or not is_mark(tokens[start - 1], ","):
        return start
    segment = _segment_start(tokens, start - 1)
    if segment and not is_mark(tokens[segment - 1], ".;:—–-,"):
        return start
    office = _trim(tokens, segment, start - 1)
    return office if office is not None and any(t.low in ROLES for t in tokens[office : start - 1]) else start


def _subject_with_aside(tokens: Sequence[Token], comma: int) -> Extent | None:
    """The phrase before an aside between commas; an apposition belongs to it, nothing else does."""
    for k in range(comma - 1, 0, -1):
        if tokens[k].kind == "quote" or is_mark(tokens[k], ";:.?!"):
            return None
        if not is_mark(tokens[k], ","):
            continue
        start = _segment_start(tokens, k)
        head = _trim(tokens, start, k)
        if head is None or (start > 1 and is_mark(tokens[start - 1], ",") and _reads_apposed(tokens, head, k)):
            continue
        if start and tokens[start - 1].kind == "word" and not is_word(tokens[start - 1], SUBORDINATORS):
            return None
        named = any(token.low in ROLES for token in tokens[head:k]) and all(t.capital for t in tokens[k + 1 : comma])
        return (head, comma) if named or is_apposition(tokens, k + 1) else (head, k)
    return None


def _reads_apposed(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a stretch between commas reads like "a nurse", "mayor of X", "R-Texas" or "54", not like a name."""
    first = tokens[start]
    return not first.capital or ("-" in first.text and end - start == 1) or first.low in ROLES


def is_apposition(tokens: Sequence[Token], i: int) -> bool:
    """Whether the stretch at token i says who somebody is: "a nurse", "chairman of", "R-Texas", "54"."""
    if i >= len(tokens) or tokens[i].kind != "word":
        return False
    first = tokens[i]
    if first.low in APPOSING or first.low in ROLES:
        return True
    if first.low in OPENERS or is_adverb(first):
        return False
    near = tokens[i : i + (3 if first.low.endswith("ing") else 6)]
    return (
        first.low.isdigit()
        or ("-" in first.text and first.capital)
        or any(t.low in ROLES for t in near if t.kind == "word")
    )


def head_of(tokens: Sequence[Token], phrase: Extent) -> Token:
    """The noun that the phrase is about: the last word before its first preposition, apposition or relative clause."""
    start, end = phrase
    stop = start + 1
    while stop < end and tokens[stop].kind == "word" and tokens[stop].low not in NO_HEADS and not is_verb(tokens, stop):
        stop += 1
    return tokens[stop - 1]


def is_plural(tokens: Sequence[Token], phrase: Extent) -> bool:
    """Whether the phrase takes a plural verb."""
    head = head_of(tokens, phrase)
    joined = any(token.low == "and" for token in tokens[phrase[0] : phrase[1]])
    return joined or head.low in PLURAL_HEADS or (head.low.endswith("s") and not head.low.endswith(("ss", "'s")))


def phrase_after(tokens: Sequence[Token], start: int) -> Extent | None:
    """The noun phrase that begins at token `start` (its appositions included), or None."""
    if start >= len(tokens) or tokens[start].kind != "word":
        return None
    if is_word(tokens[start], PRONOUNS) and not _stands_before_noun(tokens, start):
        return (start, start + 1)
    end = _run_end(tokens, start)
    if end == start:
        return None
    if end < len(tokens) and is_mark(tokens[end], ","):
        end = _aside_end(tokens, start, end)
    return (start, end)


def _aside_end(tokens: Sequence[Token], start: int, comma: int) -> int:
    """Where an apposition behind the phrase ends; at the comma if there is none."""
    end = comma + 1
    while end < len(tokens) and tokens[end].kind in {"word", "paren"} and not is_word(tokens[end], RELATIVES):
        end += 1
    office = any(token.low in ROLES for token in tokens[start:comma])
    name = office and end > comma + 1 and all(t.capital or t.kind == "paren" for t in tokens[comma + 1 : end])
    return end if name or is_apposition(tokens, comma + 1) else comma


def _stands_before_noun(tokens: Sequence[Token], i: int) -> bool:
    """`some officials` against `some said`."""
    if i + 1 >= len(tokens) or tokens[i].low not in DETERMINERS:
        return False
    after = tokens[i + 1]
    return (
        after.kind == "word" and after.low not in PREPOSITIONS and not is_verb(tokens, i + 1) and after.low not in VERBS
    )


def _run_end(tokens: Sequence[Token], start: int) -> int:
    i = start
    while i < len(tokens) and tokens[i].kind in {"word", "paren"}:
        if tokens[i].low in SUBORDINATORS or is_verb(tokens, i) or (i == start and tokens[i].low in PREPOSITIONS):
            break
        if i > start and _ends_phrase(tokens, i):
            break
        i += 1
    while i > start + 1 and (tokens[i - 1].low in PREPOSITIONS | {"and", "or"} or is_adverb(tokens[i - 1])):
        i -= 1
    return i


def _ends_phrase(tokens: Sequence[Token], i: int) -> bool:
    token, before = tokens[i], tokens[i - 1]
    if token.kind == "paren" or token.low in {"of", "for"}:
        return False
    if token.low in TIME | MONTHS or is_adverb(token):
        return True
    if token.low in DETERMINERS | PRONOUNS:
        return before.low not in PREPOSITIONS | {"and", "or"}
    if token.low in PREPOSITIONS:
        return before.capital or token.low not in {"from", "with", "at", "in", "on", "to", "near"}
    return token.low.endswith("ing") and before.capital


def noun_before(text: str, relative: Span) -> Span | None:
    """The noun phrase in front of a relative pronoun: `shut by | Ann Lee, who`; None where none is sure."""
    start = max(text.rfind("\n", 0, relative.start) + 1, relative.start - REACH)
    sentence = max((m.end() for m in SENTENCE_END.finditer(text, start, relative.start)), default=start)
    if sentence >= relative.start:
        return None
    tokens = tokens_of(text, Span(sentence, relative.start), ())
    found = phrase_before_relative(tokens, len(tokens))
    first = _phrase_start(tokens, found) if found else None
    return Span(tokens[first].start, tokens[found[1] - 1].end) if found and first is not None else None


def _phrase_start(tokens: Sequence[Token], phrase: Extent) -> int | None:
    """Where a phrase that is sure to be one noun's begins; None for one with numbers, asides or prepositions in it."""
    start, end = phrase
    determined = next((k for k in range(start, end) if is_word(tokens[k], ARTICLES)), None)
    first = determined or start
    words = tokens[first:end]
    named = all(token.capital or token.low in {"of", "for", "the"} for token in words)
    plain = all(token.kind == "word" and token.low not in PREPOSITIONS and not token.low.isdigit() for token in words)
    dated = any(token.low in DAYS | MONTHS for token in words)
    before = tokens[first - 1] if first > 0 else None
    joined = before is not None and named and determined is None and not _introduces(before)
    return first if not dated and not joined and (named or (determined is not None and plain)) else None


def _introduces(token: Token) -> bool:
    """Whether the name after a word is surely the one meant: `opposed by | X, who`, not `voters in | X who`."""
    return token.kind == "word" and (token.low not in PREPOSITIONS or token.low in {"by", "to", "with", "against"})


def phrase_before_relative(tokens: Sequence[Token], relative: int) -> Extent | None:
    """The phrase in front of the relative pronoun that stands, or would stand, at token `relative`."""
    end = relative - 1 if relative and is_mark(tokens[relative - 1], ",") else relative
    found = subject_before(tokens, end)
    if found is None or tokens[found[0]].capital or is_word(tokens[found[0]], DETERMINERS | ROLES):
        return found
    tail = max((k + 1 for k in range(*found) if is_word(tokens[k], PREPOSITIONS)), default=found[0])
    return (tail, end) if tail < end else None

"""Who is said to say what inside one sentence, by rules over its tokens: cue, source and content.

    tokens -> cues (verb, its subject, the side on which the content stands) -> content between their borders

The patterns are those of news English: `"...," said X`; `X said, "..."`; `X said that ...`; `..., X said`;
`according to X`; `X: "..."` (Pareti 2015 counts how they share out).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.statements import cues
from summarizer.statements.mentions import RELATIVES, phrase_after, phrase_before_relative
from summarizer.statements.reporting import Cue, after_listener, find_cues, find_that, main_subject
from summarizer.statements.tokens import (
    CONTRACTIONS,
    PREPOSITIONS,
    TIME,
    Token,
    is_adverb,
    is_mark,
    is_verb,
    is_word,
    quoted_words,
)
from summarizer.types import Span

CLOSING_MARKS = "\"”’'»"
CLAUSE_PRONOUNS = frozenset("he she they it we i you there".split())
ADVERBIAL = PREPOSITIONS | TIME
CONJUNCTIONS = frozenset("and but while as".split())
NAMED_PRONOUNS = frozenset("it him her them this that".split())
ARTICLES = frozenset("the a an".split())


@dataclass(frozen=True, slots=True)
class Attribution:
    """One statement of a sentence; `antecedent` is the phrase behind a source "who".

    `colon` says that the content is still to come, in the next paragraph.
    """

    content: tuple[Span, ...]
    source: Span
    cue: Span | None
    antecedent: Span | None = None
    colon: bool = False


def find_attributions(tokens: Sequence[Token]) -> tuple[Attribution, ...]:
    """The attributions of one sentence, in order of their cues."""
    found = list(find_cues(tokens))
    drafts = [draft for n in range(len(found)) if (draft := _attribute(tokens, found, n)) is not None]
    if not any(draft.colon for draft in drafts):
        drafts.extend(_announced(tokens, drafts))
    return tuple(drafts)


def _announced(tokens: Sequence[Token], drafts: Sequence[Attribution]) -> Iterator[Attribution]:
    """`X put it plainly: "..."`, by no verb of ours: the sentence's subject speaks, here or in the next paragraph."""
    colon = next((i for i, token in enumerate(tokens) if is_mark(token, ":")), None)
    subject = main_subject(tokens, colon) if colon else None
    if colon is None or subject is None:
        return
    if colon + 1 == len(tokens):
        yield Attribution((), _span(tokens, *subject), None, colon=True)
    elif colon + 2 == len(tokens) and tokens[-1].kind == "quote" and not drafts:
        yield Attribution((quoted_words(tokens[-1]),), _span(tokens, *subject), None)


def _attribute(tokens: Sequence[Token], found: Sequence[Cue], n: int) -> Attribution | None:
    cue = found[n]
    content = _content_before(tokens, found, n) if cue.side == "before" else _content_after(tokens, found, n)
    if content is None:
        return None
    if not is_word(tokens[cue.source[0]], RELATIVES):
        return Attribution(content, _span(tokens, *cue.source), _span(tokens, cue.start, cue.end), colon=not content)
    antecedent = phrase_before_relative(tokens, cue.source[0])
    if antecedent is None:
        return None
    return Attribution(
        content, _span(tokens, *cue.source), _span(tokens, cue.start, cue.end), _span(tokens, *antecedent)
    )


def _span(tokens: Sequence[Token], start: int, end: int) -> Span:
    return Span(tokens[start].start, tokens[end - 1].end)


def _content_before(tokens: Sequence[Token], found: Sequence[Cue], n: int) -> tuple[Span, ...] | None:
    cue = found[n]
    start = _clause_start(tokens, found, n)
    end = cue.border
    while end > start and is_mark(tokens[end - 1], ",—–-"):
        end -= 1
    if end <= start:
        return None
    pieces = _direct_pieces(tokens, start, end) or (_span(tokens, start, end),)
    split = not any(is_verb(tokens, k) or tokens[k].kind == "quote" for k in range(start, end))
    return pieces + (_second_piece(tokens, found, n) or (_remainder(tokens, found, n) if split else ()))


def _remainder(tokens: Sequence[Token], found: Sequence[Cue], n: int) -> tuple[Span, ...]:
    """The rest of an interrupted clause: `The problem, he said, is that ...`."""
    start = found[n].rest
    limit = _limit(tokens, found, n, start + 1)
    if start + 3 > limit or not is_mark(tokens[start], ",") or tokens[start + 1].low.endswith("ing"):
        return ()
    return (_span(tokens, start + 1, limit),)


def _clause_start(tokens: Sequence[Token], found: Sequence[Cue], n: int) -> int:
    start = max((cue.rest for cue in found[:n]), default=0)
    while start < len(tokens) and (is_mark(tokens[start], ",;:.—–-") or tokens[start].low in {"and", "but"}):
        start += 1
    return start


def _direct_pieces(tokens: Sequence[Token], start: int, end: int) -> tuple[Span, ...]:
    """The quotations of a stretch, if it consists of nothing else."""
    words = [token for token in tokens[start:end] if token.kind != "mark" and token.low not in {"and", "but"}]
    return tuple(quoted_words(token) for token in words) if words and all(t.kind == "quote" for t in words) else ()


def _second_piece(tokens: Sequence[Token], found: Sequence[Cue], n: int) -> tuple[Span, ...]:
    """The quotations behind the cue (`"...," he said, "..."`, `"...," he said. "..."`) that no later cue owns."""
    i = found[n].rest
    later = found[n + 1] if n + 1 < len(found) else None
    limit = len(tokens) if later is None else found[n].rest if later.side == "before" else later.border
    while i < limit and tokens[i].kind in {"word", "paren"}:
        i += 1
    pieces: list[Span] = []
    while i < limit and (is_mark(tokens[i], ",—–-:.") or (tokens[i].kind == "quote" and tokens[i - 1].kind != "word")):
        if tokens[i].kind == "quote":
            pieces.append(quoted_words(tokens[i]))
        i += 1
    return tuple(pieces)


def _content_after(tokens: Sequence[Token], found: Sequence[Cue], n: int) -> tuple[Span, ...] | None:
    cue = found[n]
    start, clause = _content_start(tokens, cue)
    limit = _limit(tokens, found, n, start)
    if start >= len(tokens) or (is_mark(tokens[start], ":") and start + 1 == len(tokens)):
        return () if tokens and is_mark(tokens[-1], ":") and start >= len(tokens) - 1 else None
    if start >= limit or not (clause or _governs(tokens, cue, start, limit)):
        return None
    if tokens[start].kind == "quote" and (start + 1 >= limit or not _runs_into_clause(tokens, start, limit)):
        return (quoted_words(tokens[start]),)
    return _direct_pieces(tokens, start, limit) or (_span(tokens, start, limit),)


def _runs_into_clause(tokens: Sequence[Token], quote: int, limit: int) -> bool:
    """`said "a bomb" had gone off`: words go on after the quotation without a mark between."""
    ended = tokens[quote].text.rstrip(CLOSING_MARKS)[-1:] in ",.?!"
    return not ended and tokens[quote + 1].kind == "word" and quote + 1 < limit


def _limit(tokens: Sequence[Token], found: Sequence[Cue], n: int, start: int) -> int:
    limit = len(tokens)
    for later in found[n + 1 :]:
        edge = later.border if later.border > start else later.start
        if edge > start and _breaks(tokens, later):
            limit = edge
            break
    for k in range(start, limit):
        if is_mark(tokens[k], ";"):
            limit = k
            break
    while limit > start and is_mark(tokens[limit - 1], ".,;:—–-"):
        limit -= 1
    return limit


def _breaks(tokens: Sequence[Token], later: Cue) -> bool:
    """Whether a later cue ends the content before it; one inside the reported clause does not."""
    at, before = tokens[later.border], tokens[later.border - 1]
    joined = at.kind == "mark" or at.low in CONJUNCTIONS
    return joined or later.side == "before" or before.kind == "quote" or is_mark(before, ",")


def _content_start(tokens: Sequence[Token], cue: Cue) -> tuple[int, bool]:
    """The token at which the content begins, and whether that is sure to be a clause or a quotation."""
    i = after_listener(tokens, cue.rest, cue.lemma)
    if cue.lemma == "according":
        return (i + 1 if i < len(tokens) and is_mark(tokens[i], ",") else i), True
    if cue.lemma in cues.OBJECT | cues.NAMING:
        return i + (i < len(tokens) and tokens[i].low == "that"), False
    that = find_that(tokens, i)
    if that is not None:
        return (that + 1 if tokens[that].low == "that" else that), True
    quote = _introduced_quote(tokens, i)
    if quote is not None:
        return quote, True
    while i < len(tokens) and (is_adverb(tokens[i]) or is_word(tokens[i], TIME - {"this", "there", "here"})):
        i += 1
    return _after_adverbial(tokens, i), False


def _introduced_quote(tokens: Sequence[Token], i: int) -> int | None:
    for k in range(i, min(i + 25, len(tokens))):
        if tokens[k].kind == "quote":
            introduced = k == i or is_mark(tokens[k - 1], ",:—–-") or is_word(tokens[i], ADVERBIAL)
            return k if introduced else None
        if is_verb(tokens, k) or is_mark(tokens[k], ";."):
            return None
    return None


def _after_adverbial(tokens: Sequence[Token], i: int) -> int:
    """`said in a statement he would`: the clause begins at its pronoun."""
    if i >= len(tokens) or not is_word(tokens[i], PREPOSITIONS):
        return i
    for k in range(i + 1, min(i + 10, len(tokens))):
        if tokens[k].kind != "word" or is_verb(tokens, k):
            return i
        if tokens[k].low in CLAUSE_PRONOUNS:
            return k
    return i


def _governs(tokens: Sequence[Token], cue: Cue, start: int, limit: int) -> bool:
    """Whether a verb that does not always report does so here, judged by what follows it."""
    if tokens[start].kind == "mark":
        return False
    if cue.lemma in cues.SAY:
        return tokens[start].low not in {"about", "of", "in"} or limit - start > 3
    if cue.lemma in cues.TELL:
        return limit - start > 2
    if cue.lemma in cues.NAMING:
        return _names(tokens, cue, start, limit)
    if cue.lemma in cues.OBJECT:
        return limit - start > 1 and not is_word(tokens[start], PREPOSITIONS)
    return _is_clause(tokens, start, limit)


def _names(tokens: Sequence[Token], cue: Cue, start: int, limit: int) -> bool:
    if cue.lemma == "call" and cue.end - cue.start > 1 and tokens[cue.end - 1].low in {"for", "on"}:
        return limit - start > 1
    stretch = tokens[start:limit]
    pronoun = is_word(stretch[0], NAMED_PRONOUNS)
    named = pronoun and len(stretch) > 2 and is_word(stretch[1], ARTICLES)
    return named or any(t.kind == "quote" for t in stretch[:12]) or any(t.low == "as" for t in stretch[:10])


def _is_clause(tokens: Sequence[Token], start: int, limit: int) -> bool:
    if tokens[start].low in CONTRACTIONS:
        return True
    subject = phrase_after(tokens, start)
    return subject is not None and subject[1] < limit and is_verb(tokens, subject[1])

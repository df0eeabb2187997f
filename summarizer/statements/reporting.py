"""Where a sentence says that somebody speaks: reporting verbs and phrases with subject and side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from summarizer.statements import cues
from summarizer.statements.mentions import RELATIVES, Extent, head_of, is_plural, phrase_after, subject_before
from summarizer.statements.tokens import (
    BEFORE_NOUNS,
    DETERMINERS,
    LEADING,
    POSSESSIVES,
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
)

PROGRESSIVE = frozenset("is are was were am be been being".split())
PERFECT = frozenset("has have had".split())
BARRED = frozenset(
    """not never didn't doesn't don't hasn't haven't hadn't wouldn't couldn't won't can't cannot will would can could
    should may might must shall to let did do does""".split()
)
COMPLEMENTIZERS = frozenset("that whether how why what if".split())
EVIDENCE = frozenset(
    """poll polls polling survey surveys study studies report reports data analysis analyses research review
    investigation audit document documents memo record records statement statements evidence letter figures numbers
    results result estimates statistics findings emails tests""".split()
)
PEOPLE_ENDINGS = ("ists", "ers", "ors", "ians", "ials", "ents", "ics", "ats")
ADVERBIAL = PREPOSITIONS | TIME | {"when"}
AFTER_ARTICLE = frozenset("the a an of".split())
CONJUNCTIONS = frozenset("and but while as then".split())
OPENING = PREPOSITIONS | SUBORDINATORS
TRAILING = frozenset("familiar close".split())
MANY = frozenset("they we i you some many others those both several most all few".split())
SUBJECT_PRONOUNS = frozenset("he she they we i there".split())
CLAUSE_PRONOUNS = frozenset("he she they it we i you there".split())


@dataclass(frozen=True, slots=True)
class Cue:
    """A speech verb or phrase, as token indices: content ends before `border` or starts at or after `rest`."""

    start: int
    end: int
    lemma: str
    side: Literal["before", "after"]
    source: Extent
    border: int
    rest: int


def find_cues(tokens: Sequence[Token]) -> Iterator[Cue]:
    """The reporting cues of one sentence in order; words inside quotations are never cues."""
    previous: Cue | None = None
    for i, token in enumerate(tokens):
        cue = None
        if token.kind != "word":
            cue = _colon_cue(tokens, i) if previous is None else None
        elif token.low == "according" and i + 2 < len(tokens) and tokens[i + 1].low == "to":
            cue = _according_cue(tokens, i)
        elif token.low in cues.VERBS and not token.capital and (previous is None or i >= previous.end):
            cue = _verb_cue(tokens, i, previous)
        if cue is not None:
            yield cue
            previous = cue


def _colon_cue(tokens: Sequence[Token], i: int) -> Cue | None:
    """`Blinken: "..."`, a name, a colon and a quotation."""
    quoted = i + 1 < len(tokens) and tokens[i + 1].kind == "quote" and 0 < i <= 8
    if not (quoted and is_mark(tokens[i], ":") and tokens[0].capital and phrase_after(tokens, 0) == (0, i)):
        return None
    return Cue(i, i + 1, "say", "after", (0, i), 0, i + 1)


def _according_cue(tokens: Sequence[Token], i: int) -> Cue | None:
    end = i + 2
    while end < len(tokens) and tokens[end].kind in {"word", "paren"} and not (end > i + 2 and is_verb(tokens, end)):
        if is_word(tokens[end], SUBORDINATORS | CLAUSE_PRONOUNS) and end > i + 2:
            break
        end += 1
    leads = all(is_mark(t, ",—–-") or t.low in {"and", "but", "meanwhile"} for t in tokens[:i])
    if end == i + 2 or (tokens[i + 2].low in POSSESSIVES and head_of(tokens, (i + 2, end)).low not in EVIDENCE | ROLES):
        return None
    return Cue(i, i + 2, "according", "after" if leads else "before", (i + 2, end), i, end)


def _verb_cue(tokens: Sequence[Token], i: int, previous: Cue | None) -> Cue | None:
    lemma, form = cues.VERBS[tokens[i].low]
    start = _group_start(tokens, i)
    group = {token.low for token in tokens[start:i]}
    if not _is_verb_here(tokens, i, start, form, group):
        return None
    end = i + 1
    if end < len(tokens) and ((lemma == "call" and tokens[end].low in {"for", "on"}) or tokens[end].low == "out"):
        end += 1
    if form == "ing" and not group & PROGRESSIVE:
        return _participle(tokens, start, end, lemma, previous)
    cue = _inverted(tokens, start, end, lemma) or _with_subject(tokens, start, end, lemma, previous)
    return cue if cue is not None and _agrees(tokens, cue, form, group) else None


def _agrees(tokens: Sequence[Token], cue: Cue, form: str, group: set[str]) -> bool:
    """Number of subject and verb, where the verb could be a noun ("home state"); and no thing but a finding "shows"."""
    head = head_of(tokens, cue.source)
    speaks = head.capital or head.low in EVIDENCE | PRONOUNS | ROLES or head.low.endswith(PEOPLE_ENDINGS)
    if cue.lemma in cues.FINDING and not speaks:
        return False
    if form == "base" and not group:
        return is_plural(tokens, cue.source)
    noun = form == "s" and tokens[cue.start].low in cues.NOUN_LIKE
    return not (noun and head.low in MANY)


def _group_start(tokens: Sequence[Token], i: int) -> int:
    while i and (is_adverb(tokens[i - 1]) or is_word(tokens[i - 1], PROGRESSIVE | PERFECT)):
        i -= 1
    return i


def _is_verb_here(tokens: Sequence[Token], i: int, start: int, form: str, group: set[str]) -> bool:
    """Neither a noun ("the claims"), nor passive, nor denied or merely possible ("did not say", "would say")."""
    before = tokens[start - 1] if start else None
    if before is not None and before.kind == "word" and before.low in BARRED:
        return False
    if form == "ed" and (group & PROGRESSIVE or (not group and before is not None and _before_noun(before))):
        return False
    if form == "ing" and before is not None and is_word(before, PREPOSITIONS | DETERMINERS):
        return False
    if i and not group and tokens[i].low in cues.NOUN_LIKE and tokens[i - 1].kind == "word":
        return not _before_noun(tokens[i - 1]) and not (i + 1 < len(tokens) and is_word(tokens[i + 1], PREPOSITIONS))
    return form == "ing" or bool(group) or before is None or not is_word(before, AFTER_ARTICLE)


def _before_noun(token: Token) -> bool:
    """`the convention’s pledged delegates`: what comes next is no verb."""
    return is_word(token, BEFORE_NOUNS) or (token.kind == "word" and token.low.endswith(("'s", "s'")))


def _participle(tokens: Sequence[Token], start: int, end: int, lemma: str, previous: Cue | None) -> Cue | None:
    """`..., adding that`: the source is the sentence's subject, or who spoke before in it."""
    joined = start > 0 and (tokens[start - 1].kind != "word" or tokens[start - 1].low in {"and", "while", "but"})
    if start == 0 or lemma in cues.THINK or not (joined or lemma in cues.NAMING):
        return None
    source = previous.source if previous is not None else main_subject(tokens, start)
    border = start - 1 if is_mark(tokens[start - 1], ",—–-") or tokens[start - 1].low in {"and", "while"} else start
    return Cue(start, end, lemma, "after", source, border, end) if source else None


def main_subject(tokens: Sequence[Token], limit: int) -> Extent | None:
    """The noun phrase at the sentence's start, or after an opening adverbial and its comma, before token `limit`."""
    start = 0
    while start < limit and is_word(tokens[start], LEADING):
        start += 1
    if is_word(tokens[start], OPENING) or is_adverb(tokens[start]):
        start = next((k + 1 for k in range(start, limit) if is_mark(tokens[k], ",")), limit)
    found = phrase_after(tokens, start) if start < limit else None
    if found is None or found[1] >= limit:
        return None
    follows = tokens[found[1]]
    return found if follows.kind == "word" and follows.low not in PREPOSITIONS else None


def _inverted(tokens: Sequence[Token], start: int, end: int, lemma: str) -> Cue | None:
    """`"...," said X` and `..., said X`."""
    follows = start > 0 and (tokens[start - 1].kind == "quote" or is_mark(tokens[start - 1], ",—–-?!"))
    source = phrase_after(tokens, end + (end < len(tokens) and is_adverb(tokens[end]))) if follows else None
    if source is None or lemma not in cues.SAY | cues.SAY_CLAUSE or _is_apposed(tokens, start):
        return None
    stop = _described_end(tokens, source[1])
    return Cue(start, end, lemma, "before", (source[0], stop), start, stop) if _at_border(tokens, stop) else None


def _is_apposed(tokens: Sequence[Token], start: int) -> bool:
    """`The mayor, Bob Smith, said`, `The mayor, who won, said`: before the verb stands its subject and no content."""
    subject = phrase_after(tokens, 0)
    quoted = any(token.kind == "quote" for token in tokens[:start])
    if quoted or subject is None or subject[1] >= start or not is_mark(tokens[subject[1]], ","):
        return False
    between = range(subject[1] + 1, start)
    return is_word(tokens[between.start], RELATIVES) or not any(is_verb(tokens, k) for k in between)


def _described_end(tokens: Sequence[Token], i: int) -> int:
    """`said a source | familiar with the talks`, `said a lawyer | involved in it`."""
    if i >= len(tokens) or not (is_word(tokens[i], TRAILING) or tokens[i].low.endswith("ed")):
        return i
    return next((k for k in range(i, len(tokens)) if tokens[k].kind != "word"), len(tokens))


def _with_subject(tokens: Sequence[Token], start: int, end: int, lemma: str, previous: Cue | None) -> Cue | None:
    floor = 0 if previous is None or _is_relative(tokens, previous) else previous.end
    source = subject_before(tokens, start, floor)
    if source is None or tokens[start - 1].low in {"and", "but"}:
        return _coordinated(tokens, start, end, lemma, previous)
    first = source[0]
    before = tokens[first - 1] if first else None
    after = after_listener(tokens, end, lemma)
    quoted = before is not None and before.kind == "quote" and find_that(tokens, end) is None
    closing = before is not None and is_mark(before, ",—–-") and _at_border(tokens, after)
    if quoted or (closing and not _opens(tokens, first, after)):
        return Cue(start, end, lemma, "before", source, first, after)
    return Cue(start, end, lemma, "after", source, _territory(tokens, first), end)


def _coordinated(tokens: Sequence[Token], start: int, end: int, lemma: str, previous: Cue | None) -> Cue | None:
    """`X said ..., and warned that ...`: the subject stands further in front."""
    if start < 2 or not is_word(tokens[start - 1], CONJUNCTIONS):
        return None
    shared = previous.source if previous is not None else main_subject(tokens, start - 1)
    return Cue(start, end, lemma, "after", shared, start - 1, end) if shared else None


def _is_relative(tokens: Sequence[Token], cue: Cue) -> bool:
    """`X, who calls it "Y," said`: the relative clause's cue does not hide the subject in front of it."""
    return is_word(tokens[cue.source[0]], RELATIVES)


def _territory(tokens: Sequence[Token], first: int) -> int:
    while first and (is_mark(tokens[first - 1], ",;—–-") or tokens[first - 1].low in {"and", "but", "while", "as"}):
        first -= 1
    return first


def after_listener(tokens: Sequence[Token], i: int, lemma: str) -> int:
    """The token after the listener of a verb that takes one ("told reporters"), else token `i`."""
    listener = phrase_after(tokens, i) if lemma in cues.TELL else None
    return listener[1] if listener else i


def _at_border(tokens: Sequence[Token], i: int) -> bool:
    """Whether nothing but an adverbial ("in an interview", "Tuesday") stands between token i and the next mark."""
    if i >= len(tokens) or tokens[i].kind in {"mark", "quote"}:
        return True
    return (is_word(tokens[i], ADVERBIAL) or is_adverb(tokens[i])) and find_that(tokens, i) is None


def find_that(tokens: Sequence[Token], i: int) -> int | None:
    """The next "that" or question word that opens what was said, if only listener and adverbials stand before it."""
    for k in range(i, min(i + 15, len(tokens))):
        if tokens[k].kind == "quote" or is_mark(tokens[k], ";:.?!—") or (k > i and _begins_clause(tokens, k)):
            return None
        if is_word(tokens[k], COMPLEMENTIZERS) and (k == i or tokens[k].low == "that"):
            return k
    return None


def _begins_clause(tokens: Sequence[Token], k: int) -> bool:
    participle = cues.VERBS.get(tokens[k].low, ("", ""))[1] == "ing"
    return participle or tokens[k].low in SUBJECT_PRONOUNS or is_verb(tokens, k)


def _opens(tokens: Sequence[Token], first: int, after: int) -> bool:
    """`In 2012, he said, "I ..."`: what stands before is an opener and no content, for a quotation begins after."""
    quote = next((t for t in tokens[after:] if t.kind == "quote"), None)
    if quote is None or any(t.kind == "quote" for t in tokens[:first]):
        return False
    return quote.text.lstrip("\"“‘'`«")[:1].isupper() or is_word(tokens[0], OPENING)

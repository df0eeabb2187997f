"""Whether two statements are one and the same, said in two places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from itertools import pairwise
from typing import Final

from summarizer.figures.quantities.numbers import PARTS, SCALES, SMALL, TENS, VAGUE
from summarizer.placed_words import Word, find_words
from summarizer.statements.name_words import HONORIFICS, OFFICES
from summarizer.statements.names import dissect
from summarizer.statements.quotations import find_quotations
from summarizer.types import Span, Speaker, Statement
from summarizer.wording import NEGATIONS, content_words, denies, is_content, tokens

SAME = 0.8  # share of the shorter one's content words that the other has in the same order
FEWEST_WORDS = 4  # below it, agreement is chance: "genocide" is said by many
UNSIGNED_WORDS = 6  # literal, and no source is at hand who says them
SURE_WORDS = 8  # content words in order are nobody else's, whatever the sources call the speaker
MOST = 0.6  # share of a paraphrase that says the same as the whole
ON_THE_WHOLE = 0.5  # share of content words, whoever words them: the gate asks it of a witness
NEGATION_REACH = 3  # words before a quotation in which a "not" still governs it
ALIKE_NAMES = 0.7  # "Zelensky" and "Zelenskyy" are one name
CLAUSE_BORDER: Final = re.compile(r"[.;:!?—–]")
CLAUSE_OPENERS: Final = frozenset("and so because while which although".split())
SENTENCE_START: Final = re.compile(r"(?:[.!?:\n]\W*|[“\"«„(]\s*)$")
WRITTEN_NUMBERS: Final = {word: str(value) for word, value in (SMALL | TENS).items() if word != "one"}
NUMBER_WORDS: Final = frozenset((*SCALES, *VAGUE, *PARTS)) - {"k", "m", "b"}
OBJECTS: Final = frozenset("him her them himself herself themselves itself whom".split())
TITLES: Final = HONORIFICS | OFFICES


@dataclass(frozen=True, slots=True)
class Wording:
    """A statement's words made comparable; `place` is the statement's among those compared.

    `words` are content words in order, behind those that deny them from outside; for each of them `clauses` has the
    place of the first word of its clause. `names` are those that are written like a name, `numbers` those that count.
    """

    place: int
    statement: Statement
    speaker: Speaker | None
    words: tuple[str, ...]
    clauses: tuple[int, ...]
    names: frozenset[str]
    bag: frozenset[str]
    numbers: frozenset[str]


def wordings(place: int, statement: Statement, speaker: Speaker | None) -> tuple[Wording, ...]:
    """The whole statement made comparable, and what it quotes literally where the rest is its reporter's words.

    `speaker` is who speaks, united over the documents at hand.
    """
    whole = _wording(place, statement, speaker, statement.content, _lead_in(statement))
    quoted = tuple(_quoted(statement)) if statement.kind == "mixed" else ()
    if not quoted:
        return (whole,)
    before = _near(statement.document.text[statement.content[0].start : quoted[0].start])
    return whole, _wording(place, statement, speaker, quoted, before or _lead_in(statement))


def _quoted(statement: Statement) -> Iterator[Span]:
    """What stands between quotation marks in the content."""
    for piece in statement.content:
        for quotation in find_quotations(piece.of(statement.document.text)):
            yield Span(piece.start + quotation.inner.start, piece.start + quotation.inner.end)


def _wording(
    place: int, statement: Statement, speaker: Speaker | None, pieces: Sequence[Span], lead_in: tuple[str, ...]
) -> Wording:
    text = statement.document.text
    words, clauses, names = [*lead_in], [0] * len(lead_in), set[str]()
    before: Word | None = None
    start = 0
    for word in find_words(text, tuple(pieces)):
        if before is not None and _borders(text[before.span.end : word.span.start], word.token):
            start = len(words)
        if is_content(word.token):
            words.append(WRITTEN_NUMBERS.get(word.token, word.token))
            clauses.append(start)
            if before is not None and _is_name(text, word):
                names.add(word.token)
        before = word
    bag = frozenset(words)
    numbers = frozenset(filter(is_number, bag))
    return Wording(place, statement, speaker, tuple(words), tuple(clauses), frozenset(names), bag, numbers)


def _borders(gap: str, opening: str) -> bool:
    return CLAUSE_BORDER.search(gap) is not None or opening == "but" or ("," in gap and opening in CLAUSE_OPENERS)


def _is_name(text: str, word: Word) -> bool:
    start = word.span.start
    opens = SENTENCE_START.search(text[max(0, start - 4) : start]) is not None
    return text[start].isupper() and not opens and word.token not in TITLES


def _lead_in(statement: Statement) -> tuple[str, ...]:
    """The negations that govern a content from outside: 'is not a "random act"', 'denied that', 'did not say that'."""
    text = statement.document.text
    first = statement.content[0].start
    mentions = [span.end for span in (*statement.source, *statement.cue) if span.end <= first]
    begin = max([statement.context.start, *mentions])
    outside = _near(text[min(begin, first) : first])
    told = outside if statement.kind == "direct" else _negations(attribution(statement)) or outside
    denied = any(denies(span.of(text)) for span in statement.cue)
    return (*told, *(["denied"] if denied else []))


def _near(before: str) -> tuple[str, ...]:
    """The negations among the last words of the clause that leads to a passage."""
    return tuple(word for word in tokens(CLAUSE_BORDER.split(before)[-1])[-NEGATION_REACH:] if word in NEGATIONS)


def _negations(text: str) -> tuple[str, ...]:
    return tuple(word for word in tokens(text) if word in NEGATIONS)


def attribution(statement: Statement) -> str:
    """The words around the content that say who speaks and how: from the source to the content, content left out."""
    text = statement.document.text
    mentions = [span for span in (*statement.source, *statement.cue) if statement.context.covers(span)]
    parts = sorted((*mentions, *statement.content))
    around = [text[before.end : after.start] for before, after in pairwise(parts)]
    return " ".join((*(span.of(text) for span in mentions), *around))


def is_same(a: Wording, b: Wording) -> bool:
    """Whether the shorter wording's words stand in the other, in order, in the same sense and by the same voice."""
    short, long = (a, b) if (len(a.words), a.place) <= (len(b.words), b.place) else (b, a)
    if not short.numbers <= long.numbers:
        return False
    if not (one_voice(a.speaker, b.speaker) or _may_withhold(short, long)) or not _says_enough(short, long):
        return False
    said = [content_words(wording.statement.text) for wording in (a, b)]
    if len(said[0] & said[1]) < ON_THE_WHOLE * min(map(len, said)):
        return False
    passage = short.words if short.words == long.words else _passage(short.words, long)
    return passage is not None and _same_sense(short, long, passage)


def _says_enough(short: Wording, long: Wording) -> bool:
    """Whether the shorter wording is more than a phrase that many use: "Democratic nominee Jane Doe" proves nothing.

    Literal speech may be quoted in part. A few words of a report say the same as another only if they are most of it,
    and words without a known speaker must speak for themselves.
    """
    size = len(short.words)
    literal = "indirect" not in {short.statement.kind, long.statement.kind}
    if is_unknown(short.speaker) or is_unknown(long.speaker):
        return size >= (UNSIGNED_WORDS if literal else SURE_WORDS)
    return literal or size >= min(SURE_WORDS, MOST * len(long.words))


def one_voice(a: Speaker | None, b: Speaker | None) -> bool:
    """Whether one may be the other: by name, by a part of the name, or because nobody says who it is."""
    return a is None or b is None or a.name == b.name or _one_name(a.name, b.name)


@lru_cache(maxsize=8192)
def _one_name(a: str, b: str) -> bool:
    words = [frozenset(name.casefold().split()) for name in (a, b)]
    return words[0] <= words[1] or words[1] <= words[0] or _is_pronoun(a) or _is_pronoun(b)


def is_unknown(speaker: Speaker | None) -> bool:
    """Whether the document does not say who speaks: nobody, or a "he" whom it does not name."""
    return speaker is None or _is_pronoun(speaker.name)


def anonymity(speaker: Speaker | None) -> int:
    """0 for whoever has a name, 1 for "an official", 2 for nobody or a "he" whom the document does not name."""
    if speaker is None or is_unknown(speaker):
        return 2
    return int(dissect(speaker.name).sort != "named")


def _is_pronoun(name: str) -> bool:
    return name.casefold() in OBJECTS or dissect(name).sort == "pronoun"


def _may_withhold(short: Wording, long: Wording) -> bool:
    """Whether one source withholds the name of a speaker whose words are too long to be somebody else's."""
    sorts = {dissect(wording.speaker.name).sort for wording in (short, long) if wording.speaker is not None}
    literal = "indirect" not in {short.statement.kind, long.statement.kind}
    return literal and bool(sorts & {"common", "group"}) and len(short.words) >= SURE_WORDS and short.bag <= long.bag


def _passage(words: tuple[str, ...], long: Wording) -> tuple[str, ...] | None:
    """Where the longer wording has the words, from the beginning of its clause; None where too few are in order.

    They must stand together: words picked from all over a long speech are not what was said.
    """
    size = len(words)
    begin, window = 0, long.words
    if len(window) > 3 * size:
        block = SequenceMatcher(None, words, window, autojunk=False).find_longest_match()
        begin = max(0, block.b - block.a - size)
        window = window[begin : begin + 3 * size]
    blocks = SequenceMatcher(None, words, window, autojunk=False).get_matching_blocks()[:-1]
    if sum(block.size for block in blocks) < SAME * size:
        return None
    start, end = begin + blocks[0].b, begin + blocks[-1].b + blocks[-1].size
    return long.words[long.clauses[start] : end]


def _same_sense(short: Wording, long: Wording, passage: Sequence[str]) -> bool:
    """As many negations, the same numbers, and no name put in the place of another."""
    there = frozenset(passage)
    denials = [sum(word in NEGATIONS or denies(word) for word in words) for words in (short.words, passage)]
    gone, new = short.names - there, (long.names & there) - short.bag
    renamed = bool(new) and any(not get_close_matches(name, new, cutoff=ALIKE_NAMES) for name in gone)
    return denials[0] == denials[1] and short.numbers <= there and not renamed


@lru_cache(maxsize=8192)
def is_number(token: str) -> bool:
    """Whether a compared word is a number or its scale: 4, 1480, $3.5, million, dozens, half."""
    return token in NUMBER_WORDS or any(letter.isdigit() for letter in token)

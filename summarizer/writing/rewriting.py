"""A model's words in place of what happened, as far as the sources bear them out; elsewhere the sources' own.

    draft | sentences | cite what each rests on | gate | refused ones replaced by extracted sentences

The model is not trusted with anything: which source a sentence rests on is found here, and `support` judges it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final, Protocol

from summarizer.selection import hangs, select_many
from summarizer.support import faults
from summarizer.telling.reading import Hidden
from summarizer.types import Analysis, Briefing, Excerpt, Span, Writing, Written
from summarizer.wording import content_words
from summarizer.writing.draft import Sentence, draft_sentences
from summarizer.writing.orders import gives_orders

FEWEST: Final = 2
MOST: Final = 4
"""Sentences of a rewritten briefing."""
MOST_CITED: Final = 3
NEW: Final = 0.1
"""A further source is cited for a sentence when it has so much of the sentence's words that no other has."""
TOLD: Final = 0.5
"""An extracted sentence of which so many words are told in a model's is told."""
LISTED: Final = 0.4
"""A sentence of which so much is listed in the briefing is not told again."""
WIDER_WORDS: Final = 400

NOTHING: Final = "it wrote nothing that could be used"
TOO_LITTLE: Final = "too little of what it wrote is borne out by the sources"


class Writer(Protocol):
    """Rewrites passages in its own words; the seam behind which writing models live."""

    @property
    def name(self) -> str:
        """The model's name, as readers are told it."""
        ...

    def write(self, passages: Sequence[str], *, topic: str | None, sentences: int) -> str:
        """Free text of about so many sentences; whatever is wrong with it is found later.

        Raises ModelError when the model fails or can read none of the passages.
        """
        ...


def rewrite(
    briefing: Briefing, draft: str | None, *, model: str, pool: Sequence[Excerpt] = (), failure: str | None = None
) -> Briefing:
    """The briefing with what happened in a model's words: two to four sentences, each held against its sources.

    `draft` is what the model wrote, None where `failure` says why it wrote nothing. Sentences may rest on the
    briefing's own and on those of `pool`. Each refused sentence gives way to the nearest extracted one that is not
    told yet. Where nothing can be kept the sentences stay the extracted ones, and `writing` says why. The same input
    gives the same briefing.
    """
    sentences = draft_sentences(draft or "")[:MOST]
    if not sentences:
        return unwritten(briefing, model, failure or NOTHING)
    own = tuple(sentence for sentence in briefing.sentences if isinstance(sentence, Excerpt))
    ground = Ground.of(_citable(briefing, own, pool))
    judged = _judged(sentences, ground)
    refused = judged.count(None)
    if refused == len(judged):
        return unwritten(briefing, model, _none_of(refused), written=refused)
    told = _merged(sentences, judged, own, ground)
    if len(told) < min(FEWEST, len(own)):
        return unwritten(briefing, model, TOO_LITTLE, written=len(judged), refused=refused)
    return replace(briefing, sentences=told, writing=Writing(model, len(judged), refused))


def unwritten(
    briefing: Briefing, model: str, failure: str, *, written: int = 0, refused: int | None = None
) -> Briefing:
    """The briefing as it is, and why no model rewrote it, as a clause about the model: "it took too long"."""
    return replace(briefing, writing=Writing(model, written, written if refused is None else refused, failure))


def _none_of(refused: int) -> str:
    one = f"none of its {refused} sentences is" if refused > 1 else "its only sentence is not"
    return f"{one} borne out by the sources"


def passages(briefing: Briefing, pool: Sequence[Excerpt] = ()) -> tuple[str, ...]:
    """What a model is given to read: of each source the told sentences and those of the pool, in the text's order.

    Whom an opening pronoun means stands behind it in brackets. Sentences that give orders are left out.
    """
    own = tuple(sentence for sentence in briefing.sentences if isinstance(sentence, Excerpt))
    by_document: dict[str, dict[Span, str]] = {document.key: {} for document in briefing.documents}
    for excerpt in _citable(briefing, own, pool):
        by_document[excerpt.document.key][excerpt.span] = _named(excerpt)
    return tuple(" ".join(said[span] for span in sorted(said)) for said in by_document.values() if said)


def wider(
    briefing: Briefing, analyses: Sequence[Analysis], *, words: int = WIDER_WORDS, hidden: Hidden | None = None
) -> tuple[Excerpt, ...]:
    """Further sentences for a model to draw on, the most telling ones; none that stands in a list, or is `hidden`."""
    listed = tuple(_listed(briefing))

    def is_listed(number: int, span: Span) -> bool:
        key = analyses[number].document.key
        if hidden and hidden(analyses[number].document, span):
            return True
        enough = LISTED * (span.end - span.start)
        return any(key == other and span.overlap(piece) > enough for other, piece in listed)

    chosen = select_many(analyses, words=words, topic=briefing.topic, without=is_listed)
    return tuple(Excerpt.cut(analyses[choice.document].document, choice.span) for choice in chosen)


def _listed(briefing: Briefing) -> Iterator[tuple[str, Span]]:
    """What stands in the briefing's lists, as the documents' keys and spans."""
    for item in briefing.statements:
        for statement in (item.statement, *item.witnesses):
            yield from ((statement.document.key, span) for span in (*statement.content, statement.context))
    for question in briefing.figures:
        yield from ((figure.document.key, figure.clause) for figure in question.figures)


def _citable(briefing: Briefing, own: Sequence[Excerpt], pool: Sequence[Excerpt]) -> tuple[Excerpt, ...]:
    """What a model's sentences may rest on, each once, the briefing's own first; of its documents alone, no orders."""
    sources = frozenset(briefing.documents)
    each: dict[tuple[str, Span], Excerpt] = {}
    for excerpt in (*own, *pool):
        if excerpt.document in sources:
            each.setdefault((excerpt.document.key, excerpt.span), excerpt)
    return tuple(excerpt for excerpt in each.values() if not gives_orders(excerpt.exact))


def _named(excerpt: Excerpt) -> str:
    if excerpt.referent is None:
        return excerpt.exact
    text, at = excerpt.document.text, excerpt.referent.pronoun.end
    name = excerpt.referent.name.of(text)
    return f"{text[excerpt.span.start : at]} ({name}){text[at : excerpt.span.end]}"


@dataclass(frozen=True, slots=True)
class Ground:
    """The sentences that a written one may rest on; `weight` is how telling each of their words is."""

    excerpts: tuple[Excerpt, ...]
    weight: dict[str, float]

    @classmethod
    def of(cls, excerpts: tuple[Excerpt, ...]) -> Ground:
        """Rare words weigh more (inverse document frequency, Sparck Jones 1972): names and numbers above all."""
        holders = Counter(word for excerpt in excerpts for word in content_words(excerpt.exact))
        return cls(excerpts, {word: math.log(1 + len(excerpts) / held) for word, held in holders.items()})

    def worth(self, words: frozenset[str]) -> float:
        return math.fsum(self.weight.get(word, 0.0) for word in words)

    def nearness(self, sentence: str, excerpt: Excerpt) -> float:
        """The weight of the words that both have."""
        return self.worth(content_words(sentence) & content_words(excerpt.exact))

    def cited(self, sentence: str) -> tuple[Excerpt, ...]:
        """What a sentence rests on, best first: each further one has words of it that those before it lack."""
        left = content_words(sentence)
        enough = NEW * self.worth(left)
        chosen: list[Excerpt] = []
        while len(chosen) < MOST_CITED and self.excerpts:
            best = max(self.excerpts, key=lambda excerpt: self.worth(left & content_words(excerpt.exact)))
            if self.worth(left & content_words(best.exact)) <= enough:
                break
            chosen.append(best)
            left -= content_words(best.exact)
        return tuple(chosen)

    def written(self, sentence: str) -> Written | None:
        """The sentence with as few sources as bear it out; None where the gate refuses it whatever is cited."""
        if gives_orders(sentence):
            return None
        sets = accumulate((excerpt,) for excerpt in self.cited(sentence))
        return next((Written(sentence, cited) for cited in sets if not faults(sentence, cited)), None)


def _judged(sentences: Sequence[Sentence], ground: Ground) -> list[Written | None]:
    """Each sentence as it may be told, or None; one that points back falls with the one that it points to."""
    judged: list[Written | None] = []
    for sentence in sentences:
        before = judged[-1] if judged and sentence.follows else None
        written = ground.written(sentence.text)
        dangles = written is not None and hangs(sentence.text) and not (before and _of_one_source(before, written))
        judged.append(None if dangles else written)
    return judged


def _of_one_source(one: Written, other: Written) -> bool:
    """Whether two sentences rest on one document: the "he" of another is another one."""
    return not {e.document.key for e in one.cited}.isdisjoint(e.document.key for e in other.cited)


def _merged(
    sentences: Sequence[Sentence], judged: Sequence[Written | None], own: Sequence[Excerpt], ground: Ground
) -> tuple[Excerpt | Written, ...]:
    """What is told in the draft's order, replaced ones in their places, filled up where it would be too short."""
    kept = [written for written in judged if written is not None]
    free = [excerpt for excerpt in own if not gives_orders(excerpt.exact) and not _is_told(excerpt, kept)]
    told: list[Excerpt | Written] = []
    for sentence, written in zip(sentences, judged, strict=True):
        told += [written] if written is not None else _next(free, told, sentence.text, ground)
    while len(told) < FEWEST and (more := _next(free, told, "", ground)):
        told += more
    return tuple(told)


def _next(free: list[Excerpt], told: Sequence[Excerpt | Written], sentence: str, ground: Ground) -> tuple[Excerpt, ...]:
    """Takes the nearest of the free sentences that can stand behind what is told; empty where none can."""
    standing = [excerpt for excerpt in free if _stands(excerpt, told[-1] if told else None)]
    if not standing:
        return ()
    nearest = max(standing, key=lambda excerpt: ground.nearness(sentence, excerpt))
    free.remove(nearest)
    return (nearest,)


def _is_told(excerpt: Excerpt, kept: Sequence[Written]) -> bool:
    """Whether sentences of a model tell it: one rests on it above all, or they have most of its words."""
    words = content_words(excerpt.exact)
    said = frozenset[str]().union(*(content_words(written.text) for written in kept))
    return any(_same(written.cited[0], excerpt) for written in kept) or len(words & said) > TOLD * len(words)


def _same(one: Excerpt, other: Excerpt) -> bool:
    return one.span == other.span and one.document.key == other.document.key


def _stands(excerpt: Excerpt, before: Excerpt | Written | None) -> bool:
    """Whether a sentence can be read there: alone, with whom it means shown, or right behind the one before it."""
    if not hangs(excerpt.exact) or excerpt.referent is not None:
        return True
    if not isinstance(before, Excerpt) or before.document.key != excerpt.document.key:
        return False
    text: str = excerpt.document.text
    return before.span.end <= excerpt.span.start and not text[before.span.end : excerpt.span.start].strip()

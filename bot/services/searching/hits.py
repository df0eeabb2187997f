"""From pieces to what is shown: statements with their witnesses, figures, sentences; each thing once.

passages -> gate -> statements: corroborated | figures of a sentence | the sentence -> copies folded -> hits
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from storage.matching import fold
from storage.types.search import Passage, Sort
from summarizer.compose import sound_figures, sound_statements
from summarizer.corroborate import corroborate
from summarizer.statements.speakers import unite
from summarizer.types import Document, Figure, Span, Speaker, Statement, Testimony

Kind = Literal["statement", "figure", "passage", "source"]
SAME = 0.8
"""Likeness of two passages of one article's copies from which they are one."""


SHORTEST = 4
"""Letters of a word that may be the beginning of a figure's, as "tank" of "tanks"."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found: a statement, the figures of a sentence, a sentence, or a source by its title.

    `also` are other documents that have the same. `span` is None for a source.
    """

    kind: Kind
    document: Document
    span: Span | None
    testimonies: tuple[Testimony, ...] = ()
    figures: tuple[Figure, ...] = ()
    also: tuple[Document, ...] = ()

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every document that has it, the one that it is shown from first."""
        witnesses = (witness for each in self.testimonies for witness in each.witnesses)
        return tuple(dict.fromkeys((self.document, *(each.document for each in witnesses), *self.also)))


def hits(
    passages: Sequence[Passage],
    *,
    speakers: tuple[str, ...] | None = None,
    sort: Sort | None = None,
    words: Sequence[str] = (),
    articles: Mapping[str, int] | None = None,
    around: Sequence[Statement] = (),
) -> tuple[Hit, ...]:
    """What stands in the passages, in their order; `speakers` are those whose statements alone are wanted.

    A figure that has one of the `words` is told beside the statement of its sentence, and in its place where the word
    is a number. `articles` numbers the article that each document, by its key, is a copy of; `around` is what else is
    said in the passages' stories: it tells who is meant by a speaker's short name.
    """
    told = _testimonies(passages, speakers, around) if sort != "figures" else {}
    counting = Counting(tuple(words) if sort is None and speakers is None else ())
    found = (hit for passage in passages for hit in _of(passage, told, sort, counting, only_said=speakers is not None))
    return _folded(found, articles or {})


@dataclass(frozen=True, slots=True)
class Counting:
    """The words of a question, as far as figures hold them."""

    words: tuple[str, ...]

    @property
    def wants(self) -> bool:
        """Whether a number was asked for: then figures go before statements."""
        return any(character.isdigit() for word in self.words for character in word)

    def asks(self, figure: Figure) -> bool:
        """Whether its number, what it counts or what befell that has one of the words."""
        spans = filter(None, (figure.span, figure.counts, figure.event))
        own = "".join(fold(span.of(figure.document.text)) for span in spans) + " "
        sought = (fold(word) for word in self.words)
        return any((word if len(word) > SHORTEST else f"{word} ") in own for word in sought if word)


def _testimonies(
    passages: Sequence[Passage], speakers: tuple[str, ...] | None, around: Sequence[Statement]
) -> dict[Statement, Testimony]:
    every = dict.fromkeys(s for passage in passages for s in passage.statements)
    wanted = [s for s in every if speakers is None or (s.speaker and s.speaker.name in speakers)]
    known = unite((*around, *wanted)) if around else {}
    told = [_named(each, known) for each in corroborate(sound_statements(wanted))]
    return {statement: each for each in told for statement in (each.statement, *each.witnesses)}


def _named(told: Testimony, known: Mapping[Speaker, Speaker]) -> Testimony:
    return replace(told, speaker=known.get(told.speaker, told.speaker)) if told.speaker else told


def _of(
    passage: Passage,
    told: Mapping[Statement, Testimony],
    sort: Sort | None,
    counting: Counting,
    *,
    only_said: bool,
) -> Iterable[Hit]:
    """The statements that stand there and the figures that are asked for, else the figures, else the passage itself."""
    document, span = passage.document, passage.span
    if span is None:
        return [Hit("source", document, None)] if not only_said else []
    said = tuple(dict.fromkeys(told[statement] for statement in passage.statements if statement in told))
    stated = [Hit("statement", *place, tuple(them)) for place, them in _by_sentence(said).items()]
    if sort == "statements" or only_said or (said and not counting.words):
        return stated
    figures = sound_figures(passage.figures) if sort != "sources" else ()
    asked = tuple(filter(counting.asks, figures))
    if said and not asked:
        return stated
    if figures:
        first = (asked or figures)[0].clause
        counted = Hit("figure", document, first, figures=tuple(f for f in figures if f.clause == first))
        return [counted] if counting.wants else [*stated, counted]
    if sort == "figures":
        return []
    titled = fold(span.of(document.text)) == fold(document.title or "")
    return [Hit("source", document, None) if titled else Hit("passage", document, span)]


def _by_sentence(said: Sequence[Testimony]) -> dict[tuple[Document, Span], list[Testimony]]:
    groups: dict[tuple[Document, Span], list[Testimony]] = {}
    for each in said:
        groups.setdefault((each.statement.document, each.statement.context), []).append(each)
    return groups


def _folded(found: Iterable[Hit], articles: Mapping[str, int]) -> tuple[Hit, ...]:
    """Each once: what reads the same, or nearly so in two copies of one article, is one hit of several sources."""
    kept: list[Hit] = []
    words: list[str] = []
    for hit in found:
        mine = _words(hit)
        same = next((at for at, other in enumerate(kept) if _same(hit, mine, other, words[at], articles)), None)
        if same is None:
            kept.append(hit)
            words.append(mine)
        else:
            others = tuple(dict.fromkeys((*kept[same].also, *hit.documents)))
            kept[same] = replace(kept[same], also=tuple(d for d in others if d != kept[same].document))
    return tuple(kept)


def _same(hit: Hit, mine: str, other: Hit, theirs: str, articles: Mapping[str, int]) -> bool:
    if hit.testimonies or other.testimonies:
        return hit.testimonies == other.testimonies
    if hit.kind != other.kind:
        return False
    if mine == theirs:
        return True
    numbers = articles.get(hit.document.key, -1), articles.get(other.document.key, -2)
    return numbers[0] == numbers[1] and _alike(mine, theirs)


def _alike(one: str, other: str) -> bool:
    match = SequenceMatcher(None, one, other, autojunk=False)
    return match.real_quick_ratio() >= SAME and match.quick_ratio() >= SAME and match.ratio() >= SAME


def _words(hit: Hit) -> str:
    """What it reads as, folded; a source is its title, and another publisher's is another source."""
    if hit.span is None:
        return fold(f"{hit.document.title} {hit.document.publisher} {hit.document.key}")
    return fold(hit.span.of(hit.document.text))

"""What a trained tagger reads in a text, put right where characters say more than a model: marks and signatures.

tagger -> pieces with words in them -> signed quotations -> marks outside | whole sentences around them -> drafts
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final, Protocol

from summarizer.statements.drafts import Draft, Unit, is_prose, kind_of, touching
from summarizer.statements.quotations import Quotation, find_quotations
from summarizer.statements.refine import has_words, outside_marks, refine
from summarizer.statements.rules import read_by_rules
from summarizer.statements.signatures import find_signatures
from summarizer.types import Document, Span, Spans

TOKEN: Final = re.compile(r"\w+|[^\w\s]")
LONGEST_TOKEN: Final = 8  # characters
MOST_TOKENS: Final = 40_000  # some twenty seconds of one thread; a text that is longer is a book, and can wait for none


@dataclass(frozen=True, slots=True)
class Attributed:
    """Who said what as a tagger reads it; `source` and `cue` may be empty, `content` never.

    `score` is the mean probability of the content's words to be content, 0 to 1.
    """

    content: Spans
    cue: Spans
    source: Spans
    score: float


class Tagger(Protocol):
    """Finds who said what; the seam behind which the trained model lives."""

    @property
    def name(self) -> str:
        """Names the weights and their version; stored with what they made."""
        ...

    def attribute(self, text: str) -> Sequence[Attributed]:
        """Attributions in order of their contents; offsets are code points of `text`.

        Raises ModelError when the model cannot be run.
        """
        ...


def find_tagged(text: str, tagger: Tagger) -> tuple[Attributed, ...]:
    """The tagger's attributions, in order: every piece has words in it, and the marks of a quotation stand outside.

    A quotation signed with a dash is the signer's, whatever the tagger says. Raises ModelError as the tagger does.
    """
    found = [one for one in tagger.attribute(text) if any(has_words(text, piece) for piece in one.content)]
    signatures = find_signatures(text)
    signed = tuple(signature.quotation for signature in signatures)
    ours = [
        one for one in found if not any(_speaks(one, quotation) for quotation in touching(signed, _hull(one.content)))
    ]
    ours.extend(Attributed((s.quotation,), (s.dash,), (s.name,), 1.0) for s in signatures)
    quotations = find_quotations(text)
    refined = (replace(one, content=outside_marks(text, one.content, quotations)) for one in ours)
    return tuple(sorted((one for one in refined if one.content), key=lambda one: one.content[0]))


def read_by_tagger(document: Document, units: Sequence[Unit], tagger: Tagger) -> list[Draft]:
    """The tagger's statements in the units and headings of a document, each with the units that it touches as context.

    Left out are captions, menus and other lines that do not end like a sentence. Headings are read apart: next to the
    text's first sentence, which says the same, their words get mixed up with it. What a tagger is too slow for is
    left to the rules. Raises ModelError as the tagger does.
    """
    text, headings = document.text, document.headings
    signed = tuple(_hull((signature.quotation, signature.name)) for signature in find_signatures(text))
    units = [unit for unit in units if touching(signed, unit[0]) or is_prose(document, unit[0])]
    most = bisect_right(list(accumulate(_effort(span.of(text)) for span, _ in units)), MOST_TOKENS)
    quotations = [quotation for _, inside in units for quotation in inside]
    drafts = read_by_rules(document, units[most:])
    for places in filter(None, (tuple(span for span, _ in units[:most]), headings)):
        for one in find_tagged(_only(text, places), tagger):
            source, cue = (next(iter(spans), None) for spans in (one.source, one.cue))
            draft = Draft(list(one.content), source, cue, one.content[0])
            draft = _in_one_line(text, refine(text, draft, places, quotations, title=places is headings), quotations)
            drafts.append(replace(draft, context=_around(places, _parts(draft))))
    return drafts


def _effort(text: str) -> int:
    """About how many tokens a text has for a tagger."""
    return max(len(TOKEN.findall(text)), len(text) // LONGEST_TOKEN)


def _in_one_line(text: str, draft: Draft, quotations: Sequence[Quotation]) -> Draft:
    """A reported statement with only those parts that stand in the line of its cue; quotations may run over lines."""
    quoted = tuple(quotation.outer for quotation in quotations)
    whole = _hull(_parts(draft))
    if "\n" not in whole.of(text) or kind_of(draft, quoted) == "direct":
        return draft
    home = draft.cue or max(draft.content, key=lambda piece: piece.end - piece.start)
    line = Span(text.rfind("\n", 0, home.start) + 1, (text.find("\n", home.end) + 1 or len(text) + 1) - 1)
    inside = (Span(max(p.start, line.start), min(p.end, line.end)) for p in draft.content if line.overlap(p))
    kept = [piece for piece in inside if has_words(text, piece)]
    source, cue = (part if part and line.covers(part) else None for part in (draft.source, draft.cue))
    return replace(draft, content=kept, source=source, cue=cue) if kept else draft


def _only(text: str, places: Spans) -> str:
    """The text with everything but these places left blank: every character stays where it is."""
    kept = list(re.sub(r"[^\n]", " ", text))
    for place in places:
        kept[place.start : place.end] = place.of(text)
    return "".join(kept)


def _parts(draft: Draft) -> list[Span]:
    return [*draft.content, *filter(None, (draft.cue, draft.source))]


def _around(places: Spans, parts: Sequence[Span]) -> Span:
    """The parts with the places that they touch, from the beginning of the first to the end of the last."""
    whole = _hull(parts)
    touched = (*touching(places, whole), whole)
    return Span(min(place.start for place in touched), max(place.end for place in touched))


def _speaks(one: Attributed, quotation: Span) -> bool:
    """Most of what it says stands in the signed quotation."""
    shared = sum(piece.overlap(quotation) for piece in one.content)
    return 2 * shared > sum(piece.end - piece.start for piece in one.content)


def _hull(spans: Iterable[Span]) -> Span:
    """From the first of the spans to the last."""
    both = tuple(spans)
    return Span(min(span.start for span in both), max(span.end for span in both))

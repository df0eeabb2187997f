"""Attributed statements of a document: who says what, where it stands, with the speaker resolved.

sentences -> units (quotations whole) -> the trained tagger, or rules where it is missing -> speakers resolved
sentences -> turns of a transcript    -> units worth quoting                              -> speakers resolved

finding    tagged, refine (model, grammar after it) · rules: reporting, attribution, mentions, tokens, cues
           quotations, signatures, transcripts (marks, dashes and labels, as characters) · drafts (what all fill)
speakers   speakers: cast (people of a text: namings, families, roles, holders), focus (he, she), bodies, belongings
           people (across documents), same_story · names: name_shapes, name_words, given_names, offices
"""

from __future__ import annotations

from collections.abc import Iterator

from summarizer.statements.drafts import Draft, is_nickname, kind_of, touching, units
from summarizer.statements.quotations import find_quotations
from summarizer.statements.rules import read_by_rules
from summarizer.statements.speakers import resolve
from summarizer.statements.tagged import Tagger, read_by_tagger
from summarizer.statements.transcripts import Turn, find_turns, is_question, units_of
from summarizer.types import Document, Span, Spans, Statement


def find_statements(document: Document, sentences: Spans, tagger: Tagger | None = None) -> tuple[Statement, ...]:
    """The document's statements in order of position; a text without any has none.

    `sentences` are the document's sentence spans in order. In a transcript every unit of a turn is a statement without
    a cue. Everything else is read by the tagger; without one by plain rules, which leave out headings and paragraphs
    that do not end like a sentence. Raises ModelError as the tagger does.
    """
    text = document.text
    quotations = tuple(q for q in find_quotations(text) if not is_nickname(text, q))
    turns = find_turns(text)
    extents = tuple(turn.extent for turn in turns)
    prose = tuple(units(text, tuple(s for s in sentences if not touching(extents, s)), quotations))
    drafts = read_by_tagger(document, prose, tagger) if tagger else read_by_rules(document, prose)
    drafts.extend(draft for turn in turns for draft in _spoken(text, turn, sentences))
    drafts.sort(key=lambda draft: (min(draft.content), draft.context))
    speakers = resolve(text, [draft.mention or draft.source for draft in drafts])
    quoted = tuple(quotation.outer for quotation in quotations)
    return tuple(
        Statement(
            document,
            kind_of(draft, quoted),
            tuple(draft.content),
            (draft.source,) if draft.source else (),
            (draft.cue,) if draft.cue else (),
            speaker,
            draft.context,
            draft.question,
        )
        for draft, speaker in zip(drafts, speakers, strict=True)
    )


def _spoken(text: str, turn: Turn, sentences: Spans) -> Iterator[Draft]:
    for unit in units_of(text, turn, sentences):
        whole = Span(unit[0].start, unit[-1].end)
        yield Draft([whole], turn.label, None, whole, spoken=True, question=is_question(text, turn, unit))

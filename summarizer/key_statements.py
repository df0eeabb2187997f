"""Which statements a briefing lists, and in which order: the attested first, a denial next to what it denies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from summarizer.select import repeats
from summarizer.types import Statement, Testimony
from summarizer.wording import content_words, denies

Candidate = tuple[float, Testimony]

KIND_WEIGHT: Mapping[str, float] = {"direct": 1.0, "mixed": 0.6, "indirect": 0.2}
WITNESS_WEIGHT = 1.5
MOST_WITNESSES = 3
NAMED_WEIGHT = 0.6
TOPIC_WEIGHT = 3.0
SCRAP, SCRAP_WEIGHT = 4, -0.8  # content words; less is a word in quotation marks rather than a statement
LONG, LONG_WEIGHT = 80, -1.0  # words
SAME_SPEAKER_COST = 0.7
DENIAL_SHARE = 3  # every third place may be a denial's
ALLEGES = re.compile(r"\b(?:accus|alleg|blam|claim|charg|condemn|denounc|suspect)\w*", re.IGNORECASE)
OPENING_WORDS = 12


def choose_statements(
    testimonies: Sequence[Testimony], telling: Mapping[Testimony, float], *, topic: str | None, limit: int
) -> tuple[Testimony, ...]:
    """At most `limit` statements, most important first, each denial right after the allegation that it answers.

    `telling` says from 0 to 1 how central a statement's place in its document is. Questions and repetitions are left
    out, and one speaker crowds out the others only where nobody else speaks.
    """
    candidates = [
        (importance(testimony, telling[testimony], topic), testimony)
        for testimony in testimonies
        if not testimony.statement.question
    ]
    answers = {t: answered(t, candidates) for t in denials(candidates, limit // DENIAL_SHARE)}
    forced = [piece for denial, answer in answers.items() for piece in (answer, denial) if piece is not None]
    chosen = _spread(candidates, list(dict.fromkeys(forced))[:limit], limit)
    return _beside(chosen, answers)


def importance(testimony: Testimony, telling: float, topic: str | None) -> float:
    """How much a reader wants the statement, as a sum of plain weights."""
    statement = testimony.statement
    words = content_words(statement.text)
    witnesses = len({witness.document.key for witness in testimony.witnesses})
    score = KIND_WEIGHT[statement.kind] + WITNESS_WEIGHT * min(witnesses, MOST_WITNESSES) + telling
    score += NAMED_WEIGHT * (is_named(testimony) - (testimony.speaker is None))
    score += SCRAP_WEIGHT * (len(words) < SCRAP) + LONG_WEIGHT * (len(statement.text.split()) > LONG)
    return score + TOPIC_WEIGHT * closeness(testimony, topic)


def is_named(testimony: Testimony) -> bool:
    """Whether the speaker has a name and not only an office: every word of it is capitalised."""
    return testimony.speaker is not None and all(word[0].isupper() for word in testimony.speaker.name.split())


def closeness(testimony: Testimony, topic: str | None) -> float:
    """Share of the topic's words that stand in the statement, its context or its speaker's name."""
    wanted = content_words(topic or "")
    if not wanted:
        return 0.0
    statement = testimony.statement
    name = testimony.speaker.name if testimony.speaker else ""
    return len(wanted & content_words(f"{statement.context.of(statement.document.text)} {name}")) / len(wanted)


def denials(candidates: Sequence[Candidate], limit: int) -> tuple[Testimony, ...]:
    """The most important denials, one a speaker."""
    found: dict[str | None, Testimony] = {}
    for _, testimony in sorted(candidates, key=lambda c: -c[0]):
        if is_denial(testimony.statement):
            found.setdefault(_name(testimony), testimony)
    return tuple(found.values())[:limit]


def is_denial(statement: Statement) -> bool:
    """Whether the statement contradicts what is said of its speaker: by its cue or in its first words."""
    opening = " ".join(statement.text.split()[:OPENING_WORDS])
    return denies(attribution(statement)) or (statement.kind == "direct" and denies(opening))


def attribution(statement: Statement) -> str:
    """The words around the content that say who speaks and how: from the source to the content, content left out."""
    text = statement.document.text
    mentions = [span for span in (*statement.source, *statement.cue) if statement.context.covers(span)]
    parts = sorted((*mentions, *statement.content))
    around = [text[before.end : after.start] for before, after in pairwise(parts)]
    return " ".join((*(span.of(text) for span in mentions), *around))


def answered(denial: Testimony, candidates: Sequence[Candidate]) -> Testimony | None:
    """The allegation that a denial answers: another speaker's, naming the denier, at best shortly before it."""
    rated = [(_kinship(denial, other), -place, other) for place, (_, other) in enumerate(candidates)]
    rated = [entry for entry in rated if entry[0] > 0]
    return max(rated, key=lambda entry: entry[:2])[2] if rated else None


def _kinship(denial: Testimony, other: Testimony) -> float:
    if other.speaker == denial.speaker or is_denial(other.statement):
        return 0.0
    context = _context_words(other.statement)
    denier = content_words(denial.speaker.name if denial.speaker else "")
    aimed = bool(denier & context)
    alleges = ALLEGES.search(other.statement.context.of(other.statement.document.text)) is not None
    if not (aimed and alleges):
        return 0.0
    shared = len(context & _context_words(denial.statement))
    distance = denial.statement.context.start - other.statement.context.end
    near = other.statement.document.key == denial.statement.document.key and distance > 0
    return 1.0 + shared / (1 + len(context)) + (1.0 / (1 + distance / 500) if near else 0.0)


def _context_words(statement: Statement) -> frozenset[str]:
    return content_words(statement.context.of(statement.document.text))


def _spread(candidates: Sequence[Candidate], forced: Sequence[Testimony], limit: int) -> tuple[Testimony, ...]:
    """The forced ones and the best others, each further statement of one speaker at a cost; best first."""
    taken: list[Testimony] = []
    worth: dict[Testimony, float] = {}
    open_ones = dict(enumerate(candidates))
    speakers: Counter[str | None] = Counter()
    while open_ones and len(taken) < limit:
        wanted = [i for i, (_, testimony) in open_ones.items() if testimony in forced] or list(open_ones)
        best = max(wanted, key=lambda i: (open_ones[i][0] - SAME_SPEAKER_COST * speakers[_name(open_ones[i][1])], -i))
        score, testimony = open_ones.pop(best)
        if testimony in forced or not _is_said(testimony, taken):
            worth[testimony] = score - SAME_SPEAKER_COST * speakers[_name(testimony)]
            speakers[_name(testimony)] += 1
            taken.append(testimony)
    return tuple(sorted(taken, key=lambda testimony: -worth[testimony]))


def _name(testimony: Testimony) -> str | None:
    return testimony.speaker.name if testimony.speaker else None


def _is_said(testimony: Testimony, taken: Sequence[Testimony]) -> bool:
    words = content_words(testimony.statement.text)
    return any(repeats(words, content_words(other.statement.text)) for other in taken)


def _beside(chosen: Sequence[Testimony], answers: Mapping[Testimony, Testimony | None]) -> tuple[Testimony, ...]:
    """The chosen in order, each denial moved to right behind its allegation."""
    moved = [t for t in chosen if answers.get(t) in chosen]
    order = [t for t in chosen if t not in moved]
    for denial in reversed(moved):
        answer = answers[denial]
        order.insert(order.index(answer) + 1 if answer in order else len(order), denial)
    return tuple(order)

"""Which statements are listed, and in which order: the attested or the newest first, denials by their allegations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from summarizer.comparison import anonymity, is_number, one_voice
from summarizer.denials import answered, beside, is_denial
from summarizer.likeness import Likeness
from summarizer.selection import REPEATED, repeats
from summarizer.telling.importance import speaker_name, told_at, weigh
from summarizer.types import Statement, Testimony
from summarizer.wording import NEGATIONS, content_words

SAME_SPEAKER_COST = 0.7
FEWEST_WORDS = 3  # content words; fewer in common are chance
PAIR = 2  # an allegation and its denial
DENIAL_SHARE = 3  # every third place may be a denial's


def by_importance(
    testimonies: Sequence[Testimony], *, telling: Mapping[Testimony, float], topic: str | None = None
) -> tuple[Testimony, ...]:
    """All statements worth listing, most important first, each denial right behind the allegation that it answers.

    `telling` says from 0 to 1 how central a statement's place in its document is (0 where it says nothing). Besides:
    who speaks, direct over reported, how many documents attest it, how new it is next to the others; `topic` draws
    forward what speaks of it. Each further statement of one speaker comes at a cost, so that one voice does not fill
    the first page. What one speaker says almost alike is listed once; questions stand behind all else.
    """
    places, worth, testimonies = _distinct(testimonies, telling, topic)
    order = _by_turns(testimonies, places, worth)
    said = [place for place in order if not testimonies[place].statement.question]
    asked = [place for place in order if testimonies[place].statement.question]
    return tuple(testimonies[place] for place in (*beside(said, _answers(testimonies, said)), *asked))


def by_time(testimonies: Sequence[Testimony]) -> tuple[Testimony, ...]:
    """All statements worth listing, of the newest document first and of undated ones last, in the order of the text.

    What one speaker says almost alike is listed once. Documents of one date keep the order in which they come up.
    """
    documents: dict[str, int] = {}
    for testimony in testimonies:
        documents.setdefault(testimony.statement.document.key, len(documents))

    def when(place: int) -> tuple[float, int, int, int]:
        statement = testimonies[place].statement
        date = told_at(statement)
        newness = float("inf") if date is None else -date
        return newness, documents[statement.document.key], statement.content[0].start, place

    order, _, testimonies = _distinct(testimonies, {}, None)
    return tuple(testimonies[place] for place in sorted(order, key=when))


def choose_statements(
    testimonies: Sequence[Testimony],
    telling: Mapping[Testimony, float],
    *,
    topic: str | None,
    limit: int,
    answering: Collection[Statement] = (),
) -> tuple[Testimony, ...]:
    """At most `limit` of the most important statements, the most important denials with what they answer among them.

    Questions and repetitions are left out, those of other speakers too, and one speaker crowds out the others only
    where nobody else speaks. `answering` are denials of what is told elsewhere: they come first of all. An allegation
    whose denial finds no place beside it is left out where there is anything else.
    """
    order, worth, testimonies = _distinct(testimonies, telling, topic)
    said = [place for place in order if not testimonies[place].statement.question]
    answers = _answers(testimonies, said)
    owed = [(place,) for place in said if testimonies[place].statement in answering]
    denials = _denials(testimonies, said)[: max(1, limit // DENIAL_SHARE)]
    forced = _fitting([*owed, *((answers[d], d) if d in answers else (d,) for d in denials)], limit)
    alone = [place for place in said if place not in answers.values()]
    free = (alone or said) if limit < PAIR else said
    chosen = _spread(testimonies, [(place, worth[place]) for place in free], forced, limit)
    return tuple(testimonies[place] for place in beside(chosen, answers))


def _fitting(groups: Sequence[tuple[int, ...]], limit: int) -> tuple[int, ...]:
    """The places of the groups in order, each group as a whole or not at all."""
    taken: tuple[int, ...] = ()
    for group in groups:
        more = tuple(dict.fromkeys((*taken, *group)))
        taken = more if len(more) <= limit else taken
    return taken


def _distinct(
    testimonies: Sequence[Testimony], telling: Mapping[Testimony, float], topic: str | None
) -> tuple[list[int], tuple[float, ...], Sequence[Testimony]]:
    """Places without near-duplicates and hearsay, most important first; what every testimony is worth; the testimonies.

    What is left out because another document says almost the same is a witness there.
    """
    repetitions = _repetitions(testimonies)
    worth = weigh(testimonies, telling, topic, repetitions)
    kept: dict[int, list[int]] = {}
    for place in sorted(range(len(testimonies)), key=lambda place: (-worth[place], place)):
        if is_hearsay(testimonies[place].statement):
            continue
        better = next((other for other in repetitions[place] if other in kept), None)
        if better is None:
            kept[place] = []
        else:
            kept[better].append(place)
    attested = {place: _attested(testimonies[place], [testimonies[o] for o in kept[place]]) for place in kept}
    return list(kept), worth, [attested.get(place, testimony) for place, testimony in enumerate(testimonies)]


def _attested(testimony: Testimony, others: Sequence[Testimony]) -> Testimony:
    """With what other documents say almost alike as witnesses: not listed, and not lost."""
    texts = {statement.document.text for statement in (testimony.statement, *testimony.witnesses)}
    further = [statement for other in others for statement in (other.statement, *other.witnesses)]
    new = tuple(statement for statement in further if statement.document.text not in texts)
    return replace(testimony, witnesses=(*testimony.witnesses, *new)) if new else testimony


def is_hearsay(statement: Statement) -> bool:
    """Whether it is reported of nobody, "are believed to have fled": neither who says it nor in which words."""
    return statement.kind != "direct" and not statement.source


def _by_turns(testimonies: Sequence[Testimony], order: Sequence[int], worth: Sequence[float]) -> list[int]:
    """The places with each further statement of a speaker further behind."""
    told, left = Counter[str | None](), dict[int, float]()
    for place in order:
        name = speaker_name(testimonies[place])
        left[place] = worth[place] - SAME_SPEAKER_COST * told[name]
        told[name] += 1
    return sorted(left, key=lambda place: -left[place])


def _repetitions(testimonies: Sequence[Testimony]) -> list[tuple[int, ...]]:
    """For each testimony the places of those in which the same speaker says almost the same, in the same sense.

    In another document only somebody with a name is the same, and only more than a word or two are no chance.
    """
    bags = [content_words(testimony.statement.text) for testimony in testimonies]
    likeness = Likeness(bags, REPEATED)
    numbers = [frozenset(filter(is_number, bag)) for bag in bags]
    affirms = [bag.isdisjoint(NEGATIONS) for bag in bags]

    def repeat(place: int, other: int) -> bool:
        """Neither has a "not" that the other lacks, nor the shorter one a number of its own."""
        short, long = sorted((place, other), key=lambda n: len(bags[n]))
        if affirms[place] != affirms[other] or not numbers[short] <= numbers[long]:
            return False
        both = testimonies[place], testimonies[other]
        apart = both[0].statement.document != both[1].statement.document
        if apart and (len(bags[short]) < FEWEST_WORDS or any(anonymity(each.speaker) for each in both)):
            return False
        return one_voice(both[0].speaker, both[1].speaker)

    return [tuple(o for o in likeness.of(place) if repeat(place, o)) for place in range(len(bags))]


def _answers(testimonies: Sequence[Testimony], places: Sequence[int]) -> dict[int, int]:
    """For the place of each denial that answers an allegation of the places, the allegation's place."""
    among = answered([testimonies[place] for place in places])
    return {places[denial]: places[allegation] for denial, allegation in among.items()}


def _denials(testimonies: Sequence[Testimony], order: Sequence[int]) -> tuple[int, ...]:
    """The places of the first denial of each speaker."""
    found: dict[str | None, int] = {}
    for place in order:
        if is_denial(testimonies[place].statement):
            found.setdefault(speaker_name(testimonies[place]), place)
    return tuple(found.values())


def _spread(
    testimonies: Sequence[Testimony], candidates: Sequence[tuple[int, float]], forced: Collection[int], limit: int
) -> tuple[int, ...]:
    """The forced places and the best others, each further statement of one speaker at a cost; best first."""
    names = {place: speaker_name(testimonies[place]) for place, _ in candidates}
    open_ones, speakers = dict(candidates), Counter[str | None]()
    taken: dict[int, float] = {}
    while open_ones and len(taken) < limit:
        wanted = [place for place in open_ones if place in forced] or list(open_ones)
        best = max(wanted, key=lambda place: open_ones[place] - SAME_SPEAKER_COST * speakers[names[place]])
        worth = open_ones.pop(best) - SAME_SPEAKER_COST * speakers[names[best]]
        if best in forced or not _is_said(testimonies[best], [testimonies[place] for place in taken]):
            taken[best] = worth
            speakers[names[best]] += 1
    return tuple(sorted(taken, key=lambda place: -taken[place]))


def _is_said(testimony: Testimony, taken: Sequence[Testimony]) -> bool:
    words = content_words(testimony.statement.text)
    return any(repeats(words, content_words(other.statement.text)) for other in taken)

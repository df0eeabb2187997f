"""How much a reader wants a statement, next to the others that could be listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from summarizer.comparison import anonymity, is_unknown
from summarizer.reasons import Reason, Reasons
from summarizer.types import Statement, Testimony
from summarizer.wording import content_words

KIND_WEIGHT: Mapping[str, float] = {"direct": 1.0, "mixed": 0.6, "indirect": 0.2}
WITNESS_WEIGHT, MOST_WITNESSES = 1.5, 3
NAMED_WEIGHT, OFFICE_WEIGHT = 0.6, 0.3
HEARD_WEIGHT, MOST_HEARD = 0.2, 3  # for each further document in which the same speaker speaks
NEW_WEIGHT, DAYS_TO_HALF = 0.5, 3.0
UNDATED = 0.5  # neither new nor old
TOPIC_WEIGHT = 3.0
SCRAP, SCRAP_WEIGHT = 4, -0.8  # content words; less is a word in quotation marks rather than a statement
LONG, LONG_WEIGHT = 80, -1.0  # words
DAY = 86_400.0
CENTRAL = 0.8  # a place that is more telling than four of five of its document


def weigh(
    testimonies: Sequence[Testimony],
    telling: Mapping[Testimony, float],
    topic: str | None,
    repetitions: Sequence[Sequence[int]],
) -> tuple[float, ...]:
    """The importance of each testimony, as a sum of plain weights that mean something only next to each other.

    `telling` says from 0 to 1 how central a place is; `repetitions` are for each testimony the places of those that
    say almost the same. What an older document said already is as old as that document.
    """
    heard = _documents_of_speakers(testimonies)
    dates = [_first_told(testimony) for testimony in testimonies]
    newest = max((date for t in testimonies for s in (t.statement, *t.witnesses) if (date := told_at(s))), default=0.0)
    weights: list[float] = []
    for place, testimony in enumerate(testimonies):
        known = [date for other in (place, *repetitions[place]) if (date := dates[other]) is not None]
        new = 2 ** (-(newest - min(known)) / DAY / DAYS_TO_HALF) if known else UNDATED
        further = min(len(heard[speaker_name(testimony)]) - 1, MOST_HEARD)
        weight = _weight(testimony) + telling.get(testimony, 0.0) + NEW_WEIGHT * new + HEARD_WEIGHT * further
        weights.append(weight + TOPIC_WEIGHT * closeness(testimony, topic))
    return tuple(weights)


def reasons(
    testimony: Testimony,
    testimonies: Sequence[Testimony],
    telling: Mapping[Testimony, float],
    topic: str | None,
) -> Reasons:
    """What `weigh` counts for a testimony among these, the heaviest first; what weighs against it is not told."""
    statement, speaker = testimony.statement, testimony.speaker
    witnesses = len({witness.document.key for witness in testimony.witnesses})
    documents = {s.document.key for t in testimonies for s in (t.statement, *t.witnesses)}
    heard = len(_documents_of_speakers(testimonies)[speaker_name(testimony)])
    dates = [date for t in testimonies for s in (t.statement, *t.witnesses) if (date := told_at(s)) is not None]
    named = anonymity(speaker) == 0
    counted = (
        Reason("topic") if closeness(testimony, topic) else None,
        Reason("witnesses", 1 + witnesses, len(documents)) if witnesses else None,
        Reason("direct") if statement.kind == "direct" else None,
        Reason("central") if telling.get(testimony, 0.0) >= CENTRAL else None,
        Reason("named") if named else None,
        Reason("office") if named and speaker is not None and speaker.role is not None else None,
        Reason("new") if len(set(dates)) > 1 and _first_told(testimony) == max(dates) else None,
        Reason("heard", heard, len(documents)) if heard > 1 + witnesses else None,
    )
    return tuple(filter(None, counted))


def _weight(testimony: Testimony) -> float:
    """What a statement is worth by itself: how it is said, by whom, and who attests it."""
    statement, speaker = testimony.statement, testimony.speaker
    witnesses = len({witness.document.key for witness in testimony.witnesses})
    weight = KIND_WEIGHT[statement.kind] + WITNESS_WEIGHT * min(witnesses, MOST_WITNESSES)
    weight += NAMED_WEIGHT * (1 - anonymity(speaker))
    if speaker is not None and speaker.role is not None:
        weight += OFFICE_WEIGHT * (anonymity(speaker) == 0)
    weight += SCRAP_WEIGHT * (len(content_words(statement.text)) < SCRAP)
    return weight + LONG_WEIGHT * (len(statement.text.split()) > LONG)


def _documents_of_speakers(testimonies: Sequence[Testimony]) -> Mapping[str | None, set[str]]:
    """The keys of the documents in which each speaker speaks; nobody's documents are not counted together."""
    heard: dict[str | None, set[str]] = defaultdict(set)
    for testimony in testimonies:
        documents = {statement.document.key for statement in (testimony.statement, *testimony.witnesses)}
        heard[speaker_name(testimony)] |= documents if not is_unknown(testimony.speaker) else {""}
    return heard


def _first_told(testimony: Testimony) -> float | None:
    dates = [told_at(statement) for statement in (testimony.statement, *testimony.witnesses)]
    return min((date for date in dates if date is not None), default=None)


def told_at(statement: Statement) -> float | None:
    """When the statement's document was published, as seconds since 1970; None when its page does not say."""
    published = statement.document.published
    return None if published is None else published.timestamp()


def speaker_name(testimony: Testimony) -> str | None:
    """The name under which a statement is listed."""
    return testimony.speaker.name if testimony.speaker else None


def closeness(testimony: Testimony, topic: str | None) -> float:
    """Share of the topic's words that stand in the statement, its context or its speaker's name."""
    wanted = content_words(topic or "")
    if not wanted:
        return 0.0
    statement = testimony.statement
    context = statement.context.of(statement.document.text)
    return len(wanted & content_words(f"{context} {speaker_name(testimony) or ''}")) / len(wanted)

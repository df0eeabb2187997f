"""The same statement in several documents made one, with its witnesses."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from summarizer.comparison import FEWEST_WORDS, SAME, Wording, anonymity, is_same, one_voice, wordings
from summarizer.likeness import Likeness
from summarizer.statements.speakers import unite
from summarizer.types import Spans, Statement, Testimony

READABLE = 40  # content words; a longer turn of a transcript is a witness, not the wording to lead with
MOST_VAIN = 12  # comparisons of one statement with those of one document that find nothing new
KINDS = ("direct", "mixed", "indirect")
LABEL_END = re.compile(r"[\])]?[ \t]*(?:\([^()\n]*\)[ \t]*)?[:.]")
LINE_START = re.compile(r"(?:^|\n)[ \t>*]*$")
OPENING_MARK = re.compile(r"[“\"«„‘']\s*$")

Matches = Mapping[int, Sequence[int]]


def corroborate(statements: Sequence[Statement]) -> tuple[Testimony, ...]:
    """Each statement once, with its witnesses in other documents, in the order of the statements given.

    Two statements are the same when the content words of the shorter stand together in the other, in order and in
    the same sense, for four fifths, and their speakers are not two different ones; of a report that is partly literal
    it is enough that the literal part does. A transcript outranks a report, a known speaker an unknown one, direct
    speech mixed and indirect, the fuller wording the shorter. What its own document says twice, or what was found in
    it twice, is listed once. Candidates come from an index of rare words, so time grows almost with the number alone.
    """
    united = unite(statements)
    compared = [
        wordings(place, statement, statement.speaker and united.get(statement.speaker, statement.speaker))
        for place, statement in enumerate(statements)
    ]
    found_again = frozenset(_found_again([whole for whole, *_ in compared]))
    kept = {whole.place: whole for whole, *_ in compared if whole.place not in found_again}
    leads = _attest(kept, [wording for each in compared for wording in each if wording.place in kept])
    testimonies = {
        place: Testimony(
            kept[place].statement,
            kept[place].speaker,
            tuple(kept[w].statement for w in _witnesses(kept[place], [kept[other] for other in same])),
        )
        for place, same in leads.items()
    }
    return tuple(testimonies[p] for p in sorted(leads, key=lambda p: (min((p, *leads[p])), p)))


def is_primary(statement: Statement) -> bool:
    """Whether the speaker's own transcript is the source: a line's label before the words, no verb, no marks.

    A report may well have a quotation without a verb behind a name; its words stand in quotation marks.
    """
    if statement.kind != "direct" or statement.cue or not statement.source:
        return False
    text, label, first = statement.document.text, statement.source[0], statement.content[0]
    begins = LINE_START.search(text, max(0, label.start - 8), label.start) is not None
    labels = begins and label.end <= first.start and LABEL_END.match(text, label.end) is not None
    return labels and OPENING_MARK.search(text, max(0, first.start - 2), first.start) is None


def _found_again(wholes: Sequence[Wording]) -> Iterator[int]:
    """Places of statements that mostly are another one of their document and voice: found twice, not said twice."""
    by_document: dict[str, list[Wording]] = defaultdict(list)
    for wording in wholes:
        by_document[wording.statement.document.key].append(wording)
    for group in by_document.values():
        rivals = _rivals(sorted(group, key=lambda w: w.statement.content))
        kept: set[int] = set()
        for wording in sorted(group, key=_find_rank):
            if kept.isdisjoint(rivals.get(wording.place, ())):
                kept.add(wording.place)
            else:
                yield wording.place


def _rivals(group: Sequence[Wording]) -> Matches:
    """Who shares most of its characters with whom; the wordings are in the order of the text."""
    found: dict[int, list[int]] = defaultdict(list)
    reaching: list[Wording] = []
    for wording in group:
        start = wording.statement.content[0].start
        reaching = [other for other in reaching if other.statement.content[-1].end > start]
        for other in reaching:
            if _is_one_find(wording, other):
                found[wording.place].append(other.place)
                found[other.place].append(wording.place)
        reaching.append(wording)
    return found


def _is_one_find(a: Wording, b: Wording) -> bool:
    ours, theirs = a.statement.content, b.statement.content
    shared = sum(one.overlap(other) for one in ours for other in theirs)
    return 2 * shared > min(_length(ours), _length(theirs)) and one_voice(a.speaker, b.speaker)


def _find_rank(wording: Wording) -> tuple[bool, int, bool, int, int, int]:
    """A catchword, a quotation that is a scrap of its sentence, and words without a speaker stand back."""
    statement = wording.statement
    length, context = _length(statement.content), _length((statement.context,))
    scrap = statement.kind == "direct" and 2 * length < context
    catchword = len(wording.bag) < FEWEST_WORDS
    return catchword, anonymity(wording.speaker), scrap, KINDS.index(statement.kind), -length, wording.place


def _length(spans: Spans) -> int:
    return sum(span.end - span.start for span in spans)


def _attest(wholes: Mapping[int, Wording], compared: Sequence[Wording]) -> dict[int, tuple[int, ...]]:
    """Who leads, and whoever says the same without leading; who says the same as a leader leads no more.

    Only leaders are compared with those that are alike, so that a sentence of a hundred papers costs a hundred
    comparisons. A statement may have two places among the compared: as a whole, and what it quotes.
    """
    likeness = Likeness([wording.bag for wording in compared], SAME, FEWEST_WORDS)
    entries: dict[int, list[int]] = defaultdict(list)
    for entry, wording in enumerate(compared):
        entries[wording.place].append(entry)
    leads: dict[int, tuple[int, ...]] = {}
    settled: set[int] = set()
    for leading in sorted(wholes, key=lambda place: _rank(wholes[place])):
        if leading not in settled:
            same: set[int] = set()
            for one in entries[leading]:
                alike = (compared[other] for other in likeness.of(one))
                others = [w for w in alike if w.place != leading and w.place not in leads]
                same.update(_same(compared[one], others, settled))
            leads[leading] = tuple(sorted(same))
            settled.update(same)
    return leads


def _same(leading: Wording, others: Sequence[Wording], settled: Collection[int]) -> Iterator[int]:
    """Places of those that say the same, the closest in words looked at first.

    A document is given up after so many that say something else, or have been said to be the same already: a page of
    a thousand lines that are nearly alike would cost a million comparisons.
    """
    vain: Counter[str] = Counter()
    for other in sorted(others, key=lambda w: -len(w.bag & leading.bag)):
        key = other.statement.document.key
        if vain[key] < MOST_VAIN:
            same = is_same(leading, other)
            vain[key] += not same or other.place in settled
            if same:
                yield other.place


def _witnesses(leading: Wording, others: Sequence[Wording]) -> tuple[int, ...]:
    """Of each other text what it has of the statement, once: a text under another name is no second witness."""
    keys = {leading.statement.document.text: ""}
    said: dict[str, list[frozenset[str]]] = defaultdict(list)
    found: list[int] = []
    for other in sorted(others, key=lambda w: (_is_heading(w.statement), -len(w.bag & leading.bag))):
        document, attested = other.statement.document, other.bag & leading.bag
        is_first = keys.setdefault(document.text, document.key) == document.key
        if is_first and not any(len(attested & told) >= SAME * len(attested) for told in said[document.key]):
            said[document.key].append(attested)
            found.append(other.place)
    return tuple(sorted(found))


def _rank(wording: Wording) -> tuple[bool, bool, int, bool, int, int, int, int]:
    statement, speaker = wording.statement, wording.speaker
    length = len(wording.words)
    told_by = length > READABLE, not is_primary(statement), anonymity(speaker), _is_heading(statement)
    name = len(speaker.name) if speaker else 0
    return *told_by, KINDS.index(statement.kind), -length, -name, wording.place


def _is_heading(statement: Statement) -> bool:
    return any(heading.covers(statement.content[0]) for heading in statement.document.headings)

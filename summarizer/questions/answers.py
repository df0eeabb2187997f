"""The answers to one question: equal values with their witnesses, newer values with those that they replace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import combinations, permutations, product

from summarizer.questions.amounts import agree, amount, compatible
from summarizer.questions.changes import changed_by, replaces
from summarizer.questions.groups import place
from summarizer.questions.headings import in_heading
from summarizer.questions.tellers import one_teller, teller, voice
from summarizer.questions.traits import are_two, traits
from summarizer.types import Answer, Figure, Question

SOON = timedelta(days=1)
"""A count may have grown when a day or more lies between two reports of it."""


def answer(figures: Sequence[Figure]) -> Question:
    """The question that the figures answer, each figure in exactly one place of it.

    The answer with most witnesses comes first, among equals the one that was given first.
    """
    earlier = _updates(figures)
    old = {place(figure) for older in earlier.values() for figure in older}
    current = [figure for figure in figures if place(figure) not in old]
    answers = [_answer(same, earlier) for same in _equal(current)]
    answers.sort(key=lambda each: (-len(each.witnesses), figures.index(each.figure)))
    return Question(tuple(answers), any(_contradict(a, b) for a, b in combinations(answers, 2)))


def _updates(figures: Sequence[Figure]) -> dict[tuple[str, int, int], list[Figure]]:
    """For each newest figure of one voice the older ones of that voice with other values."""
    newer: dict[tuple[str, int, int], list[Figure]] = defaultdict(list)
    for old, new in permutations(figures, 2):
        if not agree(amount(old), amount(new)) and _is_of_one_thing(old, new) and _brings_up_to_date(new, old):
            newer[place(old)].append(new)
    updates: dict[tuple[str, int, int], list[Figure]] = defaultdict(list)
    for old in figures:
        newest = [figure for figure in newer.get(place(old), ()) if place(figure) not in newer]
        if newest:
            updates[place(min(newest, key=lambda figure: (-_date(figure), place(figure))))].append(old)
    return updates


def _brings_up_to_date(new: Figure, old: Figure) -> bool:
    """Whether it is the same voice's at a later date, or by its own words what the older was changed to."""
    is_one_voice = bool(voice(new)) and voice(new) == voice(old)
    if new.document.published and old.document.published and _date(new) != _date(old):
        return _date(new) > _date(old) and (is_one_voice or (replaces(new, old) and changed_by(new, old)))
    return replaces(new, old) and not replaces(old, new) and (is_one_voice or changed_by(new, old))


def _is_of_one_thing(a: Figure, b: Figure) -> bool:
    """Whether both are of one thing at one place: the sum of two places brings neither up to date."""
    one, other = traits(a), traits(b)
    is_named = not one.nouns.isdisjoint(other.near) or not other.nouns.isdisjoint(one.near)
    is_one_thing = one.thing == other.thing or is_named or not (one.thing and other.thing)
    is_one_place = one.is_local == other.is_local and not are_two(one.place, other.place)
    return is_one_thing and is_one_place and one.share == other.share


def _date(figure: Figure) -> float:
    return figure.document.published.timestamp() if figure.document.published else 0.0


def _equal(figures: Sequence[Figure]) -> list[list[Figure]]:
    """The figures by value: each with the first group all of which it agrees with."""
    groups: list[list[Figure]] = []
    for figure in sorted(figures, key=lambda f: (f.modifier != "exact", place(f))):
        home = next((group for group in groups if all(agree(amount(figure), amount(other)) for other in group)), None)
        if home is None:
            groups.append([figure])
        else:
            home.append(figure)
    order = {place(figure): index for index, figure in enumerate(figures)}
    return [sorted(group, key=lambda figure: order[place(figure)]) for group in groups]


def _answer(same: Sequence[Figure], earlier: Mapping[tuple[str, int, int], list[Figure]]) -> Answer:
    """The figure to show is one that updates another, else one that names who says so, outside of headings."""
    ranked = sorted(same, key=lambda f: (not earlier.get(place(f)), in_heading(f), not teller(f)))
    shown, *others = ranked
    witnesses: list[Figure] = []
    repeated: list[Figure] = []
    for figure in others:
        is_new = not any(_is_repetition(figure, heard) for heard in (shown, *witnesses))
        (witnesses if is_new else repeated).append(figure)
    older = [figure for newest in same for figure in earlier.get(place(newest), ())]
    return Answer(shown, tuple(witnesses), tuple(sorted(older, key=lambda f: (_date(f), place(f)))), tuple(repeated))


def _is_repetition(figure: Figure, heard: Figure) -> bool:
    """Whether one text says it again: by the same teller, or in its own voice what it credits somebody with elsewhere.

    A text that is stored under two publishers' names is one text.
    """
    return figure.document.text == heard.document.text and one_teller(figure, heard)


def _contradict(a: Answer, b: Answer) -> bool:
    """Whether no voice of one answer can be right together with a voice of the other."""
    voices = product((a.figure, *a.witnesses), (b.figure, *b.witnesses))
    return not any(compatible(amount(one), amount(other)) or _may_have_grown(one, other) for one, other in voices)


def _is_before(a: Figure, b: Figure) -> bool:
    """Whether the one was surely told before the other."""
    return bool(a.document.published and b.document.published) and _date(a) < _date(b)


def _may_have_grown(a: Figure, b: Figure) -> bool:
    """Whether both were right when they were told: the words say that the count moved, or the higher one is the later
    by a day or more.
    """
    if (replaces(a, b) and not _is_before(a, b)) or (replaces(b, a) and not _is_before(b, a)):
        return True
    if a.type != "count" or a.document.published is None or b.document.published is None:
        return False
    earlier, later = sorted((a, b), key=_date)
    gap = timedelta(seconds=_date(later) - _date(earlier))
    return gap >= SOON and amount(later).number > amount(earlier).number

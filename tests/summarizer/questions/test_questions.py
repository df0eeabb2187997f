"""Figures of short reports as questions: what is put together, what stays apart, and how answers are made of it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.questions import link, meaning_of
from summarizer.types import Figure, Question
from tests.quality.question_pairs import reports
from tests.summarizer.questions.telling import tell, words

HEAD = "A ferry capsized off Port Ames near the island of Lorn on Monday. "


def about(*figures: tuple[Figure, ...]) -> list[Question]:
    """The questions with more than one figure."""
    return [question for question in link([f for each in figures for f in each]) if len(question.figures) > 1]


def test_two_documents_with_one_value_are_one_answer_with_a_witness() -> None:
    """The same toll in two papers is said once, with who else says it."""
    first = tell(HEAD + "At least 12 people were killed when the ferry capsized.", "Post")
    second = tell(HEAD + "The ferry accident killed 12 people, the coast guard said.", "Herald")
    [question] = about(first, second)
    assert len(question.answers) == 1
    assert len(question.answers[0].witnesses) == 1
    assert not question.differs


def test_two_values_of_one_toll_differ() -> None:
    """12 killed and 15 killed by the same ferry cannot both be right."""
    first = tell(HEAD + "The ferry capsized and killed 12 people, police said.", "Post")
    second = tell(HEAD + "The ferry capsized and killed 15 people, the coast guard said.", "Herald")
    [question] = about(first, second)
    assert words(question) == [["12"], ["15"]]
    assert question.differs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The ferry accident killed 12 people.", "The ferry accident injured 15 people."),
        ("The ferry accident killed 12 people.", "The ferry accident killed another 12 people."),
        ("The ferry accident killed 3 people.", "The ferry accident killed 15 people, 3 of them children."),
        ("The ferry accident killed 12 people.", "The ferry accident killed 14 soldiers."),
        ("The ferry accident killed 12 people in Lorn.", "The ferry accident killed 15 people in Scotland."),
        ("The accident killed 12 people on Monday.", "Accidents have killed 30 people since January."),
        ("The ferry carried 90 passengers.", "The ferry carried 90 cars."),
        ("The ferry cost $12 million.", "The ferry cost 12 million euros."),
        ("Fares rose by 5 percent.", "Fares fell by 5 percent."),
        ("The ferry carries 900 passengers a day.", "The ferry carries 900 passengers."),
        ("The ferry accident killed 12 people.", "The ferry accident could have killed 30 people."),
        ("The accident killed 12 people.", "In 1987 a ferry accident off Lorn killed 12 people."),
        ("The captain, 52, was arrested.", "The captain, 56, was arrested."),
        ("The ferry accident killed 12 people.", "The ferry accident killed 400 people."),
    ],
)
def test_what_counts_another_thing_is_another_question(one: str, other: str) -> None:
    """Another fate, increment, part, group, place, time, unit, direction, rate, a guess, an older event."""
    for question in link([*tell(HEAD + one, "Post", 3), *tell(HEAD + other, "Herald", 3)]):
        assert len({figure.document.key for figure in question.figures}) == 1


def test_two_accidents_are_two_questions_though_they_are_told_in_the_same_words() -> None:
    """ "At least 12 people were killed" proves nothing by itself."""
    first = tell("A bus fell into the gorge at Quemada. At least 12 people were killed, police said on Monday.")
    second = tell("A ferry sank off Port Ames. At least 12 people were killed, police said on Monday.")
    assert not about(first, second)


def test_a_sentence_that_begins_with_it_names_nothing() -> None:
    """Two boats are not one because "It" is written with a capital in both reports."""
    harbour = "It lay near the harbour with a flooded engine room, and divers searched for the captain's papers. "
    lake = "It had been painted last spring by two brothers who rent rowing boats to summer guests. "
    first = tell(HEAD + harbour + "Twelve people were killed when a deck was flooded, a survivor said.", "Post", 3)
    second = tell(
        "A ferry capsized on Lake Turo on Friday. " + lake + "Nine people were killed, police said.", "Post", 3
    )
    assert not about(first, second)


def test_a_text_that_repeats_itself_is_no_witness_of_itself() -> None:
    """What one teller says twice in one text is kept, and counts once."""
    text = HEAD + "The ferry capsized and killed 1,480 people, police said.\n\nThe ferry accident killed 1,480 people."
    [question] = about(tell(text))
    [answer] = question.answers
    assert answer.witnesses == ()
    assert len(answer.repeated) == 1
    assert len(question.figures) == 2


def test_one_text_under_two_names_is_one_voice() -> None:
    """A copied report is no second witness."""
    text = HEAD + "The ferry capsized and killed 1,480 people."
    [question] = about(tell(text, "Post"), tell(text, "Herald"))
    assert question.answers[0].witnesses == ()
    assert len(question.figures) == 2


def test_a_later_value_of_the_same_source_is_an_update() -> None:
    """What the coast guard said on Monday is earlier than what it says on Wednesday, not set against it."""
    first = tell(HEAD + "The ferry capsized and killed 12 people, according to the coast guard.", "Post", 3)
    second = tell(HEAD + "The ferry capsized and killed 15 people, according to the coast guard.", "Herald", 5)
    [question] = about(first, second)
    [answer] = question.answers
    assert answer.figure.text == "15"
    assert [figure.text for figure in answer.earlier] == ["12"]
    assert not question.differs


def test_a_count_that_grew_from_one_day_to_the_next_is_no_disagreement() -> None:
    """Two papers two days apart may both have been right."""
    first = tell(HEAD + "The ferry capsized and killed 12 people, police said.", "Post", 3)
    second = tell(HEAD + "The ferry capsized and killed 15 people, the coast guard said.", "Herald", 5)
    [question] = about(first, second)
    assert len(question.answers) == 2
    assert not question.differs


def test_one_document_does_not_contradict_itself() -> None:
    """Two numbers in one voice are of two things, however alike the words are."""
    text = HEAD + "The ferry accident killed 12 people. The ferry accident killed 15 people."
    assert len(link(tell(text))) == 2


def test_the_same_figure_given_twice_counts_once() -> None:
    """Asking with doubles gives no witnesses."""
    figures = tell(HEAD + "The ferry capsized and killed 12 people.")
    assert link([*figures, *figures]) == link(figures)


def test_nothing_gives_nothing() -> None:
    """No figures, no questions."""
    assert link([]) == ()


def test_the_meaning_names_the_thing_and_hides_the_numbers() -> None:
    """A model must not find 12 and 15 unlike."""
    figure = tell(HEAD + "The ferry capsized and killed 12 people in 2031.")[0]
    assert meaning_of(figure) == "people killed: The ferry capsized and killed # people in #"[: len(meaning_of(figure))]
    assert "12" not in meaning_of(figure)


def test_vectors_have_a_say() -> None:
    """What a model holds for opposites is not linked, though the words are alike."""
    first = tell(HEAD + "The ferry capsized and killed 12 people.", "Post")[0]
    second = tell(HEAD + "The ferry turned over: 12 people died.", "Herald")[0]
    up = np.array([1.0, 0.0], dtype=np.float32)
    assert len(link([replace(first, meaning=up), replace(second, meaning=up)])) == 1
    assert len(link([replace(first, meaning=up), replace(second, meaning=-up)])) == 2


SUBJECTS = [subject.figures for subject in reports()]


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(SUBJECTS), st.randoms(use_true_random=False))
def test_every_figure_has_one_place_whatever_the_order(figures: tuple[Figure, ...], order: random.Random) -> None:
    """No figure is lost or doubled, and the same figures stand together in any order of asking."""
    shuffled = order.sample(figures, len(figures))
    questions = link(shuffled)
    placed = [figure for question in questions for figure in question.figures]
    assert sorted(placed, key=figures.index) == list(figures)
    groups = {frozenset(question.figures) for question in questions}
    assert groups == {frozenset(question.figures) for question in link(figures)}
    assert [min(map(shuffled.index, q.figures)) for q in questions] == sorted(
        min(map(shuffled.index, q.figures)) for q in questions
    )


@pytest.mark.parametrize("first", range(len(SUBJECTS)))
def test_no_question_mixes_types_or_events(first: int) -> None:
    """Figures of two subjects at once, whichever two, stay within their type and their subject."""
    for other in range(first):
        subject = {figure: index for index in (first, other) for figure in SUBJECTS[index]}
        assert_unmixed(link(tuple(subject)), subject)


def test_all_subjects_at_once_stay_apart() -> None:
    """However many stories are linked together, no question has figures of two."""
    subject = {figure: index for index, figures in enumerate(SUBJECTS) for figure in figures}
    assert_unmixed(link(tuple(subject)), subject)


def assert_unmixed(questions: Sequence[Question], subject: Mapping[Figure, int]) -> None:
    """Each question has figures of one type and of one subject."""
    for question in questions:
        assert len({figure.type for figure in question.figures}) == 1
        assert len({subject[figure] for figure in question.figures}) == 1

"""What of a model's answer is told as a sentence, and in which form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.writing.draft import draft_sentences

BRIDGE = "The bridge over the Wye reopened on Monday."
POLICE = "At least 120 people crossed it, the police said."


def told(draft: str) -> list[str]:
    return [sentence.text for sentence in draft_sentences(draft)]


def test_sentences_come_in_order() -> None:
    """Prose stays what it is, whatever lines it stands on."""
    assert told(f"{BRIDGE} {POLICE}") == told(f"{BRIDGE}\n\n{POLICE}") == [BRIDGE, POLICE]


@pytest.mark.parametrize(
    "draft",
    [
        f"# Summary\n\n- {BRIDGE}\n- {POLICE}",
        f"**Summary:**\n1. {BRIDGE}\n2. {POLICE}",
        f"Here is a summary of the texts:\n\n{BRIDGE} {POLICE}",
        f"Sure, here is a summary. {BRIDGE} {POLICE} I hope this helps!",
        f"{BRIDGE} [1] {POLICE} [2, 3]",
        f"{BRIDGE[:-1]} [1]. {POLICE[:-1]} (texts 1 and 2).",
        f"In summary, {BRIDGE}\nThe texts report this event. {POLICE}",
        f"**{BRIDGE}**\n* `{POLICE}`",
        f"{BRIDGE}\u200b \u202e{POLICE}\u2066",
    ],
)
def test_what_is_no_sentence_is_left_out(draft: str) -> None:
    """Headings, marks of lists and sources, talk about the task and invisible signs are none of the text."""
    assert told(draft) == [BRIDGE, POLICE]


def test_the_loose_signs_of_summarizers_are_drawn_up() -> None:
    """Models trained on tokenized news put spaces before signs."""
    assert told("The county 's bridge cost $ 3.2 million , it said .") == [
        "The county's bridge cost $3.2 million, it said."
    ]


@pytest.mark.parametrize(
    "half", ["The repairs of the bridge cost", "Who paid for the bridge?", "Figures:", "and then it was over.", "Yes."]
)
def test_halves_and_questions_are_left_out(half: str) -> None:
    """A model that was stopped in the middle leaves half a sentence behind."""
    assert told(f"{BRIDGE} {half}") == [BRIDGE]


def test_a_quotation_that_never_closes_is_left_out() -> None:
    """Nobody can tell where it ends."""
    assert told(f"{BRIDGE} The mayor said, “It is safe now.") == [BRIDGE]


def test_nothing_is_told_twice() -> None:
    """Models repeat themselves, at times with a word more or less."""
    assert told(f"{BRIDGE} {POLICE} {BRIDGE} The bridge over the Wye has reopened on Monday.") == [BRIDGE, POLICE]


def test_it_is_known_what_stood_before_a_sentence() -> None:
    """Whoever leaves one out must know which next one may point back to it."""
    assert [sentence.follows for sentence in draft_sentences(f"{BRIDGE} {POLICE}")] == [False, True]
    assert [sentence.follows for sentence in draft_sentences(f"{BRIDGE} Who paid? {POLICE}")] == [False, False]


@given(st.text())
def test_any_answer_gives_whole_lines_or_nothing(draft: str) -> None:
    """Whatever a model writes, what is told of it is one line that ends, without control signs."""
    for sentence in told(draft):
        assert sentence == " ".join(sentence.split())
        assert sentence.isprintable()
        assert not sentence[0].islower()

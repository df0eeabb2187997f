"""Sentences, headings and quotations of a text."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.sentences import find_headings, find_paragraphs, split_sentences

BOUNDARIES = Path(__file__).parents[3] / "shared" / "eval" / "sentences" / "boundaries.json"


def pieces(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text, find_headings(text))]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Sen. Bernie Sanders spoke. He left.", 2),
        ("“Who did it?” Todd asked the mogul. He shrugged.", 2),
        ("The Democrat told Yahoo! News in a story. It ran.", 2),
        ("The index rose 3.5 percent to 1,480. It fell.", 2),
        ("One line\nAnother line", 2),
        ("Texas Lt. Gov. Dan Patrick spoke. He left.", 2),
        ("Former U.N. Ambassador Ann Lee spoke. She left the U.S. It rained.", 3),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    """Abbreviations, shouted names, numbers and a verb of speech after a question end no sentence."""
    assert len(split_sentences(text)) == count


def test_headings_are_kept_apart_from_sentences() -> None:
    """A headline and a section heading are no sentences."""
    text = "Rain floods three towns\n\nIt rained all night. Nobody slept.\n\nWhat comes next\n\nMore rain is expected."
    assert [h.of(text) for h in find_headings(text)] == ["Rain floods three towns", "What comes next"]
    assert pieces(text) == ["It rained all night.", "Nobody slept.", "More rain is expected."]


@pytest.mark.parametrize("line", ["QUESTION:  Mr. Secretary", "“We will not leave", "and then it ended"])
def test_turns_quotations_and_fragments_are_no_headings(line: str) -> None:
    """What a person said, or the middle of a sentence, is never taken for a heading."""
    assert find_headings(f"{line}\n\nIt rained all night.") == ()


def test_a_headline_in_title_case_may_end_with_a_full_stop() -> None:
    """Some publishers close their headlines; title case at the top gives them away."""
    text = "Small Steps Toward College Savings.\n\nParents save little. They know it."
    assert [h.of(text) for h in find_headings(text)] == ["Small Steps Toward College Savings."]


@given(st.text(alphabet=st.sampled_from("aB. “”\"!?\n1,'é漢🙂"), max_size=200))
def test_sentences_lose_no_visible_character(text: str) -> None:
    """Outside of headings every visible character stands in exactly one sentence, in order."""
    spans = split_sentences(text)
    assert "".join("".join(s.of(text).split()) for s in spans) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(spans))


@given(st.text(max_size=200))
def test_paragraphs_are_lines_with_something_in_them(text: str) -> None:
    """No paragraph is blank, none holds a line break."""
    assert all(p.of(text).strip() == p.of(text) != "" and "\n" not in p.of(text) for p in find_paragraphs(text))


@pytest.mark.skipif(not BOUNDARIES.exists(), reason="the labelled boundaries (../shared/eval) are not on this machine")
def test_floor_on_labelled_boundaries() -> None:
    """At least 174 of 178 tricky boundaries in news are right (176 when this was written)."""
    right = 0
    for item in json.loads(BOUNDARIES.read_text(encoding="utf-8")):
        spans = split_sentences(item["para"])
        inside = any(s.start < item["before"] and s.end > item["after"] for s in spans)
        right += inside == (not item["boundary"])
    assert right >= 174

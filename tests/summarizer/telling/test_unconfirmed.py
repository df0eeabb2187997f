"""Which sentences say that something is alleged or not confirmed, and which only sound like it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarizer.gate.evidence import Evidence
from summarizer.telling.unconfirmed import find_doubts, hedges
from summarizer.types import Document, Span

EVAL = Path(__file__).parents[4] / "shared" / "eval"


def doubts(text: str, *, transcript: bool = False) -> list[str]:
    """The passages of a text that doubt."""
    return [d.passage.of(text) for d in find_doubts(Evidence.of(Document.make(text)), transcript=transcript)]


@pytest.mark.parametrize(
    ("sentence", "hedge"),
    [
        ("Norland alleges that the ferry was sunk by a mine.", "alleges that"),
        ("The captain allegedly left the ferry before the crew.", "allegedly"),
        ("Prosecutors accused the two former ministers of taking bribes.", "accused the two former ministers of"),
        ("The captain has been accused of leaving the ferry first.", "has been accused of"),
        ("Unconfirmed reports speak of a second ferry.", "Unconfirmed"),
        ("The photographs could not be independently verified.", "not be independently verified"),
        ("The navy couldn’t immediately confirm the loss of the ship.", "couldn’t immediately confirm"),
        ("The ministry has yet to confirm the name of the victim.", "yet to confirm"),
        ("It was not immediately clear whether anybody was on board.", "not immediately clear"),
        ("It remains unclear how many people were on the ferry.", "remains unclear"),
        ("The captain reportedly left the country on Monday night.", "reportedly"),
        ("Sudland claims without evidence that the mine was its neighbour's.", "without evidence"),
        ("The loss of the ferry is being investigated by the navy.", "is being investigated"),
        ("More than 400 people are believed to have died in the port.", "are believed to have"),
        ("The crew is suspected of having opened the valves.", "is suspected of"),
        ("Police are investigating whether the fire was laid by the owner.", "investigating whether"),
    ],
)
def test_a_hedge_is_found_with_its_words(sentence: str, hedge: str) -> None:
    """The words that doubt are named, in the sentence that is told whole."""
    assert [span.of(sentence) for span in hedges(sentence, Span(0, len(sentence)))] == [hedge]


@pytest.mark.parametrize(
    "sentence",
    [
        "The ministry confirmed that 40 people had died on the ferry.",
        "The reports of a second ferry are no longer unconfirmed.",
        "The captain was never accused of anything in his long life.",
        "It is clear to everybody in the port what happened to the ferry.",
        "The minister is known for his love of old ferries and trains.",
        "The woman who accused him of theft moved to the islands.",
        "Nobody would accuse the crew of being idle that night.",
        "The alleged dangers of the sea never kept him from sailing.",
        "Okoro was cleared of the alleged murder of her husband in May.",
        "The court threw out the alleged fraud and freed her on Monday.",
        "The Senate refused to confirm the judge on Monday in Washington.",
        "There is no proof of payment needed at the museum in Lisbon.",
        "It was not clear water that came out of the pipes on Monday.",
        "She was wrongly accused of theft, and the court said so on Monday.",
        "He wore his bruises, from the captain's fist (allegedly), with pride.",
    ],
)
def test_what_only_sounds_like_a_hedge_is_none(sentence: str) -> None:
    """What is confirmed, taken back, or a mere circumstance."""
    assert hedges(sentence, Span(0, len(sentence))) == ()


def test_a_headline_and_a_fragment_are_not_told() -> None:
    """Only whole sentences are."""
    assert doubts("Captain allegedly drunk\n\nA ferry sank off Ostin on Monday.\n\nAllegedly so, he said") == []


def test_a_speakers_own_doubt_is_not_the_sources() -> None:
    """What is unclear in a quotation or in a transcript's turn is the speaker's to say."""
    assert doubts("“It is unclear to all of us who laid the mine,” Ann Lee said.") == []
    turn = "SECRETARY LIND: It remains unclear how many people were on the ferry."
    assert doubts(turn, transcript=True) == []
    assert doubts(turn) == [turn]


def test_a_doubt_that_points_back_comes_with_what_it_points_to() -> None:
    """Which claim could not be verified stands in the sentence before; without one before it nothing is told."""
    claim = "The rebels said that they had sunk a ferry."
    doubt = "The claim could not be independently verified by reporters."
    assert doubts(f"{claim} {doubt}") == [f"{claim} {doubt}"]
    assert doubts(doubt) == []
    assert doubts("Reporters were unable to verify those claims on Monday.") == []
    assert doubts(f"It was not clear to the reporters. {doubt}") == []


def test_half_a_quotation_is_not_told() -> None:
    """A sentence whose quotation goes on behind it misleads."""
    assert doubts("The crew is suspected of theft, she said, and “the captain knows it. He saw it all.”") == []
    assert doubts('"The man who allegedly sank the ferry was seen in the port at noon.') == []


def test_enough_is_found_in_real_news() -> None:
    """About every fourth article says somewhere that something is not certain."""
    file = EVAL / "summaries" / "single.dev.jsonl"
    if not file.exists():
        pytest.skip("the articles for measuring are not here")
    texts = [json.loads(line)["text"] for line in file.read_text("utf-8").splitlines()[:60]]
    assert sum(bool(doubts(text)) for text in texts) >= 12

"""The four seeds, cleaned, as golden files that were read line by line against the pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seeds import load
from sources.base import Reading
from sources.cleaning.clean import clean

GOLDEN = Path(__file__).parent / "golden"
EVAL = Path(__file__).parents[4] / "shared" / "eval"
READINGS = load()


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: str(reading.name))
def test_a_seed_is_cleaned_to_its_golden_text(reading: Reading) -> None:
    """All sentences of the article are kept and nothing else is."""
    golden = (GOLDEN / str(reading.name)).read_text("utf-8").removesuffix("\n")
    assert reading.document.text == golden


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: str(reading.name))
def test_a_cleaned_seed_is_clean(reading: Reading) -> None:
    """Cleaning what was cleaned changes nothing, headings included."""
    again = clean(reading.document.text)
    assert again.text == reading.document.text


@pytest.mark.skipif(not EVAL.is_dir(), reason="the evaluation data is not at ../shared/eval")
def test_every_labelled_passage_of_the_seeds_survives() -> None:
    """What people marked as a statement or a figure stands in the cleaned text, character by character."""
    raws = {spaces(reading.raw): spaces(reading.document.text) for reading in READINGS}
    statements = json.loads((EVAL / "statements" / "seeds.json").read_text("utf-8"))
    passages = [text for statement in statements for text in statement["content_text"]]
    figures = [json.loads(line) for line in (EVAL / "figures" / "seeds.jsonl").open(encoding="utf-8")]
    for page in figures:
        text = raws[spaces(page["text"])]
        assert all(figure["surface"] in text for figure in page["figures"])
    assert len(passages) >= 18
    assert all(any(spaces(passage) in text for text in raws.values()) for passage in passages)


def spaces(text: str) -> str:
    """The text with no-break spaces as spaces: the one thing that cleaning changes within a passage."""
    return text.replace("\xa0", " ")

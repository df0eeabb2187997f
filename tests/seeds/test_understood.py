"""The first sources as a person read them: eighteen statements and nine figures, found whole and rightly attributed.

`labels.json` holds what was labelled by hand, as text; offsets follow from where the text stands.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import seeds
from summarizer.analyse import analyse
from summarizer.backends import load_tagger
from summarizer.gate.evidence import Evidence
from summarizer.gate.verify import piece_faults
from summarizer.statements.speakers import unite
from summarizer.types import Analysis, Figure, Statement

LABELS: dict[str, list[dict[str, Any]]] = json.loads(Path(__file__).with_name("labels.json").read_text("utf-8"))
EXTRA_WORDS = 5
"""A content may begin with an adverbial that the label leaves out ("over the last 48-hours all Russian forces")."""


WITHOUT, WITH = WAYS = ("rules", "tagger")


@cache
def understood(way: str) -> dict[str, Analysis]:
    """Each seed's analysis, its statements by the rules alone or by the shipped tagger."""
    tagger = load_tagger(threads=1) if way == WITH else None
    return {reading.name or "": analyse(reading.document, None, tagger) for reading in seeds.load()}


@cache
def speakers(way: str) -> dict[Statement, str]:
    """The name of every statement's speaker, united over the four."""
    found = [statement for analysis in understood(way).values() for statement in analysis.statements]
    united = unite(found)
    return {statement: united[statement.speaker].name for statement in found if statement.speaker}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def is_whole(statement: Statement, labelled: list[str]) -> bool:
    """All words of one of the labelled wordings, and hardly any other."""
    found = " ".join(words(statement.text))
    wanted = [" ".join(words(text)) for text in labelled]
    return any(text in found and len(found.split()) - len(text.split()) <= EXTRA_WORDS for text in wanted)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("label", LABELS["statements"], ids=lambda label: " ".join(label["content"][0].split()[:5]))
def test_every_labelled_statement_is_found_whole_and_attributed(label: dict[str, Any], way: str) -> None:
    """Kind, words, source mention and the resolved speaker are those that a reader names."""
    analysis = understood(way)[label["seed"]]
    text = analysis.document.text
    found = [s for s in analysis.statements if is_whole(s, label["content"])]
    attributed = {(s.kind, " ".join(span.of(text) for span in s.source), speakers(way)[s]) for s in found}
    assert attributed == {(label["kind"], label["source"], label["speaker"])}


@pytest.mark.parametrize("way", WAYS)
def test_no_speaker_is_made_of_words_that_stand_nowhere(way: str) -> None:
    """Every speaker's name is a piece of one of the four."""
    texts = " ".join(analysis.document.text for analysis in understood(way).values())
    assert all(name in texts for name in speakers(way).values())


@pytest.mark.parametrize("way", WAYS)
def test_nobody_speaks_who_does_not(way: str) -> None:
    """Every speaker is one whom a reader of the four finds saying something."""
    assert set(speakers(way).values()) <= set(LABELS["speakers"])


@pytest.mark.parametrize("way", WAYS)
def test_the_gate_lets_every_statement_of_the_four_pass(way: str) -> None:
    """What is found is what may be told."""
    analyses = understood(way).values()
    assert [s.text for a in analyses for s in a.statements if piece_faults(s, Evidence.of(a.document))] == []


def record(figure: Figure) -> tuple[Any, ...]:
    text = figure.document.text
    return (
        text[figure.span.end : figure.span.end + 20],
        figure.value,
        figure.attributed_to and figure.attributed_to.of(text),
        figure.attributed_name,
    )


@pytest.mark.parametrize("way", WAYS)
def test_the_nine_figures_are_found_and_no_other_number(way: str) -> None:
    """Value, place and teller of all figures of the four, and not one number more."""
    found = {(name, f.text, *record(f)) for name, analysis in understood(way).items() for f in analysis.figures}
    assert found == {
        (x["seed"], x["surface"], x["after"], x["value"], x["attributed_to"], x["attributed_name"])
        for x in LABELS["figures"]
    }


@pytest.mark.parametrize("label", LABELS["figures"], ids=lambda label: label["surface"])
def test_every_figure_says_what_it_counts(label: dict[str, Any]) -> None:
    """Unit, counted phrase, modifier and type are among those that the label accepts."""
    analysis = understood(WITH)[label["seed"]]
    (figure,) = [f for f in analysis.figures if f.text == label["surface"]]
    assert figure.unit in label["unit"]
    assert figure.modifier in label["modifier"]
    assert figure.type in label["type"]
    assert (figure.counts and figure.counts.of(analysis.document.text)) in label["counts"]

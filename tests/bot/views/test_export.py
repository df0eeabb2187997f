"""Briefings and analyses as data."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.views.export import analysis_data, briefing_data, figure_data
from summarizer.compose import compose
from summarizer.types import Document, Value
from tests.storage.factory import report, understood


@pytest.mark.parametrize(
    ("value", "shown"), [(120.0, "120"), (2.5, "2.5"), ((5.0, 7.5), "[5, 7.5]"), (1e21, "1" + "0" * 21)]
)
def test_numbers_are_written_as_people_would(value: Value, shown: str) -> None:
    """Whole numbers without a point, ranges as pairs."""
    (figure,) = understood(report()).figures
    assert json.dumps(figure_data(replace(figure, value=value))["value"]) == shown


def test_a_briefing_names_its_sources_by_number() -> None:
    """What a page states of itself is there; what it does not state is null."""
    stated = replace(report(), url="https://example.org", published=datetime(2022, 4, 3, tzinfo=UTC))
    analyses = (understood(stated), understood(Document.make(report("We are well", "Bo Li").text)))
    told = briefing_data(compose(analyses))
    first, second = told["sources"]
    assert (first["number"], first["url"], first["published"]) == (
        1,
        "https://example.org",
        "2022-04-03T00:00:00+00:00",
    )
    assert (second["number"], second["title"], second["published"]) == (2, None, None)
    assert {item["source_number"]: item["speaker"] for item in told["statements"]} == {1: "Ana Peña", 2: "Bo Li"}
    assert all(item["exact"] == [quote["exact"] for _, quote in item["selector"]] for item in told["statements"])


def test_an_analysis_keeps_its_id_and_offsets() -> None:
    """Spans become pairs; the record of a figure holds who says so."""
    analysis = understood(report())
    data = analysis_data(7, analysis, analysis.sentences[:1])
    assert data["id"] == 7
    assert data["summary"] == data["sentences"][:1]
    assert data["statements"][0]["speaker"] == "Ana Peña"
    (figure,) = data["figures"]
    assert (figure["attributed_to"], figure["attributed_name"]) == ("the United Nations", "United Nations")

"""Briefings and analyses as data."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.views.export import analysis_data, briefing_data, figure_data
from summarizer.compose import compose
from summarizer.types import Briefing, Document, Excerpt, Referent, Span, Testimony, Value, Writing, Written
from tests.storage.factory import report, understood
from tests.summarizer.pieces import at, said


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
    told = briefing_data(compose(analyses, sentences=0))
    first, second = told["sources"]
    assert (first["number"], first["url"], first["published"]) == (
        1,
        "https://example.org",
        "2022-04-03T00:00:00+00:00",
    )
    assert (second["number"], second["title"], second["published"]) == (2, None, None)
    assert {item["source_number"]: item["speaker"] for item in told["statements"]} == {1: "Ana Peña", 2: "Bo Li"}
    assert all(item["exact"] == [quote["exact"] for _, quote in item["selector"]] for item in told["statements"])


def test_a_sentence_names_further_sources_and_whom_it_means() -> None:
    """Each with a selector into its own source; a doubt is told in the same form."""
    news = Document.make("Ana Peña came. She said it was not clear who else came.")
    other = Document.make("She said it was not clear who else came.")
    excerpt = Excerpt.cut(news, at(news, "She said it was not clear who else came."))
    full = replace(
        excerpt,
        also=(Excerpt.cut(other, Span(0, len(other.text))),),
        referent=Referent(at(news, "She"), at(news, "Ana Peña")),
    )
    data = briefing_data(Briefing((news, other), (full,), (), (), unconfirmed=(excerpt,)))
    (told,), (doubt,) = data["sentences"], data["unconfirmed"]
    assert [(each["source"], each["exact"]) for each in told["also"]] == [(2, other.text)]
    assert [told["referent"][part]["exact"] for part in ("pronoun", "name")] == ["She", "Ana Peña"]
    assert (told["source"], told["exact"]) == (doubt["source"], doubt["exact"]) == (1, excerpt.exact)
    assert (doubt["also"], doubt["referent"], data["writing"]) == ([], None, None)


def test_a_written_sentence_is_no_exact_one() -> None:
    """What a model wrote has no selector, but the sentences that it rests on have; who wrote is named."""
    news = Document.make("Ana Peña came at noon.")
    written = Written("Peña was there at noon.", (Excerpt.cut(news, Span(0, len(news.text))),))
    data = json.loads(json.dumps(briefing_data(Briefing((news,), (written,), (), (), writing=Writing("m", 1, 0)))))
    (told,) = data["sentences"]
    assert told["written"] == written.text
    assert [each["exact"] for each in told["cited"]] == [news.text]
    assert "exact" not in told
    assert data["writing"] == {"model": "m", "written": 1, "replaced": 0, "failure": None}


def test_an_analysis_keeps_its_id_and_offsets() -> None:
    """Spans become pairs; the record of a figure holds who says so."""
    analysis = understood(report())
    data = analysis_data(7, analysis, analysis.sentences[:1])
    assert data["id"] == 7
    assert data["summary"] == data["sentences"][:1]
    assert data["statements"][0]["speaker"] == "Ana Peña"
    (figure,) = data["figures"]
    assert (figure["attributed_to"], figure["attributed_name"]) == ("the United Nations", "United Nations")


def test_denials_are_pairs_of_places() -> None:
    """Who reads the data finds the denial and what it answers among the statements; null where that is not listed."""
    charge, answer = "Norland accused Sudland of shelling the port.", "Sudland rejected the accusation as false."
    news = Document.make(f"{charge} {answer}")
    accused = said(news, "shelling the port", source="Norland", context=charge, kind="indirect", name="Norland")
    rejected = said(news, "as false", source="Sudland", cue="rejected", context=answer, kind="indirect", name="Sudland")
    both = tuple(Testimony(each, each.speaker) for each in (accused, rejected))
    assert briefing_data(Briefing((news,), (), both, ()))["denied"] == [{"denial": 1, "allegation": 0}]
    assert briefing_data(Briefing((news,), (), both[1:], ()))["denied"] == [{"denial": 0, "allegation": None}]

"""Summaries are whole sentences that can be read by themselves, of one document or of many."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from summarizer.selection import rank, select_many, select_single
from summarizer.sentences import split_sentences
from summarizer.types import Analysis, Document
from tests.fakes import HashingEmbedder
from tests.summarizer.pieces import read

FLOOD = Document.make(
    "The river Aar rose three metres in the night and flooded the old town. It carried away two wooden bridges. "
    "Shops in the old town stay closed until the river falls again. Who will pay for all of this damage? Wet. "
    "The mayor of the old town asked the canton for help with the flood. "
    "But the canton has not answered the mayor of the town. A circus comes to the next valley on Sunday."
)


def told(analysis: Analysis, **budget: int) -> list[str]:
    """The summary's sentences as text."""
    return [span.of(analysis.document.text) for span in select_single(analysis, **budget)]


def test_ranking_without_vectors_goes_by_shared_words() -> None:
    """The circus, of which nothing else speaks, is not among the first; scraps do not come at all."""
    sentences = split_sentences(FLOOD.text)
    ranking = rank(FLOOD.text, sentences, None)
    ranked = [sentences[i].of(FLOOD.text) for i in ranking]
    assert any(sentence.startswith("The river Aar") for sentence in ranked[:2])
    assert not any("circus" in sentence for sentence in ranked[:3])
    assert not any(sentence.startswith(("Who", "Wet")) for sentence in ranked)


def test_a_text_of_scraps_alone_is_still_ranked() -> None:
    """When nothing can be told by the rules, the text's own sentences are."""
    text = "Wet. Cold."
    assert set(rank(text, split_sentences(text), None)) == {0, 1}
    assert rank("", (), None) == ()


def test_summaries_keep_their_budget() -> None:
    """Neither sentences nor words are exceeded, and the order is the text's."""
    analysis = read(FLOOD)
    assert len(told(analysis, sentences=3)) == 3
    short = told(analysis, words=26)
    assert sum(len(sentence.split()) for sentence in short) <= 26
    assert short == sorted(short, key=FLOOD.text.index)


def test_a_summary_is_never_empty_and_never_cut() -> None:
    """A budget that not even the best sentence fits still tells that sentence, whole."""
    analysis = read(FLOOD)
    best = analysis.sentences[analysis.ranking[0]]
    assert told(analysis, words=3) == [best.of(FLOOD.text)]


AGAIN = Document.make(
    "On Monday, the river Aar rose three metres in the night and flooded the old town. "
    "Soldiers brought sand bags to the hospital on the hill."
)


def test_what_two_sources_say_alike_is_told_once() -> None:
    """A near-duplicate in another document costs no place in the summary, and is named beside what is told."""
    analyses = (read(FLOOD), read(AGAIN))
    chosen = select_many(analyses, sentences=5)
    text = [choice.span.of((FLOOD, AGAIN)[choice.document].text) for choice in chosen]
    (rose,) = (choice for choice, sentence in zip(chosen, text, strict=True) if "three metres" in sentence)
    other = 1 - rose.document
    assert rose.also == ((other, analyses[other].sentences[0]),)
    assert [choice.document for choice in chosen] == sorted(choice.document for choice in chosen)


def test_a_copy_is_told_of_the_first_document() -> None:
    """What a later document has word by word is the first one's, so that its proof is found where a reader looks."""
    later = Document.make(f"Ann Lee wrote from the valley on Monday. {FLOOD.text}")
    chosen = select_many([read(FLOOD), read(later)], sentences=9)
    told = [choice.span.of(later.text) for choice in chosen if choice.document == 1]
    assert set(told) <= {"Ann Lee wrote from the valley on Monday."}


def test_who_is_shown_in_brackets_may_stand_alone() -> None:
    """A sentence that points back is told without its predecessor where its referent can be shown, else with it."""
    analysis = read(FLOOD)
    bridges = next(span for span in analysis.sentences if "bridges" in span.of(FLOOD.text))
    alone = select_many([analysis], sentences=1, topic="bridges", stands=lambda _, span: span == bridges)
    together = select_many([analysis], sentences=2, topic="bridges")
    assert [choice.span for choice in alone] == [bridges]
    assert [choice.span for choice in together] == list(analysis.sentences[:2])


def test_what_is_barred_is_not_told() -> None:
    """Neither the sentence itself nor one that needs it."""
    analysis = read(FLOOD)
    first = analysis.sentences[0]
    chosen = select_many([analysis], sentences=9, without=lambda _, span: span == first)
    assert not {choice.span for choice in chosen} & set(analysis.sentences[:2])


def test_a_question_that_nothing_answers_changes_nothing() -> None:
    """Where no sentence has the words, the general choice is told."""
    assert select_many([read(FLOOD)], sentences=2, topic="volcano") == select_many([read(FLOOD)], sentences=2)


def test_a_topic_draws_its_sentences_in() -> None:
    """What was asked for is told even where the text cares little for it."""
    plain = select_many([read(FLOOD)], sentences=1)
    asked = select_many([read(FLOOD)], sentences=1, topic="circus")
    assert "circus" not in plain[0].span.of(FLOOD.text)
    assert "circus" in asked[0].span.of(FLOOD.text)


def test_vectors_of_different_models_are_not_mixed() -> None:
    """Documents analysed by different models are compared by their words instead."""
    sentences = split_sentences(FLOOD.text)
    texts = [span.of(FLOOD.text) for span in sentences]
    ranking = rank(FLOOD.text, sentences, None)
    analyses = [
        Analysis(FLOOD, "test", f"model {size}", "en", sentences, ranking, (), (), HashingEmbedder(size).encode(texts))
        for size in (16, 32)
    ]
    assert select_many(analyses, sentences=2) == select_many([read(FLOOD), read(FLOOD)], sentences=2)


@given(st.lists(st.text(st.sampled_from("ab .?!\n“”I t"), min_size=1), max_size=8).map(" ".join))
def test_every_summary_is_made_of_whole_sentences(text: str) -> None:
    """Whatever the text, what is told is a subset of its sentences, and no row is ranked twice."""
    document = Document.make(text)
    analysis = read(document)
    assert len(set(analysis.ranking)) == len(analysis.ranking)
    assert set(select_single(analysis, sentences=2)) <= set(analysis.sentences)


def test_long_texts_stay_cheap() -> None:
    """Past the pool of compared sentences the order is by relevance alone, and every sentence keeps its place."""
    text = " ".join(f"Sentence number {n} speaks of the flood in the old town." for n in range(300))
    sentences = split_sentences(text)
    vectors = HashingEmbedder().encode([span.of(text) for span in sentences])
    ranking = rank(text, sentences, vectors)
    assert sorted(ranking) == list(range(len(sentences)))
    assert np.array_equal(ranking, rank(text, sentences, vectors))

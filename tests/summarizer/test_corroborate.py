"""The same statement in several sources becomes one, and different ones stay apart."""

from __future__ import annotations

import time

import pytest

from summarizer.corroborate import corroborate, is_primary
from summarizer.types import Document, Statement
from tests.summarizer.pieces import said

WORDS = "We will repair the old bridge before the first snow falls."
TURN = Document.make(f"ADA OKORO: {WORDS}\n\nQUESTION: Are you sure?")


def turn() -> Statement:
    """Ada Okoro's words in her own transcript."""
    return said(TURN, WORDS, source="ADA OKORO", context=WORDS, name="Ada Okoro")


def report(words: str, *, name: str = "Ada Okoro", publisher: str = "A paper", verb: str = "said") -> Statement:
    """The words as a paper quotes them."""
    document = Document.make(f"“{words}” {name} {verb}, as {publisher} has it.")
    return said(document, words, source=name, cue=verb, name=name)


def test_a_quoted_transcript_is_one_statement_with_a_witness() -> None:
    """The transcript's wording leads whatever the order, the report attests it."""
    quoted = report("we will repair the old bridge before the first snow falls,")
    for given in ((quoted, turn()), (turn(), quoted)):
        (testimony,) = corroborate(given)
        assert testimony.statement == turn()
        assert testimony.witnesses == (quoted,)


def test_a_part_of_a_longer_statement_attests_it() -> None:
    """A report that quotes half of the sentence is a witness of the whole."""
    half = report("repair the old bridge before the first snow")
    assert corroborate((half, turn()))[0].witnesses == (half,)


def test_several_sources_are_several_witnesses() -> None:
    """Each further source is added, none is lost, and the order of importance stays."""
    other = report("Nobody knows what the repair of the tower costs.", name="Bo Lind")
    papers = tuple(report(WORDS, publisher=paper) for paper in ("One", "Two"))
    first, second = corroborate((other, *papers, turn()))
    assert (first.statement, first.witnesses) == (other, ())
    assert second.witnesses == papers


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        (WORDS, "We will not repair the old bridge before the first snow falls."),
        (WORDS, "The first snow falls before we will repair the old bridge."),
        (WORDS, "They deny that we will repair the old bridge before the first snow falls."),
        ("The old bridge has 4 towers of red stone.", "The old bridge has 2 towers of red stone."),
    ],
)
def test_like_words_of_another_sense_stay_apart(words: str, changed: str) -> None:
    """A negation, another order or another number makes another statement."""
    claim = report(words)
    assert len(corroborate((claim, report(changed, publisher="Two")))) == 2


@pytest.mark.parametrize(("outside", "witnesses"), [("was not", 1), ("was", 0)])
def test_a_not_before_the_quoted_words_counts(outside: str, witnesses: int) -> None:
    """A paper may put the "not" into its own words, but it must not drop it."""
    words = "It was not the random act of a rogue unit."
    document = Document.make(f"Ada Okoro said it {outside} the “random act of a rogue unit” on Monday.")
    mixed = said(
        document,
        "random act of a rogue unit",
        source="Ada Okoro",
        kind="mixed",
        name="Ada Okoro",
        context=document.text,
    )
    assert len(corroborate((report(words), mixed))[0].witnesses) == witnesses


def test_two_speakers_are_two_statements() -> None:
    """The same words of somebody else are not a witness."""
    assert len(corroborate((turn(), report(WORDS, name="Bo Lind")))) == 2


def test_few_words_are_no_agreement() -> None:
    """A catchword that two papers quote proves nothing."""
    assert len(corroborate((report("a disaster"), report("a disaster", publisher="Two")))) == 2


def test_a_document_that_repeats_itself_is_no_witness() -> None:
    """A quotation that its page shows twice is listed once, without a witness."""
    text = f"“{WORDS}” Ada Okoro said. Ada Okoro said: “{WORDS}”"
    document = Document.make(text)
    first = said(document, WORDS, source="Ada Okoro", cue="said", name="Ada Okoro")
    again = said(
        document, WORDS, source="Ada Okoro", cue="said", name="Ada Okoro", context=f"Ada Okoro said: “{WORDS}”"
    )
    assert first != again
    (testimony,) = corroborate((first, again))
    assert testimony.witnesses == ()


def test_primary_is_a_speaker_without_a_verb_of_saying() -> None:
    """A transcript's turn is told from a report by its empty cue."""
    assert is_primary(turn())
    assert not is_primary(report(WORDS))


def test_five_hundred_statements_are_compared_quickly() -> None:
    """The index of rare words keeps the number of comparisons down: far below what all pairs would take."""
    many = tuple(
        report(f"Plan {n} repairs bridge number {n} with {n + 7} beams of oak from forest {n}.", publisher=str(n))
        for n in range(500)
    )
    started = time.perf_counter()
    assert len(corroborate(many)) == 500
    assert time.perf_counter() - started < 1.0

"""The same statement in several sources becomes one, and different ones stay apart."""

from __future__ import annotations

import time
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.corroborate import corroborate, is_primary
from summarizer.gate.verify import find_faults
from summarizer.types import Briefing, Document, Statement
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
    for order in ((quoted, turn()), (turn(), quoted)):
        (testimony,) = corroborate(order)
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
    "edited",
    [
        WORDS,
        "repair the old bridge before the first",
        "We will repair the old bridge before the first snow",
        "We will — repair the “old” bridge... before the first snow falls",
        "We will soon repair the old bridge, before the first snow falls!",
        "We shall repair the old bridge before the snow falls.",
    ],
)
def test_an_edited_quotation_stays_the_same_statement(edited: str) -> None:
    """Exact, quoted in part, trimmed, with other marks, with a word put in or changed: one statement, two sources."""
    (testimony,) = corroborate((report(WORDS), report(edited, publisher="Two")))
    assert len(testimony.witnesses) == 1


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        (WORDS, "We will not repair the old bridge before the first snow falls."),
        (WORDS, "The first snow falls before we will repair the old bridge."),
        (WORDS, "They deny that we will repair the old bridge before the first snow falls."),
        (
            WORDS,
            "I do not think anybody believes we will repair the old bridge before the first snow falls.",
        ),
        ("The old bridge has 4 towers of red stone.", "The old bridge has 2 towers of red stone."),
        ("The old bridge has four towers of red stone.", "The old bridge has five towers of red stone."),
        ("The old bridge cost us 4 million crowns.", "The old bridge cost us 4 billion crowns."),
        ("The old bridge of Ostin has towers of red stone.", "The old bridge of Varn has towers of red stone."),
    ],
)
def test_like_words_of_another_sense_stay_apart(words: str, changed: str) -> None:
    """A negation, another order, another number, scale or name makes another statement."""
    claim = report(words)
    assert len(corroborate((claim, report(changed, publisher="Two")))) == 2


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        ("The old bridge has four towers of red stone.", "The old bridge has 4 towers of red stone."),
        (
            "The old bridge of Mayor Zelensky stands in red stone.",
            "The old bridge of Mayor Zelenskyy stands in red stone.",
        ),
        (
            "I am not a builder, and we will repair the old bridge before winter.",
            "We will repair the old bridge before winter",
        ),
    ],
)
def test_another_spelling_is_the_same_sense(words: str, changed: str) -> None:
    """A number in words, a name in other letters, a "not" of another clause: the statement is the same."""
    assert len(corroborate((report(words), report(changed, publisher="Two")))) == 1


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


def test_a_report_that_quotes_a_part_in_its_own_sentence_is_a_witness() -> None:
    """What stands in the marks decides, with the "not" before it, and not the reporter's words around it."""
    whole = report("What we saw in Ostin is not the random act of a rogue unit. It was planned for a year.")

    def told(verb: str) -> Statement:
        words = f"all that she saw in Ostin {verb} the “random act of a rogue unit”"
        document = Document.make(f"Ada Okoro maintains that {words}.")
        return said(document, words, source="Ada Okoro", cue="maintains", kind="mixed", name="Ada Okoro")

    assert corroborate((told("is not"), whole))[0].witnesses == (told("is not"),)
    assert len(corroborate((told("is"), whole))) == 2


def test_words_from_all_over_a_speech_are_no_part_of_it() -> None:
    """Five words that a long turn has somewhere, each in another sentence, are not what its speaker said."""
    speech = (
        "We repair roads. {0} The old mill stays. {0} A bridge is a bridge. {0} In March snow comes. {0} Rain falls."
    )
    filler = "Nobody knows how long this long session of the town council will go on tonight."
    long = report(speech.format(filler))
    assert len(corroborate((long, report("We repair the old bridge when snow falls.", publisher="Two")))) == 2


@pytest.mark.parametrize("name", ["Bo Lind", "Norland"])
def test_two_speakers_are_two_statements(name: str) -> None:
    """The same words of somebody else are not a witness."""
    assert len(corroborate((turn(), report(WORDS, name=name)))) == 2


LONG_WORDS = (
    "We will repair the old stone bridge of Ostin before the first heavy snow falls on its broken northern tower."
)


@pytest.mark.parametrize("name", ["Okoro", "he", "a senior official of the town"])
def test_who_is_named_otherwise_may_be_the_same(name: str) -> None:
    """A surname, a pronoun, an unnamed official: long literal speech is one statement, and the name leads."""
    named, other = report(LONG_WORDS), report(LONG_WORDS, name=name, publisher="Two")
    assert corroborate((other, named))[0].statement == named
    assert corroborate((other, named))[0].witnesses == (other,)


def test_a_phrase_that_many_use_proves_nothing() -> None:
    """What some report says of a candidate is not a statement about the candidate by nobody in another one."""
    phrase = "Ostin party front-runner and mayor Bo Lind"
    long = f"she has spoken to {phrase} and asked him to repair the old stone bridge before the first snow"
    first, second = Document.make(f"Ada Okoro said {long}."), Document.make(f"Everybody criticised {phrase}.")
    given = (
        said(first, long, source="Ada Okoro", cue="said", kind="indirect", name="Ada Okoro"),
        said(second, phrase, cue="criticised", kind="indirect"),
    )
    assert len(corroborate(given)) == 2


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


def test_what_was_found_twice_in_a_text_is_listed_once() -> None:
    """A quotation, and the sentence around it by the same speaker: the fuller of a catchword and its sentence stays."""
    words = "the repair of the old bridge is a “disaster” for the town"
    document = Document.make(f"Ada Okoro said {words}, and Bo Lind said {WORDS}")
    sentence = said(document, words, source="Ada Okoro", cue="said", kind="mixed", name="Ada Okoro")
    scrap = said(document, "disaster", source="Ada Okoro", cue="said", name="Ada Okoro", context=document.text)
    assert [t.statement for t in corroborate((scrap, sentence))] == [sentence]
    nested = said(document, "a “disaster” for the town", source="Bo Lind", kind="mixed", name="Bo Lind")
    assert len(corroborate((nested, sentence))) == 2


def test_a_quotation_outranks_the_report_around_it() -> None:
    """Where the quotation is most of what was found around it, the speaker's own words stay."""
    document = Document.make(f"Ada Okoro said: “{WORDS}”")
    around = said(document, f"“{WORDS}”", source="Ada Okoro", cue="said", kind="mixed", name="Ada Okoro")
    literal = said(document, WORDS, source="Ada Okoro", cue="said", name="Ada Okoro", context=document.text)
    assert [t.statement for t in corroborate((around, literal))] == [literal]


def test_copies_of_a_page_are_one_witness() -> None:
    """The same text under another publisher's name attests nothing that it did not attest already."""
    page = report(WORDS)
    copy = replace(page.document, publisher="Another")
    copied = replace(page, document=replace(copy, key=copy.true_key))
    assert corroborate((turn(), page, copied))[0].witnesses == (page,)


def test_a_transcript_leads_a_longer_report() -> None:
    """What the speaker's own transcript has is shown, even when a report has a sentence more."""
    longer = report(f"{WORDS} Nobody will be left without a way to the market.")
    assert corroborate((longer, turn()))[0].statement == turn()


def test_primary_is_a_speaker_without_a_verb_of_saying() -> None:
    """A transcript's turn is told from a report by its empty cue, and from a quotation behind a name by its marks."""
    assert is_primary(turn())
    assert not is_primary(report(WORDS))
    signed = Document.make(f"Ada Okoro: “{WORDS}”")
    assert not is_primary(said(signed, WORDS, source="Ada Okoro", name="Ada Okoro"))


SPOKEN = st.lists(st.sampled_from("we not repair old stone bridge snow 4 four Ostin".split()), min_size=3)


@settings(max_examples=60)
@given(st.lists(SPOKEN.map(" ".join), max_size=6))
def test_the_gate_agrees_with_every_witness(drawn: list[str]) -> None:
    """Whatever is said, each statement comes out as leader or witness, and the gate finds no fault with it."""
    reports = tuple(report(words, publisher=str(n)) for n, words in enumerate(drawn))
    listed = corroborate(reports)
    assert {s for t in listed for s in (t.statement, *t.witnesses)} == set(reports)
    assert list(find_faults(Briefing(tuple(s.document for s in reports), (), listed, ()))) == []


@pytest.mark.parametrize("edit", ["", "soon "])
def test_a_sentence_of_many_papers_is_compared_quickly(edit: str) -> None:
    """A hundred copies or edits of a sentence cost a hundred comparisons, not ten thousand."""
    many = tuple(report(LONG_WORDS.replace("before", f"{edit * (n % 2)}before"), publisher=str(n)) for n in range(400))
    started = time.process_time()
    (testimony,) = corroborate(many)
    assert len(testimony.witnesses) == 399
    assert time.process_time() - started < 3.0


def test_five_hundred_statements_are_compared_quickly() -> None:
    """The index of rare words keeps the number of comparisons down: far below what all pairs would take."""
    many = tuple(
        report(f"Plan {n} repairs bridge number {n} with {n + 7} beams of oak from forest {n}.", publisher=str(n))
        for n in range(500)
    )
    started = time.process_time()
    assert len(corroborate(many)) == 500
    assert time.process_time() - started < 1.0


NAMES = tuple(f"{first}{last}" for first in ("Al", "Ber", "Cor", "Dun", "Els") for last in ("ton", "wick", "ham", "by"))


def _name(number: int) -> str:
    """A place of eight letters, like no other."""
    return "".join(chr(97 + digit % 26) for digit in sha256(str(number).encode()).digest()[:8]).capitalize()


@pytest.mark.parametrize("differ", ["by a number", "by a name"])
def test_a_page_of_lines_that_are_nearly_alike_costs_little(differ: str) -> None:
    """Three hundred lines that each say something else are no hundred thousand thorough comparisons."""
    changed = [str(n) if differ == "by a number" else _name(n) for n in range(300)]
    lines = [f"the bridge at {each} over the river Wye was closed by the county on Monday" for each in changed]
    document = Document.make("\n\n".join(f"“{line},” Ann Lee said." for line in lines))
    statements = tuple(
        said(document, line, source="Ann Lee", cue="said", name="Ann Lee", context=f"“{line},” Ann Lee said.")
        for line in lines
    )
    begin = time.process_time()
    assert len(corroborate(statements)) == 300
    assert time.process_time() - begin < 3


def test_many_near_misses_hide_no_witness() -> None:
    """Among a hundred lines that are nearly alike the one that says the same is looked at first."""
    lines = [f"the bridge at {place.lower()} over the river was closed by the county on Monday" for place in NAMES * 5]
    text = "\n\n".join(f"“{line},” Ann Lee said." for line in dict.fromkeys(lines))
    page = Document.make(text)
    found = tuple(
        said(page, line, source="Ann Lee", cue="said", name="Ann Lee", context=f"“{line},” Ann Lee said.")
        for line in dict.fromkeys(lines)
    )
    same = report(lines[-1], name="Ann Lee")
    attested = [t for t in corroborate((same, *found)) if t.witnesses]
    assert [len(t.witnesses) for t in attested] == [1]

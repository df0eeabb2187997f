"""A witness's wording is told word by word, and every character of it is the witness's own."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seeds
from summarizer.analyse import analyse
from summarizer.corroborate import corroborate, is_primary
from summarizer.placed_words import find_words
from summarizer.types import Document, Span, Statement, Testimony
from summarizer.variants import Variant, variants
from tests.summarizer.pieces import said

WORDS = "We will repair 3 old bridges before the first snow falls, and we will not wait."


def stated(*pieces: str) -> Statement:
    """A statement with these pieces of content, other words around them."""
    text = "Ada Okoro told us: " + " (a pause) ".join(pieces) + " That was all."
    return said(Document.make(text), *pieces, source="Ada Okoro", cue="told", name="Ada Okoro")


def differing(leading: Statement, witness: Statement) -> tuple[Variant, ...]:
    """The variants of a statement with this one witness."""
    return variants(Testimony(leading, leading.speaker, (witness,)))


def marked(variant: Variant) -> str:
    """The witness's wording with what differs in brackets."""
    text = variant.statement.document.text
    return "".join(run.span.of(text) if run.same else f"[{run.span.of(text)}]" for run in variant.runs)


def left_out(variant: Variant, leading: Statement) -> list[str]:
    """The leading statement's words that the witness lacks."""
    return [span.of(leading.document.text) for span in variant.left_out]


@pytest.mark.parametrize(
    "witness",
    [
        WORDS,
        "we will repair 3 old bridges before the first snow falls and we will not wait",
        "We will repair 3 old bridges —  before the first snow falls… and WE will “not” wait!",
    ],
)
def test_the_same_words_are_no_variant(witness: str) -> None:
    """Case, marks and spaces are not words."""
    assert differing(stated(WORDS), stated(witness)) == ()


@pytest.mark.parametrize(
    ("change", "shown", "lost"),
    [
        (("3 old", "4 old"), "[4]", "3"),
        (("not wait", "wait"), "we will wait", "not"),
        (("repair", "replace"), "[replace]", "repair"),
        (("3 old", "$3 old"), "[$3]", "3"),
        (("first snow", "first heavy snow"), "first [heavy] snow", None),
    ],
)
def test_a_changed_word_is_marked(change: tuple[str, str], shown: str, lost: str | None) -> None:
    """A number, a "not", a verb, a currency, an added word: exactly that word differs."""
    (variant,) = differing(stated(WORDS), stated(WORDS.replace(*change)))
    assert shown in marked(variant)
    assert left_out(variant, stated(WORDS)) == ([lost] if lost else [])
    assert marked(variant).count("[") == shown.count("[")


def test_a_quoted_part_has_only_something_left_out() -> None:
    """What a witness does not quote is not a difference of its words."""
    (variant,) = differing(stated(WORDS), stated("3 old bridges before the first snow"))
    assert variant.is_part
    assert left_out(variant, stated(WORDS)) == ["We will repair", "falls, and we will not wait"]


def test_an_interrupted_quotation_is_compared_piece_by_piece() -> None:
    """What a reporter says between two pieces belongs to neither, and no run reaches over it."""
    leading, witness = stated(WORDS), stated("We will repair 3 bridges", "before the first snow falls,")
    (variant,) = differing(leading, witness)
    assert [run.span.of(witness.document.text) for run in variant.runs] == [
        "We will repair 3 bridges",
        "before the first snow falls,",
    ]
    assert left_out(variant, leading) == ["old", "and we will not wait"]
    assert left_out(differing(witness, leading)[0], witness) == []


def test_a_compound_in_two_words_is_no_difference() -> None:
    """How a compound is written is spelling, not wording."""
    assert differing(stated("The well-known bridge stands"), stated("The well known bridge stands")) == ()


def test_a_lone_little_word_between_two_differences_is_not_picked_out() -> None:
    """ "Damage in the town" and "crimes in a village" have an "in" in common, and nothing else."""
    (variant,) = differing(stated("We saw damage in the town again"), stated("We saw crimes in a village again"))
    assert marked(variant) == "We saw [crimes in a village] again"


VOCABULARY = st.sampled_from(
    ["We", "the", "in", "not", "repair", "bridge", "1,480", "1480", "4", "$4", "Okoro’s", "old"]
)
GAPS = st.sampled_from([" ", ", ", "  ", " — ", ". ", " “", "” "])
ENTRIES = st.lists(st.tuples(VOCABULARY, GAPS), min_size=1, max_size=8)
PIECE = ENTRIES.map(lambda entries: "".join(word + gap for word, gap in entries).rstrip(" “"))
CONTENTS = st.lists(PIECE, min_size=1, max_size=3)


def placed(pieces: list[str]) -> Statement:
    """A statement whose pieces stand in the text in this order, with other words between them."""
    spans: list[Span] = []
    text = "Okoro: "
    for piece in pieces:
        spans.append(Span(len(text), len(text) + len(piece)))
        text += f"{piece} (he said the old bridge) "
    return Statement(Document.make(text), "direct", tuple(spans), (), (), None, Span(0, len(text)))


def words(statement: Statement, spans: tuple[Span, ...]) -> list[str]:
    """The comparable words of some spans of the statement's document."""
    return [word.token for word in find_words(statement.document.text, spans)]


def is_within(part: list[str], whole: list[str]) -> bool:
    """Whether the words stand in the whole in this order; spaces inside of compounds do not count."""
    rest = iter("".join(whole))
    return all(letter in rest for letter in "".join(part))


@given(CONTENTS, CONTENTS)
def test_every_word_is_told_once_and_exactly(ours: list[str], theirs: list[str]) -> None:
    """Runs hold all of the witness's words in order, the same ones in the leading order, the rest is left out."""
    leading, witness = placed(ours), placed(theirs)
    for variant in differing(leading, witness):
        spans = tuple(run.span for run in variant.runs)
        assert words(witness, spans) == words(witness, witness.content)
        assert all(any(piece.covers(span) for piece in witness.content) for span in spans)
        assert all(before.end <= after.start for before, after in pairwise(spans))
        same = words(witness, tuple(run.span for run in variant.runs if run.same))
        assert is_within(same, words(leading, leading.content))
        lost = words(leading, variant.left_out)
        assert len("".join(lost)) + len("".join(same)) == len("".join(words(leading, leading.content)))


@given(CONTENTS, CONTENTS)
def test_a_difference_is_seen_from_both_sides(ours: list[str], theirs: list[str]) -> None:
    """The same words are no variant whoever leads; other words are one from either side."""
    leading, witness = placed(ours), placed(theirs)
    joined = ["".join(words(s, s.content)) for s in (leading, witness)]
    assert bool(differing(leading, witness)) == bool(differing(witness, leading))
    if joined[0] != joined[1]:
        assert differing(leading, witness)
    assert differing(leading, leading) == ()


def test_the_shared_statements_of_the_seeds() -> None:
    """Two statements of a transcript and a report are one each, and the transcript leads."""
    documents = [reading.document for reading in seeds.load()]
    listed = corroborate([s for document in documents for s in analyse(document, None).statements])
    shared = [testimony for testimony in listed if testimony.witnesses]
    assert [is_primary(testimony.statement) for testimony in shared] == [True, True]
    assert all(testimony.speaker and testimony.speaker.name == "Antony Blinken" for testimony in shared)
    first, second = shared
    assert variants(second) == ()
    assert marked(variants(first)[-1]).startswith("It’s a deliberate campaign to kill")
    assert variants(first)[-1].is_part
    assert "[recent visual evidence of mass atrocities in Ukraine are] not the" in marked(variants(first)[0])

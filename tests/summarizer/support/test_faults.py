"""Promises of the gate for written sentences, kept on every sentence of the first sources."""

from __future__ import annotations

import re
from functools import lru_cache

from hypothesis import assume, given
from hypothesis import strategies as st

from seeds import load
from summarizer.sentences import split_sentences
from summarizer.support import alarms, faults
from summarizer.support.names import read_names
from summarizer.types import Document, Excerpt

DIGIT = re.compile(r"\d")


@lru_cache
def excerpts() -> tuple[Excerpt, ...]:
    """Every sentence of the first sources."""
    documents = [seed.document for seed in load()]
    return tuple(Excerpt.cut(d, s) for d in documents for s in split_sentences(d.text, d.headings))


@lru_cache
def with_digits() -> tuple[Excerpt, ...]:
    """Those that hold a digit."""
    return tuple(excerpt for excerpt in excerpts() if DIGIT.search(excerpt.exact))


@lru_cache
def names() -> tuple[str, ...]:
    """Every name of the first sources that no sentence begins with."""
    return tuple(sorted({n.text for e in excerpts() for n in read_names(e.exact) if not n.opens}))


sentences = st.deferred(lambda: st.sampled_from(excerpts()))
numbered = st.deferred(lambda: st.sampled_from(with_digits()))


@given(sentences)
def test_an_exact_copy_passes(excerpt: Excerpt) -> None:
    """A sentence copied from its source needs nothing else."""
    assert faults(excerpt.exact, (excerpt,)) == ()


@given(sentences, sentences)
def test_an_exact_copy_passes_beside_another_source(excerpt: Excerpt, other: Excerpt) -> None:
    """A further citation takes nothing away."""
    assert faults(excerpt.exact, (excerpt, other)) == ()
    assert faults(excerpt.exact, (other, excerpt)) == ()


@given(numbered, st.data())
def test_a_changed_digit_never_passes(excerpt: Excerpt, data: st.DataObject) -> None:
    """Whichever digit of a copy is changed to whichever other."""
    place = data.draw(st.sampled_from([match.start() for match in DIGIT.finditer(excerpt.exact)]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != excerpt.exact[place]]))
    assert faults(f"{excerpt.exact[:place]}{digit}{excerpt.exact[place + 1 :]}", (excerpt,))


@given(sentences, st.data())
def test_a_name_that_the_source_has_not_never_passes(excerpt: Excerpt, data: st.DataObject) -> None:
    """Whichever name of a copy is replaced by one that stands elsewhere."""
    own = [name.text for name in read_names(excerpt.exact) if not name.opens]
    assume(own)
    name = data.draw(st.sampled_from(own))
    other = data.draw(st.sampled_from(["Ada Okoro", "Lisbon", "Zarkov", "OPEC", "Portuguese"]))
    assert faults(excerpt.exact.replace(name, other, 1), (excerpt,))


@given(st.text(max_size=200), sentences)
def test_anything_may_be_asked(text: str, excerpt: Excerpt) -> None:
    """Whatever a model returns, the gate answers, and twice the same."""
    assert faults(text, (excerpt,)) == faults(text, (excerpt,))


def test_a_sentence_without_words_says_nothing() -> None:
    """An empty answer and mere marks are no sentence."""
    assert faults("", excerpts()[:1])
    assert faults("...", excerpts()[:1])


def test_nothing_rests_on_nothing() -> None:
    """Without a source every sentence is the model's own."""
    assert faults("The bridge was closed.", ())


def test_an_alarm_names_what_is_wrong() -> None:
    """A summary is held against its whole document, headings included."""
    document = Document.make("The bridge in Lisbon was closed in 2021. Ada Okoro said that 40 cars were hit by stones.")
    assert alarms("The bridge in Lisbon was closed.", document) == ()
    assert "'41'" in "; ".join(alarms("The bridge was closed. Ada Okoro said that 41 cars were hit.", document))

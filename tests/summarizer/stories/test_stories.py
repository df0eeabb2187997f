"""Documents about one event come together, whatever their order; others do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import seeds
from summarizer.rarity import rarity, stem
from summarizer.stories.grouping import SAME, Print, fingerprint, headline, join, likeness
from summarizer.types import Analysis, Document, Span, Vectors

FLOOD = "The river Aar flooded the old town of Thun on Friday. Mayor Ruth Keller asked the canton of Bern for help."
AGAIN = "Thun's mayor, Ruth Keller, asked Bern for help after the Aar flooded cellars in the old town, the canton said."
HARBOUR = "A Liberian freighter, the Ocean Pearl, lost forty containers off Rotterdam. The coastguard saved the crew."
WORDS = st.lists(st.sampled_from("Aar Thun Keller canton Bern flood cellar 120 bridge Rotterdam".split()), max_size=12)
TEXTS = WORDS.map(" ".join).filter(bool)


def understood(text: str, *, vectors: Vectors | None = None, published: datetime | None = None) -> Analysis:
    document = Document.make(text, published=published)
    return Analysis(document, "1", "model+tagger", "en", (), (), (), (), vectors)


def printed(text: str, published: datetime | None = None) -> Print:
    return fingerprint(understood(text, published=published))


def grouped(prints: list[Print]) -> list[list[int]]:
    """The stories that arise when documents arrive in this order, by the documents' places."""
    stories: list[list[int]] = []
    for place, made in enumerate(prints):
        index = join(made, [[prints[i] for i in story] for story in stories])
        if index is None:
            stories.append([place])
        else:
            stories[index].append(place)
    return stories


def test_the_seeds_are_one_story_in_every_order() -> None:
    """Three reports and a transcript of one event come together without a model, whichever comes first."""
    prints = [printed(reading.document.text) for reading in seeds.load()]
    for order in permutations(prints):
        assert grouped(list(order)) == [[0, 1, 2, 3]]


def test_another_event_is_another_story() -> None:
    """A report of something else stays apart, and a late one still finds its story."""
    assert grouped([printed(FLOOD), printed(HARBOUR), printed(AGAIN)]) == [[0, 2], [1]]


def test_the_first_document_is_a_story_of_its_own() -> None:
    """There is nothing to join."""
    assert join(printed(FLOOD), []) is None


def test_the_likest_story_is_joined() -> None:
    """Of two that would do, the one that has more in common."""
    close, far = printed(AGAIN), printed("The Aar rose. Thun is safe, said the mayor of the old town, Ruth Keller.")
    assert likeness(printed(FLOOD), close) > likeness(printed(FLOOD), far) >= SAME
    assert join(printed(FLOOD), [[far], [close]]) == 1
    assert join(printed(FLOOD), [[close], [far]]) == 0


def test_a_story_is_not_joined_by_its_edge_alone() -> None:
    """What is like one document a little, and unlike all others of its story, does not lengthen a chain."""
    edge = printed("Ruth Keller, mayor of Thun, opened the winter market. Bern sent its brass band, the canton said.")
    new = printed("The winter market drew a record crowd. A brass band played on while snow covered every stall.")
    others = [printed(HARBOUR + f" Container {n} is red.") for n in range(9)]
    assert join(new, [[edge]]) == 0
    assert join(new, [[edge, *others]]) is None


def test_the_same_text_years_later_is_less_alike() -> None:
    """Stated dates a few days apart mean nothing; a year apart, what recurs is another story and a copy is not."""
    day, text = datetime(2024, 5, 3, tzinfo=UTC), "The Aar rose by night. Firemen of Thun pumped out forty cellars."
    now, soon, late = (printed(text, published=day + timedelta(days)) for days in (0, 2, 365))
    flood = printed(FLOOD, published=day)
    assert likeness(flood, now) == likeness(flood, soon) == likeness(flood, printed(text))
    assert join(flood, [[soon]]) == 0
    assert join(flood, [[late]]) is None
    assert join(late, [[now]]) == 0


def test_vectors_of_one_model_weigh_in_and_of_two_do_not() -> None:
    """Two models' vectors have nothing to do with each other; words then decide alone."""
    same, turned = np.eye(3, dtype=np.float32)[[0]], np.eye(3, dtype=np.float32)[[1]]
    flood, alike, unlike = (
        fingerprint(understood(text, vectors=vectors))
        for text, vectors in ((FLOOD, same), (AGAIN, same), (AGAIN, turned))
    )
    assert likeness(flood, alike) > likeness(printed(FLOOD), printed(AGAIN)) > likeness(flood, unlike)
    assert likeness(flood, replace(unlike, model="another")) == likeness(printed(FLOOD), printed(AGAIN))
    assert flood.model == "model"


def test_a_mean_vector_heeds_the_beginning_most() -> None:
    """A long page's comments and further links do not decide what it is about."""
    vectors = np.eye(2, dtype=np.float32)[[0] * 6 + [1] * 40]
    made = fingerprint(understood(FLOOD, vectors=vectors)).vector
    assert made is not None
    assert made[0] > made[1] > 0
    assert np.linalg.norm(made) == pytest.approx(1)


@given(TEXTS, TEXTS)
def test_likeness_is_symmetric_and_between_0_and_1(a: str, b: str) -> None:
    """Two documents are as like as each other, and each is itself."""
    assert likeness(printed(a), printed(b)) == likeness(printed(b), printed(a))
    assert 0 <= likeness(printed(a), printed(b)) <= 1.001
    assert not printed(a).weights or likeness(printed(a), printed(a)) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("text", ["", " … ", "and the of", "12"])
def test_a_text_that_says_nothing_joins_nothing(text: str) -> None:
    """Without content words there is nothing to compare, and nothing breaks."""
    made = fingerprint(understood(text, vectors=np.zeros((0, 3), dtype=np.float32)))
    assert join(made, [[printed(FLOOD)], [printed(HARBOUR)]]) is None


def test_a_sites_notice_is_of_no_story() -> None:
    """The same notice stands where articles on any event should: it stays alone, and joins not even its copy."""
    notice = printed("We use cookies. By using this site you agree to our privacy policy. Learn more about Thun.")
    assert join(notice, [[notice], [printed(FLOOD)]]) is None
    assert join(printed(FLOOD), [[notice]]) is None


def test_names_tell_more_than_common_words() -> None:
    """What every tenth page has is no reason to join; years stand on most pages as well."""
    assert rarity("rotterdam") > rarity("2031") == rarity(stem("hospitals")) > rarity("government")
    assert stem("attacked") == stem("attacks") == stem("attacking") == "attack"
    assert "keller" in printed(FLOOD + " He said so." * 3).telling[:9]


def test_a_story_is_called_what_a_source_calls_itself() -> None:
    """The newest stated title or heading; else the first sentence; always the source's own characters."""
    bare = Document.make(FLOOD)
    headed = Document.make("Flood in Thun\n\n" + FLOOD, headings=(Span(0, 13),))
    titled = Document.make(FLOOD, title="The Aar comes")
    assert headline([bare, headed, titled]) == "The Aar comes"
    assert headline([bare, titled, headed]) == "Flood in Thun"
    assert headline([bare]) == "The river Aar flooded the old town of Thun on Friday."


def test_a_title_goes_with_the_story() -> None:
    """The newest count heads it, not the first one, and no newer title that has hardly a word of the others'."""
    titles = "Aar kills 18 in Thun", "How Thun drowned", "Aar floods in Thun: 34 dead", "Red Cross: 80 missing"
    reports = [Document.make(f"{FLOOD} {n}", title=title) for n, title in enumerate(titles)]
    assert headline(reports) == titles[2]
    assert headline(reports[:1]) == titles[0]


def test_a_text_in_another_language_stays_alone() -> None:
    """Its "die" and "von" would weigh as names do: not even two that share most of their words come together."""
    german = replace(understood(FLOOD), language="de")
    assert join(fingerprint(german), [[fingerprint(german)], [printed(FLOOD)]]) is None
    assert join(printed(FLOOD), [[fingerprint(german)]]) is None

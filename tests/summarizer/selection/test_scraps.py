"""What stands on pages between the sentences of a story is told by its words."""

from __future__ import annotations

import pytest

from summarizer.selection.scraps import is_scrap, tellable


@pytest.mark.parametrize(
    "scrap",
    [
        "Click here to read what else happened on Monday.",
        "CLICK HERE TO GET THE FOX NEWS APP",
        "Sign up for our newsletter and have it every morning.",
        "Read more about the flood in the old town.",
        "Follow us on Facebook, Twitter and all the others.",
        "Follow the reporter Ann Lee on Twitter for more.",
        "Photo: the old town under water, seen from above.",
        "The old town under water on Monday. (AP Photo/Ann Lee)",
        "A man walks past the old bridge on Monday. REUTERS/Ann Lee",
        "Image copyright Ann Lee Image caption The old town of Aar.",
        "Copyright 2016 The Old Town Times and all its writers.",
        "© 2016 The Old Town Times, all of its writers.",
        "Ann Lee and Bo Li contributed to this report.",
        "By ANN LEE and BO LI, The Old Town Times.",
        "RELATED: The old town was under water before.",
        "See it all on https://example.org today and tomorrow.",
    ],
)
def test_scraps_are_known(scrap: str) -> None:
    """Calls to action, captions, credits, bylines and notices are no part of a story."""
    assert is_scrap(scrap)
    assert not tellable(scrap)


@pytest.mark.parametrize(
    "sentence",
    [
        "Police said they will follow the man on every road of the country.",
        "The mayor asked the town to sign the letter by Monday.",
        "By Monday the river had fallen by three metres.",
        "A photo of the bridge was seen by two million people.",
        "The company will copyright the song of the old town.",
        "Reuters reported that the bridge was open again.",
        "He was seen here by two people on Monday night, in the old town.",
        "The documents show more than twelve thousand appointments in May.",
        "The new privacy policy lets the company and its partners listen.",
        "“The bridge will be open again on Monday,” Ann Lee said.",
    ],
)
def test_sentences_of_a_story_are_no_scraps(sentence: str) -> None:
    """The same words in a sentence that tells something leave it alone."""
    assert tellable(sentence)


FRAGMENTS = ["Load more now.", "Who will pay for all of this damage?", "Floods in the Old Town of Aar"]


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_fragments_are_not_told(fragment: str) -> None:
    """A few words, a lone question, a headline: they say nothing by themselves."""
    assert not tellable(fragment)

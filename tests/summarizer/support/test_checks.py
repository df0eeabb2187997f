"""What each check of a written sentence refuses, and what it lets pass."""

from __future__ import annotations

import pytest

from summarizer.support import faults
from summarizer.support.align import drawn_from
from summarizer.support.cited import Cited
from summarizer.support.closeness import closeness_faults
from summarizer.support.edits import edit_faults, moved_faults
from summarizer.support.names import name_faults, read_names
from summarizer.support.numbers import missing_numbers, moved_numbers, read_numbers
from summarizer.support.opposites import SIDES, turned
from summarizer.support.polarity import hedge_faults, negation_faults, opposite_faults
from summarizer.support.quotes import altered_quotes, quote_faults
from summarizer.support.roles import role_faults
from summarizer.types import Document, Excerpt, Referent, Span


def resting_on(*texts: str) -> Cited:
    """Sentences of one document."""
    document = Document.make("\n\n".join(texts))
    starts = [document.text.index(text) for text in texts]
    return Cited.of([Excerpt.cut(document, Span(s, s + len(t))) for s, t in zip(starts, texts, strict=True)])


@pytest.mark.parametrize(
    ("told", "stated"),
    [
        ("It cost 1.2 billion dollars.", "It cost $1.2 billion."),
        ("Four hundred people died.", "In all 400 people died."),
        ("It was the 4th attack.", "It was the fourth attack."),
        ("Jon Bell, 37, left.", "Jon Bell, a 37-year-old, left."),
        ("It fell by 9 percent.", "It fell by 9%."),
        ("He flew an F-16.", "The F-16 was flown by him."),
    ],
)
def test_a_number_may_be_written_otherwise(told: str, stated: str) -> None:
    """In words, with another sign, as an ordinal with digits."""
    assert not [*missing_numbers(told, resting_on(stated)), *moved_numbers(told, resting_on(stated))]


@pytest.mark.parametrize(
    ("told", "stated"),
    [
        ("It cost 1.2 million dollars.", "It cost $1.2 billion."),
        ("It cost 12 euros.", "It cost $12."),
        ("It fell by 9 percent.", "It fell by 9 points."),
        ("It was the fifth attack.", "It was the fourth attack."),
        ("He flew an F-18.", "He flew an F-16."),
        ("In the 1980s it rose.", "In the 1990s it rose."),
        ("They met on April 7.", "They met on April 6."),
        ("500 cars and 500 people came.", "400 cars and 500 people came."),
        ("It was seen by 40 to 60 people.", "It was seen by 40 to 50 people."),
    ],
)
def test_another_number_is_missing(told: str, stated: str) -> None:
    """Other scales, currencies, ordinals, model numbers, decades, days and ends of a range."""
    assert list(missing_numbers(told, resting_on(stated)))


@pytest.mark.parametrize(
    ("told", "stated"),
    [
        ("More than 400 died.", "At least 400 died."),
        ("About 400 people died.", "400 people died."),
        ("Up to 400 people died.", "About 400 people died."),
        ("1,480 were injured and 2,195 killed.", "1,480 were killed and 2,195 injured."),
        ("400 soldiers came.", "400 farmers came."),
    ],
)
def test_a_number_keeps_its_modifier_and_its_noun(told: str, stated: str) -> None:
    """A bound, a guess, a fate and what is counted are part of a figure."""
    assert list(moved_numbers(told, resting_on(stated)))


def test_a_number_is_read_with_all_that_belongs_to_it() -> None:
    """Value, unit, modifier, noun and event."""
    (number,) = read_numbers("More than 400 civilians were killed.")
    assert (number.value, number.modifier, number.noun, number.event) == (400, "more_than", "civilians", "killed")


def test_names_are_runs_of_capitals() -> None:
    """Possessives end a run, and the first person is no name."""
    names = read_names("Jens Stoltenberg’s aide and I met U.S. officials in Kyiv.")
    assert [name.text for name in names] == ["Jens Stoltenberg", "U.S.", "Kyiv"]
    assert [name.opens for name in names] == [True, False, False]


@pytest.mark.parametrize(
    ("told", "stated"),
    [
        ("Stoltenberg spoke.", "Jens Stoltenberg spoke."),
        ("The Russian army left.", "Russia sent its army, which left."),
        ("The US and the UN agreed.", "The United States and the United Nations agreed."),
        ("The IMF paid.", "The International Monetary Fund paid."),
        ("Mayor Ada Okoro spoke.", "Ada Okoro, the city’s mayor, spoke."),
        ("Troops left Kyiv.", "The troops left Kyiv."),
    ],
)
def test_a_name_may_be_shortened(told: str, stated: str) -> None:
    """A surname, an adjective of a country, initials, a title that stands beside the name."""
    assert not list(name_faults(told, resting_on(stated)))


@pytest.mark.parametrize(
    ("told", "stated"),
    [
        ("Jens Bell spoke.", "Jens Stoltenberg met Jon Bell."),
        ("President Okoro spoke.", "President Bell met Okoro."),
        ("Austrian troops left.", "Australian troops left."),
        ("They met on Tuesday.", "They met on Monday."),
        ("Zarkov spoke.", "He spoke."),
        ("NATO spoke.", "The alliance spoke."),
    ],
)
def test_a_name_that_no_source_has_is_refused(told: str, stated: str) -> None:
    """Put together from two, under another's title, of a like-sounding country, of another day, from memory."""
    assert list(name_faults(told, resting_on(stated)))


def test_whom_an_opening_pronoun_means_may_be_named() -> None:
    """A referent that the excerpt carries is a name of its source."""
    document = Document.make("Ada Okoro came. She left early.")
    excerpt = Excerpt(document, Span(16, 31), "She left early.", referent=Referent(Span(16, 19), Span(0, 9)))
    assert list(name_faults("Ada Okoro left early.", Cited.of([Excerpt.cut(document, Span(16, 31))])))
    assert not list(name_faults("Ada Okoro left early.", Cited.of([excerpt])))


def test_a_quotation_may_end_sooner() -> None:
    """A part of a quotation, in other marks, is one too; a word that was not quoted is none."""
    cited = resting_on("“We will pay for it,\u00a0and soon,” Okoro said of the old bridge.")
    assert not list(quote_faults('Okoro said they will "pay for it, and soon".', cited))
    assert "do not quote" in "; ".join(quote_faults("Okoro spoke of the “old bridge”.", cited))


def test_an_altered_quotation_is_told_from_an_unknown_one() -> None:
    """Most of its words in order make it an altered one."""
    cited = resting_on("“We will pay for all of it,” Okoro said.")
    assert list(altered_quotes("“We will pay for none of it,” Okoro said.", cited))
    assert not list(altered_quotes("“Nobody ever saw the engineers,” Okoro said.", cited))


@pytest.mark.parametrize(
    ("told", "stated"),
    [
        ("Okoro paid for it.", "Okoro did not pay for it."),
        ("Okoro was not seen at the bridge.", "Okoro was seen at the bridge."),
        ("The bridge never reopened.", "The bridge reopened."),
    ],
)
def test_a_not_is_kept(told: str, stated: str) -> None:
    """Neither dropped nor added."""
    assert faults(told, resting_on(stated).excerpts)


def test_not_only_negates_nothing() -> None:
    """ "Not only the mayor" includes the mayor."""
    assert not list(negation_faults("Okoro and Bell paid.", resting_on("Not only Okoro but Bell paid.")))


@pytest.mark.parametrize(
    ("told", "stated"),
    [
        ("Soldiers killed 40 farmers.", "Soldiers are alleged to have killed 40 farmers."),
        ("Soldiers killed farmers near the river.", "Soldiers may have killed farmers near the river."),
        ("Okoro took the money from the bank.", "Okoro denied that she took the money from the bank."),
        ("The bank lost the money in June.", "Okoro said that the bank lost the money in June."),
    ],
)
def test_a_doubt_and_a_teller_are_kept(told: str, stated: str) -> None:
    """What is alleged, possible, denied or reported is told so."""
    assert list(hedge_faults(told, resting_on(stated)))


def test_an_opposite_is_refused() -> None:
    """ "Fell" for "rose", but not where the source has a word of the same side."""
    assert list(opposite_faults("Prices fell in June.", resting_on("Prices rose in June.")))
    assert not list(opposite_faults("Prices fell in June.", resting_on("Prices dropped in June as wages rose.")))


def test_opposites_are_mutual() -> None:
    """Whatever is turned by a word turns it."""
    pairs = [(word, other) for word, sides in SIDES.items() for _, against in sides for other in against]
    assert all(any(word in against for _, against in SIDES[other]) for word, other in pairs)
    assert turned("fell", ["prices", "rose"], ["prices", "fell"]) == "rose"


def test_who_did_what_to_whom_is_kept() -> None:
    """Turned round it is refused; in the passive voice it is not turned."""
    cited = resting_on("Russia attacked Ukraine in the east.")
    assert list(role_faults("Ukraine attacked Russia in the east.", cited))
    assert not list(role_faults("Ukraine was attacked by Russia.", cited))


def test_a_copy_with_another_name_is_refused() -> None:
    """Even where both names stand in the sources."""
    cited = resting_on("Okoro closed the bridge in Lisbon on Monday.", "Bell was in Porto.")
    assert list(edit_faults("Okoro closed the bridge in Porto on Monday.", cited))
    assert list(moved_faults("Lisbon closed the bridge in Okoro on Monday.", cited))


def test_words_of_the_models_own_are_refused() -> None:
    """Too many in all, or too many in a row."""
    cited = resting_on("The city closed the old bridge on Monday after a storm.")
    assert not list(closeness_faults("The city closed the bridge after heavy storms.", cited))
    assert list(closeness_faults("The city closed the old bridge, angering many local fishermen.", cited))


def test_a_sentence_is_drawn_from_few_sources() -> None:
    """The one that gives most words first, and no source that adds nothing."""
    texts = ("Bell slept.", "The city closed the old bridge.", "The storm broke the river wall.")
    assert drawn_from("The city closed the bridge after a storm broke the river wall.", texts) == (texts[2], texts[1])

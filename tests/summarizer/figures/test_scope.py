"""Scope: the event, the place and the time of a figure, from its own sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.figures import find_figures
from summarizer.sentences import split_sentences
from summarizer.types import Document, Figure, Span


def figures_of(text: str) -> tuple[Figure, ...]:
    """The figures of a text as it is."""
    return find_figures(Document.make(text), split_sentences(text), ())


def words(figure: Figure, span: Span | None) -> str | None:
    """The characters of a span of the figure's document."""
    return span.of(figure.document.text) if span else None


def events(text: str) -> list[str | None]:
    """The events of all figures of the text."""
    return [words(figure, figure.event) for figure in figures_of(text)]


def first(text: str, part: str) -> str | None:
    """One part of the scope of the text's first figure."""
    figure = figures_of(text)[0]
    return words(figure, getattr(figure, part))


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("The flood killed at least 40 farmers.", "killed"),
        ("At least 40 farmers, most of them women, have been killed.", "killed"),
        ("About 40 farmers from the valley are believed to have died.", "died"),
        ("Denmark pledged $2 billion in aid.", "pledged"),
        ("The price of bread rose to $4.", "rose"),
        ("They sold the old ferry for $300,000.", "sold"),
        ("Officers arrested more than 30 hikers who had crossed the fence.", "arrested"),
        ("The quake left four miners dead.", "dead"),
        ("The bishop mourned the deaths of 12 sailors.", "deaths"),
        ("Divers recovered the bodies of 12 sailors.", "recovered"),
        ("Nearly 12 percent of voters agreed.", "agreed"),
        ("They must chip in $27.", "chip"),
        ("Two jurors were absent.", None),
        ("The town has 40 wells.", None),
        ("The club wrote to 40 towns with 3 million voters.", None),
    ],
)
def test_the_governing_verb_is_the_event(text: str, event: str | None) -> None:
    """What befell or is done with what is counted; a verb that only says that it is there tells nothing."""
    assert events(text)[-1] == event


def test_coordinated_figures_have_their_own_verbs() -> None:
    """Each figure of a pair keeps what befell it, and things in a list share their verb."""
    assert events("At least 70 sailors were rescued in the storm and 12 injured.") == ["rescued", "injured"]
    assert events("The storm killed 3 sailors and injured 12.") == ["killed", "injured"]
    assert events("The army lost 20 tanks, 11 guns and about 4 planes.") == ["lost", "lost", "lost"]


def test_a_verb_of_saying_is_no_event() -> None:
    """Who says so is no part of what happened: the verb behind the figure is."""
    assert events("The mayor said 40 shops closed.") == ["closed"]
    assert events("Engineers believe 40 bridges are beyond repair.") == [None]


def test_the_verb_of_a_clause_with_a_subject_of_its_own_is_no_event() -> None:
    """What somebody else did later in the sentence befell nothing that is counted."""
    assert events("There are 40 reasons why she resigned.") == [None]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("At least 40 farmers were killed in Norland on Monday.", "Norland"),
        ("In Norland, 40 farmers were killed.", "Norland"),
        ("40 shoppers were hurt at the Eastfield mall.", "Eastfield mall"),
        ("40 families fled homes across northern Norland.", "northern Norland"),
        ("The blast hurt 40 pupils at a school near Port Elgar.", "school near Port Elgar"),
        ("A blast in Port Elgar, Ohio, hurt 40 pupils.", "Port Elgar, Ohio"),
        ("They freed 40 hostages in Norland and Sudmark.", "Norland and Sudmark"),
        ("A raid in Norland that killed 40 soldiers was filmed.", "Norland"),
        ("The party won 40 seats in Parliament.", None),
        ("The party won 40 seats in March.", None),
        ("40 percent of them trust in Joseph Biden.", None),
        ("They spent $40 on Norlandian wine.", None),
        ("They have 40 friends in Mary's class.", None),
    ],
)
def test_a_place_is_cut_without_preposition_and_article(text: str, place: str | None) -> None:
    """The place that the figure's clause names; months, persons, bodies and owners are none."""
    assert first(text, "place") == place


def test_each_half_of_a_sentence_has_its_own_place_and_time() -> None:
    """What stands behind a figure in its own clause goes before what opened the sentence."""
    found = figures_of("In 2014, 20 men drowned in Norland and 30 in Sudmark.")
    assert [words(figure, figure.place) for figure in found] == ["Norland", "Sudmark"]
    assert [words(figure, figure.time) for figure in found] == ["In 2014", "In 2014"]


def test_where_the_speaker_stands_is_not_where_it_happened() -> None:
    """A place before a verb of saying belongs to who says so."""
    assert first("Officials in Port Elgar said 40 farmers were killed.", "place") is None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("40 shops closed on Tuesday.", "on Tuesday"),
        ("40 shops have closed since Feb. 24.", "since Feb. 24"),
        ("40 shops closed in March 2014.", "in March 2014"),
        ("Last year, 40 shops closed.", "Last year"),
        ("They want 40 shops closed by 2030.", "by 2030"),
        ("40 shops closed over the last two days.", "over the last two days"),
        ("Between 2004 and 2013 40 shops closed.", None),
        ("From 2004 to 2013, the town lost 40 shops.", None),
        ("The town lost 40 shops from 2004 to 2013.", "from 2004 to 2013"),
        ("The town lost 40 shops two years ago.", "two years ago"),
        ("The 2013 fire destroyed 40 shops.", None),
        ("Founded in 1997, the chain has 40 shops.", None),
        ("The town may lose 40 shops.", None),
    ],
)
def test_a_time_is_cut_with_its_preposition(text: str, time: str | None) -> None:
    """When it was, as the figure's clause says; a year that only describes a noun says nothing."""
    found = [figure for figure in figures_of(text) if figure.text == "40"]
    assert words(found[0], found[0].time) == time


def test_a_duration_is_not_its_own_time() -> None:
    """The time never overlaps the number that it would explain."""
    (figure,) = figures_of("The town was shelled over the last 48 hours.")
    assert (figure.text, figure.time) == ("48 hours", None)


def test_ages_have_no_scope() -> None:
    """What befell a person befell no age."""
    (figure,) = figures_of("Ada Byron, 36, was killed in Norland on Monday.")
    assert (figure.type, figure.event, figure.place, figure.time) == ("age", None, None, None)


PIECES = st.sampled_from(
    """40 12.5 percent $3 million people were killed in Norland on Tuesday , . and since Feb. 24 who the at school
    over last two days dozens of wounded near 2014 “ ” ( ) said that had pledged""".split()
)


@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_scope_lies_in_the_sentence_and_beside_the_number(text: str) -> None:
    """Whatever the text, event, place and time are of the figure's own sentence and never overlap the number."""
    sentences = split_sentences(text)
    for figure in find_figures(Document.make(text), sentences, ()):
        (sentence,) = (span for span in sentences if span.covers(figure.span))
        for part in (figure.event, figure.place, figure.time):
            assert part is None or (sentence.covers(part) and not part.overlap(figure.span))


def test_a_hostile_sentence_takes_no_longer_than_its_length() -> None:
    """Of thousands of places and numbers in one sentence only the near ones are weighed."""
    text = "They found 40 men in New York, and " * 400
    document = Document.make(text)
    found = find_figures(document, (Span(0, len(text)),), ())
    assert len(found) == 400
    assert {words(figure, figure.place) for figure in found} == {"New York"}

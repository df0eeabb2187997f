"""Who says a figure: whose words count as telling, which words name the teller, and whom a sentence itself credits."""

import re
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.figures import find_figures
from summarizer.figures.tellers import Tellers
from summarizer.sentences import split_sentences
from summarizer.statements import find_statements
from summarizer.types import Document, Kind, Span, Speaker, Statement


def place(text: str, words: str) -> Span:
    """Where these words first stand in the text."""
    start = text.index(words)
    return Span(start, start + len(words))


def statement(text: str, source: str, cue: str, content: str, kind: Kind = "indirect", name: str = "") -> Statement:
    """Somebody's statement as a tagger finds it, each part at the first place of its words; no cue for ""."""
    return Statement(
        document=Document.make(text),
        kind=kind,
        content=(place(text, content),),
        source=(place(text, source),),
        cue=(place(text, cue),) if cue else (),
        speaker=Speaker(name) if name else None,
        context=Span(0, len(text)),
    )


def number_in(text: str) -> str:
    """The first number of a text."""
    found = re.search(r"\d[\d,]*", text)
    assert found
    return found.group()


def teller(text: str, number: str, *statements: Statement) -> str | None:
    """The words that say who tells a number of a text that is one sentence or heading."""
    source = Tellers(text, statements).of(place(text, number), Span(0, len(text)))
    return source.span.of(text) if source else None


def tellers_of(text: str) -> list[str | None]:
    """The words that say who tells, for every figure of a text, from end to end without a model."""
    document, sentences = Document.make(text), split_sentences(text)
    figures = find_figures(document, sentences, find_statements(document, sentences))
    return [figure.attributed_to.of(text) if figure.attributed_to else None for figure in figures]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The rebels could hold 30 villages.", "The rebels", "could hold", "30 villages"),
        ("The gallery included 35 prints in its show.", "The gallery", "included", "35 prints in its show"),
        ("The firm agreed to pay $40,000.", "The firm", "agreed", "to pay $40,000"),
        ("Avalanches claimed 40 lives.", "Avalanches", "claimed", "40 lives"),
        ("Divers found the wreck 20 miles out.", "Divers", "found", "the wreck 20 miles out"),
        ("The clip shows 35 whales under ice.", "The clip", "shows", "35 whales under ice"),
        ("Imran and Said Malik held 35 hostages.", "Imran", "Said", "Malik held 35 hostages"),
        ("The council will announce 40 new flats.", "The council", "will announce", "40 new flats"),
        ("We believe that 40 goats got out.", "We", "believe", "40 goats got out"),
        ("The parties kept talking of 300 seats.", "The parties", "", "talking of 300 seats"),
    ],
)
def test_what_somebody_does_is_not_told_by_him(text: str, source: str, cue: str, content: str) -> None:
    """A deed that was taken for a statement, and the writer's own "we", are the article's own voice."""
    assert teller(text, number_in(text), statement(text, source, cue, content)) is None


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The mayor claims 40 cars burned.", "The mayor", "claims", "40 cars burned"),
        ("Divers found that 35 wrecks are left.", "Divers", "found", "35 wrecks are left"),
        ("A poll shows 35 percent against.", "A poll", "shows", "35 percent against"),
        ("The firm agreed it lost $40,000.", "The firm", "agreed", "it lost $40,000"),
        ("The bank projects 40,000 layoffs.", "The bank", "projects", "40,000 layoffs"),
    ],
)
def test_a_word_of_saying_or_reckoning_tells(text: str, source: str, cue: str, content: str) -> None:
    """The same verbs tell something when a clause follows them, or when evidence is their subject."""
    assert teller(text, number_in(text), statement(text, source, cue, content)) == source


def test_a_quotation_is_told_whatever_its_cue() -> None:
    """Words in quotation marks are the speaker's, with any cue or none."""
    text = "The keeper scratched his head: “We had 12 seals.”"
    assert teller(text, "12", statement(text, "The keeper", "scratched", "We had 12 seals.", "direct")) == "The keeper"


def test_where_the_inner_statement_tells_nothing_the_outer_one_does() -> None:
    """The innermost source wins among those who tell something."""
    text = "The envoy said the rebels could hold 30 villages."
    outer = statement(text, "The envoy", "said", "the rebels could hold 30 villages")
    inner = statement(text, "the rebels", "could hold", "30 villages")
    assert teller(text, "30", outer, inner) == "The envoy"
    told = replace(inner, cue=(place(text, "said"),))
    assert teller(text, "30", outer, told) == "the rebels"


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "whole"),
    [
        ("Kiev (WNS)Ukraine says it has 40 guns.", "Kiev (WNS)Ukraine", "says", "it has 40 guns", "Ukraine"),
        ("Half of what the budget office had asked, 40.", "the", "had asked", "40", "the budget office"),
        (
            "British newspaper The Echo said 40 fell.",
            "British newspaper",
            "said",
            "40 fell",
            "British newspaper The Echo",
        ),
        ("WHO says 40 fell.", "WHO", "says", "40 fell", "WHO"),
        ("US says 40 fell.", "US", "says", "40 fell", "US"),
        ("It was run by Ann Lee, who said 40 fell.", "who", "said", "40 fell", "Ann Lee"),
    ],
)
def test_a_source_is_named_in_whole_words(text: str, source: str, cue: str, content: str, whole: str) -> None:
    """A dateline is cut off, a cut-off name is completed, and "who" is whom it refers to."""
    assert teller(text, "40", statement(text, source, cue, content)) == whole


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("That hurts, says 3-time champion Ana Ruiz.", "champion Ana Ruiz", "That hurts, says 3-time"),
        ("It may rain, say 12 senior officials.", "12 senior officials", "It may rain, say 12 senior"),
    ],
)
def test_a_number_of_the_source_is_not_told_by_it(text: str, source: str, content: str) -> None:
    """How many tell something, and what a teller has won, is the article's own voice."""
    assert teller(text, number_in(text), statement(text, source, "say", content)) is None


def test_a_pronoun_has_a_name_and_a_cut_off_dateline_has_none() -> None:
    """The name behind the words is the speaker's; where the words themselves were put right it is not trusted."""
    text = "He says 40 guns are left. Kiev (WNS)Ukraine says 50 are."
    he = statement(text, "He", "says", "40 guns are left", name="Jan Novak")
    ukraine = statement(text, "Kiev (WNS)Ukraine", "says", "50 are", name="Kiev Ukraine")
    tellers = Tellers(text, (he, ukraine))
    names = [
        source and source.name for source in (tellers.of(place(text, n), Span(0, len(text))) for n in ("40", "50"))
    ]
    assert names == ["Jan Novak", None]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("It ruined 300 barns, according to Dr. Ana Ruiz of the fire service.", "Dr. Ana Ruiz of the fire service"),
        ("The loss, according to the auditors, was $3 million.", "the auditors"),
        ("The flood, which rose fast, killed 40, said Dr. Ana Ruiz, a nurse.", "Dr. Ana Ruiz, a nurse"),
        ("It fell when 230 were below, the official website for the city said.", "the official website for the city"),
        ("Since the sale began, Ruiz says, 300 people have called.", "Ruiz"),
        ("As the Echo noted, the town spent $3 million.", "the Echo"),
        ("A report by the bank puts the loss at $3 million.", "A report by the bank"),
        ("Police counted at least 403 bodies.", "Police"),
        ("The march drew 300 people by the city's count.", "the city"),
        ("The Red Cross's estimate of 300 dead stands.", "The Red Cross"),
        ("Most of the 300 deaths reported by WHO came in May.", "WHO"),
        ("Figures from the port showed 300 wrecks.", "the port"),
        ("Engineer Ana O'Hara told the Echo that the dam needs 40 gates.", "Engineer Ana O'Hara"),
        ("14 dead in ferry fire, officials say", "officials"),
        ("Police: 14 dead in ferry fire", "Police"),
        ("14 dead in ferry fire - report", "report"),
    ],
)
def test_a_sentence_credits_its_figures_itself(text: str, source: str) -> None:
    """Where no statement covers a figure, its own sentence or heading may still name who says it."""
    assert teller(text, number_in(text)) == source


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The mayor reviewed police reports and 300 letters.", "300"),
        ("Update: 14 boats are lost", "14"),
        ("An estimated 300 ships sank.", "300"),
        ("As the show aired, 300 people left.", "300"),
        ("The mayor, Bob Smith, said 300 thanks.", "300"),
        ("The hall, the owners said, is dear, but 300 seats are sold.", "300"),
        ("It may rain, according to 12 forecasters.", "12"),
        ("The lake froze; 12 swans died, according to Ann Lee; 300 flew off.", "300"),
        ("Rates of people who claimed to be ill, reported a cold in winter 300 times.", "300"),
    ],
)
def test_a_sentence_that_names_nobody_credits_nobody(text: str, number: str) -> None:
    """Reports that are things, words that only look like tellers, and other clauses' sources do not count."""
    assert teller(text, number) is None


def test_another_person_is_no_name() -> None:
    """ "The judge" is not said to be "another judge", for nobody knows."""
    text = "The judge said 40 pleas failed."
    told = statement(text, "The judge", "said", "40 pleas failed", name="another judge")
    source = Tellers(text, (told,)).of(place(text, "40"), Span(0, len(text)))
    assert source is not None
    assert source.name is None


def test_a_sentence_far_too_long_credits_nobody() -> None:
    """What is longer than any sentence is not read for credits."""
    text = "The fire ruined 300 barns" + ", and more" * 500 + ", according to Ann Lee."
    assert teller(text, "300") is None


@pytest.mark.parametrize("number", ["300", "12"])
def test_from_end_to_end_a_figure_has_its_own_teller(number: str) -> None:
    """Two sentences, two tellers, whichever comes first."""
    told = f"Ann Lee said {number} barns burned. The loss was $3 million, according to the auditors. It took 9 days."
    assert tellers_of(told) == ["Ann Lee", "the auditors", None]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Eight people died, the opposition said; police put it at 12.", ["the opposition", "police"]),
        ("About 1,500 walked out, according to the union; the firm spoke of 600.", ["the union", "the firm"]),
        ("Police counted 900 marchers, but the union counted 1,500.", ["Police", "the union"]),
        ("The police gave a figure of 35, while the unions spoke of 120.", ["The police", "the unions"]),
        ("The mayor said police put the number of marchers at 40.", ["police"]),
        (
            "The bank expects 2 percent, the council 4 and the ministry one of 3.",
            ["The bank", "the council", "the ministry"],
        ),
        ("It lost $3 million, the firm said, not the $4 million that WHO gave.", ["the firm", "WHO"]),
        ("The loss was $3 million, the firm said, against $4 million forecast by the bank.", ["the firm", "the bank"]),
    ],
)
def test_who_reckons_a_number_has_it_whoever_speaks_around(text: str, sources: list[str]) -> None:
    """A clause that names its own reckoner, with a verb or without, is not told by the clause before."""
    assert tellers_of(text) == sources


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The firm will axe 3,100 posts, not 2,400, the union said.", "the union"),
        ("The union said the firm will axe 3,100 posts rather than 2,400.", "The union"),
        ("It sank with 60 on board, Ann Lee said on Monday, denying reports of more than 160 deaths.", "Ann Lee"),
        ("Ann Lee said 60 people died, dismissing a toll of 160.", "Ann Lee"),
        ("Ann Lee said 60 people died, rejecting claims that 160 had.", "Ann Lee"),
        ("Some 60 people died, the ministry said, contrary to reports of 160.", "the ministry"),
    ],
)
def test_what_somebody_denies_he_does_not_say(text: str, source: str) -> None:
    """The number that a speaker contrasts with his own or denies is nobody's."""
    assert tellers_of(text) == [source, None]


def test_a_number_inside_of_what_is_said_is_no_denial() -> None:
    """Not only, a dismissal of workers and a rise stay the speaker's."""
    assert tellers_of("The firm said not only 40 houses but 12 schools burned.") == ["The firm", "The firm"]
    assert tellers_of("The firm said the owners dismissed 40 workers.") == ["The firm"]
    assert tellers_of("The firm said 40 ships sank, a rise of 12 percent.") == ["The firm", "The firm"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The unions put the turnout at 120,000.", "The unions"),
        ("The opposition put the number of dead at 19.", "The opposition"),
        ("Organizers claimed 120,000.", "Organizers"),
        ("The WHO has recorded 6,300 cases.", "The WHO"),
        ("The agency said 74 people were injured.", "The agency"),
        ("The damage was estimated at 15 million euros by the chamber of commerce.", "the chamber of commerce"),
        ("The team has recorded 12 wins.", None),
        ("The landslide claimed 40 lives.", None),
        ("The singer spoke of 40 years of work.", None),
        ("The company put 40 machines at the docks.", None),
        ("The mayor bought a car, the council 12 buses.", None),
    ],
)
def test_bodies_reckon_and_others_do_not(text: str, source: str | None) -> None:
    """Who puts, gives, claims or records a number tells it; who wins, takes or sets up things tells nothing."""
    assert tellers_of(text) == [source]


@pytest.mark.parametrize(
    ("before", "pronoun", "name"),
    [
        ("The health ministry reported deaths.", "It", "health ministry"),
        ("Ann Lee spoke on Monday.", "She", "Ann Lee"),
        ("The unions met.", "They", "unions"),
        ("The ministry said the WHO had left.", "It", None),
        ("Paul Diallo met Ann Lee.", "He", None),
        ("The rain fell.", "It", None),
    ],
)
def test_a_pronoun_that_opens_a_sentence_has_a_name_where_only_one_fits(
    before: str, pronoun: str, name: str | None
) -> None:
    """The sentence before names whom "it" is, unless it speaks of two, or of nobody who fits."""
    text = f"{before} {pronoun} put the damage at $3 million."
    sentence = Span(len(before) + 1, len(text))
    source = Tellers(text, ()).of(place(text, "$3 million"), sentence)
    assert source is not None
    assert (source.span.of(text), source.name) == (pronoun, name)


PIECES = """
Ann|Lee|who|which|that|the|a|officials|police|we|he|said|says|reported|claims|according to|estimated by|data from|
by|count|puts|at|as|noted|not|denying|spoke of|gave|toll of|It|They|the bank|
40|$3 million|two|dozens of|12 percent|people|died|,|.|:|;|-|“|”|but|and|in|May|estimate of|
’s|citing
""".replace("\n", "").split("|")


@given(st.lists(st.sampled_from([*PIECES, "\n\n"]), max_size=30))
def test_whatever_the_text_a_teller_is_words_of_it_apart_from_the_figure(pieces: list[str]) -> None:
    """A teller is a verbatim span, never covers its figure, and is never a bare relative pronoun or "we"."""
    text = " ".join(pieces)
    document, sentences = Document.make(text), split_sentences(text)
    tellers = Tellers(text, find_statements(document, sentences))
    for number in re.finditer(r"\$?\d+|two|dozens", text):
        figure = Span(*number.span())
        source = tellers.of(figure, next(sentence for sentence in sentences if sentence.covers(figure)))
        if source is not None:
            words = source.span.of(text)
            assert words == words.strip() != ""
            assert not source.span.overlap(figure)
            assert words.lower() not in {"who", "which", "whose", "whom", "that", "we", "i", "the", "a"}


def test_many_figures_and_statements_take_time_in_proportion() -> None:
    """Twice the statements and figures take about twice the time, not four times."""

    def seconds(times: int) -> float:
        text = "Ann Lee said 40 barns burned, 30 fell and 20 stood, he said. " * times
        told = find_statements(document := Document.make(text), sentences := split_sentences(text))
        figures = [figure.span for figure in find_figures(document, sentences, ())]
        began = time.process_time()
        tellers = Tellers(text, told)
        for figure in figures:
            tellers.of(figure, Span(figure.start, figure.end))
        return time.process_time() - began

    seconds(50)
    assert min(seconds(800) for _ in range(3)) < 3 * min(seconds(400) for _ in range(3)) + 0.02

"""Figures: number, unit, what it counts, modifier, who says so, and the passage to read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.figures import find_figures, parse_value
from summarizer.sentences import split_sentences
from summarizer.types import Document, Figure, Modifier, Span, Speaker, Statement


def figures_of(text: str, statements: tuple[Statement, ...] = ()) -> tuple[Figure, ...]:
    """The figures of a text as it is."""
    return find_figures(Document.make(text), split_sentences(text), statements)


def said(document: Document, content: str, source: str, cue: str, name: str) -> Statement:
    """A statement whose content, source and cue are the first places of these words."""
    places = [(document.text.index(piece), len(piece)) for piece in (content, source, cue)]
    what, who, how = ((Span(start, start + length),) for start, length in places)
    return Statement(document, "indirect", what, who, how, Speaker(name), Span(0, len(document.text)))


def words(figure: Figure, span: Span | None) -> str | None:
    """The characters of a span of the figure's document."""
    return span.of(figure.document.text) if span else None


@pytest.mark.parametrize(
    ("text", "modifier"),
    [
        ("About 40 ships sank.", "about"),
        ("An estimated 40 ships sank.", "about"),
        ("More than 40 ships sank.", "more_than"),
        ("No more than 40 ships sank.", "at_most"),
        ("As many as 40 ships sank.", "at_most"),
        ("No fewer than 40 ships sank.", "at_least"),
        ("Fewer than 40 ships sank.", "less_than"),
        ("40 or more ships sank.", "at_least"),
        ("40 to 50 ships sank.", "range"),
        ("Exactly 40 ships sank.", "exact"),
        ("Hundreds of ships sank.", "more_than"),
        ("It cost $10 over 10 years.", "exact"),
    ],
)
def test_the_words_around_a_number_bound_it(text: str, modifier: Modifier) -> None:
    """The modifier says how the number is meant; a negated bound is not turned round."""
    assert figures_of(text)[-1].modifier == modifier


def test_a_modifier_governs_coordinated_figures() -> None:
    """ "At least" before the first of two joined numbers holds for the second as well."""
    found = figures_of("At least 70 sailors were rescued in the storm and 12 injured.")
    assert [(figure.value, figure.modifier, figure.unit) for figure in found] == [
        (70, "at_least", "people"),
        (12, "at_least", "people"),
    ]


@pytest.mark.parametrize(
    ("text", "counts", "unit"),
    [
        ("They bought 30 Boeing jets on Monday.", "Boeing jets", "jets"),
        ("Some 60 hedge fund managers met.", "hedge fund managers", "people"),
        ("It snapped an 11-game losing streak.", "game losing streak", "games"),
        ("Nearly 12 percent of voters agreed.", "voters", "percent"),
        ("A corporate tax rate of 35 percent is high.", "corporate tax rate", "percent"),
        ("She signed the $305 billion measure.", "measure", "USD"),
        ("They spent $449,000 on the new campaign.", "new campaign", "USD"),
        ("The 43-year-old man was treated.", "man", "year"),
        ("Ada Byron, 36, was treated.", "Ada Byron", "year"),
        ("The number of dairy farms fell to 900 in 2015.", "dairy farms", "farms"),
        ("A led B 516 to 39 among delegates.", "delegates", "people"),
        ("Only 12 percent of the 900 dairy farms remain.", "dairy farms", "percent"),
        ("Half the senators agreed.", "senators", None),
        ("He cut the top tax rate to 10 percent.", "top tax rate", "percent"),
        (
            "The proportion of dairy farms with debts rose to 10 percent.",
            "proportion of dairy farms with debts",
            "percent",
        ),
        ("The deficit, which grew last year, is now $40 million.", "deficit", "USD"),
        ("Sales were 12 percent higher.", "Sales", "percent"),
        ("They named the winner with 94 percent accuracy.", "accuracy", "percent"),
        ("He leads 50% to 40% among farmers.", "farmers", "percent"),
        ("The league raised $3 million from bakers.", "league raised", "USD"),
        ("She calls for $3 billion in new spending.", "new spending", "USD"),
        ("They stole $40,000 worth of phones.", "phones", "USD"),
        ("He was held on $5,000 cash bail.", "cash bail", "USD"),
        ("He ran up a bill in excess of $80,000.", "bill", "USD"),
        ("The jury deliberated for 10 minutes.", "deliberated", "minute"),
        ("Four U.S. soldiers were killed.", "U.S. soldiers", "people"),
        ("They need the 40 votes needed to win the vote.", "votes needed to win the vote", "votes"),
        ("Some 40 farmers in Norland were killed.", "farmers in Norland", "people"),
        ("They counted 40 more daily commuters.", "daily commuters", "people"),
        ("At least one company closed.", "company", "companies"),
        ("Thousands descend on the town.", None, "people"),
        ("40 runners finished.", "runners", "people"),
        ("Two struck a field.", None, None),
    ],
)
def test_what_is_counted_is_verbatim(text: str, counts: str | None, unit: str | None) -> None:
    """The counted phrase is cut from the text; people are people, other things go by their head noun."""
    figure = figures_of(text)[0]
    assert (words(figure, figure.counts), figure.unit) == (counts, unit)


def test_the_innermost_statement_is_the_source() -> None:
    """Of nested statements the inner one says the figure, and a pronoun gets its name."""
    text = "The minister said that, as she had told the court, 11 mayors were held."
    document = Document.make(text)
    outer = said(document, "as she had told the court, 11 mayors were held", "The minister", "said", "Vesna Ilic")
    inner = said(document, "11 mayors were held", "she", "told", "Vesna Ilic")
    (figure,) = find_figures(document, split_sentences(text), (outer, inner))
    assert (words(figure, figure.attributed_to), figure.attributed_name) == ("she", "Vesna Ilic")


def test_a_sentence_names_its_own_source() -> None:
    """Without a statement, "according to" in the figure's sentence says who says so."""
    (figure,) = figures_of("Over 300 homes burned, according to the Red Cross.")
    assert words(figure, figure.attributed_to) == "the Red Cross"
    assert words(figure, figure.clause) == "Over 300 homes burned"


def test_an_ellipsis_counts_what_was_counted_before() -> None:
    """A share that does something itself is of what the share before it is of."""
    found = figures_of("In May 38 percent of voters stayed away, while 60 percent said they came.")
    assert [words(figure, figure.counts) for figure in found] == ["voters", "voters"]


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("According to Ada Byron, a clerk at the bank, 40 homes burned.", None),
        ("According to Ada Byron, she owns 40 homes.", None),
        ("According to Ada Byron, a storm burned 40 homes, all of wood.", "a storm burned 40 homes, all of wood."),
    ],
)
def test_a_leading_source_goes_only_where_a_sentence_can_begin(text: str, clause: str | None) -> None:
    """What is left neither leans on the name that went nor begins with a remark on it."""
    document = Document.make(text)
    told = said(document, text[text.index(",") + 2 :], "Ada Byron", "According to", "Ada Byron")
    (figure,) = find_figures(document, split_sentences(text), (told,))
    assert words(figure, figure.clause) == (clause or text)


@pytest.mark.parametrize(
    "text",
    [
        "More than 400 civilians are believed to have been killed, which Moscow denies.",
        "About 300 homes burned, and officials said 20 may be saved.",
        "If the dam breaks, 40 villages are lost; nobody was warned.",
        "The plant will not close, and 300 workers were told so.",
    ],
)
def test_no_clause_loses_a_hedge_a_condition_or_a_denial(text: str) -> None:
    """Where the rest of the sentence qualifies the figure, the clause is the whole sentence."""
    (figure, *_) = figures_of(text)
    assert figure.clause == Span(0, len(text))


def test_coordinated_clauses_part_when_each_stands_alone() -> None:
    """Two main clauses with a figure each are two passages."""
    text = "The army lost 30 tanks in March, and the navy lost 4 ships in June."
    assert [words(figure, figure.clause) for figure in figures_of(text)] == [
        "The army lost 30 tanks in March",
        text,
    ]


@given(st.text(alphabet="0123456789 .,-$%\n'aeimnortvsTM", max_size=120))
def test_every_figure_can_be_read_again_from_its_surface(text: str) -> None:
    """Whatever the text: figures are in order, inside their clauses, and their surface means their value."""
    found = figures_of(text)
    assert [figure.span for figure in found] == sorted(figure.span for figure in found)
    assert all(figure.clause.covers(figure.span) for figure in found)
    assert all(parse_value(figure.text) == (figure.value, figure.vague) for figure in found)

"""The gate lets exact pieces through and names everything else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summarizer.gate.verify import verify
from summarizer.types import Briefing, Document, Excerpt, Figure, FigureType, Kind, Span, Speaker, Statement, Testimony
from tests.summarizer.pieces import at, figure, question, said
from tests.summarizer.refusals import refusal

REPORT = Document.make(
    "Mayor Ada Okoro said the bridge was closed on Monday. “We will not reopen it,” she said, “until it is safe.”\n\n"
    "The city counted 400 cars and 1,250 people on the bridge. It is not true that 30 people were hurt."
)
TRANSCRIPT = Document.make("MAYOR OKORO: We will repair it. It takes a year.\n\nQUESTION: Who pays for the repairs?")


def briefing(
    *, sentences: tuple[Excerpt, ...] = (), said: tuple[Testimony, ...] = (), figures: tuple[Figure, ...] = ()
) -> Briefing:
    """A briefing of the report and the transcript, each figure a question of its own."""
    return Briefing((REPORT, TRANSCRIPT), sentences, said, tuple(map(question, figures)))


def quote() -> Statement:
    """An interrupted quotation, rightly taken from the report."""
    text = "“We will not reopen it,” she said, “until it is safe.”"
    return said(
        REPORT, "We will not reopen it", "until it is safe", source="she", cue="said", context=text, name="Ada Okoro"
    )


def listed(statement: Statement, **changes: object) -> Testimony:
    """The statement as a briefing lists it."""
    return replace(Testimony(statement, statement.speaker), **changes)  # type: ignore[arg-type] # a test's shorthand


def test_exact_pieces_pass_unchanged() -> None:
    """A briefing of exact sentences, statements and figures comes back as the same object."""
    draft = briefing(
        sentences=(Excerpt.cut(REPORT, at(REPORT, "The city counted 400 cars and 1,250 people on the bridge.")),),
        said=(listed(quote()),),
        figures=(figure(REPORT, "1,250", counts="people", clause="400 cars and 1,250 people on the bridge."),),
    )
    assert verify(draft) is draft


def test_altered_characters_are_refused() -> None:
    """One changed character in a told sentence is enough."""
    span = at(REPORT, "Mayor Ada Okoro said the bridge was closed on Monday.")
    excerpt = Excerpt(REPORT, span, span.of(REPORT.text).replace("closed", "opened"))
    assert "characters are not the source's" in refusal(briefing(sentences=(excerpt,)))


def test_a_matching_prefix_is_refused() -> None:
    """A piece that only begins like its source, or stops inside of a sentence, is no sentence of it."""
    whole = at(REPORT, "Mayor Ada Okoro said the bridge was closed on Monday.")
    longer = Excerpt(REPORT, whole, whole.of(REPORT.text) + " It was on fire.")
    half = Excerpt.cut(REPORT, at(REPORT, "Mayor Ada Okoro said the bridge was closed"))
    assert "characters are not the source's" in refusal(briefing(sentences=(longer,)))
    assert "not a whole sentence" in refusal(briefing(sentences=(half,)))


def test_a_truncation_that_inverts_a_sentence_is_refused() -> None:
    """ "30 people were hurt" must not be cut out of "It is not true that 30 people were hurt"."""
    cut = figure(REPORT, "30", counts="people were hurt", clause="30 people were hurt")
    assert "leaves out what qualifies it" in refusal(briefing(figures=(cut,)))
    whole = figure(REPORT, "30", clause="It is not true that 30 people were hurt.")
    assert verify(briefing(figures=(whole,)))


def test_an_ellipsis_that_swallows_not_is_refused() -> None:
    """Two pieces of one sentence must not be joined over the "not" between them."""
    joined = replace(quote(), content=(at(REPORT, "We will"), at(REPORT, "reopen it")))
    assert "turns their sense" in refusal(briefing(said=(listed(joined),)))


def test_pieces_in_reversed_order_are_refused() -> None:
    """The pieces of a statement stand in the order in which they were said."""
    turned = replace(quote(), content=quote().content[::-1])
    assert "not in the order" in refusal(briefing(said=(listed(turned),)))


def test_pieces_from_far_apart_are_refused() -> None:
    """Words with a paragraph between them are not one statement."""
    words = " ".join(f"word{n}" for n in range(30))
    document = Document.make(f"“We agree,” Ada Okoro said. Then {words}. “To pay,” she said.")
    far = said(document, "We agree", "To pay", source="Ada Okoro", cue="said", name="Ada Okoro")
    assert "too far apart" in refusal(Briefing((document,), (), (listed(far),), ()))


def test_content_outside_of_its_context_is_refused() -> None:
    """A quotation that is present, but not where the statement says, supports nothing."""
    elsewhere = replace(quote(), context=at(REPORT, "Mayor Ada Okoro said the bridge was closed on Monday."))
    assert "outside of its context" in refusal(briefing(said=(listed(elsewhere),)))


def test_direct_speech_needs_marks_or_a_turn() -> None:
    """Words without quotation marks are nobody's direct speech, unless they stand in their speaker's turn."""
    claim = said(REPORT, "the bridge was closed", source="Mayor Ada Okoro", cue="said", name="Ada Okoro")
    assert "neither in quotation marks nor in a turn" in refusal(briefing(said=(listed(claim),)))
    turn = said(TRANSCRIPT, "It takes a year.", source="MAYOR OKORO", name="OKORO", context="It takes a year.")
    assert verify(briefing(said=(listed(turn),)))


def test_words_of_another_turn_are_refused() -> None:
    """A question must not be put into the mouth of the speaker who stands further up."""
    taken = said(TRANSCRIPT, "Who pays for the repairs?", source="MAYOR OKORO", name="OKORO")
    assert "turn of its speaker" in refusal(briefing(said=(listed(taken),)))


def test_a_name_from_memory_is_refused() -> None:
    """A speaker's name that no source writes does not pass, however right it may be."""
    named = listed(quote(), speaker=Speaker("Ada Ngozi Okoro"))
    assert "no source has the name" in refusal(briefing(said=(named,)))


def test_a_name_needs_a_mention() -> None:
    """A speaker without any words of the source that mention one is a guess."""
    unsourced = replace(quote(), source=())
    assert "without a mention" in refusal(briefing(said=(listed(unsourced),)))


def test_a_number_moved_to_another_noun_is_refused() -> None:
    """ "400 cars and 1,250 people" are not 400 people."""
    moved = figure(REPORT, "400", counts="people")
    moved = replace(moved, clause=at(REPORT, "The city counted 400 cars and 1,250 people on the bridge."))
    assert "belongs to another number" in refusal(briefing(figures=(moved,)))


def test_a_noun_of_another_sentence_is_refused() -> None:
    """What a figure counts stands in its own sentence."""
    moved = replace(figure(REPORT, "400"), counts=at(REPORT, "bridge was closed"))
    assert "another sentence" in refusal(briefing(figures=(moved,)))


def test_a_value_that_its_characters_do_not_say_is_refused() -> None:
    """The value is read from the characters anew."""
    wrong = replace(figure(REPORT, "400", counts="cars"), value=4000.0)
    assert "does not mean" in refusal(briefing(figures=(wrong,)))


def test_a_part_of_a_number_is_refused() -> None:
    """ "250" in "1,250" is no number of the source."""
    assert "part of a longer one" in refusal(briefing(figures=(figure(REPORT, "250", counts="people"),)))


def test_an_attributed_name_must_be_in_the_source() -> None:
    """Who says a figure is named by its own document."""
    guessed = replace(figure(REPORT, "400", counts="cars"), attributed_name="Grace Hopper")
    assert "has no name" in refusal(briefing(figures=(guessed,)))


def test_an_altered_document_is_refused() -> None:
    """A stored text that is not the one its key was made of proves nothing."""
    altered = replace(REPORT, text=REPORT.text.replace("400", "900"))
    assert "not what its key says" in refusal(Briefing((altered,), (), (), ()))


def test_a_span_outside_of_the_text_is_refused() -> None:
    """A piece that ends behind its document is named, not cut."""
    beyond = replace(quote(), content=(Span(0, len(REPORT.text) + 5),))
    assert "outside the text" in refusal(briefing(said=(listed(beyond),)))


def test_a_piece_of_an_uncited_document_is_refused() -> None:
    """Every piece belongs to a document that the briefing cites."""
    other = Document.make("Nobody cites this text at all today.")
    excerpt = Excerpt.cut(other, at(other, other.text))
    assert "not among the sources" in refusal(briefing(sentences=(excerpt,)))


def test_a_witness_is_another_document_that_says_the_same() -> None:
    """Neither the statement's own document nor another statement is a witness."""
    own = listed(quote(), witnesses=(quote(),))
    turn = said(TRANSCRIPT, "It takes a year.", source="MAYOR OKORO", name="OKORO", context="It takes a year.")
    assert "the statement's own document" in refusal(briefing(said=(own,)))
    assert "says something else" in refusal(briefing(said=(listed(quote(), witnesses=(turn,)),)))


def named(text: str, speaker: Speaker) -> Briefing:
    """A briefing of one document, with a quotation under a speaker's name."""
    document = Document.make(f"{text} “We will repair it,” she said.")
    piece = said(document, "We will repair it", source="she", cue="said", context="“We will repair it,” she said.")
    return Briefing((document,), (), (Testimony(replace(piece, speaker=speaker), speaker),), ())


@pytest.mark.parametrize(
    "text",
    [
        "John Doe and Jane Smith met.",
        "We all heard about it from old John. Smith was late for the meeting.",
        "They met John, Smith and others.",
        "Johnny John Smithson came.",
        "A word of John\n\nSmith heard it.",
    ],
)
def test_a_name_put_together_from_two_is_refused(text: str) -> None:
    """John Doe's given name and Jane Smith's surname are nobody's name."""
    assert "no source has the name" in refusal(named(text, Speaker("John Smith")))


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Antony J. Blinken met the press.", Speaker("Antony Blinken")),
        ("Antony J. Blinken met the press.", Speaker("Antony J. Blinken")),
        ("Marcia “Cia” Price came by.", Speaker("Marcia Price")),
        ("The bridge is Ada Okoro’s, the city’s mayor.", Speaker("Ada Okoro", "city’s mayor")),
        ("NATO Secretary-General Jens Stoltenberg came.", Speaker("Jens Stoltenberg", "NATO Secretary-General")),
        ("A senior U.S. official spoke.", Speaker("senior U.S. official")),
        ("ADA OKORO, MAYOR: Good.", Speaker("Ada Okoro", "mayor")),
    ],
)
def test_a_name_as_its_source_writes_it_passes(text: str, speaker: Speaker) -> None:
    """Articles, middle initials, nicknames, case and possessive endings make no other name."""
    assert verify(named(text, speaker))


def test_a_role_from_memory_is_refused() -> None:
    """An office that no source gives to anybody does not pass, nor one put together from two."""
    for role in ("Supreme Leader", "Mayor Monday", "…"):
        promoted = listed(quote(), speaker=Speaker("Ada Okoro", role))
        assert "no source has the role" in refusal(briefing(said=(promoted,)))
    assert verify(briefing(said=(listed(quote(), speaker=Speaker("Ada Okoro", "Mayor")),)))


def test_an_attributed_name_put_together_is_refused() -> None:
    """Who says a figure has a name that stands there as a whole."""
    document = Document.make("John Doe and Jane Smith said 400 cars were lost.")
    found = replace(figure(document, "400", counts="cars", unit="cars", source="Jane Smith"))
    assert verify(Briefing((document,), (), (), (question(found),)))
    assert "has no name" in refusal(
        Briefing((document,), (), (), (question(replace(found, attributed_name="John Smith")),))
    )


@pytest.mark.parametrize(("unit", "kind"), [("USD", "money"), ("percent", "percent"), ("dollars", "count")])
def test_people_are_no_dollars(unit: str, kind: FigureType) -> None:
    """A number's unit and sort are read anew from the words around it."""
    wrong = figure(REPORT, "1,250", counts="people", unit=unit, kind=kind)
    assert f"count of people, not {kind} of {unit}" in refusal(briefing(figures=(wrong,)))


def test_dollars_are_no_people() -> None:
    """An amount with its own sign is what the sign says."""
    document = Document.make("The city paid $400 to repair the bridge.")
    paid = figure(document, "$400", unit="USD", kind="money")
    assert verify(Briefing((document,), (), (), (question(paid),)))
    moved = replace(paid, unit="people", type="count")
    assert "money of USD, not count of people" in refusal(Briefing((document,), (), (), (question(moved),)))


def test_a_modifier_needs_its_word() -> None:
    """ "At least" is neither added nor left out, and governs the numbers that are joined to the first."""
    document = Document.make("At least 8 people were killed and 20 people were hurt. Police counted 300 cars.")
    eight = replace(figure(document, "8", counts="people"), modifier="at_least")
    cars = figure(document, "300", counts="cars", unit="cars")
    assert verify(Briefing((document,), (), (), (question(eight), question(cars))))
    assert "8' is at_least, not exact" in refusal(
        Briefing((document,), (), (), (question(replace(eight, modifier="exact")),))
    )
    grown = replace(cars, modifier="more_than")
    assert "300' is exact, not more_than" in refusal(Briefing((document,), (), (), (question(grown),)))


def test_coordinated_figures_share_a_modifier() -> None:
    """ "At least 8 dead and 20 injured" are at least 20 injured."""
    document = Document.make("At least 8 dead and 20 injured people were found.")
    twenty = replace(figure(document, "20", counts="injured people"), modifier="at_least")
    assert verify(Briefing((document,), (), (), (question(twenty),)))


def test_a_date_is_no_figure() -> None:
    """A number that counts nothing is not told as one."""
    document = Document.make("The bridge was closed on June 12, 2019, for good.")
    assert "no figure of its text" in refusal(Briefing((document,), (), (), (question(figure(document, "2019")),)))


FAR = Document.make(
    "Ada Okoro was born in Ostin.\n\nThe town lies by the sea.\n\nIts port is old.\n\nPolice counted 400 cars."
)
LONG = Document.make(
    "“We had no choice,” Ada Okoro said. “The bridge is old.\n\n“It has three arches.\n\n“We counted 400 cars.”"
)


def test_a_teller_from_far_off_is_refused() -> None:
    """Somebody named three paragraphs above did not tell the figure."""
    far = figure(FAR, "400", counts="cars", unit="cars", source="Ada Okoro", clause="Police counted 400 cars.")
    assert "stands elsewhere" in refusal(Briefing((FAR,), (), (), (question(far),)))
    near = replace(far, attributed_to=at(FAR, "Police"), attributed_name="Police")
    assert verify(Briefing((FAR,), (), (), (question(near),)))


def test_a_long_quotation_keeps_its_teller() -> None:
    """Whoever is named where a quotation begins tells the figures at its end; a turn's label those of the turn."""
    late = figure(LONG, "400", counts="cars", unit="cars", source="Ada Okoro", clause="We counted 400 cars.")
    assert verify(Briefing((LONG,), (), (), (question(late),)))
    talk = Document.make("OKORO: It is old.\n\nIt is broken.\n\nIt has cracks.\n\nWe counted 400 cars.")
    turn = figure(talk, "400", counts="cars", unit="cars", source="OKORO", clause="We counted 400 cars.")
    assert verify(Briefing((talk,), (), (), (question(turn),)))


def cut(text: str, content: str, kind: Kind = "direct", *, cue: str = "said", source: str = "Okoro") -> Briefing:
    """A briefing of a one-sentence document with one statement cut from it."""
    document = Document.make(text)
    return Briefing(
        (document,), (), (listed(said(document, content, source=source, cue=cue, context=text, kind=kind)),), ()
    )


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("“It is false that we will attack the city,” Okoro said.", "we will attack the city"),
        ("Okoro said: “Nobody thinks that we will attack the city.”", "we will attack the city"),
        ("“We will attack the city only if they attack us,” Okoro said.", "We will attack the city"),
        ("“We will attack the city, unless they yield,” Okoro said.", "We will attack the city"),
        ("Okoro never said “we will attack the city.”", "we will attack the city"),
        ("Okoro said it is not true that “we will attack the city.”", "we will attack the city"),
    ],
)
def test_a_quotation_cut_from_its_not_is_refused(text: str, content: str) -> None:
    """What the quoted sentence or the words that lead to it say must not be lost when it turns the sense."""
    assert "turns its sense" in refusal(cut(text, content))


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Okoro said the minister did not resign.", "the minister did"),
        ("Okoro said it is false that the minister resigned.", "the minister resigned"),
        ("It is not true that the minister resigned, Okoro said.", "the minister resigned"),
        ("Okoro said the minister resigns if he loses.", "the minister resigns"),
        ("Okoro said the minister denied that “he resigned.”", "that “he resigned"),
    ],
)
@pytest.mark.parametrize("kind", ["indirect", "mixed"])
def test_a_report_cut_inside_of_its_clause_is_refused(text: str, content: str, kind: Kind) -> None:
    """A "not" between cue and content, or right behind the content, belongs to it."""
    assert "turns its sense" in refusal(cut(text, content, kind))


def test_a_cut_that_turns_nothing_passes() -> None:
    """Words left out at the edges do no harm as long as no "not" is among them, or it is another clause's."""
    assert verify(cut("“Well, I think we will attack the city at dawn,” Okoro said.", "we will attack the city"))
    assert verify(cut("Okoro said the minister resigned, but his wife did not.", "the minister resigned", "indirect"))
    assert verify(cut("Okoro said the minister did not resign.", "the minister did not resign", "indirect"))

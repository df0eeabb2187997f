"""The gate lets exact pieces through and names everything else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summarizer.errors import GateError
from summarizer.types import Briefing, Document, Excerpt, Figure, Span, Speaker, Statement, Testimony
from summarizer.verify import verify
from tests.summarizer.pieces import at, figure, said

REPORT = Document.make(
    "Mayor Ada Okoro said the bridge was closed on Monday. “We will not reopen it,” she said, “until it is safe.”\n\n"
    "The city counted 400 cars and 1,250 people on the bridge. It is not true that 30 people were hurt."
)
TRANSCRIPT = Document.make("MAYOR OKORO: We will repair it. It takes a year.\n\nQUESTION: Who pays for the repairs?")


def briefing(
    *, sentences: tuple[Excerpt, ...] = (), said: tuple[Testimony, ...] = (), figures: tuple[Figure, ...] = ()
) -> Briefing:
    """A briefing of the report and the transcript."""
    return Briefing((REPORT, TRANSCRIPT), sentences, said, figures)


def refusal(draft: Briefing) -> str:
    """What the gate says about a briefing that it must not let through."""
    with pytest.raises(GateError) as error:
        verify(draft)
    assert error.value.pieces
    return "; ".join(error.value.pieces)


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

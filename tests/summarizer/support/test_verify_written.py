"""The gate lets a model's sentence through only where it rests on what it cites; one test for each way to fail."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summarizer.gate.verify import verify
from summarizer.types import Briefing, Document, Excerpt, Span, Writing, Written
from tests.summarizer.pieces import at
from tests.summarizer.refusals import refusal

REPORT = Document.make(
    "Mayor Ada Okoro said the bridge would not reopen on Monday. “We will not reopen it until it is safe,” "
    "Okoro said.\n\n"
    "The city counted more than 400 cars and 1,250 people on the bridge in 2021. "
    "Deputy mayor Jon Bell denied that 30 people were hurt.\n\n"
    "Bell criticised Okoro on Tuesday. “Nobody asked the engineers,” Bell said."
)
WRITING = Writing("a model", written=1, replaced=0)
NOT_REOPEN = "Mayor Ada Okoro said the bridge would not reopen on Monday."
SAFE = "“We will not reopen it until it is safe,” Okoro said."
COUNTED = "The city counted more than 400 cars and 1,250 people on the bridge in 2021."
DENIED = "Deputy mayor Jon Bell denied that 30 people were hurt."
CRITICISED = "Bell criticised Okoro on Tuesday."
ENGINEERS = "“Nobody asked the engineers,” Bell said."


def cut(*sentences: str) -> tuple[Excerpt, ...]:
    """The sentences of the report as excerpts."""
    return tuple(Excerpt.cut(REPORT, at(REPORT, sentence)) for sentence in sentences)


def written(text: str, *sentences: str, writing: Writing | None = WRITING) -> Briefing:
    """A briefing that tells one written sentence, resting on these sentences of the report."""
    return Briefing((REPORT,), (Written(text, cut(*sentences)),), (), (), writing=writing)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        (NOT_REOPEN, (NOT_REOPEN,)),
        ("On Monday the bridge would not reopen, Ada Okoro said.", (NOT_REOPEN,)),
        ("The city counted over four hundred cars and 1,250 people on the bridge in 2021.", (COUNTED,)),
        ('Okoro said: "We will not reopen it until it is safe."', (SAFE,)),
        ("Jon Bell denied that 30 people were hurt.", (DENIED,)),
        ("Bell criticised Ada Okoro.", (CRITICISED,)),
    ],
)
def test_a_sentence_that_rests_on_its_sources_passes(text: str, cited: tuple[str, ...]) -> None:
    """Copied, turned round, with the number in words, a straight mark for a curly one, the document's fuller name."""
    draft = written(text, *cited)
    assert verify(draft) is draft


def test_an_ellipsis_that_swallows_not_is_refused() -> None:
    """A quotation may not leave out the "not", with dots or without."""
    assert "“We will" in refusal(written("“We will … reopen it,” Okoro said.", SAFE))
    assert "“We will" in refusal(written("“We will reopen it until it is safe,” Okoro said.", SAFE))


def test_fragments_in_reversed_order_are_refused() -> None:
    """Two pieces of one quotation stand in the order in which they were said."""
    turned = "Okoro said “until it is safe” they “will not reopen it”."
    assert "not in the order" in refusal(written(turned, SAFE))


def test_fragments_from_far_apart_are_refused() -> None:
    """Two quotations joined into one are no quotation of anybody."""
    joined = "“We will not reopen it until it is safe, nobody asked the engineers,” Okoro said."
    assert "quotation" in refusal(written(joined, SAFE, ENGINEERS))


def test_a_truncation_that_inverts_a_sentence_is_refused() -> None:
    """What is denied may not be told without the denial, nor a quotation without its "not"."""
    assert "its sources say “denied”" in refusal(written("Jon Bell said that 30 people were hurt.", DENIED))
    assert "turns its sense" in refusal(written("The mayor wants to “reopen it”.", SAFE))


def test_a_quotation_that_does_not_support_the_claim_is_refused() -> None:
    """A quotation that is present does not carry a sentence of which the source says nothing else."""
    claim = "Engineers resigned in protest over unpaid wages: “Nobody asked the engineers,” Bell said."
    assert "nothing in its sources says" in refusal(written(claim, ENGINEERS))


def test_a_matching_prefix_is_refused() -> None:
    """A sentence that begins like its source and goes on by itself has words of its own."""
    longer = f"{NOT_REOPEN[:-1]} because inspectors found dangerous cracks underneath."
    assert "nothing in its sources says" in refusal(written(longer, NOT_REOPEN))


def test_the_tools_own_output_is_no_source() -> None:
    """An earlier briefing's words are none of the briefing's documents, whatever they say."""
    earlier = Document.make("The bridge was closed for good.")
    rests = Excerpt.cut(earlier, Span(0, len(earlier.text)))
    draft = replace(written(NOT_REOPEN, NOT_REOPEN), sentences=(Written(earlier.text, (rests,)),))
    assert "not among the sources" in refusal(draft)


def test_a_name_from_memory_is_refused() -> None:
    """Neither a full name that the document does not have nor an office from memory."""
    assert "Ada Ngozi Okoro" in refusal(written("Bell criticised Ada Ngozi Okoro.", CRITICISED))
    assert "Senator Bell" in refusal(written("Senator Bell criticised Okoro.", CRITICISED))


def test_a_number_moved_to_another_noun_is_refused() -> None:
    """1,250 people are no cars, and two numbers may not change places."""
    assert "another noun" in refusal(written("The city counted more than 1,250 cars.", COUNTED))
    swapped = "The city counted more than 1,250 cars and 400 people on the bridge in 2021."
    assert refusal(written(swapped, COUNTED))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("The city counted more than 410 cars on the bridge.", "'410' stands in none"),
        ("The city counted 400 cars on the bridge.", "more than"),
        ("The city counted more than 400 cars and 1,250 people on the bridge in 2022.", "'2022' stands in none"),
        ("The city counted more than 400% cars on the bridge.", "another unit"),
    ],
)
def test_a_number_that_is_not_the_sources_is_refused(text: str, fault: str) -> None:
    """Another value, another year, another unit, and a lost "more than"."""
    assert fault in refusal(written(text, COUNTED))


def test_words_put_in_another_mouth_are_refused() -> None:
    """Who said it is part of a quotation."""
    assert "another mouth" in refusal(written("“Nobody asked the engineers,” Okoro said.", ENGINEERS, CRITICISED))


def test_swapped_roles_are_refused() -> None:
    """Who criticised whom."""
    assert refusal(written("Okoro criticised Bell on Tuesday.", CRITICISED))


def test_a_lost_or_added_not_is_refused() -> None:
    """Both ways round."""
    assert "“not”" in refusal(written("Mayor Ada Okoro said the bridge would reopen on Monday.", NOT_REOPEN))
    assert "“not”" in refusal(written("The city never counted 1,250 people on the bridge.", COUNTED))


def test_a_document_that_was_altered_is_no_source() -> None:
    """The excerpt must be its document's, and the document its key's."""
    (sound,) = cut(COUNTED)
    forged = replace(sound, exact=sound.exact.replace("400", "900"))
    draft = replace(
        written(NOT_REOPEN, NOT_REOPEN),
        sentences=(Written("The city counted more than 900 cars on the bridge.", (forged,)),),
    )
    assert "characters are not the source's" in refusal(draft)


def test_a_half_sentence_cannot_be_cited() -> None:
    """What is cited is a whole sentence, so that nothing is cut off from it unseen."""
    assert "not a whole sentence" in refusal(written("30 people were hurt.", "30 people were hurt."))


def test_a_sentence_that_cites_nothing_is_refused() -> None:
    """Nothing without a source."""
    assert "it cites nothing" in refusal(written("The bridge was closed."))


@pytest.mark.parametrize(
    ("writing", "fault"),
    [
        (None, "not told that a model wrote"),
        (Writing("a model", written=1, replaced=2), "more sentences replaced than written"),
        (Writing("a model", written=2, replaced=2), "more sentences than were written and kept"),
        (Writing("a model", written=1, replaced=0, failure="It took too long."), "the model failed"),
    ],
)
def test_what_is_said_of_the_writing_must_be_right(writing: Writing | None, fault: str) -> None:
    """Readers are told that a model wrote, and how many of its sentences were replaced."""
    assert fault in refusal(written(NOT_REOPEN, NOT_REOPEN, writing=writing))


def test_a_model_whose_every_sentence_was_replaced_passes() -> None:
    """Extracted sentences stand where the model's stood, and the count says so."""
    draft = Briefing((REPORT,), cut(COUNTED), (), (), writing=Writing("a model", written=3, replaced=3))
    assert verify(draft) is draft

"""The gate on what a sentence brings with it: who else has it, whom its pronoun means, whether it doubts at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from summarizer.gate.verify import verify
from summarizer.types import Briefing, Document, Excerpt, Referent
from tests.summarizer.pieces import at
from tests.summarizer.refusals import refusal

TOLL = "In all, 40 people died in the storm in the port of Ostin."
STORM = "At least 40 people died in the storm that hit the port of Ostin."
NEWS = Document.make(f"{STORM} Mayor Ada Okoro closed the bridge to the port. She will open it on Friday.")
OTHER = Document.make(
    f"{TOLL} In the storm in the port of Ostin 41 people died. "
    "Nobody of the 40 people died in the storm in the port of Ostin. The 40 cranes of the town stood still.\n\n"
    "Rescuers are believed to have found the last victims."
)


def briefing(*sentences: Excerpt, unconfirmed: tuple[Excerpt, ...] = ()) -> Briefing:
    return Briefing((NEWS, OTHER), sentences, (), (), unconfirmed=unconfirmed)


def cut(document: Document, words: str) -> Excerpt:
    return Excerpt.cut(document, at(document, words))


def attested(words: str, document: Document = OTHER) -> Excerpt:
    """The storm's toll with a further source."""
    return replace(cut(NEWS, STORM), also=(cut(document, words),))


def meant(pronoun: str, name: str) -> Excerpt:
    """The last sentence of the news with somebody for its pronoun."""
    last = cut(NEWS, "She will open it on Friday.")
    return replace(last, referent=Referent(at(NEWS, pronoun, last.span.start), at(NEWS, name)))


def test_further_sources_and_a_name_in_brackets_pass() -> None:
    """Another document with the same number, and the full name that stands before the pronoun."""
    told = (attested(TOLL), meant("She", "Ada Okoro"))
    doubt = cut(OTHER, "Rescuers are believed to have found the last victims.")
    draft = briefing(*told, unconfirmed=(doubt,))
    assert verify(draft) is draft


@pytest.mark.parametrize(
    ("excerpt", "reason"),
    [
        (attested("In the storm in the port of Ostin 41 people died."), "lacks its number"),
        (attested("Nobody of the 40 people died in the storm in the port of Ostin."), "says the opposite"),
        (attested("The 40 cranes of the town stood still."), "says something else"),
        (attested("40 people died in the storm"), "has no such sentence"),
        (attested("Mayor Ada Okoro closed the bridge to the port.", NEWS), "the sentence's own document"),
        (attested("The 40", Document.make("The 40 people of Ostin.")), "not among the sources"),
        (
            replace(cut(NEWS, STORM), also=(attested(TOLL),)),
            "own",
        ),
    ],
)
def test_a_source_that_does_not_say_it_is_refused(excerpt: Excerpt, reason: str) -> None:
    """A mark behind a sentence promises that the source says so, number and "not" included."""
    assert reason in refusal(briefing(excerpt))


@pytest.mark.parametrize(
    ("excerpt", "reason"),
    [
        (meant("She", "Okoro"), "stands there in full"),
        (meant("She", "the bridge"), "is no name"),
        (meant("She", "Ada Okor"), "is no name"),
        (meant("She", "Friday"), "does not stand before it"),
        (meant("it", "Ada Okoro"), "not the pronoun that opens it"),
        (meant("She will", "Ada Okoro"), "not the pronoun that opens it"),
    ],
)
def test_a_name_that_the_source_does_not_have_there_is_refused(excerpt: Excerpt, reason: str) -> None:
    """Brackets hold a whole name that stands earlier, for the pronoun that opens the sentence."""
    assert reason in refusal(briefing(excerpt))


def test_what_doubts_nothing_is_not_told_as_unconfirmed() -> None:
    """A plain fact under "Not confirmed" would be a lie, and so would half of a doubt."""
    assert "does not say that anything is alleged" in refusal(briefing(unconfirmed=(cut(NEWS, STORM),)))
    half = cut(OTHER, "Rescuers are believed to have found")
    assert "not a whole sentence" in refusal(briefing(unconfirmed=(half,)))


def test_a_place_or_another_person_stands_in_no_brackets() -> None:
    """A capitalised word is no person, and a name before another person may be the wrong one."""
    text = "Prosecutors in Lisbon named Ada Okoro as the victim. Their suspect is a nurse. She was convicted of fraud."
    document = Document.make(text)
    last = cut(document, "She was convicted of fraud.")
    for name in ("Lisbon", "Ada Okoro"):
        meant_by = replace(last, referent=Referent(at(document, "She"), at(document, name)))
        assert "may mean somebody else" in refusal(Briefing((document,), (meant_by,), (), ()))


def test_a_sentence_that_points_back_follows_what_it_points_to() -> None:
    """Alone it is refused, behind its predecessor it passes, and nothing is told twice."""
    before, last = cut(NEWS, "Mayor Ada Okoro closed the bridge to the port."), cut(NEWS, "She will open it on Friday.")
    assert "points back" in refusal(briefing(last))
    assert verify(briefing(before, last))
    assert "told twice" in refusal(briefing(before, last, before))

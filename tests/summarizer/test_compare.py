"""What a comparison puts where: differing, denied, agreed, alone, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from hypothesis import HealthCheck, given, settings

from summarizer.analyse import analyse
from summarizer.compare import compare
from summarizer.types import Comparison, Document, Question, Testimony
from tests.bot.test_promise import STORES

FIRE = "The fire in the old market hall of Lowton broke out on Monday night."
TOLL = "At least 12 people were killed in the fire in Lowton, {} said."
VOW = "“We will rebuild the old hall before next winter comes,” said Mayor Ann Lee."


def told(*texts: str) -> Comparison:
    """The comparison of these texts, each a document of its own."""
    return compare([analyse(Document.make(text), None) for text in texts])


def article(*sentences: str) -> str:
    return "\n\n".join((FIRE, *sentences))


def numbers(entries: tuple[Question | Testimony, ...]) -> list[list[str]]:
    """For each question the numbers of its answers, as written."""
    return [[a.figure.text for a in entry.answers] for entry in entries if isinstance(entry, Question)]


def words(entries: tuple[Question | Testimony, ...]) -> list[str]:
    return [entry.statement.text for entry in entries if isinstance(entry, Testimony)]


def test_a_number_and_a_quotation_that_two_sources_have_are_agreed() -> None:
    """With their witnesses, and in no other part."""
    found = told(article(TOLL.format("police"), VOW), article(VOW, TOLL.format("the hospital")))
    assert numbers(found.agreed) == [["12"]]
    assert words(found.agreed) == ["We will rebuild the old hall before next winter comes"]
    assert found.differing == ()
    assert all(not each.figures and not each.statements for each in found.alone)


def test_numbers_that_cannot_both_be_right_differ() -> None:
    """The question is told once, with both answers."""
    one, other = TOLL.replace("At least", "Exactly").format("police"), TOLL.replace("12", "30").format("the hospital")
    found = told(article(one), article(other))
    assert [sorted(values) for values in numbers(found.differing)] == [["12", "30"]]
    assert numbers(found.agreed) == []


def test_an_edited_quotation_differs_and_a_part_of_it_agrees() -> None:
    """Who quotes less says nothing else; who puts another word in does."""
    part = VOW.replace(" before next winter comes", "")
    assert words(told(article(VOW), article(part)).agreed)
    edited = told(article(VOW), article(VOW.replace("before", "well before the end of")))
    assert words(edited.differing)
    assert words(edited.agreed) == []


def test_a_denial_stands_with_what_it_denies() -> None:
    """Also where another source has the denial; neither is told anywhere else."""
    charge = "Prosecutors accused the Harbour Company of locking the doors of the market hall in Lowton."
    denial = "The Harbour Company denied that it had locked the doors of the market hall in Lowton."
    found = told(article(charge), article(denial, VOW))
    ((allegation, answer),) = found.denials
    assert "accused" in allegation.statement.document.text
    assert "denied" in answer.statement.document.text
    alone = [text for each in found.alone for text in words(each.statements)]
    assert [*words(found.agreed), *words(found.differing), *alone] == [VOW[1:].split(",”", maxsplit=1)[0]]


def test_what_one_source_alone_has_is_told_under_it() -> None:
    """A number and a statement each; ages, durations and small counts are not worth a line."""
    trifles = "The mayor, 58, had two dogs with her and stayed for three hours."
    found = told(article("Repairs will cost $3 million, the county said.", trifles), article(VOW))
    first, second = found.alone
    assert numbers(first.figures) == [["$3 million"]]
    assert (numbers(second.figures), words(second.statements)) == ([], [VOW[1:].split(",”", maxsplit=1)[0]])


def test_details_are_nothing_to_agree_in() -> None:
    """Unless they are victims."""
    crew = "The two-person crew came with six ladders."
    deaths = "Two people were killed in the fire in Lowton."
    assert numbers(told(article(crew), article(VOW, crew)).agreed) == []
    assert numbers(told(article(deaths, crew), article(crew, deaths)).agreed) == [["Two"]]


def test_a_text_under_two_publishers_is_one_source() -> None:
    """Then there is nothing to compare it with: every part is empty."""
    text = article(TOLL.format("police"), VOW)
    papers = [analyse(Document.make(text, publisher=name), None) for name in ("The Gazette", "The Herald")]
    found = compare(papers)
    assert found == Comparison((papers[0].document,), (), (), (), ())
    third = analyse(Document.make(article(VOW, TOLL.format("police"))), None)
    assert compare([*papers, third]).documents == (papers[0].document, third.document)
    assert compare([]) == Comparison((), (), (), (), ())


def test_limits_hold_and_leave_room_for_both_sorts() -> None:
    """Figures and statements share a part's places; what one sort does not need the other has."""
    costs = [f"The {what} will cost ${n} million." for n, what in ((3, "roof"), (7, "tower"), (9, "stage"))]
    texts = article(*costs, VOW), article(VOW, *costs[::-1])
    analyses = [analyse(Document.make(text), None) for text in texts]
    two = compare(analyses, agreed=2, alone=0)
    assert (len(numbers(two.agreed)), len(words(two.agreed))) == (1, 1)
    four = compare(analyses, agreed=4)
    assert (len(numbers(four.agreed)), len(words(four.agreed))) == (3, 1)
    assert compare(analyses, agreed=0).agreed == ()


def entries(found: Comparison) -> Iterator[Question | Testimony]:
    yield from (*found.agreed, *found.differing, *dict.fromkeys(chain.from_iterable(found.denials)))
    yield from chain.from_iterable((*alone.figures, *alone.statements) for alone in found.alone)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STORES)
def test_nothing_is_told_twice_and_the_same_input_gives_the_same(store: list[Document]) -> None:
    """Whatever the documents: each figure and each statement leads in one place at most."""
    analyses = [analyse(document, None) for document in store]
    found = compare(analyses)
    leads = [e.lead if isinstance(e, Question) else e.statement for e in entries(found)]
    assert len(leads) == len(set(leads))
    assert compare(analyses) == found
    assert all(alone.document == s.statement.document for alone in found.alone for s in alone.statements)

"""A briefing after others tells what these did not tell, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import seeds
from summarizer.analyse import analyse
from summarizer.compose import compose
from summarizer.gate.verify import verify
from summarizer.telling.passages import is_empty, told_by
from summarizer.telling.past import NOTHING, Past
from summarizer.types import Analysis, Briefing, Document, Excerpt
from summarizer.wording import NEGATIONS, content_words
from tests.summarizer.pieces import figure, read, said

EVERYTHING = {"sentences": 200, "statements": 100, "figures": 100, "unconfirmed": 50}
LISTS = {**EVERYTHING, "sentences": 0}
MOST_ROUNDS = 30
SHORT = (Phase.explicit, Phase.reuse, Phase.generate)
"""Each example is a dozen briefings: a failing one is not made smaller."""
CHARGE = "Norland accused Sudland of shelling the port of Ostin and its ferry on Monday."
DENIAL = "Sudland rejected the accusation as “pure invention of the port authority.”"


def words(briefing: Briefing) -> Iterator[str]:
    """What each sentence, statement, figure and doubt says in its own words."""
    for each in (*briefing.sentences, *briefing.unconfirmed):
        assert isinstance(each, Excerpt)
        yield each.exact
    yield from (item.statement.text for item in briefing.statements)
    yield from (q.lead.clause.of(q.lead.document.text) for q in briefing.figures)


def says_the_same(new: str, old: str) -> bool:
    """Whether both have nine of ten content words and all numbers and negations in common."""
    one, other = content_words(new), content_words(old)
    apart = one ^ other
    telling = any(word in NEGATIONS or word[0].isdigit() for word in apart)
    return not telling and 10 * len(one & other) >= 9 * max(len(one), len(other), 1)


def after(briefing: Briefing, analyses: Sequence[Analysis]) -> Past:
    """What is remembered of a briefing of the analyses."""
    return Past.of(analyses, told_by(briefing))


def telling_on(analyses: Sequence[Analysis], **limits: int) -> Iterator[Briefing]:
    """One briefing after the other until all is told, each checked by the gate."""
    told: tuple[tuple[str, str, int, int], ...] = ()
    for _ in range(MOST_ROUNDS):
        briefing = verify(compose(analyses, past=Past.of(analyses, told), **limits))  # type: ignore[arg-type]  # limits
        if is_empty(briefing):
            return
        told = (*told, *told_by(briefing))
        yield briefing
    raise AssertionError("it never ends")


@cache
def first_sources() -> tuple[Analysis, ...]:
    """The shipped documents, analysed without a model."""
    return tuple(analyse(reading.document, None) for reading in seeds.load())


def test_all_that_was_told_is_not_told_again() -> None:
    """After a briefing of everything, one of the same documents is empty; that of one alone is, too."""
    alone = (((each,), EVERYTHING) for each in first_sources()[::2])
    for analyses, limits in ((first_sources(), LISTS), (first_sources(), EVERYTHING), *alone):
        first = verify(compose(analyses, **limits))  # type: ignore[arg-type]  # limits
        assert not is_empty(first)
        assert is_empty(compose(analyses, past=after(first, analyses), **limits))  # type: ignore[arg-type]  # limits


def test_briefings_of_the_same_documents_come_to_an_end() -> None:
    """Each tells what the ones before it had no room for, in the usual lengths, until nothing is left."""
    rounds = list(telling_on(first_sources()))
    pieces = [text for briefing in rounds for text in words(briefing)]
    assert len(rounds) > 1
    earlier = [text for briefing in rounds[:-1] for text in words(briefing)]
    assert not [new for new in words(rounds[-1]) if any(says_the_same(new, old) for old in earlier)]
    assert len(pieces) > len(earlier)


def test_a_document_that_comes_later_tells_only_what_it_brings() -> None:
    """Of the first and of the last source, nothing that the others told comes up again beside it."""
    for last in (0, len(first_sources()) - 1):
        known = [each for n, each in enumerate(first_sources()) if n != last]
        before = compose(known, **EVERYTHING)  # type: ignore[arg-type]  # limits
        later = verify(compose(first_sources(), past=after(before, known), **EVERYTHING))  # type: ignore[arg-type]  # limits
        own = first_sources()[last].document.text
        assert all(text in own or _pieces_in(text, own) for text in words(later))
        assert not [new for new in words(later) if any(says_the_same(new, old) for old in words(before))]


def _pieces_in(text: str, own: str) -> bool:
    """Whether an interrupted quotation's pieces stand in a text."""
    return content_words(text) <= content_words(own)


PHRASES = st.sampled_from(
    [
        CHARGE,
        DENIAL,
        "At least 40 people were killed in the port of Ostin, police said.",
        "Police said that 52 people were killed in the port of Ostin.",
        "It is not true that 1,250 houses burned, Mayor Ada Okoro said.",
        "“We will rebuild 12 houses,” Ada Okoro said, “but not before May.”",
        "Ada Okoro said that they would rebuild 12 houses.",
        "A crew of the navy is suspected of having laid the mine off Ostin.",
        "SECRETARY LIND: We do not have 300 ships, and we never said so.",
        "QUESTION: How many ships are there?",
        "The ferry to the islands has stopped its service until further notice.",
        "But the ferry, which carried 90 percent of them, sank <b>twice</b> & more.",
        'The official said "it is over. It is done',
    ]
)
TEXTS = st.lists(st.lists(PHRASES, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=2).map("\n\n".join)


@settings(max_examples=8, deadline=None, phases=SHORT)
@given(st.lists(TEXTS, min_size=1, max_size=2), st.integers(0, 3))
def test_whatever_the_documents_telling_on_ends(texts: list[str], sentences: int) -> None:
    """Nothing is told twice, every briefing passes the gate, and there is an end to it."""
    analyses = [analyse(Document.make(text), None) for text in texts]
    told: list[str] = []
    for briefing in telling_on(analyses, sentences=sentences, statements=2, figures=2, unconfirmed=1):
        new = list(words(briefing))
        assert not [text for text in new if text in told]
        told += new


@settings(max_examples=8, deadline=None, phases=SHORT)
@given(st.lists(TEXTS, min_size=1, max_size=2), st.lists(TEXTS, min_size=1, max_size=2))
def test_whatever_comes_later_repeats_nothing(first: list[str], later: list[str]) -> None:
    """Of old and new documents only sentences, statements and figures are told that no old one told."""
    known = [analyse(Document.make(text), None) for text in first]
    new = [analyse(Document.make(text), None) for text in later]
    before = compose(known, **EVERYTHING)  # type: ignore[arg-type]  # limits
    briefing = verify(compose((*known, *new), past=after(before, known), **EVERYTHING))  # type: ignore[arg-type]  # limits
    assert not set(words(briefing)) & set(words(before))
    assert is_empty(compose(known, past=after(before, known), **EVERYTHING))  # type: ignore[arg-type]  # limits


def port(number: str, *, days: int = 0) -> Analysis:
    """A report that counts the dead of one event, by the police."""
    published = datetime(2022, 4, 3, tzinfo=UTC) + timedelta(days=days)
    clause = f"{number} people were killed in the port of Ostin on Monday"
    text = f"Shells hit the ferry in the port of Ostin. Police said that {clause}. Report {number}."
    document = Document.make(text, published=published)
    counted = figure(document, number, counts="people", clause=clause, source="Police")
    return read(document, figures=(counted,))


def test_a_changed_count_is_told_with_its_new_value() -> None:
    """400 were told, 410 are counted now: only 410 is the news, with what it brings up to date."""
    old, new = port("400"), port("410", days=2)
    past = after(compose([old], sentences=0), [old])
    (alone,) = verify(compose([new], sentences=0, past=past)).figures
    (beside,) = verify(compose([old, new], sentences=0, past=past)).figures
    assert [each.figure.text for each in (*alone.answers, *beside.answers)] == ["410", "410"]
    assert [each.text for each in beside.answers[0].earlier] == ["400"]
    assert is_empty(compose([port("400", days=3)], sentences=0, past=past))


def test_the_new_denial_of_a_told_charge_is_told_alone() -> None:
    """The allegation is known, and its answer comes first among the statements; as a summary, among the sentences."""
    mayor = "“We will rebuild every house in this port,” Mayor Ada Okoro said."
    charge = analyse(Document.make(f"{CHARGE} The old ferry stopped."), None)
    both = analyse(Document.make(f"{CHARGE} {mayor}\n\n{DENIAL}"), None)
    past = after(compose([charge], **EVERYTHING), [charge])  # type: ignore[arg-type]  # limits
    told = verify(compose([both], past=past, sentences=0))
    contexts = [item.statement.context.of(item.statement.document.text) for item in told.statements]
    assert contexts[0] == DENIAL
    assert CHARGE not in contexts
    summed = verify(compose([both], past=past, statements=0, figures=0, unconfirmed=0))
    assert DENIAL in list(words(summed))
    assert CHARGE not in list(words(summed))


def test_the_opposite_of_what_was_told_is_told() -> None:
    """A day later the ceasefire is over: the briefing says so, in a summary as among the statements."""
    old, new = (f"The ceasefire along the border {how}, the army of Norland said." for how in ("holds", "is over"))
    first, second = (analyse(Document.make(text), None) for text in (old, new))
    assert new in list(words(compose([second], past=after(compose([first]), [first]))))
    assert is_empty(compose([second], past=after(compose([second]), [second])))


def test_the_lede_is_new() -> None:
    """Not the sentence that tells most is on top, but the one that tells most of what is new."""
    old = "A ferry sank off the port of Ostin on Monday and 40 people were killed."
    new = "Divers of the navy found the wreck of the ferry in the evening near the islands."
    first, second = (analyse(Document.make(text), None) for text in (old, f"{old} {new}"))
    assert list(words(compose([second], sentences=1, statements=0, figures=0))) == [old]
    past = after(compose([first]), [first])
    assert list(words(compose([second], sentences=1, statements=0, figures=0, past=past))) == [new]


def test_a_quotation_that_was_told_does_not_come_back_as_what_happened() -> None:
    """Where nothing but a speaker's known words is left, nothing is told."""
    text = "The mayor spoke in the old town hall on Monday. “We will rebuild every house in this port,” Ada Okoro said."
    document = Document.make(text)
    quote = said(document, "We will rebuild every house in this port", source="Ada Okoro", name="Ada Okoro")
    analysis = read(document, statements=(quote,))
    first = compose([analysis])
    assert is_empty(compose([analysis], past=after(first, [analysis])))


def test_without_a_past_nothing_changes() -> None:
    """A past of nothing, and one of documents about something else, leave a briefing as it is."""
    other = analyse(Document.make("The theatre of Marsh opened its new season with an old comedy last night."), None)
    known = compose(first_sources())
    assert compose(first_sources(), past=NOTHING) == known
    assert compose(first_sources(), past=after(compose([other]), [other])) == known
    assert replace(known, topic=None) == known

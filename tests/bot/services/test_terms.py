"""Following and muting: what people type is read, words match as words, and nothing muted is ever told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.choosing import Chosen
from bot.services.terms import Watch, read
from bot.services.terms.matching import publishes
from bot.services.terms.telling import followed, hushed, sifted, watched
from bot.views.briefing import briefing
from storage.matching import fold
from storage.types import Term, TermKind, TermVerb
from summarizer.analyse import analyse
from summarizer.compose import compose
from summarizer.gate.verify import verify
from summarizer.telling.reading import Audience
from summarizer.types import Document
from tests.bot.asking import ARTICLE

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PAGE = Document.make(
    ARTICLE, title="Bridge over the Wye reopens", publisher="Wye Gazette", url="https://www.wye.example/b"
)


def term(value: str, kind: TermKind = "words", verb: TermVerb = "mute", number: int = 1) -> Term:
    return Term(number, 7, verb, kind, value, None, NOW)


def watch(*terms: Term, **members: frozenset[str]) -> Watch:
    return Watch(terms, {int(number.removeprefix("n")): keys for number, keys in members.items()})


@pytest.mark.parametrize(
    ("typed", "wishes"),
    [
        ("grain deal", [("words", "grain deal")]),
        ('"gas price" by:Blinken', [("phrase", "gas price"), ("person", "Blinken")]),
        ("from:bbc.com #3", [("publisher", "bbc.com"), ("story", "3")]),
        ("від:Укрінформ", [("publisher", "Укрінформ")]),
        ("", []),
        ("?!", []),
    ],
)  # fmt: skip
def test_what_is_typed_is_read(typed: str, wishes: list[tuple[str, str]]) -> None:
    """Words without marks are one term; of everything else each is one."""
    assert [(wish.kind, wish.value) for wish in read(typed)[0]] == wishes


def test_what_makes_no_term_is_said() -> None:
    """A date, an unwanted word and what is too long are given back."""
    wishes, odd = read(f"since:monday -sport {'x' * 101}")
    assert wishes == ()
    assert odd == ("-sport", "since:monday", "x" * 101)


@pytest.mark.parametrize(
    ("value", "text", "held"),
    [
        ("war", "The war goes on.", True),
        ("war", "An award for the warden.", False),
        ("price", "Prices rose.", True),
        ("price", "The price's rise", True),
        ("pric*", "Pricing is hard.", True),
        ("Erdogan", "Said Erdoğan.", True),
        ("grain deal", "The deal on grain", True),
        ("grain deal", "Grain alone", False),
        ("зерно", "Угода щодо зерна", True),
        ("Київ", "Києва не чути", False),
        ("місто", "у містах", True),
        ("рік", "рікою", True),
    ],
)
def test_words_match_as_words(value: str, text: str, held: bool) -> None:  # noqa: FBT001 - a case
    """Plurals and endings count, parts of other words do not."""
    document = Document.make(text)
    assert (watch(term(value)).muting(document) is not None) is held


def test_a_phrase_stands_as_it_is() -> None:
    """Words of a phrase in another order are none."""
    assert watch(term("grain deal", "phrase")).muting(Document.make("The grain deals of July"))
    assert not watch(term("grain deal", "phrase")).muting(Document.make("A deal on grain"))


def test_publishers_by_name_and_by_address() -> None:
    """A host counts with what stands before it, and no other that ends alike; a name as a whole."""
    assert publishes(PAGE, "wye.example")
    assert publishes(PAGE, "wye gazette")
    assert not publishes(PAGE, "ye.example")
    assert not publishes(PAGE, "gazet")
    assert not publishes(Document.make("The Wye Gazette said so."), "Wye Gazette")


def test_a_muted_person_is_not_quoted_and_still_named() -> None:
    """Muting what somebody says leaves the texts that name them."""
    analysis = analyse(PAGE, None)
    heard, left, _ = watch(term("Ann Lee", "person")).hush(analysis)
    assert all(s.speaker is None or "Lee" not in s.speaker.name for s in heard.statements)
    assert sum(left.values()) == len(analysis.statements) - len(heard.statements) > 0
    assert watch(term("Ann Lee", "person")).muting(PAGE) is None


def test_documents_go_by_publisher_story_and_what_they_are_about() -> None:
    """A word far down in a text does not take the whole of it."""
    far = Document.make("A long text. " * 60 + "At the end comes football.")
    assert watch(term("football")).muting(far) is None
    assert watch(term("3", "story"), n3=frozenset({PAGE.key})).muting(PAGE)
    kept, left = sifted(Chosen((PAGE, far)), watch(term("wye.example", "publisher")))
    assert kept.documents == (far,)
    assert list(left.values()) == [1]
    assert sifted(Chosen((PAGE,)), watch(term("bridge")))[0].lack == "muted"


def test_what_is_followed_takes_the_place_of_others() -> None:
    """In their order, and no more of them than there is room for."""
    others = [Document.make(f"Text number {n} tells of the weather in the {n}th town.") for n in range(5)]
    chosen = Chosen((*others, PAGE))
    told = watched(chosen, 3, watch(term("bridge", verb="follow")))
    assert told == (others[0], others[1], PAGE)
    assert watched(chosen, 3, watch()) == tuple(others[:3])


def test_two_chats_that_want_the_same_share_it() -> None:
    """Whose terms they are, and in which order they were typed, makes no difference."""
    one = watch(term("Grain", number=1), term("Blinken", "person", "follow", 2))
    other = Watch(tuple(Term(t.id + 9, 8, t.verb, t.kind, f" {t.value} ", 5, NOW) for t in reversed(one.terms)))
    assert one.shared() == other.shared()
    assert hash(one.shared()) == hash(other.shared())
    assert one.shared() != watch(term("Grain")).shared()


def test_a_briefing_says_what_of_it_is_followed() -> None:
    """By statements and figures, else by sources that hold the words."""
    told = verify(compose((analyse(PAGE, None),)))
    following = watch(
        term("Ann Lee", "person", "follow"),
        term("police", verb="follow", number=2),
        term("fish", verb="follow", number=3),
    )
    counts = {each.value: number for each, number in followed(following, told).items()}
    assert counts.keys() == {"Ann Lee", "police"}


WORDS = sorted(set(fold(ARTICLE).split()))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True))
def test_no_piece_of_a_briefing_holds_a_muted_word(words: list[str]) -> None:
    """Whatever is muted, neither a sentence nor a statement nor a figure that is told holds it."""
    muting = watch(*(term(word, number=number) for number, word in enumerate(words)))
    heard = hushed([analyse(PAGE, None)], muting)
    told = verify(compose(heard.known, audience=Audience(heard.hidden)))
    for sentence in (*told.sentences, *told.unconfirmed):
        assert muting.hidden(PAGE, sentence.span) is None  # type: ignore[union-attr]  # each has one
    for item in told.statements:
        assert not muting._muted(item.statement)
    for question in told.figures:
        assert not muting._muted(question.lead)
    assert briefing(told) is not None

"""A search's buttons fit, and no message of it holds a digit or a quotation that is not a source's or ours."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.services.searching.hits import Hit
from bot.services.searching.service import Fault
from bot.views import search as views
from bot.views.language import LANGUAGES, speaking
from bot.views.rich import MAX_UNITS, uncited
from bot.views.search import LIMITS, SORTS, Turn, read
from summarizer.types import Document, Span

TURNS = st.builds(
    Turn,
    st.from_regex(r"[A-Za-z0-9_-]{12}", fullmatch=True),
    st.integers(0, 999),
    st.sampled_from([None, *SORTS.values()]),
    st.booleans(),
)


@given(TURNS)
def test_a_button_says_where_it_leads(turn: Turn) -> None:
    """Every button of a list is read back as it was meant, and fits Telegram's 64 bytes."""
    for row in views.narrowing(turn):
        for button in row:
            assert len(button.data.encode()) <= 64
            there = read(button.data)
            assert (there.listing, there.page, there.mean) == (turn.listing, 0, turn.mean)
            assert there.sort != turn.sort


@given(st.text(max_size=64))
def test_any_data_is_read(data: str) -> None:
    """A press by another hand is a press of the first page of some list, if of any."""
    assert read(f"find:{data}").page >= 0


@given(st.text(max_size=300), st.lists(st.text(max_size=40), max_size=3))
def test_refusals_keep_the_promise(word: str, near: list[str]) -> None:
    """Whatever was typed is said back as a person's words, in every language."""
    kinds = ("by", "from", "since", "future", "story", "odd")
    found = [Fault(kind, word, tuple(near)) for kind in kinds]  # type: ignore[arg-type]  # of the cases above
    for language in LANGUAGES:
        with speaking(language):
            assert uncited(views.faults(found)) == ()
            assert uncited(views.how_to()) == ()
            told = views.nothing(word, tuple(LIMITS), meant=True, since=datetime(2022, 4, 3, tzinfo=UTC), zone=UTC)
            assert uncited(told) == ()


def test_a_page_fits_and_cites() -> None:
    """Long passages and titles are cut, and marked as cut; every digit is the source's or ours."""
    text = "The 3 ships “left” at 9. " * 400
    documents = [Document.make(f"{number} {text}", title=f"{number} ships " * 20) for number in range(12)]
    hits = [Hit("passage", each, Span(0, 5_000)) for each in documents] + [Hit("source", documents[0], None)]
    notes = views.noted(hits, sought=2, some=True, since=True)
    shown = views.pages(hits, "“3” ships", size=5, older=True, sort="sources", notes=notes)
    assert len(shown) >= 3
    assert "Nothing has all of these words" in shown.page(0).text
    assert "Sources that state no date count by the day on which they were added." in shown.page(0).text
    for number in range(len(shown)):
        page = shown.page(number)
        assert page.units <= MAX_UNITS
        assert uncited(page) == ()
    assert "“left” at 9. The … " in shown.page(0).text.replace("\n", " ") or " …" in shown.page(0).text

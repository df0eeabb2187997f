"""The demo's texts: the four first sources as they are, and bulletins that name where their figures come from."""

from __future__ import annotations

from pathlib import Path

import seeds
from bot.demo.pages import DESK, bulletins, copies

NOTICE = (Path(__file__).parents[3] / "NOTICE.md").read_text("utf-8")


def test_a_copy_states_what_its_source_states() -> None:
    """Nothing is added to it: no publisher, no date, not a word."""
    pages = copies()
    for reading in seeds.load():
        page, document = pages[str(reading.name).removesuffix(".txt")], reading.document
        assert (page.title, page.publisher, page.published) == (document.title, document.publisher, document.published)
        assert "".join(page.paragraphs).split() == "".join(_without_title(document.text, document.title)).split()


def test_a_page_without_a_headline_has_no_other_words_for_one() -> None:
    """Its publisher is not taken for its title."""
    (page,) = [page for page in copies().values() if page.title is None and page.publisher]
    assert "<title>" not in page.html()


def _without_title(text: str, title: str | None) -> list[str]:
    return [line for line in text.splitlines() if line != title]


def test_every_bulletin_says_whose_figures_it_relays() -> None:
    """In its text and as its publisher; the record that they are from is named in the notice."""
    for each in bulletins():
        assert each.page.publisher == DESK
        assert "according to the UN human rights office (OHCHR)" in each.page.text
        assert each.page.text.endswith("Relayed by the Verbatim demo desk from OHCHR’s published figures")
        assert each.origin in NOTICE


def test_one_bulletin_has_a_slip_that_is_the_desks_own() -> None:
    """Two digits changed places; the corrected one says that it was wrong, and differs in nothing else."""
    (slipped,) = [each for each in bulletins() if each.page != each.corrected]
    wrong, right = slipped.page.paragraphs, slipped.corrected.paragraphs
    assert [each.replace("2,231", "2,213") for each in wrong] == [each for each in right if "Correction" not in each]
    assert "the number of injured was wrong in the first version of this bulletin" in slipped.corrected.text

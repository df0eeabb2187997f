"""The date at the top of a text: found where a line states it, and nowhere else."""

from __future__ import annotations

import pytest

from sources.cleaning.clean import clean
from sources.formats.dates import read_date

SAID = "The town is empty now, the mayor said on Monday, April 18, 2022, to reporters who had come to see it."


@pytest.mark.parametrize(
    "line",
    [
        "April 12, 2022",
        "12 April 2022",
        "2022-04-12",
        "Published 12 Apr 2022 10:23 BST",
        "Published: April 12, 2022 | 5 min read",
        "By Jane Roe | Apr. 12, 2022",
        "By Jane Roe, April 12, 2022",
        "For immediate release: April 12, 2022",
    ],
)
def test_a_line_above_the_article_states_its_day(line: str) -> None:
    """The line is the page's word about the text, and no sentence of it."""
    cleaned = clean(f"Town is empty\n\n{line}\n\n{SAID}")
    assert cleaned.published is not None
    assert cleaned.published.date().isoformat() == "2022-04-12"
    assert cleaned.text == f"Town is empty\n\n{SAID}"
    assert cleaned.byline == ("Jane Roe" if "Roe" in line else None)


@pytest.mark.parametrize(
    "top",
    [
        "12/04/2022",
        "April 2022",
        "Updated April 12, 2022",
        "The sinking of the Titanic - April 15, 1912",
        "KYIV, April 12, 2022 (AP) — The mayor spoke to reporters in the town hall on that day.",
        "April 12, 2022\n\nApril 13, 2022",
        "The mayor spoke on April 12, 2022",
    ],
)
def test_what_does_not_say_one_day_of_publication_says_none(top: str) -> None:
    """Two days, a change, a day of figures alone, a day that the article speaks of: unknown."""
    assert clean(f"Town is empty\n\n{top}\n\n{SAID}").published is None


def test_a_diary_is_of_no_one_day() -> None:
    """Where days head parts of the text, the first of them is not when it was published, and all stay."""
    text = f"Town is empty\n\nApril 12, 2022\n\n{SAID}\n\nApril 13, 2022\n\n{SAID}"
    cleaned = clean(text)
    assert (cleaned.published, cleaned.text) == (None, text)


def test_a_date_below_the_first_paragraph_is_none_of_the_text() -> None:
    """What follows the article's first words is never asked."""
    assert clean(f"{SAID}\n\nApril 12, 2022\n\n{SAID}").published is None


def test_a_published_date_goes_before_one_of_a_change() -> None:
    """Both lines go from the text."""
    cleaned = clean(f"Town is empty\n\nPublished April 12, 2022\n\nUpdated April 14, 2022\n\n{SAID}")
    assert (cleaned.published, cleaned.text) == (read_date("2022-04-12"), f"Town is empty\n\n{SAID}")

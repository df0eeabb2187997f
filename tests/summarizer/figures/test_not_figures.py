"""Numbers that are no figures."""

import pytest

from summarizer.figures.quantities import read_quantities
from summarizer.figures.sifting.not_figures import keep_figures


def kept(text: str) -> list[str]:
    """The surfaces of the figures that stay."""
    return [quantity.span.of(text) for quantity in keep_figures(text, read_quantities(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Russia withdrew around March 30, 2022.",
        "Ministers meet April 6 - 7 in Brussels.",
        "It began on 24 February 2022 and in the 1990s.",
        "The 2012 attacks, the 2015-16 season and the vote of 9/11.",
        "At 8:00 p.m., or 7 a.m., or ten o'clock.",
        "Call 202-555-0143 or 911.",
        "The G7, the FTSE 100, World War Two and the Gang of Eight.",
        "A Boeing 737, an A350-900 and Apollo 11 in Room 101.",
        "It was the 10th of its kind, on page 3, under Section 230.",
        "One source said one of the men helped another one day.",
        "See https://example.org/2022/04/12345 or @user99.",
        'An embed <tweet id="771156540103417856"/> stands here.',
        "A third wondered; the second half was a two-party affair.",
        "1. Wash your hands\n2) Dry them",
        "The two were not hurt.",
        "He served between 1977 and 1981.",
        "The wall is 48m, and it holds 2.48×10.",
        "The best beaches: 1. Baia do Sancho. 2. Grace Bay. 3. Eagle Beach.",
        "Call (800) 222-TIPS (8477) or +233 268 576 249.",
        "She never again saw her old Oldsmobile Ninety-Eight.",
        "The minister said so again on Radio Four.",
        "A Falcon 9 rocket and the drama ''Billions,'' on Showtime.",
        "He was the only one, after a stumble or two, on day nine.",
        "On Feb.1, on Sept.11 and on Friday, May, 2 2014.",
        "In part 2, on p. 24, with a .44 Magnum, size 12.",
        "Kane had a late half chance; the last half of 2013 was bad.",
    ],
)
def test_dates_times_names_and_idioms_are_no_figures(text: str) -> None:
    """None of these numbers is one that a briefing would tell."""
    assert kept(text) == []


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("Up to 2,000 people came in 2016.", ["2,000"]),
        ("They kept at least one base there.", ["one"]),
        ("A fleet of roughly 400 737 Max jets.", ["400"]),
        ("A quarter of the 16 GOP candidates left.", ["A quarter", "16"]),
        ("On March 3, 12 people died.", ["12"]),
        ("A one-game lead after 20 minutes.", ["one", "20 minutes"]),
        ("Some 30m people came.", ["30m"]),
        ("The 12 U.S. soldiers left.", ["12"]),
        ("It killed 389 Democratic voters.", ["389"]),
        ("Cruz's 465 and Kasich's 143 are fewer.", ["465", "143"]),
        ("By 58%-33% they said so.", ["58%", "33%"]),
        ("He won 6-4 6-1 here.", ["6-4", "6-1"]),
        ("Some 9 deaths per 1,000 births.", ["9"]),
        ("The two organizations spent tens of millions of dollars.", ["two", "tens of millions of dollars"]),
        ("The 787-9 and the 787 have 100 km left and 100 seats.", ["100 km", "100"]),
        ("It won 45-17 on May 5.", ["45-17"]),
    ],
)
def test_counts_beside_dates_and_names_stay(text: str, surfaces: list[str]) -> None:
    """What is dropped never takes a figure next to it along."""
    assert kept(text) == surfaces

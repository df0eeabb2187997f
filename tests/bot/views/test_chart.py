"""What a chart shows of a question, and how its caption tells it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.views.chart import MOST_POINTS, chart
from bot.views.chart_words import CAPTION_UNITS, alt_text
from bot.views.points import Chart
from bot.views.rich import uncited
from summarizer.types import Answer, Figure, Modifier, Question
from tests.bot.test_promise import is_exact, patched
from tests.bot.views.answered import DOZENS, FOX, GUARDIAN, MAYOR, MIXED, UN, WATCH, answer, april, question, updated


def drawn(*figures: Figure) -> Chart:
    """The chart of a question that has one."""
    made = chart(question(*figures))
    assert made
    return made


def written(made: Chart) -> list[str]:
    return [point.written.text for point in made.points]


def test_values_stand_as_the_source_writes_them_the_greatest_first() -> None:
    """The modifier's own words belong to the number, wherever they stand beside it."""
    made = chart(MIXED)
    assert made
    assert made.form == "by_source"
    assert written(made) == ["Between 320 and 450", "Up to 410", "403", "More than 400", "About 300", "Dozens"]
    assert all(point.spelled for point in made.points)


@pytest.mark.parametrize(
    ("text", "number", "modifier", "shown"),
    [
        ("They lost 400 or more men.", "400", "at_least", "400 or more"),
        ("They lost no more than 400 men.", "400", "at_most", "no more than 400"),
        ("They lost 400+ men.", "400", "at_least", "400+"),
        ("They paid more than $2 billion.", "$2 billion", "more_than", "more than $2 billion"),
        ("They lost 1 or 400 men.", "400", "exact", "400"),
    ],
)
def test_a_modifier_is_told_in_the_shortest_passage(text: str, number: str, modifier: Modifier, shown: str) -> None:
    """Left or right of the number, and never turned round by leaving out a "no"."""
    bound = replace(answer(text, number), modifier=modifier, type="count")
    assert shown in written(drawn(bound, replace(MAYOR, value=1)))


def test_a_modifier_of_an_earlier_number_is_told_in_our_words() -> None:
    """ "At least 8 were killed and 20 injured": the page's words for the 20 stand elsewhere."""
    told = answer("At least 8 were killed and 20 injured.", "20", "at_least", publisher="AP")
    made = drawn(told, MAYOR)
    assert "20" in written(made)
    assert "20 (at least, by its sentence) — the page names no source (AP," in alt_text(made).text


@pytest.mark.parametrize(
    "figures",
    [
        (FOX,),
        (MAYOR, replace(MAYOR, attributed_name="Another")),
        (FOX, replace(GUARDIAN, type="percent", unit="percent")),
        (replace(FOX, type="age"), replace(MAYOR, type="age")),
        (replace(FOX, type="score", value=(4.0, 5.0)), replace(MAYOR, type="score", value=(1.0, 3.0))),
        (replace(FOX, value=float("inf")), MAYOR),
        (replace(FOX, type="money", unit="USD"), replace(MAYOR, type="money", unit="EUR")),
    ],
    ids=["one", "alike", "another type", "ages", "scores", "endless", "currencies"],
)
def test_no_chart_where_there_is_nothing_to_see(figures: tuple[Figure, ...]) -> None:
    """One value, the same value, or values that do not stand on one axis."""
    assert chart(question(*figures)) is None


def test_pages_that_repeat_one_voice_are_one_point() -> None:
    """Two papers that quote the same estimate are not two estimates; both are named."""
    text = "More than 400 died, the Ukrainian officials said."
    again = answer(text, "400", "more_than", source="Ukrainian officials")
    made = drawn(FOX, MAYOR, again)
    assert len(made.points) == 2
    assert [page.name.text for page in made.points[1].pages] == ["Fox News", f"{text} …"]


def test_officials_of_two_pages_are_two_voices() -> None:
    """Nobody knows whether one page's "officials" are the other's."""
    pages = [answer(f"The officials of {place} saw 400.", "400", source="officials") for place in ("Bucha", "Irpin")]
    assert len(drawn(MAYOR, *pages).points) == 3


def test_a_voice_is_followed_over_time_where_every_value_has_its_day() -> None:
    """Oldest first; what was brought up to date belongs to the voice that did so, and the caption says it."""
    made = chart(updated())
    assert made
    assert made.form == "over_time"
    assert written(made) == ["At least 1,000", "Some 2,500", "At least 1,480", "At least 1,842"]
    assert [point.updated for point in made.points] == [True, False, True, False]
    assert "[1] At least 1,000 — UN estimates (Reuters, 1 April 2022), since brought up to date" in alt_text(made).text


def test_values_without_a_day_are_not_put_on_one() -> None:
    """A single page that states no day keeps all of them in rows, where nothing is lost."""
    made = drawn(*(answer.figure for answer in updated().answers), GUARDIAN)
    assert made.form == "by_source"


def test_too_many_voices_stand_in_rows() -> None:
    """What cannot be told apart by colour and shape is not drawn as if it could."""
    many = [answer(f"{n} died, Voice {n} Ng said.", str(n), source=f"Voice {n} Ng", day=april(n)) for n in range(3, 10)]
    assert drawn(*many).form == "by_source"


def test_what_is_not_drawn_is_told() -> None:
    """More than a picture holds, and what is measured in another unit, is listed below the rest."""
    many = [answer(f"It was {n} at {n}.", str(n), publisher=f"Paper {n}") for n in range(MOST_POINTS + 1)]
    made = drawn(*many, replace(UN, type="percent", unit="percent"))
    assert len(made.points) == MOST_POINTS
    assert [point.written.text for point in made.others] == [str(MOST_POINTS), "Up to 410"]
    assert f"Not in the picture:\n[{MOST_POINTS + 1}] {MOST_POINTS} —" in alt_text(made).text


def test_the_caption_says_everything_that_is_to_be_seen() -> None:
    """What is counted, then each value, who says it, where and when, in the order of the picture."""
    made = chart(question(FOX, MAYOR, DOZENS, WATCH, differs=True))
    assert made
    assert alt_text(made).text.splitlines() == [
        "civilians · killed",
        "These values cannot all be right.",
        "[1] Between 320 and 450 — Human Rights Watch (Associated Press, date not stated)",
        "[2] 403 — Anatoliy Fedoruk (Bucha after a month, date not stated)",
        "[3] More than 400 — Ukrainian officials (Fox News, 4 April 2022)",
        "[4] Dozens — the page names no source (Reuters, 3 April 2022)",
    ]


def test_a_figure_that_says_nothing_of_itself_is_titled_by_its_passage() -> None:
    """Counted, event and place unknown: the words around it say what it is."""
    assert [piece.text for piece in drawn(GUARDIAN, FOX).title] == ["About 300 were killed."]


def test_names_are_whole_in_the_caption_unless_it_is_full() -> None:
    """Then they are shortened and marked, before any value is left out, and what is left out is counted."""
    long = [
        answer(f"{n} died.", str(n), publisher=f"The {'very ' * 20}long name of paper {n}", day=april(3))
        for n in range(1, 13)
    ]
    few, many = alt_text(drawn(*long[:3])), alt_text(drawn(*long))
    assert f"{'very ' * 20}long name of paper 1" in few.text
    assert many.text.count("very …") + many.text.count("very…") > 5
    assert many.text.splitlines()[-1].endswith("more left out here.")


ODD = st.sampled_from(
    ["$2 & <b>_x_</b>", "🙂🇺🇦", "Київ", "漢字", "“so” 7", "a\nb", "x" * 300, "9 lives " * 40, "הארץ", "O’Brien"]
)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Pages as odd as the web, in any number."""
    figures = []
    for index in range(draw(st.integers(2, 14))):
        source, day = draw(st.none() | ODD), draw(st.none() | st.integers(1, 28).map(april))
        number = str(draw(st.integers(0, 10**6)))
        text = f"So {draw(ODD)} about {number} of {draw(ODD)} were lost, {source} said. {index}"
        figures.append(answer(text, number, "about", source=source, publisher=draw(st.none() | ODD), day=day))
    half = len(figures) // 2
    return Question((Answer(figures[0], tuple(figures[1:half]), tuple(figures[half:-1])), Answer(figures[-1])))


@settings(max_examples=40, deadline=None)
@given(questions())
def test_every_caption_keeps_the_promise_and_fits(asked: Question) -> None:
    """No digit and no quotation that is not cited or ours, every cited passage exact, 1,024 units at most."""
    made = chart(asked)
    if made is None:
        return
    caption = alt_text(made)
    store = [figure.document for figure in asked.figures]
    assert uncited(caption) == ()
    assert list(patched(caption)) == []
    assert all(is_exact(caption, mark, store) for mark in caption.marks)
    assert caption.units <= CAPTION_UNITS
    assert len(made.points) + len(made.others) <= len(store)

"""Charts as pictures: what a phone shows, measured with matplotlib's own renderer."""

from __future__ import annotations

import io
import subprocess
import sys
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font
from matplotlib.lines import Line2D
from PIL import Image

from bot.views.chart import chart
from bot.views.painted import drawn, lettering, paint
from bot.views.painted.course import VOICES
from bot.views.painted.lettering import Box, width_of, wrapped
from bot.views.painted.marks import soft
from bot.views.painted.sheet import GROUND, INK, SOFT, WIDTH
from bot.views.points import Chart
from summarizer.types import Question
from tests.bot.views.answered import FOX, GUARDIAN, MAYOR, MIXED, answer, april, question, updated
from tests.bot.views.test_chart import questions

LONG = "the Office of the High Commissioner's Monitoring Mission in Ukraine and its partners in the region, with others"


def charted(asked: Question) -> Chart:
    made = chart(asked)
    assert made
    return made


def money() -> Question:
    """Amounts with signs that matplotlib would take for formulas."""
    return question(
        *(
            answer(f"They pledged {sum_} of aid, the {who} said.", sum_, source=f"the {who}", kind="money", unit="USD")
            for sum_, who in (("$2 billion", "Pentagon"), ("$1.7 billion", "$_x^2$ Fund"))
        )
    )


def long() -> Question:
    """Names and numbers longer than a line."""
    number = "four hundred and twenty-five thousand six hundred and one"
    return question(
        answer(f"{LONG}, and {LONG}: {number}.", number, publisher="Rindfleischetikettierungsüberwachung" * 4),
        answer(f"Of {LONG} 400 were counted.", "400", source=LONG, title=LONG),
    )


def low() -> Question:
    """Bounds that reach down at the foot of the axis, several on one day."""
    told = (("3", "at_most", 1), ("120", "less_than", 3), ("2", "about", 3), ("2", "at_least", 3))
    return question(*(answer(f"{n} x{i}.", n, m, publisher=f"P{i}", day=april(d)) for i, (n, m, d) in enumerate(told)))  # type: ignore[arg-type] # a modifier each


CASES = {"mixed": MIXED, "updated": updated(), "money": money(), "long": long(), "low": low()}


def boxes(picture: Figure) -> dict[str, Box]:
    """Where each text stands in the finished picture, y downwards."""
    height = picture.bbox.height
    extents = [(text.get_text(), text.get_window_extent()) for text in picture.texts]
    return {f"{i} {text}": Box(e.x0, height - e.y1, e.x1, height - e.y0) for i, (text, e) in enumerate(extents)}


def clashes(picture: Figure) -> list[str]:
    """Texts that overlap another or leave the picture."""
    placed, frame = boxes(picture), Box(8, 8, WIDTH - 8, picture.bbox.height - 8)
    outside = [text for text, box in placed.items() if not box.within(frame)]
    return outside + [f"{a} / {b}" for (a, one), (b, two) in combinations(placed.items(), 2) if one.meets(two, -2)]


@pytest.mark.parametrize("case", CASES)
def test_a_picture_is_one_that_telegram_takes_and_a_phone_shows(case: str) -> None:
    """1,080 pixels wide, not much higher than wide, opaque, light, with a margin in the ground's colour."""
    data = paint(charted(CASES[case]))
    pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))
    height, width, _ = pixels.shape
    assert width == WIDTH
    assert WIDTH / 3 < height < 1.6 * WIDTH
    assert len(data) < 400_000
    ground = np.frombuffer(bytes.fromhex(GROUND[1:] + "FF"), np.uint8)
    edges = (pixels[:20], pixels[-20:], pixels[:, :15], pixels[:, -15:])
    assert all((edge == ground).all() for edge in edges)
    assert (pixels[..., 3] == 255).all()


@pytest.mark.parametrize("case", CASES)
def test_no_text_lies_on_another_or_leaves_the_picture(case: str) -> None:
    """Names, numbers, days and ticks keep clear of each other."""
    assert clashes(drawn(charted(CASES[case]))) == []


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(questions())
def test_whatever_pages_state_texts_keep_clear(asked: Question) -> None:
    """The same for names of any length and script, any numbers, any days; and no letter is missing."""
    made = chart(asked)
    if made is None:
        return
    picture = drawn(made)
    assert clashes(picture) == []
    assert missing(picture) == set()
    assert picture.bbox.height < 2 * WIDTH


def missing(picture: Figure) -> set[str]:
    """Letters that would be drawn as empty boxes."""
    known = set(map(chr, get_font(lettering._file(bold=True)).get_charmap()))
    return {letter for text in picture.texts for letter in text.get_text()} - known


def test_numbers_over_time_keep_clear_of_marks() -> None:
    """A value stands beside its mark, never on one."""
    picture = drawn(charted(updated()))
    dots = [each for each in picture.get_children() if isinstance(each, Line2D) and each.get_marker() != "None"]
    texts = [text.get_window_extent() for text in picture.texts]
    assert len(dots) > 4
    assert not [dot for dot in dots for text in texts if text.overlaps(dot.get_window_extent())]


def test_the_same_chart_gives_the_same_bytes_under_any_settings() -> None:
    """Nothing of the day, the machine's fonts or somebody's matplotlibrc gets into the picture."""
    first = paint(charted(MIXED))
    with mpl.rc_context({"text.antialiased": False, "figure.facecolor": "red", "font.size": 30, "savefig.dpi": 30}):
        assert paint(charted(MIXED)) == first
    assert b"Software" not in first


def test_sources_are_named_and_numbers_stand_as_written() -> None:
    """What the picture says without its caption."""
    texts = {text.get_text() for text in drawn(charted(MIXED)).texts}
    assert {"civilians · killed", "Ukrainian officials", "Fox News, 4 Apr 2022", "More than 400"} <= texts
    assert {"Reuters", "names no source, 3 Apr 2022", "Dozens", "Anatoliy Fedoruk", "0", "500"} <= texts
    assert {"at least, or more than", "at most, or less than", "about", "a range", "no precise number"} <= texts


def test_dollars_start_no_formula() -> None:
    """A sign of money, or a name that looks like a formula, is drawn as it is."""
    picture = drawn(charted(money()))
    assert not any(text.get_parse_math() for text in picture.texts)
    assert {"$2 billion", "the $_x^2$ Fund"} <= {text.get_text() for text in picture.texts}


def test_names_without_letters_are_their_number_in_the_caption() -> None:
    """No empty boxes: a reader finds the name in the text below, and is told to look there."""
    chinese = answer("It was 410, 外交部 said.", "410", source="外交部", publisher="新华社 News", day=april(4))
    texts = [text.get_text() for text in drawn(charted(question(FOX, chinese))).texts]
    assert texts[2:5] == ["[1]", "410", "4 Apr 2022"]
    assert texts[-1] == "More in the text below"


def test_cyrillic_greek_arabic_and_hebrew_are_drawn() -> None:
    """Letters that run left do not turn round the date behind them; where nothing orders them, a number stands."""
    names = ("Українська правда", "Η Καθημερινή", "הארץ", "الجزيرة")
    asked = question(*(answer(f"It was {n}.", str(n), publisher=name) for n, name in enumerate(names, start=1)))
    texts = "".join(text.get_text() for text in drawn(charted(asked)).texts)
    assert all(name in texts for name in names)


def test_letters_that_run_left_need_a_matplotlib_that_orders_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before 3.11 it would spell them backwards."""
    monkeypatch.setattr(lettering, "_shapes", lambda: False)
    assert not lettering.drawable("הארץ")
    assert lettering.drawable("Київ")


def test_what_is_cut_is_marked_and_numbered() -> None:
    """The ellipsis leads to the line of the caption where the name is whole."""
    texts = [text.get_text() for text in drawn(charted(long())).texts]
    assert [text for text in texts if text.endswith("… [2]")]
    assert any(text.endswith("…") for text in texts), "the title"


def luminance(colour: str) -> float:
    """WCAG 2.2's relative luminance of a colour written as #RRGGBB."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, ground: str) -> float:
    lighter, darker = sorted((luminance(colour), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colour", [INK, SOFT, *(colour for colour, _ in VOICES)])
def test_text_and_marks_stand_out_from_the_ground(colour: str) -> None:
    """WCAG asks 4.5 of text; the ground is opaque, so that no theme changes it. None of them is red."""
    assert contrast(colour, GROUND) >= 4.5
    red, green, blue = bytes.fromhex(colour[1:])
    assert red < 1.8 * max(green, blue)


def test_the_ground_neither_glares_nor_gapes() -> None:
    """Between the white of one theme and the dark of the other, and far from both ends; faded marks are still seen."""
    assert 0.6 < luminance(GROUND) < 0.85
    assert all(contrast(soft(colour, 0.6), GROUND) > 2.4 for colour, _ in VOICES)


def test_an_axis_begins_at_zero() -> None:
    """Sources that nearly agree look as if they nearly agree."""
    marks = [each for each in drawn(charted(question(FOX, MAYOR))).get_children() if isinstance(each, Line2D)]
    dots = [float(np.ravel(each.get_xdata())[0]) for each in marks if each.get_marker() == "o"]
    assert 0 < abs(dots[0] - dots[1]) < 0.01 * WIDTH


def test_lines_break_between_words_and_long_words_anywhere() -> None:
    """Nothing is wider than its room, nothing is lost before the last line."""
    lines = wrapped("one two three " + "x" * 90, 40, 400, 9)
    assert " ".join(lines).replace(" ", "") == "onetwothree" + "x" * 90
    assert max(width_of(line, 40) for line in lines) <= 400
    assert wrapped("one two three four five six seven", 40, 400, 1, end="… [3]")[0].endswith("… [3]")


def test_importing_the_view_does_not_import_matplotlib() -> None:
    """The bot's own process holds the function that paints, and none of what it needs."""
    code = "import sys, bot.views.painted, bot.views.chart_words; print('matplotlib' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own
    assert shown.stdout.strip() == "False"


def test_one_page_that_corrects_itself_is_drawn() -> None:
    """Two values of one voice without a day: rows, the earlier one marked."""
    earlier = answer("It was 250.", "250", publisher="The Guardian")
    picture = drawn(charted(question(GUARDIAN, earlier=(earlier,))))
    texts = [text.get_text() for text in picture.texts]
    assert "names no source, date not stated, since updated" in texts
    assert MAYOR.text not in texts

"""Tables as text files: a number never stands without its name."""

from __future__ import annotations

import pytest

from sources.base import Reading, TooLarge
from sources.intake import read_bytes

LINES = ("Town: Bucha; Missing: 400; Share: 12%", "Town: Irpin, north; Missing: 290; Share: 8.5%")


def take(data: bytes, name: str = "a.csv") -> Reading:
    return read_bytes(data, name, None, limit=5_000_000)


@pytest.mark.parametrize(
    "text",
    [
        'Town,Missing,Share\nBucha,400,12%\n"Irpin, north",290,8.5%\n',
        "Town;Missing;Share\r\nBucha;400;12%\r\nIrpin, north;290;8.5%\r\n",
        "\ufeffTown\tMissing\tShare\nBucha\t400\t12%\n\nIrpin, north\t290\t8.5%\n",
    ],
)
def test_cells_are_told_with_their_columns_names(text: str) -> None:
    """Whatever the delimiter, every value stands behind its name."""
    reading = take(text.encode())
    assert reading.kind == "table"
    assert tuple(reading.document.text.split("\n\n")) == LINES


def test_a_table_goes_by_its_files_name() -> None:
    """Its first row is not what it is about."""
    assert take(b"date,headline\n2026-11-01,Bus crash\n", "crashes.csv").document.title == "crashes.csv"


def test_without_names_cells_stand_apart() -> None:
    """A first row with numbers in it names nothing; a line break in a cell is a space."""
    assert take(b'Bucha,400\n"Irpin\nnorth",290\n').document.text == "Bucha | 400\n\nIrpin north | 290"


def test_empty_cells_are_left_out() -> None:
    """What is not there is not told."""
    assert take(b"Town,Missing\nBucha,\nIrpin,290\n").document.text == "Town: Bucha\n\nTown: Irpin; Missing: 290"


def test_very_many_rows_are_refused() -> None:
    """A table of ten thousand rows is a data set."""
    with pytest.raises(TooLarge) as caught:
        take(b"Town,Missing\n" + b"Bucha,400\n" * 10_000)
    assert caught.value.unit == "lines"


def test_a_text_that_is_called_csv_is_text() -> None:
    """Prose comes back as it is; dates in rows are no date of the file."""
    prose = "The mayor said on Monday that the town is empty. Nobody is there."
    assert take(prose.encode()).document.text == prose
    assert take(b"Day,Dead\n2022-04-05,3\n2022-04-05,4\n").document.published is None


def test_a_long_cell_is_a_long_paragraph() -> None:
    """What one cell may hold is what a text may hold, and more than that is told as such."""
    assert take(b"Town,Told\nBucha," + b"word " * 30_000 + b"\n").document.text.count("word") == 30_000
    with pytest.raises(TooLarge) as caught:
        take(b"Town,Told\nBucha," + b"word " * 100_000 + b"\n")
    assert caught.value.unit == "characters"

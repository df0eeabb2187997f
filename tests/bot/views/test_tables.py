"""Tables for spreadsheets: every row is read back as it was written, and no cell runs as a formula."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.views.tables import FORMULA, MARK, _cell, _table, figure_table, statement_table
from summarizer.analyse import analyse
from summarizer.types import Document
from tests.bot.asking import ARTICLE

PAGE = Document.make(
    ARTICLE, title='The "bridge", again', url="https://example.org/", published=datetime(2022, 4, 3, tzinfo=UTC)
)


def rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.removeprefix(MARK), newline="")))


def test_statements_stand_with_who_said_them_and_where() -> None:
    """Each passage can be cut out of the text again by the offsets of its row."""
    (told,) = [row for row in rows(statement_table((analyse(PAGE, None),))) if row["kind"] == "direct"][:1]
    assert told["speaker"] == "Ann Lee"
    assert told["title"] == 'The "bridge", again'
    assert told["published"] == "2022-04-03"
    cut = PAGE.text[int(told["start"]) : int(told["end"])]
    assert all(piece in cut for piece in told["statement"].split(" … "))


def test_figures_stand_with_what_they_count() -> None:
    """Value, unit, modifier, what is counted and who says so, each in a column of its own."""
    found = {row["as_written"]: row for row in rows(figure_table((analyse(PAGE, None),)))}
    crossed = next(row for written, row in found.items() if "120" in written)
    assert (crossed["value"], crossed["modifier"]) == ("120", "at_least")
    assert crossed["attributed_to"]
    assert PAGE.text[int(crossed["start"]) : int(crossed["end"])] == crossed["as_written"]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1, max_size=4))
def test_any_cell_comes_back_and_none_is_a_formula(cells: list[str]) -> None:
    """Quotation marks, line breaks and commas survive; what would run begins with an apostrophe."""
    (head, back) = csv.reader(
        io.StringIO(_table([f"c{n}" for n in range(len(cells))], [cells]).removeprefix(MARK), newline="")
    )
    assert len(head) == len(back)
    assert [
        each.removeprefix("'") if cell.startswith(FORMULA) else each for cell, each in zip(cells, back, strict=True)
    ] == cells
    assert not any(str(_cell(each)).startswith(FORMULA) for each in cells)


def test_what_is_denied_is_not_told_as_said() -> None:
    """Of reported speech the whole sentence is the statement: its content alone may be the opposite."""
    page = Document.make("The defence ministry denied that it had fired at the hospital in the old town on Monday.")
    (told,) = rows(statement_table((analyse(page, None),)))
    assert told["statement"] == page.text
    assert "denied" in told["cue"]

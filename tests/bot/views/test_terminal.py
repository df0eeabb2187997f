"""Messages in a terminal: wrapped, quotations behind a bar, bold only where wanted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.views.rich import Rich, bold, plain
from bot.views.terminal import BOLD, NORMAL, terminal

WORDS = st.lists(st.text(alphabet="abc🙂Ж.", min_size=1, max_size=12), min_size=1, max_size=40).map(" ".join)


@given(WORDS, st.integers(20, 100))
def test_lines_keep_to_the_width_and_lose_no_word(text: str, width: int) -> None:
    """Whatever is quoted stands behind the bar, line by line, and every word comes through in order."""
    shown = terminal([plain(text).marked("quote")], width=width)
    assert all(line.startswith("  │ ") and len(line) <= width for line in shown.splitlines())
    assert shown.replace("  │ ", "").split() == text.split()


def test_an_item_of_a_list_hangs() -> None:
    """Its further lines stand below its first word."""
    assert terminal([plain("• one two three")], width=9) == "• one two\n  three"


def test_bold_is_written_for_a_terminal_only() -> None:
    """A file gets the words alone; blocks stand a blank line apart."""
    blocks = (bold("Title"), plain("text"))
    assert terminal(blocks) == "Title\n\ntext"
    assert terminal(blocks, colour=True) == f"{BOLD}Title{NORMAL}\n\ntext"


@given(st.lists(st.tuples(st.text(alphabet="ab ", max_size=9), st.booleans()), max_size=9))
def test_slanted_words_stand_between_underscores(pieces: list[tuple[str, bool]]) -> None:
    """Every slanted stretch of a line, and nothing else, has one at each end."""
    rich = Rich()
    for text, slanted in pieces:
        rich = rich + (plain(text).marked("italic") if slanted else text)
    written = "".join(f"_{text}_" if slanted and text else text for text, slanted in pieces)
    assert terminal([rich], width=500).split() == written.split()

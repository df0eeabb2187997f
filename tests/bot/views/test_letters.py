"""Letters: a message that was packed is the same message, whatever its text holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sender import entities
from bot.views.letters import Again, again_of, pack, unpack
from bot.views.rich import Rich, bold, chrome, cite, parts, plain
from storage.storable import storable
from summarizer.types import Document, Span

TEXT = st.text(alphabet=st.sampled_from('ab \n🙂éЖ漢<&>"_*[]()~`\\{}\x00\x1b\u2028'), min_size=1, max_size=60)
LINKED = st.builds(lambda text, url: plain(text).marked("link", url=f"https://a.org/{url}"), TEXT, TEXT)
PIECES = st.one_of(st.builds(bold, TEXT), st.builds(chrome, TEXT), st.builds(plain, TEXT), LINKED)
WHOLE = st.lists(PIECES, min_size=1, max_size=20).map(lambda pieces: sum(pieces, Rich()))


@given(WHOLE)
def test_what_is_shown_comes_back(whole: Rich) -> None:
    """The text to the letter, and every entity that Telegram would have got."""
    back = unpack(pack(whole))
    assert back.text == whole.text
    assert entities(back) == entities(whole)
    assert back.units == whole.units


@given(WHOLE, st.lists(st.builds(Again, st.integers(1), st.integers(1, 9)), max_size=4).map(tuple))
def test_what_is_offered_again_is_kept_beside_it(whole: Rich, again: tuple[Again, ...]) -> None:
    """Without altering the message; and a database can keep it as it is."""
    packed = pack(whole, again)
    assert again_of(packed) == again
    assert unpack(packed) == unpack(pack(whole))
    assert storable(packed) == packed


def test_a_source_is_not_kept() -> None:
    """A letter says what is seen: the passages behind it were checked when it was made."""
    document = Document.make("Ten people came.")
    back = unpack(pack(cite(document, Span(0, 3)) + bold("!")))
    assert [mark.kind for mark in back.marks] == ["bold"]


@pytest.mark.parametrize("text", ["", "7", "{}", '{"text":"a"}', '{"text":"a","marks":[[0,1,"cite",null]]}'])
def test_what_was_never_packed_is_refused(text: str) -> None:
    """Rather than sent as something else."""
    with pytest.raises(ValueError, match=r".*"):
        unpack(text)


def test_a_full_message_is_packed_in_its_own_script() -> None:
    """Four thousand letters of another script stay a few kilobytes."""
    (message,) = parts((plain("Ж" * 4096),))
    assert len(pack(message)) < 4200

"""Deep links: what they name comes back as it went in, in the letters and the length that Telegram takes."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.views import links
from bot.views.links import LONGEST, Link, read
from summarizer.types import Document

LEGAL = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=40)


@given(TEXTS, st.integers(0, 999_999_999))
def test_a_payload_names_what_it_was_made_of(text: str, start: int) -> None:
    """The document by 88 bits of its hash, the offset, and nothing else: no name, no words."""
    document = Document.make(text)
    mark = document.key.removeprefix("v1-")[:22]
    assert read(links.passage(document, start)) == Link("passage", mark, start)
    assert read(links.story(document)) == Link("story", mark)
    for payload in (links.passage(document, start), links.story(document)):
        assert LEGAL.fullmatch(payload)
        assert len(payload) <= LONGEST
        assert links.opening("verbatim_bot", payload) == f"https://t.me/verbatim_bot?start={payload}"


@given(st.one_of(st.text(max_size=80), st.from_regex(r"[qtdi]_[0-9a-fA-F_-]{0,70}", fullmatch=True)))
def test_only_what_we_could_have_made_is_read(payload: str) -> None:
    """Anything else is no link: it is never half understood."""
    link = read(payload)
    if link is None:
        return
    written = {
        "passage": f"q_{link.mark}_{link.start}",
        "story": f"t_{link.mark}",
        "preset": f"d_{link.mark}",
        "invite": f"i_{link.mark}",
    }
    assert written[link.kind] == payload
    assert LEGAL.fullmatch(payload)


def test_digits_of_other_scripts_and_capitals_are_no_payload() -> None:
    """A link that somebody retyped leads nowhere instead of elsewhere."""
    mark = "0123456789abcdef012345"
    assert read(f"q_{mark}_12") == Link("passage", mark, 12)
    for odd in (f"q_{mark.upper()}_12", f"q_{mark}_١٢", f"q_{mark}_012", f"q_{mark}", f"t_{mark}_12", f"t_{mark[1:]}"):
        assert read(odd) is None, odd


def test_what_others_share_is_read_by_its_id() -> None:
    """A preset and an invite keep every character of their id."""
    assert read("d_a-Z_0") == Link("preset", "a-Z_0")
    assert read("i_" + "x" * 62) == Link("invite", "x" * 62)
    assert read("i_") is None

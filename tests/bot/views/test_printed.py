"""The page to print: all words of the briefing, every passage a link to its place in the source, nothing that acts."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from bot.views.briefing import briefing
from bot.views.language import speaking
from bot.views.printed import page
from bot.views.rich import Rich, chrome, cite, plain
from summarizer.analyse import analyse
from summarizer.compose import compose
from summarizer.gate.verify import verify
from summarizer.types import Document, Span
from tests.bot.asking import ARTICLE

MADE = datetime(2026, 3, 31, 6, 5, tzinfo=UTC)
HOSTILE = "He said <script>alert(1)</script> & \"so\" 'it' was\x07 </mark></article>.\n\n7 people came."


def read(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)


def test_a_briefing_and_its_sources_stand_on_one_page() -> None:
    """What a message says stands there, and each passage leads to where the source has it, marked."""
    document = Document.make(ARTICLE, title="Bridge over the Wye reopens", url="https://example.org/bridge?a=1&b=2")
    told = verify(compose((analyse(document, None),)))
    blocks = briefing(told)
    root = read(page(blocks[:-1], told.documents, MADE))
    body = root.text_content()
    assert "Made 31 March 2026, 06:05 UTC." in body
    assert all(line in body for block in blocks[:-1] for line in block.text.splitlines())
    anchors = {each.get("id") for each in root.iter() if each.get("id")}
    links = [each.get("href") for each in root.iter("a")]
    inside = [link for link in links if link.startswith("#")]
    assert inside
    assert all(link[1:] in anchors for link in inside)
    assert "https://example.org/bridge?a=1&b=2" in links
    marked = " ".join(each.text_content() for each in root.iter("mark"))
    assert "We kept our word" in marked
    article = root.find(".//article").text_content()
    assert all(line in article for line in ARTICLE.splitlines())


def test_a_source_cannot_write_elements_or_scripts() -> None:
    """Whatever a text holds stands there as text; nothing is loaded or run."""
    document = Document.make(HOSTILE, title="<img src=x onerror=1>", publisher="</style><b>", url="javascript:alert(1)")
    block = cite(document, Span(0, 20)).marked("link", url="javascript:alert(2)") + chrome(" [1]")
    root = read(page((plain("A title"), block), (document,), MADE))
    assert not list(root.iter("script", "img", "iframe", "form", "b"))
    assert not [each for each in root.iter() if any(name.startswith("on") for name in each.attrib)]
    assert not [link for link in (a.get("href") for a in root.iter("a")) if link.startswith("javascript")]
    assert "<script>alert(1)</script>" in root.text_content()
    assert "default-src 'none'" in root.find(".//meta[@http-equiv]").get("content")


@settings(max_examples=60)
@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), min_size=1, max_size=120),
    st.lists(st.tuples(st.integers(0, 119), st.integers(1, 60)), max_size=6),
)
def test_any_passages_of_any_text(text: str, places: list[tuple[int, int]]) -> None:
    """However passages overlap and cross lines, the text stays whole, and what is marked is exactly what was cited."""
    document = Document.make(text)
    if not document.text.strip():
        return
    ends = ((min(s, len(document.text) - 1), length) for s, length in places)
    spans = [Span(start, min(start + length, len(document.text))) for start, length in ends]
    blocks = [plain("Title"), *(cite(document, span) for span in spans)]
    source = read(page(blocks, (document,), MADE)).find(".//article")
    shown = "\n".join(each.text_content() for each in source.findall("p")[1:])
    assert shown == "\n".join(line for line in document.text.split("\n") if line.strip())
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", document.text) if m[0].strip()]
    cited = {at for span in spans for at in range(span.start, span.end) if any(a <= at < b for a, b in lines)}
    marked = "".join(each.text_content() for each in source.iter("mark"))
    assert marked == "".join(document.text[at] for at in sorted(cited))


def test_a_page_in_ukrainian_says_so() -> None:
    """Browsers and screen readers are told which language the page's own words are in."""
    with speaking("uk"):
        shown = page((plain("Огляд"), Rich()), (), MADE)
    assert '<html lang="uk">' in shown
    assert "31 березня 2026" in shown

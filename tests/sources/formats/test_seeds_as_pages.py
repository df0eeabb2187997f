"""One article as a text and as a page is one article: the same statements by the same people."""

from __future__ import annotations

import html

import pytest

from seeds import load
from sources.base import Reading
from sources.intake import read_bytes
from summarizer.analyse import analyse
from summarizer.types import Document
from tests.sources.formats.making import make_word, paragraph

READINGS = load()
HEAD = "<!doctype html><html><head><meta charset=utf-8><title>{0} | The Example</title></head><body>"
MENU = (
    "<header><nav><a href='/'>Home</a> <a href='/world'>World</a> <a href='/video'>Video</a></nav></header>"
    "<div class='cookie-banner'>We value your privacy. <button>Accept all cookies</button></div>"
)
FOOT = (
    "<aside class='related'><h3>More stories</h3><ul><li><a href='/a'>Mayor resigns</a></li><li><a href='/b'>Rain in "
    "spring</a></li></ul></aside><div class='comments'><p>A reader said that 9,999 people died.</p></div>"
    "<footer>© 2022 The Example. All rights reserved.</footer><script>var said = 'He said that 7,777 died.'</script>"
)


def simple(reading: Reading) -> str:
    """The article in an article's markup."""
    document = reading.document
    headings = {heading.of(document.text) for heading in document.headings}
    lines = document.text.split("\n\n")
    marked = (f"<{tag}>{html.escape(line)}</{tag}>" for line in lines for tag in ["h2" if line in headings else "p"])
    return f"{HEAD.format(html.escape(document.title or ''))}<article>{''.join(marked)}</article></body></html>"


def dressed(reading: Reading) -> str:
    """The same among what sites put around it."""
    page = simple(reading).replace("<article>", f"{MENU}<main><article class='story-body'>")
    half = page.index("</p>", len(page) // 2) + 4
    hidden = "<p style='display:none'>The president said that 8,888 died.</p><div class='ad'>Advertisement</div>"
    return (page[:half] + hidden + page[half:]).replace("</article>", f"</article></main>{FOOT}")


def statements(document: Document) -> list[tuple[str, str | None]]:
    found = analyse(document, None).statements
    # HTML knows no two spaces after a full stop, which a transcript has.
    return [(" ".join(each.text.split()), each.speaker.name if each.speaker else None) for each in found]


@pytest.mark.parametrize("dress", [simple, dressed], ids=["simple", "dressed"])
@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: str(reading.name))
def test_a_seed_as_a_page_gives_the_same_statements(reading: Reading, dress: object) -> None:
    """Neither markup nor a site's furniture adds, loses or changes a statement or its speaker."""
    page = (simple if dress is simple else dressed)(reading)
    document = read_bytes(page.encode(), "a.html", "text/html", limit=1_000_000).document
    assert document.text.split() == reading.document.text.split()
    assert statements(document) == statements(reading.document)


@pytest.mark.parametrize("reading", READINGS[:1], ids=lambda reading: str(reading.name))
def test_a_seed_as_a_word_file_gives_the_same_statements(reading: Reading) -> None:
    """And so does another format."""
    body = "".join(paragraph(html.escape(line)) for line in reading.document.text.split("\n\n"))
    document = read_bytes(make_word(body), None, None, limit=1_000_000).document
    assert statements(document) == statements(reading.document)

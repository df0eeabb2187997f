"""Proof in one tap: a page is served, the bot reads it, and Chromium opens its link at the sentence and marks it."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

import seeds
from bot.views.citations import sentence_of
from bot.views.fragments import address
from sources.intake import read_bytes
from summarizer.analyse import analyse
from summarizer.types import Document, Figure, Span, Statement
from tests.bot.browser.chromium import IN_A_BROWSER, Browser, Site, browsing, serving

OUTSIDE = "\"“”„«»‘’'「」『』 \n"
WINDOW = {"width": 700, "height": 400}

pytestmark = IN_A_BROWSER


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with browsing(WINDOW) as browser:
        yield browser


def read(site: Site, url: str) -> Document:
    """The page as the bot reads it."""
    return read_bytes(site.pages[url.removeprefix(site.url)], None, "text/html", limit=10**7, url=url).document


async def failing(browser: Browser, document: Document, passages: set[Span]) -> list[str]:
    """The links that do not lead to their passage, or mark less, or anything else."""
    wrong = []
    for passage in sorted(passages):
        words = passage.of(document.text).strip(OUTSIDE)
        nth = document.text[: passage.start].count(words)
        link = address(document, passage) or ""
        seen = await browser.open(link, words, nth)
        if not (seen.in_sight and seen.scrolled > 1000 and seen.marked > 0.7 and seen.elsewhere == 0):
            wrong.append(f"{seen} {link}")
    return wrong


def where(document: Document, pattern: str) -> set[Span]:
    return {Span(*found.span()) for found in re.finditer(pattern, document.text)}


async def test_every_statement_and_figure_of_the_seeds_is_one_tap_away(site: Site, browser: Browser) -> None:
    """All of them: Chromium scrolls to the sentence of each and marks it from end to end, and nothing besides."""
    count, wrong = 0, list[str]()
    for number, seed in enumerate(seeds.load()):
        paragraphs = (f"<p>{html.escape(each)}</p>" for each in seed.document.text.split("\n\n"))
        url = site.add(f"/seed{number}", f"<h1>{html.escape(seed.document.title or 'News')}</h1>{''.join(paragraphs)}")
        document = await asyncio.to_thread(read, site, url)
        found = await asyncio.to_thread(analyse, document, None)
        pieces: list[Statement | Figure] = [*found.statements, *found.figures]
        count += len(pieces)
        wrong += await failing(browser, document, {sentence_of(piece) for piece in pieces})
    assert (count, wrong) == (55, [])


TWICE = "".join(
    f"<p>The council met on {day} to hear the people of the valley. It was adjourned.</p><p>It was adjourned.</p>"
    for day in ("Monday", "Tuesday", "Friday")
)
LONG = "As we have said before, the road over the well-known pass stays closed because of the snow, the county told us"
ALIKE = f"<p>{LONG} on Monday.</p><p>{LONG} on Tuesday, A&amp;B said.</p><p>{LONG} on Friday, 50% of it.</p>"
ODD = """<h2>Bridge opens</h2>
<p>The co&shy;uncil&rsquo;s&nbsp;bridge over&#8203; the <b>river</b>
   W<i>y</i>e opened, it said on&nbsp;Monday, <a href='#'>after</a> three years of&shy; repairs,<br>that nobody had
 wanted in the first place.</p>
<p>&ldquo;We kept our word,&rdquo; said the mayor. &ldquo;Nobody&rsquo;s hurt, and it is safe.&rdquo;</p>
<p>“We saw it and told the people who had asked us about it at that time.</p>
<p>Nobody came, and so we left.” He paid €3 – not $4 – for the A-Z (part 2), i.e. the “well-known” map.</p>"""
UKRAINIAN = """<p>Міська рада Кропивницького повідомила в понеділок, що міст через річку знову відкрито після ремонту
 вартістю 3,2 млн гривень.</p>
<p>«Ми дотримали слова», — сказала мер Олена Шевченко. Ніхто не постраждав, додала вона; об’їзд закрито.</p>
<p>Ніхто не постраждав, додала вона; об’їзд закрито.</p>"""
CHINESE = (
    "<p>市政府星期一表示，经过三年的维修，横跨河流的大桥重新开放，维修费用为三百二十万美元，"
    "其中一半由中央政府承担，另外一半由当地居民捐款筹集，工程期间没有人受伤。</p>"
    "<p>市长说：“我们信守了诺言。”大桥现在很安全。</p>"
)


@pytest.mark.parametrize(
    ("name", "article", "lang", "sentences"),
    [
        ("twice", TWICE, "en", r"It was adjourned\."),
        ("alike", ALIKE, "en", r"As we have[^\n]+?(?:day\.|said\.|it\.)"),
        (
            "odd",
            ODD,
            "en",
            r"The council[^\n]+place\.|“We kept[^\n]+?mayor\.|“Nobody[^”]+”|“We saw[^”]+”|He paid[^\n]+map\.",
        ),
        ("ukrainian", UKRAINIAN, "uk", r"Міська[^\n]+гривень\.|«Ми[^\n]+?Шевченко\.|Ніхто[^\n]+?закрито\."),
        ("chinese", CHINESE, "zh", r"市政府[^。]+。|市长说[^”]+”|大桥现在[^。]+。"),
    ],
)
async def test_pages_as_they_are(
    site: Site, browser: Browser, name: str, article: str, lang: str, sentences: str
) -> None:
    """Sentences that stand several times, begin alike, are set with what we clean away, or are not in English."""
    url = site.add(f"/{name}", article, lang=lang)
    document = await asyncio.to_thread(read, site, f"{url}")
    passages = where(document, sentences)
    assert len(passages) >= 3, document.text
    assert await failing(browser, document, passages) == []


async def test_the_address_keeps_its_query_and_its_own_fragment(site: Site, browser: Browser) -> None:
    """A page that is told by its query is opened with it, and marked all the same."""
    url = site.add("/query", ALIKE)
    document = Document.make(read(site, url).text, url=f"{url}?id=7&page=%2F2#comments")
    passages = where(document, r"As we have[^\n]+it\.")
    assert await failing(browser, document, passages) == []
    assert browser.page.url.startswith(f"{url}?id=7&page=%2F2#comments")

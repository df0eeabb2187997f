"""Finding: what is behind a link is told by its content, whatever the server calls it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from sources.base import EmptySource, FetchFailed, IsFeed, NoArticle, Origin, Ref, UnsupportedSource
from sources.finding import Finder, FoundArticle, FoundFeed, FoundFront
from sources.link import LinkReader
from sources.sandbox import Sandbox, SandboxDown
from sources.web.fetched import NO_VALIDATORS, Accept, Fetched, Validators
from tests.sources.parsing import SANDBOX

SITE = "https://news.example"
STORY = f"{SITE}/2026/01/town-hall-opens-again"
PROSE = (
    "The town hall opened again on Monday after two years of work, the mayor said, and more than 400 people came to see"
    " the new roof, the windows and the clock that had been silent since the flood of the year before last."
)
ALTERNATE = '<link rel="alternate" type="application/rss+xml" title="All news" href="/rss">'
RSS = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><link>https://news.example/</link>'
    b"<item><title>Town hall opens</title><link>https://news.example/a-b-c</link></item></channel></rss>"
)
OPML = b'<?xml version="1.0"?><opml version="2.0"><body><outline xmlUrl="https://news.example/rss"/></body></opml>'
TEASER = "The mayor spoke of a good day for all who live here, and there was cake for house number"
HEADLINES = (
    "Town hall opens again after two years",
    "Rain expected along the coast until Friday",
    "School bus drivers ask for higher pay",
    "Old bridge closed for repairs in spring",
    "Library lends tools and sewing machines now",
    "Harbour ferry runs late on most mornings",
)


class Site:
    """A web with these pages; everything else is missing. Asked in order."""

    def __init__(self, pages: dict[str, bytes], kind: str | None = "text/html") -> None:
        self.pages = pages
        self.kind = kind
        self.asked: list[str] = []
        self.accepted: Accept = "page"

    async def get(self, url: str, *, validators: Validators = NO_VALIDATORS, accept: Accept = "page") -> Fetched:
        self.asked.append(url)
        self.accepted = accept
        if url not in self.pages:
            raise FetchFailed("missing", url, status=404)
        if validators != NO_VALIDATORS:
            return Fetched(url, url, b"", unchanged=True, validators=validators)
        return Fetched(url, url, self.pages[url], self.kind)


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head><title>News of the town</title>{head}</head><body>{body}</body></html>".encode()


def article(paragraphs: int = 6) -> str:
    body = "".join(f"<p>{PROSE} It was day {n}.</p>" for n in range(paragraphs))
    return f"<main><article><h1>Town hall opens again</h1>{body}</article></main>"


def cards(teaser: str = TEASER) -> str:
    card = "<article><h2><a href='/{n}'>{line}</a></h2><p>{teaser}</p></article>"
    told = (card.format(n=n, line=line, teaser=teaser and f"{teaser} {n}.") for n, line in enumerate(HEADLINES))
    return f"<main>{''.join(told)}</main>"


@pytest.fixture
def finder() -> Callable[..., Finder]:
    def make(pages: dict[str, bytes], kind: str | None = "text/html") -> Finder:
        return Finder(Site(pages, kind), SANDBOX)

    return make


Make = Callable[..., Finder]


async def test_an_article_is_read_under_the_address_that_was_asked(finder: Make) -> None:
    """A page with prose is an article, though it names a feed as every page of its site does."""
    found = await finder({STORY: page(article(), ALTERNATE)}).find(STORY)
    assert isinstance(found, FoundArticle)
    assert (found.reading.asked, found.reading.document.url, found.reading.kind) == (STORY, STORY, "html")
    assert found.reading.document.text.count(PROSE) == 6


async def test_what_is_known_beforehand_fills_what_a_page_leaves_open(finder: Make) -> None:
    """A feed's word for the publisher stands where the page has none."""
    found = await finder({STORY: page(article())}).find(STORY, Origin(publisher="The Town Paper"))
    assert isinstance(found, FoundArticle)
    assert found.reading.document.publisher == "The Town Paper"


@pytest.mark.parametrize("kind", ["application/rss+xml", "text/html", "text/plain; charset=utf-8", None])
async def test_a_feed_is_a_feed_by_its_content(finder: Make, kind: str | None) -> None:
    """Half of the web's feeds are served as something else."""
    found = await finder({f"{SITE}/rss": RSS}, kind).find(f"{SITE}/rss")
    assert isinstance(found, FoundFeed)
    assert ([entry.title for entry in found.feed.entries], found.url) == (["Town hall opens"], f"{SITE}/rss")


async def test_a_feed_behind_junk_is_believed_by_its_type(finder: Make) -> None:
    """What a plugin prints before the XML hides it from the eye, and not from the parser."""
    styled = RSS.replace(b"<rss", b'<?xml-stylesheet href="/s.xsl"?><!-- ' + b"x" * 3000 + b" --><rss")
    found = await finder({f"{SITE}/rss": styled}, "application/rss+xml; charset=utf-8").find(f"{SITE}/rss")
    assert isinstance(found, FoundFeed)


@pytest.mark.parametrize("kind", ["application/xml", "text/xml", "application/json"])
async def test_a_page_called_a_feed_is_a_page(finder: Make, kind: str) -> None:
    """XHTML is served as XML."""
    found = await finder({STORY: page(article())}, kind).find(STORY)
    assert isinstance(found, FoundArticle)


async def test_a_list_of_feeds_is_a_choice_of_feeds(finder: Make) -> None:
    """OPML behind a link offers what is in it."""
    found = await finder({f"{SITE}/all.opml": OPML}).find(f"{SITE}/all.opml")
    assert isinstance(found, FoundFront)
    assert [feed.url for feed in found.feeds] == [f"{SITE}/rss"]


@pytest.mark.parametrize("path", ["/", "", "/index.html", "/en/", "/de-at", "/?"])
async def test_a_sites_first_page_offers_its_feeds(finder: Make, path: str) -> None:
    """Whatever prose stands on it, it is another tomorrow."""
    found = await finder({SITE + path: page(article(), ALTERNATE)}).find(SITE + path)
    assert isinstance(found, FoundFront)
    assert (found.title, found.feeds[0].url, found.feeds[0].title) == (
        "Town hall opens again",
        f"{SITE}/rss",
        "All news",
    )


@pytest.mark.parametrize("path", ["/politics", "/category/sport/", "/blog"])
async def test_a_section_offers_its_feeds(finder: Make, path: str) -> None:
    """Headlines that all lead elsewhere are no article, with teasers below them or without."""
    for teaser in ("", TEASER):
        found = await finder({SITE + path: page(cards(teaser), ALTERNATE)}).find(SITE + path)
        assert isinstance(found, FoundFront), teaser


async def test_an_article_under_a_short_address_is_an_article(finder: Make) -> None:
    """ "/about" names no article, and may be one."""
    related = "<aside><h2>Read more</h2>" + cards("") + "</aside>"
    found = await finder({f"{SITE}/about": page(article() + related, ALTERNATE)}).find(f"{SITE}/about")
    assert isinstance(found, FoundArticle)


async def test_an_article_in_short_paragraphs_is_an_article(finder: Make) -> None:
    """A paper that gives every sentence a paragraph writes no front pages."""
    lines = "".join(f"<p>The mayor counted to {n} and went on to the next house.</p>" for n in range(30))
    found = await finder({STORY: page(f"<article><h1>A count</h1>{lines}</article>", ALTERNATE)}).find(STORY)
    assert isinstance(found, FoundArticle)


async def test_a_first_page_without_feeds_is_asked_where_sites_keep_theirs(finder: Make) -> None:
    """A front page built by a script names nothing; its feed is at the usual place."""
    shell = page('<div id="app"></div><script>start()</script>')
    found = await finder({f"{SITE}/": shell, f"{SITE}/feed.xml": RSS}).find(f"{SITE}/")
    assert isinstance(found, FoundFront)
    assert [(feed.url, feed.title) for feed in found.feeds] == [(f"{SITE}/feed.xml", "News")]


@pytest.mark.parametrize(
    "answer", [b"%PDF-1.4 x", b"<html><body " + b" ".join(b"a%d=1" % n for n in range(1100)) + b">x"]
)
async def test_what_is_wrong_with_a_guess_is_not_the_pages_fault(finder: Make, answer: bytes) -> None:
    """A file or a page of nonsense where a feed might be: the next place is asked."""
    shell = page('<div id="app"></div><script>start()</script>')
    pages = {f"{SITE}/": shell, f"{SITE}/feed": answer, f"{SITE}/rss": b"{" * 10, f"{SITE}/feed.xml": RSS}
    found = await finder(pages, "application/xml").find(f"{SITE}/")
    assert isinstance(found, FoundFront)
    assert [feed.url for feed in found.feeds] == [f"{SITE}/feed.xml"]


async def test_a_sandbox_that_is_down_is_said_and_not_guessed_around(finder: Make) -> None:
    """No guess can be better."""
    down = finder({f"{SITE}/feed": RSS})
    closed = replace(down, sandbox=Sandbox())
    closed.sandbox.close()
    with pytest.raises(SandboxDown):
        await closed._first_of([f"{SITE}/feed"])


def test_a_long_text_is_no_link_and_is_not_searched(finder: Make) -> None:
    """Megabytes of addresses are a text."""
    began = time.process_time()
    assert not LinkReader(finder({})).accepts(Ref(text="http://a.b/ " * 380_000))
    assert time.process_time() - began < 0.5


async def test_no_article_and_no_feed_is_said(finder: Make) -> None:
    """Nothing is made up: the page's own error is told."""
    with pytest.raises((EmptySource, NoArticle)):
        await finder({f"{SITE}/": page('<div id="app"></div>')}).find(f"{SITE}/")
    with pytest.raises((EmptySource, NoArticle)):
        await finder({STORY: page("<nav><a href='/'>Home</a></nav>")}).find(STORY)


async def test_a_first_page_of_prose_without_a_feed_is_read(finder: Make) -> None:
    """Some people put one text on their domain."""
    found = await finder({f"{SITE}/": page(article())}).find(f"{SITE}/")
    assert isinstance(found, FoundArticle)


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(60), b"PK\x03\x04" + bytes(60)])
async def test_a_picture_called_a_page_is_a_picture(finder: Make, data: bytes) -> None:
    """The content decides against the header."""
    with pytest.raises(UnsupportedSource):
        await finder({STORY: data}).find(STORY)


async def test_a_page_that_has_not_changed_is_not_parsed(finder: Make) -> None:
    """The answer to our validators comes back as it is."""
    site = finder({STORY: page(article())})
    assert isinstance(await site.refetch(STORY, NO_VALIDATORS), FoundArticle)
    unchanged = await site.refetch(STORY, Validators(etag='"1"'))
    assert isinstance(unchanged, Fetched)
    assert unchanged.unchanged


async def test_a_feed_that_is_known_is_asked_for_as_a_feed() -> None:
    """So that its smaller cap holds, and the server gives no page in its place."""
    site = Site({f"{SITE}/rss": RSS})
    assert isinstance(await Finder(site, SANDBOX).refetch(f"{SITE}/rss", NO_VALIDATORS, accept="feed"), FoundFeed)
    assert site.accepted == "feed"


@pytest.mark.parametrize("ref", [Ref(url=STORY), Ref(text=f" {STORY} "), Ref(text=f"Look: {STORY}.")])
async def test_a_link_is_read_as_the_article_behind_it(finder: Make, ref: Ref) -> None:
    """With hardly a word beside it, a text is its link."""
    reader = LinkReader(finder({STORY: page(article())}))
    assert reader.accepts(ref)
    assert (await reader.read(ref)).asked == STORY


@pytest.mark.parametrize("text", [PROSE, f"{PROSE} {STORY}", f"{STORY} {STORY}/2", ""])
def test_a_text_with_a_link_in_it_is_a_text(finder: Make, text: str) -> None:
    """Two links are for whoever takes several things in; a text is what it says."""
    assert not LinkReader(finder({})).accepts(Ref(text=text))


async def test_a_link_to_a_feed_names_what_can_be_followed(finder: Make) -> None:
    """A feed and a front page are no articles: the error says which addresses are feeds."""
    with pytest.raises(IsFeed) as feed:
        await LinkReader(finder({f"{SITE}/rss": RSS})).read(Ref(url=f"{SITE}/rss"))
    assert feed.value.feeds == (f"{SITE}/rss",)
    with pytest.raises(IsFeed) as front:
        await LinkReader(finder({f"{SITE}/": page(cards(), ALTERNATE)})).read(Ref(url=f"{SITE}/"))
    assert front.value.feeds == (f"{SITE}/rss",)

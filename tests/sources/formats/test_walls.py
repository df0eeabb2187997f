"""Pages that hold no article say why, and articles are articles whatever stands around them."""

from __future__ import annotations

import pytest

from sources.base import Lack, NoArticle
from sources.intake import take_in

URL = "https://news.example.org/town"
SAID = "The mayor said on Monday that the town is empty and that at least 400 people are missing from it. "
TEASER = f"<p>{SAID}Nobody is there any more, and nobody knows when the people of the town will come back.</p>"
ARTICLE = "".join(f"<p>On day {day}: {SAID * 3}</p>" for day in range(1, 6))


def page(body: str, *, title: str = "Town is empty", head: str = "") -> str:
    nav = '<nav><a href="/">Home</a> <a href="/world">World</a></nav>'
    return f"<html><head><title>{title}</title>{head}</head><body>{nav}<main>{body}</main></body></html>"


def linked(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


PAID = linked('{"@type": "NewsArticle", "headline": "Town is empty", "isAccessibleForFree": %s}')
WALLS: list[tuple[Lack, str]] = [
    ("paywall", page(TEASER, head=PAID % "false")),
    ("paywall", page(TEASER, head=PAID % '"False"')),
    ("paywall", page(f"<h1>Town is empty</h1>{TEASER}<div>Subscribe to continue reading. Already a subscriber?</div>")),
    ("paywall", page(f"{TEASER}<p>This article is for subscribers only.</p>")),
    ("paywall", page(f"{TEASER}<p>You have 0 free articles left this month.</p>")),
    ("login", page("<h1>Members</h1><p>Please log in.</p><form><input type=password></form>")),
    ("login", page("<p>You must be logged in to see this page.</p>")),
    ("login", page("<p>Sign in or create an account to continue.</p>")),
    ("consent", page("<div>We value your privacy. We and our 812 partners store data.</div><button>Accept</button>")),
    ("consent", page("<h1>Before you continue to the site</h1><p>Accept all cookies or manage your choices.</p>")),
    ("video", page("<p>Watch the mayor speak.</p><video src=a.mp4></video>")),
    ("video", page("<p>Watch.</p>", head='<meta property="og:type" content="video.other">')),
    ("video", page("<p>Watch it here now.</p>", head=linked('{"@type": "VideoObject", "name": "Mayor"}'))),
    ("video", page('<p>Watch it here.</p><iframe src="https://www.youtube.com/embed/x"></iframe>')),
    ("error page", page("<h1>404</h1><p>Go back home.</p>", title="404")),
    ("error page", page("<p>Try our search.</p>", title="Page not found - The Example")),
    ("error page", page("<h1>Sorry, we can't find that page</h1><p>It may have moved to another place.</p>")),
    ("error page", page("<p>The article you were looking for is gone.</p>", title="This page is no longer available")),
    ("error page", page("<p>Enable JavaScript and wait.</p>", title="Just a moment...")),
    ("error page", page("<p>You do not have the right.</p>", title="Access Denied")),
    ("empty", page("<div id=app></div><script>start()</script>")),
    ("empty", ""),
]


@pytest.mark.parametrize(("why", "html"), WALLS)
def test_a_page_without_an_article_says_why(why: Lack, html: str) -> None:
    """The error carries what it is and where."""
    with pytest.raises(NoArticle) as caught:
        take_in(html, "html", url=URL)
    assert (caught.value.why, caught.value.url) == (why, URL)


ARTICLES = [
    page(f"{ARTICLE}<p>Subscribe to continue reading our newsletter.</p>"),
    page(f"{ARTICLE}<p>Log in to comment. Sign in to continue.</p><form><input type=password></form>"),
    page(f"<div>We value your privacy. Accept all cookies.</div>{ARTICLE}"),
    page(f"<video src=a.mp4></video>{ARTICLE}", head=linked('{"@type": "VideoObject", "name": "Mayor"}')),
    page(ARTICLE, title="404 people not found in the town, mayor says"),
    page(ARTICLE, head=PAID % "false"),
    page(f"<h1>Town is empty</h1><p>{SAID * 3}</p><footer>Manage cookies. Log in.</footer>"),
    page(TEASER, head=PAID % 'false, "wordCount": 40'),
    page(f"<h1>Town is empty</h1>{TEASER}"),
]


@pytest.mark.parametrize("html", ARTICLES)
def test_an_article_with_a_notice_is_an_article(html: str) -> None:
    """A banner, a film, a box for comments or a declared price take nothing away from a text that is there."""
    assert SAID.strip() in take_in(html, "html", url=URL).document.text


def brief(count: int, *, end: str = "", head: str = "", before: str = "", after: str = "") -> str:
    """A page with a text of at least so many words of prose (some 24 to a paragraph)."""
    prose = "".join(f"<p>On day {day}: {SAID}</p>" for day in range(-(-count // (len(SAID.split()) + 3))))
    body = f"{before}<main><article><h1>Town is empty</h1>{prose}{end}</article></main>{after}"
    return f"<html><head><title>Town is empty</title>{head}</head><body>{body}</body></html>"


OWN = '{"@type": "NewsArticle", "headline": "Town is empty", "isAccessibleForFree": %s}'
OTHERS = '{"@type": "NewsArticle", "headline": "Other", "isAccessibleForFree": false, "wordCount": 9000}'
METERED = linked(OWN % "false")
LONG = linked(OWN % 'false, "wordCount": 1200')
CUT: list[tuple[Lack, str]] = [
    ("paywall", brief(130, end="<p>To continue reading, subscribe now.</p>")),
    (
        "paywall",
        brief(130, end="<div class=wall><p>Subscribe to continue reading. Already a member?</p></div>"),
    ),
    ("paywall", brief(300, end="<p>To continue reading, subscribe now.</p>")),
    ("paywall", brief(210, head=LONG)),
    ("paywall", brief(600, head=LONG)),
    ("paywall", brief(210, head=METERED, end="<p>To continue reading, subscribe now. Subscribe to continue.</p>")),
    ("paywall", brief(60, head=METERED)),
    ("paywall", brief(150, end="<p>This article is for subscribers only.</p>")),
    ("paywall", brief(60, end="<p>This is a premium article. Choose your plan: 1 pound for 4 weeks.</p>")),
    ("paywall", brief(200, end="<p>You have reached your limit of free articles. Subscribe to read this article.</p>")),
    ("login", brief(70, end="<p>Sign in to continue reading this story.</p>")),
    ("login", brief(150, end="<p>Create a free account or log in to read the full story.</p>")),
]


@pytest.mark.parametrize(("why", "html"), CUT)
def test_a_text_that_a_wall_cuts_is_no_article(why: Lack, html: str) -> None:
    """However long the teaser is: by what stands right behind it, or by the length that the page states."""
    with pytest.raises(NoArticle) as caught:
        take_in(html, "html", url=URL)
    assert caught.value.why == why


WHOLE = [
    brief(100, before="<header><p>Already a subscriber? <a href=/l>Log in</a></p></header>"),
    brief(100, after="<footer><p>Subscribe to continue reading. Start your free trial.</p></footer>"),
    brief(100, after="<aside><p>Start your free trial of our app today.</p></aside>"),
    brief(100, before="<div>Already a subscriber? Log in</div>"),
    brief(150, head=linked(f'{{"@graph": [{OWN % "true"}, {{"itemListElement": [{OTHERS}]}}]}}')),
    brief(150, head=linked(f"[{OWN % 'null'}, {OTHERS}]")),
    brief(150, head=METERED),
    brief(150, head=linked(OWN % 'false, "wordCount": 150'), end="<p>Subscribe to continue reading.</p>"),
    brief(70, end="<div><p>Please log in to comment.</p></div>"),
    brief(45, end="<div><p>You must be logged in to post a comment.</p></div>"),
    brief(150, end="<p>The paper says that readers have to subscribe to continue reading it.</p>"),
    brief(150, end="<p>Subscribe to keep reading our newsletter.</p>", after="<p>3 free articles left.</p>"),
    brief(450, end="<p>Subscribe to continue reading.</p>"),
]


@pytest.mark.parametrize("html", WHOLE)
def test_a_whole_text_beside_a_wall_is_an_article(html: str) -> None:
    """What stands around it, what other articles cost, and what a meter counts take nothing away from it."""
    text = take_in(html, "html", url=URL).document.text
    assert SAID.strip() in text
    assert not any(each in text for each in ("newsletter", "comment", "continue reading.", "Already"))


def test_only_what_is_said_to_the_visitor_is_dropped() -> None:
    """A reporter's sentence about a wall is the article's, at its end too."""
    sentences = ("Users must sign in to view the files from Monday on.", "Members only clubs will close on Friday.")
    for sentence in sentences:
        text = take_in(brief(200, end=f"<p>{sentence}</p>"), "html", url=URL).document.text
        assert sentence in text
        assert sentence in take_in(brief(450, end=f"<p>{sentence}</p><p>{SAID}</p>"), "html", url=URL).document.text

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

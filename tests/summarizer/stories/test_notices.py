"""A site's own notices are told apart from news, however short."""

from __future__ import annotations

import pytest

from summarizer.stories.notices import LONGEST, is_notice


@pytest.mark.parametrize(
    "text",
    [
        "We use cookies. By using this site you agree to our privacy policy.",
        "404. The page you asked for was not there. Please try again later.",
        "Please enable JavaScript in your browser to continue.",
        "You have read your last free article. Subscribe now or sign in to your account.",
        "These pages were crawled in 2009 and are kept in a web archive. Learn more about broken links.",
        "This video is not available. Please log in.",
    ],
)
def test_what_a_site_says_of_itself_is_a_notice(text: str) -> None:
    """Walls, errors, an archive's words about itself."""
    assert is_notice(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The river Aar flooded the old town of Thun on Friday.",
        "The river Aar flooded the old town of Thun on Friday. Click here for more pictures.",
        "A court in Vienna ruled on Monday that cookies need consent, whatever a site's privacy policy holds.",
        "The archive said that its web collections and the Wayback Machine were down after an attack.",
        "Subscribe. Sign in. "
        + "The river rose by another metre in the night and reached the bridge. " * (LONGEST // 10),
    ],
)
def test_news_is_none(text: str) -> None:
    """Also of cookies, of an archive, and with a site's words around it."""
    assert not is_notice(text)

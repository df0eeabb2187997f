"""`verbatim add LINK`, `feeds`, `poll` and `opml`: public feeds from the terminal."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.taking import AT_ONCE
from bot.views.errors import explain_to_operator
from sources.base import IsFeed, NoArticle
from sources.feeds.opml import read_opml
from sources.web.policy import Policy
from tests.bot.press import Press, printing, words
from tests.bot.test_cli import Run, home, run

__all__ = ["home", "run"]


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Iterator[Press]:
    """The site, in a thread of its own: a command has an event loop of its own."""
    monkeypatch.setattr(Settings, "policy", Policy(private=frozenset({"127.0.0.1:*"}), pause=0))
    ready, made, loop = threading.Event(), [Press()], asyncio.new_event_loop()
    over = asyncio.Event()

    async def serve() -> None:
        async with printing() as site:
            made[0] = site
            ready.set()
            await over.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    ready.wait(10)
    made[0].feeds["/wye"] = [made[0].article("/news/bridge-of-wye-reopens", "Bridge of Wye reopens", words("Wye"))]
    yield made[0]
    loop.call_soon_threadsafe(over.set)
    thread.join(10)
    loop.close()


def test_a_feed_is_followed_asked_and_listed(run: Run, press: Press) -> None:
    """From its link to its health; what it brings is public; a failing one is named and the status tells."""
    assert run("feeds") == (0, "", "There are no public feeds yet. Follow one: verbatim add LINK.\n")
    status, out, err = run("add", f"{press.url}/wye", f"{press.url}/nowhere")
    assert status == 1
    assert out == "Following Wye Gazette /wye: 1 article taken in.\n"
    assert err == f"{press.url}/nowhere: The site has no page at this address. Check the link.\n"
    assert "Bridge of Wye" in run("summary", "Wye").out
    assert run("poll").err == "No feed is due.\n"
    assert run("poll", "--all").out == "Wye Gazette /wye: no new articles\n"
    press.answers["/wye"] = (503, {})
    assert run("poll", "--all")[::2] == (1, "Wye Gazette /wye: the site is overloaded\n")
    listed = run("feeds").out
    assert "• Wye Gazette /wye (127.0.0.1)" in listed
    assert "failing: the site is overloaded; last read just now;" in " ".join(listed.split())


def test_feeds_go_out_as_opml_and_come_in(run: Run, press: Press, home: Path) -> None:
    """What is written can be followed; a link that is an article is taken in as one."""
    press.feeds["/usk"] = []
    listing = f"<opml version='2.0'><body><outline xmlUrl='{press.url}/wye'/><outline xmlUrl='{press.url}/usk'/>"
    (home / "in.opml").write_text(f"{listing}<outline xmlUrl='{press.url}/no'/></body></opml>", encoding="utf-8")
    status, out, err = run("add", "--opml", "in.opml")
    assert (status, out.split(":")[0]) == (1, "Following 2 new feeds")
    assert err.startswith(f"{press.url}/no: ")
    assert {link.url for link in read_opml(run("opml").out.encode())} == {f"{press.url}/wye", f"{press.url}/usk"}
    assert run("add", f"{press.url}/news/bridge-of-wye-reopens").out.startswith("Taken in: Bridge of Wye reopens")


def test_all_that_is_due_is_asked_portion_by_portion(run: Run, press: Press, home: Path) -> None:
    """More feeds than are asked side by side, each of them once."""
    paths = [f"/{n}" for n in range(2 * AT_ONCE + 1)]
    press.feeds |= {path: [] for path in paths}
    outlines = "".join(f"<outline xmlUrl='{press.url}{path}'/>" for path in paths)
    (home / "in.opml").write_text(f"<opml version='2.0'><body>{outlines}</body></opml>", encoding="utf-8")
    run("add", "--opml", "in.opml")
    press.asked.clear()
    assert len(run("poll").out.splitlines()) == len(paths)
    assert [press.counted(path) for path in paths] == [1] * len(paths)
    assert run("poll").err == "No feed is due.\n"


def test_a_page_that_was_changed_is_told_as_a_newer_version(run: Run, press: Press) -> None:
    """What it says otherwise is named; nobody has to compare."""
    link = f"{press.url}/news/bridge-of-wye-reopens"
    assert run("add", link).out.startswith("Taken in: ")
    press.article("/news/bridge-of-wye-reopens", "Bridge of Wye reopens", words("Wye", people=180))
    out = run("add", link).out
    assert out.startswith("A newer version of what I had: ")
    assert "_180_ people" in out  # what changed is marked


def test_a_list_behind_a_link_is_followed_and_a_front_page_names_its_feeds(run: Run, press: Press) -> None:
    """At the terminal nothing can be pasted or pressed: what to type is said."""
    press.feeds["/usk"] = []
    listing = f"<opml version='2.0'><body><outline xmlUrl='{press.url}/wye'/><outline xmlUrl='{press.url}/usk'/>"
    press.pages["/list"] = f"{listing}</body></opml>"
    assert run("add", f"{press.url}/list").out.startswith("Following 2 new feeds")
    assert explain_to_operator(IsFeed("", ("https://a.org/1", "https://a.org/2"))).endswith(
        "Follow a feed of it (verbatim add ADDRESS): https://a.org/1, https://a.org/2"
    )
    assert explain_to_operator(NoArticle("paywall")).endswith(" Save its text to a file and add that.")


def test_what_is_wrong_is_one_line(run: Run, press: Press) -> None:
    """No reference at all; a file that is not there; a page without a feed is still an article."""
    assert run("add").status == 2
    assert run("add", "--opml", "none.opml").err.startswith("There is no file that I can read at none.opml")
    assert run("opml").status == 1
    assert press.asked == []

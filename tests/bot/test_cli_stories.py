"""Stories on the command line: what operators read and change for everybody."""

from __future__ import annotations

from tests.bot.test_cli import Run, home, run

__all__ = ["home", "run"]  # fixtures


def test_stories_and_one_story_are_printed(run: Run) -> None:
    """The list, then the story's course, no line wider than the terminal."""
    status, out, err = run("stories")
    assert (status, err) == (0, "")
    assert out.startswith("Stories\n\n#1 ")
    status, out, err = run("story", "1")
    assert (status, err) == (0, "")
    assert all(f"[{place}] taken in " in out for place in (1, 2, 3, 4))
    assert max(map(len, out.splitlines())) <= 80


def test_a_public_source_is_taken_out_for_everybody(run: Run) -> None:
    """By its place, and a further one by its key, or not at all where it is not of that story."""
    status, out, _ = run("split", "1", "2")
    assert status == 0
    assert " ".join(out.split()).endswith("is now story #3, no longer of #1.")
    assert "1 source" in run("story", "3").out
    assert "3 sources" in run("story", "1").out
    assert run("split", "1", "9").err == "#1 has 3 sources; there is no 9.\n"
    for number, source in (("1", "v1-0"), ("1", "\udcff"), ("1", "9" * 30), ("3", "1"), ("99", "1")):
        status, out, err = run("split", number, source)
        assert (status, out) == (1, "")
        assert err


def test_a_number_that_no_story_can_have_is_refused(run: Run) -> None:
    """As a mistake in the command, without a trace; a moment that cannot be read with the forms that can."""
    assert run("story", "9" * 20).status == 2
    refused = run("story", "1", "--since", "whenever")
    assert (refused.status, refused.out) == (1, "")
    assert "UTC" in refused.err
    assert "taken in since" in " ".join(run("story", "1", "--since", "2 days").out.split())


def test_an_unknown_story_is_said_so(run: Run) -> None:
    """On standard error, with exit status 1."""
    assert run("story", "99") == (1, "", "I have no story 99 here.\n")

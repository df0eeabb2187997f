"""Many texts through analysis processes: order, bad lines, and a process that dies in the middle."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing import active_children

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.analyst import Recipe
from bot.services.batch import Batch, LineError, read_item
from tests.bot.services.fragile import work

Lines = Iterable[str]
JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "text", "documents"]), inner),
    max_leaves=5,
)


@pytest.fixture
def fragile(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that some texts break."""
    monkeypatch.setattr("bot.services.batch.work", work)


def line(number: int, text: str = "At least 120 people crossed the bridge, the police said.") -> str:
    return json.dumps({"id": number, "text": text})


def run(lines: Lines, *, processes: int = 1) -> tuple[list[int | str], list[str]]:
    """The ids that came out, in order, and the details of the problems."""
    problems: list[str] = []
    batch = Batch(Recipe("none"), processes, lambda problem: problems.append(problem.detail))
    return [done.item.id for done in batch.run(lines)], problems


def test_results_come_in_the_order_of_the_lines() -> None:
    """With two processes, of which one has a longer text, the order is that of the input; blank lines are nothing."""
    texts = [
        line(n, "The mayor said on Monday that the bridge is open again. " * (60 if n % 3 == 0 else 1))
        for n in range(12)
    ]
    assert run([*texts[:6], "\n", "  \n", *texts[6:]], processes=2) == (list(range(12)), [])


def test_lines_are_read_as_they_are_needed() -> None:
    """Of a long input only a few lines a process are under way: memory stays flat."""
    taken = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        for taken in range(1000):
            yield line(taken)

    batch = Batch(Recipe("none"), 1, lambda _: None)
    results = batch.run(lines())
    assert next(results).item.id == 0
    assert taken <= 4
    del results  # ends the processes


@pytest.mark.usefixtures("fragile")
def test_a_text_that_kills_its_process_costs_no_other_line() -> None:
    """All the others come out, in order, and the one is named with its line."""
    ids, problems = run([line(1), line(2, "DEADLY"), *map(line, range(3, 12))], processes=2)
    assert ids == [1, *range(3, 12)]
    assert problems == ["line 2: the analysis took too long or ran out of memory"]


def test_a_process_that_is_killed_loses_no_line() -> None:
    """Killed from outside, while lines are still being handed over: everything is done again and comes out."""

    def lines() -> Iterator[str]:
        for number in range(12):
            if number == 6:
                for child in active_children():
                    child.kill()
                    child.join()
            yield line(number)

    assert run(lines(), processes=2) == (list(range(12)), [])


@pytest.mark.usefixtures("fragile")
def test_a_failure_of_one_text_is_told_with_its_line() -> None:
    """What the pipeline raises over one text is a problem of that line, also where it is tried a second time."""
    ids, problems = run([line(1, "DEADLY"), line(2, "ODD"), line(3), line(4, "ODD")])
    assert ids == [3]
    assert [problem.partition(" (")[0] for problem in problems] == [
        "line 1: the analysis took too long or ran out of memory",
        "line 2: the analysis failed",
        "line 4: the analysis failed",
    ]


@pytest.mark.usefixtures("fragile")
def test_a_line_that_fails_alone_is_told_as_well() -> None:
    """Its process was killed, and then the pipeline raises over it: the rest still comes out."""
    problems: list[int] = []
    batch = Batch(Recipe("none"), 1, lambda problem: problems.append(problem.number))
    os.kill(batch._pool.submit(os.getpid).result(), signal.SIGKILL)
    assert [done.item.id for done in batch.run([line(1, "ODD"), line(2)])] == [2]
    assert problems == [1]


@pytest.mark.parametrize(
    ("given_line", "reason"),
    [
        ("nonsense", "not JSON"),
        ("[1]", 'an object with an "id" is expected'),
        ('{"text": "no id"}', 'an object with an "id" is expected'),
        ('{"id": null, "text": "a"}', 'an object with an "id" is expected'),
        ('{"id": "a"}', "no text"),
        ('{"id": "a", "text": " \\n"}', "no text"),
        ('{"id": "a", "text": 5}', "no text"),
        ('{"id": "a", "documents": []}', "no text"),
        ('{"id": "a", "documents": ["b", ""]}', "no text"),
        ('{"id": "a", "documents": "b"}', "no text"),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_reason(given_line: str, reason: str) -> None:
    """Whoever prepares the file reads which line to mend, and how."""
    with pytest.raises(LineError) as caught:
        read_item(7, given_line)
    assert caught.value.number == 7
    assert caught.value.detail.startswith(f"line 7: {reason}")


def test_a_story_is_refused_where_one_text_is_wanted() -> None:
    """`analyze` has no place in its answer for several texts."""
    story = '{"id": 1, "documents": ["a", "b"]}'
    assert read_item(1, story).texts == ("a", "b")
    with pytest.raises(LineError, match=r'expected "text": "\.\.\."$'):
        read_item(1, story, several=False)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(), JSON.map(json.dumps)))
def test_no_line_breaks_the_reader(anything: str) -> None:
    """Any line is an item with its texts as they are, or a LineError."""
    with suppress(LineError):
        item = read_item(1, anything)
        assert all(text.strip() for text in item.texts)
        assert [document.text for document in item.documents()] == list(item.texts)

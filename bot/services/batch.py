"""Many texts through all cores, in order: a line of JSON in, a line of JSON out.

    lines -> read one item each -> [ pool of analysis processes ] -> results in the order of the lines

It streams: no more than a few lines a process are under way, whatever the input's length. A line that cannot be
read, or whose analysis breaks down, is reported with its number and does not stop the rest.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from bot.services.analyst import Recipe, pool, work
from summarizer.errors import VerbatimError
from summarizer.sentences import find_headings
from summarizer.types import Analysis, Document

AHEAD = 4
"""Items under way for each process: enough to keep it busy, few enough to keep memory flat."""


class LineError(VerbatimError):
    """A line of input that is not what it should be; `number` counts from 1."""

    def __init__(self, number: int, detail: str) -> None:
        super().__init__(f"line {number}: {detail}")
        self.number = number


@dataclass(frozen=True, slots=True)
class Item:
    """One text, or the texts of one story, under the id that its line gives it."""

    number: int
    id: str | int
    texts: tuple[str, ...]

    def documents(self) -> tuple[Document, ...]:
        """The texts as they are: nothing is cleaned, so that offsets refer to what was given."""
        return tuple(Document.make(text, headings=find_headings(text)) for text in self.texts)


@dataclass(frozen=True, slots=True)
class Done:
    """An item with the analysis of each of its texts."""

    item: Item
    analyses: tuple[Analysis, ...]


def read_item(number: int, line: str, *, several: bool = True) -> Item:
    """`{"id", "text"}` or, where several are wanted, `{"id", "documents": [...]}`.

    Raises LineError saying what is wrong with the line.
    """
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LineError(number, f"not JSON ({error})") from error
    if not isinstance(data, dict) or not isinstance(data.get("id"), str | int):
        raise LineError(number, 'an object with an "id" is expected')
    texts = data.get("documents", [data.get("text")]) if several else [data.get("text")]
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) and text.strip() for text in texts):
        raise LineError(number, 'no text: expected "text": "..."' + ' or "documents": ["...", ...]' * several)
    return Item(number, data["id"], tuple(texts))


Problem = Callable[[LineError], None]


class Batch:
    """Runs items through a pool of analysis processes; `problem` is told of every line that fails.

    `several` allows lines with the texts of a whole story.
    """

    def __init__(self, recipe: Recipe, processes: int, problem: Problem, *, several: bool = True) -> None:
        self._recipe = recipe
        self._processes = processes
        self._problem = problem
        self._several = several
        self._pool: ProcessPoolExecutor = pool(recipe, processes)
        self._under_way: deque[tuple[Item, list[Future[Analysis]]]] = deque()

    def run(self, lines: Iterable[str]) -> Iterator[Done]:
        """The results in the order of the lines; blank lines are passed over."""
        try:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    self._start(number, line)
                if len(self._under_way) >= AHEAD * self._processes:
                    yield from self._finish()
            while self._under_way:
                yield from self._finish()
        finally:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def _start(self, number: int, line: str) -> None:
        try:
            item = read_item(number, line, several=self._several)
        except LineError as error:
            self._problem(error)
            return
        self._under_way.append((item, self._submit(item)))

    def _submit(self, item: Item) -> list[Future[Analysis]]:
        try:
            return [self._pool.submit(work, document) for document in item.documents()]
        except BrokenProcessPool as error:
            # A process died since the last result was fetched; `_finish` meets it in the order of the lines.
            broken: Future[Analysis] = Future()
            broken.set_exception(error)
            return [broken]

    def _finish(self) -> Iterator[Done]:
        item, futures = self._under_way.popleft()
        try:
            yield Done(item, tuple(future.result() for future in futures))
        except BrokenProcessPool:
            self._restart()
            yield from self._alone(item)
        except Exception as error:  # noqa: BLE001 - whatever one text does to a worker, the other lines go on
            self._failed(item, error)

    def _restart(self) -> None:
        """A process died, and with it all that was under way; it is not known over which text."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = pool(self._recipe, self._processes)
        self._under_way = deque((item, self._submit(item)) for item, _ in self._under_way)

    def _alone(self, item: Item) -> Iterator[Done]:
        """Again, in a process where nothing else can be to blame."""
        with pool(self._recipe, 1) as single:
            try:
                yield Done(item, tuple(single.submit(work, document).result() for document in item.documents()))
            except Exception as error:  # noqa: BLE001 - as above
                self._failed(item, error)

    def _failed(self, item: Item, error: Exception) -> None:
        died = isinstance(error, BrokenProcessPool)
        reason = "took too long or ran out of memory" if died else f"failed ({type(error).__name__}: {error})"
        self._problem(LineError(item.number, f"the analysis {reason}"))

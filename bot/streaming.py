"""Lines of JSON through the batch: from a file or standard input to standard output, progress on a terminal."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.services.analyst import Recipe
from bot.services.batch import Batch, Done, LineError
from sources.base import MissingFile

CLEAR = "\r\x1b[K"
"""Goes to the start of the terminal's line and empties it."""


def stream(
    source: str, line: Callable[[Done], dict[str, Any]], recipe: Recipe, processes: int | None, *, several: bool
) -> None:
    """Lines of JSON in, lines of JSON out; what fails is told on standard error, and in the exit status."""
    bad: list[LineError] = []

    def report(problem: LineError) -> None:
        bad.append(problem)
        print(f"{'' if not sys.stderr.isatty() else CLEAR}{problem.detail}", file=sys.stderr)

    batch = Batch(recipe, processes or os.cpu_count() or 1, report, several=several)
    count = 0
    with lines_of(source) as lines:
        for done in batch.run(lines):
            try:
                write_line(json.dumps(line(done), ensure_ascii=False, allow_nan=False))
            except (ValueError, OverflowError) as error:  # a number without a value that JSON has
                report(LineError(done.item.number, f"cannot be written as JSON ({error})"))
            count += 1
            _progress(count)
    if sys.stderr.isatty():
        print(f"{CLEAR}{count} done, {len(bad)} lines with a problem", file=sys.stderr)
    if bad:
        sys.exit(1)


def write_line(line: str) -> None:
    """A line in UTF-8 on any terminal; half of a surrogate pair, which JSON may hold, goes out as JSON's escape."""
    sys.stdout.buffer.write(f"{line}\n".encode(errors="backslashreplace"))
    sys.stdout.buffer.flush()


@contextmanager
def lines_of(source: str) -> Iterator[Iterable[str]]:
    """The lines of a file or of standard input, as UTF-8; bytes that are none are read as replacement marks."""
    if source == "-":
        yield io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace")
        return
    path = Path(source)
    try:
        lines = path.open(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise MissingFile(path) from error
    with lines:
        yield lines


def _progress(count: int) -> None:
    if sys.stderr.isatty():
        print(f"{CLEAR}{count} done", end="", file=sys.stderr, flush=True)

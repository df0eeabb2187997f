"""Measures workers on a PostgreSQL of its own; it writes to a scratch folder alone.

python -m tests.workers flood [WORKERS ...] [--articles N] [--file FILE]   documents a second with 1, 2 and 4 workers
python -m tests.workers kill [--articles N] [--every SECONDS]              kill -9 of a worker every few seconds

FILE has lines of {"text"}; without one articles are made. EMBEDDER is as set. A run says every ten seconds how far it
is, and is given up after --limit seconds, with exit status 1.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from functools import partial
from pathlib import Path

from bot.settings import Settings
from tests.postgres import postgres
from tests.workers.articles import made, read
from tests.workers.flood import alone, measure
from tests.workers.killing import kill
from tests.workers.running import LONG, Run


async def killing(given: argparse.Namespace) -> bool:
    """Prints what is left after the kills; whether that is what it must be."""
    embedder = Settings().embedder
    articles = read(given.file, given.articles) if given.file else made(given.articles)
    _, statements = await alone(articles, embedder=embedder)
    with postgres() as url:
        run = Run(limit=given.limit, told=partial(print, flush=True))
        left = await kill(url, articles, run, every=given.every, embedder=embedder)
    print(left)
    print(f"undisturbed: {len(articles)} documents, {statements} statements")
    right = (left.analyses, left.statements, left.jobs) == (len(articles), statements, 0)
    print("0 lost, 0 doubled" if right else "WRONG")
    return right


async def flooding(given: argparse.Namespace) -> bool:
    """Prints what it measured."""
    articles = read(given.file, given.articles) if given.file else made(given.articles)
    await measure(articles, given.workers, limit=given.limit, embedder=Settings().embedder)
    return True


def main() -> None:
    """Runs what the first argument names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("flood", "kill"))
    parser.add_argument("workers", nargs="*", type=int, default=[1, 2, 4])
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--every", type=float, default=5.0)
    parser.add_argument("--limit", type=float, default=LONG)
    given = parser.parse_args()
    try:
        right = asyncio.run(killing(given) if given.what == "kill" else flooding(given))
    except (RuntimeError, TimeoutError) as error:
        sys.exit(str(error))
    sys.exit(not right)


if __name__ == "__main__":
    main()

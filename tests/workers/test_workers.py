"""The benches in short: a worker that is killed in the middle loses nothing and doubles nothing."""

from __future__ import annotations

from summarizer.analyse import analyse
from tests.postgres import NewDatabase
from tests.workers.articles import made
from tests.workers.killing import kill
from tests.workers.running import Run


async def test_a_worker_that_is_killed_loses_and_doubles_nothing(new_postgres: NewDatabase) -> None:
    """Another takes over what it had; every document is understood once, and its statements are those it has."""
    articles = made(20, paragraphs=6)
    left = await kill(
        new_postgres(migrated=True), articles, Run(limit=300), every=0.1, count=1, most=1, embedder="none"
    )
    statements = sum(len(analyse(article, None).statements) for article in articles)
    assert left.kills == 1
    assert (left.documents, left.analyses, left.statements, left.jobs) == (20, 20, statements, 0)

"""`verbatim add`, `feeds`, `poll` and `opml`: public sources and feeds, from the terminal.

Imports stand inside the functions, as in `bot/cli.py`.
"""
# ruff: noqa: PLC0415 - as in `bot/cli.py`; the terminal is where it writes

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.printing import ONE_LINE, ref_of, shown
from sources.base import MissingFile
from summarizer.errors import AnalysisError, SourceError

if TYPE_CHECKING:
    from bot.context import Context
    from bot.services.keeping import Kept
    from bot.services.polling import Look
    from bot.views.rich import Rich
    from sources.feeds.feed import FeedLink
    from storage.types import FeedState

Tell = Callable[[Callable[["Context"], Coroutine[Any, Any, bool]]], None]
LINK = re.compile("https?://", re.IGNORECASE)
AT_ONCE = 4
"""Feeds that are asked side by side."""


def register(app: typer.Typer, tell: Tell) -> None:
    """Adds the commands; `tell` runs an action on open services."""

    @app.command()
    def add(
        refs: Annotated[
            list[str] | None,
            typer.Argument(metavar="[LINK|FILE]...", help="Links, files, or - for a text on standard input."),
        ] = None,
        opml: Annotated[
            Path | None, typer.Option("--opml", metavar="FILE", help="Follow all feeds of an OPML file.")
        ] = None,
    ) -> None:
        """Take in public sources, and follow public feeds: every chat sees them."""
        if not refs and opml is None:
            raise typer.BadParameter("name a link, a file or --opml FILE")
        tell(lambda context: add_all(context, refs or (), opml))

    @app.command()
    def feeds() -> None:
        """Print the public feeds: how each is doing, and when it is asked next."""
        tell(print_feeds)

    @app.command()
    def poll(
        every: Annotated[bool, typer.Option("--all", help="Public feeds also before they are due.")] = False,  # noqa: FBT002 - typer's
    ) -> None:
        """Ask all feeds that are due, once, and take in what is new."""
        tell(lambda context: poll_once(context, every=every))

    @app.command()
    def opml() -> None:
        """Write the public feeds as OPML to standard output."""
        tell(write_opml)


async def add_all(context: Context, refs: Iterable[str], opml: Path | None = None) -> bool:
    """Whatever can be taken in or followed is; the others are named, one line each. False where there are any."""
    good = [await _tried(context, name) for name in refs]
    if opml is not None:
        good.append(await _follow_all(context, opml))
    return all(good)


async def _tried(context: Context, name: str) -> bool:
    from bot.views.errors import explain_to_operator
    from bot.views.rich import chrome

    try:
        return await (_add_link(context, name) if LINK.match(name) else _add_file(context, name))
    except (SourceError, AnalysisError) as error:
        print(f"{name}: {shown([chrome(explain_to_operator(error))], width=ONE_LINE)}", file=sys.stderr)
        return False


async def _add_file(context: Context, name: str) -> bool:
    from bot.views.arrivals import taken as taken_in

    taken = await context.intake.take_in(ref_of(name), None)
    print(shown([taken_in(taken.document, taken.analysis, "known" if taken.known else "taken")]))
    return True


async def _add_link(context: Context, link: str) -> bool:
    """An article is taken in; a feed, a page's only feed, and the feeds of a list are followed."""
    from bot.views.arrivals import taken as taken_in
    from bot.views.feeds import followed
    from sources.finding import FoundArticle, FoundFeed, FoundFront

    found = await context.finder.find(link)
    if isinstance(found, FoundArticle):
        async with context.database.session() as session:
            kept = await context.intake.keep(session, found.reading, None)
        analysis = await context.intake.understand(kept.document)
        word = "changed" if kept.replaced else "taken" if kept.new else "known"
        print(shown([taken_in(kept.document, analysis, word), *await _changed(context, kept)]))
        return True
    if isinstance(found, FoundFront) and found.listed:
        return await _follow_listed(context, found.feeds)
    done = await context.feeds.follow(found if isinstance(found, FoundFeed) else link, chat=None, person=None)
    print(shown([followed(done.following, len(done.documents), done.unread, new=done.new)]))
    return True


async def _changed(context: Context, kept: Kept) -> tuple[Rich, ...]:
    """What a newer version of a page says otherwise; nothing of what is no newer version."""
    from bot.services.corrections import between
    from bot.views.corrections import corrected
    from bot.views.language import say
    from bot.views.texts import SAME_FACTS

    if kept.replaced is None:
        return ()
    found = await between(context.database, None, kept.replaced.key, kept.document.key)
    return corrected(found) if found else (say(SAME_FACTS),)


async def _follow_all(context: Context, file: Path) -> bool:
    data = await asyncio.to_thread(_read, file)
    return await _follow_listed(context, await context.finder.sandbox.opml(data))


async def _follow_listed(context: Context, links: Sequence[FeedLink]) -> bool:
    from bot.views.errors import explain_to_operator
    from bot.views.feeds import followed_many
    from bot.views.rich import chrome

    many = await context.feeds.follow_many(links, chat=None, person=None, progress=_count)
    new = sum(each.new for each in many.followed)
    print(shown([followed_many(new, len(many.followed) - new)]))
    for link, refusal in many.refused:
        print(f"{link.url}: {shown([chrome(explain_to_operator(refusal))], width=ONE_LINE)}", file=sys.stderr)
    return not many.refused


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise MissingFile(file) from error


async def _count(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done} of {total} feeds", end="\n" if done == total else "", file=sys.stderr, flush=True)


async def print_feeds(context: Context) -> bool:
    """The public feeds; that there are none is no failure, and said on standard error."""
    from bot.views.feeds import by_need, health

    followed = by_need(await context.feeds.listed(None))
    if not followed:
        print(NONE, file=sys.stderr)
        return True
    print(shown([health(each, context.now()) for each in followed]))
    return True


async def poll_once(context: Context, *, every: bool) -> bool:
    """One look at each feed that is due, or at each public one; False where one of them failed."""
    good: list[bool] = []
    async for portion in _portions(await _public(context)) if every else _due(context):
        looks = await asyncio.gather(*(context.feeds.poll(state.id) for state in portion))
        good += [look is None or _told(look) for look in looks]
    if not good:
        print("No feed is due.", file=sys.stderr)
    return all(good)


async def _due(context: Context) -> AsyncIterator[Sequence[FeedState]]:
    """What is due, each once; leased when its turn comes, so that the last one's lease has not run out by then."""
    asked: set[int] = set()
    while portion := [
        state for state in await context.feeds.claim_due(context.now(), limit=AT_ONCE) if state.id not in asked
    ]:
        asked.update(state.id for state in portion)
        yield portion


async def _portions(states: Sequence[FeedState]) -> AsyncIterator[Sequence[FeedState]]:
    for start in range(0, len(states), AT_ONCE):
        yield states[start : start + AT_ONCE]


def _told(look: Look) -> bool:
    from bot.views.feeds import looked

    line = shown([looked(look.state, len(look.documents), look.unread, failed=bool(look.failure or look.ended))])
    print(line, file=sys.stderr if look.failure or look.ended else sys.stdout)
    return not (look.failure or look.ended)


async def _public(context: Context) -> Sequence[FeedState]:
    return [each.feed for each in await context.feeds.listed(None) if each.feed.due is not None]


async def write_opml(context: Context) -> bool:
    """The public feeds as a file; False, and the reason on standard error, where there are none."""
    from bot.views.feeds import opml

    followed = await context.feeds.listed(None)
    if not followed:
        print(NONE, file=sys.stderr)
        return False
    sys.stdout.buffer.write(opml(followed, context.now()))
    return True


NONE = "There are no public feeds yet. Follow one: verbatim add LINK."

"""A digest as messages: what it is of and when it was due, what stories moved on, what is new, and corrections.

Each message leaves room for its place among them ("(2/3)") and for the line that it is sent again. `digest:card:ID`
opens the subscription's card, `digest:quotes:ID`, `digest:figures:ID` and `digest:sources:ID` the lists of what it is
of, and `digest:again:DELIVERY` shows a message that may not have arrived. Letters are shared by chats, so these
buttons are made for each delivery when it is sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from bot.views import briefing
from bot.views.buttons import Button, Rows, in_pairs
from bot.views.citations import headline, titled
from bot.views.corrections import all_corrected
from bot.views.letters import Again, again_of, pack
from bot.views.rich import MAX_UNITS, Rich, bold, chrome, echo, join, parts, plain
from bot.views.stories import counts
from bot.views.texts import LANGUAGES
from storage.types import Delivery, Doubt
from summarizer.telling.news import Moved, News

RESERVED = 64
"""UTF-16 units of a message that are kept free: for its place among the others, and for saying that it comes again."""
TITLE = 100
"""Characters of a story's title."""
DOUBTS = 4
"""Messages that may not have arrived and are told one by one: the latest."""

NONE = Rich()
NOTHING = plain("Nothing new")
NOTHING_YET = plain("There is nothing to tell yet: no source that you see holds it.")
PREVIEW = bold("Preview") + ": what the next digest would tell now. What it tells counts as not told."


def letter(
    news: News, due: datetime, place: str, *, late: bool = False, missed: int = 0, doubts: Sequence[Doubt] = ()
) -> tuple[str, ...]:
    """The messages of a digest, packed; `due` is in the zone of those who get it, `place` what they call it.

    `missed` counts the digests that should have come between `due` and now. Raises ValueError for a time without a
    zone.
    """
    lines = (_moment(due, place), *_late(due, missed, late=late), *_doubts(doubts, due.tzinfo))
    first, *others = messages(news, lines, due.tzinfo)
    again = tuple(Again(each.delivery, each.part) for each in doubts[-DOUBTS:])
    return (pack(first, again), *map(pack, others))


def preview(news: News, zone: tzinfo | None = None) -> tuple[Rich, ...]:
    """What would come now, marked as such."""
    first, *others = messages(news, (), zone, PREVIEW)
    return (first, *others)


def messages(news: News, lines: Sequence[Rich], zone: tzinfo | None, above: Rich = NONE) -> tuple[Rich, ...]:
    """At least one message, each within Telegram's limits; `lines` stand below the title, `above` over all."""
    head = join("\n", (above, _title(news), *lines))
    found = parts((head, *_blocks(news, zone)), units=MAX_UNITS - RESERVED)
    if len(found) == 1:
        return found
    return tuple(each + "\n\n" + chrome(f"({place}/{len(found)})") for place, each in enumerate(found, 1))


def rows_of(delivery: Delivery) -> Rows:
    """The buttons of a message: on the first what may not have arrived, on the last what else there is to read."""
    last = delivery.part == delivery.parts
    return digest_rows(delivery.subscription, last=last, again=again_of(delivery.content))


def digest_rows(subscription: int, *, last: bool, again: Sequence[Again] = ()) -> Rows:
    """The buttons below a message of a digest."""
    shown = (Button(f"Show part {each.part} again", f"digest:again:{each.delivery}") for each in again)
    reading = (("Statements", "quotes"), ("Figures", "figures"), ("Sources", "sources"), ("Settings", "card"))
    below = (Button(label, f"digest:{action}:{subscription}") for label, action in reading)
    return (*in_pairs(tuple(shown)), *(in_pairs(tuple(below)) if last else ()))


def _title(news: News) -> Rich:
    if news.topics:
        return bold(plain("Digest: ") + echo(", ".join(news.topics)))
    documents = news.briefing.documents if news.briefing else ()
    if len(documents) == 1:
        return bold(plain("Digest: ") + headline(documents[0]))
    return bold(plain("Digest of ") + chrome(f"{len(documents)} sources") if documents else "Digest")


def _moment(due: datetime, place: str) -> Rich:
    return chrome(f"{due:%A}, {_day(due)}, {due:%H:%M} ({place})")


def _late(due: datetime, missed: int, *, late: bool) -> Iterator[Rich]:
    if not late:
        return
    was = "1 digest was" if missed == 1 else f"{missed} digests were"
    meanwhile = f"; {was} missed meanwhile" if missed else ""
    yield chrome(f"Late: it was due at {due:%H:%M}{meanwhile}.")


def _doubts(doubts: Sequence[Doubt], zone: tzinfo | None) -> Iterator[Rich]:
    for each in doubts[-DOUBTS:]:
        due = each.occurrence.astimezone(zone)
        part = f"Part {each.part} of {each.parts} of the digest" if each.parts > 1 else "The digest"
        what = "could not be sent" if each.lost else "may not have arrived"
        yield chrome(f"{part} of {_day(due)}, {due:%H:%M} {what}.")
    if len(doubts) > DOUBTS:
        earlier = len(doubts) - DOUBTS
        yield chrome(f"{earlier} earlier message{'s' * (earlier > 1)} may not have arrived either.")


def _blocks(news: News, zone: tzinfo | None) -> Iterator[Rich]:
    if not news:
        yield _nothing(news, zone)
        return
    yield join("\n", (*map(_moved, news.moved), _further(news.further)))
    if news.briefing:
        yield from briefing.briefing(news.briefing)[1:]
    yield _untold(news)
    yield from all_corrected(news.corrections)
    if news.corrected:
        pages = "1 more page was" if news.corrected == 1 else f"{news.corrected} more pages were"
        yield chrome(f"{pages} corrected.")


def _moved(each: Moved) -> Rich:
    """`#3 Title: 2 new statements, 1 figure changed: 400 → 410`"""
    return chrome(f"#{each.story.number} ") + bold(titled(each.story, TITLE)) + ": " + counts(each.news)


def _further(number: int) -> Rich:
    if not number:
        return Rich()
    return chrome(f"{number} more {'story has' if number == 1 else 'stories have'} new sources: /stories lists them.")


def _untold(news: News) -> Rich:
    """What came besides: nobody is to think that this was all."""
    if not news.untold:
        return Rich()
    more = "1 more new source" if news.untold == 1 else f"{news.untold} more new sources"
    return chrome(f"At least {more}: /sources lists them." if news.or_more else f"{more}: /sources lists them.")


def _nothing(news: News, zone: tzinfo | None) -> Rich:
    if news.since is None:
        return NOTHING_YET
    since = news.since.astimezone(zone)
    said = NOTHING + chrome(f" since {_day(since)}, {since:%H:%M}.")
    if not news.unread:
        return said
    name = LANGUAGES.get(news.language or "", "another language")
    came = "1 new source" if news.unread == 1 else f"{news.unread} new sources"
    return said + chrome(f" {came} in {name}, which is not read.")


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B}"

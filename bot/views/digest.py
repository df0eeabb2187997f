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
from bot.views.clocks import day, hour, town, weekday
from bot.views.corrections import all_corrected
from bot.views.language import language_name, later, said, say, speaking, spoken, tr
from bot.views.letters import Again, again_of, language_of, pack
from bot.views.rich import MAX_UNITS, Rich, bold, chrome, echo, join, parts
from bot.views.stories import counts
from bot.views.terms import of_digest
from storage.types import Delivery, Doubt
from summarizer.telling.news import Moved, News

RESERVED = 128
"""UTF-16 units of a message that are kept free: for its place among the others, and for saying that it comes again or
to another place."""
TITLE = 100
"""Characters of a story's title."""
DOUBTS = 4
"""Messages that may not have arrived and are told one by one: the latest."""

NONE = Rich()
NOTHING_YET = later("There is nothing to tell yet: no source that you see holds it.")


def letter(
    news: News,
    due: datetime,
    place: str,
    *,
    late: bool = False,
    missed: int = 0,
    doubts: Sequence[Doubt] = (),
    language: str | None = None,
) -> tuple[str, ...]:
    """The messages of a digest, packed; `due` is in the zone of those who get it, `place` what they call it.

    `missed` counts the digests that should have come between `due` and now. It talks `language`, else the one that is
    spoken. Raises ValueError for a time without a zone.
    """
    with speaking(language or spoken()):
        lines = (_moment(due, place), *_late(due, missed, late=late), *_doubts(doubts, due.tzinfo))
        first, *others = messages(news, lines, due.tzinfo)
        again = tuple(Again(each.delivery, each.part) for each in doubts[-DOUBTS:])
        return (pack(first, again), *map(pack, others))


def preview(news: News, zone: tzinfo | None = None) -> tuple[Rich, ...]:
    """What would come now, marked as such."""
    first, *others = messages(news, (), zone, _preview())
    return (first, *others)


def messages(news: News, lines: Sequence[Rich], zone: tzinfo | None, above: Rich = NONE) -> tuple[Rich, ...]:
    """At least one message, each within Telegram's limits; `lines` stand below the title, `above` over all."""
    head = join("\n", (above, _title(news), *lines, *of_digest(news.matched)))
    found = parts((head, *_blocks(news, zone)), units=MAX_UNITS - RESERVED)
    if len(found) == 1:
        return found
    return tuple(each + "\n\n" + chrome(f"({place}/{len(found)})") for place, each in enumerate(found, 1))


def rows_of(delivery: Delivery) -> Rows:
    """The buttons of a message: on the first what may not have arrived, on the last what else there is to read.

    None in a channel, where nobody is answered. What comes from another chat has no lists: they would be this chat's.
    """
    last = delivery.part == delivery.parts
    if delivery.channel:
        return ()
    if delivery.home is not None:
        return ((settings_button(delivery.subscription),),) if last else ()
    with speaking(language_of(delivery.content)):
        return digest_rows(delivery.subscription, last=last, again=again_of(delivery.content))


def digest_rows(subscription: int, *, last: bool, again: Sequence[Again] = ()) -> Rows:
    """The buttons below a message of a digest."""
    shown = (Button(tr("Show part {part} again", part=each.part), f"digest:again:{each.delivery}") for each in again)
    reading = (
        (tr("Statements"), "quotes"),
        (tr("Figures"), "figures"),
        (tr("Sources"), "sources"),
    )
    below = (Button(label, f"digest:{action}:{subscription}") for label, action in reading)
    return (*in_pairs(tuple(shown)), *(in_pairs((*below, settings_button(subscription))) if last else ()))


def settings_button(subscription: int) -> Button:
    """Shows the digest's card in a message of its own."""
    return Button(tr("Settings"), f"digest:card:{subscription}")


def _title(news: News) -> Rich:
    if news.topics:
        return bold(say("Digest: {topics}", topics=echo(", ".join(news.topics))))
    documents = news.briefing.documents if news.briefing else ()
    if len(documents) == 1:
        return bold(say("Digest: {topics}", topics=headline(documents[0])))
    if not documents:
        return bold(tr("Digest"))
    return bold(said("Digest of {n} source", "Digest of {n} sources", len(documents)))


def _preview() -> Rich:
    return say(
        "{preview}: what the next digest would tell now. What it tells counts as not told.", preview=bold(tr("Preview"))
    )


def _moment(due: datetime, place: str) -> Rich:
    return say(
        "{weekday}, {date}, {time} ({place})",
        weekday=weekday(due.isoweekday()),
        date=day(due),
        time=hour(due),
        place=town(due.tzinfo, place),
    )


def _late(due: datetime, missed: int, *, late: bool) -> Iterator[Rich]:
    if not late:
        return
    if not missed:
        yield say("Late: it was due at {time}.", time=hour(due))
        return
    yield said(
        "Late: it was due at {time}; {n} digest was missed meanwhile.",
        "Late: it was due at {time}; {n} digests were missed meanwhile.",
        missed,
        time=hour(due),
    )


def _doubts(doubts: Sequence[Doubt], zone: tzinfo | None) -> Iterator[Rich]:
    for each in doubts[-DOUBTS:]:
        yield _doubt(each, each.occurrence.astimezone(zone))
    if len(doubts) > DOUBTS:
        yield said(
            "{n} earlier message may not have arrived either.",
            "{n} earlier messages may not have arrived either.",
            len(doubts) - DOUBTS,
        )


def _doubt(each: Doubt, due: datetime) -> Rich:
    date, time = day(due), hour(due)
    if each.parts == 1 and each.lost:
        return say("The digest of {date}, {time} could not be sent.", date=date, time=time)
    if each.parts == 1:
        return say("The digest of {date}, {time} may not have arrived.", date=date, time=time)
    part, parts = str(each.part), str(each.parts)
    sentence = (
        later("Part {part} of {parts} of the digest of {date}, {time} could not be sent.")
        if each.lost
        else later("Part {part} of {parts} of the digest of {date}, {time} may not have arrived.")
    )
    return say(sentence, part=part, parts=parts, date=date, time=time)


def _blocks(news: News, zone: tzinfo | None) -> Iterator[Rich]:
    if not news:
        yield _nothing(news, zone)
        return
    yield join("\n", (*map(_moved, news.moved), _further(news.further)))
    if news.briefing:
        yield from briefing.briefing(news.briefing)[1:]
    yield _untold(news)
    yield from all_corrected(news.corrections, zone)
    if news.corrected:
        yield said("{n} more page was corrected.", "{n} more pages were corrected.", news.corrected)


def _moved(each: Moved) -> Rich:
    """`#3 Title: 2 new statements, 1 figure changed: 400 → 410`"""
    return chrome(f"#{each.story.number} ") + bold(titled(each.story, TITLE)) + ": " + counts(each.news)


def _further(number: int) -> Rich:
    if not number:
        return Rich()
    return said(
        "{n} more story has new sources: /stories lists them.",
        "{n} more stories have new sources: /stories lists them.",
        number,
    )


def _untold(news: News) -> Rich:
    """What came besides: nobody is to think that this was all."""
    if not news.untold:
        return Rich()
    if news.or_more:
        return said(
            "At least {n} more new source: /sources lists them.",
            "At least {n} more new sources: /sources lists them.",
            news.untold,
        )
    return said("{n} more new source: /sources lists them.", "{n} more new sources: /sources lists them.", news.untold)


def _nothing(news: News, zone: tzinfo | None) -> Rich:
    if news.since is None:
        return say(NOTHING_YET)
    since = news.since.astimezone(zone)
    told = say("Nothing new since {date}, {time}.", date=day(since), time=hour(since))
    return join(" ", (told, _unread(news))) if news.unread else told


def _unread(news: News) -> Rich:
    """What came in a language that is not read."""
    name = language_name(news.language or "")
    if name is None:
        return said(
            "{n} new source in another language, which is not read.",
            "{n} new sources in another language, which is not read.",
            news.unread,
        )
    return said(
        "{n} new source in {language}, which is not read.",
        "{n} new sources in {language}, which is not read.",
        news.unread,
        language=name,
    )

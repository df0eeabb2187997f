"""A digest as people read it: its head, its blocks in order, its parts within the limits, its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from bot.services.answers import Answers, Lengths
from bot.services.retold import is_retold
from bot.services.wanted import Wanted
from bot.views.digest import DOUBTS, RESERVED, digest_rows, letter, messages, preview, rows_of
from bot.views.letters import Again, again_of, pack, unpack
from bot.views.rich import MAX_ENTITIES, MAX_UNITS, Rich, plain, uncited
from storage.database import Database
from storage.types import Delivery, Doubt
from summarizer.analyse import analyse
from summarizer.compose import compose
from summarizer.corrections import Correction, corrections
from summarizer.stories.developments import developments
from summarizer.telling.news import Moved, News
from summarizer.types import Document, Story
from tests.bot.test_promise import STORES, examples
from tests.bot.views.test_golden import check

KYIV = ZoneInfo("Europe/Kyiv")
DUE = datetime(2026, 11, 22, 8, 0, tzinfo=KYIV)
SINCE = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
BUTTON_BYTES = 64
TOLL = "At least {} people were killed when the bridge fell on Monday, police said."
VOW = "“We will build the bridge again before winter comes,” said Mayor Ann Lee."


def page(*sentences: str) -> Document:
    return Document.make("\n\n".join(sentences), title="The bridge fell", publisher="Gazette")


OLD, NEW = page(TOLL.format(30)), page(TOLL.format(34), VOW)
CAME, READ = datetime(2026, 11, 21, 7, 0, tzinfo=UTC), datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def moved(number: int = 3) -> Moved:
    return Moved(Story(number, "The bridge fell", (NEW, OLD)), developments([analyse(OLD, None)], [analyse(NEW, None)]))


def doubt(delivery: int, part: int = 2, parts: int = 3) -> Doubt:
    return Doubt(delivery, datetime(2026, 11, 21, 6, 0, tzinfo=UTC), part, parts)


def text(news: News, doubts: Sequence[Doubt] = (), missed: int = 0, *, late: bool = False) -> str:
    return "\n".join(unpack(each).text for each in letter(news, DUE, "Kyiv", late=late, missed=missed, doubts=doubts))


async def test_a_digest_of_the_seeds(seeded: Path) -> None:
    """Head, stories that moved on, what is new, corrections; each part says which it is."""
    database = await Database.open(f"sqlite:///{seeded}")
    told = (await Answers(database, Lengths()).told(None, Wanted(length="full"))).briefing
    await database.close()
    changed = Correction(OLD, NEW, CAME, READ, corrections(analyse(OLD, None), analyse(NEW, None)))
    news = News((), SINCE, told, (moved(),), further=2, corrections=(changed,), corrected=1)
    lines = letter(news, DUE, "Kyiv", late=True, missed=2, doubts=(doubt(71), doubt(72, 1, 1)))
    assert all(not uncited(each) for each in messages(news, (), KYIV))
    check("digest", *map(unpack, lines))


def test_the_head_says_when_it_was_due_and_that_it_is_late() -> None:
    """In the words and the zone of those who get it."""
    assert text(News(("grain", "#3 hospital"))).startswith(
        "Digest: grain, #3 hospital\nSunday, 22 November, 08:00 (Kyiv)"
    )
    late = "Late: it was due at 08:00{}."
    assert "Late" not in text(News())
    assert late.format("") in text(News(), late=True)
    assert late.format("; 1 digest was missed meanwhile") in text(News(), missed=1, late=True)
    assert late.format("; 3 digests were missed meanwhile") in text(News(), missed=3, late=True)


def test_what_may_not_have_arrived_is_said_and_offered() -> None:
    """The latest few by their part and time, each with a button; a digest of one message has no part."""
    doubts = (*(doubt(number) for number in range(1, DOUBTS + 3)), doubt(99, 1, 1))
    head = text(News(), doubts)
    assert head.count("Part 2 of 3 of the digest of 21 November, 08:00 may not have arrived.") == DOUBTS - 1
    assert "The digest of 21 November, 08:00 may not have arrived." in head
    assert "3 earlier messages may not have arrived either." in head
    first, *_ = letter(News(), DUE, "Kyiv", doubts=doubts)
    assert again_of(first) == (*(Again(number, 2) for number in (4, 5, 6)), Again(99, 1))


def test_nothing_new_is_said_in_a_line() -> None:
    """Since the last digest, in the zone of who asks; before the first one there is nothing at all."""
    assert text(News((), SINCE)).endswith("Nothing new since 21 November, 08:00.")
    (shown,) = preview(News((), SINCE), KYIV)
    assert shown.text.startswith("Preview")
    assert shown.text.endswith("Nothing new since 21 November, 08:00.")
    assert "nothing to tell yet" in preview(News(("xyzzy",)), KYIV)[0].text


def test_what_is_not_told_is_counted() -> None:
    """Nobody is to think that a digest tells all, nor that nothing came where it is in another language."""
    briefing = compose([analyse(NEW, None)])
    assert "12 more new sources: /sources lists them." in text(News((), SINCE, briefing, untold=12))
    assert "At least 192 more new sources" in text(News((), SINCE, briefing, untold=192, or_more=True))
    foreign = text(News((), SINCE, unread=1, language="uk"))
    assert foreign.endswith("Nothing new since 21 November, 08:00. 1 new source in Ukrainian, which is not read.")


def test_stories_that_moved_on_come_before_what_is_new() -> None:
    """A line each, with what changed; how many more there are is said."""
    briefing = compose([analyse(NEW, None)])
    shown = text(News((), SINCE, briefing, (moved(3), moved(5)), further=1))
    lines = [line for line in shown.splitlines() if line.startswith("#")]
    assert lines == [
        f"#{n} The bridge fell: 1 new statement, 1 figure changed: at least 30 → at least 34" for n in (3, 5)
    ]
    assert "1 more story has new sources" in shown
    assert shown.index("#3") < shown.index("Who said what") < shown.index("Sources")


@given(STORES)
@examples
def test_any_news_fit_with_room_for_what_is_put_on_them(documents: tuple[Document, ...]) -> None:
    """Every part keeps to the limits, leaves its reserve, and holds no digit that is neither a source's nor ours."""
    briefing = compose([analyse(document, None) for document in documents], statements=12, figures=18)
    found = messages(News(("a topic",), SINCE, briefing), (plain("A line of the head."),), UTC)
    again = plain("(sent again: it may have arrived before)\n")
    assert all((again + each).units <= MAX_UNITS and each.entities <= MAX_ENTITIES for each in found)
    assert all(not uncited(each) for each in found)
    marks = [each.text.rpartition("\n")[2] for each in found]
    assert marks == [f"({n}/{len(found)})" for n in range(1, len(found) + 1)] or len(found) == 1


def test_what_we_sent_is_known_when_it_comes_back() -> None:
    """A digest that somebody forwards or pastes is no source."""
    assert is_retold(text(News((), SINCE, compose([analyse(NEW, None)]), (moved(),))))


def test_buttons_stand_below_the_last_part_and_what_is_in_doubt_below_the_first() -> None:
    """They are made from the delivery alone: a letter is shared by chats."""
    content = pack(Rich("text"), (Again(41, 2),))
    kept = Delivery(9, 5, 7, None, DUE, 1, 2, content, silent=False, state="pending", due=DUE)
    assert rows_of(kept) == digest_rows(5, last=False, again=(Again(41, 2),))
    assert [button.data for row in rows_of(kept) for button in row] == ["digest:again:41"]
    last = rows_of(replace(kept, part=2, content=pack(Rich("text"))))
    assert [button.data for row in last for button in row] == [
        "digest:quotes:5", "digest:figures:5", "digest:sources:5", "digest:card:5",
    ]  # fmt: skip
    long = digest_rows(2**62, last=True, again=tuple(Again(2**62, part) for part in range(5)))
    assert all(len(button.data.encode()) <= BUTTON_BYTES for row in long for button in row)


@pytest.mark.parametrize("size", [MAX_UNITS - RESERVED, MAX_UNITS - RESERVED + 1])
def test_the_reserve_is_kept_at_the_limit(size: int) -> None:
    """A part that is as full as it may be still takes its mark; one unit more makes two parts."""
    above = plain("Ж" * (size - len("\nDigest\n\n") - len(preview(News(("a",)))[0].text.split("\n\n")[-1])))
    found = messages(News(), (), UTC, above)
    assert len(found) == (1 if size == MAX_UNITS - RESERVED else 2)
    assert all(each.units <= MAX_UNITS - RESERVED + len("\n\n(1/2)") for each in found)


def test_days_are_those_of_the_readers_zone() -> None:
    """What was made at 23:30 in Greenwich is of the next day in Kyiv."""
    since = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert "since 22 November, 01:30" in text(News((), since))
    assert "since 21 November, 23:30" in preview(News((), since), UTC)[0].text

"""What the week promises: each digest once and at its time, corrections told, silence where nothing is new."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tests import golden
from tests.bot.demo.given import Given

ANN, NEWSROOM, CHANNEL = 1001, -1001000000001, -1001000000003
GOLDEN = Path(__file__).parent / "golden" / "transcript.txt"
DUE = (
    *((CHANNEL, day, "18:00") for day in (4, 5, 6, 7, 8)),
    *((ANN, day, "08:00") for day in (5, 6, 7, 8)),
    *((NEWSROOM, day, "09:00") for day in (5, 6, 7, 8)),
    (ANN, 9, "10:15"),
)
"""All digests of the week: the last one is that of 08:00, which the machine slept through."""


def test_it_reads_as_it_should(given: Given) -> None:
    """The transcript, as the terminal shows it, is kept in a file that people read."""
    golden.check(GOLDEN, "\n".join(given.lines))


def test_each_digest_comes_once_and_at_its_time(given: Given) -> None:
    """None is missing, none comes twice, none at another minute."""
    came = Counter((each.chat, each.at.day, f"{each.at:%H:%M}") for each in given.digests)
    assert came == Counter(DUE)


def test_who_was_told_the_slip_is_told_its_correction(given: Given) -> None:
    """In each of the three chats, once, with both numbers; before that the slip stood there as it was published."""
    for chat in (ANN, NEWSROOM, CHANNEL):
        own = [each.text for each in given.digests if each.chat == chat]
        (corrected,) = [text for text in own if "Corrections" in text]
        assert "2,231" in corrected.partition("Corrections")[2]
        assert "2,213" in corrected.partition("Corrections")[2]
        assert "2,231 civilians" in own[own.index(corrected) - 1]


def test_nothing_is_sent_on_a_day_without_news(given: Given) -> None:
    """From the late digest of Saturday to what Ann sends on Sunday."""
    assert next(each.at.day for each in given.sent if each.at.day in (9, 10)) == 9
    between = [each for each in given.sent if (9, "10:16") <= (each.at.day, f"{each.at:%H:%M}") < (10, "11:00")]
    assert between == []


def test_what_was_missed_comes_once_and_says_so(given: Given) -> None:
    """Only the digest of the outage is called late."""
    (late,) = [each for each in given.digests if "Late:" in each.text]
    assert (late.chat, late.at.day) == (ANN, 9)
    assert "Late: it was due at 08:00." in late.text


def test_a_denial_stands_beside_what_it_denies(given: Given) -> None:
    """In the digest that tells the allegation first."""
    (first, *_) = [each for each in given.digests if "genocide" in each.text]
    assert re.search(r"Denied\n.*by Russia: Ukraine accused", first.text)


def test_every_figure_has_its_source(given: Given) -> None:
    """Each line of a digest that gives one of the published numbers names its page by a mark, or is a page's title."""
    for each in given.digests:
        body = each.text.partition("\nCorrections")[0].partition("\nSources")[0]
        told = [line for line in body.split("\n") if re.search(r"\d,\d{3} civilians were", line)]
        assert [line for line in told if not re.search(r"\[\d\]", line) and not _quoted_below_a_mark(line, body)] == []


def _quoted_below_a_mark(line: str, body: str) -> bool:
    """A quotation stands below the line that says whose it is and where it stands."""
    before = body[: body.index(line)].rstrip("\n").rpartition("\n")[2]
    return re.search(r"\[\d\]", before) is not None


def test_telegram_refuses_nothing(given: Given) -> None:
    """And would warn of nothing."""
    assert given.refused == ()
    assert given.warnings == ()


def test_a_member_is_told_kindly_who_may(given: Given) -> None:
    """Ben takes nothing away from the group."""
    (told,) = [each.text for each in given.sent if "only its admins" in each.text]
    assert told == "In a group only its admins change digests. Everybody may look at them: /digest."

"""The verdict of a run: each way to break a promise is seen, and what only may have arrived breaks none."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.delivery import filling
from tests.delivery.running import room, settled
from tests.delivery.telegrams import FAULTS, shares
from tests.delivery.verdict import Kept, Part, judge

ONE, TWO, THREE = (Part(7, 0, place) for place in (1, 2, 3))
DUE = {(7, 0)}
SENT = (Kept(ONE, "sent"), Kept(TWO, "sent"), Kept(THREE, "sent"))


def test_all_in_order_breaks_nothing() -> None:
    """Three parts, each taken in once, one after the other."""
    verdict = judge(SENT, [ONE, TWO, THREE], 3, due=DUE)
    assert (verdict.broken, verdict.messages, verdict.accepted) == (0, 3, 3)


def test_what_is_said_to_be_sent_and_is_not_there_is_lost() -> None:
    """The outbox's word alone proves nothing."""
    assert judge(SENT, [ONE, THREE], 3, due=DUE).lost == (TWO,)


def test_what_is_there_twice_is_doubled() -> None:
    """Also where the outbox is not sure of it."""
    kept = (SENT[0], Kept(TWO, "uncertain"), SENT[2])
    verdict = judge(kept, [ONE, ONE, TWO, TWO, THREE], 3, due=DUE, unsure=1)
    assert (verdict.doubled, verdict.broken) == ((ONE, TWO), 2)


def test_what_came_after_its_successor_is_out_of_order() -> None:
    """A digest is read from its first part to its last, and before the next digest."""
    assert judge(SENT, [TWO, ONE, THREE], 3, due=DUE).early == (TWO,)
    older, newer = Part(7, 0, 1), Part(7, 1, 1)
    kept = (Kept(older, "sent"), Kept(newer, "sent"))
    assert judge(kept, [newer, older], 1, due={(7, 0), (7, 1)}).early == (newer,)


def test_an_uncertain_part_may_be_there_or_not_and_anywhere() -> None:
    """It is counted, and how many of them arrived; nothing is promised of it."""
    kept = (SENT[0], Kept(TWO, "uncertain"), SENT[2])
    missing, late = (judge(kept, came, 3, due=DUE, unsure=1) for came in ([ONE, THREE], [ONE, THREE, TWO]))
    assert (missing.broken, missing.arrived, late.broken, late.arrived) == (0, 0, 0, 1)
    assert missing.uncertain == (TWO,)


@pytest.mark.parametrize("state", ["pending", "sending", "dead"])
def test_what_is_left_lying_is_no_success(state: str) -> None:
    """A run that is over has nothing on its way, and nothing given up."""
    assert judge((*SENT[:2], Kept(THREE, state)), [ONE, TWO], 3, due=DUE).broken == 1


def test_half_a_digest_and_a_stranger_are_seen() -> None:
    """A digest has all its parts in the outbox, and nothing goes out that is not in it."""
    verdict = judge(SENT[:2], [ONE, TWO, THREE], 3, due=DUE)
    assert (verdict.halves, verdict.strange) == (((7, 0),), (THREE,))


def test_a_digest_that_is_due_and_not_there_is_seen_and_so_is_one_too_many() -> None:
    """Each that is due is there, and none that is not."""
    assert judge(SENT, [ONE, TWO, THREE], 3, due={(7, 0), (8, 0)}).halves == ((8, 0),)
    assert judge(SENT, [ONE, TWO, THREE], 3, due=()).halves == ((7, 0),)


def test_what_is_uncertain_has_a_reason_and_is_not_the_rule() -> None:
    """No more than were under way at a kill or met a fault; and most are taken in, whatever reason there may be."""
    parts = [Part(chat, 0, place) for chat in range(20) for place in (1, 2, 3)]
    due = {(chat, 0) for chat in range(20)}
    kept = [Kept(part, "uncertain") for part in parts]
    assert (judge(kept, parts, 3, due=due, unsure=58).beyond, judge(kept, parts, 3, due=due, unsure=60).broken) == (
        2,
        0,
    )
    assert judge(kept, [], 3, due=due, unsure=60).missing > 30


@given(st.floats(0.01, 0.9))
def test_faults_share_alike(share: float) -> None:
    """Asked one after the other, each kind strikes as often as the others, and together as often as was asked for."""
    left, struck = 1.0, list[float]()
    for _, chance in shares(FAULTS, share):
        struck.append(left * chance)
        left *= 1 - chance
    assert struck == pytest.approx([share / len(FAULTS)] * len(FAULTS))


async def test_what_is_filled_in_is_read_back(tmp_path: Path) -> None:
    """The digest has all its parts for everybody, in the outbox and in words; nothing is sent by itself."""
    async with room(tmp_path) as here:
        await filling.subscribe(here.database, [7, 8])
        now = datetime.now(UTC)
        written = await filling.compose(here.database, 0, 3, now)
        kept = await filling.kept(here.database)
        assert written == 6
        assert not await settled(here.database, 0)
    expected = {Part(chat, 0, place) for chat in (7, 8) for place in (1, 2, 3)}
    assert {each.part for each in kept} == expected
    assert filling.read(7, filling.part(1, 2, 3).text) == Part(7, 1, 2)

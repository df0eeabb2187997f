"""How much one person may ask in a minute: never more than the limit in any minute, and never less for long."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.services import asking
from bot.services.asking import MINUTE, Asking

STEPS = st.lists(st.integers(0, 80).map(lambda quarters: quarters / 4), max_size=60)


@given(STEPS, st.integers(1, 6))
def test_no_minute_holds_more_than_the_limit(steps: list[float], most: int) -> None:
    """However they are spread; whoever waits as long as was said has room again."""
    limit, moment, granted = Asking(most), 0.0, []
    for step in steps:
        moment += step
        refused = limit.ask(7, moment)
        if refused is None:
            granted.append(moment)
        else:
            assert 1 <= refused.wait <= MINUTE
            moment += refused.wait
            assert limit.ask(7, moment) is None
            granted.append(moment)
        assert sum(moment - MINUTE < at <= moment for at in granted) <= most


def test_it_is_told_once_until_there_is_room() -> None:
    """And again the next time; what is refused takes no room, another person has their own, an operator no limit."""
    limit = Asking(1, frozenset({1}))
    assert limit.ask(7, 0) is None
    assert [(each.wait, each.told) for each in (limit.ask(7, 1), limit.ask(7, 2)) if each] == [(59, False), (58, True)]
    assert limit.ask(8, 2) is None
    assert limit.ask(7, 60) is None
    again = limit.ask(7, 61)
    assert again
    assert not again.told
    assert all(limit.ask(1, 0) is None for _ in range(9))


def test_no_more_people_are_counted_than_there_is_room_for() -> None:
    """Whoever asked longest ago is forgotten first."""
    limit = Asking(1)
    for person in range(asking.MOST + 1):
        limit.ask(person, 0)
    assert limit.ask(0, 1) is None
    assert limit.ask(asking.MOST, 1)

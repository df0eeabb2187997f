"""A year as arithmetic: `python -m tests.year [--quick] [--price SMALL BIG]`, at three sizes, under three minutes.

unit costs, measured here in a short run (tests/unit_costs.py) + stated assumptions -> processor, messages, storage,
memory, bandwidth, machines, euros a month. It writes to a scratch folder alone, and asks nobody outside.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any

DAY, HOUR, YEAR = 86_400, 3_600, 365
USED_RATE, PAID_RATE = 25, 1_000
"""Messages a second: as MESSAGES_PER_SECOND has it; as paid broadcast at most, as
`sendMessage` of the Bot API says of `allow_paid_broadcast`."""
STARS_A_MESSAGE = 0.1
"""For each message that goes out so, from the bot's balance. Bot API, as above."""
PAID_FROM_USERS = 100_000
"""Users a month from which BotFather lets a bot do so, with 100,000 Stars on its balance; look there first."""


def assumed(value: float, why: str) -> Any:
    """A number that nobody measured, and where it is from; `Any`, as dataclasses have it."""
    return field(default=value, metadata={"why": why})


def once(value: float, how: str) -> Any:
    """A number that was measured before, elsewhere; where it stands."""
    return field(default=value, metadata={"why": f"measured once: {how}"})


def measured(how: str) -> Any:
    """A number that `tests/unit_costs.py` measures; how."""
    return field(metadata={"why": f"measured: {how}"})


@dataclass(frozen=True, slots=True)
class Costs:
    """What one thing costs, on one core of the machine that measured it; seconds and bytes."""

    rules: float = measured("seconds to understand an article without a model, one thread")
    model: float = measured("seconds to understand an article with tagger and vectors, one thread")
    store: float = measured("seconds to store an article and what was understood of it, in a small SQLite file")
    memory: float = measured("bytes that an analysis process with its models has")
    edition: float = measured("seconds to compose one edition, for whoever wants the same")
    letter: float = measured("seconds to write one chat's digest of an edition into the outbox")
    send: float = measured("seconds to claim, mark and settle one message, without network")
    look: float = measured("seconds of a look at a feed that answers 304, over loopback")
    document: float = measured("bytes that an understood article takes in a SQLite file, with its vectors and index")


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is not measured here: replace it by what you know of your own readers, feeds and prices."""

    digests: float = assumed(1.0, "assumption: digests a subscriber a day")
    parts: float = assumed(2.0, "assumption: messages a digest")
    peak: float = assumed(0.6, "assumption: share of the subscribers who want theirs at 08:00 sharp, in one time zone")
    tastes: float = assumed(0.02, "assumption: different editions a day, as a share of the digests")
    busy_hour: float = assumed(0.08, "assumption: share of a day's documents that come in its busiest hour")
    load: float = assumed(0.7, "rule of thumb: share of a processor that is planned for")
    looks: float = assumed(48.0, "assumption: looks at a feed a day, one each half hour")
    unchanged: float = assumed(0.9, "assumption: share of looks that answer 304")
    told: float = assumed(1_000.0, "assumption: bytes of a 304 with its request")
    feed: float = assumed(60_000.0, "assumption: bytes of a feed that has changed, compressed")
    page: float = assumed(100_000.0, "assumption: bytes of an article's page, compressed")
    message: float = assumed(6_000.0, "assumption: bytes of a message to Telegram with its answer")
    fetch: float = assumed(0.1, "assumption: processor seconds to fetch, parse and clean a page")
    apart: float = assumed(1.0, "assumption: machines of the small kind that the database has to itself")
    base: float = assumed(1.0e9, "assumption: bytes for the system and the bot, on its machine")
    server: float = once(
        6.0 / 4.7, "PostgreSQL with pgvector in place of SQLite, at a million statements (docs/scale.md)"
    )
    near: float = once(0.213 / 6.0, "pgvector's share of that")
    small: float = assumed(8.0, "assumption: EUR a month for 2 vCPU and 4 GB, a round number; yours with --price")
    big: float = assumed(32.0, "assumption: EUR a month for 8 vCPU and 16 GB, a round number; yours with --price")
    disk: float = assumed(0.05, "assumption: EUR a month for a gigabyte of volume, a round number")
    star: float = assumed(0.02, "assumption: EUR for a Star as bought, a round number")


@dataclass(frozen=True, slots=True)
class Size:
    """How large a bot is."""

    name: str
    subscribers: int
    feeds: int
    documents: int


SIZES = (
    Size("small", 1_000, 50, 500),
    Size("middle", 10_000, 300, 8_000),
    Size("large", 100_000, 2_000, 50_000),
)


@dataclass(frozen=True, slots=True)
class Machine:
    """A kind of machine; `price` in EUR a month."""

    name: str
    cores: int
    memory: float
    price: float


@dataclass(frozen=True, slots=True)
class Year:
    """What a size takes; processor in seconds a day, storage and bandwidth in bytes a year, peak in seconds."""

    understanding: float
    reading: float
    composing: float
    sending: float
    messages: float
    peak_messages: float
    peak: float
    peak_paid: float
    stars: float
    storage: float
    server: float
    """The same on PostgreSQL."""
    near: float
    """pgvector's share of it."""
    bandwidth: float
    busy_cores: float
    machines: dict[str, int]
    euros: dict[str, float]
    star_euros: float
    """A month of paid broadcasts at the peak, which is a choice."""


def year(size: Size, costs: Costs, given: Assumptions, *, model: bool = True) -> Year:
    """The arithmetic."""
    digests = size.subscribers * given.digests
    messages = digests * given.parts
    article = costs.model if model else costs.rules
    looks = size.feeds * given.looks
    understanding = size.documents * article
    reading = looks * costs.look + size.documents * (given.fetch + costs.store)
    composing = max(1.0, digests * given.tastes) * costs.edition + digests * costs.letter
    peak = size.subscribers * given.peak * given.parts
    storage = YEAR * size.documents * costs.document
    server = storage * given.server
    wire = looks * (given.unchanged * given.told + (1 - given.unchanged) * given.feed)
    wire += size.documents * given.page + messages * given.message
    cores = size.documents * given.busy_hour * (article + given.fetch + costs.store) / HOUR / given.load
    kinds = (Machine("2 vCPU / 4 GB", 2, 4e9, given.small), Machine("8 vCPU / 16 GB", 8, 16e9, given.big))
    counts = {kind.name: count(kind, cores, costs.memory, given) for kind in kinds}
    rest = server / 1e9 * given.disk + given.apart * given.small
    return Year(
        understanding, reading, composing, messages * costs.send, messages, peak, peak / USED_RATE, peak / PAID_RATE,
        peak * STARS_A_MESSAGE, storage, server, server * given.near, YEAR * wire, cores, counts,
        {kind.name: counts[kind.name] * kind.price + rest for kind in kinds},
        30 * peak * STARS_A_MESSAGE * given.star,
    )  # fmt: skip


def count(kind: Machine, cores: float, memory: float, given: Assumptions) -> int:
    """Machines of a kind, without the database's: the first has the bot too; half a core of it is the bot's."""
    fits = min(kind.cores, math.floor((kind.memory - given.base / 4) / memory))
    first = min(kind.cores - 0.5, math.floor((kind.memory - given.base) / memory))
    return 1 + math.ceil(max(0.0, cores - first) / max(1, fits))


def stated(part: Costs | Assumptions) -> Iterable[str]:
    """Each number with where it is from."""
    for each in fields(part):
        yield f"  {each.name:10} {getattr(part, each.name):>16,.6g}  {each.metadata['why']}"


def table(costs: Costs, given: Assumptions, *, model: bool) -> str:
    """The sizes side by side."""
    years = [year(size, costs, given, model=model) for size in SIZES]
    rows: list[tuple[str, list[str]]] = [
        (
            "subscribers / feeds / documents a day",
            [f"{s.subscribers:,} / {s.feeds:,} / {s.documents:,}" for s in SIZES],
        ),
        ("understanding, processor hours a day", [f"{y.understanding / HOUR:,.2f}" for y in years]),
        ("fetching, reading and storing, hours a day", [f"{y.reading / HOUR:,.2f}" for y in years]),
        ("composing, minutes a day", [f"{y.composing / 60:,.1f}" for y in years]),
        ("claiming and settling, minutes a day", [f"{y.sending / 60:,.1f}" for y in years]),
        ("cores in the busiest hour", [f"{y.busy_cores:,.2f}" for y in years]),
        ("messages a day", [f"{y.messages:,.0f}" for y in years]),
        (f"08:00 at {USED_RATE} a second, minutes", [f"{y.peak / 60:,.1f}" for y in years]),
        (
            f"08:00 as paid broadcast at {PAID_RATE:,} a second",
            [_paid(s, y) for s, y in zip(SIZES, years, strict=True)],
        ),
        ("storage a year on SQLite, GB", [f"{y.storage / 1e9:,.1f}" for y in years]),
        (
            "... on PostgreSQL, GB; of that pgvector",
            [f"{y.server / 1e9:,.1f}; {y.near / 1e9:,.1f}" for y in years],
        ),
        ("bandwidth a year, GB", [f"{y.bandwidth / 1e9:,.0f}" for y in years]),
    ]
    for name in years[0].machines:
        rows.append((f"machines of {name}", [f"{y.machines[name]}" for y in years]))
        rows.append(
            (
                f"... EUR a month, with {given.apart:g} for the database and the volume of a year",
                [f"{y.euros[name]:,.0f}" for y in years],
            )
        )
    head = f"| | {' | '.join(size.name for size in SIZES)} |\n|---|{'---:|' * len(SIZES)}\n"
    return head + "\n".join(f"| {label} | {' | '.join(values)} |" for label, values in rows)


def _paid(size: Size, year: Year) -> str:
    if size.subscribers < PAID_FROM_USERS:
        return "not offered"
    return f"{year.peak_paid:,.0f} s, {year.stars:,.0f} Stars a morning, {year.star_euros:,.0f} EUR a month"


def main() -> None:
    """Measures, then prints the tables and where each number is from."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rounds, to see that it works")
    parser.add_argument("--price", nargs=2, type=float, metavar=("SMALL", "BIG"), help="EUR a month of the machines")
    told = parser.parse_args()
    from tests.unit_costs import measure  # noqa: PLC0415 - the arithmetic does without what it measures

    costs = asyncio.run(measure(rounds=1 if told.quick else 5))
    given = Assumptions(small=told.price[0], big=told.price[1]) if told.price else Assumptions()
    for model in (True, False):
        sys.stdout.write(f"\n{'With' if model else 'Without'} models\n\n{table(costs, given, model=model)}\n")
    sys.stdout.write("\n".join(("\nMeasured\n", *stated(costs), "\nAssumed\n", *stated(given), "")))


if __name__ == "__main__":
    main()

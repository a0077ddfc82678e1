"""Tests of domain_settings."""

import json
from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.domain_settings import COLLECTOR
from downstack.collectors.domains import DOMAINS
from downstack.model import Absent, Kind, Reason, Snapshot, Value
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "domains_test" / "two_guests"
LISTED = json.loads((MACHINE / "libvirt/domains.json").read_text())
RICH = next(about["xml"] for about in LISTED if about["name"] == "rich1")


@pytest.fixture(scope="module")
def seen() -> Snapshot:
    """Return what this collector alone sees."""
    return look([COLLECTOR], MACHINE)


def settings_of(xml: str) -> dict[str, Value]:
    """Return the readings of one definition by the name of the signal."""
    listed = [{"uuid": "u1", "name": "db1", "active": False, "xml": xml}]
    rows = parse(COLLECTOR, {DOMAINS: json.dumps(listed)})
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_reads_a_rich_definition(seen: Snapshot) -> None:
    """Every number as it stands in the definition, in base units."""
    rich = values(seen, Kind.DOMAIN, "rich1")
    expected = {
        "domain_vcpus_count": 2.0,
        "domain_vcpus_maximum_count": 4.0,
        "domain_memory_bytes": 4294967296.0,
        "domain_hugepages": "yes",
        "domain_hugepage_bytes": 2097152.0,
        "domain_memory_locked": "yes",
        "domain_numa_mode": "strict",
        "domain_numa_nodes": "0",
        "domain_emulator_cpus": "0",
        "domain_vcpu_quota_ratio": 0.5,
        "domain_global_quota_ratio": 1.5,
        "domain_cpu_shares_count": 2048.0,
        "domain_cpu_mode": "host-passthrough",
        "domain_machine": "pc-q35-7.2",
        "domain_clock": "localtime",
        "domain_on_crash": "coredump-restart",
        "domain_agent_channel": "none",
        "domain_balloon": "none",
        "domain_panic_device": "no",
        "domain_watchdog": "pause",
        "domain_configured_iothreads_count": 2.0,
        "domain_host_devices_count": 0.0,
    }

    assert {name: rich[name] for name in expected} == expected


def test_no_quota_is_no_number(seen: Snapshot) -> None:
    """A quota of -1 is none, and not one of minus ten percent."""
    quota = values(seen, Kind.DOMAIN, "rich1")["domain_configured_emulator_quota_ratio"]

    assert quota == Absent(Reason.NOT_APPLICABLE, "a quota")


def test_reads_what_runs(seen: Snapshot) -> None:
    """The agent of db1 is connected, web1 has a channel and nobody listens."""
    db1, web1 = (values(seen, Kind.DOMAIN, name) for name in ("db1", "web1"))

    assert db1["domain_agent_channel"] == "connected"
    assert web1["domain_agent_channel"] == "disconnected"
    assert db1["domain_balloon_period_seconds"] == 2.0
    assert web1["domain_vcpu_quota_ratio"] == 0.2


def test_only_a_running_domain_has_vcpus(seen: Snapshot) -> None:
    """Each with the CPUs that the definition pins it to."""
    pins = {one.name: seen.value(one, "vcpu_configured_cpus") for one in seen.of_kind(Kind.VCPU)}
    free = Absent(Reason.NOT_APPLICABLE, "a pin in the definition")

    assert pins == {"web1/vcpu0": free, "db1/vcpu0": "1", "db1/vcpu1": "1"}


def test_a_definition_that_could_not_be_had_says_so_for_every_setting() -> None:
    """Not one signal is left out."""
    listed = [{"uuid": "u1", "name": "db1", "absent": "denied", "need": "root"}]
    rows = parse(COLLECTOR, {DOMAINS: json.dumps(listed)})
    found = {row.value for row in rows if isinstance(row, Reading)}

    assert found == {Absent(Reason.DENIED, "root")}
    assert len(rows) == len(COLLECTOR.provides) - 1


def test_a_unit_that_libvirt_does_not_know_is_malformed() -> None:
    """Better no size than one that is off by a thousand."""
    size = settings_of("<domain><memory unit='quux'>4</memory></domain>")["domain_memory_bytes"]

    assert size == Absent(Reason.MALFORMED)


@given(grown(RICH))
def test_any_definition_is_read(xml: str) -> None:
    """Neither an exception nor an infinite number."""
    assert len(settings_of(xml)) in {0, len(COLLECTOR.provides) - 1}

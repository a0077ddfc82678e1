"""Tests of domains."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.collector import Reading
from downstack.collectors import qemu_processes
from downstack.collectors.domains import COLLECTOR, CONNECTION, DOMAINS, read_xml
from downstack.model import Absent, Edge, Entity, Kind, Reason, Snapshot, Value
from downstack.source import Answer, Answers, Request, Way
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

HERE = Path(__file__).parent / "domains_test"
DAEMON = Entity(Kind.DAEMON, "libvirtd")
LISTED = (HERE / "two_guests/libvirt/domains.json").read_text()


def state_of(answers: dict[Request, Answer]) -> Value:
    """Return the state of libvirtd that these answers give."""
    rows = COLLECTOR.parse(Answers(answers), Snapshot())
    (reading,) = (
        row for row in rows if isinstance(row, Reading) and row.signal.name == "daemon_state"
    )
    return reading.value


def test_reads_states_and_their_reasons() -> None:
    """One that was booted, one that was never started."""
    seen = look([COLLECTOR], HERE / "two_guests")

    assert values(seen, Kind.DOMAIN, "db1")["domain_state_reason"] == "running_booted"
    assert values(seen, Kind.DOMAIN, "rich1")["domain_state_reason"] == "shutoff_unknown"
    assert values(seen, Kind.DOMAIN, "rich1")["domain_persistent"] == "yes"
    assert values(seen, Kind.DOMAIN, "db1")["domain_persistent"] == "no"


def test_names_the_managers_above_libvirt() -> None:
    """By the namespaces in the metadata, each as its own program writes it."""
    rich = values(look([COLLECTOR], HERE / "two_guests"), Kind.DOMAIN, "rich1")

    assert rich["domain_metadata"] == (
        "http://kubevirt.io http://openstack.org/xmlns/libvirt/nova/1.1"
    )


def test_knows_the_versions() -> None:
    """9000000 is 9.0.0, 7002022 is 7.2.22."""
    daemon = values(look([COLLECTOR], HERE / "two_guests"), Kind.DAEMON, "libvirtd")

    assert daemon["daemon_state"] == "up"
    assert daemon["daemon_version"] == "9.0.0"
    assert daemon["daemon_hypervisor_version"] == "7.2.22"


def test_libvirtd_is_down_and_the_domains_are_still_there() -> None:
    """They come from /proc, and hang on the daemon that is down."""
    seen = look([qemu_processes.COLLECTOR, COLLECTOR], HERE / "libvirtd_down")

    assert values(seen, Kind.DAEMON, "libvirtd")["daemon_state"] == "down"
    assert [one.name for one in seen.follow(DAEMON, (Edge.MANAGES,))] == ["db1", "web1"]


@pytest.mark.parametrize(
    ("absent", "state"),
    [
        (Absent(Reason.TIMED_OUT, "libvirtd to answer in time"), "silent"),
        (
            Absent(Reason.MISSING, "libvirtd running: there is no socket (...)"),
            Absent(Reason.NOT_APPLICABLE, "libvirt on this host"),
        ),
        (
            Absent(Reason.MISSING, "pip install 'downstack[libvirt]'"),
            Absent(Reason.MISSING, "pip install 'downstack[libvirt]'"),
        ),
        (
            Absent(Reason.DENIED, "access to libvirt's socket"),
            Absent(Reason.DENIED, "access to libvirt's socket"),
        ),
    ],
)
def test_no_answer_is_not_always_a_daemon_that_is_down(absent: Absent, state: Value) -> None:
    """A host without libvirt, a reader without the binding or the right to ask."""
    assert state_of({CONNECTION: absent, DOMAINS: absent}) == state


def test_an_installed_libvirt_without_a_socket_is_down() -> None:
    """Even when no domain runs; a configuration that may not be read is there all the same."""
    configuration = Request(Way.FILE, "/etc/libvirt/libvirtd.conf")
    answers: dict[Request, Answer] = {
        CONNECTION: Absent(Reason.MISSING, "libvirtd running: nobody answers (refused)"),
        configuration: Absent(Reason.DENIED, "root on the host"),
    }

    assert state_of(answers) == "down"


def test_a_domain_that_did_not_answer_is_listed_with_the_reason() -> None:
    """Its name is known, its state is not."""
    listed = [{"uuid": "U1", "name": "db1", "active": True, "absent": "timed_out", "need": "x"}]
    rows = parse(COLLECTOR, {DOMAINS: json.dumps(listed)})
    state = {
        row.signal.name: row.value
        for row in rows
        if isinstance(row, Reading) and row.entity == Entity(Kind.DOMAIN, "u1")
    }

    assert state["domain_state"] == Absent(Reason.TIMED_OUT, "x")
    assert state["domain_persistent"] == Absent(Reason.MISSING)


def test_a_state_of_a_later_version_is_not_guessed() -> None:
    """The state is known, its reason is not."""
    listed = [{"uuid": "u1", "name": "db1", "state": 3, "reason": 99, "xml": "<domain/>"}]
    rows = parse(COLLECTOR, {DOMAINS: json.dumps(listed)})
    state = {row.signal.name: row.value for row in rows if isinstance(row, Reading)}

    assert state["domain_state"] == "paused"
    assert isinstance(state["domain_state_reason"], Absent)


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE d [<!ENTITY a "aa">]><domain>&a;</domain>',
        "<domain>",
        '<?xml version="1.0" encoding="utf-16"?><domain/>x',
        "",
    ],
)
def test_a_document_with_declarations_or_without_an_end_is_refused(text: str) -> None:
    """An entity that grows a thousandfold never reaches the parser."""
    root = read_xml(text)

    assert isinstance(root, Absent)
    assert root.reason is Reason.MALFORMED


@given(grown(LISTED))
def test_any_list_is_read(text: str) -> None:
    """Neither an exception nor a domain without a state or a reason why not."""
    rows = parse(COLLECTOR, {DOMAINS: text, CONNECTION: text})
    states = [row for row in rows if isinstance(row, Reading) and row.signal.name == "domain_state"]

    assert len(states) <= 3


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=5))
def test_any_json_is_read(value: object) -> None:
    """A list of anything is a list of no domains."""
    rows = parse(COLLECTOR, {DOMAINS: json.dumps(value), CONNECTION: json.dumps(value)})

    assert rows[0] == DAEMON

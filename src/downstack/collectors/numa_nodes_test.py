"""Tests of numa_nodes."""

from pathlib import Path

from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.numa_nodes import COLLECTOR, NODES
from downstack.model import Edge, Kind
from downstack.source import Request, Way
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "numa_nodes_test" / "debian12-6.18"


def test_finds_the_one_node_of_a_small_machine() -> None:
    """It has the CPUs 0-1, and its faults are felt by the host."""
    snapshot = look([COLLECTOR], MACHINE)
    node = values(snapshot, Kind.NUMA_NODE, "node0")

    assert node["numa_node_cpus"] == "0-1"
    assert node["numa_node_distances"] == "10"
    assert [(one.edge, one.cause.key) for one in snapshot.connections] == [(Edge.NODE_OF, "0")]


def test_two_nodes_keep_their_distances() -> None:
    """The second node is 21 away from the first."""
    files = {"node0/cpulist": "0-1\n", "node0/distance": "10 21\n"}
    files |= {"node1/cpulist": "2-3\n", "node1/distance": "21 10\n"}
    rows = parse(
        COLLECTOR, {Request(Way.FILE, f"{NODES}/{path}"): text for path, text in files.items()}
    )
    seen = [(row.entity.key, row.value) for row in rows if isinstance(row, Reading)]

    assert seen == [("0", "0-1"), ("0", "10 21"), ("1", "2-3"), ("1", "21 10")]


@given(grown("0-1,4\n"), grown("10 21\n"))
def test_any_text_gives_every_signal_a_value_or_a_reason(cpus: str, distance: str) -> None:
    """The texts are shown, not judged."""
    texts = {"node0/cpulist": cpus, "node0/distance": distance}
    rows = parse(
        COLLECTOR, {Request(Way.FILE, f"{NODES}/{path}"): text for path, text in texts.items()}
    )

    assert {row.signal for row in rows if isinstance(row, Reading)} == set(COLLECTOR.provides)

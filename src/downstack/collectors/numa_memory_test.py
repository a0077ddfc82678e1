"""Tests of numa_memory."""

from pathlib import Path

from hypothesis import given

from downstack.collector import Reading
from downstack.collectors import numa_nodes
from downstack.collectors.numa_memory import COLLECTOR
from downstack.collectors.numa_nodes import NODES, node_of
from downstack.model import Kind, Snapshot
from downstack.source import Request, Way
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "numa_memory_test" / "debian12-6.18"
FILES = MACHINE / "sys/devices/system/node/node0"


def test_reads_the_memory_of_the_node() -> None:
    """5556240 of 9791264 kB are free, 2723460 kB hold files."""
    node = values(look([numa_nodes.COLLECTOR, COLLECTOR], MACHINE), Kind.NUMA_NODE, "node0")

    assert node["numa_node_memory_total_bytes"] == 9791264 * 1024
    assert node["numa_node_memory_free_bytes"] == 5556240 * 1024
    assert node["numa_node_file_bytes"] == 2723460 * 1024
    assert node["numa_node_huge_pages_free_count"] == 0.0


def test_reads_misplaced_pages() -> None:
    """A single node gives every page to its own CPUs."""
    node = values(look([numa_nodes.COLLECTOR, COLLECTOR], MACHINE), Kind.NUMA_NODE, "node0")

    assert node["numa_node_hit_pages_total"] == 56521421.0
    assert node["numa_node_local_pages_total"] == 56521421.0
    assert node["numa_node_remote_pages_total"] == 0.0


@given(grown((FILES / "meminfo").read_text()), grown((FILES / "numastat").read_text()))
def test_any_text_gives_every_signal_a_value_or_a_reason(meminfo: str, numastat: str) -> None:
    """Neither an exception nor an infinite number."""
    texts = {"meminfo": meminfo, "numastat": numastat}
    asked = {Request(Way.FILE, f"{NODES}/node0/{file}"): text for file, text in texts.items()}
    rows = parse(COLLECTOR, asked, Snapshot([node_of("0")]))

    assert {row.signal for row in rows if isinstance(row, Reading)} == set(COLLECTOR.provides)

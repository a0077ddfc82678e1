"""The vCPUs of a domain are pinned to one NUMA node and its memory is bound to the other."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import YES_OR_NO, Witness, witness
from lab.t3.host import T3Host
from lab.t3.injection import T3Injection
from lab.t3.machine import CPUS, NODES
from lab.t3.stage import ALL_CPUS, T3Stage, pin, with_cpu_load
from lab.t3.witnesses import remote_pages

FIRST_NODE = f"0-{CPUS // NODES - 1}"
MOSTLY = 0.9


def _bind_memory(stage: T3Stage, nodes: str) -> None:
    stage.host.virsh(
        "numatune", stage.target.name, "--live", "--mode", "restrictive", "--nodeset", nodes
    )


@contextmanager
def _apply(stage: T3Stage, level: float) -> Iterator[Witness]:
    before = remote_pages(stage.host, stage.target, 1)
    names = (stage.target.name,)
    node = 1 if level else 0
    try:
        pin(stage, names, FIRST_NODE)
        _bind_memory(stage, str(node))
        yield witness(
            lambda: remote_pages(stage.host, stage.target, node),
            lambda share: share > MOSTLY,
            means=f"memory on node {node}, by numastat; vCPUs on node 0",
            unit="of 1",
            before=before,
        )
    finally:
        _bind_memory(stage, f"0-{NODES - 1}")
        pin(stage, names, ALL_CPUS)


def _prepare_stage(host: T3Host) -> T3Stage:
    host.bring_all_cpus_online()
    return with_cpu_load(host)


INJECTION = T3Injection(
    fault="numa_misplaced",
    path="memory",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="misplaced",
    prepare=_prepare_stage,
    apply=_apply,
)

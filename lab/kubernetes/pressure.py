"""Takes what a node has little of, beside its pods, down to the kubelet's threshold."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lab.cgroup import ROOT
from lab.deadline import wait_until
from lab.kubernetes.cluster import Cluster
from lab.kubernetes.config import NODE, NODE_FOLDER
from lab.kubernetes.stage import KubernetesStage
from lab.process import end

MEBIBYTE = 2**20
ALMOST_ALL = 0.99
_MEMORY = "import sys, signal; taken = b'x' * (int(sys.argv[1]) << 20); signal.pause()"
_PIDS = """
import signal, sys, threading
threading.stack_size(65536)
for number in range(int(sys.argv[1])):
    threading.Thread(target=threading.Event().wait, daemon=True).start()
signal.pause()
"""


def _node_folder(cluster: Cluster) -> Path:
    return Path(f"/proc/{cluster.host.anchor.pid}/root{NODE_FOLDER}")


def free_of_node(stage: KubernetesStage) -> float:
    """Return the free share of the filesystem of the node."""
    found = os.statvfs(_node_folder(stage.cluster))
    return found.f_bavail / found.f_blocks


@contextmanager
def full_node_disk(cluster: Cluster) -> Iterator[None]:
    """Fill the filesystem of the node."""
    filler = _node_folder(cluster) / "filler"
    free = os.statvfs(filler.parent)
    try:
        with filler.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, int(ALMOST_ALL * free.f_bavail * free.f_frsize))
        yield
    finally:
        filler.unlink()


def _available(cluster: Cluster, signal: str) -> int:
    """Return what the kubelet takes for available, in bytes or pids."""
    node: Any = cluster.api.get(f"/api/v1/nodes/{NODE}/proxy/stats/summary")["node"]
    if signal == "memory.available":
        return int(node["memory"]["availableBytes"])
    return int(node["rlimit"]["maxpid"]) - int(node["rlimit"]["curproc"])


@contextmanager
def eviction_at(stage: KubernetesStage, signal: str, below: int) -> Iterator[None]:
    """Let the kubelet evict at so much less than is available now; pods come back at the end."""
    cluster = stage.cluster
    threshold = _available(cluster, signal) - below
    cluster.restart_kubelet({signal: str(threshold)})
    try:
        yield
    finally:
        cluster.restart_kubelet({})
        stage.wait_healthy()


@contextmanager
def _running(cluster: Cluster, program: str, amount: int) -> Iterator[None]:
    argv = cluster.host.inside([sys.executable, "-c", program, str(amount)])
    started = subprocess.Popen(argv, stdin=subprocess.DEVNULL, start_new_session=True)
    process = cluster.host.ledger.add_process(started.pid)
    try:
        yield
    finally:
        end([process])
        started.wait()


@contextmanager
def hog_memory(cluster: Cluster, mebibytes: int) -> Iterator[None]:
    """Take memory on the node, beside its pods."""
    with _running(cluster, _MEMORY, mebibytes):
        yield


@contextmanager
def hog_pids(cluster: Cluster, tasks: int) -> Iterator[None]:
    """Take process ids on the node, beside its pods."""
    with _running(cluster, _PIDS, tasks):
        yield


def _of_host(stage: KubernetesStage, controller: str, file: str) -> int:
    group = ROOT / controller / stage.cluster.host.cgroup
    return int((group / file).read_text())


def memory_used(stage: KubernetesStage) -> float:
    """Return the MiB of the host's whole memory cgroup."""
    return _of_host(stage, "memory", "memory.usage_in_bytes") / MEBIBYTE


def pids_used(stage: KubernetesStage) -> float:
    """Return the tasks of the host's whole pids cgroup."""
    return _of_host(stage, "pids", "pids.current")


def wait_relieved(stage: KubernetesStage) -> None:
    """Wait until the node takes pods again and the application runs."""
    wait_until(stage.cluster.is_ready, 90, "the end of the pressure", every=0.3)
    stage.wait_healthy()

"""How the lab sees a fault of the cluster: logs, cgroups, processes and ports, not API objects."""

import os
import re
import time
from contextlib import suppress
from pathlib import Path

from lab import cgroup
from lab.kubernetes.api import connect
from lab.kubernetes.cluster import Cluster
from lab.kubernetes.container_image import SANDBOX
from lab.kubernetes.injection import Sign, grows
from lab.kubernetes.stage import KubernetesStage
from lab.process import run

INTERVAL = 2.0  # seconds over which CPU time is measured
TICKS = 100  # a second, in /proc/PID/stat


def logged(daemon: str, pattern: str, what: str) -> Sign:
    """Return the sign that a daemon writes more lines with a pattern into its log."""
    line = re.compile(pattern)

    def count(stage: KubernetesStage) -> float:
        return len(line.findall(stage.cluster.log(daemon).read_text(errors="replace")))

    return Sign(f"{what} in the log of {daemon}", "lines", count, grows)


def unschedulable(reason: str) -> Sign:
    """Return the sign that the scheduler found no node, for a reason."""
    return logged("kube-scheduler", f"no fit.*{re.escape(reason)}", repr(reason))


def process_of(stage: KubernetesStage, program: str = "") -> int | None:
    """Return the pid of the first, or of this, program of the application's container, or None."""
    group = stage.cluster.cgroup_of(stage.uid(), "pids")
    for pid in cgroup.members(str(group.relative_to(cgroup.ROOT / "pids"))) if group else ():
        with suppress(OSError):  # it ended
            words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
            if words[0] == program or not (program or words[0].startswith(SANDBOX[0])):
                return pid
    return None


def container_root(stage: KubernetesStage) -> Path:
    """Return what the application's container has as its root."""
    pid = process_of(stage)
    if pid is None:
        raise LookupError(f"{stage.app} does not run")
    return Path(f"/proc/{pid}/root")


def oom_kills(stage: KubernetesStage) -> float:
    """Return how often the kernel's log tells of a memory limit in the application's pod."""
    pod = f"/pod{stage.uid() or 'none'}"
    return sum("oom-kill:" in line and pod in line for line in run(["dmesg"]).splitlines())


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def cpu_share(stage: KubernetesStage) -> float:
    """Return how much of a CPU the application gets, by its process; 1 while it has none."""
    pid = process_of(stage)
    with suppress(OSError):  # it ended
        if pid is not None:
            start, used = time.monotonic(), cpu_seconds(pid)
            time.sleep(INTERVAL)
            return (cpu_seconds(pid) - used) / (time.monotonic() - start)
    return 1


def restarts(stage: KubernetesStage) -> float:
    """Return how often the kubelet has begun a new log for the application's container."""
    logs = stage.cluster.folder / "own/var/log/pods"
    uid = stage.uid()
    numbers = (
        int(name.removesuffix(".log"))
        for folder, _, names in os.walk(logs)  # parts of which are removed meanwhile
        if uid and uid in folder
        for name in names
        if name.endswith(".log")
    )
    return max(numbers, default=0)


def refuses(cluster: Cluster, port: int) -> float:
    """Return 1 if nobody listens at a port of the host's loopback, else 0."""
    try:
        connect(Path("/run/netns") / cluster.host.network.inner, port, 2).close()
    except OSError:
        return 1
    return 0


def port_refused(port: int) -> Sign:
    """Return the sign that nobody listens at a port."""
    return Sign(
        f"connections to port {port} refused",
        "of 1",
        lambda stage: refuses(stage.cluster, port),
        grows,
    )

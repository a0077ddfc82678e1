"""A VM of KubeVirt on a real node: what downstack joins, and what it says when QEMU is killed."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lab.kubernetes.catalogue import injection
from lab.kubernetes.cluster import Cluster
from lab.kubernetes.launcher import QEMU
from lab.kubernetes.manifest import path_of
from lab.kubernetes.vm_stage import VmStage, with_vm
from lab.kubernetes.witnesses import process_of

pytestmark = [
    pytest.mark.lab,
    pytest.mark.timeout(1800),  # the first one ever also compiles Kubernetes
    pytest.mark.skipif(os.geteuid() != 0, reason="namespaces and cgroups need root"),
]

DOWNSTACK = str(Path(sys.executable).with_name("downstack"))


def ask(cluster: Cluster, *words: str) -> Any:
    """Return the answer of downstack on the node."""
    login = f"KUBECONFIG={cluster.kubeconfig('downstack')}"
    argv = cluster.host.inside(["env", login, DOWNSTACK, *words, "--json"])
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=60)
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def vm(cluster: Cluster) -> Iterator[VmStage]:
    """Return a VM that is well."""
    stage = with_vm(cluster)
    yield stage
    stage.remove()


def _joined(vm: VmStage) -> tuple[Any, Any]:
    """Return the domain beneath the VMI, and the pod beneath the domain."""
    beneath = ask(vm.cluster, "map", vm.called("vmi"))["beneath"]
    (domain,) = (one for one in beneath if one["edge"] == "embodies")
    (pod,) = (one for one in domain["further"] if one["edge"] == "launches")
    return domain, pod


def test_vmi_is_joined_with_the_qemu_in_its_launcher(vm: VmStage) -> None:
    """By the UUID that QEMU was given; the process is the one in the cgroup of the pod."""
    domain, pod = _joined(vm)

    assert (domain["key"], pod["key"]) == (vm.uuid, vm.uid())
    assert domain["readings"]["domain_qemu_pid"] == str(process_of(vm, QEMU))


def test_cgroup_alone_joins_them(vm: VmStage) -> None:
    """Where the VMI tells no UUID."""
    firmware = vm.healthy["spec"]["domain"]["firmware"]
    path = path_of(vm.healthy)
    vm.cluster.api.patch(path, {"spec": {"domain": {"firmware": None}}})
    try:
        domain, pod = _joined(vm)
    finally:
        vm.cluster.api.patch(path, {"spec": {"domain": {"firmware": firmware}}})

    assert (domain["key"], pod["key"]) == (vm.uuid, vm.uid())


def test_vm_that_is_well_is_silent(vm: VmStage) -> None:
    """Nobody suffers, and KubeVirt sees no risk in it."""
    answer = ask(vm.cluster, "why", vm.called("vmi"))

    assert (answer["answer"], answer["causes"]) == ("healthy", [])
    assert not [one for one in answer["risks"] if one["entity"]["kind"] == "vmi"]


def test_killed_qemu_is_named(vm: VmStage) -> None:
    """Its launcher had too little room for it; then the VM is what it was."""
    made = injection("vmi_launcher_overhead_too_small")
    with made.apply(vm, made.levels[1]) as seen:
        assert seen.after > seen.before
        answer = ask(vm.cluster, "why", vm.called(made.target))

    assert [cause["fault"] for cause in answer["causes"]] == [made.fault]
    assert vm.is_healthy()

"""The whole chain, real from the OSD to the pod: each incident is named by its own layer."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lab.experiment import new_host
from lab.kubernetes.config import NODE
from lab.kubernetes.outside import answer_from_outside
from lab.lock import exclusive
from lab.packages import install_missing
from lab.storm.ask import answer, why, wrong_in
from lab.storm.incidents import INCIDENTS, SLOW
from lab.storm.stage import StormStage, with_storm

DEVELOPER = Path(__file__).with_name("developer.yaml")
pytestmark = [pytest.mark.lab, pytest.mark.storm, pytest.mark.timeout(2700)]


@pytest.fixture(scope="module")
def machines() -> Iterator[StormStage]:
    """Make the machines once for all tests of this module."""
    install_missing()
    with exclusive(), new_host() as host:
        yield with_storm(host)


@pytest.fixture
def stage(machines: StormStage) -> StormStage:
    """Give each test a pod which nothing has happened to."""
    machines.renew_pod()
    return machines


def test_node_is_the_domain(machines: StormStage) -> None:
    """By the firmware's tables: the kubelet has read its UUID inside."""
    info = machines.kubernetes.node()["status"]["nodeInfo"]

    assert info["systemUUID"] == machines.target.uuid
    assert machines.kubernetes.node()["metadata"]["name"] == NODE


def test_pod_writes_to_the_image(machines: StormStage) -> None:
    """Nothing else is stored where the pod has its volume."""
    mounts = machines.target.must("grep ' /data ' /proc/mounts")

    assert mounts.startswith("/dev/vda /data ext4")
    assert "ready" in machines.target.must("ls /data/volumes/orders")


def test_healthy_storage_is_not_named(stage: StormStage) -> None:
    """Before anything happens."""
    assert "storage" not in {cause["layer"] for cause in answer(stage)["causes"]}


@pytest.mark.parametrize("name", INCIDENTS)
def test_incident_is_named(stage: StormStage, name: str, tmp_path: Path) -> None:
    """First, with the entity; and healed at the end."""
    with INCIDENTS[name].apply(stage):
        given = answer(stage, tmp_path / "evidence.bundle")
    stage.wait_healed()

    assert not wrong_in(given, INCIDENTS[name])


def test_chain_is_printed_from_the_osd_to_the_pod(stage: StormStage) -> None:
    """Each hop by its name."""
    with INCIDENTS["osd_disk_slow"].apply(stage):
        text = " ".join(why(stage).split())
    stage.wait_healed()

    assert f"the disk under the OSD is slow (osd.{SLOW})" in text
    assert "> vms: the pool answers late > worker1/vda: QEMU waits" in text
    assert "its readiness probe gets no answer in time" in text


def test_who_sees_less_gets_no_other_layer_named(stage: StormStage, tmp_path: Path) -> None:
    """Without Ceph, without the right to list nodes, and from a machine outside."""
    stage.kubernetes.apply_text(DEVELOPER.read_text())
    login = str(stage.kubernetes.kubeconfig("developer"))
    with INCIDENTS["osd_disk_slow"].apply(stage):
        outside = answer_from_outside(stage.kubernetes, "why", stage.pod_target)
        without_nodes = answer(replace(stage, options=("--kubeconfig", login)))
        without_ceph = answer(
            replace(stage, options=stage.options[:2]), tmp_path / "no_ceph.bundle"
        )
    stage.wait_healed()

    assert [cause["layer"] for cause in without_ceph["causes"]] == ["storage"]
    assert (without_nodes["answer"], outside["answer"]) == ("undecided", "undecided")
    needs = {row["would_need"] for row in without_nodes["absent"]}
    assert "the right to list nodes (RBAC)" in needs

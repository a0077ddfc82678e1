"""Recorded clusters under pseudonyms: the same answer of everything, and no name is left."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from downstack.collectors.kube_places import spellings
from downstack.inference.diagnose import diagnose
from downstack.model import Absent, Edge, Entity, Kind, Snapshot, Value
from downstack.model.verdict import Cause
from downstack.observe import Timing, observe
from downstack.registry import load_catalogue, load_collectors, load_signals
from downstack.source import Answer, Raw, Request, Source, Way
from downstack.sources.bundle import Bundle, Header, Recording
from tests.support.tapes import tape

POD = "8a2c14d5-51c1-4a6e-9d6e-0b6f1f9a7c11"
LAUNCHER = "9b3d25e6-62d2-4b7f-8e7f-1c7020ab8d22"
VMI = "ac4e36f7-73e3-4c80-9f80-2d8131bc9e33"
VIRTUAL = "ceph-ceph_osd_disk_slow-9011.bundle"
BUNDLES = Path(__file__).with_name("bundles")
CATALOGUE, COLLECTORS, SIGNALS = load_catalogue(), load_collectors(), load_signals()
STATES = {one.name: one.states for one in SIGNALS}
TARGETS = (Kind.DOMAIN, Kind.CEPH_CLUSTER, Kind.KUBE_CLUSTER)
OBJECTS = (Kind.POD, Kind.NODE, Kind.WORKLOAD, Kind.VMI)
CLUSTERS = [
    "container_config_missing",
    "container_crash_loop",
    "image_pull_failing",
    "kubelet_down",
    "node_disk_pressure",
    "pod_unschedulable_selector",
    "pod_unschedulable_taint",
    "quota_exceeded",
    "scheduler_down",
    "volume_claim_unbound",
]
STORAGE = [
    "ceph-ceph_client_blocklisted-9011.bundle",
    "ceph-ceph_osd_crashed-9011.bundle",
    "ceph-ceph_osd_disk_slow-9011.bundle",
    "ceph-ceph_pool_full-9011.bundle",
    "ceph-ceph_quorum_lost-9011.bundle",
    "ceph-disk_iotune_throttle+ceph_other_pool_short-9011.bundle",
]
OF_CLUSTERS = {
    *("shop", "worker1", "main", "lab.local", "busybox", "shop-data", "fast", "few", "shop-mode"),
    *("database", "ssd", "lab-a9ed95", "lab-be9da2", "3d1219c7c4c5404aaa1f6d2a48adfda4"),
}
OF_STORAGE = {"vms", "scratch", "archive", "bulk", "db1", "store1", "store2", "rotten"}


class Played:
    """A bundle, and what an API server answers in every round."""

    def __init__(self, bundle: str | None, objects: Mapping[Request, Answer]) -> None:
        self._bundle = Bundle(BUNDLES / bundle) if bundle else None
        self._objects = objects

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Answer from the recordings."""
        told = self._bundle.read(requests, deadline) if self._bundle else {}
        return {**told, **{one: self._objects[one] for one in requests if one in self._objects}}


def seen(source: Source, window: float = 2.0) -> Snapshot:
    """Return what all collectors make of a source."""
    look = observe(source, COLLECTORS, SIGNALS, Timing(window, 1.0, lambda _: None))
    assert look.failures == ()
    return look.snapshot


def hidden(source: Source, path: Path) -> Bundle:
    """Return what is written of a source under pseudonyms."""
    recording = Recording(source, pseudonyms=True)
    seen(recording)
    recording.write(path, Header(command="downstack collect --pseudonyms"))
    return Bundle(path)


def shape(snapshot: Snapshot) -> Counter[object]:
    """Return what is known but for the names: measured values, states and connections."""
    found: Counter[object] = Counter(
        (one.edge, one.cause.kind, one.victim.kind) for one in snapshot.connections
    )
    for entity, name, value in readings(snapshot):
        if not isinstance(value, str) or value in STATES.get(name, ()):
            told = value.reason if isinstance(value, Absent) else value
            found[entity.kind, name, told] += 1
    return found


def readings(snapshot: Snapshot) -> Iterator[tuple[Entity, str, Value]]:
    """Yield all readings."""
    for entity, values in snapshot.readings.items():
        yield from ((entity, name, value) for name, value in values.items())


def judged(snapshot: Snapshot) -> list[str]:
    """Return the answers for everything in it, but for the names."""
    return sorted(
        repr(_answer(snapshot, one))
        for kind in (*TARGETS, *OBJECTS)
        for one in snapshot.of_kind(kind)
    )


def _answer(snapshot: Snapshot, one: Entity) -> object:
    told = diagnose(snapshot, CATALOGUE, one)
    rows = [sorted(map(_cause, causes)) for causes in (told.causes, told.risks, told.suspects)]
    cells = sorted((cell.layer, str(cell.path), cell.standing) for cell in told.layers)
    return one.kind, told.answer, rows, cells, sorted(link.id for link in told.symptoms)


def _cause(one: Cause) -> tuple[str, ...]:
    return one.fault, one.entity.kind, one.layer, str(one.path), f"{one.probability:.6f}"


def left_over(path: Path, names: set[str]) -> set[str]:
    """Return which of the names are whole words of a bundle."""
    text = "\n".join(_texts(json.loads(gzip.decompress(path.read_bytes()))["rounds"]))
    either = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return set(re.findall(rf"(?<![A-Za-z0-9])(?:{either})(?![A-Za-z0-9])", text))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str):
        yield value.encode().decode("unicode_escape", "replace") if "\\u" in value else value


@pytest.mark.parametrize("state", CLUSTERS)
def test_cluster_is_judged_as_by_its_names(state: str, tmp_path: Path) -> None:
    """Of pods, nodes, workloads and the control plane; and no name of theirs remains."""
    plain = seen(Played(None, tape(state)))
    shown = seen(hidden(Played(None, tape(state)), tmp_path / "x"))

    assert shape(shown) == shape(plain)
    assert judged(shown) == judged(plain)
    assert state in "".join(judged(shown))
    assert left_over(tmp_path / "x", OF_CLUSTERS) == set()


def test_kubelet_is_asked_and_tells_the_same(tmp_path: Path) -> None:
    """The place of its question is hidden like the address of its node."""
    answers = tape("container_cpu_limit_by_kubelet")
    shown = seen(hidden(Played(None, answers), tmp_path / "x"))
    used = [value for _, name, value in readings(shown) if name == "container_cpu_used_count"]

    assert shape(shown) == shape(seen(Played(None, answers)))
    assert used == [pytest.approx(0.2, rel=0.15)]
    assert left_over(tmp_path / "x", {*OF_CLUSTERS, "10.77.0.1"}) == set()


@pytest.mark.parametrize("name", STORAGE)
def test_storage_is_judged_as_by_its_names(name: str, tmp_path: Path) -> None:
    """Of the VM and of the cluster; the names of pools, images and hosts are gone."""
    window = Bundle(BUNDLES / name).header.window
    plain = seen(Bundle(BUNDLES / name), window)
    shown = seen(hidden(Bundle(BUNDLES / name), tmp_path / "x"), window)

    assert shape(shown) == shape(plain)
    assert judged(shown) == judged(plain)
    assert left_over(tmp_path / "x", OF_STORAGE) == set()


def objects(uuid: str) -> dict[Request, Answer]:
    """Return a cluster whose node and whose VMI are this domain, with a claim on its image."""
    pods: list[object] = [
        {
            "metadata": {
                "name": "web-5f49658b8c-w88cb",
                "namespace": "payroll",
                "uid": POD,
                "labels": {"pod-template-hash": "5f49658b8c"},
                "ownerReferences": [{"kind": "ReplicaSet", "name": "web-5f49658b8c"}],
            },
            "spec": {
                "nodeName": "w7",
                "containers": [{"name": "ledger-api"}],
                "volumes": [{"persistentVolumeClaim": {"claimName": "books"}}],
            },
            "status": {"phase": "Running"},
        },
        {
            "metadata": {
                "name": "virt-launcher-tax-x7k2p",
                "namespace": "payroll",
                "uid": LAUNCHER,
                "labels": {"kubevirt.io": "virt-launcher"},
                "ownerReferences": [{"kind": "VirtualMachineInstance", "name": "tax", "uid": VMI}],
            },
            "spec": {"nodeName": "w7", "containers": [{"name": "compute"}]},
            "status": {"phase": "Running"},
        },
    ]
    stored = {"driver": "rbd.csi.ceph.com", "volumeAttributes": {"pool": "vms", "imageName": "db1"}}
    lists: dict[str, list[object]] = {
        "/api/v1/pods": pods,
        "/api/v1/nodes": [{"metadata": {"name": "w7"},
                           "status": {"nodeInfo": {"systemUUID": _as_old_firmware(uuid)}}}],
        "/apis/apps/v1/deployments": [{"metadata": {"name": "web", "namespace": "payroll"}}],
        "/api/v1/persistentvolumeclaims": [{"metadata": {"name": "books", "namespace": "payroll"},
                                            "spec": {"volumeName": "pv-books"}}],
        "/api/v1/persistentvolumes": [{"metadata": {"name": "pv-books"}, "spec": {"csi": stored}}],
        "/apis/kubevirt.io/v1/virtualmachineinstances": [
            {"metadata": {"name": "tax", "namespace": "payroll", "uid": VMI},
             "spec": {"domain": {"firmware": {"uuid": uuid}}}}
        ],
    }  # fmt: skip
    told = {path: Raw(json.dumps({"items": rows}), 1.0) for path, rows in lists.items()}
    asked = {Request(Way.KUBERNETES, path): raw for path, raw in told.items()}
    return {**tape("healthy"), **asked}


def _as_old_firmware(uuid: str) -> str:
    return spellings(uuid)[1]


def test_what_is_joined_by_names_stays_joined(tmp_path: Path) -> None:
    """Pod, claim, volume, image and pool; deployment and pod; VMI, launcher, domain and node."""
    uuid = json.loads((BUNDLES / "index.json").read_text())[VIRTUAL]["target"]
    plain = seen(Played(VIRTUAL, objects(uuid)))
    shown = seen(hidden(Played(VIRTUAL, objects(uuid)), tmp_path / "x"))

    assert shape(shown) == shape(plain)
    assert judged(shown) == judged(plain)
    (workload,) = shown.of_kind(Kind.WORKLOAD)
    (pod,) = shown.follow(workload, (Edge.OWNS,))
    (pool,) = shown.causes_along(pod, (Edge.HOLDS, Edge.PROVISIONS, Edge.MOUNTED_BY))
    (domain,) = shown.causes_along(pod, (Edge.INSIDE, Edge.BECOMES, Edge.RUNS_POD))
    assert (pool.kind, domain.kind) == (Kind.CEPH_POOL, Kind.DOMAIN)
    assert [one.kind for one in shown.follow(domain, (Edge.EMBODIES,))] == [Kind.VMI]
    assert len(shown.causes_along(domain, (Edge.LAUNCHES,))) == 1
    people = {"payroll", "web", "w7", "ledger-api", "books", "pv-books", "tax", "vms", "db1"}
    assert left_over(tmp_path / "x", people | {uuid, POD, VMI, LAUNCHER}) == set()

"""From an OSD up to a pod, as recorded: the whole chain, and what those say who see less of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from downstack.inference.diagnose import diagnose
from downstack.model import Absent, Kind, Reason
from downstack.model.verdict import AnswerKind, Diagnosis
from downstack.observe import Timing, observe
from downstack.registry import load_catalogue, load_collectors, load_signals
from downstack.source import Answer, Request, Way
from downstack.sources.bundle import Bundle

STORM = Path(__file__).with_name("storm")
INDEX = json.loads((STORM / "index.json").read_text())
SLOW = "storm-osd_disk_slow-9011.bundle"
LIMITED = "storm-pod_limited_beside_osd_down-9014.bundle"
NO_LOGIN = Absent(Reason.NOT_ASKED, "ceph.conf and a keyring (--ceph-conf, --ceph-name)")
NO_NODES = Absent(Reason.DENIED, "the right to list nodes (RBAC)")
NO_LIBVIRT = Absent(Reason.MISSING, "libvirt's read-only connection")
ELSEWHERE = Absent(Reason.MISSING, "downstack on the machine itself")


@dataclass(frozen=True)
class Poorer:
    """A recorded look by somebody who may ask less."""

    bundle: Bundle
    without: Mapping[Way, Absent]
    unlisted: tuple[str, ...] = ()
    """Words in the paths of what the API server does not list for them."""

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Answer from the recording, without what they may not see."""
        found = self.bundle.read(requests, deadline)
        return {one: self._refusal(one) or answer for one, answer in found.items()}

    def _refusal(self, request: Request) -> Absent | None:
        named = any(word in request.what for word in self.unlisted)
        if request.way is Way.KUBERNETES and named:
            return NO_NODES
        return self.without.get(request.way)


def why(
    name: str, without: Mapping[Way, Absent] | None = None, unlisted: tuple[str, ...] = ()
) -> Diagnosis:
    """Return the answer about the pod of a recorded incident."""
    bundle = Bundle(STORM / name)
    source = Poorer(bundle, without or {}, unlisted)
    timing = Timing(bundle.header.window, 1.5, lambda _: None)
    snapshot = observe(source, load_collectors(), load_signals(), timing).snapshot
    called = INDEX[name]["target"].removeprefix("pod/")
    pod = next(one for one in snapshot.of_kind(Kind.POD) if one.name == called)
    return diagnose(snapshot, load_catalogue(), pod)


@pytest.mark.parametrize("name", INDEX)
def test_what_was_broken_is_named_with_each_hop_up_to_the_pod(name: str) -> None:
    """And nothing else is: the OSD that is down beside hurts nobody."""
    causes = why(name).causes
    kinds = [link.entity.kind for link in causes[0].chain]

    assert [cause.fault for cause in causes] == INDEX[name]["run"]["names"][:1]
    assert kinds[-1] is Kind.POD
    assert {Kind.DOMAIN, Kind.DISK, Kind.CONTAINER} & set(kinds[:-1])


def test_without_ceph_the_storage_is_named_and_no_osd() -> None:
    """QEMU's own times tell that it is the storage; which part of it, only the cluster knows."""
    causes = why(SLOW, {Way.CEPH: NO_LOGIN}).causes

    assert [cause.fault for cause in causes] == ["storage_backend_slow"]
    assert causes[0].entity.name == "vms/worker1"


def test_without_rights_on_nodes_it_is_undecided_and_the_right_is_named() -> None:
    """Of what the pod stands on nothing is known: a limit that nobody measured is not blamed."""
    unlisted = ("nodes", "leases", "persistentvolumes")
    answer = why(SLOW, unlisted=unlisted)

    assert answer.answer is AnswerKind.UNDECIDED
    assert NO_NODES.need in {row.would_need for row in answer.absent}


def test_without_libvirt_no_layer_below_the_guest_is_blamed() -> None:
    """The cluster of Ceph is seen, and what joins it with the pod is not."""
    gone = dict.fromkeys((Way.LIBVIRT, Way.AGENT, Way.QMP), NO_LIBVIRT)
    answer = why(SLOW, gone)

    assert {cause.layer for cause in answer.causes} <= {"storage"}


def test_without_its_kubelet_a_limit_is_not_blamed() -> None:
    """The cgroup is in the guest, and no metrics-server runs."""
    refused = {Way.KUBELET: Absent(Reason.DENIED, "the right to get nodes/stats (RBAC)")}
    answer = why(LIMITED, refused)

    assert answer.answer is AnswerKind.UNDECIDED
    assert refused[Way.KUBELET].need in {row.would_need for row in answer.absent}


def test_with_a_login_of_the_cluster_alone_it_is_undecided() -> None:
    """As on a laptop: Kubernetes knows that the pod does not answer, and not why."""
    gone = dict.fromkeys(set(Way) - {Way.KUBERNETES}, ELSEWHERE)

    assert why(SLOW, gone).answer is AnswerKind.UNDECIDED

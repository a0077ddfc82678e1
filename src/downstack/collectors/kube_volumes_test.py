"""Tests of kube_volumes: on what a real cluster answered, and on volumes that it has not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.collector import Row
from downstack.collectors.kube_cluster import PODS
from downstack.collectors.kube_volumes import (
    ATTACHMENTS,
    CLAIMS,
    COLLECTOR,
    VOLUMES,
)
from downstack.model import Absent, Connection, Edge, Kind, Reason, Value
from downstack.source import Answers, Raw, Request
from tests.support.grown import grown, parse
from tests.support.tapes import NOTHING, read, rows, tape

NO_POD = "default/shop-67d44dcfd-j748f"


def test_claim_of_a_class_that_does_not_exist() -> None:
    """It is pending, and its pod is joined with it."""
    found = rows(COLLECTOR, "volume_claim_unbound")
    one = read(found, Kind.VOLUME)
    links = [row for row in found if isinstance(row, Connection)]

    assert (one["volume_claim"], one["volume_class"]) == ("Pending", "fast")
    assert one["volume_class_known"] == "no"
    assert one["volume_attached"] == Absent(Reason.NOT_APPLICABLE, "a volume bound to the claim")
    assert [(link.edge, link.victim.name) for link in links] == [(Edge.MOUNTED_BY, NO_POD)]


CLAIM = {
    "metadata": {"name": "data", "namespace": "shop"},
    "spec": {"volumeName": "pv1", "storageClassName": "rbd"},
    "status": {"phase": "Bound"},
}
RBD = {"driver": "rbd.csi.ceph.com", "volumeAttributes": {"pool": "kube", "imageName": "csi-vol-1"}}
LOCAL = {
    "local": {"path": "/mnt"},
    "nodeAffinity": {"required": {"nodeSelectorTerms": [{"matchExpressions": [
        {"key": "kubernetes.io/hostname", "operator": "In", "values": ["worker1"]}
    ]}]}},
}  # fmt: skip
ATTACHMENT = {
    "metadata": {"name": "csi-1"},
    "spec": {"nodeName": "worker1", "source": {"persistentVolumeName": "pv1"}},
}


def found_with(spec: object, status: object = None) -> list[Row]:
    """Return what is made of a bound claim whose volume has this spec."""
    volume = {"metadata": {"name": "pv1"}, "spec": spec}
    attachments = [] if status is None else [{**ATTACHMENT, "status": status}]
    more: dict[Request, object] = {CLAIMS: [CLAIM], VOLUMES: [volume], ATTACHMENTS: attachments}
    answers = {request: Raw(json.dumps({"items": rows}), 1.0) for request, rows in more.items()}
    return list(COLLECTOR.parse(Answers(tape("healthy") | answers), NOTHING))


def joined(found: list[Row]) -> list[tuple[Edge, str, str]]:
    """Return the connections by the keys of their ends."""
    links = [row for row in found if isinstance(row, Connection)]
    return [(one.edge, one.cause.key, one.victim.key) for one in links]


@pytest.mark.parametrize(
    ("spec", "driver", "links"),
    [
        ({"csi": RBD}, "rbd.csi.ceph.com", [(Edge.PROVISIONS, "rbd:kube/csi-vol-1", "shop/data")]),
        (
            {"rbd": {"pool": "kube", "image": "one"}},
            "rbd",
            [(Edge.PROVISIONS, "rbd:kube/one", "shop/data")],
        ),
        (LOCAL, "local", [(Edge.LENDS, "worker1", "shop/data")]),
        ({"nfs": {"server": "a", "path": "/b"}}, "nfs", []),
    ],
)
def test_what_a_volume_is_stored_on(
    spec: object, driver: str, links: list[tuple[Edge, str, str]]
) -> None:
    """An image of Ceph joins by its pool and name, a folder by its node."""
    found = found_with(spec)

    assert read(found, Kind.VOLUME)["volume_driver"] == driver
    assert joined(found) == links


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ({"attached": True}, "yes"),
        ({"attached": False}, "waiting"),
        ({"attached": False, "attachError": {"message": "Multi-Attach error"}}, "failing"),
        (None, Absent(Reason.NOT_APPLICABLE, "a volume that is attached to nodes")),
    ],
)
def test_attachments(status: object, state: Value) -> None:
    """The driver's error is kept; a local volume has none."""
    assert read(found_with({"csi": RBD}, status), Kind.VOLUME)["volume_attached"] == state


@given(st.data())
def test_grown_answers_never_break_it(data: st.DataObject) -> None:
    """Half an answer is no answer."""
    texts = {r: a.text for r, a in tape("volume_claim_unbound").items() if isinstance(a, Raw)}
    chosen = data.draw(st.sampled_from([CLAIMS, PODS]))
    made = parse(COLLECTOR, texts | {chosen: data.draw(grown(texts[chosen]))})

    assert isinstance(made, list)

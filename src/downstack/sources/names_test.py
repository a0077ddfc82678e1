"""Names are learned where they stand; those that everybody has are not."""

import json

import pytest
from hypothesis import given

from downstack.source import Raw, Request, Way
from downstack.sources.names import names_in, needed_names
from tests.support.grown import grown
from tests.support.tapes import tape

PODS = Request(Way.KUBERNETES, "/api/v1/pods")
CLASSES = Request(Way.KUBERNETES, "/apis/storage.k8s.io/v1/storageclasses")
HEALTH = Request(Way.CEPH, "health detail")
METRICS = Request(Way.CEPH, "metrics")
DOMAINS = Request(Way.LIBVIRT, "domains")
COMMAND = Request(Way.FILE, "/proc/7/cmdline")


def learned(request: Request, whole: object) -> tuple[set[str], set[str]]:
    """Return the names of all texts and those of texts of clusters."""
    return names_in(request, whole if isinstance(whole, str) else json.dumps(whole))


@pytest.mark.parametrize(
    ("whole", "names"),
    [
        ({"metadata": {"name": "shop-5f49658b8c-w88cb"}}, {"shop"}),
        ({"metadata": {"name": "shop-0.18eb0887c30760b0", "namespace": "pay"}}, {"shop-0", "pay"}),
        ({"metadata": {"generateName": "agent-"}}, {"agent"}),
        ({"spec": {"holderIdentity": "m1_474a64ca"}}, {"m1"}),
        ({"spec": {"csi": {"volumeAttributes": {"pool": "k", "imageName": "img"}}}}, {"img"}),
        ({"spec": {"rbd": {"pool": "kp", "image": "img"}}}, {"kp", "img"}),
        ({"metadata": {"name": "virt-launcher-tax-x7k2p"}}, {"tax-x7k2p"}),
        ({"pools": [{"pool_name": "vms"}, {"pool_name": ".mgr"}]}, {"vms"}),
    ],
)
def test_learns_what_machines_know_too(whole: object, names: set[str]) -> None:
    """Without what the cluster appends."""
    assert learned(PODS, whole) == (names, set())


@pytest.mark.parametrize(
    ("whole", "names"),
    [
        ({"containers": [{"name": "main", "image": "r.example.org:5000/team/api:2@sha256:ab"}]},
         {"main", "r.example.org", "team", "api"}),
        ({"selector": {"matchLabels": {"app": "shop", "example.org/tier": "gold"}}},
         {"shop", "example.org", "gold"}),
        ({"spec": {"storageClassName": "fast", "providerID": "gce://proj/z1/w7"}},
         {"fast", "proj", "z1", "w7"}),
        ({"message": 'pods "a-1" is forbidden: exceeded quota: few, requested'}, {"a-1", "few"}),
    ],
)  # fmt: skip
def test_learns_what_only_a_cluster_knows(whole: object, names: set[str]) -> None:
    """Containers, images, labels, classes and what messages name."""
    assert learned(PODS, whole) == (set(), names)


def test_names_of_classes_are_no_words_of_machines() -> None:
    """One is called `fast`, like much else."""
    assert learned(CLASSES, {"items": [{"metadata": {"name": "fast"}}]}) == (set(), {"fast"})


@pytest.mark.parametrize(
    "name",
    [
        *("default", "kube-system", "kube-node-lease", "coredns", "coredns-5dd5756b68-x2v4z"),
        *("system:node", "virt-launcher", "compute", "etcd", "rbd", "7", "10.0.0.5", "a", "64Mi"),
        *("rbd.csi.ceph.com", "registry.k8s.io", "device_health_metrics", "5f49658b8c", ""),
    ],
)
def test_names_that_everybody_has_are_kept(name: str) -> None:
    """They tell nothing, and some are read."""
    assert learned(PODS, {"metadata": {"name": name, "namespace": name}}) == (set(), set())


@pytest.mark.parametrize(
    ("request_", "text", "everywhere", "inside"),
    [
        (HEALTH, "osd.1 (root=default,host=st-1) is down", {"st-1"}, set()),
        (HEALTH, "host store1 (root=fast) (1 osds) is down", {"store1", "fast"}, set()),
        (HEALTH, "osd.1 crashed on host vm7 at 2026", {"vm7"}, set()),
        (HEALTH, "pool 'my vms' is full (no space)", {"my vms"}, set()),
        (HEALTH, "soid 1:f7:::rbd_id.db1:head of client.nova", set(), {"db1", "nova"}),
        (HEALTH, "mon.a and osd.3 are slow", set(), set()),
    ],
)  # fmt: skip
def test_learns_from_messages_of_ceph(
    request_: Request, text: str, everywhere: set[str], inside: set[str]
) -> None:
    """CRUSH buckets, machines, pools, objects and clients."""
    assert learned(request_, {"message": text}) == (everywhere, inside)


def test_daemons_are_named_by_letters_or_by_their_machine() -> None:
    """Letters and numbers stay."""
    status = {"quorum_names": ["a", "store1"], "mgrmap": {"active_name": "store1.xyzabc"}}
    log = [{"name": "mon.alpha", "rank": "mgr.4106"}, {"name": "osd.3", "rank": "mon.st-2"}]

    assert learned(HEALTH, status) == (set(), {"store1", "store1.xyzabc"})
    assert learned(HEALTH, log) == (set(), {"st-2"})


def test_learns_from_metrics() -> None:
    """Of pools, and of daemons that are called like machines."""
    text = (
        'ceph_pool_metadata{pool_id="1",name="vms",type="replicated"} 1.0\n'
        'ceph_mon_quorum_status{ceph_daemon="mon.st-1"} 1.0\n'
        'ceph_osd_up{ceph_daemon="osd.1"} 1.0\nceph_health_detail{name="OSD_DOWN"} 1.0\n'
    )
    assert learned(METRICS, text) == ({"vms"}, {"st-1"})


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (DOMAINS, r"""[{"xml":"<source protocol='rbd' name='vms/img1'>"}]"""),
        (DOMAINS, r"""[{"xml":"<source protocol=\"rbd\" name=\"vms/img1\">"}]"""),
        (COMMAND, 'x\0-blockdev\0{"driver":"rbd","pool":"vms","image":"img1","server":[{}]}'),
        (COMMAND, "x\0-drive\0file=rbd:vms/img1:id=nova,if=none"),
    ],
)
def test_learns_pool_and_image_before_ceph_is_asked(request_: Request, text: str) -> None:
    """From libvirt and QEMU, of which one is always asked first."""
    assert learned(request_, text) == ({"vms", "img1"}, set())


def test_learns_what_an_absent_answer_would_need() -> None:
    """The address of a server, the name of a client."""
    need = "a keyring of client.nova, an address of api.example.org:6443 (DNS)"

    assert needed_names(need) == ({"api.example.org"}, {"nova"})
    assert needed_names("the right to list pods (RBAC)") == (set(), set())


RAW = tape("healthy")[PODS]


@given(text=grown(RAW.text if isinstance(RAW, Raw) else ""))
def test_survives_any_text(text: str) -> None:
    """Names or none, never raised, and never a word that everybody has."""
    found = names_in(PODS, text)

    assert not {"default", "kube-system", ""} & (found.everywhere | found.inside)

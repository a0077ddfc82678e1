"""Pseudonyms keep the shape, the same name gets the same one, and the way back is exact."""

import ipaddress
import json
import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request, Way
from downstack.sources.pseudonyms import Pseudonyms
from tests.support.grown import grown
from tests.support.tapes import tape

PODS = Request(Way.KUBERNETES, "/api/v1/pods")
EVENTS = Request(Way.KUBERNETES, "/api/v1/events")
DUMP = Request(Way.CEPH, "osd dump")
CPUSET = Request(Way.FILE, "/proc/1/cgroup")
POD = "8a2c14d5-51c1-4a6e-9d6e-0b6f1f9a7c11"
KEY = b"a key of this test only"
UUIDS = st.uuids().map(str)
MACS = st.lists(st.integers(0, 255), min_size=6, max_size=6).map(
    lambda numbers: ":".join(f"{number:02x}" for number in numbers)
)
ADDRESSES = st.ip_addresses(network="192.0.2.0/24").map(str)


def hide(pseudonyms: Pseudonyms, text: str, request: Request | None = None) -> str:
    """Return one text under pseudonyms."""
    return hide_all(pseudonyms, {request or Request(Way.FILE, "/x"): text})[0]


def hide_all(pseudonyms: Pseudonyms, texts: Mapping[Request, str]) -> list[str]:
    """Return the texts of one round under pseudonyms."""
    answers: dict[Request, Answer] = {asked: Raw(text, 0.0) for asked, text in texts.items()}
    return [answer.text for answer in pseudonyms.hide(answers).values() if isinstance(answer, Raw)]


@given(st.one_of(UUIDS, MACS, ADDRESSES))
def test_keeps_the_shape_and_finds_the_way_back(real: str) -> None:
    """A UUID stays a UUID, a MAC a MAC, an address an address; a request gets the real one."""
    pseudonyms = Pseudonyms(KEY)
    shown = hide(pseudonyms, f"x={real} {real}")
    name = shown.removeprefix("x=").partition(" ")[0]
    assert shown == f"x={name} {name}"
    assert re.sub("[0-9a-f]", "0", name) == re.sub("[0-9a-f]", "0", real) or "." in name
    back = pseudonyms.reveal_request(Request(Way.LIBVIRT, "domstats", (name,)))
    assert back.arguments == (real,)


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104 - nothing is bound
        "255.255.255.0",
        "::1",
        "1.2.3",
        "7.2.22-1:7.2+dfsg",
        "12:34:56",
        "ff:ff:ff:ff:ff:ff",
        "0000:00:03.0",
        "10.0.0.300",
        "deadbeef",
    ],
)
def test_leaves_what_is_no_name_of_a_machine(text: str) -> None:
    """Masks, loopback, versions, times and PCI addresses stay as they are."""
    assert hide(Pseudonyms(KEY), f"a {text} b") == f"a {text} b"


def test_what_follows_an_address_need_be_no_mask() -> None:
    """A number that no network has."""
    assert re.fullmatch(r"10(\.[0-9]+){3}/99", hide(Pseudonyms(KEY), "192.0.2.7/99"))


def test_hides_ipv6() -> None:
    """An IPv6 address becomes another one."""
    shown = hide(Pseudonyms(KEY), "inet6 2001:db8::7/64")
    assert "2001:db8::7" not in shown
    assert ipaddress.ip_interface(shown.split()[1]).network.prefixlen == 64


def test_another_key_gives_other_pseudonyms() -> None:
    """Two recordings cannot be joined without their keys."""
    real = "52:54:00:12:34:56"
    assert hide(Pseudonyms(KEY), real) == hide(Pseudonyms(KEY), real)
    assert hide(Pseudonyms(KEY), real) != hide(Pseudonyms(b"another"), real)


def test_learns_the_hostname_but_spares_keys_of_json() -> None:
    """A host called `vm` is hidden, and `vm.exits` as a name of a counter stays."""
    pseudonyms = Pseudonyms(KEY)
    name = hide(pseudonyms, "vm\n", Request(Way.FILE, "/proc/sys/kernel/hostname")).strip()
    assert name.startswith("name-")
    shown = hide(pseudonyms, '{"vm.exits":1,"host":"vm"} on vm: vmlinuz')
    assert shown == f'{{"vm.exits":1,"host":"{name}"}} on {name}: vmlinuz'


def text_of(request: Request) -> str:
    """Return what a recorded cluster answered."""
    answer = tape("quota_exceeded")[request]
    assert isinstance(answer, Raw)
    return answer.text


def test_the_same_name_has_one_pseudonym_in_texts_keys_and_paths() -> None:
    """A namespace in an object, in a message and in what is asked next."""
    pseudonyms = Pseudonyms(KEY)
    pod = {"metadata": {"name": "shop-5f49658b8c-w88cb", "namespace": "payroll"}}
    event = {"message": "assigned payroll/shop-5f49658b8c-w88cb to w7", "kind": "Pod"}
    texts = {PODS: json.dumps({"items": [pod]}), EVENTS: json.dumps({"items": [event]})}
    pods, events = map(json.loads, hide_all(pseudonyms, texts))
    (shown,) = (one["metadata"] for one in pods["items"])

    assert not {"shop", "payroll"} & set(re.split("[/-]", shown["name"] + "/" + shown["namespace"]))
    assert shown["name"].endswith("-5f49658b8c-w88cb")
    message = f"assigned {shown['namespace']}/{shown['name']} to w7"
    assert events["items"] == [{"message": message, "kind": "Pod"}]
    asked = Request(Way.KUBERNETES, f"/api/v1/namespaces/{shown['namespace']}/pods")
    real = Request(Way.KUBERNETES, "/api/v1/namespaces/payroll/pods")
    assert pseudonyms.reveal_request(asked) == real
    assert list(pseudonyms.hide({real: Raw("{}", 0.0)})) == [asked]


def test_a_name_that_is_a_word_of_the_platform_spares_that_word() -> None:
    """A namespace `v2`, a pod `running`: neither the path nor what a state is called changes."""
    pseudonyms = Pseudonyms(KEY)
    pod = {"metadata": {"name": "running", "namespace": "v2"}, "status": {"phase": "running"}}
    shown = json.loads(hide(pseudonyms, json.dumps({"items": [pod]}), PODS))["items"][0]

    assert shown["status"] == {"phase": "running"}
    assert shown["metadata"]["name"] != "running"
    path = Request(Way.KUBERNETES, "/apis/autoscaling/v2/running")
    assert list(pseudonyms.hide({path: Raw("{}", 0.0)})) == [path]


def test_a_pool_is_probed_by_its_real_name() -> None:
    """And the probe is kept under its pseudonym; what was not answered says no name either."""
    pseudonyms = Pseudonyms(KEY)
    dump = hide(pseudonyms, '{"pools": [{"pool": 1, "pool_name": "my vms"}]}', DUMP)
    name = json.loads(dump)["pools"][0]["pool_name"]
    real = Request(Way.CEPH, "probe my vms")
    late = Absent(Reason.MISSING, "'ceph probe my vms' to answer, on mon1.example.org:6789")

    assert pseudonyms.reveal_request(Request(Way.CEPH, f"probe {name}")) == real
    ((asked, answer),) = pseudonyms.hide({real: late}).items()
    assert asked == Request(Way.CEPH, f"probe {name}")
    assert isinstance(answer, Absent)
    assert re.sub("name-[0-9a-f]{8}", "N", answer.need) == "'ceph probe N' to answer, on N:6789"


def test_a_pod_is_found_in_the_paths_of_cgroups() -> None:
    """With `-` or `_`, after `pod` and before `_`."""
    pseudonyms = Pseudonyms(KEY)
    under = POD.replace("-", "_")
    shown = hide(pseudonyms, f"{POD} pod{POD}/ kubepods-pod{under}.slice lab_{POD}", CPUSET)
    name = shown.partition(" ")[0]

    assert name != POD
    bar = name.replace("-", "_")
    assert shown == f"{name} pod{name}/ kubepods-pod{bar}.slice lab_{name}"
    asked = Request(Way.FILE, f"/sys/fs/cgroup/kubepods-pod{bar}.slice/cpu.stat")
    assert f"pod{under}." in pseudonyms.reveal_request(asked).what


def test_a_machine_keeps_one_identity_in_all_its_spellings() -> None:
    """A UUID, the same with swapped bytes, and without its dashes as a machine's id."""
    swapped = "d5142c8a-c151-6e4a-9d6e-0b6f1f9a7c11"
    texts = {
        CPUSET: f"{POD} {swapped}",
        Request(Way.FILE, "/etc/machine-id"): POD.replace("-", "") + "\n",
    }
    both, machine = hide_all(Pseudonyms(KEY), texts)
    one, other = both.split()

    assert machine.strip() == one.replace("-", "")
    assert bytes.fromhex(one[:8])[::-1].hex() == other[:8]
    assert one[19:] == other[19:]


@given(st.ip_addresses(network="192.0.2.0/24").map(str), st.integers(8, 32))
def test_an_address_stays_in_its_network(address: str, bits: int) -> None:
    """A route leads where it led."""
    network = ipaddress.ip_network(f"{address}/{bits}", strict=False)
    shown, route = hide(Pseudonyms(KEY), f"{address} {network}").split()

    assert ipaddress.ip_address(shown) in ipaddress.ip_network(route)


@given(text=grown(text_of(PODS)), other=grown(text_of(EVENTS)))
def test_any_answer_is_hidden_once(text: str, other: str) -> None:
    """JSON stays JSON, and what is hidden stays as it is."""
    pseudonyms = Pseudonyms(KEY)
    answers: dict[Request, Answer] = {PODS: Raw(text, 0.0), EVENTS: Raw(other, 0.0)}
    shown = pseudonyms.hide(answers)

    assert pseudonyms.hide_known(shown) == shown
    for request, answer in shown.items():
        assert isinstance(answer, Raw)
        assert is_json(answer.text) is is_json({PODS: text, EVENTS: other}[request])


def is_json(text: str) -> bool:
    """Say whether a text can be read."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True

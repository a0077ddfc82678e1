"""Puts the sources together: this machine, another machine, or a bundle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from downstack.source import Source, Way
from downstack.sources.bundle import Bundle
from downstack.sources.ceph import Access, Ceph
from downstack.sources.ceph_cli import CephCli
from downstack.sources.ceph_commands import PATIENCE
from downstack.sources.ceph_metrics import CephMetrics
from downstack.sources.command import Command
from downstack.sources.files import Files
from downstack.sources.guest_agent import GuestAgent
from downstack.sources.kubeconfig import KubeconfigError, Login, find_login
from downstack.sources.kubelet import Kubelets
from downstack.sources.kubernetes import Kubernetes
from downstack.sources.libvirt import Libvirt
from downstack.sources.qmp import Qmp
from downstack.sources.routed import Routed
from downstack.sources.ssh import Ssh

LIBVIRT = "qemu:///system"
_NEED_GUEST = {Way.AGENT: "--guest"}
_PATIENCE = {Way.CEPH: PATIENCE}
_CONNECT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """The login of a Kubernetes cluster, or what is needed to have one."""

    login: Login | None = None
    need: str = "--kubeconfig"


@dataclass(frozen=True, slots=True)
class Beside:
    """What is asked beside the machine itself: the storage beneath it, the cluster above it."""

    ceph: Access = Access()  # noqa: RUF009 - frozen
    kubernetes: Cluster = Cluster()
    ceph_metrics: str = ""
    """The address of the Prometheus module of Ceph's manager; "" asks none."""


NOTHING = Beside()


def cluster(files: Sequence[Path] = (), context: str = "") -> Cluster:
    """Return the cluster that kubeconfig *files* name, else this pod's, else ~/.kube/config's.

    Errors: none; a kubeconfig that cannot be used is told as what is needed.
    """
    try:
        return Cluster(find_login(files, context))
    except KubeconfigError as error:
        return Cluster(None, f"a kubeconfig that can be used ({error})")


def local(
    uri: str = LIBVIRT,
    *,
    guest: bool = False,
    beside: Beside = NOTHING,
) -> Routed:
    """Return the sources of this machine; the guest agent only with *guest*."""
    files, command = Files(), Command()
    ceph = Ceph(beside.ceph, instead=CephCli(command, beside.ceph))
    sources: dict[Way, Source] = {
        Way.FILE: files,
        Way.GLOB: files,
        Way.LINK: files,
        Way.SPACE: files,
        Way.COMMAND: command,
        Way.LIBVIRT: Libvirt(uri),
        Way.QMP: Qmp(),
        Way.CEPH: CephMetrics(beside.ceph_metrics, ceph),
    }
    if guest:
        sources[Way.AGENT] = GuestAgent(uri)
    needs = _NEED_GUEST | _need_of(beside.kubernetes)
    return Routed(sources | _of_cluster(beside.kubernetes), needs, _PATIENCE)


def remote(
    url: str,
    uri: str = "",
    *,
    guest: bool = False,
    beside: Beside = NOTHING,
    seconds: float = _CONNECT_SECONDS,
) -> Routed:
    """Return the sources of the machine at `ssh://user@host:port`, connected within *seconds*.

    Without a *uri*, libvirt is reached through the same ssh.

    Errors: ValueError for a bad URL, UnreachableError when the machine cannot be asked.
    """
    ssh = Ssh(url)
    ssh.connect(seconds)
    uri = uri or _libvirt_over(url)
    libvirt = Libvirt(uri)
    libvirt.connect(seconds)
    ways = (Way.FILE, Way.GLOB, Way.LINK, Way.SPACE, Way.COMMAND)
    sources: dict[Way, Source] = {**dict.fromkeys(ways, ssh), Way.LIBVIRT: libvirt}
    sources[Way.CEPH] = CephMetrics(beside.ceph_metrics, CephCli(ssh, beside.ceph))
    if guest:
        sources[Way.AGENT] = GuestAgent(uri)
    needs = {**_NEED_GUEST, **_need_of(beside.kubernetes), Way.QMP: "to be run on the host itself"}
    return Routed(sources | _of_cluster(beside.kubernetes), needs, _PATIENCE)


def _of_cluster(kubernetes: Cluster) -> dict[Way, Source]:
    if kubernetes.login is None:
        return {}
    login = kubernetes.login
    return {Way.KUBERNETES: Kubernetes(login), Way.KUBELET: Kubelets(login)}


def _need_of(kubernetes: Cluster) -> dict[Way, str]:
    return dict.fromkeys((Way.KUBERNETES, Way.KUBELET), kubernetes.need)


def guest_calls(source: Routed) -> int:
    """Return how many guest agent commands *source* has tried."""
    agent = source.sources.get(Way.AGENT)
    return agent.calls if isinstance(agent, GuestAgent) else 0


def replay(path: Path) -> Bundle:
    """Return the answers of a bundle.

    Errors: BundleError when it cannot be read.
    """
    return Bundle(path)


def _libvirt_over(url: str) -> str:
    host = urlsplit(url if "://" in url else f"ssh://{url}").netloc
    return f"qemu+ssh://{quote(host, safe='@:[]%')}/system?no_tty=1"

"""The command lines of the cluster's daemons."""

from pathlib import Path

from lab.kubernetes.config import (
    API_PORT,
    CONTROLLER_PORT,
    CRI_SOCKET,
    ETCD_PORTS,
    GRACE,
    NODE,
    NODE_FOLDER,
    SCHEDULER_PORT,
)
from lab.kubernetes.container_image import PAUSE
from lab.network import SUBNET

Arguments = tuple[str, ...]


def _etcd(folder: Path) -> Arguments:
    client, peer = (f"http://127.0.0.1:{port}" for port in ETCD_PORTS)
    return (
        *("etcd", "--name", "lab", "--data-dir", str(folder / "etcd")),
        *("--listen-client-urls", client, "--advertise-client-urls", client),
        *("--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer),
        *("--initial-cluster", f"lab={peer}"),
    )


def _apiserver(folder: Path) -> Arguments:
    made = folder / "certificates"
    issuer = "https://kubernetes.default.svc"
    return (
        "kube-apiserver",
        f"--etcd-servers=http://127.0.0.1:{ETCD_PORTS[0]}",
        *("--bind-address=0.0.0.0", f"--advertise-address={SUBNET}.1"),  # of the host's namespace
        *(f"--secure-port={API_PORT}", "--insecure-port=0"),
        "--service-cluster-ip-range=10.96.0.0/24",
        f"--cert-dir={folder}/run",
        f"--tls-cert-file={made}/apiserver.crt",
        f"--tls-private-key-file={made}/apiserver.key",
        f"--client-ca-file={made}/ca.crt",
        f"--requestheader-client-ca-file={made}/ca.crt",
        f"--kubelet-client-certificate={made}/kubelet-client.crt",
        f"--kubelet-client-key={made}/kubelet-client.key",
        f"--service-account-key-file={made}/sa.pub",
        f"--service-account-signing-key-file={made}/sa.key",
        *(f"--service-account-issuer={issuer}", f"--api-audiences={issuer}"),
        f"--token-auth-file={folder}/tokens.csv",
        "--authorization-mode=Node,RBAC",
        "--allow-privileged=true",
        "--kubelet-preferred-address-types=InternalIP",
        "--disable-admission-plugins=ServiceAccount",
        "--enable-admission-plugins=NodeRestriction",
    )


def _controlled(folder: Path, daemon: str, user: str, port: int) -> Arguments:
    """Return what the controller manager and the scheduler have in common."""
    kubeconfig = folder / "kubeconfig" / user
    return (
        daemon,
        f"--kubeconfig={kubeconfig}",
        f"--authentication-kubeconfig={kubeconfig}",
        f"--authorization-kubeconfig={kubeconfig}",
        *("--bind-address=127.0.0.1", f"--secure-port={port}", "--port=0"),
        f"--cert-dir={folder}/run/{user}",
        "-v=2",
    )


def _controller_manager(folder: Path) -> Arguments:
    made = folder / "certificates"
    return (
        *_controlled(folder, "kube-controller-manager", "controller-manager", CONTROLLER_PORT),
        f"--service-account-private-key-file={made}/sa.key",
        f"--root-ca-file={made}/ca.crt",
        f"--node-monitor-grace-period={GRACE}s",
        "--node-monitor-period=1s",
    )


def _scheduler(folder: Path) -> Arguments:
    return _controlled(folder, "kube-scheduler", "scheduler", SCHEDULER_PORT)


def _containerd(folder: Path) -> Arguments:
    return ("containerd", "-c", str(folder / "containerd.toml"))


def kubelet(folder: Path, address: str) -> Arguments:
    """Return the command line of the kubelet of a node that has this address."""
    return (
        "kubelet",
        f"--config={folder}/kubelet.json",
        f"--kubeconfig={folder}/kubeconfig/kubelet",
        f"--root-dir={NODE_FOLDER}",
        f"--cert-dir={folder}/run/kubelet",
        "--container-runtime=remote",
        f"--container-runtime-endpoint=unix://{CRI_SOCKET}",
        f"--hostname-override={NODE}",
        f"--node-ip={address}",
        f"--provider-id=libvirt:///{NODE}",
        f"--pod-infra-container-image={PAUSE}",
        "-v=2",
    )


def _kubelet(folder: Path) -> Arguments:
    return kubelet(folder, f"{SUBNET}.1")


DAEMONS = {
    "etcd": _etcd,
    "kube-apiserver": _apiserver,
    "containerd": _containerd,
    "kube-controller-manager": _controller_manager,
    "kube-scheduler": _scheduler,
    "kubelet": _kubelet,
}
"""In the order in which they are started."""

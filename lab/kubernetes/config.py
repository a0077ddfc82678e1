"""What the cluster's daemons are told: everything in one folder, ports on the host's loopback."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from lab.images.kubernetes import Programs
from lab.kubernetes.container_image import PAUSE

NODE = "worker1"
API_PORT = 6443
ETCD_PORTS = (2379, 2380)
KUBELET_PORTS = (10250, 10248)
STREAM_PORT = 10010
CONTROLLER_PORT = 10257
SCHEDULER_PORT = 10259
CRI_SOCKET = "/run/containerd/containerd.sock"
POD_NETWORK = "10.244.77"
NODE_FOLDER = "/var/lib/kubelet"
GRACE = 20  # seconds without a heartbeat, then the node is not ready
MASTERS = "system:masters"
USERS = {
    "admin": ("admin", MASTERS),
    "viewer": ("viewer", ""),  # who may do nothing
    "developer": ("developer", ""),  # who may see pods and what happens to them
    "downstack": ("downstack", ""),  # whose rights are the manifest's
    "far": ("far", ""),  # who has these rights, but for what kubelets tell
    "controller-manager": ("system:kube-controller-manager", MASTERS),
    "scheduler": ("system:kube-scheduler", MASTERS),
    "kubelet": (f"system:node:{NODE}", "system:nodes"),
}
CONTAINERD = """\
version = 2
root = "{folder}/containerd/root"
state = "{folder}/containerd/state"
disabled_plugins = [
  "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs",
  "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.internal.v1.tracing", "io.containerd.tracing.processor.v1.otlp",
]
[grpc]
  address = "{socket}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "{pause}"
  stream_server_address = "127.0.0.1"
  stream_server_port = "{port}"
  disable_apparmor = true
  restrict_oom_score_adj = true  # without CAP_SYS_RESOURCE no score can be lowered
  disable_hugetlb_controller = true
  tolerate_missing_hugetlb_controller = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "{plugins}"
    conf_dir = "{folder}/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
        NoPivotRoot = {ramdisk}
        BinaryName = "{runc}"
"""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Each user's secret."""

    of: dict[str, str]

    @classmethod
    def new(cls) -> "Tokens":
        """Return secrets for all users."""
        return cls({name: secrets.token_hex(16) for name in USERS})

    def csv(self) -> str:
        """Return the file for the API server."""
        rows = ((self.of[name], *USERS[name]) for name in USERS)
        return "".join(f'{token},{user},{user},"{group}"\n' for token, user, group in rows)


def kubeconfig(folder: Path, user: str, token: str, address: str = "127.0.0.1") -> str:
    """Return one user's kubeconfig; JSON is YAML."""
    server = f"https://{address}:{API_PORT}"
    authority = str(folder / "certificates/ca.crt")
    cluster = {"server": server, "certificate-authority": authority}
    content = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "lab", "cluster": cluster}],
        "users": [{"name": user, "user": {"token": token}}],
        "contexts": [{"name": "lab", "context": {"cluster": "lab", "user": user}}],
        "current-context": "lab",
    }
    return json.dumps(content, indent=1)


def containerd(folder: Path, programs: Programs, *, ramdisk: bool = False) -> str:
    """Return containerd's configuration; a root that is a ramdisk cannot be pivoted."""
    return CONTAINERD.format(
        folder=folder,
        ramdisk=str(ramdisk).lower(),
        socket=CRI_SOCKET,
        pause=PAUSE,
        port=STREAM_PORT,
        plugins=programs.network_plugins,
        runc=programs.runtime / "usr/sbin/runc",
    )


def pod_network(folder: Path) -> str:
    """Return the pods' network: a cable from each to the node."""
    ranges = [[{"subnet": f"{POD_NETWORK}.0/24"}]]
    ipam = {"type": "host-local", "ranges": ranges, "dataDir": str(folder / "addresses")}
    cable = {"type": "ptp", "ipMasq": False, "ipam": ipam}
    return json.dumps({"cniVersion": "0.4.0", "name": "lab", "plugins": [cable]})


def kubelet(folder: Path, eviction: dict[str, str]) -> str:
    """Return the kubelet's configuration, with thresholds of eviction beside the usual ones."""
    port, health = KUBELET_PORTS
    usual = {"memory.available": "100Mi", "nodefs.available": "5%", "imagefs.available": "1%"}
    content = {
        "apiVersion": "kubelet.config.k8s.io/v1beta1",
        "kind": "KubeletConfiguration",
        "address": "0.0.0.0",  # noqa: S104 - of the host's own network namespace
        "port": port,
        "healthzBindAddress": "127.0.0.1",
        "healthzPort": health,
        "readOnlyPort": 0,
        "tlsCertFile": str(folder / "certificates/kubelet.crt"),
        "tlsPrivateKeyFile": str(folder / "certificates/kubelet.key"),
        "authentication": {
            "anonymous": {"enabled": False},
            "webhook": {"enabled": True, "cacheTTL": "1s"},
            "x509": {"clientCAFile": str(folder / "certificates/ca.crt")},
        },
        "authorization": {"mode": "Webhook"},
        "cgroupDriver": "cgroupfs",
        "cgroupsPerQOS": True,
        "enforceNodeAllocatable": ["pods"],
        "failSwapOn": False,
        "makeIPTablesUtilChains": False,
        "evictionHard": {**usual, **eviction},
        "evictionPressureTransitionPeriod": "1s",
        "imageGCHighThresholdPercent": 99,
        "imageGCLowThresholdPercent": 98,
        "nodeStatusUpdateFrequency": "2s",
        "nodeStatusReportFrequency": "10s",
        "nodeLeaseDurationSeconds": GRACE,
        "resolvConf": "",
        "volumeStatsAggPeriod": "5s",
        "volumePluginDir": str(folder / "volume-plugins"),
    }
    return json.dumps(content, indent=1)

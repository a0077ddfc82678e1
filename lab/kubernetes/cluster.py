"""A Kubernetes cluster on a lab host; it ends with the host."""

import json
import re
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lab.deadline import DeadlineError, wait_until
from lab.failure import LabError
from lab.host import Host
from lab.images.kubernetes import Programs, programs
from lab.kubernetes import certificates, config
from lab.kubernetes.api import NOT_FOUND, Api, ApiError
from lab.kubernetes.config import API_PORT, CRI_SOCKET, NODE, Tokens
from lab.kubernetes.container_image import pack_images
from lab.kubernetes.daemons import DAEMONS
from lab.kubernetes.manifest import Manifest, collection, path_of
from lab.process import Process, end

SETUP = Path(__file__).with_name("setup.sh")
RIGHTS = Path(__file__).parents[2] / "docs/platforms/kubernetes-rbac.yaml"
MOUNT_POINTS = (
    "/run/containerd",
    "/var/lib/cni",
    "/var/lib/kubelet",
    "/var/log/containers",
    "/var/log/pods",
)
NODE_SIZE = "256m"
START_SECONDS = 90
APPLY = "application/apply-patch+yaml"
FINAL = frozenset({signal.SIGTERM, signal.SIGKILL, signal.SIGABRT})


class Cluster:
    """All daemons of a control plane and of one node, run in the foreground without systemd."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.folder = host.folder / "kubernetes"
        self.processes: dict[str, Process] = {}
        self._programs: Programs | None = None
        self._tokens = Tokens.new()

    @property
    def programs(self) -> Programs:
        """Where its programs are."""
        if self._programs is None:
            self._programs = programs()
        return self._programs

    @property
    def version(self) -> str:
        """The release of its daemons."""
        return self.run("kubelet", "--version").strip()

    @property
    def api(self) -> Api:
        """The administrator's way to the API server."""
        return self.api_of("admin")

    def api_of(self, user: str) -> Api:
        """Return the way of one of config.USERS to the API server."""
        namespace = Path("/run/netns") / self.host.network.inner
        authority = self.folder / "certificates/ca.crt"
        return Api(namespace, API_PORT, authority, self._tokens.of[user])

    def kubeconfig(self, user: str) -> Path:
        """Return the kubeconfig of one of config.USERS; it works in the host's namespaces."""
        return self.folder / "kubeconfig" / user

    def log(self, name: str) -> Path:
        """Return what a daemon has written."""
        return self.folder / "log" / f"{name}.log"

    def up(self) -> None:
        """Start all daemons and wait until the node takes pods."""
        self._make_files()
        self._mount()
        self.start("containerd")
        self._start_control_plane()
        self._load_images()
        self.start("kubelet")
        self._wait(self.is_ready, "kubelet")

    def up_without_node(self) -> None:
        """Start the control plane alone: the node is another machine."""
        self._make_files()
        self._start_control_plane()

    def _start_control_plane(self) -> None:
        for name in ("etcd", "kube-apiserver"):
            self.start(name)
        self._wait(self.answers, "kube-apiserver")
        for name in ("kube-controller-manager", "kube-scheduler"):
            self.start(name)
        self.apply_text(RIGHTS.read_text())

    def kubeconfig_for(self, user: str, folder: Path) -> str:
        """Return the kubeconfig that a user has on a guest, with the authority in a folder."""
        address = self.host.network.host_address
        return config.kubeconfig(folder, user, self._tokens.of[user], address)

    def _make_files(self) -> None:
        folder = self.folder
        for name in ("certificates", "cni", "etcd", "kubeconfig", "log", "run"):
            (folder / name).mkdir(parents=True)
        (folder / "etcd").chmod(0o700)
        certificates.make(folder / "certificates")
        (folder / "tokens.csv").write_text(self._tokens.csv())
        for user, token in self._tokens.of.items():
            self.kubeconfig(user).write_text(config.kubeconfig(folder, user, token))
        (folder / "containerd.toml").write_text(config.containerd(folder, self.programs))
        (folder / "cni/10-lab.conflist").write_text(config.pod_network(folder))
        self.configure_kubelet({})

    def configure_kubelet(self, eviction: dict[str, str]) -> None:
        """Write the kubelet's configuration, for its next start."""
        (self.folder / "kubelet.json").write_text(config.kubelet(self.folder, eviction))

    def _mount(self) -> None:
        self.host.ledger.add_mount_points(MOUNT_POINTS)
        self.host.run(["sh", str(SETUP), str(self.folder), NODE_SIZE])

    def _load_images(self) -> None:
        wait_until(self._ctr_answers, 20, "containerd")
        for archive in pack_images(self.programs.busybox, self.folder):
            self.ctr("images", "import", str(archive))

    def _ctr_answers(self) -> bool:
        try:
            self.ctr("version")
        except LabError:
            return False
        return True

    def _with_path(self, *argv: str) -> list[str]:
        return self.host.inside(["env", f"PATH={self.programs.path}", *argv])

    def run(self, *argv: str) -> str:
        """Run one of the cluster's programs on the host and return what it printed."""
        return self.host.run(["env", f"PATH={self.programs.path}", *argv])

    def ctr(self, *words: str) -> str:
        """Run containerd's own client."""
        return self.run("ctr", "-a", CRI_SOCKET, "-n", "k8s.io", *words)

    def start(self, name: str) -> Process:
        """Start a daemon, one of daemons.DAEMONS."""
        with self.log(name).open("ab") as log:
            started = subprocess.Popen(
                self._with_path(*DAEMONS[name](self.folder)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.host.at_end.callback(started.wait)
        self.processes[name] = self.host.ledger.add_process(started.pid)
        return self.processes[name]

    def stop(self, name: str, number: signal.Signals = signal.SIGTERM) -> None:
        """Send a daemon a signal; one that is to end has ended when this returns."""
        process = self.processes[name]
        process.signal(number)
        if number in FINAL:
            end([process])

    def _wait(self, condition: Callable[[], bool], daemon: str) -> None:
        alive = self.processes[daemon].alive
        with suppress(DeadlineError):
            wait_until(lambda: condition() or not alive(), START_SECONDS, daemon, every=0.2)
            if alive():
                return
        errors = re.findall(r"^(?:[EF]\d{4}|panic).*", self.log(daemon).read_text(), re.MULTILINE)
        raise LabError("\n".join((f"{daemon} did not start:", *errors[-5:])))

    def wait_answers(self) -> None:
        """Wait until the API server is ready, after its start."""
        self._wait(self.answers, "kube-apiserver")

    def wait_ready(self) -> None:
        """Wait until the node is ready, after the kubelet's start."""
        self._wait(self.is_ready, "kubelet")

    def answers(self) -> bool:
        """Say whether the API server is ready and has its first namespace."""
        try:
            ready = self.api.ask("GET", "/readyz", seconds=2).text == "ok"
            return ready and self.find("Namespace", "default") is not None
        except ApiError:
            return False

    def node(self) -> Any:
        """Return the Node as the API server has it."""
        return self.api.get(f"{collection('Node')}/{NODE}")

    def condition(self, kind: str) -> str:
        """Return the status of a condition of the node."""
        rows = self.node()["status"].get("conditions", ())
        return next((row["status"] for row in rows if row["type"] == kind), "")

    def wait_condition(self, kind: str, status: str, *, seconds: float = 60) -> None:
        """Wait until a condition of the node has a status."""
        what = f"{kind}={status} of the node"
        wait_until(lambda: self.condition(kind) == status, seconds, what, every=0.3)

    def patch_node(self, spec: Manifest) -> None:
        """Merge a change into the node's spec."""
        self.api.patch(f"{collection('Node')}/{NODE}", {"spec": spec})

    def wait_lease_expired(self, holder: str, seconds: float) -> None:
        """Wait until a daemon has not renewed its lease for so long."""
        path = f"/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/{holder}"

        def expired() -> bool:
            renewed = datetime.fromisoformat(self.api.get(path)["spec"]["renewTime"])
            return (datetime.now(UTC) - renewed).total_seconds() > seconds

        wait_until(expired, 3 * seconds, f"the lease of {holder} to expire", every=0.3)

    def revive(self) -> None:
        """Start the daemons that have ended."""
        for name, process in list(self.processes.items()):
            if not process.alive():
                self.start(name)

    def restart_kubelet(self, eviction: dict[str, str]) -> None:
        """Let the kubelet work with other thresholds of eviction."""
        self.stop("kubelet")
        self.configure_kubelet(eviction)
        self.start("kubelet")
        self.wait_ready()

    def is_ready(self) -> bool:
        """Say whether the node is ready and nothing keeps pods away from it."""
        try:
            node = self.node()
        except ApiError:
            return False
        rows = {row["type"]: row["status"] for row in node["status"].get("conditions", ())}
        return rows.get("Ready") == "True" and not node["spec"].get("taints")

    def apply_text(self, text: str) -> None:
        """Apply the documents of a YAML file, as `kubectl apply --server-side` does."""
        for document in re.split(r"^---$", text, flags=re.MULTILINE):
            kind = re.search(r"^kind: (\S+)$", document, re.MULTILINE)
            name = re.search(r"^  name: (\S+)$", document, re.MULTILINE)
            space = re.search(r"^  namespace: (\S+)$", document, re.MULTILINE)
            if kind is None or name is None:
                raise ValueError(f"no object: {document[:80]!r}")
            where = collection(kind[1], *([space[1]] if space else []))
            path = f"{where}/{name[1]}?fieldManager=lab&force=true"
            self.api.must("PATCH", path, document, kind=APPLY)

    def apply(self, *manifests: Manifest) -> None:
        """Create objects."""
        for manifest in manifests:
            self.api.create(path_of(manifest).rpartition("/")[0], manifest)

    def replace(self, manifest: Manifest) -> None:
        """Let an object be another one."""
        self.api.must("PUT", path_of(manifest), json.dumps(manifest))

    def find(self, kind: str, name: str) -> Any:
        """Return an object, or None."""
        reply = self.api.ask("GET", f"{collection(kind)}/{name}")
        return None if reply.status == NOT_FOUND else reply.content

    def pods(self, label: str = "") -> list[Any]:
        """Return the pods of the default namespace that have the label app=..., or all."""
        query = f"?labelSelector=app%3D{label}" if label else ""
        return list(self.api.get(collection("Pod") + query)["items"])

    def wait_for_pod(
        self, label: str, state: Callable[[Any], object], what: str, *, seconds: float = 60
    ) -> Any:
        """Return a pod with the label app=... as soon as one is in a state."""
        found: list[Any] = []

        def seen() -> bool:
            found[:] = [pod for pod in self.pods(label) if state(pod)]
            return bool(found)

        wait_until(seen, seconds, f"pod {label} {what}", every=0.2)
        return found[0]

    def remove(self, *manifests: Manifest) -> None:
        """Delete objects, and wait until their pods have left the node."""
        for manifest in manifests:
            self.api.delete(path_of(manifest))
        for manifest in manifests:
            self._remove_pods(manifest["metadata"].get("labels", {}).get("app", ""))

    def _remove_pods(self, label: str) -> None:
        if not label:
            return
        uids = {pod["metadata"]["uid"] for pod in self.pods(label)}

        def gone() -> bool:
            for pod in self.pods(label):
                uids.add(pod["metadata"]["uid"])
                self.api.delete(f"{collection('Pod')}/{pod['metadata']['name']}", at_once=True)
            return not self.pods(label) and not any(map(self.cgroup_of, uids))

        wait_until(gone, 60, f"removal of the pods {label}", every=0.3)

    def cgroup_of(self, uid: str, controller: str = "memory") -> Path | None:
        """Return the cgroup of a pod as this machine sees it, or None."""
        top = Path("/sys/fs/cgroup") / controller / self.host.cgroup / "kubepods"
        tries = (top, top / "burstable", top / "besteffort")
        return next((path / f"pod{uid}" for path in tries if (path / f"pod{uid}").exists()), None)

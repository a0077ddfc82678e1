"""What an experiment on the cluster breaks: one application, which is healthy at first."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from lab.deadline import wait_until
from lab.kubernetes.cluster import Cluster
from lab.kubernetes.config import NODE
from lab.kubernetes.manifest import (
    FOREVER,
    NAMESPACE,
    Manifest,
    collection,
    container,
    deployment,
    pod_spec,
    resources,
)

APP = "shop"
HEALTHY_SECONDS = 60
SMALL = resources(requests={"cpu": "50m", "memory": "16Mi"}, cpu="200m", memory="64Mi")


@dataclass(frozen=True, slots=True)
class KubernetesStage:
    """A cluster with one application, a Deployment which replaces its pods at each change."""

    cluster: Cluster
    healthy: Manifest
    notes: dict[str, str] = field(default_factory=dict)
    """What a report on this experiment should say about it."""

    @property
    def app(self) -> str:
        """The name of the application."""
        return str(self.healthy["metadata"]["name"])

    def pods(self) -> list[Any]:
        """Return its pods that are not on their way out, nor evicted."""
        return [
            pod
            for pod in self.cluster.pods(self.app)
            if "deletionTimestamp" not in pod["metadata"] and pod["status"]["phase"] != "Failed"
        ]

    def called(self, what: str) -> str:
        """Return what downstack calls a pod, its node, the Deployment or VMI, the cluster.

        Where a pod has been evicted it is that one: the Deployment has another already.
        """
        if what == "pod":
            pods = sorted(self.cluster.pods(self.app), key=_has_not_failed)
            return f"pod/{NAMESPACE}/{pods[0]['metadata']['name']}" if pods else ""
        return {
            "node": f"node/{NODE}",
            "workload": f"workload/{NAMESPACE}/Deployment/{self.app}",
            "vmi": f"vmi/{NAMESPACE}/{self.app}",
            "cluster": "cluster",
        }[what]

    def uid(self) -> str:
        """Return the identity of its only pod, or nothing while there is none."""
        return next((str(pod["metadata"]["uid"]) for pod in self.pods()), "")

    def is_healthy(self) -> bool:
        """Say whether as many pods are ready as there should be, and no others exist."""
        found = self.cluster.find("Deployment", self.app)
        wanted, status = found["spec"]["replicas"], found["status"]
        current = status.get("observedGeneration") == found["metadata"]["generation"]
        ready = status.get("readyReplicas", 0) == status.get("replicas", 0) == wanted
        return bool(current and ready and len(self.pods()) == wanted)

    def wait_until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait for a condition."""
        wait_until(condition, HEALTHY_SECONDS, f"{self.app}: {what}", every=0.2)

    def wait_healthy(self) -> None:
        """Wait until it is healthy."""
        self.wait_until(self.is_healthy, "to be healthy")

    def reasons(self) -> set[str]:
        """Return why its containers wait, have ended, or ended the last time."""
        rows = (row for pod in self.pods() for row in pod["status"].get("containerStatuses", ()))
        states = (state for row in rows for key in ("state", "lastState") for state in [row[key]])
        return {str(inner.get("reason")) for state in states for inner in state.values()}

    def wait_state(self, reason: str) -> None:
        """Wait until the kubelet gives a reason for the state of one of its containers."""
        self.wait_until(lambda: reason in self.reasons(), reason)

    def replace_spec(self, spec: Manifest) -> None:
        """Let its pods be other ones, at once."""
        self._replace(application(spec))

    def scale(self, replicas: int) -> None:
        """Let it have more pods of the same kind."""
        self.cluster.replace(application(pod_spec_of(self.healthy), replicas=replicas))

    def _replace(self, manifest: Manifest) -> None:
        """Replace it, and do not wait the 10 s until the kubelet reports that old pods are gone.

        Evicted pods are deleted too: the controller may wait for them for ever.
        """
        old = {pod["metadata"]["uid"] for pod in self.cluster.pods(self.app)}
        self.cluster.replace(manifest)
        self.wait_until(
            lambda: not old & {pod["metadata"]["uid"] for pod in self.pods()}, "old pods to go"
        )
        self.restart_pods(old)

    def restart_pods(self, uids: Collection[str] | None = None) -> None:
        """Delete its pods, or some of them, at once, so that others have to be made."""
        for pod in self.cluster.pods(self.app):
            if uids is None or pod["metadata"]["uid"] in uids:
                name = pod["metadata"]["name"]
                self.cluster.api.delete(f"{collection('Pod')}/{name}", at_once=True)

    def restore(self) -> None:
        """Let it be as it was, and wait until it is healthy."""
        self._replace(self.healthy)
        self.wait_healthy()

    def remove(self) -> None:
        """Take it from the cluster."""
        self.cluster.remove(self.healthy)


def _has_not_failed(pod: Any) -> bool:
    return bool(pod["status"].get("phase") != "Failed")


def application(spec: Manifest, *, replicas: int = 1) -> Manifest:
    """Return the Deployment of the application; old pods go before new ones come."""
    made = deployment(APP, spec, replicas=replicas)
    made["spec"]["strategy"] = {"type": "Recreate"}
    return made


def pod_spec_of(manifest: Manifest) -> Manifest:
    """Return the spec of the pods of a Deployment."""
    found: Manifest = manifest["spec"]["template"]["spec"]
    return found


def staged(cluster: Cluster, spec: Manifest) -> KubernetesStage:
    """Run the application with this spec and wait until it is healthy."""
    stage = KubernetesStage(cluster, application(spec))
    cluster.apply(stage.healthy)
    stage.wait_healthy()
    return stage


def spec_of(*, command: tuple[str, ...] = FOREVER, **more: object) -> Manifest:
    """Return the spec of the application's pods, with more for its only container."""
    given: dict[str, object] = {"resources": SMALL, **more}
    return pod_spec(container(command, **given))


def with_idle_app(cluster: Cluster) -> KubernetesStage:
    """Return a stage whose application does nothing."""
    return staged(cluster, spec_of())

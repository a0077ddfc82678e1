"""The node has no address left for a new pod."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.config import POD_NETWORK
from lab.kubernetes.injection import KubernetesInjection
from lab.kubernetes.stage import KubernetesStage
from lab.kubernetes.witnesses import logged

SIGN = logged("containerd", "no IP addresses available", "no address")


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    pool = stage.cluster.folder / "addresses/lab"
    taken = [pool / f"{POD_NETWORK}.{number}" for number in range(2, 255)]
    mine = [path for path in taken if not path.exists()]
    before = SIGN.before(stage)
    for path in mine:
        path.write_text("somebody-else\r\neth0")
    try:
        stage.restart_pods()
        first = SIGN.wait(stage, before)
        yield SIGN.wait(stage, first.after)  # tried again: of the first the kubelet has told by now
    finally:
        for path in mine:
            path.unlink()
        stage.wait_healthy()


INJECTION = KubernetesInjection(
    fault="pod_sandbox_failing", path="network", unit="refused", apply=_apply
)

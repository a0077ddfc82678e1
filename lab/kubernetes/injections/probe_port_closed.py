"""A container runs, and no longer listens on the port that its readiness probe asks."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.cluster import Cluster
from lab.kubernetes.injection import KubernetesInjection
from lab.kubernetes.stage import KubernetesStage, spec_of, staged
from lab.kubernetes.witnesses import container_root, logged

FLAG = "tmp/listens"
PORT = 8080
SERVER = f"""
touch /{FLAG}
while :; do
  httpd -f -p {PORT} & served=$!
  while [ -f /{FLAG} ]; do sleep 0.2; done
  kill $served
  until [ -f /{FLAG} ]; do sleep 0.2; done
done
"""
PROBE = {"tcpSocket": {"port": PORT}, "periodSeconds": 1, "failureThreshold": 2}
SIGN = logged("kubelet", r'Readiness probe for "shop-.*connection refused', "refused probes")


def _prepare(cluster: Cluster) -> KubernetesStage:
    return staged(cluster, spec_of(command=("sh", "-c", SERVER), readinessProbe=PROBE))


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    before = SIGN.before(stage)
    flag = container_root(stage) / FLAG
    flag.unlink()
    try:
        seen = SIGN.wait(stage, before)
        stage.wait_until(lambda: not stage.is_healthy(), "to be taken out of service")
        yield seen
    finally:
        flag.touch()
        stage.wait_healthy()


INJECTION = KubernetesInjection(
    fault="probe_port_closed", unit="does not listen", prepare=_prepare, apply=_apply
)

"""No scheduler runs: new pods wait without a word."""

from lab.kubernetes.config import SCHEDULER_PORT
from lab.kubernetes.injection import KubernetesInjection
from lab.kubernetes.leaderless import stopping

INJECTION = KubernetesInjection(
    fault="scheduler_down",
    unit="stopped",
    apply=stopping("kube-scheduler", SCHEDULER_PORT),
    target="cluster",
)

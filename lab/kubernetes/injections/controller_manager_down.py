"""No controller manager runs: nothing makes the pods that a Deployment wants."""

from lab.kubernetes.config import CONTROLLER_PORT
from lab.kubernetes.injection import KubernetesInjection
from lab.kubernetes.leaderless import stopping

INJECTION = KubernetesInjection(
    fault="controller_manager_down",
    unit="stopped",
    apply=stopping("kube-controller-manager", CONTROLLER_PORT),
    target="cluster",
)

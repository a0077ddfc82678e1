"""An injection on the cluster: the same shape as on virtual machines."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Literal

from lab.injection import YES_OR_NO, Path, Tier, Witness, witness
from lab.kubernetes.cluster import Cluster
from lab.kubernetes.manifest import Manifest
from lab.kubernetes.stage import KubernetesStage, with_idle_app

Target = Literal["pod", "node", "workload", "vmi", "cluster"]


@dataclass(frozen=True, slots=True)
class KubernetesInjection:
    """A way to make one fault of the catalogue happen on a real cluster."""

    fault: str
    """The fault's id, which is also this module's name."""
    apply: Callable[[KubernetesStage, float], AbstractContextManager[Witness]]
    """Makes the fault, waits for its witness, undoes it at the end."""
    unit: str
    path: Path | None = None
    levels: tuple[float, float, float] = YES_OR_NO
    """Mild, plain, hard."""
    sub_threshold: float = 0
    """A level which nobody should complain about."""
    prepare: Callable[[Cluster], KubernetesStage] = with_idle_app
    """Starts the application, healthy."""
    tier: Tier = "K8s"
    target: Target = "pod"
    """What is asked about: what suffers, or what is at fault where nobody suffers yet."""
    risk: bool = False
    """Whether nobody suffers from it, and it is listed among the risks."""


@dataclass(frozen=True, slots=True)
class Sign:
    """How a fault is seen by other means than the API's objects."""

    means: str
    unit: str
    measure: Callable[[KubernetesStage], float]
    seen: Callable[[float, float], bool]
    """Judges the values before and after."""

    def before(self, stage: KubernetesStage) -> float:
        """Return the value without the fault."""
        return self.measure(stage)

    def wait(self, stage: KubernetesStage, before: float) -> Witness:
        """Measure until the fault is seen."""
        return witness(
            lambda: self.measure(stage),
            lambda after: self.seen(before, after),
            means=self.means,
            unit=self.unit,
            before=before,
        )


def grows(before: float, after: float) -> bool:
    """Say whether there is more than before."""
    return after > before


def appears(before: float, after: float) -> bool:
    """Say whether it is there that was not."""
    return after > before == 0


@contextmanager
def changed(stage: KubernetesStage, spec: Manifest, sign: Sign) -> Iterator[Witness]:
    """Let the application's pods be other ones, and at the end what they were."""
    before = sign.before(stage)
    stage.replace_spec(spec)
    try:
        yield sign.wait(stage, before)
    finally:
        stage.restore()

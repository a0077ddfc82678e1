"""The image of a container cannot be had: its registry refuses connections."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection, changed
from lab.kubernetes.stage import KubernetesStage, spec_of
from lab.kubernetes.witnesses import logged
from lab.network import SUBNET

IMAGE = f"{SUBNET}.254:5000/shop:2"
SIGN = logged("containerd", r'PullImage \\"\S*shop:2\\" failed', "failed pulls")


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    spec = spec_of(image=IMAGE, imagePullPolicy="IfNotPresent")
    with changed(stage, spec, SIGN) as seen:
        stage.wait_state("ImagePullBackOff")
        yield seen


INJECTION = KubernetesInjection(fault="image_pull_failing", unit="refused", apply=_apply)

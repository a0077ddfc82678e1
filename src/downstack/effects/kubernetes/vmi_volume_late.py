"""A volume that was plugged into a VM does not arrive."""

from downstack.effect import Above, Check, Effect, Guess
from downstack.model import Kind, Layer, Path
from downstack.signals import vmi

EFFECT = Effect(
    id="vmi_volume_late",
    title="a volume that was plugged in does not arrive",
    of=Kind.VMI,
    layer=Layer.KUBERNETES,
    path=Path.STORAGE,
    leak=Guess(0.001, "a volume that is on its way"),
    checks=(
        Check(
            clause=Above(vmi.VOLUMES_LATE, 0),
            sensitivity=Guess(0.97, "KubeVirt keeps the phase of each volume"),
            false_alarm=Guess(0.01, "a volume that is on its way"),
        ),
    ),
    symptom=True,
    condition="without a volume",
)

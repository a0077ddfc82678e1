"""Programs inside wait for the guest's disk, as the guest itself measures it."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.application import container_probe_late, container_readiness_late
from downstack.effects.container import pod_disk_waits
from downstack.model import Edge, Kind, Layer, Level, Path
from downstack.signals import guest

EFFECT = Effect(
    id="guest_disk_waits",
    title="programs inside wait for the disk",
    of=Kind.GUEST,
    layer=Layer.GUEST,
    path=Path.STORAGE,
    leak=Guess(0.003, "a burst of large requests"),
    checks=(
        Check(
            clause=Above(guest.DISK_WAIT, 0.030),
            sensitivity=Guess(0.95, "every request passes the guest's block layer"),
            false_alarm=Guess(0.02, "a few large sequential requests on a spinning disk"),
            level=Level.L3,
        ),
        Check(
            clause=Above(guest.IO_STALLED_RATIO, 0.30),
            sensitivity=Guess(0.70, "nothing inside gets on while it waits for the disk"),
            false_alarm=Guess(0.02, "a guest whose only work is to read a file"),
            level=Level.L3,
        ),
    ),
    leads_to=(
        Leads(
            to=pod_disk_waits.EFFECT,
            via=(
                Edge.BECOMES,
                Edge.RUNS_POD,
            ),
            strength=Guess(0.6, "pods read and write on the node's disks"),
        ),
        Leads(
            to=container_probe_late.EFFECT,
            via=(
                Edge.BECOMES,
                Edge.RUNS_POD,
                Edge.CONTAINER_OF.inverse,
            ),
            strength=Guess(0.15, "who waits for a disk does not answer"),
        ),
        Leads(
            to=container_readiness_late.EFFECT,
            via=(
                Edge.BECOMES,
                Edge.RUNS_POD,
                Edge.CONTAINER_OF.inverse,
            ),
            strength=Guess(0.4, "a probe asks whether the program can work, which needs the disk"),
        ),
    ),
    symptom=True,
)

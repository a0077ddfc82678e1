"""The VM waits for its disk."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.guest import guest_disk_waits
from downstack.model import Edge, Kind, Layer, Path
from downstack.signals import domain_waits

EFFECT = Effect(
    id="domain_disk_waits",
    title="the VM waits for its disk",
    of=Kind.DOMAIN,
    layer=Layer.GUEST,
    path=Path.STORAGE,
    leak=Guess(0.003, "a burst of large requests"),
    checks=(
        Check(
            clause=Above(domain_waits.MAX_DISK_WAIT, 0.030),
            sensitivity=Guess(0.95, "the guest's own await holds the same time"),
            false_alarm=Guess(0.02, "a few large sequential requests on a spinning disk"),
        ),
    ),
    leads_to=(
        Leads(
            to=guest_disk_waits.EFFECT,
            via=(Edge.INSIDE,),
            strength=Guess(0.97, "the same requests, seen from inside"),
        ),
    ),
    symptom=True,
)

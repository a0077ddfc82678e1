"""Requests of the guest's disk are under way, and none of them ends."""

from downstack.effect import Above, AtMost, Check, Effect, Guess, Leads
from downstack.effects.guest import guest_disk_waits
from downstack.effects.kubernetes import node_not_ready
from downstack.model import Edge, Kind, Layer, Level, Path
from downstack.signals import guest, guest_stall

EFFECT = Effect(
    id="guest_disk_stalled",
    title="no request of its disk ends",
    of=Kind.GUEST,
    layer=Layer.GUEST,
    path=Path.STORAGE,
    leak=Guess(0.001, "one request that takes longer than the window"),
    only_if=(AtMost(guest_stall.ENDED, 0),),
    checks=(
        Check(
            clause=Above(guest.IN_FLIGHT, 0),
            sensitivity=Guess(0.97, "what was sent and not answered is in flight"),
            false_alarm=Guess(0.02, "an idle guest whose first request has just begun"),
            level=Level.L3,
        ),
        Check(
            clause=Above(guest.IO_STALLED_RATIO, 0.80),
            sensitivity=Guess(0.70, "nothing else runs in a guest whose work is its disk"),
            false_alarm=Guess(0.01, "without a request that ends nobody waits for long"),
            level=Level.L3,
        ),
    ),
    leads_to=(
        Leads(
            to=guest_disk_waits.EFFECT,
            strength=Guess(0.90, "who needs the disk waits"),
        ),
        Leads(
            to=node_not_ready.EFFECT,
            via=(Edge.BECOMES,),
            strength=Guess(0.3, "after minutes the node's container runtime waits too"),
        ),
    ),
    symptom=True,
    condition="hung",
)

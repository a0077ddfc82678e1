"""TCP segments between QEMU and its Ceph cluster are lost, and sent again."""

from downstack.effect import Above, Check, Effect, Guess, Is, Leads
from downstack.effects.qemu import disk_slow
from downstack.effects.storage import ceph_osd_answers_late, ceph_osd_silent
from downstack.model import Edge, Kind, Layer, Path
from downstack.signals import backend, backend_network

EFFECT = Effect(
    id="backend_segments_lost",
    title="segments to the storage are lost",
    of=Kind.BACKEND,
    layer=Layer.NETWORK,
    path=Path.STORAGE,
    leak=Guess(0.003, "a loss here and there"),
    only_if=(Is(backend.TYPE, ("rbd",)),),
    checks=(
        Check(
            clause=Above(backend_network.RETRANSMITS, 0.01),
            sensitivity=Guess(0.97, "each lost segment of ours is sent again"),
            false_alarm=Guess(0.01, "other connections of the host may lose as well"),
        ),
    ),
    leads_to=(
        Leads(
            to=disk_slow.EFFECT,
            via=(Edge.BACKS,),
            strength=Guess(0.90, "a segment that is lost comes 200 ms later, or much later"),
        ),
        Leads(
            to=ceph_osd_answers_late.EFFECT,
            via=(Edge.HOLDS.inverse, Edge.REPLICATES.inverse),
            strength=Guess(0.50, "the answers of any OSD are lost as well"),
        ),
        Leads(
            to=ceph_osd_silent.EFFECT,
            via=(Edge.HOLDS.inverse, Edge.REPLICATES.inverse),
            strength=Guess(0.10, "what is lost twice comes after our patience has ended"),
        ),
    ),
)

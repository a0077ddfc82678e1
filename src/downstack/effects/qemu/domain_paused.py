"""QEMU has paused the VM because a request of a disk failed."""

from downstack.effect import Check, Effect, Guess, Is, Leads
from downstack.effects.kubernetes import node_not_ready, vmi_paused
from downstack.model import Edge, Kind, Layer, Path
from downstack.signals import domain

EFFECT = Effect(
    id="domain_paused",
    title="QEMU paused the VM because a disk failed",
    of=Kind.DOMAIN,
    layer=Layer.QEMU,
    path=Path.STORAGE,
    leak=Guess(0.001, "an error whose cause went away while the VM stayed paused"),
    checks=(
        Check(
            clause=Is(domain.STATE_REASON, ("paused_ioerror",)),
            sensitivity=Guess(0.98, "libvirt keeps the reason of the pause"),
            false_alarm=Guess(0.001, "nothing else pauses with this reason"),
        ),
        Check(
            clause=Is(domain.MONITOR_STATUS, ("io-error",)),
            sensitivity=Guess(0.98, "QEMU keeps the reason of the pause"),
            false_alarm=Guess(0.001, "nothing else pauses with this reason"),
        ),
    ),
    leads_to=(
        Leads(
            to=node_not_ready.EFFECT,
            via=(
                Edge.INSIDE,
                Edge.BECOMES,
            ),
            strength=Guess(0.97, "a kubelet in a VM that is paused says nothing"),
        ),
        Leads(
            to=vmi_paused.EFFECT,
            via=(Edge.EMBODIES,),
            strength=Guess(0.97, "KubeVirt watches the domain"),
        ),
    ),
    symptom=True,
)

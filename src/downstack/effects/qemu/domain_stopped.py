"""The VM does not run although nobody asked it to stop."""

from downstack.effect import Check, Effect, Guess, Is, Leads
from downstack.effects.kubernetes import node_not_ready, vmi_not_running
from downstack.model import Edge, Kind, Layer
from downstack.signals import domain

EFFECT = Effect(
    id="domain_stopped",
    title="the VM does not run, and nobody stopped it",
    of=Kind.DOMAIN,
    layer=Layer.QEMU,
    path=None,
    leak=Guess(0.001, "a reason that libvirt does not name"),
    checks=(
        Check(
            clause=Is(
                domain.STATE_REASON,
                (
                    "paused_watchdog",
                    "paused_crashed",
                    "paused_postcopy_failed",
                    "paused_api_error",
                    "shutoff_crashed",
                    "shutoff_failed",
                    "crashed_panicked",
                    "crashed_unknown",
                ),
            ),
            sensitivity=Guess(0.97, "libvirt keeps the reason of the last stop"),
            false_alarm=Guess(0.005, "a VM that crashed long ago and nobody misses"),
        ),
        Check(
            clause=Is(domain.MONITOR_STATUS, ("guest-panicked", "internal-error", "watchdog")),
            sensitivity=Guess(0.97, "QEMU keeps the reason why it stopped the vCPUs"),
            false_alarm=Guess(0.002, "a VM that somebody keeps for a post-mortem"),
        ),
    ),
    leads_to=(
        Leads(
            to=node_not_ready.EFFECT,
            via=(
                Edge.INSIDE,
                Edge.BECOMES,
            ),
            strength=Guess(0.97, "a kubelet in a VM that does not run says nothing"),
        ),
        Leads(
            to=vmi_not_running.EFFECT,
            via=(Edge.EMBODIES,),
            strength=Guess(0.9, "KubeVirt watches the domain"),
        ),
    ),
    symptom=True,
)

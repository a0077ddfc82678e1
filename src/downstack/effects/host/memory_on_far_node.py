"""A domain's memory is on a NUMA node on which its vCPUs may not run."""

from downstack.effect import Above, Check, Effect, Guess
from downstack.model import Kind, Layer, Path
from downstack.signals import domain_numa, vcpu

EFFECT = Effect(
    id="memory_on_far_node",
    title="each access to its memory crosses to another NUMA node",
    of=Kind.DOMAIN,
    layer=Layer.HOST,
    path=Path.MEMORY,
    leak=Guess(0.001, "memory that was taken before the vCPUs were pinned"),
    only_if=(Above(vcpu.MAX_WANTED, 0.05),),
    checks=(
        Check(
            clause=Above(domain_numa.FORBIDDEN_RATIO, 0.50),
            sensitivity=Guess(0.95, "the kernel counts the pages on each node"),
            false_alarm=Guess(0.005, "a pin that was moved a moment ago"),
        ),
    ),
    symptom=True,
)

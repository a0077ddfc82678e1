"""The CPU path: how much of each second a vCPU that wants to run spends in quota and queue.

The times are seconds of waiting per second of wall time: sums of the kernel's counters over the
window, not means of requests, so they have no interval.
"""

from downstack.model import Edge, Layer, Path
from downstack.paths.hop import Hop, ResourcePath
from downstack.signals import domain_waits, vcpu

CPU = ResourcePath(
    path=Path.CPU,
    felt=(domain_waits.MAX_DELAY,),
    each=(Edge.VCPU_OF.inverse,),
    hops=(
        Hop(name="quota", layer=Layer.MANAGEMENT, wait=vcpu.DELAY_RATIO, events=None, limit=0.10),
        Hop(
            name="host scheduler",
            layer=Layer.HOST,
            wait=vcpu.CONTENTION_RATIO,
            events=None,
            limit=0.10,
        ),
    ),
)

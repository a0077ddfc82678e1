"""The CPU path: how much of each second a vCPU that wants to run spends in quota and queue.

The times are seconds of waiting per second of wall time: sums of the kernel's counters over the
window, not means of requests, so they have no interval.
"""

from downstack.model import Edge, Layer, Path
from downstack.paths.hop import Hop, ResourcePath
from downstack.signals import vcpu

CPU = ResourcePath(
    path=Path.CPU,
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

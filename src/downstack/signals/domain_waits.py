"""What a whole domain waits for, gathered from its vCPUs, disks and interfaces."""

from functools import partial

from downstack.model import Edge, Kind
from downstack.signal import Largest, Semantics, Signal, Total, Unit
from downstack.signals import disk, nic, vcpu

_of_domain = partial(Signal, of=Kind.DOMAIN, semantics=Semantics.INSTANT, origin="derived")

MAX_DISK_WAIT = _of_domain(
    name="domain_max_disk_wait_seconds",
    unit=Unit.SECONDS,
    help="Mean time of a read or write on its slowest disk, in QEMU and below.",
    raw="block_acct.total_time_ns",
    formula=Largest(disk.WAIT, (Edge.DISK_OF,)),
)
SUM_DISK_REQUESTS = _of_domain(
    name="domain_sum_disk_requests_count",
    unit=Unit.COUNT,
    help="Reads and writes that its disks completed within the window.",
    formula=Total(disk.REQUESTS, (Edge.DISK_OF,)),
)
MAX_DELAY = _of_domain(
    name="domain_max_vcpu_delay_ratio",
    unit=Unit.RATIO,
    help="Largest share of the time that one of its vCPUs is runnable and does not run.",
    raw="sched_info.run_delay",
    formula=Largest(vcpu.DELAY_RATIO, (Edge.VCPU_OF,)),
)
SUM_RECEIVE_DROPS = _of_domain(
    name="domain_sum_nic_receive_drops_count",
    unit=Unit.COUNT,
    help="Packets to the guest that were dropped on its taps within the window.",
    formula=Total(nic.RECEIVE_DROPS_COUNT, (Edge.NIC_OF,)),
)

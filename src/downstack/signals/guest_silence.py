"""Signals of a guest that gives no sign of life."""

from functools import partial

from downstack.model import Edge, Kind
from downstack.signal import Over, Own, Semantics, Signal, Total, Unit
from downstack.signals import balloon, guest_state, nic, settings, vcpu

_of_domain = partial(
    Signal, of=Kind.DOMAIN, semantics=Semantics.INSTANT, unit=Unit.COUNT, origin="derived"
)

BALLOON_PERIODS = _of_domain(
    name="domain_balloon_missed_periods_count",
    help="Periods for which the guest's balloon driver has not answered.",
    raw="virtio_balloon.stats_last_update",
    formula=Over(balloon.AGE, settings.BALLOON_PERIOD),
)
MEAN_VCPU_USED = _of_domain(
    name="domain_mean_vcpu_used_ratio",
    unit=Unit.RATIO,
    help="Share of the time that its vCPUs run, on their average.",
    raw="se.sum_exec_runtime",
    formula=Over(vcpu.SUM_USED, settings.VCPUS),
)
SENT_RATE = _of_domain(
    name="domain_sum_nic_transmit_packets_rate",
    help="Packets per second that the guest sends.",
    raw="tap rx_packets",
    formula=Total(nic.SEND_PACKETS_RATE, (Edge.NIC_OF,)),
)
AGENT = Signal(
    name="domain_guest_agent",
    of=Kind.DOMAIN,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether the agent inside answers; silent: its channel is open and it does not.",
    origin="derived",
    states=guest_state.AGENT.states,
    formula=Own(guest_state.AGENT, (Edge.INSIDE,)),
)

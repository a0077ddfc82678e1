"""Signals of KVM's own counters for one vCPU."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Rate, Semantics, Signal, Unit

_ORIGIN = "virConnectGetAllDomainStats vcpu.N, https://docs.kernel.org/virt/kvm/api.html"
_total = partial(Signal, of=Kind.VCPU, semantics=Semantics.COUNTER, unit=Unit.COUNT, origin=_ORIGIN)
_rate = partial(
    Signal, of=Kind.VCPU, semantics=Semantics.INSTANT, unit=Unit.COUNT, origin="derived"
)

EXITS = _total(name="vcpu_exits_total", help="Times the guest's code was left.")
IO_EXITS = _total(name="vcpu_io_exits_total", help="Exits for an I/O port.")
MMIO_EXITS = _total(name="vcpu_mmio_exits_total", help="Exits for a device's memory.")
HALT_EXITS = _total(name="vcpu_halt_exits_total", help="Exits because the vCPU had nothing to do.")
IRQ_EXITS = _total(name="vcpu_irq_exits_total", help="Exits for an interrupt of the host.")
INJECTIONS = _total(name="vcpu_irq_injections_total", help="Interrupts given to the guest.")
PAGE_FAULTS = _total(
    name="vcpu_page_faults_total", help="Accesses to memory which KVM had to map first."
)
EMULATED = _total(name="vcpu_emulated_instructions_total", help="Instructions KVM emulated.")
PREEMPTIONS = _total(
    name="vcpu_preemptions_total", help="Times the vCPU was displaced while it ran guest code."
)
HALT_WAIT = _total(
    name="vcpu_halt_wait_seconds_total",
    unit=Unit.SECONDS,
    help="Time that the vCPU slept because the guest had nothing to do.",
)
HALT_POLL = _total(
    name="vcpu_halt_poll_seconds_total",
    unit=Unit.SECONDS,
    help="Time that KVM burnt waiting for the guest to have something to do again.",
)
EXITS_RATE = _rate(name="vcpu_exits_rate", help="Exits per second.", formula=Rate(EXITS))
IO_EXITS_RATE = _rate(
    name="vcpu_io_exits_rate", help="Exits for an I/O port per second.", formula=Rate(IO_EXITS)
)
MMIO_EXITS_RATE = _rate(
    name="vcpu_mmio_exits_rate",
    help="Exits for a device's memory per second.",
    formula=Rate(MMIO_EXITS),
)
PAGE_FAULTS_RATE = _rate(
    name="vcpu_page_faults_rate",
    help="Accesses to unmapped memory per second.",
    formula=Rate(PAGE_FAULTS),
)
HALT_POLL_RATIO = _rate(
    name="vcpu_halt_poll_ratio",
    unit=Unit.RATIO,
    help="Share of the time that KVM burns waiting for the guest.",
    formula=Rate(HALT_POLL),
)

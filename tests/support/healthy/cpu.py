"""A busy vCPU that never waits."""

from downstack.model import Absent, Reason
from downstack.signals import domain_waits, vcpu

READINGS = {
    vcpu.USED_RATIO: 0.60,
    vcpu.WANTED_RATIO: 0.61,
    vcpu.DELAY_RATIO: 0.01,
    vcpu.CONTENTION_RATIO: 0.01,
    vcpu.THROTTLED_RATIO: Absent(Reason.NOT_APPLICABLE),
    domain_waits.MAX_DELAY: 0.01,
    vcpu.MAX_CONTENTION: 0.01,
}

"""A VM whose memory is where its vCPUs run."""

from downstack.signals import domain_numa, vcpu

READINGS = {
    domain_numa.FORBIDDEN_RATIO: 0.0,
    domain_numa.REMOTE_RATIO: 0.0,
    vcpu.MAX_WANTED: 0.61,
}

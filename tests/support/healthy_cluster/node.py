"""A node that is ready, has room and lacks nothing; it is a VM that is seen from its host."""

from downstack.model import Absent, Reason
from downstack.signals import node

_ELSEWHERE = Absent(Reason.NOT_ASKED, "downstack on the node itself (as root)")

READINGS = {
    node.READY: "true",
    node.WHY_NOT_READY: "none",
    node.PRESSURE: "no",
    node.MEMORY_PRESSURE: "false",
    node.DISK_PRESSURE: "false",
    node.PID_PRESSURE: "false",
    node.CORDONED: "no",
    node.LEASE_AGE: 3.1,
    node.LIFE_AGE: Absent(Reason.NOT_APPLICABLE, "a program on the node that holds a lease"),
    node.CLOCK_OFFSET: 0.0,
    node.KUBELET: _ELSEWHERE,
    node.RUNTIME: _ELSEWHERE,
    node.PLACE: "guest",
}

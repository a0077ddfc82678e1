"""A VM whose last start succeeded, on a host that killed nobody and has huge pages left."""

from downstack.model import Absent, Reason
from downstack.signals import last_start, oom, operation

READINGS = {
    operation.OUTCOME: "succeeded",
    operation.FAILURE: "none",
    last_start.HUGE_PAGES_COVER: 2.0,
    oom.KILLS_ON_HOST: 0.0,
    oom.KILL_GAP: Absent(Reason.NOT_APPLICABLE),
}

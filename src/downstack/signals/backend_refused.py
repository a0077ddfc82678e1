"""Signals of storage that refuses its clients."""

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit

BLOCKLISTED = Signal(
    name="backend_blocklisted",
    of=Kind.BACKEND,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether the Ceph cluster refuses some client of this machine, by its address.",
    origin="ceph osd dump, blocklist, "
    "https://docs.ceph.com/en/latest/rados/operations/control/#osd-subsystem",
    states=("yes", "no"),
)

"""Whether a disk is limited by its definition, and how close it is to the limit."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Highest, Semantics, Signal, Unit
from downstack.signals import disk

_of_disk = partial(Signal, of=Kind.DISK, semantics=Semantics.INSTANT)

COUNT = _of_disk(
    name="disk_limits_count",
    unit=Unit.COUNT,
    help="Limits that the definition sets on the disk (0: none).",
    origin="<iotune>, https://libvirt.org/formatdomain.html#block-i-o-tuning",
)
USED = _of_disk(
    name="disk_limit_used_ratio",
    unit=Unit.RATIO,
    help="How much of its tightest limit the disk uses.",
    origin="derived",
    formula=Highest(
        (
            disk.IOPS_USED,
            disk.READ_IOPS_USED,
            disk.WRITE_IOPS_USED,
            disk.BYTES_USED,
            disk.READ_BYTES_USED,
            disk.WRITE_BYTES_USED,
        )
    ),
)
